r"""Operators of the author's own: `D_j S_i = ∂S_i/∂a_j` makes D_j a derivative, and nothing else does."""

from __future__ import annotations

import pytest

from bnderive.survey.operators import operators_of, with_operators
from bnderive.syntax import parse_formula
from tests.layer.documents import report_of
from tests.survey.documents import rows_of

SQUARES = r"S_i = \frac{a_i^2}{\sum_{k=1}^{N} a_k^2}"
TOTAL = r"T = \sum_{k=1}^{N} a_k^2"
INTRODUCED = r"D_j S_i = \frac{\partial S_i}{\partial a_j}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("D_j S_i", r"\partial_{a_j} S_i"),
        ("D_k S_k", r"\partial_{a_k} S_k"),
        ("D_1 S_2", r"\partial_{a_1} S_2"),
        (r"S_i D_j T (1 - D_i T)", r"S_i \partial_{a_j} T (1 - \partial_{a_i} T)"),
        (r"\sum_k \frac{D_j S_k}{S_k}", r"\sum_k \frac{\partial_{a_j} S_k}{S_k}"),
        ("D_j", "D_j"),
        ("S_i D_j", "S_i D_j"),
        (r"D_j \cdot S_i", r"D_j \cdot S_i"),
        ("D_j^2 S_i", "D_j^2 S_i"),
    ],
)
def test_where_it_stands_before_something_it_is_a_derivative(written, read):
    found = operators_of(rows_of(SQUARES, INTRODUCED))
    assert with_operators(parse_formula(written), found) == parse_formula(read)


@pytest.mark.parametrize(
    "rows",
    [
        (SQUARES,),
        (r"y_j = D_j x_j", INTRODUCED),
        (INTRODUCED, r"D_j = a_j^2"),
        (r"D_j S_i = \frac{\partial S_k}{\partial a_j}",),
        (r"D_j S_i = \frac{\partial S_i}{\partial a_i}",),
        (r"D_j S_i = 2 \frac{\partial S_i}{\partial a_j}",),
        (r"\delta_j S_i = \frac{\partial S_i}{\partial a_j}",),
        (r"D_j \cdot S_i = \frac{\partial S_i}{\partial a_j}",),
    ],
)
def test_what_introduces_none(rows):
    assert operators_of(rows_of(*rows)) == ()


def test_claims_about_it_are_judged():
    right = r"D_j T = 2 a_j", r"D_j S_i = \frac{2 a_i \delta_{ij}}{T} - \frac{2 a_i^2 a_j}{T^2}"
    wrong = r"D_j T = 2 a_i", r"D_j S_i = \frac{2 a_i \delta_{ij}}{T} - \frac{2 a_i a_j^2}{T^2}"
    formulas = list(report_of(SQUARES, TOTAL, INTRODUCED, *right, *wrong))
    assert [formula.verdict for formula in formulas[3:]] == ["correct", "correct", "wrong", "wrong"]


def test_the_row_that_introduces_it_asserts_nothing():
    formula = list(report_of(SQUARES, TOTAL, INTRODUCED))[2]
    assert (formula.role, formula.verdict) == ("definition", None)


def test_a_diagonal_gain_of_that_name_stays_one():
    """y_j = D_j x_j is a product: ∂y/∂x is D_j, where a derivative would make it 1 of x itself."""
    rows = (
        r"y_j = D_j x_j",
        r"D_j y_i = \frac{\partial y_i}{\partial x_j}",
        r"\frac{\partial y_j}{\partial x_j} = D_j",
    )
    formulas = list(report_of(*rows))
    assert [formula.verdict for formula in formulas[1:]] == ["wrong", "correct"]
