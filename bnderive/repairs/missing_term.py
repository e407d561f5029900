r"""A term was left out

Sees a sum that lacks a term of the true value: the mean of the gradient, or its projection on \hat{x}.

The gradient reaches an input on several paths, and each adds a term. The path through the input itself is never
forgotten; those through the mean and the variance are, or one of them is thought to vanish.

wrong \frac{\partial (x_j - \mu)}{\partial x_i} = \delta_{ij}
right \frac{\partial (x_j - \mu)}{\partial x_i} = \delta_{ij} - \frac{1}{N}
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from bnderive.place import Place, is_kronecker
from bnderive.repairs import Repair
from bnderive.syntax.building import addition, factors_of, over, terms_of
from bnderive.syntax.nodes import Addition, Bracketed, Listing, Node, Row

MAX_TERMS = 4
Term = tuple[str, Node]


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Addition():
            yield from with_terms(node, place)
        case Bracketed("(" | "[" as left, body, right) if is_single(body, place):
            yield from (Bracketed(left, longer, right) for longer in with_terms(body, place))
        case _ if node is place.side or is_indicator(node, place):
            yield from with_terms(node, place) if is_single(node, place) else ()


def is_single(node: Node, place: Place) -> bool:
    return not isinstance(node, Addition | Row | Listing) and place.is_ordinary(node)


def is_indicator(node: Node, place: Place) -> bool:
    use = place.use(node)
    return use is not None and is_kronecker(use)


def with_terms(node: Node, place: Place) -> Iterator[Node]:
    """The sum with up to two terms more, of those that the true value has, whole or as means."""
    present = terms_of(node)
    missing = tuple(term for term in place.terms if term not in present)
    size = place.size(node)
    yield from (addition((*present, *terms)) for whole, terms in place.lacking if whole is node)
    for chosen in chosen_of(missing):
        yield addition((*present, *chosen))
        if size is not None and not any(size in factors_of(term) for _, term in chosen):
            yield addition((*present, *((sign, over(term, size)) for sign, term in chosen)))


def chosen_of(terms: Sequence[Term]) -> Iterator[tuple[Term, ...]]:
    """Each of the first terms, and every two of them."""
    for count in (1, 2):
        yield from combinations(terms[:MAX_TERMS], count)


REPAIR = Repair("BN320", "missing-term", __doc__, edits, looks_twice=True)
