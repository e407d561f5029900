"""A document has one layout of Jacobians: rows that are true in different ones cannot all be proved."""

from __future__ import annotations

import pytest

from bnderive.check import check_text

GIVEN = r"""
Let $x \in \mathbb R^n$, $u \in \mathbb R^n$.

$$y = (u^\top x)\, x$$
"""
# ∂y_i/∂x_j = (u·x) δ_ij + x_i u_j: the rows of the Jacobian are outputs, or those of its transpose are.
NUMERATOR = r"$$\frac{\partial y}{\partial x} = (u^\top x) I + x u^\top$$"
DENOMINATOR = r"$$\frac{\partial y}{\partial x} = (u^\top x) I + u x^\top$$"
NEITHER = r"$$\frac{\partial y}{\partial x} = (u^\top x) I$$"


def verdicts(*rows: str, before: str = "") -> list[str | None]:
    return [f.verdict for f in check_text("\n\n".join((before, GIVEN, *rows))) if f.role == "claim"]


@pytest.mark.parametrize("rows", [(NUMERATOR,), (DENOMINATOR,), (DENOMINATOR, DENOMINATOR), (NUMERATOR, NUMERATOR)])
def test_rows_of_one_layout_stand(rows):
    assert verdicts(*rows) == ["correct"] * len(rows)


@pytest.mark.parametrize("rows", [(NUMERATOR, DENOMINATOR), (DENOMINATOR, NUMERATOR)])
def test_rows_of_two_layouts_are_undecided_and_name_each_other(rows):
    found = [f for f in check_text("\n\n".join((GIVEN, *rows))) if f.role == "claim"]
    assert [(f.verdict, f.rule) for f in found] == [("undecided", "BN242")] * 2
    assert all(str(f.line) in found[0].message for f in found)


def test_a_row_that_is_false_in_every_layout_stays_wrong():
    assert verdicts(NUMERATOR, DENOMINATOR, NEITHER) == ["undecided", "undecided", "wrong"]


def test_a_layout_that_is_told_decides():
    said = "<!-- bnderive: layout numerator -->"
    assert verdicts(NUMERATOR, DENOMINATOR, before=said) == ["correct", "wrong"]
