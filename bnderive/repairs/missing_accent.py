r"""A hat is missing, or one too many: S_i for \hat{S}_i

Sees an array where another array of the document differs from it by its accent alone: x_i where \hat{x}_i was meant,
or the other way round; and a quantity where the short name of its gradient was meant, y_i for \bar{y}_i.

The hat is the smallest mark on the page and the first to be lost in copying. The formula still looks right, and is
right for inputs that are normalised already, so that a numeric check on standard normal inputs may pass it.

wrong \frac{\partial L}{\partial \gamma} = \sum_{i=1}^{N} \frac{\partial L}{\partial y_i} x_i
right \frac{\partial L}{\partial \gamma} = \sum_{i=1}^{N} \frac{\partial L}{\partial y_i} \hat{x}_i
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place, written
from bnderive.repairs import Repair
from bnderive.survey.names import NameUse
from bnderive.syntax.nodes import Accented, Node, Primed, Scripted, Shorthand


def edits(node: Node, place: Place) -> Iterator[Node]:
    if isinstance(node, Shorthand):
        yield node.by
    use = place.use(node)
    if use is None:
        return
    if use.power is None:
        yield from gradients_of(use, place)
    for name, arity in place.arity.items():
        if name != use.name and arity == len(use.indices) and without_marks(name) == without_marks(use.name):
            other = place.named(name, use.indices, use.power)
            if other is not None:
                yield other


def gradients_of(use: NameUse, place: Place) -> Iterator[Node]:
    """The short names for derivatives by a quantity, with its indices."""
    for gradient in place.gradients:
        of = place.use(gradient.by)
        if of is not None and of.name == use.name and len(of.indices) == len(use.indices):
            other = place.indexed(gradient, use.indices)
            if other is not None:
                yield other


def without_marks(name: str) -> Node | None:
    """The letter of a name, with its labels, but with neither accents nor primes."""
    return _plain(written(name))


def _plain(node: Node | None) -> Node | None:
    match node:
        case Accented(body=body) | Primed(base=body):
            return _plain(body)
        case Scripted(base, sub, sup):
            return Scripted(_plain(base) or base, sub, sup)
    return node


REPAIR = Repair("BN301", "missing-accent", __doc__, edits)
