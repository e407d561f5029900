"""Rational bounds around real numbers: exact fractions come in, intervals that hold the true value go out.

Every bound is rounded outwards to `BITS` binary digits, so that two disjoint enclosures prove that two numbers differ.
An enclosure never proves that two numbers are equal.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import isqrt

from bnderive.rationals import added, multiplied
from bnderive.records import dataclass

BITS = 160
MAX_EXPONENT = 1000
MAX_DEGREE = 12
ONE = Fraction(1)


class Inexact(Exception):
    """The value exists but is not in the field (an irrational root), or the point lies outside the domain."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A real number between two rational ones, the bounds included; `low` <= `high`."""

    low: Fraction
    high: Fraction

    def __str__(self) -> str:
        return approximation(self.low, self.high)


def enclosing(low: Fraction, high: Fraction) -> Enclosure:
    return Enclosure(rounded(low, up=False), rounded(high, up=True))


def rounded(value: Fraction, up: bool) -> Fraction:
    """The nearest number of `BITS` significant binary digits that is not below (`up`) or not above the value."""
    shift = BITS - value.numerator.bit_length() + value.denominator.bit_length()
    above, below = value.numerator << max(shift, 0), value.denominator << max(-shift, 0)
    whole = -(-above // below) if up else above // below
    return Fraction(whole << max(-shift, 0), 1 << max(shift, 0))


# -- arithmetic --------------------------------------------------------------------------------------------------------


def plus(a: Enclosure, b: Enclosure) -> Enclosure:
    return enclosing(added(a.low, b.low), added(a.high, b.high))


def times(a: Enclosure, b: Enclosure) -> Enclosure:
    corners = [multiplied(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return enclosing(min(corners), max(corners))


def inverse(a: Enclosure) -> Enclosure:
    """1/a. Raises Inexact where a may be zero."""
    if a.low <= 0 <= a.high:
        raise Inexact("a division by what may be zero")
    return enclosing(1 / a.high, 1 / a.low)


def power(a: Enclosure, exponent: Fraction) -> Enclosure:
    """a to a rational power, the non-negative root. Raises Inexact where a may be outside the domain."""
    if exponent < 0:
        return power(inverse(a), -exponent)
    if exponent.denominator > MAX_DEGREE or exponent.numerator > MAX_EXPONENT:
        raise Inexact("a power too high to enclose")
    if exponent.denominator > 1:
        if a.low < 0:
            raise Inexact("a root of what may be negative")
        degree = exponent.denominator
        a = Enclosure(root(a.low, degree, up=False), root(a.high, degree, up=True))
    return whole_power(a, exponent.numerator)


def whole_power(a: Enclosure, exponent: int) -> Enclosure:
    if exponent % 2 == 0 and a.low < 0:
        a = Enclosure(max(a.low, -a.high, Fraction(0)), max(-a.low, a.high))
    return enclosing(a.low**exponent, a.high**exponent)


def absolute(a: Enclosure) -> Enclosure:
    return Enclosure(max(a.low, -a.high, Fraction(0)), max(-a.low, a.high))


def root(value: Fraction, degree: int, up: bool) -> Fraction:
    """A bound of the root of a number that is not negative."""
    shift = degree * (BITS + value.denominator.bit_length())
    found = floor_root((value.numerator << shift) // value.denominator, degree)
    return rounded(Fraction(found + up, 1 << shift // degree), up)


def floor_root(n: int, degree: int) -> int:
    """The greatest whole number whose power is at most n, by Newton's steps from above."""
    if n == 0 or degree == 2:
        return isqrt(n)
    guess = 1 << -(-n.bit_length() // degree)
    while (better := ((degree - 1) * guess + n // guess ** (degree - 1)) // degree) < guess:
        guess = better
    return guess


# -- exp and log -------------------------------------------------------------------------------------------------------


def exponential(a: Enclosure) -> Enclosure:
    """e^a. Raises Inexact where that is too large to enclose."""
    return Enclosure(_exponential(a.low, up=False), _exponential(a.high, up=True))


def logarithm(a: Enclosure) -> Enclosure:
    """log a. Raises Inexact where a may be zero or less."""
    if a.low <= 0:
        raise Inexact("a logarithm of what may be zero or less")
    return Enclosure(logarithm_of(a.low).low, logarithm_of(a.high).high)


@lru_cache(maxsize=1024)
def logarithm_of(value: Fraction) -> Enclosure:
    """log v = k log 2 + log m with 1 <= m < 4 and log m = 2 artanh((m − 1)/(m + 1)); v > 0."""
    shift = value.numerator.bit_length() - value.denominator.bit_length() - 1
    mantissa = value / Fraction(2) ** shift
    ratio = (mantissa - 1) / (mantissa + 1)
    own = Enclosure(2 * _artanh(ratio, up=False), 2 * _artanh(ratio, up=True))
    if not shift:
        return own
    two = Enclosure(2 * _artanh(Fraction(1, 3), up=False), 2 * _artanh(Fraction(1, 3), up=True))
    return plus(times(two, Enclosure(Fraction(shift), Fraction(shift))), own)


def _artanh(z: Fraction, up: bool) -> Fraction:
    """Σ z^n/n over odd n, for 0 <= z <= 3/5: all terms are positive, and what is left out after z^n/n is at most
    z^n (z²/(1 − z²)) <= z^n.
    """
    power = total = rounded(z, up)
    square = rounded(power * power, up)
    n = 1
    while power > Fraction(1, 1 << BITS):
        n += 2
        power = rounded(power * square, up)
        total = rounded(total + power / n, up)
    return rounded(total + power, up) if up else total


@lru_cache(maxsize=1024)
def _exponential(value: Fraction, up: bool) -> Fraction:
    """e^v = (e^(v/2^k))^(2^k) with v/2^k <= 1/2, where what the series leaves out is at most its last term."""
    if value < 0:
        return rounded(1 / _exponential(-value, not up), up)
    if value > MAX_EXPONENT:
        raise Inexact("an exponential too large to compute")
    halvings = max(0, (value.numerator // value.denominator).bit_length() + 1)
    small = rounded(value / (1 << halvings), up)
    term = total = ONE
    n = 0
    while term > Fraction(1, 1 << BITS):
        n += 1
        term = rounded(term * small / n, up)
        total = rounded(total + term, up)
    total = rounded(total + term, up) if up else total
    for _ in range(halvings):
        total = rounded(total * total, up)
    return total


# -- writing -----------------------------------------------------------------------------------------------------------

DIGITS = 12


def approximation(low: Fraction, high: Fraction) -> str:
    """`≈` and up to twelve significant digits of the middle, as many as differ by no more than one from those of any
    number between the bounds.
    """
    middle = (low + high) / 2
    places = max(DIGITS - len(str(int(abs(middle)))), 0)
    while places and high - low > Fraction(1, 10**places):
        places -= 1
    whole, fraction = divmod(abs(round(middle * 10**places)), 10**places)
    digits = f"{whole}.{fraction:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"≈ {'-' if middle < 0 and digits != '0' else ''}{digits}"
