"""A side as it reads with one missing pair of parentheses put in: a · b + c + d as a · (b + c + d).

Syntax in, syntax out. Which of them was meant is for others to find out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bnderive.records import dataclass
from bnderive.syntax.nodes import Addition, Bracketed, Node, Product
from bnderive.syntax.shapes import rewritten, walk

MAX_PAIRS = 6


@dataclass(frozen=True, slots=True)
class Parenthesised:
    """A side in which `factor` multiplies a whole sum."""

    side: Node
    factor: Node


def parenthesised(side: Node) -> Iterator[Parenthesised]:
    """A few ways to put a pair in, those first that open behind a sign of multiplication."""
    return islice(_all(side), MAX_PAIRS)


def _all(side: Node) -> Iterator[Parenthesised]:
    for node in walk(side):
        if isinstance(node, Addition):
            for factor, new in _openings(node):
                yield Parenthesised(put(side, node, new), factor)


def put(side: Node, old: Node, new: Node) -> Node:
    """A side with one very node of it another."""
    return rewritten(side, lambda part: new if part is old else part)


def _openings(sum_: Addition) -> Iterator[tuple[Node, Node]]:
    """What multiplies the rest of a sum, and the sum as it then is."""
    for k, term in enumerate(sum_.terms[:-1]):
        if not isinstance(term, Product):
            continue
        for place in _places(term):
            first = _product(term, place, len(term.factors))
            inner = Bracketed("(", Addition((first, *sum_.terms[k + 1 :]), ("+", *sum_.signs[k + 1 :])), ")")
            product = Product((*term.factors[:place], inner), term.operators[:place])
            whole = Addition((*sum_.terms[:k], product), sum_.signs[: k + 1]) if k else product
            yield _product(term, 0, place), whole


def _places(product: Product) -> list[int]:
    """Where a bracket may open in a product: behind its signs of multiplication, the last first; else before the last
    factor.
    """
    marked = [k + 1 for k, operator in enumerate(product.operators) if operator]
    return marked[::-1] or [len(product.factors) - 1]


def _product(product: Product, first: int, end: int) -> Node:
    factors = product.factors[first:end]
    return factors[0] if len(factors) == 1 else Product(factors, product.operators[first : end - 1])
