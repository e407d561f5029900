"""Where a node of a side has its values: at every batch of a few, for every place of the indices that are in scope.

A cell is one such place. The cells inside a sum come in blocks, one for each cell outside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from bnderive.batches import batches_of
from bnderive.elaborate import Claim
from bnderive.enclosure import Inexact
from bnderive.evaluate import Dual, Evaluator, Point
from bnderive.exact import Exact
from bnderive.terms import Graph, Index, Term

MAX_BATCHES = 2
MAX_POINTS = 60
MAX_PLACINGS = 3
MAX_CELLS = 400
SMALLEST = 3  # batches of one or two make too many formulas equal


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A batch, and where every index stands in it."""

    evaluator: Evaluator
    at: Mapping[Index, int]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The cells at which a node is valued, and the letters that the sums around it bind, by name."""

    cells: tuple[Cell, ...]
    letters: Mapping[str, Index]


def outermost(claim: Claim, head: Term) -> Scope | None:
    """The cells of a whole side, at all of which the head has an exact value; None where no batch is fit for it."""
    cells: tuple[Cell, ...] = ()
    lengths: set[int] = set()
    for points in batches(claim):
        found = tuple(cells_of(points, claim.environment.layer.graph))
        length = max(points[0].sizes.values())
        if length not in lengths and all(exactly(head, cell) is not None for cell in found):
            cells, lengths = cells + found, lengths | {length}
        if len(lengths) == MAX_BATCHES:
            break
    return Scope(cells, {}) if cells else None


def exactly(term: Term, cell: Cell) -> Exact | None:
    """The exact value of a term at a cell, if it has one. Raises NotUnderstood."""
    try:
        value = cell.evaluator.value(term, dict(cell.at), ())
    except Inexact:
        return None
    return None if isinstance(value, Dual) else value


def batches(claim: Claim) -> Iterator[Sequence[Point]]:
    """The points of each batch, the most telling batches first: few of their values 0 or 1 or alike."""
    found: dict[int, list[Point]] = {}
    source = next(batches_of(claim))
    for point in islice(source.points(enclosing=False), MAX_POINTS):
        if max(point.sizes.values()) >= SMALLEST:
            found.setdefault(id(point.values), []).append(point)
    return iter(sorted(found.values(), key=lambda points: -distinct(points[0])))


def distinct(point: Point) -> float:
    """The share of the values of a point that are of use to tell formulas apart."""
    values = list(point.values.values())
    return round(len({value for value in values if value not in (0, 1)}) / max(len(values), 1), 1)


def cells_of(points: Sequence[Point], graph: Graph) -> Iterator[Cell]:
    evaluator = Evaluator(graph, points[0])
    places = sorted(points, key=lambda point: -len(set(point.positions.values())))
    for point in places[:MAX_PLACINGS]:
        yield Cell(evaluator, point.positions)


def inside(scope: Scope, indices: Sequence[Index], letters: Mapping[str, Index]) -> Scope | None:
    """The cells inside a sum over some indices, block by block; None where there are too many."""
    cells = tuple(
        Cell(cell.evaluator, {**cell.at, **dict(zip(indices, places, strict=True))})
        for cell in scope.cells
        for places in product(*(range(1, cell.evaluator.point.sizes[i.axis] + 1) for i in indices))
    )
    return Scope(cells, letters) if len(cells) <= MAX_CELLS else None
