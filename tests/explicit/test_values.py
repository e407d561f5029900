"""Exact values of SymPy expressions, and batches on which every root is rational."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy

from bnderive.explicit.batch import Batch
from bnderive.explicit.values import NoValue, Point, points
from bnderive.terms import Fun, Graph, Size, Sum, Sym, add, div, mul, num, sqrt, sub
from tests.explicit.graphs import BATCH_NORM, BOUND, EPSILON, FIRST, SECOND, VARIANCE, hat, total, x


def number(expression):
    return Point(Batch(Graph(), 1), 0)(expression)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (sympy.Rational(2, 3), Fraction(2, 3)),
        (sympy.sqrt(3) * sympy.sqrt(12, evaluate=False), 6),
        (sympy.Pow(sympy.Rational(4, 9), sympy.Rational(-3, 2)), Fraction(27, 8)),
        (sympy.Abs(sympy.Integer(-2), evaluate=False), 2),
    ],
)
def test_numbers(expression, expected):
    assert number(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        sympy.sqrt(2),
        1 + sympy.sqrt(2),
        sympy.cbrt(2),
        sympy.log(2),
        sympy.zoo,
        sympy.nan,
        sympy.I,
        sympy.pi,
        2**sympy.pi,
    ],
)
def test_what_is_not_rational_has_no_value(expression):
    with pytest.raises(NoValue):
        number(expression)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 64])
def test_the_root_of_a_variance_and_epsilon_is_made_rational(size):
    batch = Batch(BATCH_NORM, size)
    root = batch.expression(sqrt(add(VARIANCE, EPSILON)), {})
    found = points(batch, [root], 3)
    assert len(found) == 3
    for point in found:
        xs = [point(batch.symbol("x", (k,))) for k in range(1, size + 1)]
        mean = sum(xs) / size
        epsilon = point(batch.symbol("\\epsilon", ()))
        assert epsilon > 0
        assert point(root) ** 2 == sum((value - mean) ** 2 for value in xs) / size + epsilon
        assert point(root) > 0


def test_points_differ_and_are_the_same_in_every_run():
    def drawn():
        batch = Batch(BATCH_NORM, 3)
        expression = batch.expression(add(hat(FIRST), hat(SECOND)), {FIRST: 1, SECOND: 2})
        return [point(expression) for point in points(batch, [expression], 3)]

    assert drawn() == drawn()
    assert len(set(drawn())) == 3


def test_a_batch_is_sought_where_no_parameter_can_help():
    mean = div(Sum(BOUND, x(BOUND)), Size())
    spread = div(Sum(SECOND, mul(sub(x(SECOND), mean), sub(x(SECOND), mean))), Size())
    batch = Batch(Graph(shapes={"x": ("N",)}), 4)
    assert points(batch, [batch.expression(sqrt(spread), {})], 1)


def test_a_root_that_is_never_rational_is_said_to_be_so():
    batch = Batch(BATCH_NORM, 2)
    with pytest.raises(NoValue, match="irrational"):
        points(batch, [batch.expression(mul(x(FIRST), sqrt(num(2))), {FIRST: 1})], 1)


def test_exponentials_multiply_as_their_exponents_add():
    batch = Batch(Graph(shapes={"x": ("N",)}), 2)
    product = mul(Fun("exp", x(FIRST)), Fun("exp", mul(num(2), x(SECOND))))
    total_ = Fun("exp", add(x(FIRST), mul(num(2), x(SECOND))))
    left, right, other = (
        batch.expression(t, {FIRST: 1, SECOND: 2}) for t in (product, total_, Fun("exp", add(x(FIRST), x(SECOND))))
    )
    for point in points(batch, [left, right, other], 3):
        assert point(left) == point(right)
        assert point(left) != point(other)


@pytest.mark.parametrize("argument", [mul(x(FIRST), x(SECOND)), mul(num(Fraction(1, 2)), x(FIRST))])
def test_exponentials_of_anything_but_whole_sums_have_no_value(argument):
    batch = Batch(Graph(shapes={"x": ("N",)}), 2)
    with pytest.raises(NoValue, match="exponential"):
        points(batch, [batch.expression(Fun("exp", argument), {FIRST: 1, SECOND: 2})], 1)


def test_a_sign_that_hangs_on_an_exponential_has_no_value():
    batch = Batch(Graph(shapes={"x": ("N",)}), 2)
    term = Fun("abs", add(Fun("exp", x(FIRST)), mul(num(-1), x(FIRST))))
    with pytest.raises(NoValue, match="absolute"):
        points(batch, [batch.expression(term, {FIRST: 1})], 1)


def test_the_derivative_of_softmax():
    """∂p_j/∂x_i = p_j(δ_ij − p_i), with e^{x} for the numbers that they are."""
    exponentials = Sum(BOUND, Fun("exp", x(BOUND)))
    p = {k: div(Fun("exp", x(k)), exponentials) for k in (FIRST, SECOND)}
    batch = Batch(Graph(shapes={"x": ("N",)}), 3)
    derivative = batch.expression(total(p[SECOND], x(FIRST)), {FIRST: 1, SECOND: 2})
    expected = batch.expression(mul(num(-1), p[FIRST], p[SECOND]), {FIRST: 1, SECOND: 2})
    assert [point(derivative) - point(expected) for point in points(batch, [derivative, expected], 3)] == [0, 0, 0]


def test_an_unknown_scalar_is_never_zero():
    batch = Batch(Graph(shapes={"c": ()}), 2)
    symbol = batch.expression(Sym("c"), {})
    assert all(Point(batch, seed)(symbol) != 0 for seed in range(50))


def test_seeds_come_in_pairs_of_opposite_signs():
    batch = Batch(Graph(shapes={"x": ("N",), "c": ()}, positive=frozenset({"c"})), 3)
    symbols = [batch.symbol("x", (k,)) for k in (1, 2, 3)]
    for seed in range(0, 20, 2):
        here, there = Point(batch, seed), Point(batch, seed + 1)
        assert [here(s) for s in symbols] == [-there(s) for s in symbols]
        assert here(batch.symbol("c", ())) == there(batch.symbol("c", ())) > 0
