"""What the comments of a document expect of its rows, and whether it is met. No verdict is changed by that.

In a document that holds an expectation, a row without one is expected to be correct.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bnderive.configuration import Expectation, Expected
from bnderive.entries import Entry
from bnderive.placing import Rows
from bnderive.report import UNMET, Formula
from bnderive.source.model import Position, Problem

UNSAID = Expected("correct")


def expected_of(
    expectations: Sequence[Expectation], judged: Sequence[Entry]
) -> tuple[dict[str, Expected], list[Problem]]:
    """By identity of a row what is said of it, and the comments that do not fit the document."""
    rows, found, problems = Rows(judged), dict[str, Expected](), list[Problem]()
    for expectation in expectations:
        meant = rows.meant(expectation.comment, len(expectation.rows))
        identities = [rows.entries[k].identity for k in meant[: len(expectation.rows)]]
        if fault := misfit(len(expectation.rows), len(identities), any(each in found for each in identities)):
            problems.append(misplaced(fault, expectation.comment.start))
        else:
            found |= dict(zip(identities, expectation.rows, strict=False))
    return found, problems


def misfit(listed: int, there: int, is_taken: bool) -> str:
    """Why a list does not fit the rows that it stands at, or ''."""
    if not there:
        return "`expect` stands before no formula that is judged"
    if is_taken:
        return "`expect` speaks of a row that another comment speaks of"
    listed_rows, judged = f"{listed} {'row' if listed == 1 else 'rows'}", "is judged" if there == 1 else "are judged"
    return f"`expect` lists {listed_rows}, but of the rows that it stands at {there} {judged}" if listed > there else ""


def misplaced(message: str, place: Position) -> Problem:
    return Problem("BN132", "misplaced-comment", "error", place, place, message)


def compared(formula: Formula, said: Mapping[str, Expected]) -> Formula:
    """The row with what is expected of it; nothing, where its being undecided is accepted and nothing is said."""
    if formula.verdict is None or (formula.suppressed is not None and formula.id not in said):
        return formula
    return replace(formula, expected=said.get(formula.id, UNSAID).verdict)


def unmet(formulas: Sequence[Formula], said: Mapping[str, Expected]) -> Iterator[Problem]:
    """Rows that are not as expected."""
    for formula in formulas:
        expected = said.get(formula.id, UNSAID)
        if formula.expected is None or is_met(formula, expected):
            continue
        found = " ".join(filter(None, (formula.verdict, formula.rule, formula.name)))
        said_so = f"expected {expected.text}" if formula.id in said else "no comment expects otherwise than correct"
        start, end = Position(formula.line, formula.column), Position(formula.end_line, formula.end_column)
        yield Problem(UNMET, "unmet-expectation", "error", start, end, f"{said_so}, but the row is {found}")


def is_met(formula: Formula, expected: Expected) -> bool:
    """The verdict is the expected one, and so is the rule, by code or name, where one is given."""
    return formula.verdict == expected.verdict and expected.rule in (None, formula.rule, formula.name)
