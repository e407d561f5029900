"""The arithmetic below the canonical form, by evaluation at points and by what SymPy says of factors."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.errors import NotUnderstood
from bnderive.kernel.canonical import Canonical, primes
from bnderive.kernel.factor import factorised, proposals
from bnderive.kernel.polynomial import (
    Polynomial,
    checked,
    constant,
    content,
    evaluate_signs,
    generator,
    inverse,
    is_irreducible,
    plus,
    power_of_term,
    raised,
    scaled,
    times,
    times_monomial,
)  # fmt: skip
from bnderive.terms import Partial
from tests.terms.layers import PLAIN, A

EXPONENTS = st.integers(-2, 3)
MONOMIALS = st.dictionaries(st.integers(0, 2), EXPONENTS.filter(bool), max_size=3).map(
    lambda m: tuple(sorted(m.items()))
)
POLYNOMIALS = st.dictionaries(MONOMIALS, st.fractions(-5, 5, max_denominator=4).filter(bool), max_size=4)
POINT = {0: Fraction(2), 1: Fraction(-3, 5), 2: Fraction(7, 3)}


def at(polynomial: Polynomial) -> Fraction:
    total = Fraction(0)
    for monomial, c in polynomial.items():
        value = Fraction(c)
        for g, e in monomial:
            value *= POINT[g] ** int(e)
        total += value
    return total


@settings(max_examples=100, deadline=None, derandomize=True)
@given(POLYNOMIALS, POLYNOMIALS, st.integers(0, 4))
def test_arithmetic_is_that_of_the_numbers(p: Polynomial, q: Polynomial, n: int) -> None:
    assert at(plus(p, q)) == at(p) + at(q)
    assert at(times(p, q)) == at(p) * at(q)
    assert at(raised(p, n)) == at(p) ** n
    assert plus(p, scaled(p, -1)) == {}
    for result in (plus(p, q), times(p, q), raised(p, n)):
        assert all(result.values())
        assert all(e for monomial in result for _, e in monomial)
        assert not any(isinstance(c, float) for c in result.values())


LONG = st.dictionaries(st.integers(0, 6), st.fractions(-2, 2, max_denominator=2).filter(bool), max_size=5)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(LONG, LONG)
def test_exponents_are_added(a: dict[int, Fraction], b: dict[int, Fraction]) -> None:
    """By lengths: of nothing, of one power, of powers before, between and after."""
    added = {g: a.get(g, Fraction(0)) + b.get(g, Fraction(0)) for g in {*a, *b}}
    left, right = (tuple(sorted(m.items())) for m in (a, b))
    assert times_monomial(left, right) == tuple(sorted((g, e) for g, e in added.items() if e))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(POLYNOMIALS.filter(bool))
def test_content_divides_out(p: Polynomial) -> None:
    c, m = content(p)
    primitive = scaled(p, 1 / c, inverse(m))
    assert scaled(primitive, c, m) == p
    assert content(primitive) == (Fraction(1), ())


@settings(max_examples=40, deadline=None, derandomize=True)
@given(POLYNOMIALS.filter(bool), POLYNOMIALS.filter(bool))
def test_factors_multiply_out_again(p: Polynomial, q: Polynomial) -> None:
    c, m, factors = factorised(times(p, q))
    product = scaled({m: 1}, c)
    for factor, k in factors:
        assert content(factor) == (Fraction(1), ())
        product = times(product, raised(factor, k))
    assert product == times(p, q)


def test_a_proposal_that_does_not_multiply_out_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    p: Polynomial = {((0, 2),): 1, (): -1}
    assert len(factorised(p)[2]) == 2
    proposals.cache_clear()
    monkeypatch.setattr("sympy.polys.rings.PolyElement.factor_list", lambda element: (1, [(element + 1, 1)]))
    assert factorised(p) == (Fraction(1), (), ((p, 1),))
    proposals.cache_clear()


def test_roots_of_two_degrees_are_factored_over_their_common_step() -> None:
    """With t = v^(1/6): t³ + t² = t² (t + 1), and (t³ + 1)(t² + 1) has two factors besides."""
    p = times(plus(generator(0, Fraction(1, 2)), constant(1)), plus(generator(0, Fraction(1, 3)), constant(1)))
    c, m, factors = factorised(p)
    assert (c, m) == (Fraction(1), ())
    assert len(factors) == 3


@pytest.mark.parametrize(
    ("polynomial", "found"),
    [
        (plus(generator(0), generator(1)), True),
        (plus(times(generator(0), generator(1)), generator(2, 2)), True),
        (plus(generator(0, 2), constant(-1)), False),
        (plus(generator(0, 2), constant(Fraction(-4, 9))), False),
        (plus(generator(0, 2), constant(-2)), True),
        (plus(scaled(generator(0, 2), 2), constant(-2)), False),
        (plus(scaled(generator(0, 2), 3), generator(1, 2), constant(2)), True),
        (plus(generator(0, 2), scaled(generator(1, 2), -1)), False),
        (generator(0), False),
    ],
)
def test_a_sufficient_test_of_irreducibility(polynomial: Polynomial, found: bool) -> None:
    assert is_irreducible(polynomial) is found


@pytest.mark.parametrize(
    ("polynomial", "sign"),
    [
        (constant(2), "positive"),
        (constant(-2), "unknown"),
        ({}, "nonnegative"),
        (generator(0), "positive"),  # known to be positive
        (generator(1), "nonnegative"),  # known not to be negative
        (generator(2), "unknown"),
        (generator(2, 2), "nonnegative"),
        (generator(2, Fraction(1, 2)), "unknown"),
        (generator(2, -2), "nonnegative"),
        (plus(generator(2, 2), generator(0)), "positive"),
        (plus(generator(2, 2), generator(1)), "nonnegative"),
        (plus(generator(0), constant(-1)), "unknown"),
        (times(generator(0), generator(2)), "unknown"),
    ],
)
def test_signs_are_evident_or_unknown(polynomial: Polynomial, sign: str) -> None:
    assert evaluate_signs(polynomial, {0: True, 1: False}) == sign


def test_primes() -> None:
    assert primes(1) == []
    assert primes(360) == [(2, 3), (3, 2), (5, 1)]
    assert primes(10_007 * 10_009) == [(10_007 * 10_009, 1)]


@pytest.mark.parametrize(
    "build",
    [
        lambda: checked({(): 10**500}),
        lambda: power_of_term((), 3, 10**6),
        lambda: raised(plus(generator(0), constant(1)), 25),
        lambda: times({((0, k),): 1 for k in range(1, 200)}, {((1, k),): 1 for k in range(1, 200)}),
    ],
)
def test_caps(build: object) -> None:
    with pytest.raises(NotUnderstood, match="too large"):
        build()  # type: ignore[operator]


def test_what_is_found_once_needs_its_conditions_every_time() -> None:
    form, needed = Canonical(PLAIN), ("≠ 0", A)

    def found() -> Polynomial:
        form.conditions[needed] = None
        return generator(0)

    for _ in range(2):
        form.conditions = {}
        assert form.once(form.forms, A, found) == generator(0)
        assert form.conditions == {needed: None}
    form.forget()
    assert form.once(form.forms, A, lambda: generator(1)) == generator(1)


def test_a_derivative_has_no_canonical_form() -> None:
    with pytest.raises(NotUnderstood) as caught:
        Canonical(PLAIN).of(Partial(A, A, "total"))
    assert caught.value.reason.rule == "BN220"
