r"""One letter for two indices: the bound one and the free one

Sees a sum whose index is the index of the row, so that what was meant to stand still in the sum runs with it.

The definitions use i for every sum, and so does the left side. Put into each other, two letters become one; the factor
of the row is then swallowed by the sum.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N^2} \sum_i (x_i - x_i)
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N^2} \sum_j (x_i - x_j)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import with_body, with_bound
from bnderive.syntax.nodes import BigOperator, Node
from bnderive.syntax.shapes import children, rebuilt

MAX_WAYS = 12


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case BigOperator("\\sum", lower, _, body) if lower is not None:
            bound = lower_letters(lower)
            if len(bound) == 1 and bound[0] in place.in_scope:
                yield from parted(node, body, bound[0], place)


def parted(node: BigOperator, body: Node, old: str, place: Place) -> Iterator[Node]:
    """The sum over a letter of its own, where one or two of the elements in it keep the index of the row."""
    new = place.spare_letter(node)
    head = with_bound(node, new)
    found = list(carrying(body, old, place))
    ways = [(kept,) for kept in found] + [*combinations(found, 2)] * (len(found) > 2)
    for kept in ways[:MAX_WAYS] if len(found) > 1 else ():
        yield with_body(head, renamed_but(body, kept, old, new, place))


def carrying(node: Node, letter: str, place: Place) -> Iterator[Node]:
    """The elements in a node that have an index."""
    use = place.use(node)
    if use is None:
        for child in children(node):
            yield from carrying(child, letter, place)
    elif letter in use.indices:
        yield node


def renamed_but(node: Node, kept: Sequence[Node], old: str, new: str, place: Place) -> Node:
    if any(node is other for other in kept):
        return node
    if place.use(node) is not None:
        return place.renamed(node, old, new)
    return rebuilt(node, lambda part: renamed_but(part, kept, old, new, place))


REPAIR = Repair("BN313", "index-clash", __doc__, edits)
