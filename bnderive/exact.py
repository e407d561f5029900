"""Numbers of a value at a point: rational, in the logarithms of primes with rational coefficients, or enclosed.

Sums, products, powers, exp and log of them stay exact where the result is of the first two kinds; what is not is
enclosed between rational bounds. A difference that is not zero is certain; equality is that of the written numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from math import isqrt

from bnderive import enclosure, rationals
from bnderive.enclosure import Enclosure, Inexact
from bnderive.records import dataclass

MAX_BITS = 4096
MAX_TERMS = 400
LARGEST_PRIME = 10_000
MINUS_ONE = Fraction(-1)
LARGEST_SHOWN, SHORT = 10_000, 20

Monomial = tuple[tuple[int, int], ...]  # (prime, exponent of its logarithm), by prime, no exponent zero


@dataclass(frozen=True, slots=True)
class Logs:
    """Σ coefficient · Π (log prime)^exponent: at least one term with a logarithm, no coefficient zero, in order."""

    terms: tuple[tuple[Monomial, Fraction], ...]

    def __str__(self) -> str:
        if (power := _power_of_e(self)) is not None:
            return f"log({power})"
        text = "".join(f" {'-' if c < 0 else '+'} {_term_text(m, abs(c))}" for m, c in self.terms)
        return text[3:] if text.startswith(" +") else f"-{text[3:]}"


Exact = Fraction | Logs | Enclosure


class TooLong(Inexact):
    """The value would take more steps than are allowed; more points would not help."""


def _power_of_e(a: Logs) -> Fraction | None:
    """The rational number, if it is a short one, whose logarithm a is."""
    power = Fraction(1)
    for monomial, c in a.terms:
        if sum(exponent for _, exponent in monomial) != 1 or len(monomial) != 1 or c.denominator > 1 or abs(c) > SHORT:
            return None
        power *= Fraction(monomial[0][0]) ** c.numerator
    return power if max(power.numerator, power.denominator) <= LARGEST_SHOWN else None


def _term_text(monomial: Monomial, coefficient: Fraction) -> str:
    above = [_log_text(p, e) for p, e in monomial if e > 0]
    below = [_log_text(p, -e) for p, e in monomial if e < 0]
    above = [str(coefficient.numerator)] * (coefficient.numerator != 1 or not above) + above
    below = [str(coefficient.denominator)] * (coefficient.denominator != 1) + below
    return "*".join(above) + "".join(f"/{factor}" for factor in below)


def _log_text(prime: int, exponent: int) -> str:
    return f"log({prime})" + (f"**{exponent}" if exponent != 1 else "")


def _terms(a: Fraction | Logs) -> tuple[tuple[Monomial, Fraction], ...]:
    return a.terms if isinstance(a, Logs) else (((), a),) if a else ()


def _number(found: Mapping[Monomial, Fraction]) -> Fraction | Logs:
    terms = tuple(sorted((m, c) for m, c in found.items() if c))
    if len(terms) > MAX_TERMS:
        raise TooLong("a value with too many logarithms")
    return Logs(terms) if any(m for m, _ in terms) else terms[0][1] if terms else Fraction(0)


# -- bounds and signs --------------------------------------------------------------------------------------------------


def enclosed(a: Exact) -> Enclosure:
    """Rational bounds of a number."""
    if isinstance(a, Enclosure):
        return a
    total = Enclosure(Fraction(0), Fraction(0))
    for monomial, coefficient in _terms(a):
        term = Enclosure(coefficient, coefficient)
        for prime, exponent in monomial:
            term = enclosure.times(term, enclosure.power(enclosure.logarithm_of(Fraction(prime)), Fraction(exponent)))
        total = enclosure.plus(total, term)
    return total


def sign(a: Exact) -> int | None:
    """−1, 0 or 1; None where it is not known: only a number that is written as zero is known to be zero."""
    if isinstance(a, Fraction):
        return (a > 0) - (a < 0)
    bounds = enclosed(a)
    return 1 if bounds.low > 0 else -1 if bounds.high < 0 else None


def comparison(a: Exact, b: Exact) -> int | None:
    """The sign of a − b, as far as it is known."""
    return sign(plus(a, times(MINUS_ONE, b)))


def bits(a: Exact) -> int:
    """The length of the longest whole number in it."""
    if type(a) is Fraction:
        return max(a.numerator.bit_length(), a.denominator.bit_length()) if a else 0
    parts = (a.low, a.high) if isinstance(a, Enclosure) else tuple(c for _, c in _terms(a))
    return max((max(c.numerator.bit_length(), c.denominator.bit_length()) for c in parts), default=0)


# -- arithmetic --------------------------------------------------------------------------------------------------------


def plus(a: Exact, b: Exact) -> Exact:
    if type(a) is Fraction and type(b) is Fraction:
        return rationals.added(a, b)
    if isinstance(a, Enclosure) or isinstance(b, Enclosure):
        return enclosure.plus(enclosed(a), enclosed(b))
    found = dict(_terms(a))
    for monomial, coefficient in _terms(b):
        found[monomial] = found.get(monomial, Fraction(0)) + coefficient
    return _number(found)


def times(a: Exact, b: Exact) -> Exact:
    if type(a) is Fraction and type(b) is Fraction:
        return rationals.multiplied(a, b)
    if Fraction(0) in (a, b):
        return Fraction(0)
    if isinstance(a, Enclosure) or isinstance(b, Enclosure):
        return enclosure.times(enclosed(a), enclosed(b))
    found: dict[Monomial, Fraction] = {}
    for m, c in _terms(a):
        for n, d in _terms(b):
            product = _product(m, n)
            found[product] = found.get(product, Fraction(0)) + c * d
    return _number(found)


def _product(m: Monomial, n: Monomial) -> Monomial:
    found = dict(m)
    for prime, exponent in n:
        found[prime] = found.get(prime, 0) + exponent
    return tuple(sorted((prime, exponent) for prime, exponent in found.items() if exponent))


def power(a: Exact, exponent: Fraction) -> Exact:
    """a to a rational power: the non-negative root. Raises Inexact where that is not defined."""
    if isinstance(a, Fraction):
        return rational_power(a, exponent)
    if exponent.denominator == 1 and isinstance(a, Logs) and abs(exponent) <= MAX_TERMS:
        if exponent >= 0:
            return _whole_power(a, exponent.numerator)
        if len(a.terms) == 1:
            ((monomial, c),) = a.terms
            inverse = _number({tuple((prime, -e) for prime, e in monomial): 1 / c})
            return power(inverse, -exponent)
    return enclosure.power(enclosed(a), exponent)


def _whole_power(a: Logs, exponent: int) -> Exact:
    result: Exact = Fraction(1)
    for _ in range(exponent):
        result = times(result, a)
        if bits(result) > MAX_BITS:
            raise Inexact("a number too large to compute")
    return result


def rational_power(a: Fraction, exponent: Fraction) -> Exact:
    if a == 0 and exponent < 0:
        raise Inexact("division by zero")
    if exponent.denominator == 1:
        bounded(a, abs(exponent.numerator))
        return rationals.raised(a, exponent.numerator)
    if a < 0:
        raise Inexact("root of a negative number")
    degree = exponent.denominator
    above, below = whole_root(a.numerator, degree), whole_root(a.denominator, degree)
    if above is None or below is None:
        return enclosure.power(Enclosure(a, a), exponent)
    root = rationals.made(above, below)
    bounded(root, abs(exponent.numerator))
    return rationals.raised(root, exponent.numerator)


def bounded(a: Fraction, exponent: int) -> None:
    if max(a.numerator.bit_length(), a.denominator.bit_length()) * max(exponent, 1) > MAX_BITS and abs(a) != 1:
        raise Inexact("a number too large to compute")


def whole_root(n: int, degree: int) -> int | None:
    """The exact root of a whole number, if it is whole."""
    root = isqrt(n) if degree == 2 else round(n ** (1 / degree)) if n.bit_length() < 900 else 0
    return root if root**degree == n else None


# -- functions ---------------------------------------------------------------------------------------------------------


def exponential(a: Exact) -> Exact:
    """e^(Σ c log p) = Π p^c."""
    if isinstance(a, Enclosure):
        return enclosure.exponential(a)
    result: Exact = Fraction(1)
    for monomial, c in _terms(a):
        if len(monomial) == 1 and monomial[0][1] == 1:
            factor = rational_power(Fraction(monomial[0][0]), c)
        else:
            factor = enclosure.exponential(enclosed(_number({monomial: c})))
        result = times(result, factor)
    return result


def logarithm(a: Exact) -> Exact:
    """log of a positive number. Raises Inexact where it may be zero or less."""
    if not isinstance(a, Fraction):
        return enclosure.logarithm(enclosed(a))
    if a <= 0:
        raise Inexact("a logarithm of what is not positive")
    above, below = primes(a.numerator), primes(a.denominator)
    if above is None or below is None:
        return enclosure.logarithm_of(a)
    return sum_of_logarithms((*above, *((prime, -count) for prime, count in below)))


def sum_of_logarithms(powers: Iterable[tuple[int, int]]) -> Fraction | Logs:
    """Σ count · log prime over different primes: the logarithm of Π prime^count."""
    return _number({((prime, 1),): Fraction(count) for prime, count in powers})


@lru_cache(maxsize=1024)
def primes(n: int) -> tuple[tuple[int, int], ...] | None:
    """The prime factors of a positive whole number with their powers; None where one of them is too large to find."""
    found: dict[int, int] = {}
    for prime in _divisors():
        if prime * prime > n:
            break
        while n % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            n //= prime
    if n > LARGEST_PRIME**2:
        return None
    if n > 1:
        found[n] = found.get(n, 0) + 1
    return tuple(found.items())


def _divisors() -> Iterator[int]:
    yield 2
    yield from range(3, LARGEST_PRIME, 2)


def absolute(a: Exact) -> Exact:
    if isinstance(a, Enclosure):
        return enclosure.absolute(a)
    known = sign(a)
    if known is None:
        return enclosure.absolute(enclosed(a))
    return times(Fraction(known), a)
