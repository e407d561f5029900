"""Bounds hold the true value: against decimals at twice the digits, and against the defining inequalities."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive import enclosure
from bnderive.enclosure import BITS, Enclosure, Inexact, approximation, rounded

DIGITS = 120
numbers = st.fractions(min_value=-50, max_value=50, max_denominator=10**6)
positive = st.fractions(min_value=Fraction(1, 10**9), max_value=10**9, max_denominator=10**9)
unhurried = settings(max_examples=150, deadline=None, derandomize=True)


def exact(value: Fraction) -> Enclosure:
    return Enclosure(value, value)


def around(center: Fraction, width: Fraction) -> Enclosure:
    return Enclosure(center - width, center + width)


def decimal(value: Fraction, function: str) -> Fraction:
    """exp or ln by the standard library, to many more digits than the bounds have."""
    with localcontext() as context:
        context.prec = DIGITS
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(number.exp() if function == "exp" else number.ln())


@unhurried
@given(numbers)
def test_exponentials_lie_between_the_bounds(value: Fraction) -> None:
    found = enclosure.exponential(exact(value))
    true = decimal(value, "exp")
    assert found.low < true < found.high or value == 0
    assert found.high - found.low <= true / 2 ** (BITS - 30)


@unhurried
@given(positive)
def test_logarithms_lie_between_the_bounds(value: Fraction) -> None:
    found = enclosure.logarithm(exact(value))
    true = decimal(value, "ln")
    assert found.low <= true <= found.high
    assert found.high - found.low < Fraction(1, 2 ** (BITS - 30))


@unhurried
@given(positive, st.integers(2, 7), st.integers(1, 5))
def test_roots_satisfy_their_inequalities(value: Fraction, degree: int, exponent: int) -> None:
    found = enclosure.power(exact(value), Fraction(exponent, degree))
    assert 0 < found.low**degree <= value**exponent <= found.high**degree or exponent % degree == 0
    assert found.high - found.low <= found.high / 2 ** (BITS - 20)
    inverse = enclosure.power(exact(value), Fraction(-exponent, degree))
    assert inverse.low**degree * value**exponent <= 1 <= inverse.high**degree * value**exponent


widths = st.fractions(min_value=0, max_value=5, max_denominator=50)
places = st.fractions(min_value=-1, max_value=1, max_denominator=30)


@unhurried
@given(numbers, widths, places, numbers, widths, places, st.integers(0, 5))
def test_every_number_between_the_bounds_stays_between_them(
    a: Fraction, v: Fraction, s: Fraction, b: Fraction, w: Fraction, t: Fraction, exponent: int
) -> None:
    first, second = around(a, v), around(b, w)
    p, q = a + s * v, b + t * w
    for found, true in (
        (enclosure.plus(first, second), p + q),
        (enclosure.times(first, second), p * q),
        (enclosure.power(first, Fraction(exponent)), p**exponent),
        (enclosure.absolute(first), abs(p)),
    ):
        assert found.low <= true <= found.high
    if first.low > 0 or first.high < 0:
        assert enclosure.inverse(first).low <= 1 / p <= enclosure.inverse(first).high
    else:
        with pytest.raises(Inexact):
            enclosure.inverse(first)


@unhurried
@given(st.fractions(), st.booleans())
def test_rounding_goes_outwards_and_not_far(value: Fraction, up: bool) -> None:
    found = rounded(value, up)
    assert found >= value if up else found <= value
    assert abs(found - value) <= abs(value) / 2 ** (BITS - 2)


@pytest.mark.parametrize(
    "undefined",
    [
        lambda: enclosure.power(around(Fraction(0), Fraction(1)), Fraction(1, 2)),
        lambda: enclosure.power(exact(Fraction(2)), Fraction(1, 1000)),
        lambda: enclosure.power(exact(Fraction(2)), Fraction(10**6)),
        lambda: enclosure.logarithm(around(Fraction(1), Fraction(1))),
        lambda: enclosure.exponential(exact(Fraction(10**9))),
        lambda: enclosure.exponential(exact(Fraction(-(10**9)))),
    ],
)
def test_what_has_no_bounds_is_refused(undefined: object) -> None:
    with pytest.raises(Inexact):
        undefined()  # type: ignore[operator]


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        ("2.71828", "2.71829", "≈ 2.71828"),
        ("-2.71829", "-2.71828", "≈ -2.71828"),
        ("2.9999999999999999", "3.0000000000000001", "≈ 3"),
        ("-0.00000000000000001", "0.00000000000000001", "≈ 0"),
        ("123456.5", "123456.5", "≈ 123456.5"),
        ("1234567890123456", "1234567890123457", "≈ 1234567890123456"),
        ("1.41421356237309504", "1.41421356237309505", "≈ 1.41421356237"),
        ("0.0123456789012345", "0.0123456789012346", "≈ 0.0123456789"),
        ("7.9", "8.1", "≈ 8"),
    ],
)
def test_as_many_digits_are_shown_as_are_certain(low: str, high: str, text: str) -> None:
    assert approximation(Fraction(low), Fraction(high)) == text
