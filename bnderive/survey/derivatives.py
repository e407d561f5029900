"""How derivatives are written: `\\frac{\\partial A}{\\partial B}`, `dA/dB`, `\\frac{\\partial}{\\partial B}`,
`\\partial_B A`. Syntax in, parts out.
"""

from __future__ import annotations

from dataclasses import replace

from bnderive.records import dataclass
from bnderive.remembered import by_identity
from bnderive.syntax.nodes import Bracketed, Fraction, Identifier, Node, Number, Product, Scripted, Shorthand, Slash

SYMBOLS = {"\\partial": "partial", "d": "d"}
OPERATORS = frozenset({"\\partial", "\\nabla", "\\triangledown"})


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂of/∂by…: `of` is None for an operator that still waits for what follows it."""

    of: Node | None
    by: tuple[Node, ...]


def read_derivative(node: Node) -> Derivative | None:
    """The derivative that a fraction is, or None where it is an ordinary one. An incomplete one (∂ only above)
    is None too.
    """
    if isinstance(node, (Fraction, Slash)):
        return _read_fraction(node)
    return Derivative(node.of, (node.by,)) if isinstance(node, Shorthand) else None


@by_identity
def _read_fraction(node: Fraction | Slash) -> Derivative | None:
    above = _stripped(node.numerator)
    below = _differentials(node.denominator)
    if above is None or not below:
        return None
    order, of = above
    if order == 2 and len(below) == 1:
        below = _twice(below[0])
    return Derivative(of, below) if order == len(below) else None


def read_operator(node: Node) -> Derivative | None:
    """`\\frac{\\partial}{\\partial B}`, `\\partial_B` or `\\nabla_B`: a derivative that waits for what follows it."""
    match node:
        case Scripted(Identifier(text), by, None) if by is not None and text in OPERATORS:
            return Derivative(None, (by,))
    found = read_derivative(node)
    return found if found is not None and found.of is None else None


def _twice(by: Node) -> tuple[Node, ...]:
    """∂x² below a ∂²: x, twice."""
    match by:
        case Scripted(base, below, Number("2")):
            plain = replace(by, sup=None) if below is not None else base
            return plain, plain
    return (by,)


def stray_partials(node: Node) -> list[Node]:
    """The ∂ that a fraction begins with above and below, where it is no derivative: one of them, or two that
    do not match.
    """
    if not isinstance(node, Fraction | Slash) or read_derivative(node) is not None:
        return []
    firsts = [_first(side) for side in (node.numerator, node.denominator)]
    return [first for first in firsts if isinstance(first, Identifier) and first.text == "\\partial"]


def _first(node: Node) -> Node:
    while isinstance(node, Product | Slash):
        node = node.factors[0] if isinstance(node, Product) else node.numerator
    return node.base if isinstance(node, Scripted) else node


def _stripped(node: Node) -> tuple[int, Node | None] | None:
    """The order of the ∂ that a numerator begins with, and what it stands before."""
    match node:
        case Identifier(text) if text in SYMBOLS:
            return 1, None
        case Scripted(Identifier(text), None, Number(order)) if text in SYMBOLS and order in {"1", "2"}:
            return int(order), None
        case Product(factors, operators) if not operators[0]:
            head = _stripped(factors[0])
            if head is None or head[1] is not None:
                return None
            rest = (
                factors[1]
                if len(factors) == 2
                else Product(factors[1:], operators[1:], span=(factors[1].span[0], node.span[1]))
            )
            return head[0], rest
        case Slash(numerator, _):
            head = _stripped(numerator)
            return (head[0], replace(node, numerator=head[1])) if head and head[1] is not None else None
        case Bracketed("(", body, ")"):
            return _stripped(body)
    return None


def _differentials(node: Node) -> tuple[Node, ...]:
    """What stands after each ∂ of a denominator; nothing where it is not made of these alone."""
    if not isinstance(node, Product) or len(node.factors) % 2 or any(node.operators):
        return ()
    symbols, names = node.factors[0::2], node.factors[1::2]
    if not all(isinstance(s, Identifier) and s.text in SYMBOLS for s in symbols):
        return ()
    return names
