"""A row as it stands and as it is mended, one above the other, with what differs marked in both.

Only what mends a fault is shown so: a repair that puts the true value in the place of a side is shown as that value.
"""

from __future__ import annotations

from rich.text import Text

from bnderive.report import Formula, Repair
from bnderive.reports.blocks.style import gutter, pasted
from bnderive.reports.differences import difference
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable

OLD, NEW = "bold red", "bold green"
REWRITTEN = ("BN300",)  # the rules of a repair that mends no fault by name


def mending(formula: Formula) -> Repair | None:
    """The repair of a row, where it mends a fault."""
    return formula.repair if formula.repair is not None and formula.repair.rules != REWRITTEN else None


def row_and_mending(page: Page, margin: str, formula: Formula, style: str) -> None:
    """The row, and under it its mending, if it has one, with an arrow in place of mark and line number."""
    head, repair = Text.assemble(margin, gutter(formula)), mending(formula)
    if repair is None:
        page.hang(head, Text(readable(formula.latex), style))
        return
    ours, theirs = readable(formula.latex), readable(repair.latex)
    if ours == theirs or not page.view.encodable:
        ours, theirs = formula.latex, repair.latex
    found = difference(ours, theirs)
    arrow = f"{'→ ' if page.view.encodable else '-> ':>{head.cell_len}}"
    page.marked(head, Text(ours, style), found.old, OLD)
    page.marked(Text(arrow, "dim"), Text(theirs), found.new, NEW)


def to_paste(page: Page, formula: Formula, indent: str) -> None:
    repair = mending(formula)
    if repair is not None:
        pasted(page, "repair", repair.latex, indent)


def is_mended_alike(row: Formula, cause: Formula | None) -> bool:
    """Whether a row repeats another, and what mends the one mends the other."""
    repair = mending(row)
    if cause is None or cause.repair is None or repair is None:
        return False
    return readable(row.latex) == readable(cause.latex) and repair.latex == cause.repair.latex


def gives(formula: Formula, side: str) -> bool:
    """Whether the mending of a row ends in this side, in Unicode."""
    repair = mending(formula)
    return repair is not None and readable(repair.latex).endswith(f"= {side}")
