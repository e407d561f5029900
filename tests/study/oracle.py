"""Whether a row of a judged document is truly equal: on explicit batches, by SymPy alone, in the usual reading first.

Takes a row as it was read; owes nothing to the calculus, the kernel or the evaluation that judged it.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from sympy import Rational, nan

from bnderive.elaborate import Claim
from bnderive.errors import NotUnderstood
from bnderive.explicit.batch import Batch
from bnderive.explicit.opinions import Case, are_equal, written_out
from bnderive.explicit.values import NoValue
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved
from bnderive.sympy_view import Expression
from bnderive.terms import AXIS, Term, names_of
from bnderive.verdict import Attempt

SIZES = (2, 3, 4)
DIGITS, NEARLY = 30, Rational(1, 10**20)
EQUAL, UNEQUAL, UNKNOWN = "equal", "unequal", "unknown"
OTHERWISE = "equal in another reading"  # a row that is true, but of other ∂ than the author's


def truth(judgement: Judgement) -> str:
    """`equal` where a reading that was tried holds on every batch, `unequal` where each fails on one, or `unknown`."""
    claim, verdict = judgement.claim, judgement.verdict
    if claim is None or verdict is None:
        return UNKNOWN
    found = [of_attempt(attempt, claim) for attempt in verdict.attempts]
    if EQUAL in found:
        return EQUAL
    return UNEQUAL if found and set(found) == {UNEQUAL} else UNKNOWN


def of_attempt(attempt: Attempt, claim: Claim) -> str:
    """What the batches say of a row in one reading; those on which it has no value say nothing."""
    found = [on_batch(attempt, claim, size) for size in SIZES]
    if False in found:
        return UNEQUAL
    return EQUAL if True in found else UNKNOWN


def on_batch(attempt: Attempt, claim: Claim, size: int) -> bool | None:
    """Exactly, else to thirty digits, on a batch whose axes are all of different lengths."""
    graph = claim.environment.layer.graph
    supposed = supposed_in(attempt)
    others = [axis for axis in graph.lengths if axis != AXIS]
    batch = Batch(graph, size, lengths={axis: size + place for place, axis in enumerate(others, start=1)})
    try:
        if not supposed:
            return all(are_equal(attempt.head, side, claim.cases, batch) for side in attempt.sides)
    except NoValue:
        pass
    except (NotUnderstood, RecursionError):
        return None
    try:
        return all(nearly_equal(attempt.head, side, claim.cases, batch, supposed) for side in attempt.sides)
    except (NoValue, NotUnderstood, RecursionError):
        return None


def supposed_in(attempt: Attempt) -> frozenset[str]:
    """The names of arrays that a proof takes to sum to 1."""
    given = (given for o in attempt.outcomes if isinstance(o, Proved) for given in o.equation.given)
    return frozenset(name for each in given for name in names_of(each.term))


def nearly_equal(left: Term, right: Term, cases: Sequence[Case], batch: Batch, supposed: frozenset[str]) -> bool:
    """Equality of numbers at one batch, for what has no exact value there: a logarithm, a root; also where arrays have
    to sum to 1. Raises NoValue.
    """
    batch.steps = 0
    pairs = list(written_out(left, right, cases, batch))
    if not pairs:
        raise NoValue("it has no elements of which the row speaks")
    return all(abs(number(above - below, batch, supposed)) < NEARLY for above, below in pairs)


def number(expression: Expression, batch: Batch, supposed: frozenset[str]) -> Expression:
    """The value at a batch that is drawn by the names of its elements. Raises NoValue."""
    while True:
        bodies = {symbol: batch.body(symbol) for symbol in expression.free_symbols}
        known = {symbol: body for symbol, body in bodies.items() if body is not None}
        if not known:
            break
        expression = expression.subs(known)
    drawn = {symbol: value_of(symbol) for symbol in expression.free_symbols}
    for name in supposed:
        elements = [batch.symbol(name, (place + 1,)) for place in range(batch.size)]
        total = sum(map(value_of, elements))
        drawn |= {element: value_of(element) / total for element in elements}
    value = expression.subs(drawn).evalf(DIGITS)
    if not value.is_number or value.has(nan):
        raise NoValue("it has no value")
    return value


def value_of(symbol: Expression) -> Rational:
    """By chance, but the same for a name in every run."""
    return Rational(Random(symbol.name).randint(2, 40), 8)


def agree(one: Judgement, other: Judgement) -> str:
    """Whether the sides of a changed row are those of the author's row, each in the reading that was chosen for it."""
    if one.verdict is None or other.verdict is None or one.claim is None or other.claim is None:
        return UNKNOWN
    first, second = one.verdict.chosen, other.verdict.chosen
    joined = Attempt("", first.alternative, first.sides[-1], (*first.sides, *second.sides), second.outcomes)
    return of_attempt(joined, one.claim)
