r"""The batch size is missing as a factor, or one too many: N or 1/N

Sees a product, a fraction or a sum that lacks a factor N or 1/N, and one that has it without need.

Each mean brings a 1/N that has to be carried to the end. It is lost when a mean is copied as a sum, or when N is taken
out of a bracket and not every term gets its share.

wrong \frac{\partial \mu}{\partial x_i} = 1
right \frac{\partial \mu}{\partial x_i} = \frac{1}{N}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import (
    ONE,
    addition,
    factors_of,
    over,
    product,
    quotient,
    terms_of,
    times,
    with_factors,
    without,
)
from bnderive.syntax.nodes import Addition, BigOperator, Fraction, Node, Number, Product


def edits(node: Node, place: Place) -> Iterator[Node]:
    size = place.size(node)
    if size is None or not place.is_ordinary(node):
        return
    match node:
        case Number("1"):
            yield Fraction(ONE, size)
            yield size
        case Fraction():
            yield from of_fraction(node, size)
        case Product():
            yield from of_product(node, size, place)
        case BigOperator():
            yield over(node, size)
        case Addition():
            yield from of_sum(node, size, place)


def of_product(node: Product, size: Node, place: Place) -> Iterator[Node]:
    if size in node.factors:
        yield without(node, node.factors.index(size))
    elif not any(isinstance(factor, BigOperator) or is_quotient(factor, place) for factor in node.factors):
        yield times(node, size)
        yield over(node, size)
        if place.use(node.factors[0]) is not None:
            yield with_factors(node, {0: Fraction(node.factors[0], size)})
    for k, factor in enumerate(node.factors):
        if isinstance(factor, Number) and size not in node.factors:
            yield with_factors(node, {k: Fraction(factor, size)})


def of_fraction(node: Fraction, size: Node) -> Iterator[Node]:
    above, below = node.numerator, node.denominator
    if size in factors_of(below):
        yield quotient(above, left_out(below, size))
    else:
        yield Fraction(above, product(size, below), node.style)
        if size not in factors_of(above) and not isinstance(above, Product | Addition):
            yield Fraction(product(size, above), below, node.style)


def is_quotient(node: Node, place: Place) -> bool:
    return isinstance(node, Fraction) and place.is_ordinary(node)


def left_out(node: Node, factor: Node) -> Node:
    return without(node, node.factors.index(factor)) if isinstance(node, Product) else ONE


def of_sum(node: Addition, size: Node, place: Place) -> Iterator[Node]:
    """One term of the sum, or all of it, with the factor."""
    terms = terms_of(node)
    for k, (sign, term) in enumerate(terms):
        if not isinstance(term, Number | Product) and not is_quotient(term, place):
            yield addition((*terms[:k], (sign, product(size, term)), *terms[k + 1 :]))
            if not isinstance(term, BigOperator):
                yield addition((*terms[:k], (sign, product(Fraction(ONE, size), term)), *terms[k + 1 :]))
    yield over(node, size)


REPAIR = Repair("BN306", "size-factor", __doc__, edits)
