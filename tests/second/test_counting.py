"""The counts that the size argument rests on, against counts by hand, and where they do not reach."""

from __future__ import annotations

import pytest

from bnderive.second.counting import Counting, put_in, solved
from bnderive.terms import ONE, Partial, Sum, Sym, Term, add, div, mul, num, power, sqrt, sub
from tests.terms.layers import BATCH_NORM, EPS, MU, PLAIN, VAR, A, I, J, K, N, g, hat, x

DEVIATION = sub(x(I), MU)


@pytest.mark.parametrize(
    ("term", "s", "w"),
    [
        (ONE, 0, 0),
        (x(I), 0, 0),
        (N, 0, 1),
        (power(N, 3), 0, 3),
        (Sum(J, x(J)), 1, 1),
        (mul(Sum(J, x(J)), Sum(K, g(K))), 2, 2),
        (Sum(J, mul(x(J), Sum(K, g(K)))), 2, 2),
        (power(Sum(J, x(J)), 4), 4, 4),
        (add(Sum(J, x(J)), mul(N, N)), 1, 2),
        (MU, 1, 1),
        (DEVIATION, 1, 1),  # (N x_i − Σ x)/N
        (VAR, 3, 3),  # Σ (N x − Σ x)²/N³
        (div(ONE, MU), 0, 1),
        (div(ONE, VAR), 0, 3),
        (Sum(J, div(x(J), g(J))), 1, 1),
        (Partial(VAR, x(I), "total"), 3, 3),
        (Partial(MU, MU, "total"), 1, 2),  # 1 = N/N
        (Partial(div(ONE, MU), x(I), "total"), 1, 2),  # N/Σ x, whose slope is (N′ Σ x − N (Σ x)′)/(Σ x)²
        (Partial(Sym("L"), Sym("b"), "total"), 2, 2),  # Σ ∂L/∂y (g (N x − Σ x) + N √(…) b)
    ],
)
def test_counts_by_hand(term: Term, s: int, w: int) -> None:
    base = put_in(add(VAR, EPS), BATCH_NORM)
    counting = Counting(BATCH_NORM, solved(base))
    above = counting.of(term).above
    assert (above["Σ N"], above["w N"]) == (s, w)
    assert not counting.doubts


@pytest.mark.parametrize(
    ("term", "doubt"),
    [
        (Sum(J, div(ONE, sub(x(J), MU))), "a denominator under a sum holds a sum or a size"),
        (Sum(J, div(ONE, add(x(J), N))), "a denominator under a sum holds a sum or a size"),
        (sqrt(A), "a root that no parameter makes free has one of two signs modulo p"),
    ],
)
def test_what_the_argument_does_not_reach(term: Term, doubt: str) -> None:
    counting = Counting(BATCH_NORM)
    counting.of(term)
    assert list(counting.doubts) == [doubt]


def test_the_degree_of_what_every_element_has_below_counts_for_each() -> None:
    count = Counting(PLAIN).of(Sum(J, div(x(J), power(g(J), 2))))
    assert (count.above["degree"], count.above["each"]) == (1, 2)
    slope = Counting(PLAIN).of(Partial(Sum(J, div(x(J), power(g(J), 2))), g(I), "total"))
    assert slope.above["each"] == 4


def test_the_slope_of_a_root_is_over_what_stands_below_its_radicand() -> None:
    radicand = add(div(A, power(N, 3)), EPS)
    count = Counting(PLAIN, solved(put_in(radicand, PLAIN))).of(Partial(sqrt(radicand), A, "total"))
    assert count.above["w N"] == 3  # 1/(2 N³ √(…)) = r/(2 N³ r²), beside what is over r² alone


def test_a_radicand_is_solved_for_a_parameter_that_stands_alone() -> None:
    found = solved(put_in(add(VAR, EPS), BATCH_NORM))
    assert found is not None
    assert found.name == "eps"
    assert solved(put_in(VAR, BATCH_NORM)) is None
    assert solved(add(mul(num(2), EPS), A, mul(A, A))) is None
    assert solved(add(x(I), EPS)) is None
    assert solved(put_in(add(Partial(VAR, MU, "total"), EPS), BATCH_NORM)) is None


def test_a_definition_and_what_it_stands_for_are_one_radicand() -> None:
    written_out = add(div(Sum(K, power(sub(x(K), div(Sum(I, x(I)), N)), 2)), N), EPS)
    assert put_in(written_out, BATCH_NORM) == put_in(add(EPS, VAR), BATCH_NORM)
    counting = Counting(BATCH_NORM, solved(put_in(written_out, BATCH_NORM)))
    count = counting.of(mul(hat(I), sqrt(written_out)))
    assert (count.above["Σ N"], count.above["w N"]) == (1, 1)
    assert len(count.roots) == 1
