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
from dataclasses import replace

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.repairs.index_clash import own_letters
from bnderive.repairs.missing_cross_terms import Turning
from bnderive.syntax.building import ONE, factors_of, inside, product, with_body, with_factors, without
from bnderive.syntax.nodes import Addition, BigOperator, Bracketed, Fraction, Negative, Node, Product


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Product() if place.is_ordinary(node):
            for k, factor in enumerate(node.factors):
                if isinstance(factor, BigOperator) and len(bound := bound_by(factor)) == 1:
                    yield from drawn_in(node, k, factor, bound[0], place)
                if isinstance(factor, Bracketed) and isinstance(total := inside(factor), Addition):
                    yield from multiplied_out(node, k, factor, total, place)
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


def multiplied_out(node: Product, k: int, bracket: Bracketed, total: Addition, place: Place) -> Iterator[Node]:
    """One of the other factors taken into each term of a bracket, and into the sums there under their own index."""
    for n, factor in enumerate(node.factors):
        for moved, left in takings(factor, place) if n != k else ():
            for letter in place.letters(moved):
                terms = tuple(times(term, moved, letter, place) for term in total.terms)
                if any(term != product(moved, old) for term, old in zip(terms, total.terms, strict=True)):
                    yield with_factors(node, {k: replace(bracket, body=replace(total, terms=terms)), n: left})


def times(term: Node, moved: Node, letter: str, place: Place) -> Node:
    """A term with another factor, which runs with the index of the sum that the term has."""
    match term:
        case BigOperator(body=body) if len(bound := bound_by(term)) == 1:
            return with_body(term, product(place.renamed(moved, letter, bound[0]), body))
        case Product(factors):
            sums = (
                k for k, factor in enumerate(factors) if isinstance(factor, BigOperator | Fraction) and adds(factor)
            )
            k = next(sums, None)
            if k is not None:
                return with_factors(term, {k: times(factors[k], moved, letter, place)})
        case Fraction(above, below, style) if adds(above):
            return Fraction(times(above, moved, letter, place), below, style)
        case Negative(body):
            return Negative(times(body, moved, letter, place))
    return product(moved, term)


def adds(node: Node) -> bool:
    """Whether a node is a sum, or a product or a fraction with one above its line."""
    match node:
        case BigOperator():
            return len(bound_by(node)) == 1
        case Product(factors):
            return any(map(adds, factors))
        case Fraction(above, _, _):
            return adds(above)
    return False


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
