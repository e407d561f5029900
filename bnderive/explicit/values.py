"""Exact values: a SymPy expression and a batch of rationals come in, a Fraction goes out, or `NoValue` with the reason.

Also chooses the batches: whole numbers by chance, and parameters such as ε that make every root rational (ε = r² − σ²).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, isqrt

import sympy

from bnderive.explicit.batch import Batch
from bnderive.sympy_view import Expression

MAX_BITS = 100_000
TRIES = 300
LARGEST = 9


class NoValue(Exception):
    """An expression has no exact rational value at a point."""


class Point:
    """Values of the elements of a batch: inputs as drawn from the seed, or as `fixed`; nodes by their bodies.

    Seeds 2k and 2k + 1 differ in the sign of all that may be negative, so that |x| = x holds at one of them at most.
    """

    def __init__(self, batch: Batch, seed: int) -> None:
        self.batch = batch
        self.seed = seed
        self.fixed: dict[Expression, Fraction] = {}
        self.known: dict[Expression, Fraction] = {}

    def fix(self, symbol: Expression, value: Fraction) -> None:
        self.fixed[symbol] = value
        self.known.clear()

    def __call__(self, expression: Expression) -> Fraction:
        """The exact value. Raises NoValue."""
        if expression not in self.known:
            value = self.computed(expression)
            if max(value.numerator.bit_length(), value.denominator.bit_length()) > MAX_BITS:
                raise NoValue("its numbers grow too large")
            self.known[expression] = value
        return self.known[expression]

    def computed(self, expression: Expression) -> Fraction:
        if expression.is_Rational:
            return Fraction(int(expression.p), int(expression.q))
        if expression.is_Symbol:
            return self.element(expression)
        if expression.is_Add:
            return sum(map(self, expression.args), Fraction(0))
        if expression.is_Mul:
            return self.product(expression.args)
        if isinstance(expression, sympy.exp):
            return self.exponential(expression.args[0])
        if expression.is_Pow:
            return self.product((expression,))
        if isinstance(expression, sympy.Abs):
            return abs(self.signed(expression.args[0]))
        if isinstance(expression, sympy.sign):
            return sign(self.signed(expression.args[0]))
        raise NoValue(f"{type(expression).__name__} has no exact value")

    def element(self, symbol: Expression) -> Fraction:
        if symbol in self.fixed:
            return self.fixed[symbol]
        body = self.batch.body(symbol)
        return self.drawn(symbol) if body is None else self(body)

    def drawn(self, symbol: Expression) -> Fraction:
        """By chance, but the same for a seed and a name in every run; positive where it must be, never zero."""
        generator = random.Random(f"{self.seed // 2} {symbol.name}")
        value = Fraction(generator.randint(1, LARGEST), generator.choice((1, 1, 2)))
        return value if symbol.is_positive else value * generator.choice((1, -1)) * (-1) ** self.seed

    def product(self, factors: Sequence[Expression]) -> Fraction:
        """Roots are taken of the product of all that stands under one: √3·√12 is rational, its factors are not."""
        result, under = Fraction(1), Fraction(1)
        for factor in factors:
            base, exponent = factor.args if factor.is_Pow else (factor, sympy.Integer(1))
            if not exponent.is_Rational:
                raise NoValue("a power with a symbol in its exponent has no exact value")
            if exponent.q == 1:
                result *= powered(self(base), int(exponent.p))
            elif exponent.q == 2 and self(base) >= 0:
                under *= powered(self(base), int(exponent.p))
            else:
                raise NoValue("a root has no exact value")
        return result * root(under)

    def signed(self, expression: Expression) -> Fraction:
        """The value of something whose sign counts, so that no e^x in it may be drawn apart from its x."""
        if self.opened(expression).has(sympy.exp):
            raise NoValue("an absolute value with an exponential in it has no exact value")
        return self(expression)

    def exponential(self, exponent: Expression) -> Fraction:
        """e^(Σ c x) as Π E^c, each E drawn apart from its x: x and e^x are algebraically independent functions."""
        result = Fraction(1)
        for term in sympy.Add.make_args(sympy.expand(self.opened(exponent))):
            count, rest = term.as_coeff_Mul()
            if not (count.is_Integer and rest.is_Symbol):
                raise NoValue("an exponential has no exact value")
            generator = random.Random(f"{self.seed} e^{rest.name}")
            result *= powered(Fraction(generator.randint(3, 2 * LARGEST), 2), int(count))
        return result

    def opened(self, expression: Expression) -> Expression:
        """All definitions put in."""
        bodies = {s: self.batch.body(s) for s in expression.free_symbols}
        live = {s: self.opened(body) for s, body in bodies.items() if body is not None}
        return expression.xreplace(live)


def powered(value: Fraction, exponent: int) -> Fraction:
    if value == 0 and exponent < 0:
        raise NoValue("a division by zero")
    if max(value.numerator.bit_length(), value.denominator.bit_length()) * abs(exponent) > MAX_BITS:
        raise NoValue("its numbers grow too large")
    return value**exponent


def root(value: Fraction) -> Fraction:
    found = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    if found * found != value:
        raise NoValue("a root is irrational")
    return found


def sign(value: Fraction) -> Fraction:
    return Fraction((value > 0) - (value < 0))


# -- choosing ----------------------------------------------------------------------------------------------------------


def points(batch: Batch, expressions: Sequence[Expression], wanted: int) -> list[Point]:
    """So many batches at which every expression has an exact value. Raises NoValue where they are not found."""
    bases = radicands(batch, expressions)
    found: list[Point] = []
    reason = NoValue("none was tried")
    for seed in range(TRIES):
        point = Point(batch, seed)
        try:
            make_rational(point, bases)
            for expression in expressions:
                point(expression)
        except NoValue as error:
            reason = error
            continue
        found.append(point)
        if len(found) == wanted:
            return found
    raise NoValue(f"no batch of {batch.size} was found on which both sides have exact values: {reason}")


def radicands(batch: Batch, expressions: Iterable[Expression]) -> tuple[Expression, ...]:
    """What stands under square roots, in the expressions and in all that they are made of; the innermost first."""
    found: dict[Expression, None] = {}
    for part in parts(batch, expressions):
        if part.is_Pow and part.exp.is_Rational and part.exp.q == 2 and part.base.free_symbols:
            found[part.base] = None
    return tuple(sorted(found, key=lambda base: (base.count_ops(), str(base))))


def parts(batch: Batch, expressions: Iterable[Expression]) -> Iterator[Expression]:
    """Every subexpression once, those of the bodies of elements too."""
    stack, seen = list(expressions), set[Expression]()
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        yield part
        body = batch.body(part) if part in batch.elements else None
        stack.extend(part.args if body is None else (body,))


def make_rational(point: Point, bases: Iterable[Expression]) -> None:
    """Fixes, for every radicand that is no square, one parameter in it so that it is. Raises NoValue."""
    for base in bases:
        try:
            root(max(point(base), Fraction(0)))
        except NoValue:
            solve(point, base)
    for base in bases:
        root(max(point(base), Fraction(0)))


def solve(point: Point, base: Expression) -> None:
    """base = constant + slope·p with p a free parameter: p from base = r²."""
    for parameter in parameters(point.batch, base):
        if parameter in point.fixed:
            continue
        constant, slope = line(point, base, parameter)
        if slope == 0:
            continue
        target = Fraction(isqrt(ceil(max(constant, Fraction(0)))) + 1) ** 2
        value = (target - constant) / slope
        if value > 0 or not parameter.is_positive:
            point.fix(parameter, value)
            return
    raise NoValue("a root is irrational")


def line(point: Point, base: Expression, parameter: Expression) -> tuple[Fraction, Fraction]:
    """The value at p = 0 and the change up to p = 1; whether it is a straight line shows when the root is taken."""
    values = []
    for value in (Fraction(0), Fraction(1)):
        point.fix(parameter, value)
        values.append(point(base))
    del point.fixed[parameter]
    point.known.clear()
    return values[0], values[1] - values[0]


def parameters(batch: Batch, base: Expression) -> list[Expression]:
    """The scalars that a radicand is made of and nothing defines, those that must be positive first."""
    leaves = [s for s in parts(batch, [base]) if s in batch.elements and batch.body(s) is None]
    scalars = [s for s in leaves if not batch.elements[s][1]]
    return sorted(scalars, key=lambda s: (not s.is_positive, s.name))
