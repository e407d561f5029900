"""Rows and problems of a document come in, the same as comments and settings want them go out: expected, or hidden.

No verdict and no message is changed; what is wrong with the comments themselves is added to the problems.
"""

from __future__ import annotations

from collections.abc import Sequence

from bnderive.configuration import Comments
from bnderive.entries import Entry
from bnderive.expectations import compared, expected_of, unmet
from bnderive.records import dataclass
from bnderive.report import Finding, Formula
from bnderive.selection import selection_of
from bnderive.settings import Settings
from bnderive.source.model import Document, Problem
from bnderive.spots import cell_of
from bnderive.suppressions import Hidden


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a document.

    `judged` are the entries that have a verdict, also those not selected; None where nothing was to be judged.
    """

    entries: Sequence[Entry]
    judged: Sequence[Entry] | None
    formulas: Sequence[Formula]
    problems: Sequence[Problem]
    document: Document


def commented(comments: Comments, settings: Settings, found: Found) -> tuple[tuple[Formula, ...], tuple[Finding, ...]]:
    """The rows and findings of the report."""
    suppressions = () if settings.ignore_suppressions else comments.suppressions
    expectations = () if settings.ignore_expectations or found.judged is None else comments.expectations
    hidden = Hidden(suppressions, found.entries)
    selection = selection_of(settings)
    formulas = tuple(map(selection.formula, hidden.formulas(found.formulas)))
    problems = list(found.problems)
    if expectations and found.judged is not None:
        said, misfits = expected_of(expectations, found.judged)
        formulas = tuple(compared(formula, said) for formula in formulas)
        problems += [*misfits, *unmet(formulas, said)]
    problems.sort(key=placed)
    reasons = hidden.problems(problems)
    if found.judged is not None and not settings.boxed and not settings.lines:
        problems = sorted([*problems, *hidden.unused()], key=placed)
    hide = ((p, reasons.get(p) or selection.reason(p.rule, p.name)) for p in problems)
    return formulas, tuple(finding(problem, reason, found.document) for problem, reason in hide)


def placed(problem: Problem) -> tuple[object, ...]:
    return problem.start, problem.rule, problem.message


def finding(p: Problem, suppressed: str | None, document: Document) -> Finding:
    return Finding(
        p.rule,
        p.name,
        p.severity,
        p.start.line,
        p.start.column,
        p.end.line,
        p.end.column,
        p.message,
        suppressed,
        *cell_of(document.spot(p.start)),
    )
