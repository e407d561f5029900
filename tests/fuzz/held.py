"""What must hold of any input: a violated property raises; so does whatever the code under test lets escape."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from bnderive.check import check_text
from bnderive.errors import UsageError
from bnderive.source import read_text
from bnderive.source.model import Position
from bnderive.syntax import parse_formula, print_latex, read_rows
from tests.fuzz.made import Input

WORDS = {"correct", "wrong", "undecided", None}


class Violated(Exception):
    """A property that does not hold."""


def require(holds: bool, what: str) -> None:
    if not holds:
        raise Violated(what)


def rows_hold(given: Input) -> None:
    """Every row is a tree that prints back to itself, or a reason with its place."""
    latex = given.text
    results = read_rows(latex)
    require(bool(results), "no row")
    for result in results:
        require(result.latex == latex[slice(*result.span)], "the span is not that of the text")
        require((result.row is None) != (result.reason is None), "neither row nor reason, or both")
        if result.row is not None:
            require(parse_formula(print_latex(result.row)) == result.row, "it does not print back")
        elif result.reason is not None:
            start, end = result.reason.span or (-1, -1)
            require(0 <= start <= end <= len(latex), "the reason has no place")


def source_holds(given: Input) -> None:
    """Displays and problems stand at places that the document has. A text that is none is an error of usage."""
    try:
        document = read_text(given.text, "made", given.format)
    except UsageError:
        return
    lines = re.split(r"\r\n|\n|\r", document.text)
    for display in document.displays:
        require_place(display.positions.at(0), lines)
    for problem in document.problems:
        require(bool(problem.message), "a problem without a message")
        require_place(problem.start, lines)
        require(problem.start <= problem.end, "a problem ends before it begins")


def require_place(place: Position, lines: list[str]) -> None:
    require(1 <= place.line <= len(lines), f"no line {place}")
    require(1 <= place.column <= len(lines[place.line - 1]) + 1, f"no column {place}")


def check_holds(given: Input) -> None:
    """A whole check ends with verdicts that carry what they must, and a report that is JSON."""
    try:
        report = check_text(given.text, "made", given.format)
    except UsageError:
        return
    for formula in report:
        require(formula.verdict in WORDS, f"verdict {formula.verdict!r}")
        if formula.verdict == "wrong":
            require(formula.counterexample is not None, "wrong without a counterexample")
        if formula.verdict == "undecided":
            require(bool(formula.rule and formula.message), "undecided without a reason")
    json.loads(json.dumps(report.to_dict(), allow_nan=False))


HELD: dict[str, tuple[tuple[str, ...], Callable[[Input], None]]] = {
    "rows": (("pieces", "formula"), rows_hold),
    "source": (("pieces", "splice", "document"), source_holds),
    "check": (("document", "splice"), check_holds),
}
