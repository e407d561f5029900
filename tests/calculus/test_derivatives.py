"""Every derivative by rules against two others: dual numbers at exact points, complex steps at any point."""

from __future__ import annotations

import math
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bnderive.arithmetic import FUNCTIONS, SLOPES
from bnderive.calculus import DERIVATIVES, resolve
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.terms import (
    ONE,
    ZERO,
    Delta,
    Fun,
    Graph,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    div,
    mul,
    neg,
    num,
    power,
    sub,
    walk,
)  # fmt: skip
from tests.terms.layers import (
    BATCH_NORM,
    EPS,
    LAYERS,
    MU,
    PLAIN,
    SOFTMAX,
    VAR,
    A,
    B,
    I,
    J,
    K,
    Layer,
    N,
    Values,
    batches,
    g,
    hat,
    values_of,
    x,
)  # fmt: skip
from tests.terms.plain import COMPLEX, Batch
from tests.terms.rewritings import terms

LOSS = Sym("L")
BY = (x(I), g(J), MU, VAR, Sym("ms"), hat(I), A, B, EPS, Sym("y", (J,)), x(J))


def known_by(layer: Layer) -> list[Sym]:
    return [s for s in BY if s.name in layer.graph.definitions or s.name in layer.graph.shapes]


def heads(layer: Layer) -> st.SearchStrategy[Term]:
    return st.one_of(terms(layer), st.sampled_from([LOSS, hat(J), Sym("y", (J,)), *layer.statistics]))


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_rules_agree_with_dual_numbers(data: st.DataObject) -> None:
    layer = data.draw(st.sampled_from(LAYERS))
    of = data.draw(heads(layer))
    derivative = Partial(
        of, data.draw(st.sampled_from(known_by(layer))), data.draw(st.sampled_from(["total", "direct"]))
    )
    try:
        carried_out = resolve(derivative, layer.graph)
    except NotUnderstood as error:
        assume(error.reason.rule != "BN290")
        raise
    assert not any(isinstance(node, Partial) for node in walk(carried_out))
    for size, values in batches(layer, data.draw(st.integers(0, 50))):
        for at in ({I: 1, J: 1}, {I: 1, J: size}, {I: size, J: 1}):
            evaluate = Evaluator(layer.graph, Point({"N": size}, values, at))
            try:
                assert evaluate(derivative) == evaluate(carried_out)
            except Inexact:
                continue


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_dual_numbers_agree_with_complex_steps(data: st.DataObject) -> None:
    layer = data.draw(st.sampled_from(LAYERS))
    of = data.draw(heads(layer))
    derivative = Partial(
        of, data.draw(st.sampled_from(known_by(layer))), data.draw(st.sampled_from(["total", "direct"]))
    )
    size = data.draw(st.integers(layer.least, 5))
    values = values_of(layer, size, data.draw(st.integers(0, 50)))
    at = {I: 1, J: data.draw(st.integers(1, size))}
    try:
        exact = Evaluator(layer.graph, Point({"N": size}, values, at))(derivative)
    except Inexact:
        assume(False)
    assert_close(Batch(layer.graph, size, values, COMPLEX).of(derivative, at), exact)


def assert_close(found: Any, expected: Any) -> None:
    expected = complex(expected).real
    assert math.isclose(complex(found).real, expected, rel_tol=1e-7, abs_tol=1e-7 * max(1.0, abs(expected))), (
        found,
        expected,
    )


# -- every row of the tables -------------------------------------------------------------------------------------------


def test_every_function_has_its_rows() -> None:
    assert DERIVATIVES.keys() == SLOPES.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize("name", sorted(DERIVATIVES))
@pytest.mark.parametrize(
    "inner", [x(I), sub(mul(A, x(I)), x(J)), add(power(x(I), 2), Sum(K, x(K)))], ids=["x", "ax−x", "x²+Σx"]
)
def test_a_row_agrees_with_a_complex_step(name: str, inner: Term) -> None:
    argument = add(power(inner, 2), EPS) if name == "log" else inner
    of = Fun(name, argument)
    for turn in range(6):
        draw = random.Random(turn)
        values: dict[tuple[str, tuple[int, ...]], float] = {("x", (k,)): draw.uniform(0.2, 1.5) for k in (1, 2, 3)}
        values |= {("a", ()): draw.uniform(1.6, 2.0) - 4 * (turn % 2), ("eps", ()): 0.5}
        batch = Batch(PLAIN, 3, values, COMPLEX)
        for at in ({I: 1, J: 2}, {I: 2, J: 2}):
            derivative = Partial(of, x(I), "total")
            assert_close(batch.of(resolve(derivative, PLAIN), at), batch.of(derivative, at))


