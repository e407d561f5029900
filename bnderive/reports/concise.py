"""One line a finding, `path:line:column: BN301 missing-accent: message`, which editors make into links."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.escape import for_terminal
from bnderive.report import UNMET, DocumentReport, Finding, Formula, Report
from bnderive.reports import View
from bnderive.reports.blocks.causes import Causes, grouped
from bnderive.reports.blocks.inherited import has_from
from bnderive.reports.unicode_math import readable, readable_prose

Placed = tuple[int, int, str]


def render(report: Report, view: View) -> str:
    return "".join(f"{line}\n" for document in for_terminal(report.documents) for line in _lines(document, view))


def _lines(document: DocumentReport, view: View) -> Iterator[str]:
    if document.error is not None:
        yield f"{document.path}: error: {document.error}"
    problems = (p for p in document.problems if p.suppressed is None and (p.rule == UNMET or not view.findings_only))
    failures = [formula for formula in document.formulas if formula.is_failure]
    causes = grouped(document.formulas, failures)
    placed = [*map(_problem, problems), *(_verdict(formula, causes) for formula in failures)]
    for line, column, text in sorted(placed):
        yield f"{document.path}:{line}:{column}: {text}"


def _problem(problem: Finding) -> Placed:
    return problem.line, problem.column, f"{problem.rule} {problem.name}: {readable_prose(problem.message)}"


def _verdict(formula: Formula, causes: Causes) -> Placed:
    said = has_from(formula, causes.of(formula)) if formula.root_causes else _own(formula)
    name = formula.name or formula.verdict
    return formula.line, formula.column, f"{formula.rule or 'BN300'} {name}: {said}"


def _own(formula: Formula) -> str:
    """What is wrong with a root cause, and the true value unless that says it."""
    message = readable_prose(formula.message or "")
    truth = readable(formula.truth.latex) if formula.truth is not None else ""
    return "; ".join(filter(None, (message, f"true value: {truth}" if truth not in message else "")))
