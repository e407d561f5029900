r"""A factor was dropped, or is one too many: (x_i − μ), x̂_i or γ

Sees a product, a fraction or a sum that lacks a deviation from a mean, an element of an array or a parameter; and a
factor that should not be there.

The factor is what the chain rule leaves of an inner function, and it is easily lost where two derivatives are written
as one, or where the outer one alone is remembered.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N}
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.derivatives import Derivative, read_derivative
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import ONE, addition, product, terms_of, times, with_body, without
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
)

MAX_CANDIDATES = 9


def edits(node: Node, place: Place) -> Iterator[Node]:
    if (found := read_derivative(node)) is not None:
        yield from links(node, found, place)
    if not place.is_ordinary(node):
        return
    if place.factors:
        yield from with_known(node, place)
    match node:
        case Product(factors):
            yield from (without(node, k) for k, factor in enumerate(factors) if is_droppable(factor, place))
            if not any(isinstance(factor, Fraction) and place.is_ordinary(factor) for factor in factors):
                yield from (product(factor, node) for factor in candidates(place))
        case Fraction(above) if isinstance(above, Number | Product | Addition | Negative):
            yield from (times(node, factor) for factor in candidates(place) if is_beside(node, factor))
        case Fraction(_, below, style):
            yield Fraction(ONE, below, style)
            yield from (times(node, factor) for factor in candidates(place))
        case Number("1"):
            yield from (factor for factor in candidates(place) if not isinstance(factor, Bracketed))
        case BigOperator(body=body):
            yield from in_sum(node, body, place)
        case Addition():
            yield from in_terms(node, place)
        case _ if (use := place.use(node)) is not None and use.indices:
            yield from (product(factor, node) for name in place.parameters if (factor := place.named(name, ())))
            if place.factors and use.power is None:
                yield product(node, Bracketed("(", Addition((ONE, node), ("+", "-")), ")"))


def with_known(node: Node, place: Place) -> Iterator[Node]:
    """The node with a factor of other rows, also at one of its terms or at what it sums."""
    bound = lower_letters(node.lower) if isinstance(node, BigOperator) and node.lower is not None else ()
    inner = place.within(bound) if bound else place
    for factor in place.factors:
        match node:
            case BigOperator(body=body) if is_within(factor, inner) and not isinstance(body, Product | Fraction):
                yield with_body(node, beside(body, factor))
        if not is_within(factor, place):
            continue
        if node is place.side or isinstance(node, Product | Fraction):
            yield beside(node, factor)
        match node:
            case Fraction(above, below, style):
                yield Fraction(above, product(below, factor), style)
            case Addition():
                terms = terms_of(node)
                for k, (sign, term) in enumerate(terms):
                    if not isinstance(term, Product | Fraction):
                        yield addition((*terms[:k], (sign, beside(term, factor)), *terms[k + 1 :]))


def beside(node: Node, factor: Node) -> Node:
    """The product, with the factor in front of what ends with a sum."""
    match node:
        case Negative(body):
            return Negative(beside(body, factor))
        case BigOperator() | Product(factors=(*_, BigOperator())):
            return product(factor, node)
    return product(node, factor)


def links(node: Node, found: Derivative, place: Place) -> Iterator[Node]:
    """A link of a chain rule before a derivative, from the loss, and one after it, to what the left side is for."""
    loss, above = place.named(place.loss, ()), place.use(found.of) if found.of is not None else None
    if loss is not None and above is not None and found.of is not None and above.name != place.loss:
        yield product(derivative(loss, found.of), node)
    ends = [place.named(name, (letter,)) for letter in place.free for name in place.inputs]
    ends += [place.named(name, ()) for name in place.parameters if not place.free]
    for end in ends if len(found.by) == 1 else ():
        if end is not None and end != found.by[0]:
            yield product(node, derivative(found.by[0], end))


def derivative(of: Node, by: Node) -> Node:
    above, below = (Product((Identifier("\\partial"), name), ("",)) for name in (of, by))
    return Fraction(above, below)


def is_within(factor: Node, place: Place) -> bool:
    """Whether all letters of a factor mean something here."""
    return set(place.letters(factor)) <= set(place.in_scope)


def is_droppable(factor: Node, place: Place) -> bool:
    return isinstance(factor, Bracketed | Fraction) or place.use(factor) is not None


def is_beside(node: Fraction, factor: Node) -> bool:
    """Whether a factor is put beside a fraction; above the line it is a factor of what stands there."""
    return isinstance(factor, Bracketed) or node.numerator != ONE


def in_sum(node: BigOperator, body: Node, place: Place) -> Iterator[Node]:
    """A factor before the sum, and one inside of it where no product or fraction stands."""
    yield from (product(factor, node) for factor in candidates(place))
    if not isinstance(body, Product | Fraction) or not place.is_ordinary(body):
        bound = lower_letters(node.lower) if node.lower is not None else ()
        yield from (with_body(node, product(body, factor)) for factor in candidates(place.within(bound)))


def in_terms(node: Addition, place: Place) -> Iterator[Node]:
    """A factor at a term that is neither product nor fraction nor number nor sum."""
    terms = terms_of(node)
    for k, (sign, term) in enumerate(terms):
        if place.use(term) is not None:
            for factor in candidates(place):
                if factor != term:
                    yield addition((*terms[:k], (sign, product(factor, term)), *terms[k + 1 :]))


def candidates(place: Place) -> Iterator[Node]:
    """What may have been dropped: in a sum only what varies in it, for the rest may as well stand before it."""
    return islice(varying(place), MAX_CANDIDATES)


def varying(place: Place) -> Iterator[Node]:
    letters = place.bound[-1:] or place.free
    for letter in letters:
        yield from place.deviation(letter)
    if not place.bound:
        yield from parameters(place)
    for array in place.arrays:
        elements = (place.named(array, (letter,)) for letter in letters)
        yield from (element for element in elements if element is not None)


def parameters(place: Place) -> Iterator[Node]:
    """γ and β, and the statistics of the author's own, which are no mean or variance of the inputs."""
    means = {mean for _, mean in place.deviations}
    own = (name for name in place.statistics - means if place.arity.get(name) == 0 and not name.endswith("^{2}"))
    for name in (*place.parameters, *sorted(own)):
        if (node := place.named(name, ())) is not None:
            yield node


REPAIR = Repair("BN307", "dropped-factor", __doc__, edits, looks_twice=True)
