"""The counts that the size argument rests on, against counts by hand, and where they do not reach."""

from __future__ import annotations

import pytest

from bnderive.second.counting import Count, Counting, freed
from bnderive.terms import ONE, Fun, Partial, Sum, Sym, Term, add, div, mul, num, power, sqrt, sub
from tests.terms.layers import BATCH_NORM, EPS, MU, PLAIN, SOFTMAX, VAR, A, I, J, K, N, g, hat, x

DEVIATION = sub(x(I), MU)
ROOT = "a root that no parameter makes free has one of two signs modulo p"
BELOW = "a denominator under a sum holds a sum"
WITHIN = "an exponential or an absolute value holds a sum"


def counted(term: Term) -> Count:
    return Counting(BATCH_NORM, freed(add(VAR, EPS), BATCH_NORM)).of(term)


@pytest.mark.parametrize(
    ("term", "s", "below"),
    [
        (ONE, 0, 0),
        (x(I), 0, 0),
        (power(N, 3), 0, 0),
        (Sum(J, x(J)), 1, 0),
        (mul(Sum(J, x(J)), Sum(K, g(K))), 2, 0),
        (Sum(J, mul(x(J), Sum(K, g(K)))), 2, 0),
        (power(Sum(J, x(J)), 4), 4, 0),
        (add(Sum(J, x(J)), mul(N, N)), 1, 0),
        (MU, 1, 0),
        (DEVIATION, 1, 0),
        (VAR, 3, 0),  # Σ (x − Σ x/N)²/N
        (EPS, 3, 0),  # r² − σ²
        (sqrt(add(VAR, EPS)), 0, 0),  # r
        (hat(I), 1, 0),  # (x − Σ x/N)/r
        (div(ONE, MU), 0, 1),
        (div(ONE, VAR), 0, 3),
        (power(div(ONE, MU), -1), 1, 0),
        (add(div(ONE, MU), MU), 2, 1),
        (Sum(J, div(x(J), g(J))), 1, 0),
        (Partial(VAR, x(I), "total"), 3, 0),
        (Partial(div(ONE, MU), x(I), "total"), 1, 2),  # (1′ M − 1 M′)/M²
        (Partial(Sym("L"), Sym("b"), "total"), 2, 0),  # Σ ∂L/∂y (g (x − Σ x/N)/r + b)
        (Partial(Sym("L"), x(I), "total"), 5, 0),  # that, times that of r′ = (σ²)′/(2r)
    ],
)
def test_counts_by_hand(term: Term, s: int, below: int) -> None:
    counting = Counting(BATCH_NORM, freed(add(VAR, EPS), BATCH_NORM))
    count = counting.of(term)
    assert (count.sums["N"], counting.cleared(count.below)["N"]) == (s, below)
    assert not count.marks & {ROOT, BELOW, WITHIN}


@pytest.mark.parametrize(
    ("term", "doubt"),
    [
        (Sum(J, div(ONE, sub(x(J), MU))), BELOW),
        (sqrt(A), ROOT),
        (sqrt(add(VAR, A, EPS)), ROOT),
        (Fun("exp", Sum(J, x(J))), WITHIN),
        (Fun("exp", div(A, MU)), WITHIN),
    ],
)
def test_what_the_argument_does_not_reach(term: Term, doubt: str) -> None:
    assert doubt in counted(term).marks


@pytest.mark.parametrize("term", [Sum(J, div(ONE, add(x(J), N))), Sum(J, Fun("exp", mul(N, x(J))))])
def test_a_size_is_as_good_as_a_parameter(term: Term) -> None:
    assert not counted(term).marks & {ROOT, BELOW, WITHIN}


def test_a_sum_below_the_index_is_no_doubt_where_it_is_free_of_it() -> None:
    counting = Counting(SOFTMAX, None)
    count = counting.of(Sum(I, mul(x(I), Sym("p", (I,)))))
    assert (count.sums["N"], counting.cleared(count.below)["N"]) == (1, 1)
    assert BELOW not in count.marks


def test_the_degree_bounds_numerators_and_denominators() -> None:
    assert counted(mul(x(I), x(I))).degree >= 2
    assert counted(power(x(I), 7)).degree >= 7
    assert counted(Sum(J, div(x(J), power(g(J), 2)))).degree >= 2 * 24  # of what every element has below
    assert counted(num(2**640)).degree >= 10
    assert counted(Fun("exp", mul(num(5), add(x(I), g(I))))).degree >= 10
    assert counted(add(x(I), div(ONE, x(I)))).degree >= 2


def test_a_radicand_is_freed_by_a_parameter_that_stands_alone() -> None:
    assert freed(add(VAR, EPS), BATCH_NORM) == ("eps", VAR)
    assert freed(VAR, BATCH_NORM) is None
    assert freed(add(mul(num(2), EPS), mul(A, A)), BATCH_NORM) is None
    assert freed(add(A, mul(A, A)), BATCH_NORM) is None
    assert freed(add(x(I), EPS), BATCH_NORM) is None
    assert freed(add(x(I), MU, EPS), PLAIN) is None
