r"""The left side names another derivative

Sees a derivative on the left with another index, accent or name than the right side is the derivative of. The right
side is left as it is.

A block of derivatives is written by copying the line above and changing it. What is changed on the right is sometimes
left on the left, so that a right formula stands under a wrong heading.

wrong \frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}
right \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair, missing_accent, swapped_names, wrong_index
from bnderive.syntax.nodes import Node


def edits(node: Node, place: Place) -> Iterator[Node]:
    if place.use(node) is not None:
        for fault in (missing_accent, wrong_index, swapped_names):
            yield from fault.edits(node, place)
        if (loss := place.named(place.loss, ())) is not None and loss != node:
            yield loss
        if loss == node:
            others = (place.named(name, ()) for name in statistics_of(place))
            yield from (other for other in others if other is not None and other != node)


def statistics_of(place: Place) -> Iterator[str]:
    """The names without an index that the document defines: μ, σ²; and σ where its square is one."""
    roots = (name for name in place.arity if f"{name}^{{2}}" in place.statistics)
    yield from dict.fromkeys((*(name for name in sorted(place.statistics) if place.arity.get(name) == 0), *roots))


REPAIR = Repair("BN316", "wrong-left-side", __doc__, edits, on_left=True)
