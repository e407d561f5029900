"""A refutation in, what the claim says and what is true at each place of one index of that batch out. Decides nothing.

Both sides are evaluated as the refutation did; where one of them has no value at some place, nothing is told.
"""

from __future__ import annotations

from fractions import Fraction

from bnderive.enclosure import Enclosure, Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator
from bnderive.exact import Exact, enclosed
from bnderive.kernel.kernel import Refuted, is_admitted
from bnderive.report import Profile
from bnderive.terms import Graph, Index, free_indices, is_representative

LONGEST = 12
NEAR = 10**12


def profile_of(refuted: Refuted, graph: Graph, is_turned: bool = False) -> Profile | None:
    """Along the first index of the claim that runs, in its order; None where it has none, or there is no value.

    `is_turned` where a batch is told from its end.
    """
    equation, point = refuted.equation, refuted.point
    free = free_indices(equation.left) | free_indices(equation.right)
    running = sorted((i for i in free & point.positions.keys() if not is_representative(i)), key=_order)
    if not running or point.sizes[running[0].axis] > LONGEST:
        return None
    index, length = running[0], point.sizes[running[0].axis]
    is_turned = is_turned and any(map(is_representative, free))
    evaluator = Evaluator(graph, point, any(isinstance(side, Enclosure) for side in (refuted.left, refuted.right)))
    found: list[tuple[int, Fraction, Fraction]] = []
    try:
        for place in range(1, length + 1):
            positions = {**point.positions, index: place}
            if is_admitted(equation, positions):
                true, claimed = (_near(evaluator.at(side, positions)) for side in (equation.left, equation.right))
                found.append((length + 1 - place if is_turned else place, claimed, true))
    except (Inexact, NotUnderstood, RecursionError):
        return None
    places, says, holds = zip(*sorted(found), strict=True)
    return Profile(index.name, places, says, holds)


def _order(index: Index) -> tuple[str, str]:
    return index.axis, index.name


def _near(value: Exact) -> Fraction:
    """The number, or a rational one near it."""
    if isinstance(value, Fraction):
        return value
    bounds = enclosed(value)
    return ((bounds.low + bounds.high) / 2).limit_denominator(NEAR)
