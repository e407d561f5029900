"""New nodes out of old ones: products, quotients and signs as a person would write them.

What is made prints and reads back as itself. A node that is taken over whole stays the same object.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Bracketed,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Primed,
    Product,
    Root,
    Row,
    Scripted,
    Slash,
)
from bnderive.syntax.shapes import is_loose, is_open_ended, is_signed

ONE, TWO = Number("1"), Number("2")


def grouped(node: Node) -> Node:
    """The node in parentheses, where it has none."""
    return node if isinstance(node, Bracketed) and node.left == "(" else Bracketed("(", node, ")")


def inside(node: Node) -> Node:
    """What a pair of parentheses holds."""
    return node.body if isinstance(node, Bracketed) and node.left in ("(", "[", "\\{") else node


def factors_of(node: Node) -> tuple[Node, ...]:
    return node.factors if isinstance(node, Product) else (node,)


def terms_of(node: Node) -> tuple[tuple[str, Node], ...]:
    """The terms of a sum with the signs before them."""
    return tuple(zip(node.signs, node.terms, strict=True)) if isinstance(node, Addition) else (("+", node),)


def product(*nodes: Node) -> Node:
    """The nodes side by side; the operators within each are kept, a factor 1 is left out."""
    pieces: list[tuple[str, Node]] = []
    for node in nodes:
        if node == ONE:
            continue
        operators = ("", *node.operators) if isinstance(node, Product) else ("",)
        pieces += zip(operators, factors_of(node), strict=True)
    return of_factors(pieces)


def of_factors(pieces: Sequence[tuple[str, Node]]) -> Node:
    """The product of some factors, each with the operator before it."""
    if not pieces:
        return ONE
    last = len(pieces) - 1
    if not last:
        return pieces[0][1]
    factors = tuple(_as_factor(operator, node, k, k == last) for k, (operator, node) in enumerate(pieces))
    signs = tuple(_sign(operator, node) for operator, node in pieces[1:])
    return Product(factors, signs)


def _as_factor(operator: str, node: Node, place: int, is_last: bool) -> Node:
    is_free = is_signed(node) and not (place and operator)
    is_reaching = is_open_ended(node) and not is_last
    is_slashed = isinstance(node, Slash) and place > 0
    return grouped(node) if is_free or is_reaching or is_slashed or is_loose(node) else node


def _sign(operator: str, node: Node) -> str:
    return "\\cdot" if not operator and isinstance(node, Number) else operator


def without(node: Product, k: int) -> Node:
    """A product with one factor left out."""
    return with_factors(node, {k: ONE})


def with_factors(node: Product, others: Mapping[int, Node]) -> Node:
    """A product with other nodes in the place of some factors, left out where they are 1."""
    pieces: list[tuple[str, Node]] = []
    for k, (operator, factor) in enumerate(zip(("", *node.operators), node.factors, strict=True)):
        other = others.get(k, factor)
        inner = other.operators if isinstance(other, Product) else ()
        if other != ONE or factor == ONE:
            pieces += zip((operator, *inner), factors_of(other), strict=True)
    return of_factors(pieces)


def quotient(above: Node, below: Node) -> Node:
    return above if below == ONE else Fraction(inside(above), inside(below))


def times(node: Node, factor: Node) -> Node:
    """The node multiplied: a bare factor goes above the line of a fraction, a bracket beside it."""
    match node:
        case Number("1"):
            return factor
        case Negative(body):
            return Negative(times(body, factor))
        case Fraction(Number("1"), below) if not isinstance(factor, Bracketed | BigOperator):
            return Fraction(factor, below, node.style)
        case Fraction(above, below) if isinstance(factor, Number):
            return Fraction(times(above, factor), below, node.style)
        case Fraction():
            return product(node, factor)
    return product(factor, node)


def over(node: Node, divisor: Node) -> Node:
    """The node divided: below the line of a fraction that is there, else by a fraction before it."""
    match node:
        case Negative(body):
            return Negative(over(body, divisor))
        case Fraction(above, below):
            return Fraction(above, product(divisor, below), node.style)
        case Number() | Addition():
            return Fraction(node, divisor)
    return product(Fraction(ONE, divisor), node)


def negated(node: Node) -> Node:
    match node:
        case Negative(body):
            return body
        case Addition():
            return Negative(grouped(node))
    return Negative(node)


def addition(pieces: Sequence[tuple[str, Node]]) -> Node:
    """The sum of some terms with their signs."""
    (sign, first), *others = pieces
    lead = negated(first) if sign == "-" else first
    if not others:
        return lead
    terms = (lead, *(grouped(term) if is_loose(term) else term for _, term in others))
    return Addition(terms, ("+", *(sign for sign, _ in others)))


def raised(node: Node, exponent: Node) -> Node:
    """A power of a node that has none."""
    match node:
        case Bracketed() | Root():
            return Scripted(node, None, exponent)
        case Scripted(base, sub, None):
            return Scripted(base, sub, exponent)
        case (
            Scripted() | Addition() | Product() | Negative() | Fraction() | Slash() | BigOperator() | Listing() | Row()
        ):
            return Scripted(grouped(node), None, exponent)
    return Scripted(node, None, exponent)


def summed(letter: str, body: Node) -> Node:
    r"""\sum_j over what may be a sum itself."""
    return BigOperator("\\sum", letter_node(letter), None, grouped(body) if is_loose(body) else body)


def letter_node(letter: str) -> Node:
    stem = letter.rstrip("'")
    return Primed(Identifier(stem), len(letter) - len(stem)) if stem != letter else Identifier(stem)


def with_body(node: BigOperator, body: Node) -> Node:
    return replace(node, body=grouped(body) if is_loose(body) else body)


def with_bound(node: BigOperator, letter: str) -> BigOperator:
    """The sum over another letter, with the same ends."""
    lower: Node = letter_node(letter)
    if isinstance(node.lower, Row) and node.lower.relations in (("=",), ("\\ne",), ("\\in",)):
        lower = Row((lower, *node.lower.sides[1:]), node.lower.relations)
    return BigOperator(node.operator, lower, node.upper, node.body)
