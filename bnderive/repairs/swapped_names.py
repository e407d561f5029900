r"""Swapped names: one array for another, μ for x̄, or a fraction upside down

Sees a name where another with as many indices was meant, and a fraction whose numerator and denominator have changed
places.

Arrays of the same shape fit everywhere, x where y belongs, and no dimension check finds it. A derivative that is looked
up in the wrong direction is its own reciprocal.

wrong \frac{\partial y_i}{\partial \hat{x}_i} = \beta
right \frac{\partial y_i}{\partial \hat{x}_i} = \gamma
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.repairs.missing_accent import without_marks
from bnderive.syntax.building import ONE
from bnderive.syntax.nodes import Fraction, Node


def edits(node: Node, place: Place) -> Iterator[Node]:
    use = place.use(node)
    if isinstance(node, Fraction):
        yield from upside_down(node, place)
    for name in alike(use.name, len(use.indices), place) if use is not None else ():
        other = place.named(name, use.indices, use.power) if use is not None else None
        if other is not None:
            yield other


def upside_down(node: Fraction, place: Place) -> Iterator[Node]:
    if place.is_ordinary(node) and node.numerator != node.denominator:
        yield node.denominator if node.numerator == ONE else Fraction(node.denominator, node.numerator, node.style)


def alike(name: str, indices: int, place: Place) -> Iterator[str]:
    """The names with as many indices, but neither sizes nor ε, nor those that differ by a mark alone."""
    apart = {place.loss, *place.sizes, *place.positive}
    for other, arity in place.arity.items() if name not in apart else ():
        is_root = f"{other}^{{2}}" in place.arity
        if (
            arity == indices
            and other not in apart | {name}
            and not is_root
            and without_marks(other) != without_marks(name)
        ):
            yield other


REPAIR = Repair("BN315", "swapped-names", __doc__, edits)
