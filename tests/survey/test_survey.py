r"""What the whole document says about its letters: indices, sizes, the loss, what is differentiated by."""

from __future__ import annotations

import pytest

from bnderive.survey.derivatives import read_derivative
from bnderive.survey.survey import bound_letters, uses_in
from bnderive.syntax.shapes import walk
from tests.survey.documents import BATCH_NORM, MEAN, VARIANCE, name_of, node_of, rows_of, survey_of

CUSTOMARY = frozenset("ijkl")


@pytest.mark.parametrize(
    ("total", "letters"),
    [
        (r"\sum_i x_i", {"i"}),
        (r"\sum_{k=1}^N x_k", {"k"}),
        (r"\sum_{a,b} x_a x_b", {"a", "b"}),
        (r"\Sigma_{q=1}^m x_q", {"q"}),
        (r"\sum_{n \in B} x_n", {"n"}),
        (r"\sum_{s \ne t} x_s x_t", {"s", "t"}),
    ],
)
def test_letters_under_a_sum_are_indices(total, letters):
    assert bound_letters(walk(node_of(total))) == letters
    assert survey_of(f"z = {total}").spelling.index_letters - CUSTOMARY == letters - CUSTOMARY


def test_customary_letters_are_indices_without_a_sum():
    letters = survey_of("y_i = 2 x_i", "y_j = 2 x_j").spelling.index_letters
    assert {"i", "j"} <= letters <= CUSTOMARY


def test_a_label_is_no_index():
    found = survey_of(r"\mu_B = \frac1m \sum_{i=1}^m x_i").spelling
    assert "B" not in found.index_letters
    assert found.arrays == {"x"}


def test_arrays_are_what_carries_an_index():
    assert survey_of(*BATCH_NORM).spelling.arrays == {"x", r"\hat{x}", "y"}


@pytest.mark.parametrize("size", ["N", "n", "m", "M", "B", "D", "T"])
def test_the_upper_end_of_a_sum_is_a_size(size):
    assert survey_of(rf"\mu = \frac{{1}}{{{size}}} \sum_{{i=1}}^{{{size}}} x_i").sizes == {size}


def test_several_letters_for_the_size():
    rows = (r"\mu = \frac{1}{m} \sum_{i=1}^n x_i", r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}")
    assert survey_of(*rows).sizes == {"m", "n", "N"}


def test_the_end_of_a_sum_from_zero_is_a_size():
    assert survey_of(r"\mu = \frac1n \sum_{i=0}^{n-1} x_i").sizes == {"n"}


def test_what_the_document_defines_is_no_size():
    assert "N" not in survey_of(r"y_i = N x_i", r"N = 2 \mu", MEAN.replace("N", "m")).sizes


def test_what_is_differentiated_by_is_no_size():
    rows = (r"y_i = K x_i", r"\frac{\partial y_i}{\partial K} = x_i", MEAN)
    assert survey_of(*rows).sizes == {"N"}


def test_what_carries_an_index_is_no_size():
    assert survey_of(r"y_i = B_i x_i", MEAN).sizes == {"N"}


@pytest.mark.parametrize("loss", ["L", r"\ell", "J", "C", "f", r"\mathcal{L}", "E"])
def test_the_loss_stands_only_above(loss):
    found = survey_of(*BATCH_NORM, rf"\frac{{\partial {loss}}}{{\partial x_i}} = 0")
    assert found.loss == name_of(loss)


def test_a_gradient_of_a_node_does_not_make_it_the_loss():
    rows = (r"\frac{\partial y_i}{\partial x_i} = 1", r"\frac{\partial J}{\partial y_i} = 1")
    assert survey_of(*BATCH_NORM, *rows).loss == "J"


def test_what_is_used_elsewhere_is_not_the_loss():
    rows = (r"y_i = f x_i", r"\frac{\partial f}{\partial x_i} = 0", r"\frac{\partial L}{\partial x_i} = 0")
    assert survey_of(*rows).loss == "L"


