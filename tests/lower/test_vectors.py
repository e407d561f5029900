"""Vectors and matrices to terms: against explicit matrices, and where shapes do not go together."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bnderive.errors import Misfit
from bnderive.evaluate import Evaluator, Point
from bnderive.lower import Choices, combinations, lower_sides, lower_vector
from bnderive.lower.values import OPEN
from bnderive.terms import Graph, Term, free_indices
from tests.layer.documents import layer_of
from tests.lower.matrices import COLUMN, MATRIX, ROW, SCALAR, Formula, Matrix, formulas, points
from tests.survey.documents import node_of

VECTORS = (r"$x \in \mathbb{R}^n$, $y \in \mathbb{R}^n$, $z \in \mathbb{R}^n$", r"u = (x^T y) z")
LAYER = layer_of("Let " + VECTORS[0], VECTORS[1])
PLAIN = layer_of(r"Let $x \in \mathbb{R}^n$, $y \in \mathbb{R}^n$", r"u = x \odot y")


def lowered(latex: str, layer=LAYER) -> tuple[Term, str]:
    """The usual reading in which the shapes fit."""
    found = combinations(lambda choices: lower_vector(node_of(latex), layer.vocabulary, choices))
    side, _ = next(iter(found))
    return side.term, side.shape


def entries(term: Term, shape: str, values: dict[str, Matrix]) -> Matrix:
    """Every element of a term with open indices, as rows."""
    n = len(values["x"])
    rows, columns = (n if shape in {COLUMN, MATRIX} else 1), (n if shape in {ROW, MATRIX} else 1)
    given = {(name, (k + 1,)): row[0] for name, column in values.items() for k, row in enumerate(column)}

    def entry(place: tuple[int, int]) -> Fraction:
        places = [p for p, runs in zip(place, (shape in {COLUMN, MATRIX}, shape in {ROW, MATRIX}), strict=True) if runs]
        at = dict(zip(OPEN[shape], places, strict=True))
        return Evaluator(Graph(), Point({"N": n}, given, at))(term)

    return [[entry((i, j)) for j in range(1, columns + 1)] for i in range(1, rows + 1)]


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_formula_of_matrices_has_the_value_of_explicit_matrices(data: st.DataObject) -> None:
    formula: Formula = data.draw(st.sampled_from((SCALAR, COLUMN, ROW, MATRIX)).flatmap(formulas))
    at = data.draw(points())
    term, shape = lowered(formula.latex)
    assert shape == formula.shape
    assert entries(term, shape, at) == formula.value(at)


@pytest.mark.parametrize(
    ("latex", "shapes"),
    [
        ("x + x^T", ("a column vector", "a row vector")),
        ("x x", ("a column vector", "a column vector")),
        (r"x \odot y^T", ("a column vector", "a row vector")),
        ("x^T + 1 + I", ("a row vector", "a matrix")),
        ("I + 1", ("a matrix", "a scalar")),
        ("x I", ("a column vector", "a matrix")),
        (r"\frac{x}{I}", ("a column vector", "a matrix")),
        (r"I \odot x", ("a matrix", "a column vector")),
    ],
)
def test_shapes_that_do_not_fit_are_both_named(latex, shapes):
    with pytest.raises(Misfit) as caught:
        lowered(latex)
    message = caught.value.reason.message
    assert caught.value.reason.rule == "BN241"
    assert all(shape in message for shape in shapes)


@pytest.mark.parametrize(
    "latex",
    [
        r"\sqrt{I}",
        r"\|I\|",
        r"\|2\|",
        "|x|",
        r"\operatorname{mean}(I)",
        r"\operatorname{diag}(I)",
        r"\langle x, 2 \rangle",
        "x_i^T",
        "(x)_{ij}",
        "(I)_i",
        r"\sum_j x_j I + x",
    ],
)
def test_what_has_no_one_meaning_is_a_misfit(latex):
    with pytest.raises(Misfit):
        lowered(latex)


@pytest.mark.parametrize(
    ("latex", "meanings"),
    [
        ("x y", ["elementwise", "inner"]),
        (r"x \cdot y", ["inner", "elementwise"]),
        (r"x \odot y", ["elementwise"]),
        (r"x * y", ["elementwise"]),
        (r"\langle x, y \rangle", ["inner"]),
    ],
)
def test_two_vectors_of_no_orientation(latex, meanings):
    found = combinations(lambda choices: lower_vector(node_of(latex), PLAIN.vocabulary, choices))
    values = {"x": [[Fraction(2)], [Fraction(3)]], "y": [[Fraction(5)], [Fraction(7)]]}
    expected = {"elementwise": (COLUMN, [[10], [21]]), "inner": (SCALAR, [[31]])}
    for (side, _), meaning in zip(found, meanings, strict=True):
        shape = COLUMN if side.shape == "vector" else side.shape
        assert (shape, entries(side.term, shape, values)) == expected[meaning]


@pytest.mark.parametrize("sign", [r"\odot", r"\circ", "*"])
def test_a_dot_beside_a_sign_for_products_element_by_element_is_the_inner_product(sign):
    def shapes(*latex: str) -> set[tuple[str, ...]]:
        nodes = [node_of(each) for each in latex]
        found = combinations(lambda choices: lower_sides(nodes, PLAIN.vocabulary, choices))
        return {tuple(side.shape for side in sides) for sides, _ in found}

    with pytest.raises(Misfit):
        shapes(r"x \cdot y", f"x {sign} y")
    assert {("scalar", "scalar"), ("vector", "vector")} <= shapes(r"x \cdot y", r"y \cdot x")


def test_an_element_of_a_formula_in_brackets():
    values = {
        name: [[Fraction(k)] for k in numbers] for name, numbers in {"x": (1, 2), "y": (3, 5), "z": (7, 1)}.items()
    }
    given = {(name, (k + 1,)): row[0] for name, column in values.items() for k, row in enumerate(column)}
    term, shape = lowered("(x y^T)_{ij}")
    i, j = sorted(free_indices(term))
    found = {
        (a, b): Evaluator(Graph(), Point({"N": 2}, given, {i: a, j: b}))(term) for a, b in product((1, 2), repeat=2)
    }
    assert shape == SCALAR
    assert found == {(1, 1): 3, (1, 2): 5, (2, 1): 6, (2, 2): 10}


def test_a_derivative_has_rows_and_columns():
    choices = Choices()
    side = lower_vector(node_of(r"\frac{\partial u}{\partial x}"), LAYER.vocabulary, choices)
    assert side.shape == MATRIX
