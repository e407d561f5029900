"""One slip in a side: a sign, a number, a power, a letter, a mark, a sum, a factor."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.metamorphic.expressions import (
    Element,
    Length,
    Node,
    Number,
    Over,
    Plus,
    Power,
    Root,
    Statistic,
    Times,
    Total,
    at_path,
    paths,
    put,
    values,
)
from tests.metamorphic.rewritings import MINUS, is_clean, letters


def slipped(node: Node, rng: Random) -> Node:
    """The node with one slip somewhere; it may be equal all the same."""
    while True:
        path = rng.choice(list(paths(node)))
        new = slip(at_path(node, path), rng)
        changed = put(node, path, new) if new is not None else node
        is_written = letters(changed) <= letters(node) and is_clean(changed, letters(changed))
        if changed != node and is_written and has_values(changed):
            return changed


def has_values(node: Node) -> bool:
    try:
        values(node, "ij")
    except ZeroDivisionError:
        return False
    return True


def slip(node: Node, rng: Random) -> Node | None:
    match node:
        case Number(value):
            return Number(rng.choice((-value, 2 * value, value + 1, value / 2)))
        case Length():
            return rng.choice((Plus((Length(), MINUS)), Power(Length(), 2), Number(Fraction(1))))
        case Element("hat", index):
            return Element("x", index)
        case Element("x", index):
            return rng.choice((Element("hat", index), Element("g", index)))
        case Element("g", index):
            return rng.choice((Element("x", index), Number(Fraction(1))))
        case Statistic():
            return rng.choice((Statistic("mu"), Statistic("var"), Number(Fraction(0))))
        case Root():
            return rng.choice((Power(Root(), 2), Power(Root(), 3), Number(Fraction(1))))
        case Total(index, body):
            return rng.choice((Times((Length(), body)) if index not in letters(body) else None, Power(node, 2)))
        case Plus(terms):
            k = rng.randrange(len(terms))
            return Plus((*terms[:k], Times((MINUS, terms[k])), *terms[k + 1 :]))
        case Times(factors) if len(factors) > 1:
            k = rng.randrange(len(factors))
            return Times((*factors[:k], *factors[k + 1 :]))
        case Power(base, exponent):
            return Power(base, exponent + 1)
        case Over(above, below):
            return rng.choice((above, Over(above, Power(below, 2))))
    return None
