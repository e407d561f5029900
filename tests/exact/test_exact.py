"""Numbers in logarithms of primes: exact where they can be, in agreement with decimals, and never equal by accident."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive import exact
from bnderive.enclosure import Enclosure, Inexact
from bnderive.exact import Exact, Logs, comparison, enclosed, logarithm, plus, power, primes, sign, times

unhurried = settings(max_examples=120, deadline=None, derandomize=True)
small = st.fractions(min_value=-9, max_value=9, max_denominator=12)
whole = st.integers(1, 10**4)
ONE = Fraction(1)


def log(value: int | Fraction) -> Exact:
    return logarithm(Fraction(value))


def minus(a: Exact, b: Exact) -> Exact:
    return plus(a, times(Fraction(-1), b))


@unhurried
@given(whole, whole)
def test_the_logarithm_of_a_product_is_the_sum(a: int, b: int) -> None:
    assert log(a * b) == plus(log(a), log(b))
    assert log(Fraction(a, b)) == minus(log(a), log(b))
    assert exact.exponential(log(Fraction(a, b))) == Fraction(a, b)


@unhurried
@given(st.lists(st.tuples(small, st.integers(2, 30), st.integers(2, 30)), max_size=4), small)
def test_values_agree_with_decimals(parts: list[tuple[Fraction, int, int]], c: Fraction) -> None:
    number: Exact = c
    with localcontext() as context:
        context.prec = 80
        true = Decimal(c.numerator) / c.denominator
        for coefficient, a, b in parts:
            number = plus(number, times(coefficient, times(log(a), log(b))))
            true += Decimal(coefficient.numerator) / coefficient.denominator * Decimal(a).ln() * Decimal(b).ln()
        bounds = enclosed(number)
        slack = Fraction(1, 10**60)
        assert bounds.low - slack <= Fraction(true) <= bounds.high + slack
        assert bounds.high - bounds.low < Fraction(1, 10**40)
        assert sign(number) in {None, 0} or sign(number) == (1 if true > 0 else -1)


def test_differences_of_logarithms_are_told_apart() -> None:
    assert comparison(times(Fraction(3), log(2)), log(8)) == 0
    assert comparison(times(Fraction(1000), log(2)), log(10**301)) == 1
    assert comparison(log(1024), log(1000)) == 1
    assert comparison(times(log(2), log(3)), Fraction(76, 100)) == 1
    assert comparison(times(log(2), log(3)), Fraction(77, 100)) == -1


def test_what_is_only_enclosed_is_never_equal() -> None:
    root = power(Fraction(2), Fraction(1, 2))
    assert isinstance(root, Enclosure)
    assert comparison(times(root, root), Fraction(2)) is None
    assert comparison(root, root) is None
    assert comparison(root, Fraction(1414, 1000)) == 1
    assert times(root, Fraction(0)) == Fraction(0)


def test_powers_of_logarithms() -> None:
    square = times(log(2), log(2))
    assert power(log(2), Fraction(2)) == square
    assert times(power(log(2), Fraction(-2)), square) == ONE
    assert times(power(plus(log(2), ONE), Fraction(2)), ONE) == plus(plus(square, times(Fraction(2), log(2))), ONE)
    assert isinstance(power(plus(log(2), ONE), Fraction(-1)), Enclosure)
    assert comparison(times(power(plus(log(2), ONE), Fraction(-1)), plus(log(2), ONE)), ONE) is None


def test_exponentials_of_logarithms() -> None:
    assert exact.exponential(times(Fraction(-2), log(3))) == Fraction(1, 9)
    assert exact.exponential(Fraction(0)) == ONE
    for inexact in (ONE, times(Fraction(1, 2), log(2)), times(log(2), log(3)), plus(log(2), ONE)):
        assert isinstance(exact.exponential(inexact), Enclosure)
    assert isinstance(logarithm(log(2)), Enclosure)
    assert comparison(logarithm(log(3)), Fraction(0)) == 1


@pytest.mark.parametrize("value", [Fraction(0), Fraction(-2), log(Fraction(1, 2))])
def test_no_logarithm_of_what_is_not_positive(value: Exact) -> None:
    with pytest.raises(Inexact):
        logarithm(value)


def test_absolute_values() -> None:
    assert exact.absolute(log(Fraction(1, 2))) == log(2)
    assert exact.absolute(log(2)) == log(2)
    assert exact.absolute(Fraction(-3)) == 3


@unhurried
@given(st.integers(1, 10**8))
def test_primes_multiply_to_their_number(n: int) -> None:
    found = primes(n)
    assert found is not None
    product = 1
    for prime, count in found:
        assert all(prime % d for d in range(2, min(prime, 10_000)) if d * d <= prime)
        product *= prime**count
    assert product == n


def test_large_primes_are_not_looked_for() -> None:
    large = 2**89 - 1
    assert primes(large) is None
    assert isinstance(log(large), Enclosure)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (log(2), "log(2)"),
        (log(4), "log(4)"),
        (log(6), "log(6)"),
        (log(Fraction(1, 3)), "log(1/3)"),
        (times(Fraction(1, 2), log(2)), "log(2)/2"),
        (times(Fraction(-2, 3), log(2)), "-2*log(2)/3"),
        (plus(ONE, log(2)), "1 + log(2)"),
        (minus(times(Fraction(1, 2), log(3)), Fraction(5, 6)), "-5/6 + log(3)/2"),
        (times(log(2), times(log(3), log(3))), "log(2)*log(3)**2"),
        (power(log(3), Fraction(-2)), "1/log(3)**2"),
    ],
)
def test_numbers_as_they_are_written(number: Exact, text: str) -> None:
    assert isinstance(number, Logs)
    assert str(number) == text
