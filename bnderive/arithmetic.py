"""Numbers of one kind and the dual numbers over them: sums, products, powers, functions, and derivatives with them.

Written once for all kinds; here are the exact ones. What a kind cannot represent raises `Inexact`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Generic, TypeVar

from bnderive import exact
from bnderive.enclosure import Enclosure, Inexact
from bnderive.exact import MAX_BITS, Exact, TooLong
from bnderive.records import dataclass

Scalar = TypeVar("Scalar")


@dataclass(frozen=True, slots=True)
class Dual(Generic[Scalar]):
    """value + tangent·η with η² = 0. A higher level is the inner derivative; lower levels are constants to it."""

    level: int
    value: Scalar | Dual[Scalar]
    tangent: Scalar | Dual[Scalar]


Number = Exact | Dual[Exact]
Operation = Callable[[Scalar | Dual[Scalar], Scalar | Dual[Scalar]], Scalar | Dual[Scalar]]


class Arithmetic(ABC, Generic[Scalar]):
    """Numbers of one kind, and the dual numbers over them: what an evaluation adds up and multiplies."""

    zero: Scalar
    one: Scalar

    @abstractmethod
    def number(self, value: Fraction) -> Scalar:
        """A rational number."""

    @abstractmethod
    def add(self, a: Scalar, b: Scalar) -> Scalar: ...

    @abstractmethod
    def multiply(self, a: Scalar, b: Scalar) -> Scalar: ...

    @abstractmethod
    def power(self, a: Scalar, exponent: Fraction) -> Scalar:
        """a to a rational power: the non-negative root. Raises Inexact where that is not defined."""

    @abstractmethod
    def function(self, name: str, a: Scalar) -> Scalar:
        """exp, log, abs. Raises Inexact outside the domain."""

    def checked(self, number: Scalar | Dual[Scalar]) -> Scalar | Dual[Scalar]:
        """The number, unless it has grown too long to go on with."""
        return number

    def admitted(self, number: Scalar | Dual[Scalar]) -> Scalar | Dual[Scalar]:
        """The value of a power or function, where values of its kind may be met."""
        return number

    def split(self, number: Scalar | Dual[Scalar], level: int) -> tuple[Scalar | Dual[Scalar], Scalar | Dual[Scalar]]:
        if isinstance(number, Dual) and number.level == level:
            return number.value, number.tangent
        return number, self.zero

    def plus(self, a: Scalar | Dual[Scalar], b: Scalar | Dual[Scalar]) -> Scalar | Dual[Scalar]:
        if not isinstance(a, Dual):
            return Dual(b.level, self.plus(a, b.value), b.tangent) if isinstance(b, Dual) else self.add(a, b)
        if not isinstance(b, Dual) or b.level < a.level:
            return Dual(a.level, self.plus(a.value, b), a.tangent)
        if a.level < b.level:
            return Dual(b.level, self.plus(a, b.value), b.tangent)
        return Dual(a.level, self.plus(a.value, b.value), self.plus(a.tangent, b.tangent))

    def times(self, a: Scalar | Dual[Scalar], b: Scalar | Dual[Scalar]) -> Scalar | Dual[Scalar]:
        if not isinstance(a, Dual):
            if not isinstance(b, Dual):
                return self.multiply(a, b)
            return Dual(b.level, self.times(a, b.value), self.times(a, b.tangent))
        if not isinstance(b, Dual) or b.level < a.level:
            return Dual(a.level, self.times(a.value, b), self.times(a.tangent, b))
        if a.level < b.level:
            return Dual(b.level, self.times(a, b.value), self.times(a, b.tangent))
        tangent = self.plus(self.times(a.value, b.tangent), self.times(a.tangent, b.value))
        return Dual(a.level, self.times(a.value, b.value), tangent)

    def chain(self, a: Dual[Scalar], value: Scalar | Dual[Scalar], slope: Scalar | Dual[Scalar]) -> Dual[Scalar]:
        """f(a) from f(value of a) and f′(value of a)."""
        return Dual(a.level, value, self.times(slope, a.tangent))

    def raised(self, a: Scalar | Dual[Scalar], exponent: Fraction) -> Scalar | Dual[Scalar]:
        """a to a rational power: the non-negative root. Raises Inexact where that is not defined."""
        if not isinstance(a, Dual):
            return self.power(a, exponent)
        if exponent == 0:
            return self.one
        slope = self.times(self.number(exponent), self.raised(a.value, exponent - 1))
        return self.chain(a, self.raised(a.value, exponent), slope)

    def applied(self, name: str, argument: Scalar | Dual[Scalar]) -> Scalar | Dual[Scalar]:
        """exp, log, abs. Raises Inexact outside the domain."""
        if not isinstance(argument, Dual):
            return self.function(name, argument)
        value = self.applied(name, argument.value)
        return self.chain(argument, value, SLOPES[name](self, argument.value, value))


SLOPES: Mapping[str, Callable[[Arithmetic[Any], Any, Any], Any]] = {
    "exp": lambda numbers, argument, value: value,
    "log": lambda numbers, argument, value: numbers.raised(argument, Fraction(-1)),
    "abs": lambda numbers, argument, value: numbers.times(value, numbers.raised(argument, Fraction(-1))),
}
FUNCTIONS: Mapping[str, Callable[[Exact], Exact]] = {
    "exp": exact.exponential,
    "log": exact.logarithm,
    "abs": exact.absolute,
}


class ExactArithmetic(Arithmetic[Exact]):
    """Exact numbers; what is none is enclosed where `enclosing`, else Inexact."""

    zero = Fraction(0)
    one = Fraction(1)

    def __init__(self, enclosing: bool = False) -> None:
        self.enclosing = enclosing

    def number(self, value: Fraction) -> Exact:
        return value

    add = staticmethod(exact.plus)
    multiply = staticmethod(exact.times)
    power = staticmethod(exact.power)

    def function(self, name: str, a: Exact) -> Exact:
        return FUNCTIONS[name](a)

    def checked(self, number: Number) -> Number:
        if isinstance(number, Dual):
            return Dual(number.level, self.checked(number.value), self.checked(number.tangent))
        if exact.bits(number) > MAX_BITS:
            raise TooLong("a number too large to compute")
        return number

    def admitted(self, number: Number) -> Number:
        if not self.enclosing and is_enclosed(number):
            raise Inexact("an irrational value")
        return number


def is_enclosed(number: Number) -> bool:
    if isinstance(number, Dual):
        return is_enclosed(number.value) or is_enclosed(number.tangent)
    return isinstance(number, Enclosure)


EXACT, ENCLOSING = ExactArithmetic(), ExactArithmetic(enclosing=True)


def applied(name: str, argument: Exact) -> Exact:
    """exp, log, abs of an exact number. Raises Inexact outside the domain."""
    return FUNCTIONS[name](argument)
