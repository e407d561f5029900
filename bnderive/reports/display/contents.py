"""The frozen report in, sheets of output out: the same things, in the same words, as a report in a terminal has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bnderive.report import (
    Counterexample,
    DefinitionRow,
    DocumentReport,
    Finding,
    Formula,
    Repair,
    Report,
    Summary,
    Truth,
    summarise,
)
from bnderive.reports import View
from bnderive.reports.blocks.causes import Causes, grouped
from bnderive.reports.blocks.inherited import whence
from bnderive.reports.blocks.mending import mending
from bnderive.reports.blocks.opinions import words_of
from bnderive.reports.blocks.row import details, expected, numbers, status
from bnderive.reports.blocks.style import some
from bnderive.reports.blocks.understanding import DEFINES
from bnderive.reports.display.parts import Card, Code, Line, Math, Part, Section, Sheet, Words, parts_of
from bnderive.reports.unicode_math import readable, readable_name

VIEW = View()


def sheets_of(report: Report) -> tuple[Sheet, ...]:
    return (*map(sheet_of, report.documents), *_second_opinions(report))


def sheet_of(document: DocumentReport) -> Sheet:
    """A document: what was understood of it, its problems, its formulas."""
    if document.error is not None:
        return Sheet(document.path, "", (), (Section("", (Line("error", (Words(document.error),)),)),))
    problems = [problem for problem in document.problems if problem.suppressed is None]
    sections = (
        Section("Definitions, as understood", tuple(map(_definition, document.definitions)), True),
        Section("Assumptions", tuple(Line("", parts_of(text)) for text in document.assumptions), True),
        Section("Problems", tuple(map(line_of, problems)), all(problem.severity != "error" for problem in problems)),
        Section("", tuple(_cards(document))),
    )
    shown = tuple(section for section in sections if section.rows)
    return Sheet(document.path, document.layer or "", tuple(_counts(summarise([document]))), shown)


def rows_of(part: object) -> tuple[Line | Card, ...]:
    """A part of a report by itself. Raises TypeError for anything else."""
    match part:
        case Formula():
            return (card_of(part),)
        case Finding():
            return (line_of(part),)
        case Counterexample():
            return lines_of_counterexample(part)
        case Truth(latex=latex) | Repair(latex=latex):
            return lines_of_latex(latex)
    raise TypeError(f"{type(part).__name__} is no part of a report")


def line_of(problem: Finding) -> Line:
    named = Words(f"{problem.rule} {problem.name}: ")
    return Line(str(problem.spot), (named, *parts_of(problem.message)))


def card_of(formula: Formula, document: DocumentReport | None = None) -> Card:
    """A row that stands by itself; of its document only what is not said of each row anew."""
    if formula.verdict is None:
        said = "asserts nothing" if formula.role == "expression" else formula.role
    else:
        said = status(formula).plain
    lines = tuple(_found(formula))
    folded = tuple(_folded(formula, document or DocumentReport("")))
    return Card(str(formula.spot), _row(formula), formula.verdict, said, lines, folded)


def lines_of_counterexample(point: Counterexample) -> tuple[Line, ...]:
    return tuple(Line(label, (Words(text.plain),)) for label, text in numbers(point))


def lines_of_latex(latex: str) -> tuple[Line, ...]:
    return (Line("", (Math(latex),)), Line("LaTeX", (Code(latex),)))


# -- a document --------------------------------------------------------------------------------------------------------


def _counts(summary: Summary) -> Iterator[tuple[str | None, str]]:
    """How many rows have each verdict; a verdict that none has is no finding."""
    causes = f" ({some(summary.root_causes, 'root cause')})" if summary.wrong and summary.root_causes else ""
    for verdict, number in (("correct", summary.correct), ("wrong", summary.wrong), ("undecided", summary.undecided)):
        yield verdict if number else None, f"{number} {verdict}{causes if verdict == 'wrong' else ''}"


def _definition(row: DefinitionRow) -> Line:
    is_whole = any(sign in readable(row.latex) for sign in DEFINES)
    head = () if is_whole else (Words(f"{readable_name(row.name)} = "),)
    origin = () if row.origin == "document" else (Words(f"  ({row.origin})"),)
    parts: tuple[Part, ...] = (*head, Math(row.latex), *origin)
    return Line("·" if row.spot is None else str(row.spot), parts)


def _cards(document: DocumentReport) -> Iterator[Card]:
    """Every row, in order; what inherits an error stands under its root cause."""
    shown = [formula for formula in document.formulas if formula.verdict is not None or formula.role != "claim"]
    causes, told = grouped(document.formulas, shown), set[str]()
    for formula in causes.blocks:
        if formula.root_causes:
            yield _inherited(formula, causes, told)
        else:
            own = card_of(formula, document)
            told |= _told(formula)
            yield replace(own, under=tuple(_inherited(each, causes, told) for each in causes.under.get(formula.id, ())))


def _inherited(formula: Formula, causes: Causes, told: set[str]) -> Card:
    """Where a row has its error from; what was told before is not told again, its truth only where it is a result."""
    words = ["inherited", "boxed" if formula.boxed else None, expected(formula)]
    lines = [Line("", parts_of(whence(formula, causes.of(formula))))]
    if formula.boxed and formula.truth is not None and formula.truth.latex not in told:
        lines += _truth(formula)
    if formula.special_case and formula.special_case not in told:
        lines.append(Line("true where", parts_of(formula.special_case)))
    folded = tuple(_repair(formula))
    said = " · ".join(word for word in words if word)
    told |= _told(formula)
    return Card(str(formula.spot), _row(formula), formula.verdict, said, tuple(lines), folded)


def _told(formula: Formula) -> set[str]:
    truth = formula.truth.latex if formula.truth is not None else ""
    return {formula.special_case or "", truth}


def _row(formula: Formula) -> Math:
    repair = mending(formula)
    return Math(formula.latex, repair.latex if repair is not None else "")


def _found(formula: Formula) -> Iterator[Line]:
    if formula.message:
        yield Line("", parts_of(formula.message))
    yield from _repair(formula)
    yield from _truth(formula)
    if formula.special_case:
        yield Line("true where", parts_of(formula.special_case))


def _repair(formula: Formula) -> Iterator[Line]:
    repair = mending(formula)
    if repair is not None:
        yield Line("repair", (Math(repair.latex, formula.latex),))


def _truth(formula: Formula) -> Iterator[Line]:
    """Unless the message, or the repair at its end, says it."""
    if formula.truth is None:
        return
    said = (formula.message or "", formula.repair.latex if mending(formula) and formula.repair else "")
    if not any(formula.truth.latex in each for each in said):
        yield Line("true value", (Math(formula.truth.latex),))


def _folded(formula: Formula, document: DocumentReport) -> Iterator[Line]:
    for label, text in details(formula, document, VIEW):
        yield Line(label, (Words(text.plain),))
    repair = mending(formula)
    if repair is not None:
        yield Line("repair in LaTeX", (Code(repair.latex),))
    if formula.truth is not None:
        yield Line("true value in LaTeX", (Code(formula.truth.latex),))


def _second_opinions(report: Report) -> Iterator[Sheet]:
    for path in dict.fromkeys(opinion.path for opinion in report.explicit):
        own = [opinion for opinion in report.explicit if opinion.path == path]
        rows = tuple(Line(str(opinion.spot), (Words(words_of(opinion)),)) for opinion in own)
        title = f"On an explicit batch of {own[0].size}, differentiated by SymPy"
        yield Sheet(title, path, (), (Section("", rows),))
