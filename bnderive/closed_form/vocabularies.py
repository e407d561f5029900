"""The vocabularies that a document has for its input: raw x_i, centred x_i − μ, normalised x̂_i.

Each is a graph in which the statistics are symbols of their own and x is written in another array, with the values of
its power sums. Proposals only: whatever is written in them is proved again before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from bnderive.calculus import resolve
from bnderive.errors import NotUnderstood
from bnderive.kernel.canonical import Canonical
from bnderive.kernel.generators import Element, Generator, Total
from bnderive.kernel.polynomial import Exponent, plus, scaled
from bnderive.records import dataclass
from bnderive.terms import (
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
    free_indices,
    mul,
    power,
    rebuild,
    rename,
    sub,
)  # fmt: skip

LETTERS = "ij"
SLOT = Index(LETTERS[0])
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
            made = form.table[monomial[0][0]]
            if free := free_indices(left):
                (letter,) = free
                form.families[family_of(form, made)] = letter, value
            else:
                form.relations[monomial[0][0]] = value
        form.forget()
        return form


def family_of(form: Canonical, made: Generator) -> tuple[str, int, Exponent]:
    """The array, the place that is summed over and the exponent of a power sum Σ_i c_ij^e."""
    assert isinstance(made, Total)
    ((g, e),) = made.monomial
    element = form.table[g]
    assert isinstance(element, Element)
    return element.name, element.indices.index(made.indices[0]), e


@dataclass(frozen=True, slots=True)
class _Moments:
    """The names of an input and of its mean and second central moment along one of its axes, and Σ (x − μ)² in terms
    of the latter. `slots` are the letters of the input, `along` the one that is summed, `kept` the others.
    """

    x: str
    slots: tuple[Index, ...]
    along: Index
    mean: str | None = None
    variance: str | None = None
    spread: Term = ZERO

    @property
    def kept(self) -> tuple[Index, ...]:
        return tuple(index for index in self.slots if index != self.along)

    @property
    def input(self) -> Term:
        return Sym(self.x, self.slots)

    @property
    def centre(self) -> Term:
        return Sym(self.mean or "", self.kept)


def vocabularies(graph: Graph) -> Iterator[Vocabulary]:
    """Raw first; then what the definitions of the document allow."""
    yield Vocabulary(graph)
    for x, shape in graph.shapes.items():
        slots = tuple(Index(letter, axis) for letter, axis in zip(LETTERS, shape, strict=False))
        for along in slots if len(shape) <= len(LETTERS) else ():
            try:
                moments = moments_of(_Moments(x, slots, along), graph)
                if moments.mean is not None and moments.variance is not None:
                    yield centred(moments, graph)
                    yield from normalised(moments, graph)
            except (NotUnderstood, RecursionError):
                continue


def moments_of(of: _Moments, graph: Graph) -> _Moments:
    """Which definitions are the mean and the variance (over N or N − 1) of an input, by their canonical forms."""
    size, shape = Size(of.along.axis), tuple(index.axis for index in of.kept)
    found = {n: Sym(n, of.kept) for n, d in graph.definitions.items() if d.is_statistic and graph.axes(n) == shape}
    mean_value = div(Sum(of.along, of.input), size)
    mean = next((n for n, value in found.items() if same(value, mean_value, graph)), None)
    squares = Sum(of.along, power(sub(of.input, mean_value), 2))
    for count in (size, sub(size, ONE)):
        for name, value in found.items():
            if name == mean:
                continue
            if same(value, div(squares, count), graph):
                return replace(of, mean=mean, variance=name, spread=mul(count, value))
            if same(power(value, 2), div(squares, count), graph):
                return replace(of, mean=mean, variance=name, spread=mul(count, power(value, 2)))
    return replace(of, mean=mean)


def same(left: Term, right: Term, graph: Graph) -> bool:
    form = Canonical(graph)
    return form.vanishes(plus(form.of(resolve(left, graph)), scaled(form.of(resolve(right, graph)), -1)))


def centred(moments: _Moments, graph: Graph) -> Vocabulary:
    """x_i = μ + c_i with Σ c = 0 and Σ c² = N σ²."""
    c = Sym(CENTRED, moments.slots)
    x = Definition(moments.x, moments.slots, add(moments.centre, c))
    meaning = {CENTRED: sub(moments.input, moments.centre)}
    sums = ((Sum(moments.along, c), ZERO), (Sum(moments.along, power(c, 2)), moments.spread))
    return Vocabulary(without(graph, moments, x, CENTRED), meaning, sums)


def normalised(moments: _Moments, graph: Graph) -> Iterator[Vocabulary]:
    """x_i = μ + x̂_i / s for every node x̂_i = s (x_i − μ), with Σ x̂ = 0 and Σ x̂² = N σ² s²."""
    shape = tuple(index.axis for index in moments.slots)
    for name, found in graph.definitions.items():
        if graph.axes(name) != shape or found.is_statistic or moments.x not in graph.names_read[name]:
            continue
        body = found.at(moments.slots)
        scale = replaced(body, {moments.x: ONE, moments.mean or "": ZERO})
        if same(body, mul(scale, sub(moments.input, moments.centre)), graph):
            h = Sym(name, moments.slots)
            x = Definition(moments.x, moments.slots, add(moments.centre, div(h, scale)))
            squares = mul(moments.spread, power(scale, 2))
            sums = ((Sum(moments.along, h), ZERO), (Sum(moments.along, power(h, 2)), squares))
            yield Vocabulary(without(graph, moments, x, name), {}, sums)


def replaced(term: Term, values: Mapping[str, Term]) -> Term:
    if isinstance(term, Sym):
        return values.get(term.name, term)
    return rebuild(term, lambda child: replaced(child, values))


def without(graph: Graph, moments: _Moments, x: Definition, array: str) -> Graph:
    """The graph with the statistics as symbols (the variance positive) and x defined by the array."""
    free = {moments.mean or "", moments.variance or "", array}
    definitions = {n: d for n, d in graph.definitions.items() if n not in free} | {x.name: x}
    kept = tuple(index.axis for index in moments.kept)
    shape = tuple(index.axis for index in moments.slots)
    shapes = {**graph.shapes, (moments.mean or ""): kept, (moments.variance or ""): kept, array: shape}
    return replace(graph, definitions=definitions, shapes=shapes, positive=graph.positive | {moments.variance or ""})


def holds_through_centring(left: Term, right: Term, graph: Graph) -> Term | None:
    """Σ_j (x_j − μ), where two terms written differently are equal for no other reason than that it is zero."""
    for vocabulary in vocabularies(graph):
        if CENTRED in vocabulary.meaning and not free_indices(vocabulary.sums[0][0]):
            form = Canonical(vocabulary.graph)
            difference = plus(form.of(resolve(left, graph)), scaled(form.of(resolve(right, graph)), -1))
            ((monomial, _),) = form.of(vocabulary.sums[0][0]).items()
            if difference and all(dict(m).get(monomial[0][0], 0) > 0 for m in difference):
                j = Index("j")
                return Sum(j, rename(vocabulary.meaning[CENTRED], {SLOT: j}))
    return None
