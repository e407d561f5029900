r"""A numeric factor is missing, or one too many: 2 or 1/2

Sees a product or a fraction that is twice or half of what it should be, and one with a number in it that does not
belong there.

The 2 comes from a square, the 1/2 from a root, and in the gradient by an input they cancel. Whoever cancels them too
early, or differentiates only one of the two, keeps the other.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{1}{N} (x_i - \mu)
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import ONE, TWO, addition, factors_of, over, product, quotient, terms_of, times, without
from bnderive.syntax.nodes import Addition, BigOperator, Fraction, Negative, Node, Number, Product, Slash


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Fraction() if place.is_ordinary(node):
            yield from of_fraction(node)
        case Product() if place.is_ordinary(node):
            yield from of_product(node, place)
        case Slash(above, Number()) if not is_number(above) and place.is_ordinary(node):
            yield above
        case Negative(body) if (
            is_quotient(body, place) or is_number(body) or isinstance(body, Product | BigOperator | Addition)
        ):
            return
        case Addition() | BigOperator() | Negative():
            yield times(node, TWO)
            yield over(node, TWO)
            terms = terms_of(node)
            for k, (sign, term) in enumerate(terms):
                if term == ONE:
                    yield addition((*terms[:k], (sign, TWO), *terms[k + 1 :]))


def of_product(node: Product, place: Place) -> Iterator[Node]:
    numbers = [k for k, factor in enumerate(node.factors) if is_number(factor)]
    for k in numbers:
        yield without(node, k)
    if not numbers and not any(isinstance(f, BigOperator) or is_quotient(f, place) for f in node.factors):
        yield times(node, TWO)
        yield over(node, TWO)


def is_number(node: Node) -> bool:
    """Whether a node is a number: 2, \\frac{1}{2}."""
    match node:
        case Fraction(above, below) | Slash(above, below):
            return is_number(above) and is_number(below)
    return isinstance(node, Number)


def is_quotient(node: Node, place: Place) -> bool:
    return isinstance(node, Fraction) and place.is_ordinary(node)


def of_fraction(node: Fraction) -> Iterator[Node]:
    above, below = node.numerator, node.denominator
    if is_number(above) and isinstance(below, Number):
        return
    if isinstance(above, Number) and above != ONE:
        yield Fraction(ONE, below, node.style)
    if isinstance(below, Number):
        yield above
    if any(isinstance(factor, Number) and factor != ONE for factor in factors_of(below)):
        return
    if above == ONE or not isinstance(above, Number | Product | Addition):
        yield Fraction(product(TWO, above), below, node.style)
    if not any(isinstance(factor, Number) and factor != ONE for factor in factors_of(above)):
        yield quotient(above, product(TWO, below))


REPAIR = Repair("BN305", "numeric-factor", __doc__, edits)
