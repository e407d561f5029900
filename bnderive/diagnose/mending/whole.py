"""Edits of rows that are not valued part by part, those of vectors and matrices: each edited row is read as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bnderive.diagnose.mending.scopes import Cell, exactly
from bnderive.diagnose.mending.values import alike
from bnderive.diagnose.mending.variants import Edit, parts_below, put
from bnderive.elaborate.readings import readings
from bnderive.errors import Misfit, NotUnderstood
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.syntax.nodes import Row
from bnderive.terms import Graph, Term

MAX_EDITS = 240


def edited_rows(
    judge: Judge, judgement: Judgement, faults: Sequence[Repair], place: Place, cells: Sequence[Cell]
) -> Iterator[tuple[Row, Edit]]:
    """The rows that one edit of a side makes, and that hold at the cells in one reading."""
    row, head, claim = judgement.entry.row, judgement.entry.head, judgement.claim
    if row is None or head is None or claim is None:
        return
    graph = claim.environment.layer.graph
    for edit in islice(edits(row, faults, place), MAX_EDITS):
        changed = put(row, edit.old, edit.new)
        try:
            usual = judge.elaborated_again(judgement, changed, head).usual if isinstance(changed, Row) else None
        except (NotUnderstood, Misfit):
            continue
        if isinstance(changed, Row) and usual and holds(usual.head, usual.sides, graph, cells):
            yield changed, edit


def edits(row: Row, faults: Sequence[Repair], place: Place) -> Iterator[Edit]:
    for side in (side for side in row.sides[1:] if side is not None):
        there = replace(place, side=side)
        for node in (side, *parts_below(side, place)):
            for fault in faults:
                for new in fault.edits(node, there):
                    yield Edit(node, new, (fault,))


def holds(head: Term, sides: tuple[Term, ...], graph: Graph, cells: Sequence[Cell]) -> bool:
    """Whether each side has the value of the head at all cells, in one reading of the ∂."""
    try:
        return any(
            all(is_equal(left, right, cell) for right in rights for cell in cells)
            for _, left, rights in readings(head, sides, graph)
        )
    except NotUnderstood:
        return False


def is_equal(left: Term, right: Term, cell: Cell) -> bool:
    return alike((exactly(left, cell),), (exactly(right, cell),))
