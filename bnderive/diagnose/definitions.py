"""A definition that is the fault of several wrong claims: one edit of it makes them true and breaks none.

Wrong claims that are root causes come in. Only what the kernel proves under the edited definition counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bnderive.diagnose.explain import agree
from bnderive.diagnose.mending import Mending, cost
from bnderive.diagnose.mending.variants import Edit, parts_below, put
from bnderive.elaborate.readings import readings
from bnderive.enclosure import Inexact
from bnderive.entries import Entry
from bnderive.errors import Misfit, NotUnderstood
from bnderive.evaluate import Evaluator
from bnderive.exact import comparison
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Equation, prove
from bnderive.layer.defining import define
from bnderive.place import Place
from bnderive.records import dataclass
from bnderive.repairs import repairs
from bnderive.survey.survey import defined_name
from bnderive.syntax.nodes import Row
from bnderive.terms import ZERO, Definition, Graph, names_of, normal
from bnderive.verdict import attempted

MAX_EDITS = 60
ENOUGH = 2  # claims of different quantities that one edit makes true


@dataclass(frozen=True, slots=True)
class Suspect:
    """A definition, its mending, and the claims that this makes true."""

    entry: Entry
    mending: Mending
    claims: tuple[int, ...]


def suspects(judge: Judge, wrong: Sequence[Judgement], right: Sequence[Judgement]) -> Iterator[Suspect]:
    """One edit for each definition that several wrong claims rest on, and fewer right ones, in document order."""
    if len(judge.epochs) > 1 or judge.epochs[0].layer.rivals:
        return
    layer = judge.epochs[0].layer
    for number, definition in sorted(layer.rows.items()):
        resting = [j for j in wrong if rests_on(j, definition.name)]
        others = [j for j in right if rests_on(j, definition.name)]
        if len({normal(j.claim.usual.head) for j in resting if j.claim}) < ENOUGH or len(resting) <= len(others):
            continue
        found = list(edited(judge, judge.parsed[number], definition, resting, others))
        if found:
            yield min(found, key=lambda suspect: (-len(suspect.claims), cost(suspect.mending)))


def edited(
    judge: Judge, entry: Entry, definition: Definition, resting: Sequence[Judgement], others: Sequence[Judgement]
) -> Iterator[Suspect]:
    """The edits of a definition that make several of the claims that rest on it true, and leave the others true."""
    for row, edit in islice(edited_rows(judge, entry), MAX_EDITS):
        other = redefined(judge, row, definition)
        if other is None or normal(other.body) == normal(definition.body) or is_circular(other, judge):
            continue
        mended = [j for j in resting[:ENOUGH] if holds(j, other)]
        if not mended:
            continue
        mended += [j for j in resting[ENOUGH:] if holds(j, other)]
        several = len({normal(j.claim.usual.head) for j in mended if j.claim}) >= ENOUGH
        vanishes = several and agree(other.body, ZERO, judge.epochs[0].layer.graph)  # as Σ_i (x_i − μ) does
        if several and not vanishes and all(holds(j, other) for j in others):
            mending = Mending(row, row.sides[0] or row, (edit,), False)
            yield Suspect(entry, mending, tuple(j.entry.number for j in mended))


def edited_rows(judge: Judge, entry: Entry) -> Iterator[tuple[Row, Edit]]:
    layer = judge.epoch(entry).layer
    row, spelling = entry.row, judge.survey.spelling
    use = defined_name(row, spelling) if row is not None else None
    if row is None or use is None:
        return
    place = Place(spelling, layer.vocabulary.arity, layer.vocabulary.sizes, free=use.indices)
    for side in (side for side in row.sides[1:] if side is not None):
        for node in (side, *parts_below(side, place)):
            for fault in (fault for fault in repairs() if not fault.on_left):
                for new in fault.edits(node, place):
                    changed = put(row, node, new)
                    if isinstance(changed, Row):
                        yield changed, Edit(node, new, (fault,))


def redefined(judge: Judge, row: Row, definition: Definition) -> Definition | None:
    """The definition that an edited row gives; None where it is not understood."""
    layer = judge.epochs[0].layer
    use = defined_name(row, judge.survey.spelling)
    try:
        found = define(use, row, len(definition.indices), 0, layer.vocabulary)[0] if use is not None else None
    except (NotUnderstood, Misfit):
        return None
    return found if found is not None and found.indices == definition.indices else None


def is_circular(definition: Definition, judge: Judge) -> bool:
    """Whether a definition speaks of what is made of it."""
    graph = judge.epochs[0].layer.graph
    return any(graph.reaches(definition.name, name) for name in names_of(definition.body))


def rests_on(judgement: Judgement, name: str) -> bool:
    claim = judgement.claim
    if claim is None:
        return False
    graph = claim.environment.layer.graph
    names = {n for term in (claim.usual.head, *claim.usual.sides) for n in names_of(term)}
    return any(graph.reaches(name, n) for n in names)


def holds(judgement: Judgement, other: Definition) -> bool:
    """Whether a claim is proved with another definition of a name in the place of its own, and says more than 0 = 0."""
    claim = judgement.claim
    if claim is None:
        return False
    layer = claim.environment.layer
    graph: Graph = replace(layer.graph, definitions={**layer.graph.definitions, other.name: other})
    there = replace(claim, environment=replace(claim.environment, layer=replace(layer, graph=graph)))
    try:
        if fails(judgement, graph):
            return False
        found = next((a for a in attempted(claim.usual, there, "") if a.is_proved), None)
        return found is not None and prove(Equation(found.head, ZERO, graph)) is None
    except NotUnderstood:
        return False


def fails(judgement: Judgement, graph: Graph) -> bool:
    """Whether a wrong claim fails with another graph too, on the batch on which it was refuted."""
    verdict, claim = judgement.verdict, judgement.claim
    if verdict is None or claim is None or verdict.word != "wrong":
        return False
    evaluator = Evaluator(graph, verdict.chosen.refutation.point, enclosing=True)
    try:
        return all(
            any(comparison(evaluator(head), evaluator(side)) in (-1, 1) for side in sides)
            for _, head, sides in readings(claim.usual.head, claim.usual.sides, graph)
        )
    except (Inexact, RecursionError):
        return False
