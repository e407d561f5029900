"""Whether a claim holds under a restriction: screened at one exact batch, then proved; only the kernel counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bnderive.diagnose.special_cases.stated import Restricted, Stated
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.exact import Exact, TooLong, comparison
from bnderive.kernel.kernel import Equation, prove
from bnderive.roles import Roles
from bnderive.search import filled, inputs_of, sizes_for
from bnderive.terms import ZERO, Index, Term, free_indices, is_representative, rename

DIFFERENT = {-1, 1}
WEIGHTS = 1  # which of the rows of weights the first array takes: one without a zero


def sentence(stated: Stated, restricted: Restricted) -> str | None:
    """What is said where the claim holds under the restriction, and not only because both sides vanish."""
    placed = [placed_at(stated, restricted, placing) for placing in restricted.placings]
    if not all(agrees(each, restricted) for each in placed) or not all(holds(each, restricted) for each in placed):
        return None
    if not all(vanishes(each, restricted) for each in placed):
        return restricted.said()
    return f"{restricted.said()}: {restricted.vanishing}" if restricted.vanishing else None


def placed_at(stated: Stated, restricted: Restricted, placing: Mapping[Index, Index]) -> Stated:
    """The claim after the change, its letters in their places."""

    def changed(term: Term) -> Term:
        return restricted.change(rename(term, placing))

    cases = () if placing else stated.cases  # a placing is one of those that the cases admit
    sides = tuple(map(changed, stated.sides))
    return replace(stated, head=changed(stated.head), sides=sides, cases=(*cases, *restricted.cases))


def agrees(placed: Stated, restricted: Restricted) -> bool:
    """Whether no side certainly differs from the head at the batch of the restriction."""
    head, *sides = values(placed, restricted)
    return head is not None and all(side is not None and comparison(head, side) not in DIFFERENT for side in sides)


def values(placed: Stated, restricted: Restricted) -> list[Exact | None]:
    """The values of head and sides, between rational bounds where they are irrational; None where there is none."""
    evaluator = Evaluator(restricted.graph, point_of(placed, restricted), enclosing=True)
    return [value_at(evaluator, term) for term in placed.terms]


def value_at(evaluator: Evaluator, term: Term) -> Exact | None:
    try:
        return evaluator(term)
    except (Inexact, NotUnderstood, TooLong, RecursionError):
        return None


def point_of(placed: Stated, restricted: Restricted) -> Point:
    """The batch of a restriction, with every letter in a place of its own where no case says otherwise."""
    graph, (batch, epsilon) = placed.ground.source, restricted.batch
    arrays, scalars = inputs_of(graph)
    sizes = next(sizes_for(graph, None, len(batch), WEIGHTS))
    xs = tuple(map(Fraction, batch))
    given = filled(arrays, scalars, xs, Fraction(epsilon), WEIGHTS, graph, arrays[:1], Roles(), sizes)
    whole = {(name, ()): value for (name, at), value in given.items() if at == (1,) * len(at)}
    return Point(sizes, whole | given, positions_of(placed, sizes))


def positions_of(placed: Stated, sizes: Mapping[str, int]) -> dict[Index, int]:
    letters = sorted(frozenset[Index]().union(*map(free_indices, placed.terms)))
    positions = {i: int(i.name) if is_representative(i) else k % sizes[i.axis] + 1 for k, i in enumerate(letters)}
    for relation, i, j in placed.cases:
        if relation == "=" and {i, j} <= positions.keys():
            positions[j] = positions[i]
    return positions


def holds(placed: Stated, restricted: Restricted) -> bool:
    """Whether the kernel proves every side."""
    return all(is_proved(placed, restricted, side) for side in placed.sides)


def is_proved(placed: Stated, restricted: Restricted, side: Term) -> bool:
    try:
        return prove(Equation(placed.head, side, restricted.graph, placed.cases, restricted.given)) is not None
    except (NotUnderstood, RecursionError):
        return False


def vanishes(placed: Stated, restricted: Restricted) -> bool:
    """Whether the head is 0 under the restriction."""
    return is_proved(placed, restricted, ZERO)


def is_zero_in_truth_only(stated: Stated, restricted: Restricted) -> bool:
    """Whether the head is 0 under a restriction, and some side is not."""
    placed = placed_at(stated, restricted, {})
    _, *sides = values(placed, restricted)
    differs = any(side is not None and comparison(side, Fraction(0)) in DIFFERENT for side in sides)
    return differs and vanishes(placed, restricted)
