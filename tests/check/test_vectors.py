"""Whole documents of vectors and matrices: every claim that is true is proved, every slip refuted, none the other way.

What is true was worked out by hand; random claims are compared with explicit matrices.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import bnderive
from bnderive.settings import Settings
from tests.layer.documents import last_of
from tests.lower.matrices import COLUMN, MATRIX, SCALAR, Formula, Point, formulas
from tests.lower.matrices import ROW as FLAT

DOCUMENTS = sorted((Path(__file__).parent / "vectors").glob("*.md"))
VECTORS = (r"v \in \mathbb{R}^d", r"\hat{v} = \frac{v}{\|v\|}")
ROW = r"\frac{\partial \|v\|}{\partial v} = \hat{v}^T"
UPRIGHT = r"\frac{\partial \|v\|}{\partial v} = (\hat{v}^T)^T"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_claim_of_a_document_gets_its_verdict(path):
    """What stands below `True:` is correct, what stands below `False:` is wrong."""
    lines = path.read_text(encoding="utf-8").splitlines()
    right = lines.index("True:") + 1
    wrong = lines.index("False:") + 1 if "False:" in lines else len(lines) + 1
    formulas = [formula for formula in bnderive.check(path) if formula.line > right]
    found = {f"{formula.line}: {formula.latex}": formula.verdict for formula in formulas}
    expected = ["correct" if formula.line < wrong else "wrong" for formula in formulas]
    assert len(formulas) >= 3
    assert list(found.items()) == list(zip(found, expected, strict=True))


# -- what must not be called wrong, or correct -------------------------------------------------------------------------


def test_a_gain_beside_a_hadamard_product_may_be_a_scalar():
    rows = (
        r"\hat x = \frac{x - \operatorname{mean}(x)}{\sqrt{\operatorname{Var}(x)}}",
        r"y = \gamma \odot \hat x + \beta",
    )
    scalar_only = r"\frac{\partial L}{\partial \gamma} = \operatorname{sum}(\frac{\partial L}{\partial y} \odot \hat x)"
    found = last_of(*rows, scalar_only)
    assert (found.verdict, found.rule) == ("undecided", "BN242")


def test_samples_in_bold_are_read_as_their_elements():
    rows = (
        r"\boldsymbol{\mu} = \frac1N \sum_{i=1}^N \mathbf{x}_i",
        r"\mathbf{y}_i = \boldsymbol{\gamma} \odot (\mathbf{x}_i - \boldsymbol{\mu})",
    )
    gradient = r"\sum_i \frac{\partial L}{\partial \mathbf{y}_i} \odot (\mathbf{x}_i - \boldsymbol{\mu})"
    assert last_of(*rows, rf"\frac{{\partial L}}{{\partial \boldsymbol\gamma}} = {gradient}").verdict == "correct"


def test_a_norm_of_a_sample_is_over_another_axis():
    found = last_of(r"y_i = \frac{x_i}{\|x_i\|}", r"y_i^T y_i = 1")
    assert found.verdict == "undecided"


def test_a_scalar_for_a_jacobian_is_its_diagonal_or_nothing():
    rows = (r"x \in \mathbb{R}^N", r"y = \gamma x", r"\mu = \operatorname{mean}(x)", r"z = y - \mu")
    assert last_of(*rows, r"\frac{\partial y}{\partial x} = \gamma").verdict == "correct"
    assert last_of(*rows, r"\frac{\partial z}{\partial x} = \gamma - \frac1N").verdict == "undecided"


def test_a_bar_is_a_mean_or_an_adjoint():
    rows = (r"x \in \mathbb{R}^N", r"y = 2 x", r"\operatorname{mean}(x) = \bar{x}")
    assert last_of(*rows).verdict == "correct"
    assert last_of(*rows, r"\frac{\partial L}{\partial x} = 2 \bar{y}").verdict == "correct"
    assert last_of(*rows, r"\frac{\partial L}{\partial x} = 3 \bar{y}").verdict == "wrong"


def test_a_document_without_vectors_leaves_indices_out_as_before():
    rows = (r"y_i = \gamma x_i + \beta", r"\frac{\partial L}{\partial x} = \gamma \frac{\partial L}{\partial y}")
    found = last_of(*rows)
    assert found.verdict == "correct"
    assert any("without an index is read elementwise" in text for text in found.assumptions)


def test_a_capital_that_nothing_defines_may_be_a_matrix():
    rows = (r"\mathbf{y} = \mathbf{W}\mathbf{x} + \mathbf{b}", r"\mathbf{y} = W\mathbf{x} + \mathbf{b}")
    wrong = r"\frac{\partial L}{\partial \mathbf{x}} = \mathbf{W} \frac{\partial L}{\partial \mathbf{y}}"
    assert [last_of(row, wrong).verdict for row in rows] == ["undecided"] * 2


def test_the_sum_of_a_gradient_is_not_that_of_a_shift_which_may_be_a_vector():
    rows = (r"x \in \mathbb{R}^n", r"y = w \odot x + b")
    assert last_of(*rows, r"\frac{\partial L}{\partial b} = \frac{\partial L}{\partial y}").verdict == "correct"
    summed = r"\frac{\partial L}{\partial b} = \operatorname{sum}(\frac{\partial L}{\partial y})"
    assert last_of(*rows, summed).verdict == "undecided"


@pytest.mark.parametrize(("claim", "said"), [(ROW, "is a row"), (UPRIGHT, "is a column")])
def test_the_layout_is_what_the_rows_fit_in_and_is_stated(claim, said):
    found = last_of(*VECTORS, claim)
    assert found.verdict == "correct"
    assert any(said in text for text in found.assumptions)


def test_a_layout_that_is_said_is_the_only_one():
    """With outputs as rows the product of the Jacobian and the column is no chain rule."""
    path = next(path for path in DOCUMENTS if path.stem == "inputs_down")
    text = path.read_text(encoding="utf-8")
    verdicts = {
        layout: bnderive.check_text(text, settings=Settings(layout=layout)).at(7)[0].verdict
        for layout in ("numerator", "denominator")
    }
    assert verdicts["denominator"] == "correct"
    assert verdicts["numerator"] != "correct"


# -- against explicit matrices -----------------------------------------------------------------------------------------

GIVEN = (r"x \in \mathbb{R}^n", r"y \in \mathbb{R}^n", r"z \in \mathbb{R}^n", r"u = (x^T y) z")
SAMPLES: tuple[Point, ...] = tuple(
    {
        name: [[Fraction((3 * k * k + shift * (k + 1) + 7 * place) % 11 - 4)] for k in range(n)]
        for place, name in enumerate("xyz")
    }
    for n in (1, 2, 3)
    for shift in range(1, 7)
)


def values(formula: Formula) -> list[list[list[Fraction]]]:
    return [formula.value(point) for point in SAMPLES]


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_claim_about_random_matrices_gets_the_verdict_of_explicit_ones(data: st.DataObject) -> None:
    shape = data.draw(st.sampled_from((SCALAR, COLUMN, FLAT, MATRIX)))
    left, right = data.draw(formulas(shape, 2)), data.draw(formulas(shape, 2))
    assume(left.latex != right.latex and r"\cdot" not in left.latex + right.latex)  # a dot has two meanings
    found = last_of(*GIVEN, f"({left.latex}) = {right.latex}").verdict
    assert found == ("correct" if values(left) == values(right) else "wrong")


IDENTITIES = (
    ((MATRIX, MATRIX), "({0} {1})^T = ({1})^T ({0})^T"),
    ((MATRIX, COLUMN), "({0} {1})^T = ({1})^T ({0})^T"),
    ((COLUMN, COLUMN), r"({0} {1}^T) {0} = \langle {1}, {0} \rangle {0}"),
    ((COLUMN, COLUMN), r"\operatorname{{diag}}({0}) {1} = {1} \odot {0}"),
    ((COLUMN, COLUMN), r"\|{0} + {1}\|^2 = \|{0}\|^2 + 2 ({0})^T ({1}) + \|{1}\|^2"),
    ((COLUMN, MATRIX), r"\langle {0}, {1} {0} \rangle = \langle {1}^T {0}, {0} \rangle"),
    ((COLUMN,), r"\operatorname{{sum}}({0}) = \mathbf{{1}}^T {0}"),
    ((MATRIX, MATRIX), "{0} ({1} + I) = {0} {1} + {0}"),
)


@pytest.mark.parametrize(("shapes", "written"), IDENTITIES)
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_laws_of_matrices_are_proved(shapes: tuple[str, ...], written: str, data: st.DataObject) -> None:
    parts = [f"({data.draw(formulas(shape, 2)).latex})" for shape in shapes]
    assert last_of(*GIVEN, written.format(*parts)).verdict == "correct"
