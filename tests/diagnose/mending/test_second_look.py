"""Repairs that take more than one glance: names for gradients, copied left sides, lost terms, factors of other rows."""

from __future__ import annotations

import pytest

from bnderive.diagnose.mending.idle import idle
from bnderive.diagnose.mending.search import adds_twice, symbols_changed
from bnderive.diagnose.mending.variants import Edit
from bnderive.report import Formula
from tests.layer.documents import report_of
from tests.survey.documents import BATCH_NORM, node_of

BETA = r"\frac{\partial L}{\partial \beta} = \sum_{i=1}^{N} \frac{\partial L}{\partial y_i}"
GAMMA_UNDER_BETA = rf"{BETA} \hat{{x}}_i"
GAMMA = GAMMA_UNDER_BETA.replace(r"\beta", r"\gamma")
VARIANCE = r"\frac{\partial \sigma^2}{\partial x_i}"


def last(*rows: str) -> Formula:
    return list(report_of(*BATCH_NORM, *rows))[-1]


def plain(latex: str) -> str:
    """A formula without blanks, braces and whole ranges."""
    return "".join(latex.split()).replace("{", "").replace("}", "").replace("_j=1^N", "_j")


def repaired(*rows: str) -> tuple[str, tuple[str, ...]]:
    """The last row as it is repaired, without blanks and braces, and the faults that are named."""
    formula = last(*rows)
    assert formula.verdict == "wrong"
    assert formula.repair is not None
    return plain(formula.repair.latex), formula.repair.rules


# -- left sides


def test_a_copied_left_side_is_the_slip_where_another_row_says_what_it_is() -> None:
    assert repaired(BETA, GAMMA_UNDER_BETA) == (plain(GAMMA), ("BN316",))


def test_without_another_row_the_left_side_stays() -> None:
    latex, rules = repaired(GAMMA_UNDER_BETA)
    assert latex.startswith(plain(r"\frac{\partial L}{\partial \beta} ="))
    assert "BN316" not in rules


def test_a_left_side_is_not_changed_into_one_that_is_there_already() -> None:
    latex, rules = repaired(BETA, GAMMA, GAMMA_UNDER_BETA)
    assert latex.startswith(plain(r"\frac{\partial L}{\partial \beta} ="))
    assert "BN316" not in rules


def test_the_loss_for_a_statistic_on_the_left() -> None:
    latex, rules = repaired(r"\frac{\partial L}{\partial x_i} = \frac{1}{N}")
    assert (latex, rules) == (plain(r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}"), ("BN316",))


def test_a_copied_left_side_with_a_slip_on_the_right() -> None:
    formula = last(BETA, GAMMA_UNDER_BETA.replace(r"\sum", r"2 \sum"))
    assert formula.repair is not None
    assert plain(formula.repair.latex) == plain(GAMMA)
    assert formula.repair.rules[0] == "BN316"
    assert len(formula.repair.rules) == 2
    assert not formula.repair.safe
    assert r"the left side should be $\frac{\partial L}{\partial \gamma}$, and " in (formula.message or "")


# -- lost terms and factors


def test_a_way_of_the_chain_rule_is_given_back_as_the_others_are_written() -> None:
    way = (
        r"\frac{\partial L}{\partial \mu} = \frac{\partial L}{\partial \sigma^2} \frac{\partial \sigma^2}{\partial \mu}"
    )
    latex, rules = repaired(way)
    lost = r"+ \sum_i \frac{\partial L}{\partial \hat{x}_i} \frac{\partial \hat{x}_i}{\partial \mu}"
    assert (latex, rules) == (plain(f"{way} {lost}"), ("BN320",))


def test_no_link_is_offered_that_says_nothing() -> None:
    """∂L/∂μ ∂μ/∂μ is ∂L/∂μ, whatever it is."""
    latex, _ = repaired(
        r"\frac{\partial L}{\partial \mu} = \frac{\partial L}{\partial \sigma^2} \frac{\partial \sigma^2}{\partial \mu}"
    )
    assert plain(r"\frac{\partial \mu}{\partial \mu}") not in latex


def test_a_term_is_taken_from_another_row() -> None:
    bracket = r"\frac{\partial L}{\partial y_i} - \frac{1}{N} \sum_{j=1}^{N} \frac{\partial L}{\partial y_j}"
    third = r"- \frac{1}{N} \hat{x}_i \sum_{j=1}^{N} \frac{\partial L}{\partial y_j} \hat{x}_j"
    head = r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}}"
    right = rf"{head} \left( {bracket} {third} \right)"
    assert last(right).verdict == "correct"
    latex, rules = repaired(right, rf"{head} \left( {bracket} \right)")
    assert (latex, rules) == (plain(right), ("BN320",))


