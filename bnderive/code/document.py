"""The formulas of a document: its definitions, and each total derivative of the loss or of an output that it claims.

A row that is proved gives its own formula, one that is wrong the proved closed form in its place, and says so. What
gives none is named with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bnderive.code.formulas import Derivative, Formulas, Prover, axes_within, is_computable, is_upstream
from bnderive.elaborate.readings import TOTAL
from bnderive.errors import NotUnderstood
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved
from bnderive.terms import Graph, Index, Partial, Sym, Term, is_representative, rename
from bnderive.verdict import Attempt

LETTERS = "ijkl"


@dataclass(slots=True)
class _Found:
    """What is found of one graph, by head; the rows with no code, with their reasons."""

    prover: Prover
    rows: dict[Partial, list[tuple[Judgement, Attempt]]] = field(default_factory=dict)


def of_document(judge: Judge) -> tuple[Formulas, ...]:
    """The formulas of each graph of definitions that the document has, one after the other."""
    graphs: dict[int, _Found] = {}
    left_out: list[str] = []
    other: list[int] = []
    for judgement in judge.judgements(judged=True):
        if judgement.reason is not None:
            left_out.append(told(judge, judgement, f"left out, since it is undecided: {judgement.reason.message}"))
        if judgement.verdict is None or judgement.claim is None or not judge.is_selected(judgement.entry):
            continue
        if judgement.verdict.word == "undecided":
            reason = judgement.verdict.reason
            left_out.append(
                told(judge, judgement, f"left out, since it is undecided{f': {reason.message}' if reason else ''}")
            )
            continue
        graph = judgement.claim.environment.layer.graph
        head = head_of(judgement.verdict.chosen, graph)
        if head is None:
            other.append(judgement.entry.start.line)
            continue
        found = graphs.setdefault(id(graph), _Found(Prover(graph, judge.symbols)))
        found.rows.setdefault(head, []).append((judgement, judgement.verdict.chosen))
    if other:
        lines = ", ".join(map(str, dict.fromkeys(other)))
        left_out.append(
            f"{judge.document.path}: left out, since no total derivative of the loss or of an output: line {lines}"
        )
    formulas = [_formulas(judge, found, len(graphs) > 1, k) for k, found in enumerate(graphs.values(), start=1)]
    if not formulas:
        graph = judge.epochs[0].layer.graph
        formulas = [Formulas(judge.document.path, judge.document.path, "", graph, judge.symbols, ())]
    return (replace(formulas[0], left_out=(*left_out, *formulas[0].left_out)), *formulas[1:])


def _formulas(judge: Judge, found: _Found, several: bool, place: int) -> Formulas:
    derivatives: list[Derivative] = []
    left_out: list[str] = []
    for head, rows in found.rows.items():
        derivative, said = _derivative(judge, found.prover, head, rows)
        derivatives += [derivative] if derivative is not None else []
        left_out += said
    path = judge.document.path
    prefix = f"part{place}_" if several else ""
    return Formulas(path, path, prefix, found.prover.graph, judge.symbols, tuple(derivatives), {}, tuple(left_out))


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


def head_of(attempt: Attempt, graph: Graph) -> Partial | None:
    """∂A/∂B of the loss or of an output A by another quantity, all elements; its letters made alike."""
    head = attempt.head
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
