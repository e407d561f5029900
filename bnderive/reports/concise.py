"""One line a finding, `path:line:column: BN300 wrong  message`, which editors make into links."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.escape import for_terminal
from bnderive.report import UNMET, DocumentReport, Finding, Formula, Report
from bnderive.reports import View
from bnderive.reports.unicode_math import readable, readable_prose

Placed = tuple[int, int, str]


def render(report: Report, view: View) -> str:
    return "".join(f"{line}\n" for document in for_terminal(report.documents) for line in _lines(document, view))


def _lines(document: DocumentReport, view: View) -> Iterator[str]:
    if document.error is not None:
        yield f"{document.path}: error: {document.error}"
    problems = (p for p in document.problems if p.suppressed is None and (p.rule == UNMET or not view.findings_only))
    placed = [*map(_problem, problems), *(_verdict(f) for f in document.formulas if f.is_failure)]
    for line, column, text in sorted(placed):
        yield f"{document.path}:{line}:{column}: {text}"


def _problem(problem: Finding) -> Placed:
    return problem.line, problem.column, f"{problem.rule} {problem.severity}  {readable_prose(problem.message)}"


def _verdict(formula: Formula) -> Placed:
    message = readable_prose(formula.message or "")
    truth = f"true value: {readable(formula.truth.latex)}" if formula.truth is not None else ""
    is_said = truth.removeprefix("true value: ") in message
    said = "; ".join(filter(None, (message, "" if is_said else truth)))
    return formula.line, formula.column, f"{formula.rule or 'BN300'} {formula.verdict}  {said}"
