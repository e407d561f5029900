"""A term at a point: exact arithmetic, derivatives by dual numbers, every definition recomputed from the inputs.

Independent of calculus and kernel, so that a refutation rests on neither. Raises `Inexact` where a value is not exact,
unless it may be enclosed between rational bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from bnderive import exact
from bnderive.enclosure import Enclosure, Inexact
from bnderive.errors import InternalError, NotUnderstood
from bnderive.exact import MAX_BITS, Exact, Logs, TooLong
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
)  # fmt: skip

MAX_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Dual:
    """value + tangent·η with η² = 0. A higher level is the inner derivative; lower levels are constants to it."""

    level: int
    value: Number
    tangent: Number


Number = Exact | Dual


def _split(number: Number, level: int) -> tuple[Number, Number]:
    return (
        (number.value, number.tangent) if isinstance(number, Dual) and number.level == level else (number, Fraction(0))
    )


def is_enclosed(number: Number) -> bool:
    if isinstance(number, Dual):
        return is_enclosed(number.value) or is_enclosed(number.tangent)
    return isinstance(number, Enclosure)


def _level(*numbers: Number) -> int:
    return max((n.level for n in numbers if isinstance(n, Dual)), default=0)


def plus(a: Number, b: Number) -> Number:
    if not isinstance(a, Dual) and not isinstance(b, Dual):
        return exact.plus(a, b)
    level = _level(a, b)
    (a0, a1), (b0, b1) = _split(a, level), _split(b, level)
    return Dual(level, plus(a0, b0), plus(a1, b1))


def times(a: Number, b: Number) -> Number:
    if not isinstance(a, Dual) and not isinstance(b, Dual):
        return exact.times(a, b)
    level = _level(a, b)
    (a0, a1), (b0, b1) = _split(a, level), _split(b, level)
    return Dual(level, times(a0, b0), plus(times(a0, b1), times(a1, b0)))


def chain(a: Dual, value: Number, slope: Number) -> Number:
    """f(a) from f(value of a) and f′(value of a)."""
    return Dual(a.level, value, times(slope, a.tangent))


def raised(a: Number, exponent: Fraction) -> Number:
    """a to a rational power: the non-negative root. Raises Inexact where that is not defined."""
    if isinstance(a, Dual):
        if exponent == 0:
            return Fraction(1)
        return chain(a, raised(a.value, exponent), times(exponent, raised(a.value, exponent - 1)))
    return exact.power(a, exponent)


def checked(number: Number) -> Number:
    """The number, unless it has grown too long to go on with."""
    if isinstance(number, Dual):
        return Dual(number.level, checked(number.value), checked(number.tangent))
    if exact.bits(number) > MAX_BITS:
        raise TooLong("a number too large to compute")
    return number


@dataclass(frozen=True, slots=True)
class Point:
    """A batch: the length of every axis, a value for every input array and parameter, an element for every free index.

    Array indices are 1-based positions, keyed (name, positions); scalars have no positions.
    """

    sizes: Mapping[str, int]
    values: Mapping[tuple[str, tuple[int, ...]], Fraction | Logs]
    positions: Mapping[Index, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seed:
    """What is being differentiated by: element `positions` of `name`; `direct` freezes every other statistic."""

    name: str
    positions: tuple[int, ...]
    direct: bool


class Evaluator:
    """Values of terms at one point of one graph; nodes are computed once for each way in which they are seeded.

    What has no exact value is enclosed where `enclosing`, else Inexact.
    """

    def __init__(self, graph: Graph, point: Point, enclosing: bool = False) -> None:
        self.graph = graph
        self.point = point
        self.enclosing = enclosing
        self.nodes: dict[tuple[str, tuple[int, ...], tuple[Seed, ...]], Number] = {}
        self.steps = 0

    def __call__(self, term: Term) -> Exact:
        """The value. Raises Inexact or NotUnderstood."""
        value = checked(self.value(term, dict(self.point.positions), ()))
        if isinstance(value, Dual):
            raise InternalError("a derivative was left open in a value")
        return value

    def value(self, term: Term, at: dict[Index, int], seeds: tuple[Seed, ...]) -> Number:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooLong("too many steps")
        match term:
            case Num(value):
                return value
            case Sym(name, indices):
                return self.node(name, tuple(self.position(i, at) for i in indices), seeds)
            case Size(axis):
                return Fraction(self.point.sizes[axis])
            case Delta(left, right):
                return Fraction(self.position(left, at) == self.position(right, at))
            case Add(terms):
                return self.folded(terms, at, seeds, product=False)
            case Mul(factors):
                return self.folded(factors, at, seeds, product=True)
            case Pow(base, exponent):
                return self.admitted(raised(self.value(base, at, seeds), exponent))
            case Sum(index, body):
                return self.summed(index, body, at, seeds)
            case Fun(name, argument):
                return self.admitted(applied(name, self.value(argument, at, seeds)))
            case Partial(of, by, reading):
                return self.derivative(of, by, reading, at, seeds)

    def admitted(self, number: Number) -> Number:
        """The number, if every part of it is exact or may be enclosed."""
        if not self.enclosing and is_enclosed(number):
            raise Inexact("an irrational value")
        return number

    def position(self, index: Index, at: dict[Index, int]) -> int:
        """The place of an index; a representative stands at its own, if the batch is as long as that."""
        place = at.get(index) or (int(index.name) if is_representative(index) else 0)
        if not 1 <= place <= self.point.sizes[index.axis]:
            raise Inexact(f"no element {index.name}")
        return place

    def folded(self, parts: tuple[Term, ...], at: dict[Index, int], seeds: tuple[Seed, ...], product: bool) -> Number:
        result: Number = Fraction(int(product))
        for part in parts:
            value = self.value(part, at, seeds)
            result = times(result, value) if product else plus(result, value)
        return result

    def summed(self, index: Index, body: Term, at: dict[Index, int], seeds: tuple[Seed, ...]) -> Number:
        result: Number = Fraction(0)
        for position in range(1, self.point.sizes[index.axis] + 1):
            result = plus(result, self.value(body, at | {index: position}, seeds))
        return result

    def node(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Number:
        key = (name, positions, seeds)
        if key not in self.nodes:
            self.nodes[key] = checked(self.computed(name, positions, seeds))
        return self.nodes[key]

    def computed(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Number:
        if seeds and seeds[-1].name == name:
            value = self.node(name, positions, seeds[:-1])
            return Dual(len(seeds), value, Fraction(1)) if seeds[-1].positions == positions else value
        found = self.graph.definition(name)
        if found is None:
            return self.given(name, positions, seeds)
        if seeds and seeds[-1].direct and found.is_statistic:
            return self.node(name, positions, seeds[:-1])
        value = self.expanded(found, positions, seeds)
        if not seeds:
            return value  # else: an outer ∂ keeps the value that it holds apart
        return Dual(len(seeds), self.node(name, positions, seeds[:-1]), _split(value, len(seeds))[1])

    def expanded(self, found: Definition, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Number:
        return self.value(found.body, dict(zip(found.indices, positions, strict=True)), seeds)

    def given(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Number:
        if self.graph.is_opaque_loss(name):
            return self.loss(seeds)
        if (name, positions) not in self.point.values:
            raise NotUnderstood("BN211", "undefined-name", f"{name} has no value")
        return self.point.values[name, positions]

    def loss(self, seeds: tuple[Seed, ...]) -> Number:
        """Only the tangent of the loss is known: Σ over the outputs of ∂L/∂y · tangent of y."""
        if len(seeds) != 1:
            raise NotUnderstood(
                "BN221", "loss-value", "the loss itself, or a second derivative of it, is not determined"
            )
        tangent: Number = Fraction(0)
        for output in self.graph.outputs:
            for positions in self.elements(output):
                _, slope = _split(self.node(output, positions, seeds), len(seeds))
                upstream = self.node(upstream_name(self.graph.loss or "", output), positions, ())
                tangent = plus(tangent, times(upstream, slope))
        return Dual(len(seeds), Fraction(0), tangent)

    def elements(self, name: str) -> list[tuple[int, ...]]:
        elements: list[tuple[int, ...]] = [()]
        for axis in self.graph.axes(name):
            elements = [(*e, k) for e in elements for k in range(1, self.point.sizes[axis] + 1)]
        return elements

    def derivative(self, of: Term, by: Sym, reading: str, at: dict[Index, int], seeds: tuple[Seed, ...]) -> Number:
        seed = Seed(by.name, tuple(self.position(i, at) for i in by.indices), reading == "direct")
        inner = (*seeds, seed)
        head = self.graph.definition(of.name) if isinstance(of, Sym) and of.name != by.name else None
        if head is not None and isinstance(of, Sym):
            value = self.expanded(head, tuple(self.position(i, at) for i in of.indices), inner)
        else:
            value = self.value(of, at, inner)
        return _split(value, len(inner))[1]


def applied(name: str, argument: Number) -> Number:
    """exp, log, abs. Raises Inexact outside the domain."""
    if isinstance(argument, Dual):
        value = applied(name, argument.value)
        return chain(argument, value, SLOPES[name](argument.value, value))
    return FUNCTIONS[name](argument)


class _Slope(Protocol):
    def __call__(self, argument: Number, value: Number) -> Number: ...


SLOPES: Mapping[str, _Slope] = {
    "exp": lambda argument, value: value,
    "log": lambda argument, value: raised(argument, Fraction(-1)),
    "abs": lambda argument, value: times(value, raised(argument, Fraction(-1))),
}
FUNCTIONS: Mapping[str, Callable[[Exact], Exact]] = {
    "exp": exact.exponential,
    "log": exact.logarithm,
    "abs": exact.absolute,
}
