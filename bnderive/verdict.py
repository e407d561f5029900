"""The verdict on a claim: proved in one of its readings, refuted in all of them, or undecided with the reason.

Only what the kernel issues counts. A reading that neither proof nor counterexample settles leaves the claim undecided.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from bnderive.elaborate import Alternative, Claim, Supposition, readings
from bnderive.elaborate.readings import TOTAL, marked
from bnderive.errors import NotUnderstood, Reason
from bnderive.evaluate import Evaluator, Inexact, Point, TooLong
from bnderive.kernel.kernel import Equation, Proved, Refuted, prove, refute
from bnderive.search import placings, points
from bnderive.terms import Graph, Num, Partial, Sym, Term, free_indices, serialise, walk

MAX_POINTS = 400
EVALUATION_LIMIT = "evaluation-limit"


Outcome = Proved | Refuted | Reason | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claim in one reading of its ∂ and its notation, and what became of each side: proved, refuted, or why
    neither.
    """

    reading: str
    alternative: Alternative
    head: Term
    sides: tuple[Term, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def is_proved(self) -> bool:
        return bool(self.outcomes) and all(isinstance(o, Proved) for o in self.outcomes)

    @property
    def is_refuted(self) -> bool:
        return any(isinstance(o, Refuted) for o in self.outcomes)

    @property
    def is_over_limit(self) -> bool:
        return any(isinstance(o, Reason) and o.name == EVALUATION_LIMIT for o in self.outcomes)

    @property
    def refutation(self) -> Refuted:
        return next(o for o in self.outcomes if isinstance(o, Refuted))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`correct`, `wrong` or `undecided`; the attempts that settled it, the preferred one first; why where undecided."""

    word: str
    attempts: tuple[Attempt, ...]
    reason: Reason | None = None

    @property
    def chosen(self) -> Attempt:
        return self.attempts[0]


def decide(claim: Claim, preferred: str = "") -> Verdict:
    """Judge a claim. `preferred` is the reading that is named where several hold or none does."""
    attempts: list[Attempt] = []
    for alternative in claim.alternatives:
        for attempt in attempted(alternative, claim, preferred):
            if attempt.is_proved:
                return Verdict("correct", (attempt,))
            attempts.append(attempt)
    return refuted_in_all(claim, attempts, preferred)


def attempted(alternative: Alternative, claim: Claim, preferred: str) -> Iterator[Attempt]:
    """Every reading of an alternative, the preferred one first, with what the kernel proves of it."""
    found = readings(alternative.head, alternative.sides, claim.environment.layer.graph)
    for reading, head, sides in sorted(found, key=lambda r: r[0] != preferred):
        yield Attempt(reading, alternative, head, sides, tuple(proved(claim, head, side) for side in sides))


def proved(claim: Claim, head: Term, side: Term) -> Outcome:
    try:
        return prove(Equation(head, side, claim.environment.layer.graph, claim.cases))
    except NotUnderstood as error:
        return error.reason


def refuted_in_all(claim: Claim, attempts: Sequence[Attempt], preferred: str) -> Verdict:
    """Wrong where every reading has a counterexample; one batch for all of them where there is one."""
    if (missing := missing_path(claim)) is not None:
        return Verdict("undecided", tuple(attempts), missing)
    settled = refuted_at_one_point(attempts, claim) or [refuted_somewhere(attempt, claim) for attempt in attempts]
    ranked = tuple(sorted(settled, key=lambda a: (not a.alternative.is_usual, a.reading != preferred)))
    if ranked and all(attempt.is_refuted for attempt in ranked) and claim.is_complete:
        return Verdict("wrong", ranked)
    return Verdict("undecided", ranked, reason_of(claim, ranked))


def missing_path(claim: Claim) -> Reason | None:
    """A ∂ of one node by another that it is not made of: zero as defined, and most likely not what was meant."""
    graph = claim.environment.layer.graph
    nodes = [node for side in (claim.usual.head, *claim.usual.sides) for node in walk(side)]
    partials = [(n.of.name, n.by.name) for n in nodes if isinstance(n, Partial) and isinstance(n.of, Sym)]
    for of, by in partials:
        found = graph.definition(of)
        is_supplied = found is not None and found.line is None
        if (graph.definition(by) is not None or is_supplied) and not graph.reaches(by, of):
            text = f"${of}$ is not made of ${by}$ as they are defined, so that its derivative is 0"
            return Reason("BN239", "missing-path", f"{text}; write the one in terms of the other")
    return None


def reason_of(claim: Claim, attempts: Sequence[Attempt]) -> Reason:
    """The first thing that kept a claim from being settled."""
    met = [outcome for attempt in attempts for outcome in attempt.outcomes if isinstance(outcome, Reason)]
    if claim.environment.hypotheses and not met:
        text = "it stands under a supposition, and was neither proved without it nor shown to fail where it is met"
        return Reason("BN237", "supposition", text)
    text = "the two sides could be neither proved equal nor shown to differ on any batch that was tried"
    return met[0] if met else Reason("BN250", "not-settled", text)


def refuted_at_one_point(attempts: Sequence[Attempt], claim: Claim) -> list[Attempt] | None:
    """All attempts with their refutations at the first batch that refutes every one of them."""
    for point in islice(points_of(claim), MAX_POINTS):
        settled = [at_point(attempt, claim, point) for attempt in attempts]
        if all(attempt.is_refuted for attempt in settled):
            return settled
        if any(attempt.is_over_limit for attempt in settled):
            return settled
    return None


def refuted_somewhere(attempt: Attempt, claim: Claim) -> Attempt:
    for point in islice(points_of(claim), MAX_POINTS):
        settled = at_point(attempt, claim, point)
        if settled.is_refuted or settled.is_over_limit:
            return settled
    return attempt


def points_of(claim: Claim) -> Iterator[Point]:
    """Points of the claim's domain at which everything that it stands under holds."""
    usual = claim.usual
    indices = free_indices(usual.head).union(*(free_indices(side) for side in usual.sides))
    graph, hypotheses = claim.environment.layer.graph, claim.environment.hypotheses
    seed = "|".join(map(serialise, (usual.head, *usual.sides)))
    equal = [(head, side) for relation, head, side in hypotheses if relation == "="]
    fixed = {head.name: side.value for head, side in equal if isinstance(head, Sym) and isinstance(side, Num)}
    for point in points(graph, indices, seed, fixed):
        if all(holds(hypothesis, graph, point) for hypothesis in hypotheses):
            yield point


COMPARISONS: Mapping[str, Callable[[Fraction, Fraction], bool]] = {
    "=": operator.eq,
    "\\ne": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "\\le": operator.le,
    "\\ge": operator.ge,
}


def holds(hypothesis: Supposition, graph: Graph, point: Point) -> bool:
    """Whether a supposition holds at a point for every placing of its indices; not where it has no exact value
    there.
    """
    relation, left, right = hypothesis
    compare = COMPARISONS.get(relation)
    head, side = marked(left, TOTAL, graph), marked(right, TOTAL, graph)
    size = max(point.sizes.values())
    try:
        return compare is not None and all(
            compare(evaluator(head), evaluator(side))
            for at in placings(free_indices(head) | free_indices(side), size, size)
            for evaluator in (Evaluator(graph, replace(point, positions={**point.positions, **at})),)
        )
    except (Inexact, NotUnderstood):
        return False


def at_point(attempt: Attempt, claim: Claim, point: Point) -> Attempt:
    graph = claim.environment.layer.graph
    outcomes = tuple(
        refuted_at(Equation(attempt.head, side, graph, claim.cases), known, point)
        for side, known in zip(attempt.sides, attempt.outcomes, strict=True)
    )
    return Attempt(attempt.reading, attempt.alternative, attempt.head, attempt.sides, outcomes)


def refuted_at(equation: Equation, known: Outcome, point: Point) -> Outcome:
    if isinstance(known, Proved | Refuted):
        return known
    try:
        return refute(equation, point) or known
    except TooLong:
        return Reason("BN290", EVALUATION_LIMIT, "its value on a batch takes too much work to compute")
    except Inexact:
        return known
    except NotUnderstood as error:
        return error.reason
