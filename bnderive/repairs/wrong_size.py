r"""The wrong size: N − 1 for N, or the other way round

Sees the batch size with one taken off, and without it; and the size of one axis where that of another was meant.

A sample variance divides by N − 1, the variance of a batch by N. Library functions take the first as their default,
and the textbook rule is remembered where it does not belong.

wrong \frac{\partial \mu}{\partial x_i} = \frac{1}{N - 1}
right \frac{\partial \mu}{\partial x_i} = \frac{1}{N}
"""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.building import ONE
from bnderive.syntax.nodes import Addition, Bracketed, Fraction, Identifier, Node


def edits(node: Node, place: Place) -> Iterator[Node]:
    match node:
        case Bracketed("(", Addition((Identifier(letter) as size, other), (_, "-" | "+"))) if letter in place.sizes:
            if other == ONE:
                yield size
        case Fraction(Addition((Identifier(letter) as size, other)), below, style) if letter in place.sizes:
            if other == ONE:
                yield Fraction(size, below, style)
        case Fraction(above, Addition((Identifier(letter) as size, other)), style) if letter in place.sizes:
            if other == ONE:
                yield Fraction(above, size, style)
        case Fraction(above, Identifier(letter) as size, style) if letter in place.sizes:
            yield Fraction(above, Addition((size, ONE), ("+", "-")), style)
        case Identifier(letter) if letter in place.sizes:
            yield Bracketed("(", Addition((node, ONE), ("+", "-")), ")")
            yield from (Identifier(other) for other in sorted(place.sizes - {letter})[:2])


REPAIR = Repair("BN319", "wrong-size", __doc__, edits)
