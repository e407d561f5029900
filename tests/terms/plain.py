"""A second, smaller evaluator: Fractions for terms without ∂, complex steps for derivatives.

It shares nothing with the package's own. A complex step, f(x + ih) = f(x) + ih f′(x) + O(h²), takes no difference,
so that it gives a derivative to machine precision.
"""

from __future__ import annotations

import cmath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from bnderive.terms import Add, Delta, Fun, Graph, Index, Mul, Num, Partial, Pow, Size, Sum, Sym, Term, walk

STEP = 1e-40
Positions = tuple[int, ...]


def exact_root(value: Fraction, exponent: Fraction) -> Fraction:
    """The non-negative root by bisection over whole numbers; ValueError where it is irrational."""
    if exponent.denominator == 1:
        return value**exponent.numerator
    parts = []
    for whole in (value.numerator, value.denominator):
        low, high = 0, max(whole, 1)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if middle**exponent.denominator <= whole else (low, middle - 1)
        if low**exponent.denominator != whole:
            raise ValueError(value)
        parts.append(low)
    return Fraction(parts[0], parts[1]) ** exponent.numerator


def complex_power(value: complex, exponent: Fraction) -> complex:
    whole = exponent.denominator == 1
    return value**exponent.numerator if whole else cmath.exp(float(exponent) * cmath.log(value))


def complex_abs(value: complex) -> complex:
    return -value if value.real < 0 else value


@dataclass(frozen=True)
class Arithmetic:
    number: Callable[[Any], Any]
    power: Callable[[Any, Fraction], Any]
    functions: Mapping[str, Callable[[Any], Any]]


EXACT = Arithmetic(Fraction, exact_root, {"abs": abs})
COMPLEX = Arithmetic(
    lambda v: complex(float(v)), complex_power, {"exp": cmath.exp, "log": cmath.log, "abs": complex_abs}
)


@dataclass(frozen=True)
class Moved:
    """The element that a derivative moves, and whether the other statistics stay."""

    name: str
    positions: Positions
    direct: bool


@dataclass(frozen=True)
class Batch:
    graph: Graph
    size: int
    values: Mapping[tuple[str, Positions], Any]
    arithmetic: Arithmetic = EXACT

    def of(self, term: Term, at: Mapping[Index, int], moved: Moved | None = None) -> Any:
        number = self.arithmetic.number
        match term:
            case Num(value):
                return number(value)
            case Size():
                return number(self.size)
            case Delta(left, right):
                return number(int(at[left] == at[right]))
            case Add(terms):
                return sum((self.of(t, at, moved) for t in terms), number(0))
            case Mul(factors):
                product = number(1)
                for factor in factors:
                    product *= self.of(factor, at, moved)
                return product
            case Pow(base, exponent):
                return self.arithmetic.power(self.of(base, at, moved), exponent)
            case Sum(index, body):
                return sum((self.of(body, {**at, index: k + 1}, moved) for k in range(self.size)), number(0))
            case Fun(name, argument):
                return self.arithmetic.functions[name](self.of(argument, at, moved))
            case Sym(name, indices):
                return self.element(name, tuple(at[i] for i in indices), moved)
            case Partial(of, by, reading):
                assert moved is None, "one derivative at a time"
                return self.slope(of, Moved(by.name, tuple(at[i] for i in by.indices), reading == "direct"), at)

    def slope(self, of: Term, moved: Moved, at: Mapping[Index, int]) -> complex:
        if of == Sym(self.graph.loss or ""):
            return self.loss_slope(moved)
        found = self.graph.definitions.get(of.name) if isinstance(of, Sym) and of.name != moved.name else None
        if found is not None and isinstance(of, Sym):
            return (
                self.of(found.body, {i: at[k] for i, k in zip(found.indices, of.indices, strict=True)}, moved).imag
                / STEP
            )
        return self.of(of, at, moved).imag / STEP

    def loss_slope(self, moved: Moved) -> complex:
        (output,) = self.graph.outputs
        return sum(
            self.values[f"∂{self.graph.loss}/∂{output}", (k,)] * self.element(output, (k,), moved).imag / STEP
            for k in range(1, self.size + 1)
        )

    def element(self, name: str, positions: Positions, moved: Moved | None) -> Any:
        if moved is not None and moved.name == name:
            value = self.element(name, positions, None)
            return value + 1j * STEP if positions == moved.positions else value
        found = self.graph.definitions.get(name)
        if found is None:
            return self.arithmetic.number(self.values[name, positions])
        if moved is not None and moved.direct and any(isinstance(node, Sum) for node in walk(found.body)):
            moved = None
        return self.of(found.body, dict(zip(found.indices, positions, strict=True)), moved)
