"""Sums, products and powers of fractions in lowest terms: what `Fraction` computes, without what it checks first.

The standard library looks at the types of both operands, and at those of the numerator and denominator that it has just
made; that takes four times as long as the arithmetic.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

_new: Any = object.__new__


def made(numerator: int, denominator: int) -> Fraction:
    """The fraction of two whole numbers without a common factor, the second positive."""
    result = _new(Fraction)
    result._numerator, result._denominator = numerator, denominator
    found: Fraction = result
    return found


def added(a: Any, b: Any) -> Fraction:
    """a + b. Only the gcd of what has come from the common factor of the denominators may still be taken out: Knuth,
    The Art of Computer Programming, volume 2, 4.5.1.

    >>> added(Fraction(1, 6), Fraction(1, 3))
    Fraction(1, 2)
    """
    n, d, m, e = a._numerator, a._denominator, b._numerator, b._denominator
    if d == e == 1:
        return made(n + m, 1)
    common = gcd(d, e)
    if common == 1:
        return made(n * e + d * m, d * e)
    rest = d // common
    numerator = n * (e // common) + m * rest
    more = gcd(numerator, common)
    return made(numerator // more, rest * (e // more))


def multiplied(a: Any, b: Any) -> Fraction:
    """a · b, where no more can be cancelled than crosswise.

    >>> multiplied(Fraction(2, 3), Fraction(9, 4))
    Fraction(3, 2)
    """
    n, d, m, e = a._numerator, a._denominator, b._numerator, b._denominator
    if d == e == 1:
        return made(n * m, 1)
    left, right = gcd(n, e), gcd(m, d)
    return made((n // left) * (m // right), (d // right) * (e // left))


def raised(a: Any, exponent: int) -> Fraction:
    """a to a whole power. Raises ZeroDivisionError for a negative one of zero.

    >>> raised(Fraction(-2, 3), -3)
    Fraction(-27, 8)
    """
    n, d = a._numerator, a._denominator
    if exponent >= 0:
        return made(n**exponent, d**exponent)
    if n > 0:
        return made(d**-exponent, n**-exponent)
    if n < 0:
        return made((-d) ** -exponent, (-n) ** -exponent)
    raise ZeroDivisionError("a negative power of zero")