def test_a_loss_that_the_document_defines():
    rows = (r"L = \sum_i (y_i - t_i)^2", r"\frac{\partial L}{\partial y_i} = 2 (y_i - t_i)")
    found = survey_of(*rows)
    assert found.loss == "L"
    assert "L" in found.defined


def test_without_a_derivative_the_loss_is_no_name_of_the_document():
    found = survey_of(*BATCH_NORM, r"L = \mu")
    assert found.loss not in {"x", r"\mu", "y"}


NOTATIONS = (
    r"\frac{\partial L}{\partial x_i}",
    r"\frac{dL}{dx_i}",
    r"dL/dx_i",
    r"\partial L / \partial x_i",
    r"\frac{\mathrm{d} L}{\mathrm{d} x_i}",
    r"\frac{\partial}{\partial x_i} L",
    r"\frac{\partial}{\partial x_i} \left[ L \right]",
    r"\frac{\partial{L}}{\partial{x_i}}",
)


@pytest.mark.parametrize("derivative", NOTATIONS)
def test_what_is_differentiated_by_in_every_notation(derivative):
    found = survey_of(f"{derivative} = 1")
    assert "x" in found.differentiated
    assert "L" not in found.differentiated
    assert not {"d", r"\partial"} & found.differentiated


def test_code_like_gradients_are_differentials():
    found = survey_of(*BATCH_NORM, r"d\hat{x}_i = \gamma \, dy_i", r"d\sigma^2 = \sum_i d\hat{x}_i (x_i - \mu)")
    assert found.differentiated == {r"\hat{x}", "y", name_of(r"\sigma^2", VARIANCE)}


@pytest.mark.parametrize(
    "fraction", [r"\frac{a}{b}", r"\frac{\partial L}{x}", r"\frac{x}{\partial x}", "a/b", r"\frac{1}{N}"]
)
def test_what_is_no_derivative(fraction):
    assert read_derivative(node_of(fraction)) is None


def test_a_second_derivative_names_both():
    found = read_derivative(node_of(r"\frac{\partial^2 L}{\partial x_i \partial x_j}"))
    assert found is not None
    assert found.of == node_of("L")
    assert found.by == (node_of("x_i"), node_of("x_j"))


def test_a_second_derivative_by_the_same():
    found = read_derivative(node_of(r"\frac{\partial^2 L}{\partial x_i^2}"))
    assert found is None or found.by == (node_of("x_i"), node_of("x_i"))


def test_an_operator_waits_for_what_follows():
    found = read_derivative(node_of(r"\frac{\partial}{\partial x_i}"))
    assert found is not None
    assert (found.of, found.by) == (None, (node_of("x_i"),))


def test_each_name_is_whole_and_in_reading_order():
    uses = uses_in(node_of(r"\hat{x}_i (\sigma^2 + \epsilon) - \mu"), survey_of(*BATCH_NORM).spelling)
    assert [(use.name, use.indices) for use in uses] == [
        (r"\hat{x}", ("i",)),
        (name_of(r"\sigma^2", VARIANCE), ()),
        (r"\epsilon", ()),
        (r"\mu", ()),
    ]


def test_what_is_defined():
    found = survey_of(*BATCH_NORM, r"\frac{\partial y_i}{\partial x_i} = 1", r"x_i^3 = 2", r"\gamma =")
    assert found.defined == {r"\mu", name_of(r"\sigma^2", VARIANCE), r"\hat{x}", "y"}


def test_arity_is_the_most_indices_that_a_name_carries():
    found = survey_of(r"y_i = x", r"z = \sum_j x_{ij}", r"\mu = 1")
    assert (found.arity["x"], found.arity["y"], found.arity[r"\mu"]) == (2, 1, 0)


def test_no_rows_at_all():
    found = survey_of()
    assert (found.sizes, found.defined, found.differentiated) == (frozenset(), frozenset(), frozenset())


def test_the_order_of_the_rows_changes_nothing():
    rows = (*BATCH_NORM, r"\frac{\partial L}{\partial \sigma^2} = \frac{1}{m}", r"\sum_p \hat{x}_p = 0")
    assert survey_of(*rows) == survey_of(*reversed(rows))
    assert rows_of(*rows) != rows_of(*reversed(rows))
