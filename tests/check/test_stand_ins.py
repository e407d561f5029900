"""A vector z = W x + b of a matrix that nothing defines: what holds for every z is proved, and nothing else is said."""

from __future__ import annotations

import pytest

from tests.layer.documents import last_of, report_of

FORWARD = (
    r"z = W x + b",
    r"p = \frac{e^{z}}{\mathbf{1}^T e^{z}}",
    r"s = x^T x",
)
LOSS = (*FORWARD, r"L = -y^T \log p")

TRUE = (
    r"\frac{\partial p}{\partial z} = \operatorname{diag}(p) - p p^T",
    r"\frac{\partial}{\partial z} \log(\mathbf{1}^T e^{z}) = p^T",
    r"\mathbf{1}^T p = 1",
    r"\frac{\partial L}{\partial z} = (y^T \mathbf{1}) p^T - y^T",
    r"\frac{\partial L}{\partial p} = -(y \oslash p)^T",
    r"\frac{\partial^2 L}{\partial z \partial z^T} = (y^T \mathbf{1}) (\operatorname{diag}(p) - p p^T)",
)
FALSE = (
    r"\frac{\partial p}{\partial z} = \operatorname{diag}(p) + p p^T",
    r"\frac{\partial}{\partial z} \log(\mathbf{1}^T e^{z}) = -p^T",
    r"\mathbf{1}^T p = 2",
    r"\frac{\partial L}{\partial z} = (y^T \mathbf{1}) p^T + y^T",
    r"\frac{\partial L}{\partial p} = -(p \oslash y)^T",
    r"\frac{\partial^2 L}{\partial z \partial z^T} = (y^T \mathbf{1}) (\operatorname{diag}(p) + p p^T)",
    r"\mathbf{1}^T z = 0",
)
THROUGH = (  # true and false: what z is made of decides
    r"\frac{\partial L}{\partial b} = (y^T \mathbf{1}) p^T - y^T",
    r"\frac{\partial p}{\partial x} = 0",
    r"\frac{\partial L}{\partial x} = 0",
    r"\frac{\partial z}{\partial x} = W",
    r"\frac{\partial z}{\partial x} = 0",
    r"\frac{\partial s p}{\partial x} = 2 p x^T",
    r"\frac{\partial p}{\partial W} = 0",
)


@pytest.mark.parametrize("row", TRUE)
def test_what_holds_for_every_vector_is_proved(row):
    assert last_of(*LOSS, row).verdict == "correct"


@pytest.mark.parametrize("row", FALSE)
def test_nothing_is_called_wrong_of_a_vector_that_is_not_known(row):
    assert last_of(*LOSS, row).verdict == "undecided"


@pytest.mark.parametrize("row", THROUGH)
def test_what_differentiates_through_the_unknown_matrix_is_undecided(row):
    assert last_of(*LOSS, row).verdict == "undecided"


def test_the_report_says_that_the_vector_may_be_any():
    stated = [text for text in report_of(*FORWARD).documents[0].assumptions if text.startswith("$z$")]
    assert stated == ["$z$ is any vector: what it is made of was not understood"]


def test_a_matrix_that_comes_later_is_passed_through_neither():
    """q reaches z only through a row that was not understood."""
    rows = (r"q = e^{u}", r"z = W q + b", r"p = e^{z}", r"t = u^T u + q^T q + y^T y", r"L = \mathbf{1}^T p")
    for by in ("u", "q"):
        assert last_of(*rows, rf"\frac{{\partial L}}{{\partial {by}}} = 0").verdict == "undecided"
        assert last_of(*rows, rf"\frac{{\partial p}}{{\partial {by}}} = 0").verdict == "undecided"


def test_a_size_may_be_that_of_the_other_side_of_the_matrix():
    rows = (r"x \in \mathbb{R}^n", r"z = W x + b", r"m = \frac{1}{n} \mathbf{1}^T z")
    assert last_of(*rows, r"\frac{\partial m}{\partial z} = \frac{1}{n} \mathbf{1}^T").verdict == "undecided"


def test_an_identity_is_no_unknown_matrix():
    rows = (r"z = I x + b", r"s = z^T z + x^T x")
    assert last_of(*rows, r"\frac{\partial s}{\partial x} = 2 z^T + 2 x^T").verdict == "correct"


def test_slips_of_a_known_vector_are_refuted():
    rows = (r"p = \frac{e^{z}}{\mathbf{1}^T e^{z}}", r"q = z^T z", r"L = -y^T \log p")
    for row in TRUE:
        assert last_of(*rows, row).verdict == "correct"
    for row in FALSE[:-1]:
        assert last_of(*rows, row).verdict == "wrong"
