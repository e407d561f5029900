r"""The mean was not subtracted: x_i for x_i − μ

Sees an element of an array whose deviation from its mean is what the definitions are made of.

The deviation is written out so often that it is read as one thing, and copied as the letter that it begins with. For
centred inputs the two are the same, so that no example with a mean of zero shows it.

wrong \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} x_i
right \frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.nodes import Addition, Bracketed, Node, Scripted


def edits(node: Node, place: Place) -> Iterator[Node]:
    use = place.use(node)
    means = [mean for array, mean in place.deviations if use is not None and array == use.name]
    element = place.named(use.name, use.indices) if use is not None and means else None
    for mean in means:
        centre = place.named(mean, ())
        if element is not None and centre is not None and use is not None:
            deviation = Bracketed("(", Addition((element, centre), ("+", "-")), ")")
            yield deviation if use.power is None else Scripted(deviation, None, use.power)


REPAIR = Repair("BN321", "missing-mean", __doc__, edits)
