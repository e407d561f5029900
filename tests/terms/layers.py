"""Layers written by hand as graphs, and random batches of exact numbers on which their roots are rational."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from bnderive.terms import (
    ONE,
    Definition,
    Fun,
    Graph,
    Index,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    div,
    mul,
    power,
    sub,
)  # fmt: skip

I, J, K, L = Index("i"), Index("j"), Index("k"), Index("l")  # noqa: E741 the letters of the subject
N = Size()
MU, VAR, MEAN_SQUARE, EPS, A, B = Sym("mu"), Sym("var"), Sym("ms"), Sym("eps"), Sym("a"), Sym("b")


def x(index: Index) -> Sym:
    return Sym("x", (index,))


def g(index: Index) -> Sym:
    return Sym("g", (index,))


def hat(index: Index) -> Sym:
    return Sym("h", (index,))


def definitions(*found: Definition) -> dict[str, Definition]:
    return {d.name: d for d in found}


SHAPES = {"x": ("N",), "g": ("N",), "a": (), "b": (), "eps": ()}
MEAN = Definition("mu", (), div(Sum(J, x(J)), N))
SQUARES = Sum(J, power(sub(x(J), MU), 2))
SCALED = Definition("h", (I,), div(sub(x(I), MU), Pow(add(VAR, EPS), Fraction(1, 2))))
OUTPUT = Definition("y", (I,), add(mul(g(I), hat(I)), B))


def graph(*found: Definition, loss: str | None = None, outputs: tuple[str, ...] = ()) -> Graph:
    return Graph(definitions(*found), loss, outputs, frozenset({"eps"}), SHAPES)


PLAIN = graph()
BATCH_NORM = graph(MEAN, Definition("var", (), div(SQUARES, N)), SCALED, OUTPUT, loss="L", outputs=("y",))
UNBIASED = graph(MEAN, Definition("var", (), div(SQUARES, sub(N, ONE))), SCALED, OUTPUT, loss="L", outputs=("y",))
RMS_NORM = graph(
    Definition("ms", (), div(Sum(J, power(x(J), 2)), N)),
    Definition("h", (I,), mul(x(I), Pow(add(MEAN_SQUARE, EPS), Fraction(-1, 2)))),
    OUTPUT,
    loss="L",
    outputs=("y",),
)
SOFTMAX = graph(Definition("p", (I,), div(Fun("exp", x(I)), Sum(J, Fun("exp", x(J))))), loss="L", outputs=("p",))


@dataclass(frozen=True)
class Layer:
    """A graph, what stands under its root, and how many elements a batch must have."""

    graph: Graph
    radicand: Term
    least: int
    statistics: tuple[Sym, ...]


LAYERS = (
    Layer(BATCH_NORM, add(VAR, EPS), 1, (MU, VAR)),
    Layer(UNBIASED, add(VAR, EPS), 2, (MU, VAR)),
    Layer(RMS_NORM, add(MEAN_SQUARE, EPS), 1, (MEAN_SQUARE,)),
)
Values = dict[tuple[str, tuple[int, ...]], Fraction]


def spread(layer: Layer, xs: list[Fraction]) -> Fraction:
    """What the root holds besides ε, computed by hand."""
    if layer.graph is RMS_NORM:
        return sum((v * v for v in xs), Fraction(0)) / len(xs)
    mean = sum(xs, Fraction(0)) / len(xs)
    return sum(((v - mean) ** 2 for v in xs), Fraction(0)) / (len(xs) - layer.least + 1)


def values_of(layer: Layer, size: int, seed: int) -> Values:
    """A batch of whole numbers with an ε that makes the root rational, and values for everything else."""
    draw = random.Random(seed)
    xs = [Fraction(draw.randint(-5, 6)) for _ in range(size)]
    under = spread(layer, xs)
    values: Values = {("x", (k + 1,)): v for k, v in enumerate(xs)}
    values |= {(n, (k + 1,)): Fraction(draw.randint(-4, 5)) for n in ("g", "∂L/∂y") for k in range(size)}
    values |= {(n, ()): Fraction(draw.randint(-9, 9), draw.randint(1, 4)) for n in ("a", "b")}
    values["eps", ()] = Fraction(isqrt(int(under)) + draw.randint(1, 3)) ** 2 - under
    return values


def batches(layer: Layer, seed: int, rounds: int = 1) -> Iterator[tuple[int, Values]]:
    """Random batches of every size up to six."""
    for turn in range(rounds):
        for size in range(layer.least, 7):
            yield size, values_of(layer, size, seed + 100 * turn + size)
