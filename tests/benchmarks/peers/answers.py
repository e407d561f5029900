"""What a peer says of a claim, by the same three words for all; standard library alone, for every peer imports it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

CORRECT, WRONG, NONE = "correct", "wrong", "no answer"
NOT_EXPRESSED = "cannot express"


@dataclass(frozen=True, slots=True)
class Answer:
    """`word` is one of the three; `note` says why there is none, or what it rests on."""

    word: str
    note: str = ""


Sides = Callable[[], tuple[Any, Any]]
Question = Callable[[], Answer] | str
"""What gives the answer, or why the claim cannot be expressed."""


SIZES = tuple(f"N = {2**k}" for k in range(1, 7))


def sizes(ask: Callable[[int], Question]) -> dict[str, Question]:
    """A question for each number of inputs from 2 to 64."""
    return {name: ask(2**k) for k, name in enumerate(SIZES, start=1)}


def compared(
    claims: Mapping[str, Sides], at_batch: Callable[[Any], Any], is_zero: Callable[[Any], bool]
) -> dict[str, Question]:
    """The questions that ask a computer algebra whether the sides of a claim differ."""
    return {name: question(sides, at_batch, is_zero) for name, sides in claims.items()}


def question(sides: Sides, at_batch: Callable[[Any], Any], is_zero: Callable[[Any], bool]) -> Question:
    """Wrong where the sides differ at a batch of exact numbers, correct where the peer makes zero of the difference.

    A difference that is merely not brought to zero is no answer: no heuristic claims that it would be.
    """

    def asked() -> Answer:
        left, right = sides()
        rest = left - right
        if (value := at_batch(rest)) != 0:
            return Answer(WRONG, f"the sides differ by {value} at the batch")
        return Answer(CORRECT) if is_zero(rest) else Answer(NONE, "the difference is not brought to zero")

    return asked
