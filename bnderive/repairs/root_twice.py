r"""A root taken twice, or not at all

Sees a root of what is a root already, of a power of 1/2, or of a standard deviation; and a variance with its ε that
stands where its root was meant.

The variance, its root and one over its root go by names that are much alike. Who writes √(s^{−1/2}) has taken the root
once in the sign and once in the exponent.

wrong \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sigma^2 + \epsilon}
right \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import TWO, raised
from bnderive.syntax.nodes import Addition, Bracketed, Fraction, Negative, Node, Root, Scripted, Slash


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Root(Root() as inner, None):
            yield inner
        case Root(Scripted(base, sub, sup) as inner, None) if has_half(sup):
            yield inner
            yield Root(base if sub is None else Scripted(base, sub))
        case Root(radicand, None):
            yield radicand
        case Scripted(Root(radicand, None), None, sup) if sup is not None and has_half(sup):
            yield raised(radicand, sup)
        case Addition() if is_variance(node, place):
            yield Root(node)
        case Scripted(Bracketed("(", body) as base, None, sup) if sup is not None and is_variance(body, place):
            yield Scripted(Root(base.body), None, sup)


def has_half(node: Node | None) -> bool:
    """Whether an exponent is a number of halves."""
    match node:
        case Fraction(_, below) | Slash(_, below):
            return below == TWO
        case Negative(body):
            return has_half(body)
    return False


def is_variance(node: Node, place: Place) -> bool:
    """Whether a node is a sum of a statistic and ε."""
    uses = [place.use(term) for term in node.terms] if isinstance(node, Addition) else []
    names = {use.name if use is not None else "" for use in uses}
    known = names <= place.statistics | place.positive and names & place.positive and names & place.statistics
    return isinstance(node, Addition) and bool(known) and "-" not in node.signs


REPAIR = Repair("BN311", "root-twice", __doc__, edits)
