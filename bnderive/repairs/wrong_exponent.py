r"""A wrong exponent: 3/2 for 1/2, a square lost, σ for σ³

Sees a power with an exponent one off, with half of it, with the other sign, and a power where none was meant; a name or
a bracket that lacks a square, and a standard deviation where its square or its cube was meant.

The derivative lowers an exponent by one, and a root has halved it before: −1/2 becomes −3/2, which is the cube of a
root below the line. Each step is small, and one of them is easily left out.

wrong \frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-1/2}
right \frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-3/2}
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction as Ratio

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import ONE, TWO, addition, inside, terms_of, with_body, with_factors
from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Bracketed,
    Fraction,
    Negative,
    Node,
    Number,
    Product,
    Root,
    Scripted,
    Slash,
)

HALF = Ratio(1, 2)
THREE = Number("3")
MEANT = {
    Ratio(1, 2): (Ratio(3, 2), Ratio(-1, 2)),
    Ratio(3, 2): (Ratio(1, 2), Ratio(-3, 2), Ratio(2)),
    Ratio(-1, 2): (Ratio(-3, 2), Ratio(-1), Ratio(1, 2)),
    Ratio(-3, 2): (Ratio(-1, 2), Ratio(-2), Ratio(-1)),
    Ratio(-1): (Ratio(-2), Ratio(-1, 2), Ratio(1)),
    Ratio(-2): (Ratio(-1), Ratio(-3, 2)),
    Ratio(2): (Ratio(1), Ratio(3, 2), Ratio(3)),
    Ratio(3): (Ratio(2), Ratio(3, 2)),
    Ratio(5, 2): (Ratio(3, 2),),
    Ratio(-5, 2): (Ratio(-3, 2),),
}


def edits(node: Node, place: Place) -> Iterator[Node]:
    if (use := place.use(node)) is not None:
        yield from of_name(use.name, use.indices, use.power, place)
        return
    match node:
        case Scripted(Bracketed() | Root() as base, None, sup) if sup is not None and (value := ratio(sup)):
            yield from (powered(base, exponent, sup, place) for exponent in MEANT.get(value, ()))
        case Product(factors) if place.is_ordinary(node):
            raisings = ((k, new) for k, factor in enumerate(factors) for new in raising(factor))
            yield from (with_factors(node, {k: new}) for k, new in raisings)
        case Addition():
            terms = terms_of(node)
            for k, (sign, term) in enumerate(terms):
                yield from (addition((*terms[:k], (sign, new), *terms[k + 1 :])) for new in raising(term))
        case Fraction(above, below, style):
            yield from (Fraction(new, below, style) for new in raising(above))
            yield from (Fraction(above, new, style) for new in raising(below))
        case BigOperator(body=body):
            yield from (with_body(node, new) for new in raising(body))


def raising(node: Node) -> Iterator[Node]:
    """The square of a bracket, the cube of a root."""
    match node:
        case Bracketed("("):
            yield Scripted(node, None, TWO)
        case Root(degree=None):
            yield Scripted(node, None, THREE)


def of_name(name: str, indices: tuple[str, ...], power: Node | None, place: Place) -> Iterator[Node]:
    """Another power of a name; σ and its square are two names where the square is one."""
    square = f"{name}^{{2}}"
    found: list[Node | None] = []
    if name.endswith("^{2}"):
        root = name.removesuffix("^{2}")
        found = [place.named(root, indices), place.named(root, indices, Number("4")), place.named(root, indices, THREE)]
    elif square in place.arity:
        found = [place.named(square, indices)]
        found += [place.named(name, indices) if power is not None else place.named(name, indices, THREE)]
    elif power is None and name not in place.positive:
        found = [place.named(name, indices, TWO)]
    elif power is not None and (value := ratio(power)):
        meant = (exponent for exponent in MEANT.get(value, ()))
        found = [place.named(name, indices, None if e == 1 else written_as(e, power)) for e in meant]
    yield from (node for node in found if node is not None)


def powered(base: Node, exponent: Ratio, like: Node, place: Place) -> Node:
    """The power, with an exponent of ±1/2 as a root where the document writes roots."""
    if place.has_roots and abs(exponent) == HALF and isinstance(base, Bracketed):
        root = Root(inside(base))
        return root if exponent > 0 else Fraction(ONE, root)
    return base if exponent == 1 else Scripted(base, None, written_as(exponent, like))


def ratio(node: Node) -> Ratio | None:
    """The number that an exponent is, if it is one that is not 0."""
    match node:
        case Number(text) if text.isdecimal() and len(text) < 3:
            return Ratio(int(text))
        case Negative(body):
            value = ratio(body)
            return -value if value else None
        case Bracketed("(", body):
            return ratio(body)
        case Fraction(above, below) | Slash(above, below):
            over, under = ratio(above), ratio(below)
            return over / under if over and under else None
    return None


def written_as(value: Ratio, like: Node) -> Node:
    """An exponent in the way that another is written: `-3/2`, `\\frac{-3}{2}`."""
    match like:
        case Bracketed("(", body):
            return replace(like, body=written_as(value, body))
        case Negative(body) if value < 0:
            return Negative(written_as(-value, body))
        case Fraction(Negative()) if value < 0 and value.denominator > 1:
            return Fraction(Negative(Number(str(-value.numerator))), Number(str(value.denominator)), like.style)
    if value < 0:
        return Negative(written_as(-value, like.body if isinstance(like, Negative) else like))
    if value.denominator == 1:
        return Number(str(value))
    above, below = Number(str(value.numerator)), Number(str(value.denominator))
    return Fraction(above, below, like.style) if isinstance(like, Fraction) else Slash(above, below)


REPAIR = Repair("BN310", "wrong-exponent", __doc__, edits)
