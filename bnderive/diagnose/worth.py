"""What terms are worth on the batch of a counterexample that is known already: it rules out what is not worth a proof.

Terms in, exact values out, or None where one is not known. Nothing is decided here.
"""

from __future__ import annotations

from dataclasses import field
from functools import reduce

from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point, Shared
from bnderive.exact import Exact, plus, times
from bnderive.kernel.kernel import Refuted
from bnderive.records import dataclass
from bnderive.terms import Add, Graph, Mul, Term, children


@dataclass(slots=True)
class Worth:
    """The values of terms at one point; what sums and products are made of is computed once. None where not known."""

    graph: Graph
    point: Point
    evaluator: Shared[Evaluator]
    known: dict[Term, Exact | None] = field(default_factory=dict)

    def __call__(self, term: Term) -> Exact | None:
        if term not in self.known:
            self.known[term] = self.computed(term)
        return self.known[term]

    def computed(self, term: Term) -> Exact | None:
        if isinstance(term, Add | Mul):
            return self.combined(term)
        try:
            return self.evaluator(lambda evaluator: evaluator(term))
        except (Inexact, NotUnderstood, RecursionError):
            return None

    def combined(self, term: Add | Mul) -> Exact | None:
        parts = [self(part) for part in children(term)]
        known = [part for part in parts if part is not None]
        return reduce(plus if isinstance(term, Add) else times, known) if len(known) == len(parts) else None


@dataclass(slots=True)
class Worths:
    """The values on each batch of a document, which rows with the same batch share."""

    known: list[Worth] = field(default_factory=list)

    def of(self, refuted: Refuted) -> Worth:
        graph, point = refuted.equation.graph, refuted.point
        for worth in self.known:
            if worth.graph is graph and worth.point == point:
                return worth
        self.known.append(Worth(graph, point, Shared(lambda: Evaluator(graph, point, enclosing=True))))
        return self.known[-1]
