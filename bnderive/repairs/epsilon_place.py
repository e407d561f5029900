r"""The ε is missing, or stands in another place

Sees a variance without the ε that the document adds to it, an ε that should not be there, and one that stands outside
of the root where it was meant inside, or the other way round.

The ε is there for the computer and not for the mathematics, and derivations leave it out on the way. Implementations
differ in whether it is added to the variance or to the standard deviation.

wrong \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2}}
right \frac{\partial \hat{x}_i}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import addition, terms_of
from bnderive.syntax.nodes import Addition, Node, Number, Root, Scripted


def edits(node: Node, place: Place) -> Iterator[Node]:
    epsilon = next((found for name in sorted(place.positive) if (found := place.named(name, ())) is not None), None)
    if epsilon is None:
        return
    match node:
        case Addition():
            yield from of_sum(node, place)
        case Root(radicand, None) if (use := place.use(radicand)) is not None and use.name in place.statistics:
            yield Root(Addition((radicand, epsilon), ("+", "+")))
        case Root(Addition() as radicand, None) if epsilon in radicand.terms[1:]:
            rest = without_term(radicand, radicand.terms.index(epsilon))
            yield Addition((rooted(rest, place), epsilon), ("+", "+"))
        case _ if (use := place.use(node)) is not None and not use.indices:
            yield from of_name(node, use.name, use.power, epsilon, place)


def of_sum(node: Addition, place: Place) -> Iterator[Node]:
    """The sum without its ε, and the root of a variance with its ε for a standard deviation with it."""
    for k, term in enumerate(node.terms):
        use = place.use(term)
        if use is not None and use.name in place.positive:
            rest = without_term(node, k)
            yield rest
            match rest:
                case Root(radicand, None):
                    yield Root(Addition((radicand, term), ("+", "+")))
                case _ if (square := squared(rest, place)) is not None:
                    yield Root(Addition((square, term), ("+", "+")))


def of_name(node: Node, name: str, power: Node | None, epsilon: Node, place: Place) -> Iterator[Node]:
    """A variance with its ε; for a standard deviation the root of that."""
    square = squared(node, place) if power is None else None
    if square is not None:
        yield Root(Addition((square, epsilon), ("+", "+")))
    if square is not None or is_spread(name, power, place):
        yield Addition((node, epsilon), ("+", "+"))


def is_spread(name: str, power: Node | None, place: Place) -> bool:
    """Whether a name is a statistic that is no mean: σ², or a mean of squares."""
    return power is None and name in place.statistics and all(name != mean for _, mean in place.deviations)


def rooted(node: Node, place: Place) -> Node:
    """σ for σ², where the root has a name of its own; else the root."""
    match node:
        case Scripted(base, sub, Number("2")):
            plain = base if sub is None else Scripted(base, sub)
            return plain if place.use(plain) is not None else Root(node)
    return Root(node)


def squared(node: Node, place: Place) -> Node | None:
    """σ² for σ, where it is a name of the document."""
    use = place.use(node)
    square = f"{use.name}^{{2}}" if use is not None else ""
    return place.named(square, use.indices) if use is not None and square in place.arity else None


def without_term(node: Addition, k: int) -> Node:
    terms = terms_of(node)
    return addition((*terms[:k], *terms[k + 1 :]))


REPAIR = Repair("BN318", "epsilon-place", __doc__, edits)
