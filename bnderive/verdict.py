"""The verdict on a claim: proved in one of its readings, refuted in all of them, or undecided with the reason.

Only what the kernel issues counts. A reading that neither proof nor counterexample settles leaves the claim undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bnderive.batches import Batches, batches_of, class_of, silent_targets
from bnderive.elaborate import Alternative, Claim, readings, unclear_outputs
from bnderive.enclosure import Inexact
from bnderive.equation import Given, one_hot, sum_is
from bnderive.errors import NotUnderstood, Reason
from bnderive.evaluate import Point
from bnderive.exact import TooLong
from bnderive.kernel.kernel import Equation, Proved, Refuted, prove, refute
from bnderive.records import dataclass
from bnderive.roles import roles_of, targets_over_axes
from bnderive.terms import ONE, Index, Num, Partial, Sum, Sym, Term, free_indices, names_of, walk

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
    def is_under_suppositions(self) -> bool:
        """Whether a proof of it holds for inputs that are as supposed only."""
        return any(isinstance(o, Proved) and o.equation.given for o in self.outcomes)

    @property
    def is_refuted(self) -> bool:
        return any(isinstance(o, Refuted) for o in self.outcomes)

    @property
    def is_over_limit(self) -> bool:
        return any(isinstance(o, Reason) and o.name == EVALUATION_LIMIT for o in self.outcomes)

    def rank(self, preferred: str) -> tuple[bool, int, bool]:
        """Its place among attempts that all fail: the usual notation first, then the fewest wrong sides, then the
        preferred reading.
        """
        unproved = sum(not isinstance(outcome, Proved) for outcome in self.outcomes)
        return not self.alternative.is_usual, unproved, self.reading != preferred

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


def decide_for_certain(claim: Claim, first: Index, second: Index) -> Verdict:
    """Judge a claim that may be made for one case of two indices only: wrong where it fails in either."""
    verdict, usual = decide(claim), claim.usual
    free = frozenset[Index]().union(*map(free_indices, (usual.head, *usual.sides)))
    if verdict.word != "wrong" or not {first, second} <= free:
        return verdict
    for relation in ("=", "≠"):
        case = decide(replace(claim, cases=(*claim.cases, (relation, first, second))))
        if case.word != "wrong":
            sign = "=" if relation == "=" else r"\ne"
            text = (
                f"it fails, but not in the case ${first.name} {sign} {second.name}$, of which the text before it speaks"
            )
            return Verdict("undecided", case.attempts, Reason("BN237", "supposition", text))
    return verdict


def attempted(alternative: Alternative, claim: Claim, preferred: str) -> Iterator[Attempt]:
    """Every reading of an alternative, the preferred one first, with what the kernel proves of it."""
    found = readings(alternative.head, alternative.sides, claim.environment.layer.graph)
    for reading, head, sides in sorted(found, key=lambda r: r[0] != preferred):
        yield Attempt(reading, alternative, head, sides, tuple(proved(claim, head, side) for side in sides))


def proved(claim: Claim, head: Term, side: Term) -> Outcome:
    """Proved for all inputs, else for those that are as supposed."""
    equation = Equation(head, side, claim.environment.layer.graph, claim.cases)
    try:
        return prove(equation) or next(
            (found for given in givens(claim) if (found := prove(replace(equation, given=given)))), None
        )
    except NotUnderstood as error:
        return error.reason


def givens(claim: Claim) -> Iterator[tuple[Given, ...]]:
    """What stands over the claim and a proof may use: sums such as Σ_k t_k = 1, which holds of one-hot targets too;
    then, for a one-hot target that a side leaves out, that its class is the one index that only sides have.
    """
    equal = ((left, right) for relation, left, right in claim.environment.hypotheses if relation == "=")
    sums = tuple(sum_is(left, right) for left, right in equal if isinstance(left, Sum) and isinstance(right, Num))
    sums += distributions(claim) if claim.environment.one_hot else ()
    if sums:
        yield sums
    if known := class_of(claim):
        yield from ((one_hot(target, known),) for target in silent_targets(claim))


def distributions(claim: Claim) -> tuple[Given, ...]:
    """That the targets of a claim sum to 1."""
    k, usual = Index("k"), claim.usual
    targets = roles_of((usual.head, *usual.sides), claim.environment.layer.graph).targets
    return tuple(sum_is(Sum(k, Sym(target, (k,))), ONE) for target in sorted(targets))


def refuted_in_all(claim: Claim, attempts: Sequence[Attempt], preferred: str) -> Verdict:
    """Wrong where every reading has a counterexample; one batch for all of them where there is one."""
    if (missing := missing_path(claim) or unclear_outputs(claim)) is not None:
        return Verdict("undecided", tuple(attempts), missing)
    if claim.doubt is not None:
        return Verdict("undecided", tuple(attempts), claim.doubt)
    if spread := targets_over_axes((claim.usual.head, *claim.usual.sides), claim.environment.layer.graph):
        return Verdict("undecided", tuple(attempts), unsaid_sums_of(spread))
    if not claim.environment.hypotheses and is_true_of_distributions(claim, attempts):
        return Verdict("undecided", tuple(attempts), unsaid_sum(claim))
    settled = refuted_for_all_classes(attempts, claim)
    ranked = tuple(sorted(settled, key=lambda attempt: attempt.rank(preferred)))
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


def unsaid_sum(claim: Claim) -> Reason:
    sums = ", ".join(f"$\\sum_k {name}_k = 1$" for given in distributions(claim) for name in names_of(given.term))
    return Reason("BN252", "unsaid-sum", f"it is true where {sums}, which the document does not say")


def unsaid_sums_of(targets: frozenset[str]) -> Reason:
    names = ", ".join(f"${name}$" for name in sorted(targets))
    text = f"it was not proved for all inputs, and what the elements of {names} sum to along an axis is not looked at"
    return Reason("BN252", "unsaid-sum", text)


def is_true_of_distributions(claim: Claim, attempts: Sequence[Attempt]) -> bool:
    """Whether all that is missing for a proof is that targets sum to 1."""
    given = distributions(claim)
    graph = claim.environment.layer.graph
    try:
        return bool(given) and any(
            all(prove(Equation(attempt.head, side, graph, claim.cases, given)) for side in attempt.sides)
            for attempt in attempts
        )
    except NotUnderstood:
        return False


def refuted_for_all_classes(attempts: Sequence[Attempt], claim: Claim) -> list[Attempt]:
    """All attempts with what the batches refute of them; nothing that holds for some class of a one-hot target, where
    that is what the claim may speak of.
    """
    settled = list(attempts)
    for batches in batches_of(claim):
        settled = refuted_on_batches(attempts, batches)
        if not all(attempt.is_refuted for attempt in settled):
            break
    return settled


def refuted_on_batches(attempts: Sequence[Attempt], batches: Batches) -> list[Attempt]:
    """All attempts with what the batches refute of them: with exact values first, then between rational bounds."""
    settled = list(attempts)
    for enclosing in (False, True):
        one = refuted_at_one_point(settled, batches, enclosing)
        if one is None and len(settled) > 1:
            one = [refuted_somewhere(attempt, batches, enclosing) for attempt in settled]
        settled = one or settled
        if all(attempt.is_refuted or attempt.is_over_limit for attempt in settled):
            break
    return settled


def refuted_at_one_point(attempts: Sequence[Attempt], batches: Batches, enclosing: bool) -> list[Attempt] | None:
    """All attempts with their refutations at the first batch that refutes every one of them."""
    for point in batches.points(enclosing):
        settled = [at_point(attempt, batches.claim, point, enclosing) for attempt in attempts]
        if all(attempt.is_refuted for attempt in settled):
            return settled
        if any(attempt.is_over_limit for attempt in settled):
            return settled
    return None


def refuted_somewhere(attempt: Attempt, batches: Batches, enclosing: bool) -> Attempt:
    if attempt.is_refuted:
        return attempt
    for point in batches.points(enclosing):
        settled = at_point(attempt, batches.claim, point, enclosing)
        if settled.is_refuted or settled.is_over_limit:
            return settled
    return attempt


def at_point(attempt: Attempt, claim: Claim, point: Point, enclosing: bool) -> Attempt:
    graph = claim.environment.layer.graph
    outcomes = tuple(
        refuted_at(Equation(attempt.head, side, graph, claim.cases), known, point, enclosing)
        for side, known in zip(attempt.sides, attempt.outcomes, strict=True)
    )
    return Attempt(attempt.reading, attempt.alternative, attempt.head, attempt.sides, outcomes)


def refuted_at(equation: Equation, known: Outcome, point: Point, enclosing: bool) -> Outcome:
    if isinstance(known, Proved | Refuted):
        return known
    try:
        return refute(equation, point, enclosing) or known
    except TooLong:
        return Reason("BN290", EVALUATION_LIMIT, "its value on a batch takes too much work to compute")
    except Inexact:
        return known
    except NotUnderstood as error:
        return error.reason
