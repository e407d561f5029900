r"""A wrong index: x_i where x_j belongs

Sees an element of an array with one of its indices another letter that is in scope, or with a number for an index; and
a sum over another letter than the one in what it sums.

Inside a sum two letters are at hand, the one that the sum binds and the one on the left side, and they look alike.
Where a single sample was worked out first, its number may have been left standing.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_j - \mu)
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.building import with_bound
from bnderive.syntax.nodes import BigOperator, Node, Row


def edits(node: Node, place: Place) -> Iterator[Node]:
    if isinstance(node, BigOperator) and node.lower is not None:
        yield from over_another(node, lower_letters(node.lower), place)
    indices = place.indices(node) if not isinstance(node, Row) else None
    for k, old in enumerate(indices or ()):
        for letter in place.in_scope:
            if indices is not None and letter != old:
                other = place.indexed(node, (*indices[:k], letter, *indices[k + 1 :]))
                if other is not None:
                    yield other


def over_another(node: BigOperator, bound: tuple[str, ...], place: Place) -> Iterator[Node]:
    """The sum over a letter of its body that nothing binds."""
    for letter in place.letters(node.body) if len(bound) == 1 else ():
        if letter not in (*place.in_scope, *bound):
            yield with_bound(node, letter)


REPAIR = Repair("BN302", "wrong-index", __doc__, edits)
