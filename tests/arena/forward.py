"""The layers of the arena for its oracle: inputs drawn at random, and the forward pass as plain arithmetic."""

from __future__ import annotations

import cmath
import random
from collections.abc import Callable
from typing import Any

from tests.arena.oracle import Layer, Node


def real(rng: random.Random, _: int) -> float:
    return rng.uniform(-2, 2)


def positive(rng: random.Random, _: int) -> float:
    return rng.uniform(0.3, 2)


def array(rng: random.Random, size: int) -> list[float]:
    return [rng.uniform(-2, 2) for _ in range(size)]


def distribution(rng: random.Random, size: int) -> list[float]:
    parts = [rng.uniform(0.3, 2) for _ in range(size)]
    return [part / sum(parts) for part in parts]


def table(rng: random.Random, size: int) -> list[list[float]]:
    return [array(rng, size + 1) for _ in range(size)]


def mean(values: Any) -> Any:
    return sum(values) / len(values)


def dot(a: Any, b: Any) -> Any:
    return sum(p * q for p, q in zip(a, b, strict=True))


def weighted(upstream: str, output: str) -> Node:
    """A loss whose gradient by the output is the upstream gradient, an arbitrary array."""
    return lambda e: dot(getattr(e, upstream), getattr(e, output))


def normalised(e: Any) -> list[Any]:
    return [(x - e.mu) / cmath.sqrt(e.var + e.eps) for x in e.x]


def shares(values: Any) -> list[Any]:
    parts = [cmath.exp(value) for value in values]
    return [part / sum(parts) for part in parts]


def each(function: Callable[..., Any], *names: str) -> Node:
    """An elementwise node."""
    return lambda e: [function(e, *row) for row in zip(*(getattr(e, name) for name in names), strict=True)]


PLAIN = Layer({"x": array, "w": array}, {"mu": lambda e: mean(e.x)})

BATCH_NORM = Layer(
    {"x": array, "g": array, "gamma": real, "beta": real, "eps": positive},
    {
        "mu": lambda e: mean(e.x),
        "var": lambda e: sum((x - e.mu) ** 2 for x in e.x) / e.N,
        "xh": normalised,
        "y": each(lambda e, x: e.gamma * x + e.beta, "xh"),
        "L": weighted("g", "y"),
    },
)

LAYER_NORM = Layer(
    {"x": array, "g": array, "w": array, "b": array, "eps": positive},
    {
        "mu": lambda e: mean(e.x),
        "var": lambda e: sum((x - e.mu) ** 2 for x in e.x) / e.N,
        "xh": normalised,
        "y": each(lambda e, x, w, b: w * x + b, "xh", "w", "b"),
        "L": weighted("g", "y"),
    },
)

RMS_NORM = Layer(
    {"h": array, "g": array, "w": array, "eps": positive},
    {
        "a": lambda e: dot(e.h, e.h) / e.N,
        "q": lambda e: 1 / cmath.sqrt(e.a + e.eps),
        "o": each(lambda e, h, w: w * h * e.q, "h", "w"),
        "L": weighted("g", "o"),
    },
)

L2_NORM = Layer(
    {"x": array, "g": array},
    {
        "n": lambda e: cmath.sqrt(dot(e.x, e.x)),
        "u": each(lambda e, x: x / e.n, "x"),
        "L": weighted("g", "u"),
    },
)

WEIGHT_NORM = Layer(
    {"v": array, "up": array, "g": real},
    {
        "n": lambda e: cmath.sqrt(dot(e.v, e.v)),
        "w": each(lambda e, v: e.g * v / e.n, "v"),
        "L": weighted("up", "w"),
    },
)

STANDARDISED = Layer(
    {"x": array},
    {
        "mu": lambda e: mean(e.x),
        "s": lambda e: cmath.sqrt(sum((x - e.mu) ** 2 for x in e.x) / (e.N - 1)),
        "z": each(lambda e, x: (x - e.mu) / e.s, "x"),
    },
    least=2,
)

EPSILON_OUTSIDE = Layer(
    {"a": array, "eps": positive},
    {
        "mu": lambda e: mean(e.a),
        "s": lambda e: cmath.sqrt(sum((a - e.mu) ** 2 for a in e.a) / e.N),
        "b": each(lambda e, a: (a - e.mu) / (e.s + e.eps), "a"),
    },
    least=2,
)

CROSS_ENTROPY = Layer(
    {"z": array, "t": distribution, "weights": array, "T": positive},
    {
        "p": lambda e: shares(e.z),
        "L": lambda e: -sum(t * cmath.log(p) for t, p in zip(e.t, e.p, strict=True)),
        "unnormalised": lambda e: -sum(t * cmath.log(p) for t, p in zip(e.weights, e.p, strict=True)),
        "s": lambda e: cmath.log(sum(map(cmath.exp, e.z))),
        "logp": each(lambda e, p: cmath.log(p), "p"),
        "q": lambda e: shares([z / e.T for z in e.z]),
        "H": lambda e: -sum(p * cmath.log(p) for p in e.p),
    },
)

LOGITS = Layer(
    {"z": array, "t": distribution},
    {
        "s": each(lambda e, z: 1 / (1 + cmath.exp(-z)), "z"),
        "L": lambda e: sum(cmath.log(1 + cmath.exp(z)) - t * z for z, t in zip(e.z, e.t, strict=True)),
    },
)

SQUARES = Layer(
    {"x": array, "t": array, "w": real, "b": real},
    {
        "y": each(lambda e, x: e.w * x + e.b, "x"),
        "L": lambda e: sum((y - t) ** 2 for y, t in zip(e.y, e.t, strict=True)) / 2,
    },
)

LINEAR = Layer(
    {"x": array, "W": lambda rng, size: [array(rng, size) for _ in range(size)], "b": array, "g": array},
    {
        "y": lambda e: [dot(row, e.x) + b for row, b in zip(e.W, e.b, strict=True)],
        "L": weighted("g", "y"),
    },
)

ROWS = Layer(
    {"x": table, "g": table, "gamma": lambda rng, size: array(rng, size + 1), "eps": positive},
    {
        "mu": lambda e: [mean(row) for row in e.x],
        "var": lambda e: [sum((x - m) ** 2 for x in row) / len(row) for row, m in zip(e.x, e.mu, strict=True)],
        "xh": lambda e: [
            [(x - m) / cmath.sqrt(v + e.eps) for x in row] for row, m, v in zip(e.x, e.mu, e.var, strict=True)
        ],
        "y": lambda e: [[c * x for c, x in zip(e.gamma, row, strict=True)] for row in e.xh],
        "L": lambda e: sum(dot(g, y) for g, y in zip(e.g, e.y, strict=True)),
    },
)
