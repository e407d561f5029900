"""What the kernel proved, held against the second engine: verdicts go in, nothing comes out but an internal error."""

from __future__ import annotations

from collections.abc import Iterable

from bnderive.errors import InternalError
from bnderive.kernel.kernel import Equation, Proved
from bnderive.second import Contradicted, examined
from bnderive.terms import serialise
from bnderive.verdict import Verdict


def uphold(path: str, verdicts: Iterable[tuple[int, Verdict]]) -> None:
    """Raises InternalError where a proof that a verdict rests on, that of some line, is contradicted."""
    lines: dict[Equation, int] = {}
    for line, verdict in verdicts:
        for outcome in verdict.attempts[0].outcomes if verdict.attempts else ():
            if isinstance(outcome, Proved):
                lines.setdefault(outcome.equation, line)
    for equation, answer in examined(lines):
        if isinstance(answer, Contradicted):
            raise InternalError(f"{path}:{lines[equation]}: {told(equation, answer)}")


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
