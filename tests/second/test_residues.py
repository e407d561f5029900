"""Residues against exact numbers, and the properties that make their roots and exponentials multiplicative."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import isprime

from bnderive.enclosure import Inexact
from bnderive.evaluate import Evaluation, Evaluator, Point
from bnderive.residues import NotASquare, Residues, Unknown, is_prime, primes
from tests.terms.layers import LAYERS, I, J, batches
from tests.terms.rewritings import terms

PLAIN, WITH_EXPONENTS = Residues("seed"), Residues("seed", exponents=True)
MANY = settings(max_examples=80, deadline=None, derandomize=True)
numbers = st.integers(1, 2**200)


@pytest.mark.parametrize("seed", ["", "a", "b", "c"])
@pytest.mark.parametrize("exponents", [False, True])
def test_the_drawn_numbers_are_prime(seed: str, exponents: bool) -> None:
    p, q = primes(seed, exponents)
    assert isprime(p)
    assert p % 8 == 7
    assert all(pow(n, (p - 1) // 2, p) == 1 for n in range(1, 101))
    assert (p - 1) % q == 0
    assert isprime(q) if exponents else q == 1
    assert min(p, q if exponents else p) > 2**60


def test_the_test_of_primes_is_that_of_another_program() -> None:
    for start in (0, 10**6, 3215031751, 2**89 - 60):  # 3215031751 is a strong pseudoprime to 2, 3, 5 and 7
        assert [n for n in range(start, start + 120) if is_prime(n)] == [
            n for n in range(start, start + 120) if isprime(n)
        ]


@MANY
@given(st.data())
def test_a_rational_value_has_its_residue(data: st.DataObject) -> None:
    layer = data.draw(st.sampled_from(LAYERS))
    term = data.draw(terms(layer))
    for size, values in batches(layer, data.draw(st.integers(0, 50))):
        at = {I: 1, J: size}
        known = {element: PLAIN.number(value) for element, value in values.items()}
        try:
            found = Evaluation(layer.graph, PLAIN, {"N": size}, known).at(term, at)
        except NotASquare:
            continue
        exact = Evaluator(layer.graph, Point({"N": size}, values, at))(term)
        signs = {PLAIN.number(exact), PLAIN.number(-exact)}
        rooted = Fraction(1) not in {value for (name, _), value in values.items() if name == "eps"}
        assert found == PLAIN.number(exact) or (rooted and (found in signs or len(signs) == 2))


@MANY
@given(numbers, numbers)
def test_roots_are_multiplicative(a: int, b: int) -> None:
    a, b = a * a % PLAIN.p, b * b % PLAIN.p
    for degree in (2, 3, 4, 5, 6, 12):
        half = Fraction(1, degree)
        assert PLAIN.power(a * b % PLAIN.p, half) == PLAIN.power(a, half) * PLAIN.power(b, half) % PLAIN.p
        assert pow(PLAIN.power(a, half), degree, PLAIN.p) == a
        assert PLAIN.power(a, -half) * PLAIN.power(a, half) % PLAIN.p == 1


@MANY
@given(numbers)
def test_of_a_number_and_its_negative_one_is_a_square(a: int) -> None:
    roots = 0
    for b in (a % PLAIN.p, -a % PLAIN.p):
        with suppress(NotASquare):
            roots += PLAIN.power(b, Fraction(1, 2)) ** 2 % PLAIN.p == b
    assert roots == 1


@MANY
@given(numbers, numbers)
def test_an_exponential_turns_sums_into_products(a: int, b: int) -> None:
    made = WITH_EXPONENTS
    a, b = made.number(Fraction(a)), made.number(Fraction(b))
    product = made.multiply(made.function("exp", a), made.function("exp", b))
    assert (made.function("exp", made.add(a, b)) - product) % made.p == 0
    assert made.function("exp", 0) == 1
    assert made.function("exp", 1) != 1
    half = made.function("exp", made.number(Fraction(1, 2)))
    assert made.power(made.function("exp", 1), Fraction(1, 2)) == half


def test_what_has_no_residue() -> None:
    with pytest.raises(Inexact):
        PLAIN.power(0, Fraction(-1))
    with pytest.raises(Inexact):
        PLAIN.number(Fraction(1, PLAIN.p))
    with pytest.raises(Inexact):
        PLAIN.function("exp", 1)
    with pytest.raises(Inexact):
        PLAIN.function("abs", 1)
    with pytest.raises(Inexact):
        PLAIN.power(4, Fraction(1, PLAIN.p - 1))


def test_what_is_unknown_stays_so_but_for_a_product_with_zero() -> None:
    unknown = PLAIN.function("log", 5)
    assert isinstance(unknown, Unknown)
    for value in (
        PLAIN.add(unknown, 1),
        PLAIN.add(1, unknown),
        PLAIN.multiply(unknown, 2),
        PLAIN.multiply(2, unknown),
        PLAIN.multiply(unknown, unknown),
        PLAIN.power(unknown, Fraction(-1, 2)),
        PLAIN.function("exp", unknown),
    ):
        assert isinstance(value, Unknown)
    assert type(PLAIN.multiply(unknown, 0)) is int
    assert type(PLAIN.multiply(0, unknown)) is int
