"""Where faults may be looked for in documents: every side of a claim, with the place that it stands in."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.account import Account
from bnderive.diagnose.mending.search import place_of
from bnderive.elaborate.claims import taken_apart
from bnderive.elaborate.echo import syntax
from bnderive.elaborate.readings import TOTAL, marked
from bnderive.errors import NotUnderstood
from bnderive.judge import Judge
from bnderive.place import Place
from bnderive.repairs import Repair
from bnderive.settings import Settings
from bnderive.source.model import Document
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.nodes import BigOperator, Bracketed, Node, Scripted, Shorthand
from bnderive.syntax.shapes import children

Placed = tuple[Node, Place]


def sides_of(document: Document, claims: int = 0) -> Iterator[tuple[Node, tuple[Node, ...], Place]]:
    """The head, the sides and the place of every claim that is understood."""
    judge = Judge(document, Settings(), claims=claims)
    account = Account(judge)
    for judgement in judge.judgements(False):
        claim, row = judgement.claim, judgement.entry.row
        if claim is None or row is None:
            continue
        try:
            setting = taken_apart(row, claim.environment)
        except NotUnderstood:
            continue
        graph = claim.environment.layer.graph
        truth = account.forms_in(graph).of(marked(claim.usual.head, TOTAL, graph))
        known = (syntax(truth, judge.symbols),) if truth is not None else ()
        yield setting.head, setting.sides, place_of(claim, setting, (row,), known)


def nodes_of(node: Node, place: Place) -> Iterator[Placed]:
    """The node and all below it, down to the names, each in its place."""
    yield node, place
    match node:
        case BigOperator(_, lower, _, body):
            yield from nodes_of(body, place.within(lower_letters(lower) if lower is not None else ()))
        case Scripted(Bracketed() as base, None, _):
            yield from nodes_of(base, place)
        case _ if place.use(node) is None and not isinstance(node, Shorthand):
            for child in children(node):
                yield from nodes_of(child, place)


def proposals(fault: Repair, side: Node, place: Place) -> Iterator[tuple[Node, Node]]:
    """Every node of a side with what a fault proposes in its place."""
    for node, there in nodes_of(side, place):
        for new in fault.edits(node, there):
            yield node, new
