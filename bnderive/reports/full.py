"""The report that a person reads in a terminal: what was understood, then every formula, its verdict and the reasons.

LaTeX to paste is never broken into lines; everything else is wrapped to the width. Markup and emoji codes in a
document mean nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, Opinion, Report
from bnderive.reports import View
from bnderive.reports.blocks.closing import Tally, boxed, summary
from bnderive.reports.blocks.formulas import formulas
from bnderive.reports.blocks.opinions import opinions
from bnderive.reports.blocks.understanding import problems, understanding
from bnderive.reports.page import Page


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Each document as it comes; what is said of all of them ends the report."""
    page, tally = Page(view), Tally()
    explicit: list[Opinion] = []
    for report in reports:
        for document in for_terminal(report.documents):
            yield _document(page, document)
        tally += Tally.of(report)
        explicit += for_terminal(report.explicit)
    opinions(page, tuple(explicit))
    if view.judged and not view.findings_only:
        page.hang(Text(), summary(tally))
    yield page.taken()


def _document(page: Page, document: DocumentReport) -> str:
    """Of findings only, a document that has none is not named."""
    if not page.view.findings_only:
        understanding(page, document)
    problems(page, document)
    formulas(page, document)
    if page.view.judged and not page.view.findings_only:
        boxed(page, document.formulas)
    found = page.taken()
    if page.view.findings_only and not found and document.error is None:
        return ""
    _head(page, document)
    return page.taken() + found


def _head(page: Page, document: DocumentReport) -> None:
    layer = f"  ({document.layer})" if document.layer else ""
    page.line(Text.assemble((document.path, "bold underline"), (layer, "dim")))
    if document.error is not None:
        page.hang(Text("  ✗ ", "bold red"), Text(document.error))
    page.gap()
