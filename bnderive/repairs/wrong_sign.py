r"""A wrong sign

Sees a term with the other sign before it, a minus that is missing or one too many before a product or a fraction, and a
difference the wrong way round.

The mean enters the deviation with a minus, and the derivative of a negative power brings another. One of the two is
forgotten, or both are written and one of them is cancelled twice.

wrong \frac{\partial \hat{x}_i}{\partial \mu} = \frac{1}{\sqrt{\sigma^2 + \epsilon}}
right \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.repairs.doubled_minus import has_inner_minus
from bnderive.syntax.building import addition, inside, negated, terms_of
from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Bracketed,
    Fraction,
    Identifier,
    Negative,
    Node,
    Number,
    Product,
    Scripted,
)

FLIPPED = {"+": "-", "-": "+"}


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Addition():
            yield from of_sum(node)
        case Negative(body) if not has_inner_minus(body):
            yield inside(body)
        case Fraction(Negative(above), below, style) if place.is_ordinary(node):
            yield Fraction(above, below, style)
        case Product() | Fraction() | Scripted(Bracketed()) if place.is_ordinary(node):
            yield Negative(node)
        case BigOperator() | Number():
            yield Negative(node)


def of_sum(node: Addition) -> Iterator[Node]:
    """One sign of the sum turned, or all of them."""
    terms = terms_of(node)
    for k, (sign, term) in enumerate(terms):
        turned = (FLIPPED[sign], term) if k else (sign, negated(term))
        if sign == "+" or not has_inner_minus(term):
            yield addition((*terms[:k], turned, *terms[k + 1 :]))
    if len(terms) == 2 and node.signs[1] == "-" and is_plain(terms[1][1]) and terms[0][1] != terms[1][1]:
        yield addition((("+", terms[1][1]), ("-", terms[0][1])))


def is_plain(node: Node) -> bool:
    return isinstance(node, Identifier | Scripted | Number)


REPAIR = Repair("BN308", "wrong-sign", __doc__, edits)
