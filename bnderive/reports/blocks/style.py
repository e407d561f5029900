"""Signs, colours and columns that all parts of the page share."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from bnderive.report import Formula
from bnderive.reports.page import Page
from bnderive.spots import Spot, in_words

MARKS = {"correct": ("✓", "bold green"), "wrong": ("✗", "bold red"), "undecided": ("?", "bold yellow")}
UNJUDGED = ("·", "dim")
FINDINGS = ("wrong", "undecided")
INDENT = " " * 6
LABEL = 11
IN_CELL = 16


def gutter(formula: Formula) -> Text:
    """The mark and the line number that a row begins with."""
    mark, style = MARKS.get(formula.verdict or "", UNJUDGED)
    return Text.assemble((mark, style), place(formula.spot, 4))


def place(spot: Spot | None, width: int) -> str:
    """The column that says where something stands; a dot for what stands nowhere."""
    if spot is not None and spot.cell is not None:
        return f" {spot!s:<{IN_CELL}} "
    return f"{'·' if spot is None else spot.line:>{width}} "


def labelled(page: Page, label: str, body: Text, indent: str = INDENT) -> None:
    page.hang(Text(f"{indent}{label:<{LABEL}}", "dim"), body)


def pasted(page: Page, label: str, latex: str, indent: str = INDENT) -> None:
    """LaTeX to paste, on a line of its own."""
    page.line(Text.assemble((f"{indent}{label:<{LABEL}}", "dim"), latex))


def some(number: int, one: str) -> str:
    return f"{number} {one}" if number == 1 else f"{number} {one}s"


def lines(rows: Sequence[Formula]) -> str:
    """The lines on which rows stand, in words.

    >>> lines([])
    'rows that are not shown'
    """
    return in_words(row.spot for row in rows) if rows else "rows that are not shown"
