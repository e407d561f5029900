"""Where a node of a side has its values: at every batch of a few, for every place of the indices that are in scope.

A cell is one such place. The cells inside a sum come in blocks, one for each cell outside it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from fractions import Fraction
from functools import cache
from itertools import islice, product
from typing import Any

from bnderive.batches import batches_of, indices_of
from bnderive.elaborate import Claim
from bnderive.enclosure import Inexact
from bnderive.evaluate import Dual, Evaluator, Point
from bnderive.exact import Exact, Logs
from bnderive.records import dataclass
from bnderive.roles import axes_reached
from bnderive.terms import Graph, Index, Term, free_indices

SEED = "mending"  # one for all rows: a batch steers what is tried, and decides nothing
MAX_BATCHES = 2
MAX_ENCLOSED = 8
MAX_POINTS = 240
MAX_CELLS = 400
MAX_STEPS = 100_000  # of evaluation, in all batches that are tried for one row
SMALLEST = 3  # batches of one or two make too many formulas equal


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A batch, where every index stands in it, and the values that are known on it of terms at their places."""

    evaluator: Evaluator
    at: Mapping[Index, int]
    known: dict[tuple[Term, tuple[int, ...]], Exact | None]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The cells at which a node is valued, and the letters that the sums around it bind, by name."""

    cells: tuple[Cell, ...]
    letters: Mapping[str, Index]

    def at(self, place: int) -> Scope:
        """The scope with one of its cells alone."""
        return Scope((self.cells[place],), self.letters)


@dataclass(frozen=True, slots=True)
class Samples:
    """The batches of one document, kept for all rows that are valued on the same ones; what is computed on them is each
    row's own, so that no other row has a part in how far it comes.
    """

    known: dict[tuple[Hashable, ...], tuple[Graph, tuple[tuple[Point, ...], ...]]] = field(default_factory=dict)

    def outermost(self, claim: Claim, head: Term, wrong: Sequence[Term] = ()) -> Scope | None:
        """The cells of a whole side, at all of which the head has a value: an exact one where that can be. On each
        batch one of the wrong sides has another.
        """
        batches, graph = self.batches(claim), claim.environment.layer.graph
        cells_at = cache(lambda place: tuple(cells_of(batches[place], graph)))
        every, first = map(cells_at, range(len(batches))), map(cells_at, range(min(len(batches), MAX_ENCLOSED)))
        found = fit(every, lambda cells: has_values(head, cells, Fraction | Logs) and differs(head, wrong, cells))
        found = found or fit(first, lambda cells: has_values(head, cells, object))
        return Scope(found, {}) if found else None

    def batches(self, claim: Claim) -> tuple[tuple[Point, ...], ...]:
        """The points of each batch that a claim is valued on, the most telling batches first."""
        graph, environment = claim.environment.layer.graph, claim.environment
        source = next(batches_of(claim))
        roles, axes = source.roles, axes_reached((claim.usual.head, *claim.usual.sides), graph)
        shares = (roles.exponents, roles.targets, roles.shares, *roles.fixed.items(), *roles.totals.items())
        stands = (indices_of(claim), claim.cases, environment.hypotheses)
        key = (id(graph), axes, *stands, source.target, source.known, shares)
        if key not in self.known:
            points = islice(source.admitted(SEED), MAX_POINTS)
            self.known[key] = graph, by_batch(points, claim)
        return self.known[key][1]


def has_values(term: Term, cells: Sequence[Cell], kind: Any) -> bool:
    return all((value := exactly(term, cell)) is not None and isinstance(value, kind) for cell in cells)


def differs(head: Term, sides: Sequence[Term], cells: Sequence[Cell]) -> bool:
    return not sides or any(exactly(side, cell) != exactly(head, cell) for side in sides for cell in cells)


def fit(batches: Iterable[tuple[Cell, ...]], is_fit: Callable[[tuple[Cell, ...]], bool]) -> tuple[Cell, ...]:
    """The cells of the first batches of different sizes that are fit, as far as a fixed number of steps goes."""
    found: dict[int, tuple[Cell, ...]] = {}
    steps = 0
    for cells in batches:
        length = max(cells[0].evaluator.point.sizes.values())
        before = cells[0].evaluator.steps
        if length not in found and is_fit(cells):
            found[length] = cells
        steps += cells[0].evaluator.steps - before
        if len(found) == MAX_BATCHES or steps > MAX_STEPS:
            break
    first, *others = found.values() or [()]
    return (*first, *(cells[0] for cells in others))


def by_batch(points: Iterable[Point], claim: Claim) -> tuple[tuple[Point, ...], ...]:
    """The points of each batch, the most telling batches first."""
    found: dict[int, list[Point]] = {}
    for point in points:
        if max(point.sizes.values()) >= SMALLEST and is_in_case(point, claim):
            found.setdefault(id(point.values), []).append(point)
    return tuple(map(tuple, sorted(found.values(), key=lambda batch: (is_flat(batch[0]), -distinct(batch[0])))))


def is_flat(point: Point) -> bool:
    """Whether an axis has one element only: a sum over it tells nothing."""
    return min(point.sizes.values()) < 2


def is_in_case(point: Point, claim: Claim) -> bool:
    return all((point.positions[i] == point.positions[j]) == (relation == "=") for relation, i, j in claim.cases)


def exactly(term: Term, cell: Cell) -> Exact | None:
    """The value of a term at a cell, exact or between bounds, if it has one. Raises NotUnderstood."""
    key = term, tuple(cell.at.get(index, 0) for index in sorted(free_indices(term)))
    if key not in cell.known:
        cell.known[key] = valued(term, cell)
    return cell.known[key]


def valued(term: Term, cell: Cell) -> Exact | None:
    try:
        value = cell.evaluator.value(term, dict(cell.at), ())
    except Inexact:
        return None
    return None if isinstance(value, Dual) else value


def distinct(point: Point) -> float:
    """The share of the values of a point that are of use to tell formulas apart."""
    values = list(point.values.values())
    return round(len({value for value in values if value not in (0, 1)}) / max(len(values), 1), 1)


def cells_of(points: Sequence[Point], graph: Graph) -> Iterator[Cell]:
    """A batch with its indices all apart, and with as many together as can be."""
    evaluator, known = Evaluator(graph, points[0], enclosing=True), dict[tuple[Term, tuple[int, ...]], Exact | None]()
    places = sorted(points, key=lambda point: -len(set(point.positions.values())))
    for point in dict.fromkeys(map(id, (places[0], places[-1]))):
        yield Cell(evaluator, next(p.positions for p in places if id(p) == point), known)


def inside(scope: Scope, indices: Sequence[Index], letters: Mapping[str, Index]) -> Scope | None:
    """The cells inside a sum over some indices, block by block; None where there are too many."""
    cells = tuple(
        Cell(cell.evaluator, {**cell.at, **dict(zip(indices, places, strict=True))}, cell.known)
        for cell in scope.cells
        for places in product(*(range(1, cell.evaluator.point.sizes[i.axis] + 1) for i in indices))
    )
    return Scope(cells, letters) if len(cells) <= MAX_CELLS else None
