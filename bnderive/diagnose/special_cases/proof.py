"""Whether a claim holds under a restriction: looked at in one world, then proved; only the kernel counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from bnderive.diagnose.special_cases.stated import Narrowed, Restricted, Stated
from bnderive.diagnose.special_cases.worlds import DIFFERENT, fails, values
from bnderive.errors import NotUnderstood
from bnderive.exact import comparison
from bnderive.kernel.kernel import Equation, prove
from bnderive.terms import ZERO, Index, Term, rename


def sentence(stated: Stated, restricted: Restricted) -> str | None:
    """What is said where the claim holds under the restriction, and not only because both sides vanish."""
    if fails(stated, restricted.world, restricted.where, restricted.cases):
        return None
    narrowed = restricted.narrowed()
    placed = [placed_at(stated, narrowed, placing) for placing in narrowed.placings]
    if not all(is_proved(equation) for equations in placed for equation in equations):
        return None
    if restricted.are_meant and not all(is_unchanged(stated, narrowed, side) for side in stated.sides):
        return None
    if has_content(stated, restricted) or not all(is_proved(replace(equation, right=ZERO)) for equation, *_ in placed):
        return restricted.said()
    return f"{restricted.said()}: {restricted.vanishing}" if restricted.vanishing else None


def is_unchanged(stated: Stated, narrowed: Narrowed, side: Term) -> bool:
    """Whether a side does not depend on what a restriction leaves out."""
    return is_proved(Equation(side, narrowed.change(side), narrowed.graph, stated.cases))


def has_content(stated: Stated, restricted: Restricted) -> bool:
    """Whether the head is certainly not 0 in the world of a restriction."""
    head, *_ = values(stated, restricted.world, restricted.where, restricted.cases)
    return head is not None and comparison(head, Fraction(0)) in DIFFERENT


def placed_at(stated: Stated, narrowed: Narrowed, placing: Mapping[Index, Index]) -> list[Equation]:
    """The claim after the change, its letters in their places: head = side for every side."""

    def changed(term: Term) -> Term:
        return narrowed.change(rename(term, placing))

    cases = (*(() if placing else stated.cases), *narrowed.cases)  # a placing is one that the cases admit
    head, graph, given = changed(stated.head), narrowed.graph, narrowed.given
    return [Equation(head, changed(side), graph, cases, given) for side in stated.sides]


def is_proved(equation: Equation) -> bool:
    """Whether the kernel proves it."""
    try:
        return prove(equation) is not None
    except (NotUnderstood, RecursionError):
        return False


def is_zero_in_truth_only(stated: Stated, restricted: Restricted) -> bool:
    """Whether the head is 0 under a restriction, and some side is not."""
    _, *sides = values(stated, restricted.world, restricted.where)
    differs = any(side is not None and comparison(side, Fraction(0)) in DIFFERENT for side in sides)
    equation, *_ = placed_at(stated, restricted.narrowed(), {})
    return differs and is_proved(replace(equation, right=ZERO))
