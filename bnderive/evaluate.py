"""A term at a point: derivatives by dual numbers, every definition recomputed from the inputs; in any arithmetic.

Independent of calculus and kernel, so that a refutation rests on neither. In exact numbers it raises `Inexact` where a
value is not exact, unless it may be enclosed between rational bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import field
from fractions import Fraction
from functools import lru_cache
from typing import Any, Generic, TypeVar

from bnderive.arithmetic import ENCLOSING, EXACT, Arithmetic, Dual, Operation, Scalar, applied
from bnderive.enclosure import Inexact
from bnderive.errors import InternalError, NotUnderstood
from bnderive.exact import Exact, Logs, TooLong
from bnderive.records import KeepsHash, dataclass
from bnderive.terms import (
    Add,
    Definition,
    Delta,
    Fun,
    Graph,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    is_representative,
    upstream_name,
    walk,
)  # fmt: skip

MAX_STEPS = 200_000
MAX_ORDER = 5
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Point:
    """A batch: the length of every axis, a value for every input array and parameter, an element for every free index.

    Array indices are 1-based positions, keyed (name, positions); scalars have no positions.
    """

    sizes: Mapping[str, int]
    values: Mapping[tuple[str, tuple[int, ...]], Fraction | Logs]
    positions: Mapping[Index, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seed(KeepsHash):
    """What is being differentiated by: element `positions` of `name`; `direct` freezes every other statistic."""

    name: str
    positions: tuple[int, ...]
    direct: bool


class Evaluation(Generic[Scalar]):
    """Values of terms in one graph, in one kind of numbers: lengths of the axes and values of all inputs are given.

    Nodes are computed once for each way in which they are seeded.
    """

    def __init__(
        self,
        graph: Graph,
        numbers: Arithmetic[Scalar],
        sizes: Mapping[str, int],
        values: Mapping[tuple[str, tuple[int, ...]], Scalar],
    ) -> None:
        self.graph = graph
        self.numbers = numbers
        self.sizes = sizes
        self.values = values
        self.nodes: dict[tuple[str, tuple[int, ...], tuple[Seed, ...]], Scalar | Dual[Scalar]] = {}
        self.slopes: dict[tuple[str, tuple[int, ...], tuple[Seed, ...]], Scalar | Dual[Scalar]] = {}
        self.steps = 0

    def at(self, term: Term, positions: Mapping[Index, int]) -> Scalar:
        """The value with the free indices in their positions. Raises Inexact or NotUnderstood."""
        value = self.numbers.checked(self.value(term, dict(positions), ()))
        if isinstance(value, Dual):
            raise InternalError("a derivative was left open in a value")
        return value

    def value(self, term: Term, at: dict[Index, int], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooLong("too many steps")
        match term:
            case Sym(name, indices):
                positions = tuple([self.position(i, at) for i in indices]) if indices else ()
                return self.node(name, positions, seeds)
            case Num(value):
                return self.numbers.number(value)
            case Add(terms):
                return self.folded(terms, at, seeds, self.numbers.plus)
            case Mul(factors):
                return self.folded(factors, at, seeds, self.numbers.times)
            case Pow(base, exponent):
                return self.numbers.admitted(self.numbers.raised(self.value(base, at, seeds), exponent))
            case Sum(index, body):
                return self.summed(index, body, at, seeds)
            case Size(axis):
                return self.length(axis)
            case Delta(left, right):
                return self.numbers.one if self.position(left, at) == self.position(right, at) else self.numbers.zero
            case Fun(name, argument):
                return self.numbers.admitted(self.numbers.applied(name, self.value(argument, at, seeds)))
            case Partial(of, by, reading):
                return self.derivative(of, by, reading, at, seeds)

    def length(self, axis: str) -> Scalar:
        return self.numbers.number(Fraction(self.sizes[axis]))

    def position(self, index: Index, at: dict[Index, int]) -> int:
        """The place of an index; a representative stands at its own, if the batch is as long as that."""
        place = at.get(index) or (int(index.name) if is_representative(index) else 0)
        if not 1 <= place <= self.sizes[index.axis]:
            raise Inexact(f"no element {index.name}")
        return place

    def folded(
        self,
        parts: tuple[Term, ...],
        at: dict[Index, int],
        seeds: tuple[Seed, ...],
        operation: Operation[Scalar],
    ) -> Scalar | Dual[Scalar]:
        result = self.value(parts[0], at, seeds)
        for part in parts[1:]:
            result = operation(result, self.value(part, at, seeds))
        return result

    def summed(self, index: Index, body: Term, at: dict[Index, int], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        result: Scalar | Dual[Scalar] = self.numbers.zero
        inside = dict(at)
        for position in range(1, self.sizes[index.axis] + 1):
            inside[index] = position
            result = self.numbers.plus(result, self.value(body, inside, seeds))
        return result

    def node(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        key = (name, positions, seeds)
        found = self.nodes.get(key)
        if found is None:
            found = self.nodes[key] = self.numbers.checked(self.computed(name, positions, seeds))
        return found

    def computed(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        if seeds and seeds[-1].name == name:
            value = self.node(name, positions, seeds[:-1])
            return Dual(len(seeds), value, self.numbers.one) if seeds[-1].positions == positions else value
        found = self.graph.definition(name)
        if found is None:
            return self.given(name, positions, seeds)
        if seeds and seeds[-1].direct and name in self.graph.statistics:
            return self.node(name, positions, seeds[:-1])
        if seeds and seeds[-1].positions != positions and is_pointwise(self.graph, name, seeds[-1].name):
            return self.node(name, positions, seeds[:-1])
        value = self.expanded(found, positions, seeds)
        if len(seeds) < 2:
            return value  # else: an outer ∂ keeps the value that it holds apart
        tangent = self.numbers.split(value, len(seeds))[1]
        return Dual(len(seeds), self.node(name, positions, seeds[:-1]), tangent)

    def expanded(self, found: Definition, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        return self.value(found.body, dict(zip(found.indices, positions, strict=True)), seeds)

    def given(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        if self.graph.is_opaque_loss(name):
            return self.loss(seeds)
        try:
            return self.values[name, positions]
        except KeyError:
            raise NotUnderstood("BN211", "undefined-name", f"{name} has no value") from None

    def loss(self, seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        """Only the tangent of the loss is known: Σ over the outputs of ∂L/∂y · tangent of y."""
        if len(seeds) != 1:
            raise NotUnderstood(
                "BN221", "loss-value", "the loss itself, or a second derivative of it, is not determined"
            )
        tangent: Scalar | Dual[Scalar] = self.numbers.zero
        for output in self.graph.outputs:
            for positions in self.elements(output, seeds[-1]):
                _, slope = self.numbers.split(self.node(output, positions, seeds), len(seeds))
                upstream = self.node(upstream_name(self.graph.loss or "", output), positions, ())
                tangent = self.numbers.plus(tangent, self.numbers.times(upstream, slope))
        return Dual(len(seeds), self.numbers.zero, tangent)

    def elements(self, output: str, seed: Seed) -> list[tuple[int, ...]]:
        """Those that may depend on what is differentiated by."""
        elements: list[tuple[int, ...]] = [()]
        for axis in self.graph.axes(output):
            elements = [(*e, k) for e in elements for k in range(1, self.sizes[axis] + 1)]
        if output in self.graph.definitions and is_pointwise(self.graph, output, seed.name):
            return [element for element in elements if element == seed.positions]
        return elements

    def derivative(
        self, of: Term, by: Sym, reading: str, at: dict[Index, int], seeds: tuple[Seed, ...]
    ) -> Scalar | Dual[Scalar]:
        seed = Seed(by.name, tuple(self.position(i, at) for i in by.indices), reading == "direct")
        inner = (*seeds, seed)
        if len(inner) > MAX_ORDER:
            raise TooLong("too many derivatives one in another")
        head = self.graph.definition(of.name) if isinstance(of, Sym) and of.name != by.name else None
        if head is None or not isinstance(of, Sym):
            return self.numbers.split(self.value(of, at, inner), len(inner))[1]
        key = (of.name, tuple([self.position(i, at) for i in of.indices]), inner)
        if key not in self.slopes:  # what stands above ∂ is seen through even where statistics are frozen
            self.slopes[key] = self.numbers.split(self.expanded(head, key[1], inner), len(inner))[1]
        return self.slopes[key]


@lru_cache(maxsize=4096)
def is_pointwise(graph: Graph, name: str, by: str) -> bool:
    """Whether each element of a defined array is made of no more of another one than its element at the same place."""
    found = graph.definitions[name]
    nodes = tuple(walk(found.body))
    reads = {node for node in nodes if isinstance(node, Sym) and graph.reaches(by, node.name)}
    return reads <= {Sym(by, found.indices)} and not any(isinstance(node, Sum | Partial) for node in nodes)


class Evaluator(Evaluation[Exact]):
    """Exact values of terms at one point of one graph; what has none is enclosed where `enclosing`, else Inexact."""

    def __init__(self, graph: Graph, point: Point, enclosing: bool = False) -> None:
        super().__init__(graph, ENCLOSING if enclosing else EXACT, point.sizes, point.values)
        self.point = point

    def __call__(self, term: Term) -> Exact:
        """The value. Raises Inexact or NotUnderstood."""
        return self.at(term, self.point.positions)


_E = TypeVar("_E", bound=Evaluation[Any])


class Shared(Generic[_E]):
    """An evaluation that several terms share, each as if it were its own: where the steps of one that others have used
    run out, a new one takes its place, so that no answer depends on what was asked before.
    """

    def __init__(self, new: Callable[[], _E]) -> None:
        self.new = new
        self.used: _E | None = None

    def __call__(self, ask: Callable[[_E], _T]) -> _T:
        """What is answered. Raises TooLong where that takes too many steps for one answer, and what `ask` raises."""
        if self.used is not None:
            with suppress(TooLong):
                return ask(self.used)
        self.used = self.new()
        return ask(self.used)


__all__ = ["Dual", "Evaluation", "Evaluator", "Point", "Seed", "Shared", "applied"]
