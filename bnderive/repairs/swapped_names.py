r"""Swapped names: one array for another, μ for x̄, or a fraction upside down

Sees a name where another of the same kind was meant: as many indices, and a statistic for a statistic; and a fraction
whose numerator and denominator have changed places.

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
    """The names of the same kind, those apart that differ by a mark or a square alone."""
    parameters = place.parameters
    for other, arity in place.arity.items():
        same_kind = (other in place.statistics) == (name in place.statistics)
        if indices == 0 and name not in place.statistics:
            same_kind = name in parameters and other in parameters
        is_other = other != name and without_marks(other) != without_marks(name)
        if arity == indices and same_kind and is_other and not squares(name, other):
            yield other


def squares(name: str, other: str) -> bool:
    return name == f"{other}^{{2}}" or other == f"{name}^{{2}}"


REPAIR = Repair("BN315", "swapped-names", __doc__, edits)
