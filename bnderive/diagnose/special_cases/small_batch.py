"""N = 1, or N = 2: every sum written out over its elements x_1 and x_2, every letter in every place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product

from bnderive.diagnose.special_cases.stated import Ground, Narrowed, Restricted, Stated, World
from bnderive.records import dataclass
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
    is_representative,
    num,
    rebuild,
    rename,
)

Placings = tuple[dict[Index, Index], ...]
WORLDS = {1: World(((2,), 4)), 2: World(((0, 2), 3))}  # σ² + ε = 4


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """For layers with one axis, of claims that name no element that a batch so small does not have."""
    ground = stated.ground
    named = [int(i.name) for i in stated.indices if is_representative(i)]
    if ground.graph.lengths != (AXIS,):
        return
    for size, world in WORLDS.items():
        places = tuple(Index(str(k + 1)) for k in range(size))
        placings = tuple(p for p in placings_at(sorted(stated.letters), places) if is_of(p, stated))
        if placings and max(named, default=1) <= size:
            said = partial("${} = {}$".format, ground.symbols.length(AXIS), size)
            narrowed = partial(written_out, ground, places, placings)
            yield Restricted(said, world, ground.graph, narrowed, is_joint=False)


def written_out(ground: Ground, places: tuple[Index, ...], placings: Placings) -> Narrowed:
    change = WrittenOut(places)
    return Narrowed(ground.changed(places, change), change, placings, apart(places))


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
