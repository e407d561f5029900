"""The batches that a claim is tried on: points of its domain at which everything that it stands under holds.

A claim comes in, points go out; nothing here decides. What is supposed must hold for certain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice

from bnderive.elaborate import Claim, Supposition
from bnderive.elaborate.readings import TOTAL, marked
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.exact import comparison
from bnderive.records import dataclass
from bnderive.roles import ONE_HOT, UNIFORM, Roles, axes_reached, inputs, roles_of
from bnderive.search import placings, points
from bnderive.terms import AXIS, Graph, Index, free_indices, serialise

MAX_POINTS = 400
MAX_ENCLOSED_POINTS = 24


@dataclass(frozen=True, slots=True)
class Batches:
    """Points of a claim's domain at which everything that it stands under holds.

    Where a `target` is told, it is one-hot in them, and its class is where the index `known` stands; without one, where
    no index does.
    """

    claim: Claim
    roles: Roles
    target: str = ""
    known: Index | None = None

    def points(self, enclosing: bool) -> Iterator[Point]:
        """So many as are worth a try."""
        return islice(self.admitted(), MAX_ENCLOSED_POINTS if enclosing else MAX_POINTS)

    def admitted(self, seed: str = "") -> Iterator[Point]:
        """All, drawn by a seed: by default the claim itself."""
        environment, usual = self.claim.environment, self.claim.usual
        graph = environment.layer.graph
        seed = seed or "|".join(map(serialise, (usual.head, *usual.sides)))
        axes = axes_reached((usual.head, *usual.sides), graph)
        for point in points(graph, indices_of(self.claim), seed, self.roles, axes):
            if self.has_its_class(point) and all(holds(h, graph, point) for h in environment.hypotheses):
                yield point

    def has_its_class(self, point: Point) -> bool:
        if not self.target:
            return True
        hot = [k for k in range(1, point.sizes[AXIS] + 1) if point.values.get((self.target, (k,))) != 0]
        if len(hot) != 1 or point.values[self.target, (hot[0],)] != 1:
            return False
        there = {index for index, at in point.positions.items() if at == hot[0]}
        return self.known in there if self.known else not there


def batches_of(claim: Claim) -> Iterator[Batches]:
    """Those that a claim must fail on, of each kind on one at least.

    A value that depends on targets, set equal to what does not hold them (∂L/∂z_i = p_i − δ_ic), speaks of the class
    of a one-hot target, or of targets that are all alike. Which they are may be said in words only; then it must fail
    for all.
    """
    usual, environment = claim.usual, claim.environment
    graph = environment.layer.graph
    equal = [(head, side) for relation, head, side in environment.hypotheses if relation == "="]
    roles = roles_of((usual.head, *usual.sides), graph, equal, ONE_HOT if environment.one_hot else "")
    silent = silent_targets(claim)
    if not silent:
        yield Batches(claim, roles)
        return
    if known := class_of(claim):
        yield Batches(claim, roles, silent[0], known)
        return
    yield Batches(claim, replace(roles, shares=UNIFORM))
    for known in (None, *sorted(indices_of(claim))):
        yield Batches(claim, replace(roles, shares=ONE_HOT), silent[0], known)


def silent_targets(claim: Claim) -> list[str]:
    """Targets that the left side is made of and another side is not."""
    usual, graph = claim.usual, claim.environment.layer.graph
    targets = roles_of((usual.head, *usual.sides), graph).targets & inputs(usual.head, graph)
    return sorted(target for target in targets if any(target not in inputs(side, graph) for side in usual.sides))


def class_of(claim: Claim) -> Index | None:
    """The class of a one-hot target that a side leaves out: the one index that only sides have."""
    indices = indices_of(claim) - free_indices(claim.usual.head)
    return next(iter(indices)) if claim.environment.one_hot and len(indices) == 1 else None


def indices_of(claim: Claim) -> frozenset[Index]:
    """The free indices of every way to read a claim: they may differ where arrays leave theirs out."""
    terms = [term for alternative in claim.alternatives for term in (alternative.head, *alternative.sides)]
    return frozenset[Index]().union(*map(free_indices, terms))


# the signs that left − right may have; a sign that is not known meets none of them
COMPARISONS: Mapping[str, frozenset[int]] = {
    "=": frozenset({0}),
    "\\ne": frozenset({-1, 1}),
    "<": frozenset({-1}),
    ">": frozenset({1}),
    "\\le": frozenset({-1, 0}),
    "\\ge": frozenset({0, 1}),
}


def holds(hypothesis: Supposition, graph: Graph, point: Point) -> bool:
    """Whether a supposition holds at a point for every placing of its indices; not where that is not certain."""
    relation, left, right = hypothesis
    signs = COMPARISONS.get(relation, frozenset())
    head, side = marked(left, TOTAL, graph), marked(right, TOTAL, graph)
    try:
        return all(
            comparison(evaluator(head), evaluator(side)) in signs
            for at in placings(free_indices(head) | free_indices(side), point.sizes, max(point.sizes.values()))
            for evaluator in (Evaluator(graph, replace(point, positions={**point.positions, **at}), enclosing=True),)
        )
    except (Inexact, NotUnderstood):
        return False
