"""Operators that an author introduces: `D_j S_i = \\frac{\\partial S_i}{\\partial a_j}` makes every `D_j …` a ∂ by a_j.

Syntax in, the same syntax with such operators written as `\\partial_{a_j}` out. A letter that stands anywhere before
the row that introduces it, or that a row defines, is no operator.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bnderive.records import dataclass
from bnderive.survey.derivatives import OPERATORS, read_derivative
from bnderive.syntax.nodes import Identifier, Node, Number, Product, Row, Scripted
from bnderive.syntax.rewriting import Tree, with_products
from bnderive.syntax.shapes import walk

INTRODUCING = frozenset({"=", ":=", "\\equiv", "\\triangleq", "\\leftarrow"})
OWN_MEANING = frozenset({"\\delta", "d", "e"})


@dataclass(frozen=True, slots=True)
class Operator:
    """A letter whose index j makes it the ∂ by element j of an array; `row` introduces it."""

    letter: str
    array: Scripted
    row: int

    def by(self, index: Node) -> Node:
        return replace(self.array, sub=index)


def operators_of(rows: Sequence[Row | None]) -> tuple[Operator, ...]:
    """The operators that the rows of a document introduce, each letter at most once."""
    found: dict[str, Operator] = {}
    seen: set[str] = set()
    for number, row in enumerate(rows):
        operator = introduced(number, row) if row is not None else None
        if operator is not None and operator.letter not in seen | OWN_MEANING:
            found[operator.letter] = operator
        seen |= set(_letters(row)) if row is not None else set()
    defined = {name for row in rows if row is not None for name in _named(row)}
    return tuple(operator for letter, operator in found.items() if letter not in defined)


def _letters(row: Row) -> Iterator[str]:
    """The letters of a row; ∂ and ∇ where they carry an index only."""
    for node in walk(row):
        match node:
            case Scripted(Identifier(letter)):
                yield letter
            case Identifier(letter) if letter not in OPERATORS:
                yield letter


def introduced(number: int, row: Row) -> Operator | None:
    """The operator of `D_j S_i = ∂S_i/∂a_j`: the same expression stands after it and above the ∂."""
    if len(row.sides) < 2 or row.relations[0] not in INTRODUCING:
        return None
    match row.sides[0]:
        case Product((Scripted(Identifier(letter), Identifier() as index, None), *rest), ("", *joins)):
            of = rest[0] if len(rest) == 1 else Product(tuple(rest), tuple(joins))
        case _:
            return None
    second = row.sides[1]
    derivative = read_derivative(second) if second is not None else None
    if derivative is None or derivative.of != of or len(derivative.by) != 1:
        return None
    by = derivative.by[0]
    return Operator(letter, by, number) if isinstance(by, Scripted) and by.sub == index and by.sup is None else None


def _named(row: Row) -> Iterator[str]:
    """The letters that sides of a row are, with or without an index: `D_j = …`."""
    for side in row.sides:
        match side:
            case Identifier(letter) | Scripted(Identifier(letter)):
                yield letter


def with_operators(node: Tree, operators: Sequence[Operator]) -> Tree:
    """The node with every operator that stands before something written as `\\partial_{a_j}`."""
    known = {operator.letter: operator for operator in operators}
    return with_products(node, lambda product: _applied(product, known))


def _applied(product: Product, known: Mapping[str, Operator]) -> Product:
    joins = (*product.operators, None)
    return replace(
        product, factors=tuple(_read(f, join, known) for f, join in zip(product.factors, joins, strict=True))
    )


def _read(factor: Node, join: str | None, known: Mapping[str, Operator]) -> Node:
    """A factor that stands right before another, as a ∂ where it is an operator."""
    match factor:
        case Scripted(Identifier(letter), Identifier() | Number() as index, None) if letter in known and join == "":
            return Scripted(Identifier("\\partial"), known[letter].by(index), span=factor.span)
    return factor
