"""Exact values of a claim in a world that meets a restriction. They steer what is tried: nothing is decided here.

One world meets most restrictions at once, so that one look at a claim which fails in it spares the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction

from bnderive.diagnose.special_cases.stated import Batch, Ground, Stated, World
from bnderive.elaborate.claims import Case
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point, Shared
from bnderive.exact import Exact, Logs, comparison
from bnderive.records import dataclass
from bnderive.roles import Roles
from bnderive.search import filled, sizes_for
from bnderive.terms import Graph, Index, Term, free_indices, is_representative

DIFFERENT = frozenset({-1, 1})
WEIGHTS = 1  # which of the rows of weights the first array takes: one without a zero
JOINT: Batch = (tuple(Fraction(x, 5) for x in (-7, -1, 1, 7)), 0)  # μ = 0, σ² = 1, ε = 0


def joint(stated: Stated, parameters: frozenset[str]) -> World:
    """One element of the upstream gradient, equal gains, inputs of mean 0 and variance 1, no ε."""
    return World(JOINT, parameters, stated.own)


def fails(stated: Stated, world: World, graph: Graph, cases: tuple[Case, ...] = ()) -> bool:
    """Whether some side certainly differs from the head in a world."""
    head, *sides = values(stated, world, graph, cases)
    return any(head is not None and side is not None and comparison(head, side) in DIFFERENT for side in sides)


def values(stated: Stated, world: World, graph: Graph, cases: tuple[Case, ...] = ()) -> tuple[Exact | None, ...]:
    """The values of head and sides, between rational bounds where they are irrational; None where there is none."""
    sizes = sizes_of(stated.ground, world)
    positions = positions_of(stated.indices, (*stated.cases, *cases), sizes)
    known = values_at(stated.ground, world, graph, positions)
    return tuple(known(term) for term in (stated.head, *stated.sides))


@dataclass(frozen=True, slots=True)
class Known:
    """The values of terms at one point; a term is known by its place, which costs less than to compare it."""

    evaluator: Shared[Evaluator]
    terms: dict[int, tuple[Term, Exact | None]] = field(default_factory=dict)

    def __call__(self, term: Term) -> Exact | None:
        if id(term) not in self.terms:
            self.terms[id(term)] = term, self.computed(term)
        return self.terms[id(term)][1]

    def computed(self, term: Term) -> Exact | None:
        try:
            return self.evaluator(lambda evaluator: evaluator(term))
        except (Inexact, NotUnderstood, RecursionError):
            return None


def values_at(ground: Ground, world: World, graph: Graph, positions: Mapping[Index, int]) -> Known:
    """What is known of a graph in a world."""
    key = (id(graph), world, tuple(sorted(positions.items())))

    def new() -> Evaluator:
        return Evaluator(graph, point_of(ground, world, positions), enclosing=True)

    return ground.once(key, lambda: Known(Shared(new)))


def is_met(ground: Ground, left: Term, value: Term) -> bool:
    """Whether a statistic has a value in the joint world."""
    positions = dict.fromkeys(free_indices(left), 1)
    known = values_at(ground, World(JOINT), ground.graph, positions)
    found, wanted = known(left), known(value)
    return found is not None and wanted is not None and comparison(found, wanted) == 0


def sizes_of(ground: Ground, world: World) -> Mapping[str, int]:
    length = len(world.batch[0])
    return ground.once(("sizes", length), lambda: next(sizes_for(ground.source, None, length, WEIGHTS)))


def point_of(ground: Ground, world: World, positions: Mapping[Index, int]) -> Point:
    graph, (arrays, scalars) = ground.source, ground.inputs
    sizes, (batch, epsilon) = sizes_of(ground, world), world.batch
    xs = tuple(map(Fraction, batch))
    found = filled(arrays, scalars, xs, Fraction(epsilon), WEIGHTS, graph, arrays[:1], Roles(), sizes)
    for name, at in found:
        found[name, at] = in_world(ground, world, name, at, positions, found[name, at])
    return Point(sizes, found, positions)


def in_world(
    ground: Ground, world: World, name: str, at: tuple[int, ...], positions: Mapping[Index, int], value: Fraction | Logs
) -> Fraction | Logs:
    """The value of an element in a world; those of gains and gradients are no ones."""
    if name in ground.inputs[0][:1] or name in ground.source.positive or not isinstance(value, Fraction):
        return value
    if name in ground.upstream and world.own is not None and len(at) == 1:
        is_kept = (at == (positions.get(world.own),)) != world.others
        return 2 * value + 3 if is_kept else Fraction(0)
    return Fraction(7) if name in world.equal else 2 * value + 3


def positions_of(indices: frozenset[Index], cases: tuple[Case, ...], sizes: Mapping[str, int]) -> dict[Index, int]:
    """Every letter in a place of its own, as far as there are as many, unless a case says otherwise."""
    placed = {i: int(i.name) if is_representative(i) else 0 for i in sorted(indices)}
    for k, i in enumerate(placed):
        placed[i] = placed[i] or k % sizes[i.axis] + 1
    for relation, i, j in cases:
        if relation == "=" and {i, j} <= placed.keys():
            placed[i] = placed[j]
    return placed
