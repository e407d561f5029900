"""What the kernel proved, held against the second engine: verdicts go in, what it says of their proofs comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from bnderive.errors import InternalError
from bnderive.kernel.kernel import Equation, Proved
from bnderive.second import Abstains, Contradicted, Outcome, Sampled, Settled, examined
from bnderive.terms import serialise
from bnderive.verdict import Verdict

MOST = 99


def uphold(
    path: str, verdicts: Iterable[tuple[int, Verdict]], known: Mapping[Equation, Outcome]
) -> dict[Equation, Outcome]:
    """What is said of each proof, or is known already. Raises InternalError where one that a verdict rests on, that of
    some line, is contradicted.
    """
    lines: dict[Equation, int] = {}
    for line, verdict in verdicts:
        for outcome in verdict.attempts[0].outcomes if verdict.attempts else ():
            if isinstance(outcome, Proved):
                lines.setdefault(outcome.equation, line)
    said = {equation: known[equation] for equation in lines if equation in known}
    for equation, answer in examined(equation for equation in lines if equation not in known):
        if isinstance(answer, Contradicted):
            raise InternalError(f"{path}:{lines[equation]}: {told(equation, answer)}")
        said[equation] = answer
    return said


def opinion(verdict: Verdict, said: Mapping[Equation, Outcome]) -> str | None:
    """What the second engine says of the proofs of a verdict: the least of it."""
    proofs = [o.equation for o in verdict.attempts[0].outcomes if isinstance(o, Proved)] if verdict.attempts else []
    outcomes = [said[equation] for equation in proofs if equation in said]
    for outcome in outcomes:
        if isinstance(outcome, Abstains):
            return f"abstained: {outcome.reason}"
    for outcome in outcomes:
        if isinstance(outcome, Sampled):
            return f"sampled: {outcome.reason}"
    trials = [outcome.trial for outcome in outcomes if isinstance(outcome, Settled)]
    return f"settled, error below 1e-{digits(max(t.error for t in trials))}" if trials else None


def digits(error: Fraction) -> int:
    """The largest k with error < 10^-k."""
    k = 0
    while error * 10 ** (k + 1) < 1 and k < MOST:
        k += 1
    return k


def told(equation: Equation, found: Contradicted) -> str:
    """All that is needed to see it again."""
    places, draw = found.trial.points[-1]
    where = [f"{index.name} = {at}" for index, at in sorted(places.items())]
    where += [f"{sums + 1} groups of {axis}" for axis, sums in sorted(found.trial.sums.items())]
    definitions = [
        f"{d.name}[{','.join(i.name for i in d.indices)}] := {serialise(d.body)}"
        for d in equation.graph.definitions.values()
    ]
    return "; ".join(
        [
            f"proved, but not so modulo {found.trial.primes[draw % 2]}: {serialise(equation.left)} is {found.left}, "
            f"{serialise(equation.right)} is {found.right}",
            f"at {', '.join(where)}, draw {draw} of the seed {found.trial.seed}",
            *definitions,
        ]
    )
