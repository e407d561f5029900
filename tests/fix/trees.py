"""Edits of a tree such as a repair may make, drawn at random."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bnderive.errors import NotUnderstood
from bnderive.source.model import Display
from bnderive.syntax import parse_formula, print_latex, read_rows
from bnderive.syntax.nodes import (
    Accented,
    Addition,
    BigOperator,
    Boxed,
    Bracketed,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Product,
    Root,
    Row,
    Text,
)
from bnderive.syntax.shapes import rewritten, walk

NO_PLACE = (Row, Listing, Text, Boxed)


def places(row: Row) -> list[Node]:
    return [node for side in row.sides[1:] if side is not None for node in walk(side) if not isinstance(node, NO_PLACE)]


def edited(row: Row, random: Random) -> Row:
    """The row with one or two of its right-hand nodes something else."""
    for _ in range(random.choice((1, 1, 2))):
        old = random.choice(places(row))
        new = other(old, random, places(row))
        row = rewritten(row, lambda node, old=old, new=new: new if node is old else node)  # type: ignore[assignment]
    return row


def other(node: Node, random: Random, parts: list[Node]) -> Node:
    part = random.choice(parts)
    return random.choice(
        (
            Identifier("q"),
            Identifier("\\mu"),
            Number("2"),
            part,
            Product((Number("2"), node), ("",)),
            Product((node, part), ("",)),
            Addition((node, part), ("+", "-")),
            Negative(node),
            Fraction(node, Identifier("N")),
            Bracketed("(", node, ")"),
            BigOperator("\\sum", Identifier("k"), None, node),
            Accented("hat", node),
            Root(node),
        )
    )


def edits(display: Display, random: Random, count: int) -> Iterator[tuple[Row, Row]]:
    """Pairs of a row of a display and an edited row that some formula can give."""
    rows = [r.row for r in read_rows(display.latex) if r.row is not None and r.row.relations and places(r.row)]
    for row in rows:
        for _ in range(count):
            new = edited(row, random)
            try:
                parse_formula(print_latex(new))
            except NotUnderstood:
                continue
            if new != row:
                yield row, new
