"""Derivatives on explicit batches against values worked by hand at x = (0, 1, 2), ε = 1/3: μ = 1, σ² = 2/3, root 1."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bnderive.errors import NotUnderstood
from bnderive.explicit.batch import Batch
from bnderive.explicit.values import Point
from bnderive.terms import Definition, Delta, Fun, Graph, Index, Partial, Pow, Sum, Sym, add, mul, num, power, rename
from tests.explicit.graphs import (
    BATCH_NORM,
    BOUND,
    EPSILON,
    FIRST,
    GAMMA,
    MU,
    SECOND,
    VARIANCE,
    direct,
    hat,
    total,
    x,
    y,
)

LOSS = Sym("L")


def at_the_pencil_point(term, places, gradient=(1, 2, -4)):
    batch = Batch(BATCH_NORM, 3)
    point = Point(batch, 0)
    for k in range(3):
        point.fix(batch.symbol("x", (k + 1,)), Fraction(k))
        point.fix(batch.symbol("∂L/∂y", (k + 1,)), Fraction(gradient[k]))
    point.fix(batch.symbol("\\epsilon", ()), Fraction(1, 3))
    point.fix(batch.symbol("\\gamma", ()), Fraction(3))
    return point(batch.expression(term, places))


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (MU, 1),
        (VARIANCE, Fraction(2, 3)),
        (hat(FIRST), -1),  # (0 − 1)/1
        (direct(hat(FIRST), x(FIRST)), 1),
        (direct(hat(SECOND), x(FIRST)), 0),
        (direct(hat(FIRST), MU), -1),
        (direct(hat(FIRST), VARIANCE), Fraction(1, 2)),  # −(x − μ)/2
        (direct(MU, x(FIRST)), Fraction(1, 3)),
        (direct(VARIANCE, x(FIRST)), Fraction(-2, 3)),  # 2(x − μ)/3 with μ held
        (total(VARIANCE, x(FIRST)), Fraction(-2, 3)),  # the same, since Σ(x − μ) = 0
        (direct(VARIANCE, MU), 0),
        (total(hat(FIRST), MU), -1),  # σ² changes with μ, but by 0
        (total(hat(FIRST), x(FIRST)), Fraction(1, 3)),  # (3 − 1 − 1)/3
        (total(hat(SECOND), x(FIRST)), Fraction(-1, 3)),  # (−1 − (−1)·0)/3
        (total(x(SECOND), x(FIRST)), 0),
        (total(x(FIRST), x(FIRST)), 1),
        (total(y(FIRST), GAMMA), -1),
        (total(LOSS, GAMMA), -5),  # −1·1 + 0·2 + 1·(−4)
        (total(LOSS, y(FIRST)), 1),
        (total(LOSS, hat(FIRST)), 3),
        (total(LOSS, VARIANCE), Fraction(15, 2)),  # −γ/2 · Σ g x̂ / (σ² + ε)
        (total(LOSS, MU), 3),  # −γ Σ g
        (total(LOSS, x(FIRST)), -1),  # γ/3 · (3·1 − (−1) − (−1)(−5)) = (3/3)(3 + 1 − 5)
        (Partial(add(x(FIRST), mul(num(-1), MU)), x(FIRST), "total"), Fraction(2, 3)),
        (Partial(add(x(FIRST), mul(num(-1), MU)), x(FIRST), "direct"), 1),
        (Sum(BOUND, total(hat(BOUND), x(FIRST))), 0),
        (mul(Delta(FIRST, SECOND), num(7)), 0),
        (Delta(FIRST, FIRST), 1),
        (Pow(add(VARIANCE, EPSILON), Fraction(-3, 2)), 1),
    ],
)
def test_values_worked_by_hand(term, expected):
    assert at_the_pencil_point(term, {FIRST: 1, SECOND: 2}) == expected


def test_a_representative_stands_at_its_own_place():
    assert at_the_pencil_point(rename(total(hat(SECOND), x(FIRST)), {FIRST: Index("1"), SECOND: Index("3")}), {}) == 0


def test_no_element_lies_outside_the_batch():
    with pytest.raises(NotUnderstood, match="no element 5"):
        Batch(BATCH_NORM, 3).expression(x(Index("5")), {})


def test_elements_of_different_names_are_different_symbols():
    batch = Batch(Graph(shapes={"x": ("N",), "x_1": ()}), 2)
    names = {batch.symbol("x", (1,)), batch.symbol("x_1", ()), batch.symbol("\\hat{x}", ()), batch.symbol("hat_x", ())}
    assert len(names) == 4
    assert len({symbol.name for symbol in names}) == 4


def test_an_absolute_value_is_differentiated_by_its_sign():
    graph = Graph({"d": Definition("d", (FIRST,), Fun("abs", add(x(FIRST), num(-2))))}, shapes={"x": ("N",)})
    batch = Batch(graph, 2)
    point = Point(batch, 0)
    point.fix(batch.symbol("x", (1,)), Fraction(1))
    assert point(batch.expression(total(Sym("d", (FIRST,)), x(FIRST)), {FIRST: 1})) == -1


def test_a_division_by_zero_is_no_value():
    with pytest.raises(NotUnderstood, match="division by zero"):
        Batch(BATCH_NORM, 1).expression(power(add(Sum(BOUND, num(1)), num(-1)), -1), {})


def tower(height: int) -> Graph:
    """Each step reads the two before it: written out, the derivative grows like Fibonacci's numbers."""
    steps = [Definition("n0", (), x(Index("1"))), Definition("n1", (), power(x(Index("1")), 2))]
    for k in range(2, height):
        steps.append(Definition(f"n{k}", (), mul(Sym(f"n{k - 1}"), Sym(f"n{k - 2}"))))
    return Graph({d.name: d for d in steps}, shapes={"x": ("N",)})


def test_a_derivative_too_large_to_write_out_is_refused_in_time():
    height = 40
    with pytest.raises(NotUnderstood, match="too large"):
        Batch(tower(height), 2).expression(total(Sym(f"n{height - 1}"), x(Index("1"))), {})
    Batch(tower(6), 2).expression(total(Sym("n5"), x(Index("1"))), {})


def test_sums_too_large_to_write_out_are_refused_in_time():
    term = num(1)
    for letter in "abcd":
        term = Sum(Index(letter), mul(term, x(Index(letter))))
    with pytest.raises(NotUnderstood, match="too large"):
        Batch(BATCH_NORM, 64).expression(term, {})


def test_powers_of_numbers_are_capped():
    term = num(9)
    for _ in range(6):
        term = Pow(term, Fraction(64))
    with pytest.raises(NotUnderstood, match="binary digits"):
        Batch(BATCH_NORM, 2).expression(term, {})
