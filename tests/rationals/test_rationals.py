"""The quick arithmetic of fractions is that of the standard library, down to the numerator and the denominator."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnderive.rationals import added, multiplied, raised

FRACTIONS = st.fractions() | st.fractions(-9, 9, max_denominator=12)


@given(FRACTIONS, FRACTIONS)
def test_sums_and_products(a: Fraction, b: Fraction) -> None:
    for mine, theirs in ((added(a, b), a + b), (multiplied(a, b), a * b)):
        assert parts(mine) == parts(theirs)
        assert hash(mine) == hash(theirs)


@given(FRACTIONS, st.integers(-6, 6))
def test_powers(a: Fraction, exponent: int) -> None:
    if a or exponent >= 0:
        assert parts(raised(a, exponent)) == parts(a**exponent)


@pytest.mark.parametrize("exponent", [-1, -2])
def test_zero_has_no_inverse(exponent: int) -> None:
    with pytest.raises(ZeroDivisionError):
        raised(Fraction(0), exponent)


def parts(a: Fraction) -> tuple[type[Fraction], int, int]:
    return type(a), a.numerator, a.denominator
