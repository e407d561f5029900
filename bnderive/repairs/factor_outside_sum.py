r"""A factor on the wrong side of a sum: γ_i, w_i or x̂_j before a sum that it varies in

Sees a factor with an index beside a sum that it belongs inside of, under the index that the sum binds; and one inside
that belongs outside, under the index of the row.

What is constant may stand before the sum. A gain or a weight of each feature is not constant there, though it looks
like the scalar of the textbook case.

wrong \frac{\partial L}{\partial \gamma} = \hat{x}_i \sum_j \frac{\partial L}{\partial y_j}
right \frac{\partial L}{\partial \gamma} = \sum_j \hat{x}_j \frac{\partial L}{\partial y_j}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.repairs.index_clash import own_letters
from bnderive.repairs.missing_cross_terms import Turning
from bnderive.syntax.building import ONE, factors_of, product, with_body, with_factors, without
from bnderive.syntax.nodes import BigOperator, Fraction, Node, Product


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Product() if place.is_ordinary(node):
            for k, factor in enumerate(node.factors):
                if isinstance(factor, BigOperator) and len(bound := bound_by(factor)) == 1:
                    yield from drawn_in(node, k, factor, bound[0], place)
        case BigOperator(body=Product() as body) if place.is_ordinary(body) and len(bound := bound_by(node)) == 1:
            yield from put_out(node, body, bound[0], place)


def bound_by(node: BigOperator) -> tuple[str, ...]:
    return own_letters(node.lower) if node.operator == "\\sum" else ()


def drawn_in(node: Product, k: int, total: BigOperator, bound: str, place: Place) -> Iterator[Node]:
    """One of the other factors, or of what stands above their lines, taken into the sum."""
    for n, factor in enumerate(node.factors):
        for moved, left in ((f, g) for f, g in takings(factor, place) if n != k):
            for letter in place.letters(moved):
                for inner in dict.fromkeys((place.renamed(moved, letter, bound), Turning(place, letter, bound)(moved))):
                    yield with_factors(node, {k: with_body(total, product(inner, total.body)), n: left})


def takings(factor: Node, place: Place) -> Iterator[tuple[Node, Node]]:
    """What may be taken from a factor, and what is left of it."""
    if not isinstance(factor, Fraction) or not place.is_ordinary(factor):
        if not isinstance(factor, BigOperator):
            yield factor, ONE
        return
    above = factor.numerator
    for n, part in enumerate(factors_of(above)):
        rest = without(above, n) if isinstance(above, Product) else ONE
        yield part, Fraction(rest, factor.denominator, factor.style)


def put_out(node: BigOperator, body: Product, bound: str, place: Place) -> Iterator[Node]:
    """One of the factors of a sum before it, under another index."""
    for n, factor in enumerate(body.factors):
        for letter in place.in_scope:
            if bound in place.letters(factor) and letter != bound:
                yield product(place.renamed(factor, bound, letter), with_body(node, without(body, n)))


REPAIR = Repair("BN304", "factor-outside-sum", __doc__, edits)
