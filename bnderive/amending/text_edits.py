"""An edited row to edits of the LaTeX of its display, each checked by reading the edited LaTeX again.

The smallest edits come first, then wider ones, at last whole sides. None rather than an edit that reads otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bnderive.amending.aligned import Alignment, TextEdit, flat
from bnderive.errors import NotUnderstood
from bnderive.source.model import Display
from bnderive.syntax import parse_formula, print_latex, read_rows
from bnderive.syntax.nodes import Addition, BigOperator, Bracketed, Fraction, Negative, Node, Product, Root, Row, Slash
from bnderive.syntax.shapes import rebuilt

HIGHEST = 3
LONGEST = 4000
FOREIGN = re.compile(r"(?<!\\)[%$]")
GROUPING = (Addition, BigOperator, Fraction, Negative, Product, Root, Slash)


def text_edits(old: Row, new: Row, display: Display) -> tuple[TextEdit, ...] | None:
    """The edits after which the row `old` of a display reads as `new`, and every other row as before."""
    text = print_latex(new)
    new = with_flat_sides(new)
    try:
        printed = parse_formula(text)
    except NotUnderstood:
        return None
    reading = Reading(old, printed, display)
    tried: set[tuple[TextEdit, ...]] = set()
    for edits in candidates(old, new, Alignment(old, display, text, printed)):
        if edits not in tried and reading.is_met(edits):
            return edits
        tried.add(edits)
    return None


def with_flat_sides(row: Row) -> Row:
    return replace(row, sides=tuple(None if side is None else flat(side) for side in row.sides))


def candidates(old: Row, new: Row, alignment: Alignment) -> Iterator[tuple[TextEdit, ...]]:
    for lifted in range(HIGHEST + 1):
        edits = alignment.edits(new, lifted)
        if edits is not None:
            yield edits
    if len(old.sides) == len(new.sides):
        pairs = [(a, b) for a, b in zip(old.sides, new.sides, strict=True) if a is not None and b is not None]
        if all(alignment.stands(side) for side, other in pairs if side != other):
            yield tuple((*side.span, print_latex(other)) for side, other in pairs if side != other)


def edited(latex: str, edits: tuple[TextEdit, ...]) -> str:
    parts, place = [], 0
    for start, end, text in edits:
        parts += [latex[place:start], text]
        place = end
    return "".join([*parts, latex[place:]])


class Reading:
    """What the LaTeX has to be read as once the row `old` is `printed`.

    The row is read by itself where it reads the same by itself: then it closes whatever it opens, and what is around it
    is read as before. Else the whole display is read, unless it is a long one.
    """

    def __init__(self, old: Row, printed: Row, display: Display) -> None:
        self.printed = printed
        self.latex = display.latex
        self.start, self.end = old.span
        self.rows = rows_of(self.latex[self.start : self.end])
        self.is_alone = self.rows == (old,)
        self.place: int | None = 0
        if not self.is_alone:
            self.start, self.end = 0, len(self.latex)
            results = read_rows(self.latex) if len(self.latex) <= LONGEST else ()
            self.place = next((k for k, r in enumerate(results) if r.row is not None and r.row.span == old.span), None)
            self.rows = tuple(result.row for result in results)

    def is_met(self, edits: tuple[TextEdit, ...]) -> bool:
        wanted = self.wanted()
        if wanted is None or (self.is_alone and not all(self.is_contained(edit) for edit in edits)):
            return False
        within = tuple((start - self.start, end - self.start, text) for start, end, text in edits)
        found = rows_of(edited(self.latex[self.start : self.end], within))
        return len(found) == len(wanted) and all(map(reads_as, found, wanted))

    def wanted(self) -> tuple[Row | None, ...] | None:
        before = self.rows[self.place] if self.place is not None else None
        count = len(self.printed.sides)
        if before is None or before.relations[: count - 1] != self.printed.relations:
            return None
        rows = list(self.rows)
        rows[self.place or 0] = replace(before, sides=(*self.printed.sides, *before.sides[count:]))
        return tuple(rows)

    def is_contained(self, edit: TextEdit) -> bool:
        start, end, text = edit
        return self.start <= start <= end <= self.end and not FOREIGN.search(text)


@lru_cache(maxsize=64)
def rows_of(latex: str) -> tuple[Row | None, ...]:
    return tuple(result.row for result in read_rows(latex))


def reads_as(found: Row | None, wanted: Row | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return found.boxed == wanted.boxed and plain(found) == plain(wanted)


def plain(node: Node) -> Node:
    """The tree without parentheses around what is a term, a factor or all of an argument anyway."""
    inner = rebuilt(node, plain)
    return rebuilt(inner, bare) if isinstance(inner, GROUPING) else inner


def bare(node: Node) -> Node:
    while isinstance(node, Bracketed) and (node.left, node.right) == ("(", ")") and not isinstance(node.body, Row):
        node = node.body
    return node
