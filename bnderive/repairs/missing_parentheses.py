r"""Parentheses are missing, or too many

Sees a product before a sum, the last factor of which may have been meant to multiply all that follows; a Σ that takes
in less than it was meant to, a power of the last term alone; and parentheses that hold together too much.

On paper a wide space or a line break does the work of parentheses. On the way into LaTeX it is lost, and what was one
factor for a whole sum is left with the first term.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} x_i - \mu
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import ONE, addition, factors_of, grouped, product, terms_of, with_body, with_factors
from bnderive.syntax.nodes import Addition, BigOperator, Bracketed, Negative, Node, Product, Scripted

MAX_ENDS = 3

Terms = tuple[tuple[str, Node], ...]


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Addition():
            terms = terms_of(node)
            for k in range(len(terms)):
                yield from closed_in(terms, k)
        case Product() if place.is_ordinary(node):
            yield from (led_by(first, rest) for first, rest in parted_product(node))
        case Negative(Bracketed() as body):
            yield from (led_by(Negative(first), rest) for first, rest in parted(body))
        case Negative(Product() as body) if place.is_ordinary(body):
            yield from (led_by(Negative(first), rest) for first, rest in parted_product(body))
        case BigOperator(body=body):
            yield from (led_by(with_body(node, first), rest) for first, rest in parted(body))


def closed_in(terms: Terms, k: int) -> Iterator[Node]:
    """Parentheses that begin within term k and end with a later one, or the other way round."""
    sign, term = terms[k]
    for end in dict.fromkeys((len(terms), *range(k + 2, k + 2 + MAX_ENDS))):
        if k + 1 < end <= len(terms):
            for whole in reaching(term, terms[k + 1 : end]):
                yield addition((*terms[:k], (sign, whole), *terms[end:]))
    if len(terms) > k + 2 and terms[k + 1][0] == "-":
        yield addition((*terms[:k], (sign, joined(term, grouped(addition(terms[k + 1 :]))))))
    for inner, power, others in endings(term) if k > 0 else ():
        for whole in openings(terms[k - 1][1], ((sign, inner),), power):
            yield addition((*terms[: k - 1], (terms[k - 1][0], joined(whole, others)), *terms[k + 1 :]))
    if isinstance(term, Product) and (k > 1 or (k and isinstance(terms[0][1], Product))):
        first = grouped(addition((*terms[:k], (sign, term.factors[0]))))
        yield addition((("+", with_factors(term, {0: first})), *terms[k + 1 :]))


def endings(node: Node) -> Iterator[tuple[Node, Node | None, Node]]:
    """Where parentheses may end within a term: what stands before that, its power there, the factors after it."""
    factors = factors_of(node)
    for count in range(1, min(len(factors), MAX_ENDS) + 1):
        before, others = product(*factors[:count]), product(*factors[count:])
        if count < len(factors):
            yield before, None, others
        match factors[count - 1]:
            case Scripted(base, sub, sup) if sup is not None and not isinstance(base, Bracketed):
                last = base if sub is None else Scripted(base, sub)
                yield product(*factors[: count - 1], last), sup, others


def openings(node: Node, rest: Terms, power: Node | None) -> Iterator[Node]:
    """A term with parentheses that begin with it, or within it, and hold what follows."""
    match node:
        case Negative(body):
            yield from map(Negative, _together(body, rest, power))
    if power is None and not isinstance(node, Product):
        yield from _together(node, rest, power)
    yield from reaching(node, rest, power)


def joined(node: Node, others: Node) -> Node:
    """A term multiplied: what its Σ sums, where it ends with one."""
    match node:
        case Negative(body):
            return Negative(joined(body, others))
        case BigOperator(body=body):
            return with_body(node, joined(body, others))
        case Product(factors=(*_, BigOperator() as last)):
            return with_factors(node, {len(node.factors) - 1: joined(last, others)})
    return product(node, others)


def reaching(node: Node, rest: Terms, power: Node | None = None) -> Iterator[Node]:
    """The node with its last factor, or what its Σ sums, in parentheses with the terms that follow."""
    match node:
        case Negative(body):
            yield from (Negative(whole) for whole in reaching(body, rest, power))
        case Product(factors):
            last = len(factors) - 1
            for whole in (*reaching(factors[-1], rest, power), *_together(factors[-1], rest, power)):
                yield with_factors(node, {last: whole})
            for k in range(1, last if power is None else 0):
                for whole in _together(Product(factors[k:], node.operators[k:]), rest, power):
                    yield with_factors(node, {k: whole, **dict.fromkeys(range(k + 1, last + 1), ONE)})
        case BigOperator(body=body):
            yield with_body(node, grouped(addition((("+", body), *rest))))
            if isinstance(body, Product | Negative):
                yield from (with_body(node, whole) for whole in reaching(body, rest, power))
        case _ if power is not None:
            yield from _together(node, rest, power)


def _together(node: Node, rest: Terms, power: Node | None) -> Iterator[Node]:
    if not isinstance(node, BigOperator):
        whole = grouped(addition((("+", node), *rest)))
        yield whole if power is None else Scripted(whole, None, power)


def parted_product(node: Product) -> Iterator[tuple[Node, Terms]]:
    """The product with the first term of its last factor alone, and the other terms."""
    last = len(node.factors) - 1
    for first, rest in parted(node.factors[last]):
        yield with_factors(node, {last: first}), rest


def parted(node: Node) -> Iterator[tuple[Node, Terms]]:
    """The first term in parentheses, and the others."""
    if isinstance(node, Bracketed) and isinstance(node.body, Addition):
        yield node.body.terms[0], terms_of(node.body)[1:]


def led_by(first: Node, rest: Terms) -> Node:
    return addition((("+", first), *rest))


REPAIR = Repair("BN312", "missing-parentheses", __doc__, edits)
