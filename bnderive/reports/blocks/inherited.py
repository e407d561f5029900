"""A row that only carries an error on: where it has it from, and what no row above has said of it."""

from __future__ import annotations

from rich.text import Text

from bnderive.report import Formula
from bnderive.reports.blocks.causes import Rows
from bnderive.reports.blocks.mending import is_mended_alike, row_and_mending, to_paste
from bnderive.reports.blocks.row import expected, sides, special_case, truth
from bnderive.reports.blocks.style import INDENT, gutter, labelled, lines
from bnderive.reports.blocks.told import Told
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable, readable_prose
from bnderive.spots import told_in


def inherited(page: Page, row: Formula, causes: Rows, told: Told, margin: str = "") -> None:
    """Two lines as a rule. A repair stands here where the row is mended otherwise than its cause, the truth where the
    row is a result, each side where one of them does not follow.
    """
    indent = margin + INDENT
    alike = next((cause for cause in causes if is_mended_alike(row, cause)), None)
    if alike is not None:
        page.hang(Text.assemble(margin, gutter(row)), Text(readable(row.latex)))
    else:
        row_and_mending(page, margin, row, "")
    page.hang(Text(indent), _status(row, causes, alike))
    if alike is None:
        to_paste(page, row, indent)
    if row.boxed and row.truth is not None and ("truth", row.truth.latex) not in told.spots:
        truth(page, row, told, indent)
    if ("special case", row.special_case) not in told.spots:
        special_case(page, row, told, indent)
    if any(relation.follows is False for relation in row.relations):
        for label, body in sides(row):
            labelled(page, label, body, indent)


def _status(row: Formula, causes: Rows, alike: Formula | None) -> Text:
    words = ["boxed" if row.boxed else None, expected(row), has_from(row, causes)]
    words.append(f"mend it as {alike.spot}" if alike is not None else None)
    return Text(" · ").join([Text("inherited", "red"), *(Text(word) for word in words if word)])


def has_from(row: Formula, causes: Rows) -> str:
    """Where a row has its error from, in words: all of its root causes are named."""
    return readable_prose(whence(row, causes))


def whence(row: Formula, causes: Rows) -> str:
    """The same with its mathematics between dollar signs."""
    said = row.message or ""
    missing = [cause for cause in causes if cause.spot not in told_in(said)]
    if said and not missing:
        return said
    return "; ".join(filter(None, (said, f"has its error from {lines(missing)}")))
