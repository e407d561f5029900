r"""One letter for two indices: the bound one and the free one

Sees a sum whose index is the index of the row, so that what was meant to stand still in the sum runs with it.

The definitions use i for every sum, and so does the left side. Put into each other, two letters become one; the factor
of the row is then swallowed by the sum.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N^2} \sum_i (x_i - x_i)
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N^2} \sum_j (x_i - x_j)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import product, with_body, with_bound
from bnderive.syntax.nodes import BigOperator, Node, Number, Row, Scripted
from bnderive.syntax.shapes import children, rewritten

MAX_SPLIT = 6
MAX_WAYS = 12

Occurrence = tuple[Node, int]
"""A node that has indices, and which of them is meant."""


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case BigOperator("\\sum", lower, _, body) if lower is not None:
            bound = lower_letters(lower)
            if len(set(bound)) == 1 and bound[0] in place.in_scope:
                yield from parted(node, body, bound, place)
                apart = without_squares(body, bound[0], place)
                yield from parted(node, apart, bound, place) if apart != body else ()


def parted(node: BigOperator, body: Node, bound: tuple[str, ...], place: Place) -> Iterator[Node]:
    """The sum over a letter of its own, with which some of the indices in it run, most of them first. All of them do
    only where the range is barred at the letter of the row: j ≠ j.
    """
    new = place.spare_letter(node)
    found, head = list(occurrences(body, bound[0], place)), with_bound(node, new)
    most = len(found) if len(bound) > 1 else len(found) - 1
    sizes = range(most, 0, -1) if len(found) <= MAX_SPLIT else (most, most - 1)
    ways = [way for size in sizes for way in combinations(found, size)]
    for way in ways if len(found) <= MAX_SPLIT else ways[:MAX_WAYS]:
        changed = running(body, way, new, place)
        if changed is not None:
            yield with_body(head, changed)


def without_squares(body: Node, letter: str, place: Place) -> Node:
    """A body with the squares of what has a letter written as products: x̂_i² was x̂_i x̂_j."""

    def twice(node: Node) -> Node:
        match node:
            case Scripted(base, Node() as sub, Number("2")):
                once = Scripted(base, sub, None)
                return product(once, replace(once)) if letter in (place.indices(once) or ()) else node
        return node

    return rewritten(body, twice)


def occurrences(node: Node, letter: str, place: Place) -> Iterator[Occurrence]:
    """Every place in a node where a letter stands for an index from outside of it."""
    indices = place.indices(node)
    if indices is not None:
        yield from ((node, k) for k, index in enumerate(indices) if index == letter)
    elif not (isinstance(node, BigOperator) and letter in own_letters(node.lower)):
        for child in children(node):
            yield from occurrences(child, letter, place)


def own_letters(lower: Node | None) -> tuple[str, ...]:
    """The letters that a sum binds: not the j of `k \\ne j`."""
    letters = lower_letters(lower) if lower is not None else ()
    return letters[:1] if isinstance(lower, Row) and lower.relations == ("\\ne",) else letters


def running(body: Node, way: Sequence[Occurrence], new: str, place: Place) -> Node | None:
    """The body with some of its indices another letter; None where one of them cannot be written so."""
    others: dict[int, Node] = {}
    for node in dict.fromkeys(id(node) for node, _ in way):
        (whole, *_), slots = zip(*(each for each in way if id(each[0]) == node), strict=True)
        indices = place.indices(whole) or ()
        other = place.indexed(whole, tuple(new if k in slots else index for k, index in enumerate(indices)))
        if other is None:
            return None
        others[node] = other
    return rewritten(body, lambda part: others.get(id(part), part))


REPAIR = Repair("BN313", "index-clash", __doc__, edits)
