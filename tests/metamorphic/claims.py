"""Claims that are true: derivatives of batch normalisation, as any textbook has them, and random sides equal to others.

A derivative stands for itself as a head; its value is the side that is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tests.metamorphic.expressions import (
    Delta,
    Element,
    Length,
    Node,
    Number,
    Over,
    Plus,
    Power,
    Root,
    Scalar,
    Statistic,
    Times,
    Total,
    size,
)
from tests.metamorphic.rewritings import MINUS, ONE, deviation, rewritten
from tests.metamorphic.slips import has_values

GAMMA = Scalar("gamma")
HALF = Number(Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class Claim:
    """A head and the side that is claimed of it; `truth` is what the head is worth. `derivative` is (of, by), or None
    where the head is written as the truth.
    """

    truth: Node
    side: Node
    derivative: tuple[str, str] | None = None


def hat(index: str) -> Node:
    return Element("hat", index)


def g(index: str) -> Node:
    return Element("g", index)


G, GX = Total("k", g("k")), Total("k", Times((g("k"), hat("k"))))

DERIVATIVES: dict[tuple[str, str], Node] = {
    ("L", "gamma"): GX,
    ("L", "beta"): G,
    ("L", "hat_i"): Times((GAMMA, g("i"))),
    ("L", "mu"): Times((MINUS, Over(GAMMA, Root()), G)),
    ("L", "var"): Times((MINUS, HALF, Over(GAMMA, Power(Root(), 3)), Total("k", Times((g("k"), deviation("k")))))),
    ("L", "x_i"): Times(
        (
            Over(GAMMA, Times((Length(), Root()))),
            Plus((Times((Length(), g("i"))), Times((MINUS, G)), Times((MINUS, hat("i"), GX)))),
        )
    ),
    ("mu", "x_i"): Over(ONE, Length()),
    ("var", "x_i"): Over(Times((Number(Fraction(2)), deviation("i"))), Length()),
    ("hat_j", "x_i"): Over(
        Plus((Times((Length(), Delta("i", "j"))), MINUS, Times((MINUS, hat("i"), hat("j"))))), Times((Length(), Root()))
    ),
}  # fmt: skip


def derivatives() -> list[Claim]:
    return [Claim(truth, truth, derivative) for derivative, truth in DERIVATIVES.items()]


def identity(rng: Random) -> Claim:
    """A random side, compound, and an equal one."""
    while True:
        side = drawn(rng, 3)
        if 4 <= size(side) <= 25 and has_values(side):
            return Claim(side, side)


def drawn(rng: Random, depth: int, free: str = "i") -> Node:
    if depth == 0 or rng.random() < 0.15:
        return leaf(rng, free)
    match rng.randrange(5):
        case 0:
            return Plus((drawn(rng, depth - 1, free), drawn(rng, depth - 1, free)))
        case 1 | 2:
            return Times((drawn(rng, depth - 1, free), drawn(rng, depth - 1, free)))
        case 3:
            letter = next(each for each in "klpq" if each not in free)
            return Total(letter, drawn(rng, depth - 1, free + letter))
    return rng.choice((Power(drawn(rng, depth - 1, free), 2), Over(drawn(rng, depth - 1, free), below(rng))))


def below(rng: Random) -> Node:
    return rng.choice((Length(), Root(), Power(Root(), 2), Power(Root(), 3), Times((Length(), Root()))))


def leaf(rng: Random, free: str) -> Node:
    index = rng.choice(free)
    scalars = (Length(), GAMMA, Statistic("mu"), Statistic("var"), Root(), Number(Fraction(rng.randint(2, 5))))
    return rng.choice((Element("x", index), g(index), hat(index), Element("x", index), *scalars))


def retold(claim: Claim, rng: Random, steps: int) -> Claim:
    """The same claim with its sides written in other ways."""
    truth = claim.truth if claim.derivative else rewritten(claim.truth, rng, steps // 2)
    return Claim(truth, rewritten(claim.side, rng, steps), claim.derivative)