def test_a_gradient_is_given_back_inside_a_sum() -> None:
    latex, _ = repaired(BETA, r"\frac{\partial L}{\partial \gamma} = \sum_{j=1}^{N} \hat{x}_j")
    assert latex in (
        plain(r"\frac{\partial L}{\partial \gamma} = \sum_{j=1}^{N} \hat{x}_j \frac{\partial L}{\partial y_j}"),
        plain(r"\frac{\partial L}{\partial \gamma} = \sum_{j=1}^{N} \frac{\partial L}{\partial y_j} \hat{x}_j"),
    )


def test_a_sum_over_the_others_is_given_back_where_the_document_has_such_sums() -> None:
    own = r"\frac{2}{N} (x_i - \mu) (1 - \frac{1}{N})"
    right = rf"{VARIANCE} = {own} - \frac{{2}}{{N^2}} \sum_{{j \ne i}} (x_j - \mu)"
    assert last(right).verdict == "correct"
    latex, rules = repaired(right, right.replace(r"\sum_{j \ne i} ", ""))
    assert (latex, rules) == (plain(right), ("BN303",))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("a", "a + t"), ("0", "0 + t"), True),
        (("a - b", "a - b - t"), ("c", "c - t"), True),
        (("a", "a + t"), ("0", "0 - t"), False),
        (("a", "a + t"), ("b", "2 b"), False),
        (("a", "2 a"), ("b", "2 b"), False),
    ],
)
def test_the_same_term_is_not_added_to_two_sides(
    first: tuple[str, str], second: tuple[str, str], expected: bool
) -> None:
    edits = [Edit(node_of(old), node_of(new), ()) for old, new in (first, second)]
    assert adds_twice(edits) is expected


# -- gradients with names of their own

ADJOINTS = (
    r"A bar is an adjoint, $\bar{q} = \frac{\partial L}{\partial q}$ for every quantity $q$ of the program.",
    r"m = \frac{1}{N} \sum_{j=1}^{N} x_j",
    r"c_i = x_i - m",
    r"y_i = a c_i",
    r"From the last line to the first:",
    r"\bar{a} = \sum_{i=1}^{N} c_i \bar{y}_i",
    r"\bar{c}_i = a \bar{y}_i",
)


def test_a_lost_bar_of_a_gradient() -> None:
    slip, meant = r"\bar{c}_i = a y_i", r"\bar{c}_i = a \bar{y}_i"
    *_, formula = report_of(*ADJOINTS, slip)
    assert formula.verdict == "wrong"
    assert formula.repair is not None
    assert (plain(formula.repair.latex), formula.repair.rules) == (plain(meant), ("BN301",))


# -- what is said, and what is preferred


def test_of_a_long_repair_the_sum_is_told() -> None:
    wide = r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} \frac{\partial y_i}{\partial x_i}"
    formula = last(wide)
    assert formula.name == "missing-cross-terms"
    assert "see the repair" not in (formula.message or "")
    assert r"\sum" in (formula.message or "") or "a sum over $j$ was meant" in (formula.message or "")


@pytest.mark.parametrize(
    ("latex", "count"),
    [
        (r"\frac{a}{a}", 1),
        (r"\frac{(a)}{a} + b - b", 2),
        (r"\frac{a}{b} - b + b c", 0),
        (r"\frac{\partial x_j}{\partial x_i}", 1),
        (r"\frac{\partial y_j}{\partial x_i}", 0),
    ],
)
def test_what_is_idle(latex: str, count: int) -> None:
    assert idle(node_of(latex)) == count


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        (r"\left( a b \right)", "(a b)", 0),
        ("a", r"\hat{a}", 2),
        (r"\hat{a}", "a", 3),
        ("x_i", "x_j", 5),
        (r"2 \frac{a}{b}", r"\frac{a}{2 b}", 0),
    ],
)
def test_names_that_change(old: str, new: str, count: int) -> None:
    assert symbols_changed(old, new) == count
