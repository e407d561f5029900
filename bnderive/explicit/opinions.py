"""Opinions on the verdicts of a document: every decided claim once more, on an explicit batch of K elements.

Reads the claims and the verdicts of a judge; owes nothing to the calculus, the kernel or the evaluation behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from bnderive.errors import InternalError, NotUnderstood, UsageError
from bnderive.explicit.batch import Batch
from bnderive.explicit.values import NoValue, points
from bnderive.judge import word as word_of
from bnderive.records import dataclass
from bnderive.report import Opinion
from bnderive.settings import LARGEST_BATCH
from bnderive.spots import cell_of
from bnderive.sympy_view import Expression
from bnderive.terms import AXIS, Graph, Index, Partial, Term, free_indices, walk

if TYPE_CHECKING:
    from bnderive.elaborate import Claim
    from bnderive.entries import Entry
    from bnderive.judge import Judge
    from bnderive.verdict import Attempt, Verdict

LARGEST_SHOWN = 4
POINTS = 4
AGREES, DIFFERS, NONE = "agrees", "differs", "none"
Case = tuple[str, Index, Index]


@dataclass(frozen=True, slots=True)
class Decided:
    """A claim with its verdict, correct or wrong, and the row that makes it."""

    entry: Entry
    claim: Claim
    verdict: Verdict

    @property
    def graph(self) -> Graph:
        return self.claim.environment.layer.graph


def second_opinions(judge: Judge, size: int) -> Iterable[Opinion]:
    """One opinion on every selected claim that was judged correct or wrong, in order.

    Raises UsageError for a size that is not 1 to 64, InternalError where a verdict is contradicted.
    """
    if not 1 <= size <= LARGEST_BATCH:
        raise UsageError(f"a batch of 1 to {LARGEST_BATCH} elements can be written out, not one of {size}")
    court = Court(judge.document.path, size)
    return tuple(court.opinion(decided) for decided in decided_in(judge))


def decided_in(judge: Judge) -> Iterator[Decided]:
    for judgement in judge.judgements(True):
        claim, verdict = judgement.claim, judgement.verdict
        if claim is None or verdict is None or verdict.word == "undecided":
            continue
        if judge.is_selected(judgement.entry):
            yield Decided(judgement.entry, claim, verdict)


class Court:
    """The batches that the claims of one document are written out on; each graph has one of each size."""

    def __init__(self, path: str, size: int) -> None:
        self.path = path
        self.size = size
        self.batches: list[tuple[Graph, Batch]] = []
        self.shown: set[str] = set()

    def batch(self, graph: Graph, size: int, lengths: Mapping[str, int] | None = None) -> Batch:
        for known, batch in self.batches:
            if known is graph and batch.size == size and batch.lengths == (lengths or {}):
                return batch
        self.batches.append((graph, Batch(graph, size, lengths=lengths)))
        return self.batches[-1][1]

    def opinion(self, decided: Decided) -> Opinion:
        derivative = None
        try:
            word, remark = self.heard(decided)
            derivative = self.derivative(decided)
        except NotUnderstood as error:
            word, remark = NONE, error.reason.message
        except NoValue as error:
            word, remark = NONE, str(error)
        except RecursionError:
            word, remark = NONE, "it is nested too deep to be written out"
        cell = cell_of(decided.entry.spot)
        line, verdict = decided.entry.start.line, decided.verdict.word
        return Opinion(self.path, line, self.size, verdict, word, remark, derivative, *cell)

    def heard(self, decided: Decided) -> tuple[str, str | None]:
        if any(attempt.is_under_suppositions for attempt in decided.verdict.attempts):
            raise NoValue("it is proved for inputs that are as supposed, and these are drawn freely here")
        batch = self.batch(decided.graph, self.size)
        if decided.verdict.word == "correct":
            chosen = decided.verdict.chosen
            self.uphold(decided, are_true(chosen, chosen.sides, decided.claim.cases, batch))
            return AGREES, None
        true = [attempt for attempt in decided.verdict.attempts if self.is_true(attempt, decided, batch)]
        return (DIFFERS, self.excused(true, decided)) if true else (AGREES, None)

    def is_true(self, attempt: Attempt, decided: Decided, batch: Batch) -> bool:
        """Whether all of a row holds on a batch in one reading; what the kernel proved of it must hold."""
        judged = list(zip(attempt.sides, map(word_of, attempt.outcomes), strict=True))
        proved = [side for side, word in judged if word == "correct"]
        self.uphold(decided, are_true(attempt, proved, decided.claim.cases, batch))
        return are_true(attempt, [s for s, word in judged if word != "correct"], decided.claim.cases, batch)

    def excused(self, true: Sequence[Attempt], decided: Decided) -> str:
        """Why a wrong claim may hold on this batch: on one of the size of its counterexample it does not."""
        failing_sizes = [a.refutation.point.sizes if a.is_refuted else {AXIS: self.size} for a in true]
        for attempt, lengths in zip(true, failing_sizes, strict=True):
            others = {axis: length for axis, length in lengths.items() if axis != AXIS}
            batch = self.batch(decided.graph, lengths[AXIS], others)
            elsewhere = set(lengths.values()) != {self.size} and not self.is_true(attempt, decided, batch)
            self.uphold(decided, elsewhere)
        sizes = sorted({tuple(lengths.values()) for lengths in failing_sizes})
        failing = ", ".join(" by ".join(map(str, lengths)) for lengths in sizes)
        return f"it happens to be true of a batch of {self.size}, and false of one of {failing}"

    def uphold(self, decided: Decided, agrees: bool) -> None:
        if not agrees:
            raise InternalError(
                f"{self.path}:{decided.entry.start.line}: judged {decided.verdict.word} for every size, but plain "
                f"differentiation on a batch of {self.size} says otherwise"
            )

    def derivative(self, decided: Decided) -> str | None:
        """The head on a small batch, where it differentiates and was not shown before."""
        head = decided.verdict.chosen.head
        if self.size > LARGEST_SHOWN or not any(isinstance(node, Partial) for node in walk(head)):
            return None
        places = next(placings(free_indices(head), decided.claim.cases, self.size), None)
        text = str(self.batch(decided.graph, self.size).expression(head, places)) if places is not None else ""
        if not text or text in self.shown:
            return None
        self.shown.add(text)
        return text


def are_true(attempt: Attempt, sides: Sequence[Term], cases: Sequence[Case], batch: Batch) -> bool:
    """Whether these sides equal the head on the batch, wherever the indices stand. Raises NoValue, NotUnderstood."""
    return all(are_equal(attempt.head, side, cases, batch) for side in sides)


def are_equal(left: Term, right: Term, cases: Sequence[Case], batch: Batch) -> bool:
    """Equality at several batches of exact numbers, at one element for each way in which the indices can coincide."""
    batch.steps = 0
    pairs = list(written_out(left, right, cases, batch))
    if not pairs:
        raise NoValue(f"a batch of {batch.size} has no elements of which it speaks")
    found = points(batch, [side for pair in pairs for side in pair], POINTS)
    return all(point(above) == point(below) for point in found for above, below in pairs)


def written_out(
    left: Term, right: Term, cases: Sequence[Case], batch: Batch
) -> Iterator[tuple[Expression, Expression]]:
    for places in placings(free_indices(left) | free_indices(right), cases, batch.size, batch.lengths):
        yield batch.expression(left, places), batch.expression(right, places)


def placings(
    indices: frozenset[Index], cases: Sequence[Case], size: int, lengths: Mapping[str, int] | None = None
) -> Iterator[dict[Index, int]]:
    """One placing for each way in which the indices can coincide: i at 1, j at 2 and at 1. Representatives stay put.
    `lengths` are those of axes that are not of this size.
    """
    fixed = {i: int(i.name) for i in indices if i.name.isdigit()}
    sizes = {i.axis: (lengths or {}).get(i.axis, size) for i in indices}
    for places in _placed(sorted(indices - fixed.keys()), fixed, sizes):
        if all((places[i] == places[j]) == (relation == "=") for relation, i, j in cases if {i, j} <= places.keys()):
            yield places


def _placed(waiting: Sequence[Index], places: dict[Index, int], sizes: Mapping[str, int]) -> Iterator[dict[Index, int]]:
    if not waiting:
        yield places
        return
    index, *rest = waiting
    size = sizes[index.axis]
    used = {place for other, place in places.items() if other.axis == index.axis}
    new = next((k for k in range(1, size + 1) if k not in used), None)
    for place in (() if new is None else (new,)) + tuple(sorted(p for p in used if p <= size)):
        yield from _placed(rest, {**places, index: place}, sizes)
