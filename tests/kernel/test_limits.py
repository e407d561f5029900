"""What the kernel does not undertake: each limit at its edge, on both sides."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bnderive.errors import NotUnderstood
from bnderive.evaluate import Point
from bnderive.kernel.factor import MAX_FACTOR_TERMS, by_sympy
from bnderive.kernel.kernel import MAX_FREE_INDICES, Equation, coincidences, prove, refute
from bnderive.kernel.polynomial import EFFORT, MAX_EFFORT, generator, plus, times
from bnderive.terms import ONE, Definition, Graph, Index, Sym, add


def sum_of(count: int, first: int = 0) -> dict:
    return plus(*(generator(first + k) for k in range(count)))


@pytest.mark.parametrize(("left", "right"), [(2, 3), (5, 1), (7, 11), (1, 4)])
def test_a_product_costs_its_pairs(left: int, right: int):
    with EFFORT.afresh():
        times(sum_of(left), sum_of(right, 100))
        assert MAX_EFFORT - EFFORT.left == left * right


def test_a_product_with_one_costs_nothing():
    with EFFORT.afresh():
        times(sum_of(5), {(): 1})
        assert EFFORT.left == MAX_EFFORT


def test_an_effort_that_is_spent_ends_the_work():
    with EFFORT.afresh():
        EFFORT.spend(MAX_EFFORT - 6)
        assert len(times(sum_of(2), sum_of(3, 100))) == 6
        with pytest.raises(NotUnderstood, match="what has to be multiplied out: too large to decide"):
            times(sum_of(1), sum_of(2, 100))


def test_an_effort_inside_is_its_own():
    with EFFORT.afresh():
        EFFORT.spend(10)
        with EFFORT.afresh():
            assert EFFORT.left == MAX_EFFORT
            EFFORT.spend(99)
        assert EFFORT.left == MAX_EFFORT - 10


def test_as_many_free_indices_as_are_taken_apart():
    letters = [Index(letter) for letter in "ijklpqr"]
    assert len(list(coincidences(frozenset(letters[:MAX_FREE_INDICES])))) == 52  # the fifth Bell number
    with pytest.raises(NotUnderstood, match="6 free indices"):
        list(coincidences(frozenset(letters[: MAX_FREE_INDICES + 1])))


def test_as_many_terms_as_are_factored():
    square = times(sum_of(10), sum_of(10))
    assert len(square) == 55 < MAX_FACTOR_TERMS
    assert by_sympy(square)[1] == ((sum_of(10), 2),)
    with pytest.raises(NotUnderstood, match="radicand of 66 terms"):
        by_sympy(times(sum_of(11), sum_of(11)))


def test_definitions_beyond_the_stack_are_neither_proved_nor_refuted():
    chain = [Definition(f"n{k}", (), add(Sym(f"n{k + 1}"), ONE)) for k in range(3000)]
    graph = Graph({found.name: found for found in chain}, shapes={"n3000": ()})
    with pytest.raises(NotUnderstood, match="the nesting of the definitions"):
        prove(Equation(Sym("n0"), Sym("n0"), graph))
    with pytest.raises(NotUnderstood, match="the nesting of the definitions"):
        refute(Equation(Sym("n0"), Sym("n1"), graph), Point({"N": 2}, {("n3000", ()): Fraction(1)}, {}))
