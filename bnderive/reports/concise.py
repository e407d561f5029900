"""One line a finding, `path:line:column: BN301 missing-accent: message`, which editors make into links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, Report, located
from bnderive.reports import View
from bnderive.reports.notices import failures


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    for report in reports:
        for document in for_terminal(report.documents):
            yield from (f"{line}\n" for line in _lines(document, view))


def _lines(document: DocumentReport, view: View) -> Iterator[str]:
    if document.error is not None:
        yield f"{document.path}: error: {document.error}"
    for notice in failures(document, view.findings_only):
        yield f"{located(document.path, notice)}: {notice.rule} {notice.name}: {notice.text}"
