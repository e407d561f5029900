"""Every formula of a document with its verdict: in order, but what inherits an error stands under its root cause."""

from __future__ import annotations

from dataclasses import replace

from rich.text import Text

from bnderive.report import DocumentReport, Formula
from bnderive.reports import View
from bnderive.reports.blocks.causes import Causes, grouped
from bnderive.reports.blocks.inherited import inherited
from bnderive.reports.blocks.row import row
from bnderive.reports.blocks.style import FINDINGS, labelled, lines
from bnderive.reports.blocks.told import Told
from bnderive.reports.page import Page

NESTED = " " * 3


def formulas(page: Page, document: DocumentReport) -> None:
    shown = [formula for formula in document.formulas if _is_shown(formula, page.view)]
    if shown and not page.view.findings_only:
        page.heading("Formulas")
    causes, told = grouped(document.formulas, shown), Told()
    for formula in causes.blocks:
        _block(page, formula, document, causes, told)
    left_out = sum(formula.role == "claim" and formula.verdict is None for formula in document.formulas)
    if page.view.judged and left_out:
        page.line(Text(f"{left_out} {'claim' if left_out == 1 else 'claims'} not selected and not judged", "dim"))
    if causes.blocks and causes.blocks[-1].verdict not in FINDINGS:
        page.gap()


def _is_shown(formula: Formula, view: View) -> bool:
    if view.findings_only:
        return formula.is_failure
    return not view.judged or formula.verdict is not None or formula.role != "claim"


def _block(page: Page, formula: Formula, document: DocumentReport, causes: Causes, told: Told) -> None:
    """A row with what inherits its error; or a row that inherits it from rows that are not shown."""
    if formula.root_causes:
        inherited(page, formula, causes.of(formula), told)
    else:
        row(page, _once(formula, told), document, told)
    if formula.id in causes.elsewhere:
        labelled(page, "passed on", Text(f"to {lines(causes.elsewhere[formula.id])}, shown above"))
    for each in causes.under.get(formula.id, ()):
        inherited(page, each, causes.of(each), told, NESTED)
    if formula.verdict in FINDINGS:
        page.gap()


def _once(formula: Formula, told: Told) -> Formula:
    """An undecided row whose reason was told in full with an earlier one says where that stands."""
    if formula.verdict != "undecided" or formula.message is None:
        return formula
    spot = told.first("reason", formula.message, formula.spot)
    if spot == formula.spot:
        return formula
    return replace(formula, message=f"for the reason given with {spot}", advice=None)
