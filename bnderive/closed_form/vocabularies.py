"""The vocabularies that a document has for its input: raw x_i, centred x_i − μ, normalised x̂_i.

Each is a graph in which the statistics are symbols of their own and x is written in another array, with the values of
its power sums. Proposals only: whatever is written in them is proved again before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bnderive.calculus import resolve
from bnderive.errors import NotUnderstood
from bnderive.kernel.canonical import Canonical
from bnderive.kernel.polynomial import plus, scaled
from bnderive.terms import (
    AXIS,
    ONE,
    ZERO,
    Definition,
    Graph,
    Index,
    Size,
    Sum,
    Sym,
    Term,
    add,
    div,
    mul,
    power,
    rebuild,
    rename,
    sub,
)  # fmt: skip

SLOT = Index("i")
CENTRED = "⟨centred⟩"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A graph to compute in; `meaning` turns its own arrays back into the document's terms; `sums` are power
    sums known.
    """

    graph: Graph
    meaning: dict[str, Term] = field(default_factory=dict)
    sums: tuple[tuple[Term, Term], ...] = ()

    def canonical(self) -> Canonical:
        """A canonical form that knows the power sums."""
        form = Canonical(self.graph)
        for left, right in self.sums:
            value = form.of(right)
            ((monomial, _),) = form.of(left).items()
            form.relations[monomial[0][0]] = value
        form.forms.clear()
        return form


@dataclass(frozen=True, slots=True)
class _Moments:
    """The names of an input and of its mean and second central moment, and Σ (x − μ)² in terms of the latter."""

    x: str
    mean: str | None
    variance: str | None
    spread: Term = ZERO


def vocabularies(graph: Graph) -> Iterator[Vocabulary]:
    """Raw first; then what the definitions of the document allow."""
    yield Vocabulary(graph)
    for x in (name for name, shape in graph.shapes.items() if shape == (AXIS,)):
        try:
            moments = moments_of(x, graph)
            if moments.mean is not None and moments.variance is not None:
                yield centred(moments, graph)
                yield from normalised(moments, graph)
        except (NotUnderstood, RecursionError):
            continue


def moments_of(x: str, graph: Graph) -> _Moments:
    """Which definitions are the mean and the variance (over N or N − 1) of an input, by their canonical forms."""
    scalars = {n: d for n, d in graph.definitions.items() if not d.indices and d.is_statistic}
    total = Sum(SLOT, Sym(x, (SLOT,)))
    mean_value = div(total, Size())
    mean = next((n for n in scalars if same(Sym(n), mean_value, graph)), None)
    squares = Sum(SLOT, power(sub(Sym(x, (SLOT,)), mean_value), 2))
    for count in (Size(), sub(Size(), ONE)):
        for name in scalars:
            if same(Sym(name), div(squares, count), graph):
                return _Moments(x, mean, name, mul(count, Sym(name)))
            if same(power(Sym(name), 2), div(squares, count), graph):
                return _Moments(x, mean, name, mul(count, power(Sym(name), 2)))
    return _Moments(x, mean, None)


def same(left: Term, right: Term, graph: Graph) -> bool:
    form = Canonical(graph)
    return form.vanishes(plus(form.of(resolve(left, graph)), scaled(form.of(resolve(right, graph)), -1)))


def centred(moments: _Moments, graph: Graph) -> Vocabulary:
    """x_i = μ + c_i with Σ c = 0 and Σ c² = N σ²."""
    c, mean = Sym(CENTRED, (SLOT,)), Sym(moments.mean or "")
    x = Definition(moments.x, (SLOT,), add(mean, c))
    meaning = {CENTRED: sub(Sym(moments.x, (SLOT,)), mean)}
    sums = ((Sum(SLOT, c), ZERO), (Sum(SLOT, power(c, 2)), moments.spread))
    return Vocabulary(without(graph, moments, x, CENTRED), meaning, sums)


def normalised(moments: _Moments, graph: Graph) -> Iterator[Vocabulary]:
    """x_i = μ + x̂_i / s for every node x̂_i = s (x_i − μ), with Σ x̂ = 0 and Σ x̂² = N σ² s²."""
    mean = moments.mean or ""
    for name, found in graph.definitions.items():
        if len(found.indices) != 1 or found.is_statistic or not graph.reaches(moments.x, name):
            continue
        scale = replaced(found.body, {moments.x: ONE, mean: ZERO})
        if same(found.body, mul(scale, sub(Sym(moments.x, found.indices), Sym(mean))), graph):
            h = Sym(name, (SLOT,))
            x = Definition(moments.x, (SLOT,), add(Sym(mean), div(h, scale)))
            sums = ((Sum(SLOT, h), ZERO), (Sum(SLOT, power(h, 2)), mul(moments.spread, power(scale, 2))))
            yield Vocabulary(without(graph, moments, x, name), {}, sums)


def replaced(term: Term, values: dict[str, Term]) -> Term:
    if isinstance(term, Sym):
        return values.get(term.name, term)
    return rebuild(term, lambda child: replaced(child, values))


def without(graph: Graph, moments: _Moments, x: Definition, array: str) -> Graph:
    """The graph with the statistics as symbols (the variance positive) and x defined by the array."""
    free = {moments.mean or "", moments.variance or "", array}
    definitions = {n: d for n, d in graph.definitions.items() if n not in free} | {x.name: x}
    shapes = {**graph.shapes, (moments.mean or ""): (), (moments.variance or ""): (), array: (AXIS,)}
    return replace(graph, definitions=definitions, shapes=shapes, positive=graph.positive | {moments.variance or ""})


def holds_through_centring(left: Term, right: Term, graph: Graph) -> Term | None:
    """Σ_j (x_j − μ), where two terms written differently are equal for no other reason than that it is zero."""
    for vocabulary in vocabularies(graph):
        if CENTRED in vocabulary.meaning:
            form = Canonical(vocabulary.graph)
            difference = plus(form.of(resolve(left, graph)), scaled(form.of(resolve(right, graph)), -1))
            ((monomial, _),) = form.of(vocabulary.sums[0][0]).items()
            if difference and all(dict(m).get(monomial[0][0], 0) > 0 for m in difference):
                j = Index("j")
                return Sum(j, rename(vocabulary.meaning[CENTRED], {SLOT: j}))
    return None
