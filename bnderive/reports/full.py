"""The report that a person reads in a terminal: what was understood, then every formula, its verdict and the reasons.

LaTeX to paste is never broken into lines; everything else is wrapped to the width. Markup and emoji codes in a
document mean nothing here.
"""

from __future__ import annotations

from rich.text import Text

from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, Report
from bnderive.reports import View
from bnderive.reports.blocks.closing import boxed, summary
from bnderive.reports.blocks.formulas import formulas
from bnderive.reports.blocks.opinions import opinions
from bnderive.reports.blocks.understanding import problems, understanding
from bnderive.reports.page import Page


def render(report: Report, view: View) -> str:
    page = Page(view)
    for document in for_terminal(report.documents):
        _document(page, document)
    opinions(page, for_terminal(report.explicit))
    if view.judged and not view.findings_only:
        page.hang(Text(), summary(report))
    return page.text()


def _document(page: Page, document: DocumentReport) -> None:
    layer = f"  ({document.layer})" if document.layer else ""
    page.line(Text.assemble((document.path, "bold underline"), (layer, "dim")))
    if document.error is not None:
        page.hang(Text("  ✗ ", "bold red"), Text(document.error))
    page.gap()
    if not page.view.findings_only:
        understanding(page, document)
    problems(page, document)
    formulas(page, document)
    if page.view.judged and not page.view.findings_only:
        boxed(page, document.formulas)
