"""What a document's report has to tell, as a flat list: its findings and its wrong and undecided rows, in order.

A document's report comes in, one notice each goes out. The formats for editors and services say these in their own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bnderive.records import dataclass
from bnderive.report import DocumentReport, Finding, Formula, InDocument
from bnderive.reports.blocks.causes import Causes, grouped
from bnderive.reports.blocks.inherited import has_from
from bnderive.reports.unicode_math import readable, readable_prose

SEVERITIES = {"wrong": "error", "undecided": "warning"}


@dataclass(frozen=True, slots=True)
class Notice(InDocument):
    """A finding, or a row that is wrong or undecided. `known` is why it is no failure, in the words of a comment.

    Places are 1-based, columns count code points, ends are exclusive. `text` is for people, in Unicode.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    severity: str
    rule: str
    name: str
    text: str
    known: str | None = None
    formula: Formula | None = None
    cell: int | None = None
    cell_line: int | None = None


def notices(document: DocumentReport) -> tuple[Notice, ...]:
    """All there are, in the order of the document."""
    told = [row for row in document.formulas if row.is_failure or row.is_expected]
    causes = grouped(document.formulas, told)
    found = [*map(_finding, document.problems), *(_row(formula, causes) for formula in told)]
    return tuple(sorted(found, key=lambda notice: (notice.line, notice.column, notice.rule, notice.text)))


def failures(document: DocumentReport, findings_only: bool = False) -> tuple[Notice, ...]:
    """Those that no comment of the document knows of; of findings only, what fails a check as it is by default."""
    if findings_only:
        document = replace(document, problems=tuple(problem for problem in document.problems if problem.is_failure))
    return tuple(notice for notice in notices(document) if notice.known is None)


def details(formula: Formula, written: Callable[[str], str] = str) -> Iterator[str]:
    """What a person needs to mend a row: its repair, what is true, where it fails. Without `written`, as LaTeX."""
    if formula.repair is not None:
        yield f"repair: {written(formula.repair.latex)}"
    if formula.truth is not None:
        yield f"true value: {written(formula.truth.latex)}"
    if (point := formula.counterexample) is not None:
        yield f"fails at {', '.join(point.equations())}"
        yield f"there: claimed {point.claimed}, true {point.true}"
    if formula.advice is not None:
        yield f"try: {formula.advice}"


def _finding(problem: Finding) -> Notice:
    return Notice(
        problem.line,
        problem.column,
        problem.end_line,
        problem.end_column,
        problem.severity,
        problem.rule,
        problem.name,
        readable_prose(problem.message),
        known=problem.suppressed,
        cell=problem.cell,
        cell_line=problem.cell_line,
    )


def _row(formula: Formula, causes: Causes) -> Notice:
    return Notice(
        formula.line,
        formula.column,
        formula.end_line,
        formula.end_column,
        SEVERITIES[formula.verdict or ""],
        formula.rule or "BN300",
        formula.name or formula.verdict or "",
        has_from(formula, causes.of(formula)) if formula.root_causes else _own(formula),
        known=_known(formula),
        formula=formula,
        cell=formula.cell,
        cell_line=formula.cell_line,
    )


def _known(formula: Formula) -> str | None:
    if formula.suppressed is not None:
        return formula.suppressed
    return f"a comment expects that it is {formula.verdict}" if formula.is_expected else None


def _own(formula: Formula) -> str:
    """What is wrong with a root cause, and the true value unless that says it."""
    message = readable_prose(formula.message or "")
    truth = readable(formula.truth.latex) if formula.truth is not None else ""
    return "; ".join(filter(None, (message, f"true value: {truth}" if truth not in message else "")))
