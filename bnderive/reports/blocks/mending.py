"""A row as it stands and as it is mended, one above the other, with what differs marked in both."""

from __future__ import annotations

from rich.text import Text

from bnderive.report import Formula
from bnderive.reports.blocks.style import gutter, pasted
from bnderive.reports.differences import difference
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable

OLD, NEW = "bold red", "bold green"


def row_and_mending(page: Page, margin: str, formula: Formula, style: str) -> None:
    """The row, and under it its mending, if it has one, with an arrow in place of mark and line number."""
    head = Text.assemble(margin, gutter(formula))
    if formula.repair is None:
        page.hang(head, Text(readable(formula.latex), style))
        return
    ours, theirs = readable(formula.latex), readable(formula.repair.latex)
    if ours == theirs or not page.view.encodable:
        ours, theirs = formula.latex, formula.repair.latex
    found = difference(ours, theirs)
    arrow = f"{'→ ' if page.view.encodable else '-> ':>{head.cell_len}}"
    page.marked(head, Text(ours, style), found.old, OLD)
    page.marked(Text(arrow, "dim"), Text(theirs), found.new, NEW)


def to_paste(page: Page, formula: Formula, indent: str) -> None:
    if formula.repair is not None:
        pasted(page, "repair", formula.repair.latex, indent)


def is_mended_alike(row: Formula, cause: Formula | None) -> bool:
    """Whether a row repeats another, and what mends the one mends the other."""
    if cause is None or cause.repair is None or row.repair is None:
        return False
    return readable(row.latex) == readable(cause.latex) and row.repair.latex == cause.repair.latex


def gives(formula: Formula, side: str) -> bool:
    """Whether a row has a repair that ends in this side, in Unicode."""
    return formula.repair is not None and readable(formula.repair.latex).endswith(f"= {side}")
