r"""One letter for two indices: the bound one and the free one

Sees a sum whose index is the index of the row, so that what was meant to stand still in the sum runs with it.

The definitions use i for every sum, and so does the left side. Put into each other, two letters become one; the factor
of the row is then swallowed by the sum.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N^2} \sum_i (x_i - x_i)
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N^2} \sum_j (x_i - x_j)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import letter_node, with_body
from bnderive.syntax.nodes import BigOperator, Node, Row
from bnderive.syntax.shapes import children, rebuilt

MAX_KEPT = 4


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case BigOperator("\\sum", lower, _, body) if lower is not None:
            bound = lower_letters(lower)
            if len(bound) == 1 and bound[0] in place.in_scope:
                yield from parted(node, body, bound[0], place)


def parted(node: BigOperator, body: Node, old: str, place: Place) -> Iterator[Node]:
    """The sum over a letter of its own, where one of the elements in it keeps the index of the row."""
    new = place.spare_letter(node)
    head = with_bound(node, new)
    found = list(carrying(body, old, place))
    for kept in found[:MAX_KEPT] if len(found) > 1 else ():
        yield with_body(head, renamed_but(body, kept, old, new, place))


def carrying(node: Node, letter: str, place: Place) -> Iterator[Node]:
    """The elements in a node that have an index."""
    use = place.use(node)
    if use is None:
        for child in children(node):
            yield from carrying(child, letter, place)
    elif letter in use.indices:
        yield node


def renamed_but(node: Node, kept: Node, old: str, new: str, place: Place) -> Node:
    if node is kept:
        return node
    if place.use(node) is not None:
        return place.renamed(node, old, new)
    return rebuilt(node, lambda part: renamed_but(part, kept, old, new, place))


def with_bound(node: BigOperator, letter: str) -> BigOperator:
    """The sum over another letter, with the same ends."""
    lower: Node = letter_node(letter)
    if isinstance(node.lower, Row) and node.lower.relations == ("=",):
        lower = Row((lower, *node.lower.sides[1:]), node.lower.relations)
    return BigOperator(node.operator, lower, node.upper, node.body)


REPAIR = Repair("BN313", "index-clash", __doc__, edits)
