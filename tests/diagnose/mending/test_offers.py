"""What is offered as a repair is the claim that was meant, and never another statement that happens to be true."""

from __future__ import annotations

import pytest

from bnderive.report import Formula
from tests.layer.documents import report_of
from tests.survey.documents import BATCH_NORM

SMALL = frozenset({"BN300", "BN399"})
ROOT = r"\sqrt{\sigma^2 + \epsilon}"


def last(*rows: str) -> Formula:
    return list(report_of(*BATCH_NORM, *rows))[-1]


def offered(row: str) -> str | None:
    """The right row of the repair of a wrong one, its left side and blanks left out; None for the closed form."""
    formula = last(row)
    assert formula.verdict == "wrong", row
    if formula.repair is None or SMALL & set(formula.repair.rules):
        return None
    return formula.repair.latex.split("=", 1)[1].replace(" ", "")


# (left side, what stands there, what was meant): worked by hand
SLIPS = (
    (r"\frac{\partial \mu}{\partial x_i}", r"-\frac{1}{N}", r"\frac{1}{N}"),
    (r"\frac{\partial \sigma^2}{\partial x_i}", r"\frac{2}{N} (x_j - \mu)", r"\frac{2}{N}(x_i-\mu)"),
    (r"\frac{\partial \sigma^2}{\partial x_i}", r"\frac{2}{N - 1} (x_i - \mu)", r"\frac{2}{N}(x_i-\mu)"),
    (r"\frac{\partial \hat{x}_i}{\partial \mu}", rf"-\frac{{1}}{{{ROOT}^2}}", rf"-\frac{{1}}{{{ROOT}}}"),
    (
        r"\frac{\partial \hat{x}_i}{\partial \sigma^2}",
        r"-\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-1/2}",
        r"-\frac{1}{2}(x_i-\mu)(\sigma^2+\epsilon)^{-3/2}",
    ),
    (
        r"\frac{\partial L}{\partial \beta}",
        r"\frac{\partial L}{\partial y_i}",
        r"\sum_{i=1}^{N}\frac{\partialL}{\partialy_i}",
    ),
)


def plain(latex: str) -> str:
    return latex.replace("{", "").replace("}", "").replace(" ", "")


@pytest.mark.parametrize(("left", "slip", "meant"), SLIPS)
def test_small_slips_are_mended_as_a_person_would(left: str, slip: str, meant: str) -> None:
    found = offered(f"{left} = {slip}")
    assert found is not None
    assert plain(found) == plain(meant)


def test_nothing_is_mended_into_its_own_left_side() -> None:
    """∂L/∂x_i = ∂L/∂y_i becomes true, and says nothing, with x for y."""
    found = offered(r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i}")
    assert found != r"\frac{\partialL}{\partialx_i}"


def test_no_left_side_is_changed_to_make_zero_equal_zero() -> None:
    """The right side is zero, and so is ∂σ²/∂L."""
    formula = last(r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} \sum_{j=1}^{N} (x_j - \mu)")
    assert formula.verdict == "wrong"
    assert formula.rule != "BN316"
    assert formula.repair is not None
    assert formula.repair.latex.startswith(r"\frac{\partial \sigma^2}{\partial x_i} =")


def test_a_claim_about_a_quantity_is_not_made_one_about_another() -> None:
    """No left side but a derivative is taken for a slip: N = 1 might as well be about another number."""
    formula = last(r"N \sigma^2 = \sum_{j=1}^{N} (x_j - \mu)")
    assert formula.verdict == "wrong"
    assert formula.rule != "BN316"


def test_another_left_side_is_said_and_is_not_safe() -> None:
    formula = last(rf"\frac{{\partial \hat{{x}}_i}}{{\partial \sigma^2}} = -\frac{{1}}{{{ROOT}}}")
    assert formula.rule == "BN316"
    assert formula.message is not None
    assert r"the left side should be $\frac{\partial \hat{x}_i}{\partial \mu}$" in formula.message
    assert formula.repair is not None
    assert not formula.repair.safe


def test_both_sides_are_never_multiplied() -> None:
    """(x_i − μ)/2 for x_i − μ: what is mended is the right side, and the left side is as it was."""
    formula = last(r"\hat{x}_i \sqrt{\sigma^2 + \epsilon} = \frac{x_i - \mu}{2}")
    assert formula.repair is not None
    assert formula.repair.latex == r"\hat{x}_i \sqrt{\sigma^2 + \epsilon} = x_i - \mu"


def test_two_slips_in_one_row() -> None:
    found = offered(
        r"\frac{\partial \hat{x}_i}{\partial \sigma^2} = \frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-1/2}"
    )
    assert found in (
        r"-\frac{1}{2}(x_i-\mu)(\sigma^2+\epsilon)^{-3/2}",
        r"\frac{1}{2}(\mu-x_i)(\sigma^2+\epsilon)^{-3/2}",
    )


def test_a_row_that_repeats_a_wrong_one_is_mended_alike() -> None:
    row = r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N}"
    *_, first, second = report_of(*BATCH_NORM, row, row)
    assert second.root_causes == (first.id,)
    assert first.repair is not None
    assert second.repair is not None
    assert first.repair.latex == second.repair.latex
    assert first.repair.rules == second.repair.rules


def test_too_many_wrong_rows_are_not_all_searched_and_say_so() -> None:
    """Each row has three slips, so that no search ends early."""
    rows = [
        rf"\frac{{\partial \hat{{x}}_i}}{{\partial \sigma^2}} = {k} (x_i + {k} \mu) (\sigma^2 + {k} \epsilon)^{{-1/2}}"
        for k in range(2, 62)
    ]
    *_, first, last = (list(report_of(*BATCH_NORM, *rows)))[len(BATCH_NORM) :][:: len(rows) - 1]
    assert first.verdict == last.verdict == "wrong"
    assert "no small edit was looked for" not in (first.message or "")
    assert "no small edit was looked for" in (last.message or "")
