"""N = 1, or N = 2: every sum written out over its elements x_1 and x_2, every letter in every place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import product

from bnderive.diagnose.special_cases.stated import Batch, Restricted, Stated
from bnderive.terms import (
    AXIS,
    ONE,
    ZERO,
    Delta,
    Index,
    Size,
    Sum,
    Term,
    add,
    free_indices,
    is_representative,
    num,
    rebuild,
    rename,
)

BATCHES: dict[int, Batch] = {1: ((2,), 3), 2: ((0, 2), 3)}  # √(0 + 3) stays a root; σ² + ε = 4


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """For layers with one axis, of claims that name no element that a batch so small does not have."""
    ground = stated.ground
    named = [int(i.name) for term in stated.terms for i in free_indices(term) if is_representative(i)]
    if ground.graph.lengths != (AXIS,):
        return
    for size, batch in BATCHES.items():
        if max(named, default=1) > size:
            continue
        places = tuple(Index(str(k + 1)) for k in range(size))
        change = WrittenOut(places)
        placings = tuple(p for p in placings_at(sorted(stated.indices), places) if is_of(p, stated))
        said = partial("${} = {}$".format, ground.symbols.length(AXIS), size)
        if placings:
            yield Restricted(said, ground.changed(size, change), change, placings, apart(places), batch=batch)


def placings_at(letters: list[Index], places: tuple[Index, ...]) -> Iterator[dict[Index, Index]]:
    for chosen in product(places, repeat=len(letters)):
        yield dict(zip(letters, chosen, strict=True))


def is_of(placing: dict[Index, Index], stated: Stated) -> bool:
    """Whether a placing is in the cases of the claim."""
    at = [(relation, placing.get(i, i), placing.get(j, j)) for relation, i, j in stated.cases]
    return all((i == j) == (relation == "=") for relation, i, j in at)


def apart(places: tuple[Index, ...]) -> tuple[tuple[str, Index, Index], ...]:
    return tuple(("≠", i, j) for k, i in enumerate(places) for j in places[:k])


@dataclass(frozen=True, slots=True)
class WrittenOut:
    """Σ over the places; the size as a number; δ between places as 0 or 1."""

    places: tuple[Index, ...]

    def __call__(self, term: Term) -> Term:
        match term:
            case Size():
                return num(len(self.places))
            case Sum(index, body):
                return add(*(self(rename(body, {index: place})) for place in self.places))
            case Delta(left, right) if left == right:
                return ONE
            case Delta(left, right) if is_representative(left) and is_representative(right):
                return ZERO
        return rebuild(term, self)
