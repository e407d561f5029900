"""The formulas of a document: its definitions, and each total derivative of the loss or of an output that it claims.

A row that is proved gives its own formula, one that is wrong the proved closed form in its place, and says so. What
gives none is named with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from bnderive.account import Account
from bnderive.code.formulas import Derivative, Formulas, Prover, axes_within, is_computable, is_upstream
from bnderive.elaborate.readings import TOTAL
from bnderive.errors import NotUnderstood
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved
from bnderive.records import dataclass
from bnderive.terms import Graph, Index, Partial, Sym, Term, is_representative, rename
from bnderive.verdict import Attempt

LETTERS = "ijkl"


@dataclass(slots=True)
class Rows:
    """The rows of one graph of definitions that claim a derivative, by their heads."""

    prover: Prover
    claims: dict[Partial, list[tuple[Judgement, Attempt]]] = field(default_factory=dict)


def of_document(judge: Judge) -> tuple[Formulas, ...]:
    """The formulas of each graph of definitions that the document has, one after the other."""
    judgements = [j for j in Account(judge).judgements(judged=True) if judge.is_selected(j.entry)]
    path, graphs = judge.document.path, sorted_by_graph(judge, judgements)
    remarks = (*assumed(judge, judgements), *left_out(judge, judgements))
    prefixes = [f"part{k}_" if len(graphs) > 1 else "" for k in range(1, len(graphs) + 1)]
    found = [_formulas(judge, rows, prefix) for rows, prefix in zip(graphs, prefixes, strict=True)]
    first, *others = found or [Formulas(path, path, "", judge.epochs[0].layer.graph, judge.symbols, ())]
    return replace(first, remarks=(*remarks, *first.remarks)), *others


def sorted_by_graph(judge: Judge, judgements: Sequence[Judgement]) -> list[Rows]:
    graphs: dict[int, Rows] = {}
    for judgement in judgements:
        head = head_of(judgement)
        if head is not None and judgement.claim is not None and judgement.verdict is not None:
            graph = judgement.claim.environment.layer.graph
            rows = graphs.setdefault(id(graph), Rows(Prover(graph, judge.symbols)))
            rows.claims.setdefault(head, []).append((judgement, judgement.verdict.chosen))
    return list(graphs.values())


def left_out(judge: Judge, judgements: Sequence[Judgement]) -> Iterator[str]:
    """Which claims no code is written of, and why."""
    others = []
    for judgement in judgements:
        reason = judgement.reason or (judgement.verdict.reason if judgement.verdict else None)
        if reason is not None:
            yield told(judge, judgement, f"left out, since it is undecided: {reason.message}")
        elif judgement.claim is not None and judgement.claim.given:
            yield told(judge, judgement, f"left out, since it is judged where {' and '.join(judgement.claim.given)}")
        elif judgement.verdict is not None and head_of(judgement) is None:
            others.append(str(judgement.entry.start.line))
    if others:
        lines = ", ".join(dict.fromkeys(others))
        yield f"{judge.document.path}: left out, since no total derivative of the loss or of an output: line {lines}"


def assumed(judge: Judge, judgements: Sequence[Judgement]) -> Iterator[str]:
    """What the claims are read with that the document does not say."""
    texts = [*judge.stated, *(text for epoch in judge.epochs for text in epoch.layer.assumptions)]
    texts += [text for j in judgements if head_of(j) is not None for text in judge.assumptions(j.claim)]
    yield from (f"{judge.document.path}: assumed: {text}" for text in dict.fromkeys(texts))


def _formulas(judge: Judge, rows: Rows, prefix: str) -> Formulas:
    found = [_derivative(judge, rows.prover, head, claims) for head, claims in rows.claims.items()]
    derivatives = tuple(derivative for derivative, _ in found if derivative is not None)
    remarks = tuple(text for _, texts in found for text in texts)
    path = judge.document.path
    return Formulas(path, path, prefix, rows.prover.graph, judge.symbols, derivatives, {}, remarks)


def _derivative(
    judge: Judge, prover: Prover, head: Partial, rows: Sequence[tuple[Judgement, Attempt]]
) -> tuple[Derivative | None, list[str]]:
    """The derivative that some rows claim: the best of what they prove, else the truth; what is said of the others."""
    proved = [(j, a, side) for j, a in rows for side in written(a, prover.graph)]
    wrong = [
        told(judge, j, "wrong as it is written, so that the closed form stands for it")
        for j, a in rows
        if not a.is_proved
    ]
    lines = ", ".join(str(line) for line in dict.fromkeys(j.entry.start.line for j, _ in rows))
    try:
        own = prover.derivative(head, [side for _, _, side in proved], "") if proved else None
        truth = prover.derivative(head, (), "") if own is None or is_spread_out(own) else None
    except NotUnderstood as error:
        return None, [f"{judge.document.path}:{lines}: left out: {error.reason.message}"]
    if own is not None and (truth is None or axes_within(truth.value) >= axes_within(own.value)):
        at, letters = next((j.entry.start.line, own_letters(a)) for j, a, side in proved if side == own.value)
        return replace(in_letters(own, letters), source=f"{judge.document.path}:{at}"), wrong
    if truth is None:
        return None, [f"{judge.document.path}:{lines}: left out, since no closed form of it is known"]
    said = "the truth of what is wrong there" if wrong else "in closed form"
    truth = replace(truth, source=f"{judge.document.path}:{lines}, {said}")
    return in_letters(truth, own_letters(rows[0][1])), wrong


def is_spread_out(found: Derivative) -> bool:
    """Whether larger arrays are computed on the way than the derivative is."""
    return axes_within(found.value) > len(found.indices)


def own_letters(attempt: Attempt) -> dict[Index, Index]:
    """The letters of a row for those that its derivative is compared in."""
    return {new: old for old, new in renaming(attempt.head).items()}


def in_letters(found: Derivative, letters: Mapping[Index, Index]) -> Derivative:
    """The derivative in the letters that a row has."""
    of, by = (Sym(part.name, tuple(letters.get(i, i) for i in part.indices)) for part in (found.of, found.by))
    return replace(found, of=of, by=by, value=rename(found.value, letters))


def written(attempt: Attempt, graph: Graph) -> Iterator[Term]:
    """The proved sides of a row that code can be written of as they stand, in the letters of the head."""
    letters = renaming(attempt.head)
    for side, outcome in zip(attempt.sides, attempt.outcomes, strict=True):
        whole = isinstance(outcome, Proved) and not outcome.equation.cases and not outcome.equation.given
        if whole and is_computable(side, graph):
            yield rename(side, letters)


def head_of(judgement: Judgement) -> Partial | None:
    """∂A/∂B of the loss or of an output A by another quantity, all elements, where a row that is right or wrong claims
    it for all inputs; its letters made alike.
    """
    claim, verdict = judgement.claim, judgement.verdict
    if claim is None or verdict is None or verdict.word == "undecided" or claim.given:
        return None
    head, graph = verdict.chosen.head, claim.environment.layer.graph
    if not isinstance(head, Partial) or not isinstance(head.of, Sym) or head.reading != TOTAL:
        return None
    if head.of.name not in {graph.loss, *graph.outputs} or is_upstream(head, graph):
        return None
    letters = (*head.of.indices, *head.by.indices)
    if len(set(letters)) != len(letters) or any(map(is_representative, letters)) or len(letters) > len(LETTERS):
        return None
    renamed = rename(head, renaming(head))
    return renamed if isinstance(renamed, Partial) else None


def renaming(head: Term) -> dict[Index, Index]:
    """Letters for the indices of a derivative: what it is taken by first, then what it is taken of."""
    if not isinstance(head, Partial) or not isinstance(head.of, Sym):
        return {}
    letters = (*head.by.indices, *head.of.indices)
    return {index: Index(LETTERS[k], index.axis) for k, index in enumerate(letters)}


def told(judge: Judge, judgement: Judgement, text: str) -> str:
    return f"{judge.document.path}:{judgement.entry.start.line}: {text}: {judgement.entry.latex}"
