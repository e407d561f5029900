"""Notation with two meanings: the few readings of a careful reader, tried one after the other.

A lowering asks `pick` wherever it meets such a spot. Running it again with `following` goes through all
combinations, the
usual one first; the number of combinations is capped.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from typing import Generic, TypeVar

from bnderive.errors import Misfit, NotUnderstood
from bnderive.records import dataclass

MAX_COMBINATIONS = 8
T = TypeVar("T")


class Choices:
    """Which option is taken at each ambiguous spot; spots that were not foreseen take their first option."""

    def __init__(self, taken: dict[Hashable, int] | None = None) -> None:
        self.taken = dict(taken or {})
        self.counts: dict[Hashable, int] = {}
        self.unusual: dict[str, None] = {}

    def pick(self, spot: Hashable, options: tuple[T, ...], said: str = "") -> T:
        """The option taken here; `said` tells, where it is not the usual one, what notation has two meanings."""
        self.counts[spot] = len(options)
        taken = min(self.taken.setdefault(spot, 0), len(options) - 1)
        if taken and said:
            self.unusual[said] = None
        return options[taken]

    @property
    def is_usual(self) -> bool:
        return not any(self.taken.values())

    def following(self) -> Choices | None:
        """The next combination, the last spot turning fastest."""
        spots = list(self.counts)
        for k in range(len(spots) - 1, -1, -1):
            if self.taken[spots[k]] + 1 < self.counts[spots[k]]:
                return Choices({s: self.taken[s] for s in spots[:k]} | {spots[k]: self.taken[spots[k]] + 1})
        return None


@dataclass(frozen=True, slots=True)
class Combinations(Generic[T]):
    """What came of each combination of choices that makes sense, the usual one first; whether all were tried."""

    found: tuple[tuple[T, Choices], ...]
    is_complete: bool

    def __iter__(self) -> Iterator[tuple[T, Choices]]:
        return iter(self.found)


def combinations(run: Callable[[Choices], T]) -> Combinations[T]:
    """Runs every combination, up to a cap. Raises NotUnderstood where the usual one does; others are then left out.

    A misfit of shapes leaves a combination out, the usual one too, unless none is left.
    """
    found: list[tuple[T, Choices]] = []
    misfits: list[Misfit] = []
    choices: Choices | None = Choices()
    for _ in range(MAX_COMBINATIONS):
        if choices is None:
            break
        try:
            found.append((run(choices), choices))
        except Misfit as misfit:
            misfits.append(misfit)
        except NotUnderstood:
            if choices.is_usual:
                raise
        choices = choices.following()
    if misfits and not found:
        raise misfits[0]
    return Combinations(tuple(found), choices is None)
