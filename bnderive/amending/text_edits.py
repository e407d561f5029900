"""An edited row to edits of the LaTeX of its display, each checked by reading the edited LaTeX again.

The smallest edits come first, then wider ones, at last whole sides. None rather than an edit that reads otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bnderive.amending.aligned import Alignment, TextEdit
from bnderive.errors import NotUnderstood
from bnderive.source.model import Display
from bnderive.syntax import parse_formula, print_latex, read_rows
from bnderive.syntax.nodes import Addition, BigOperator, Bracketed, Fraction, Negative, Node, Product, Root, Row, Slash
from bnderive.syntax.shapes import rebuilt

HIGHEST = 3
GROUPING = (Addition, BigOperator, Fraction, Negative, Product, Root, Slash)


def text_edits(old: Row, new: Row, display: Display) -> tuple[TextEdit, ...] | None:
    """The edits after which the row `old` of a display reads as `new`, and every other row as before."""
    text = print_latex(new)
    try:
        printed = parse_formula(text)
    except NotUnderstood:
        return None
    reading = Reading(old, printed, display)
    tried: set[tuple[TextEdit, ...]] = set()
    for edits in candidates(old, new, Alignment(old, display, text, printed)):
        if edits not in tried and reading.is_met(edited(display.latex, edits)):
            return edits
        tried.add(edits)
    return None


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
    """What the LaTeX of a display has to be read as once the row `old` is `printed`."""

    def __init__(self, old: Row, printed: Row, display: Display) -> None:
        results = read_rows(display.latex)
        self.place = next((k for k, r in enumerate(results) if r.row is not None and r.row.span == old.span), None)
        self.rows = [result.row for result in results]
        self.printed = printed

    def is_met(self, latex: str) -> bool:
        rows = [result.row for result in read_rows(latex)]
        if self.place is None or len(rows) != len(self.rows):
            return False
        wanted = list(self.rows)
        before, count = self.rows[self.place], len(self.printed.sides)
        if before is None or before.relations[: count - 1] != self.printed.relations:
            return False
        wanted[self.place] = replace(before, sides=(*self.printed.sides, *before.sides[count:]))
        return all(
            plain(a) == plain(b) and a.boxed == b.boxed if a is not None and b is not None else a is b
            for a, b in zip(rows, wanted, strict=True)
        )


def plain(node: Node) -> Node:
    """The tree without parentheses around what is a term, a factor or all of an argument anyway."""
    inner = rebuilt(node, plain)
    return rebuilt(inner, bare) if isinstance(inner, GROUPING) else inner


def bare(node: Node) -> Node:
    while isinstance(node, Bracketed) and (node.left, node.right) == ("(", ")") and not isinstance(node.body, Row):
        node = node.body
    return node
