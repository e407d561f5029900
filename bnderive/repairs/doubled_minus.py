r"""A doubled minus: one minus before the fraction and one in it

Sees a minus before a product or a fraction that has a minus already, above its line or in one of its factors.

The minus belongs to the whole coefficient, and may be written before the fraction or above the line. Who writes both
has taken it in twice, once from each way of writing it.

wrong \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{-1}{\sqrt{\sigma^2 + \epsilon}}
right \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import addition, inside, terms_of, with_factors
from bnderive.syntax.nodes import Addition, Bracketed, Fraction, Negative, Node, Product


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Negative(body) if has_inner_minus(body):
            yield Negative(unsigned(body))
            yield inside(body)
        case Addition():
            terms = terms_of(node)
            for k, (sign, term) in enumerate(terms):
                if sign == "-" and has_inner_minus(term):
                    yield addition((*terms[:k], ("-", unsigned(term)), *terms[k + 1 :]))
        case Product(factors) if place.is_ordinary(node):
            signed = [k for k, factor in enumerate(factors) if has_inner_minus(factor)]
            for k in signed if len(signed) > 1 else ():
                yield with_factors(node, {k: unsigned(factors[k])})


def has_inner_minus(node: Node) -> bool:
    """Whether a minus stands in a node as its sign: before it, above its line, in one of its factors."""
    match node:
        case Negative():
            return True
        case Fraction(above):
            return has_inner_minus(above)
        case Bracketed("(", body):
            return has_inner_minus(body)
        case Product(factors):
            return any(map(has_inner_minus, factors))
    return False


def unsigned(node: Node) -> Node:
    """The node without its first sign."""
    match node:
        case Negative(body):
            return body
        case Fraction(above, below, style):
            return Fraction(unsigned(above), below, style)
        case Bracketed("(", body):
            return unsigned(body)
        case Product(factors):
            k = next(k for k, factor in enumerate(factors) if has_inner_minus(factor))
            return with_factors(node, {k: unsigned(factors[k])})
    return node


REPAIR = Repair("BN309", "doubled-minus", __doc__, edits)
