"""The sides of claims as trees of their own, with their exact values: nothing of the program's is used here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import prod


@dataclass(frozen=True, slots=True)
class Number:
    value: Fraction


@dataclass(frozen=True, slots=True)
class Length:
    """N."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """γ, ε."""

    name: str


@dataclass(frozen=True, slots=True)
class Element:
    """x_i, g_i, and the normalised x̂_i."""

    name: str
    index: str


@dataclass(frozen=True, slots=True)
class Statistic:
    """μ, σ²."""

    name: str


@dataclass(frozen=True, slots=True)
class Root:
    """√(σ² + ε)."""


@dataclass(frozen=True, slots=True)
class Delta:
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Total:
    """Σ over a letter."""

    index: str
    body: Node


@dataclass(frozen=True, slots=True)
class Plus:
    terms: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Times:
    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Power:
    base: Node
    exponent: int


@dataclass(frozen=True, slots=True)
class Over:
    above: Node
    below: Node


Node = Number | Length | Scalar | Element | Statistic | Root | Delta | Total | Plus | Times | Power | Over


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs, upstream gradients, γ, and ε such that the root of σ² + ε is the given one."""

    x: tuple[Fraction, ...]
    g: tuple[Fraction, ...]
    gamma: Fraction
    root: Fraction

    @property
    def mean(self) -> Fraction:
        return sum(self.x, Fraction(0)) / len(self.x)

    @property
    def variance(self) -> Fraction:
        return sum(((x - self.mean) ** 2 for x in self.x), Fraction(0)) / len(self.x)

    @property
    def epsilon(self) -> Fraction:
        return self.root**2 - self.variance

    def element(self, name: str, at: int) -> Fraction:
        match name:
            case "x":
                return self.x[at]
            case "g":
                return self.g[at]
        return (self.x[at] - self.mean) / self.root


BATCHES = tuple(
    Batch(tuple(map(Fraction, x)), tuple(map(Fraction, g)), Fraction(gamma), Fraction(root))
    for x, g, gamma, root in (
        ((3, 1, -4), (2, -5, 7), 3, 11),
        ((0, 5, -2, 7), (1, -3, 11, 4), -2, 13),
        ((2, -9), (5, 3), 7, 17),
        ((1, 4, 0, -6, 10), (-2, 6, 1, 9, -8), 5, 19),
    )
)


def value(node: Node, batch: Batch, at: Mapping[str, int]) -> Fraction:
    """The value on a batch, with every free letter in its place."""
    match node:
        case Number(number):
            return number
        case Length():
            return Fraction(len(batch.x))
        case Scalar("gamma"):
            return batch.gamma
        case Scalar():
            return batch.epsilon
        case Statistic("mu"):
            return batch.mean
        case Statistic():
            return batch.variance
        case Root():
            return batch.root
        case Element(name, index):
            return batch.element(name, at[index])
        case Delta(left, right):
            return Fraction(at[left] == at[right])
        case Total(index, body):
            return sum((value(body, batch, {**at, index: k}) for k in range(len(batch.x))), Fraction(0))
        case Plus(terms):
            return sum((value(term, batch, at) for term in terms), Fraction(0))
        case Times(factors):
            return Fraction(prod(value(factor, batch, at) for factor in factors))
        case Power(base, exponent):
            return value(base, batch, at) ** exponent
        case Over(above, below):
            return value(above, batch, at) / value(below, batch, at)


def values(node: Node, free: str) -> tuple[Fraction, ...]:
    """The values on all batches, for all places of the free letters."""
    return tuple(value(node, batch, at) for batch in BATCHES for at in places(free, len(batch.x)))


def places(free: str, length: int) -> Iterator[dict[str, int]]:
    if not free:
        yield {}
        return
    for at in places(free[1:], length):
        for k in range(length):
            yield {free[0]: k, **at}


def parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Total(_, body):
            return (body,)
        case Plus(nodes) | Times(nodes):
            return nodes
        case Power(base):
            return (base,)
        case Over(above, below):
            return above, below
    return ()


def with_parts(node: Node, made: tuple[Node, ...]) -> Node:
    match node:
        case Total(index):
            return Total(index, made[0])
        case Plus():
            return Plus(made)
        case Times():
            return Times(made)
        case Power(_, exponent):
            return Power(made[0], exponent)
        case Over():
            return Over(*made)
    return node


def paths(node: Node) -> Iterator[tuple[int, ...]]:
    """The way to every node."""
    yield ()
    for k, part in enumerate(parts(node)):
        yield from ((k, *rest) for rest in paths(part))


def at_path(node: Node, path: tuple[int, ...]) -> Node:
    return at_path(parts(node)[path[0]], path[1:]) if path else node


def put(node: Node, path: tuple[int, ...], new: Node) -> Node:
    if not path:
        return new
    inner = parts(node)
    k = path[0]
    return with_parts(node, (*inner[:k], put(inner[k], path[1:], new), *inner[k + 1 :]))


def letters(node: Node) -> frozenset[str]:
    """The free letters."""
    match node:
        case Element(_, index):
            return frozenset((index,))
        case Delta(left, right):
            return frozenset((left, right))
        case Total(index, body):
            return letters(body) - {index}
    return frozenset[str]().union(*map(letters, parts(node)))


def bound(node: Node) -> frozenset[str]:
    """The letters that some Σ binds."""
    own = frozenset((node.index,)) if isinstance(node, Total) else frozenset[str]()
    return own.union(*map(bound, parts(node)))


def relettered(node: Node, old: str, new: str) -> Node:
    """Free occurrences of a letter replaced; `new` is bound nowhere in the node."""
    match node:
        case Element(name, index):
            return Element(name, new if index == old else index)
        case Delta(left, right):
            return Delta(new if left == old else left, new if right == old else right)
        case Total(index) if index == old:
            return node
    return with_parts(node, tuple(relettered(part, old, new) for part in parts(node)))


def size(node: Node) -> int:
    return 1 + sum(map(size, parts(node)))
