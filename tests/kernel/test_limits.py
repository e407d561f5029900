"""What is too large is declined, with rule BN290, before it is built."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest

from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Point
from bnderive.kernel.kernel import Equation, prove, refute
from bnderive.terms import ONE, ZERO, Definition, Fun, Graph, Index, Partial, Pow, Sum, Sym, Term, add, mul, num, power
from tests.terms.layers import EPS, PLAIN, A, B, I, K, g, graph, x

LETTERS = tuple(Sym(letter) for letter in "abcdefghijklmnopqrstuvwxyz")
FEW = add(*LETTERS[:4])
MANY = add(*(mul(num(k + 2), first, second) for k, first in enumerate(LETTERS) for second in LETTERS))


def chain(length: int, step: object) -> tuple[Graph, Term]:
    """d_0 = f(x_i), d_1 = f(d_0), …"""
    found, inner = [], x(I)
    for k in range(length):
        found.append(Definition(f"d{k}", (I,), step(inner)))  # type: ignore[operator]
        inner = Sym(f"d{k}", (I,))
    return graph(*found), inner


TOO_LARGE = {
    "(a + b + c + d)^60": power(FEW, 60),
    "(a + b)^(10^9)": power(add(A, B), 10**9),
    "(a + b)^(−10^9)": power(add(A, B), -(10**9)),
    "2^(10^9)": power(num(2), 10**9),
    "(1/2)^(−10^9)": power(num(Fraction(1, 2)), -(10**9)),
    "(2a)^(10^9)": power(mul(num(2), A), 10**9),
    "√2^(10^9)": Pow(num(2), Fraction(10**9 + 1, 2)),
    "a tower": power(power(power(num(9), 9), 9), 9),
    "a product of long sums": mul(MANY, add(MANY, EPS), add(MANY, A)),
    "a long denominator": power(add(MANY, ONE), -1),
    "a denominator of high degree": power(add(power(A, 17), power(B, 17)), -1),
    "a denominator of many names": power(add(*(power(letter, 2) for letter in LETTERS)), -1),
    "ten free indices": add(*(x(Index(letter)) for letter in "abcdefghij")),
}


@pytest.mark.parametrize("term", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_a_large_term_is_declined_quickly(term: Term) -> None:
    start = time.process_time()
    with pytest.raises(NotUnderstood) as caught:
        prove(Equation(term, ONE, PLAIN))
    assert (caught.value.reason.rule, caught.value.reason.name) == ("BN290", "limit")
    assert time.process_time() - start < 20


@pytest.mark.parametrize("term", [power(A, 10**9), power(ONE, 10**9), power(num(-1), 10**9), power(ZERO, 10**9)])
def test_a_huge_power_of_one_term_costs_nothing(term: Term) -> None:
    start = time.process_time()
    assert prove(Equation(term, term, PLAIN)) is not None
    assert time.process_time() - start < 10


def test_a_derivative_that_doubles_with_every_definition_is_declined() -> None:
    squares, last = chain(40, lambda inner: mul(inner, inner))
    with pytest.raises(NotUnderstood, match="too large"):
        prove(Equation(Partial(last, x(I), "total"), ONE, squares))
    slopes, last = chain(40, lambda inner: add(Partial(inner, x(I), "total"), Partial(inner, x(I), "direct")))
    with pytest.raises(NotUnderstood, match="too large"):
        prove(Equation(Partial(last, x(I), "total"), ONE, slopes))


def test_deep_definitions_are_declined() -> None:
    def nested(inner: Term) -> Term:
        for _ in range(20):
            inner = Sum(K, mul(inner, g(K)))
        return inner

    deep, last = chain(40, nested)
    for equation in (Equation(last, ONE, deep), Equation(Partial(last, x(I), "total"), ONE, deep)):
        with pytest.raises(NotUnderstood) as caught:
            prove(equation)
        assert caught.value.reason.rule == "BN290"
        with pytest.raises((NotUnderstood, Inexact)):
            refute(equation, Point({"N": 1}, {("x", (1,)): Fraction(1), ("g", (1,)): Fraction(1)}, {I: 1}))


def test_large_whole_numbers_under_a_root() -> None:
    number = num(10**399 + 1)
    start = time.process_time()
    assert prove(Equation(Pow(number, Fraction(1, 2)), Pow(number, Fraction(1, 2)), PLAIN)) is not None
    assert prove(Equation(Fun("exp", num(10**300)), Fun("exp", num(10**299)), PLAIN)) is None
    assert time.process_time() - start < 20