@pytest.mark.parametrize("of", [Sym("p", (J,)), LOSS, Fun("log", Sym("p", (I,))), Sum(J, mul(x(J), Sym("p", (J,))))])
@pytest.mark.parametrize("reading", ["total", "direct"])
def test_softmax_agrees_with_a_complex_step(of: Term, reading: str) -> None:
    draw = random.Random(4)
    values: dict[tuple[str, tuple[int, ...]], float] = {
        (n, (k,)): draw.uniform(-1, 1) for n in ("x", "∂L/∂p") for k in (1, 2, 3)
    }
    batch = Batch(SOFTMAX, 3, values, COMPLEX)
    for at in ({I: 1, J: 3}, {I: 2, J: 2}):
        derivative = Partial(of, x(I), reading)
        assert_close(batch.of(resolve(derivative, SOFTMAX), at), batch.of(derivative, at))


# -- by hand -----------------------------------------------------------------------------------------------------------

UPSTREAM = Sym("∂L/∂y", (J,))


@pytest.mark.parametrize(
    ("of", "by", "reading", "expected"),
    [
        (num(3), x(I), "total", ZERO),
        (Size(), x(I), "total", ZERO),
        (Delta(I, J), x(I), "total", ZERO),
        (x(I), x(I), "total", ONE),
        (x(J), x(I), "total", Delta(J, I)),
        (power(x(I), 3), x(I), "total", mul(num(3), power(x(I), 2))),
        (power(A, -1), A, "total", mul(num(-1), power(A, -2))),
        (Pow(A, Fraction(0)), A, "total", ZERO),
        (Sum(I, x(I)), x(I), "total", Sum(J, Delta(J, I))),
        (Fun("exp", A), x(I), "total", ZERO),
        (Fun("exp", mul(A, B)), A, "total", mul(Fun("exp", mul(A, B)), B)),
        (hat(I), VAR, "direct", mul(sub(x(I), MU), num(Fraction(-1, 2)), Pow(add(VAR, EPS), Fraction(-3, 2)))),
        (hat(J), MU, "direct", neg(Pow(add(VAR, EPS), Fraction(-1, 2)))),
        (VAR, MU, "direct", div(Sum(J, mul(num(-2), sub(x(J), MU))), N)),
        (LOSS, B, "total", Sum(J, UPSTREAM)),
        (LOSS, hat(I), "total", mul(Sym("∂L/∂y", (I,)), g(I))),
        (LOSS, Sym("y", (I,)), "total", Sym("∂L/∂y", (I,))),
        (VAR, EPS, "total", ZERO),
        (sub(hat(I), hat(I)), VAR, "total", ZERO),
    ],
)
def test_derivatives_that_are_known(of: Term, by: Sym, reading: str, expected: Term) -> None:
    from bnderive.kernel.kernel import Equation, prove

    assert prove(Equation(Partial(of, by, reading), expected, BATCH_NORM)) is not None


def test_direct_and_total_are_two_things() -> None:
    values = values_of(LAYERS[0], 3, 5)
    evaluate = Evaluator(BATCH_NORM, Point({"N": 3}, values, {I: 1}))
    root = evaluate(Pow(add(VAR, EPS), Fraction(1, 2)))
    direct, total = (evaluate(Partial(hat(I), x(I), reading)) for reading in ("direct", "total"))
    assert direct == 1 / root
    assert total == (3 - 1 - evaluate(hat(I)) ** 2) / (3 * root)


@pytest.mark.parametrize("by", [x(J), g(J), B, VAR])
def test_a_second_derivative_of_the_loss_is_refused(by: Sym) -> None:
    for reading in ("total", "direct"):
        with pytest.raises(NotUnderstood) as caught:
            resolve(Partial(Partial(LOSS, x(I), "total"), by, reading), BATCH_NORM)
        assert caught.value.reason.rule == "BN221"


def test_what_the_loss_does_not_depend_on_leaves_its_gradient_alone() -> None:
    assert resolve(Partial(Partial(LOSS, B, "total"), A, "total"), BATCH_NORM) == ZERO


def test_a_derivative_of_a_derivative() -> None:
    """∂²(x³)/∂x² = 6x, and through the mean of squares of a layer by two different elements."""
    twice = Partial(Partial(power(A, 3), A, "total"), A, "total")
    values = values_of(LAYERS[2], 3, 2) | {("a", ()): Fraction(5)}
    evaluate = Evaluator(LAYERS[2].graph, Point({"N": 3}, values, {I: 1, J: 2}))
    assert evaluate(twice) == evaluate(resolve(twice, PLAIN)) == 30
    mixed = Partial(Partial(hat(I), x(J), "total"), x(I), "total")
    assert evaluate(mixed) == evaluate(resolve(mixed, LAYERS[2].graph)) != 0


def test_a_bound_letter_is_not_what_is_differentiated_by() -> None:
    """∂(Σ_i x_i²)/∂x_i = 2x_i: the two letters i are different ones."""
    graph: Graph = PLAIN
    values: Values = {("x", (k,)): Fraction(k) for k in (1, 2, 3)}
    term = resolve(Partial(Sum(I, power(x(I), 2)), x(I), "total"), graph)
    assert Evaluator(graph, Point({"N": 3}, values, {I: 3}))(term) == 6
