"""Reports as the failure texts of tests: a document or a notice comes in, lines go out. assert_correct is public."""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike

from bnderive.check import check
from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, located
from bnderive.reports.notices import Notice, details, failures
from bnderive.settings import Settings


def assert_correct(path: str | PathLike[str], settings: Settings | None = None) -> None:
    """Raises AssertionError with the findings where a formula of the file is wrong or undecided, unless a comment
    expects that.
    """
    __tracebackhide__ = True
    report = check(path, settings=settings)
    if not report.ok:
        raise AssertionError("\n".join(line for document in report.documents for line in findings(document)))


def findings(document: DocumentReport) -> Iterator[str]:
    """What makes a report of the document not ok, each with what a person needs to mend it."""
    shown: DocumentReport = for_terminal(document)
    for notice in failures(shown):
        if notice.formula is not None or notice.severity == "error":
            yield f"{located(shown.path, notice)}: {told(notice)}"


def told(notice: Notice) -> str:
    """A verdict or a severity, the row, what is wrong with it, and what helps."""
    row = notice.formula
    first = f"{row.verdict}: {row.latex}" if row is not None else f"{notice.severity}:"
    lines = (f"{notice.rule} {notice.name}: {notice.text}", *(details(row) if row is not None else ()))
    return "\n".join((first, *(f"    {line}" for line in lines)))
