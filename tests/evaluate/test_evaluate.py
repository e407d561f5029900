"""Values at a point: against a second evaluator, against numbers worked by hand, and where there is no exact value."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bnderive import evaluate
from bnderive.enclosure import Enclosure, Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point, Shared
from bnderive.exact import TooLong, whole_root
from bnderive.terms import (
    ONE,
    Delta,
    Fun,
    Index,
    Partial,
    Pow,
    Sum,
    Sym,
    Term,
    add,
    div,
    mul,
    num,
    power,
    sqrt,
    sub,
)  # fmt: skip
from tests.terms.layers import BATCH_NORM, EPS, LAYERS, MU, PLAIN, VAR, A, I, J, K, N, Values, batches, g, hat, x
from tests.terms.plain import Batch
from tests.terms.rewritings import terms


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_values_agree_with_a_second_evaluator(data: st.DataObject) -> None:
    layer = data.draw(st.sampled_from(LAYERS))
    term = data.draw(terms(layer))
    for size, values in batches(layer, data.draw(st.integers(0, 50))):
        at = {I: 1, J: size}
        assert Evaluator(layer.graph, Point({"N": size}, values, at))(term) == Batch(layer.graph, size, values).of(
            term, at
        )


# x = (0, 3, 9), ε = 11: μ = 4, σ² = 14, √(σ² + ε) = 5, x̂ = (−4/5, −1/5, 1)
VALUES: Values = {("x", (k + 1,)): Fraction(v) for k, v in enumerate((0, 3, 9))}
VALUES |= {("∂L/∂y", (k + 1,)): Fraction(v) for k, v in enumerate((1, 2, 4))}
VALUES |= {("g", (k,)): Fraction(2) for k in (1, 2, 3)}
VALUES |= {("eps", ()): Fraction(11), ("a", ()): Fraction(-3), ("b", ()): Fraction(1)}


def at(term: Term, i: int = 1, j: int = 2) -> Fraction:
    return Evaluator(BATCH_NORM, Point({"N": 3}, VALUES, {I: i, J: j}))(term)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (MU, 4),
        (VAR, 14),
        (hat(I), Fraction(-4, 5)),
        (hat(J), Fraction(-1, 5)),
        (hat(Index("3")), 1),
        (N, 3),
        (Sum(K, mul(hat(K), x(K))), Fraction(42, 5)),
        (Sum(K, Delta(K, I)), 1),
        (mul(Delta(I, J), x(I)), 0),
        (Pow(add(VAR, EPS), Fraction(-3, 2)), Fraction(1, 125)),
        (Pow(num(Fraction(8, 27)), Fraction(2, 3)), Fraction(4, 9)),
        (Fun("abs", A), 3),
        (Fun("exp", sub(A, A)), 1),
        (Fun("log", div(A, A)), 0),
        (Pow(A, Fraction(0)), 1),
        (Partial(Fun("abs", A), A, "total"), -1),
        (Partial(Fun("exp", sub(A, A)), A, "total"), 0),
        (Partial(Fun("log", div(A, num(-3))), A, "total"), Fraction(-1, 3)),
        (Partial(Pow(A, Fraction(0)), A, "total"), 0),
        (Partial(hat(I), x(I), "direct"), Fraction(1, 5)),
        (Partial(hat(I), x(I), "total"), Fraction(1, 5) * Fraction(2 * 25 - 16, 75)),
        (Partial(VAR, x(J), "total"), Fraction(2 * (3 - 4), 3)),
        (Partial(hat(I), VAR, "direct"), Fraction(4, 2 * 125)),
        (Partial(Sym("L"), Sym("b"), "total"), 7),
        # γ/(N·5) (N δ_1 − Σ δ − x̂_1 Σ δ x̂), Σ δ x̂ = −4/5 − 2/5 + 4
        (Partial(Sym("L"), x(I), "total"), Fraction(2, 15) * (3 - 7 + Fraction(4, 5) * Fraction(14, 5))),
        (Partial(Partial(power(A, 4), A, "total"), A, "total"), 108),
        (Partial(MU, MU, "total"), 1),
        (Partial(hat(J), hat(I), "total"), 0),
    ],
)
def test_values_worked_by_hand(term: Term, value: Fraction) -> None:
    assert at(term) == value


@pytest.mark.parametrize(
    "term",
    [
        sqrt(num(2)),
        sqrt(A),
        Pow(num(-8), Fraction(1, 3)),
        Pow(num(2), Fraction(1, 3)),
        Pow(x(I), Fraction(-1)),
        div(ONE, sub(A, A)),
        Partial(sqrt(x(I)), x(I), "total"),
        Partial(Fun("abs", x(I)), x(I), "total"),
        Fun("exp", ONE),
        Fun("log", num(-2)),
        Fun("log", add(ONE, Fun("log", num(2)))),
        power(num(3), 10**9),
        Pow(num(2**900 + 1), Fraction(1, 3)),
        x(Index("4")),
        Delta(Index("4"), I),
        x(K),
        Sum(I, Sum(J, Sum(K, Sum(Index("l"), Sum(Index("m"), power(x(K), 2)))))),
    ],
)
def test_no_value_where_there_is_no_exact_one(term: Term) -> None:
    if isinstance(term, Sum):
        many: Values = {("x", (k,)): Fraction(1) for k in range(1, 13)}
        with pytest.raises(Inexact):
            Evaluator(PLAIN, Point({"N": 12}, many))(term)
    else:
        with pytest.raises(Inexact):
            at(term)


@pytest.mark.parametrize(
    ("term", "square"),
    [
        (sqrt(num(2)), 2),
        (Pow(num(2), Fraction(3, 2)), 8),
        (Pow(num(2), Fraction(-1, 2)), Fraction(1, 2)),
        (Fun("exp", div(Fun("log", num(3)), num(2))), 3),
    ],
)
def test_what_is_irrational_lies_between_rational_bounds(term: Term, square: Fraction | int) -> None:
    found = Evaluator(BATCH_NORM, Point({"N": 3}, VALUES), enclosing=True)(term)
    assert isinstance(found, Enclosure)
    assert found.low**2 < square < found.high**2
    assert found.high - found.low < Fraction(1, 2**140)


def test_logarithms_are_exact() -> None:
    """log 12 − 2 log 2 = log 3, e^(log 12 − log 3) = 4, log 8/log 2 = 3; at a = −3, ∂(a log a²)/∂a = log 9 + 2."""
    log = lambda n: Fun("log", num(n))  # noqa: E731
    assert at(sub(log(12), mul(num(2), log(2)))) == at(log(3)) != at(log(2))
    assert at(Fun("exp", sub(log(12), log(3)))) == 4
    assert at(div(log(8), log(2))) == 3
    assert at(Partial(mul(A, Fun("log", power(A, 2))), A, "total")) == at(add(mul(num(2), log(3)), num(2)))
    with pytest.raises(Inexact):
        at(sqrt(log(2)))


@pytest.mark.parametrize("term", [Sym("nothing"), Sym("L"), Partial(Partial(Sym("L"), x(I), "total"), x(J), "total")])
def test_what_the_point_does_not_determine(term: Term) -> None:
    with pytest.raises(NotUnderstood):
        at(term)


def test_one_to_any_power_is_one() -> None:
    assert at(power(num(-1), 10**9)) == 1


@given(st.integers(0, 10**6), st.integers(2, 7))
def test_whole_roots(root: int, degree: int) -> None:
    assert whole_root(root**degree, degree) == root
    assert whole_root(root**degree + 1 + (root == 0), degree) is None


def test_a_node_is_recomputed_from_the_inputs() -> None:
    """g has no part in μ; a value of μ in the point is not what μ is."""
    values = {**VALUES, ("mu", ()): Fraction(99)}
    assert Evaluator(BATCH_NORM, Point({"N": 3}, values, {I: 1}))(mul(g(I), MU)) == 8


def test_how_far_a_shared_evaluation_comes_does_not_depend_on_what_was_asked_before(monkeypatch):
    """Each of the sums takes more than half of the steps, and less than all; the last one more than all."""
    monkeypatch.setattr(evaluate, "MAX_STEPS", 60)
    asked = []

    def new() -> Evaluator:
        asked.append(None)
        return Evaluator(PLAIN, Point({"N": 12}, {("x", (k,)): Fraction(k) for k in range(1, 13)}))

    shared = Shared(new)
    for power_of, total in ((1, 78), (2, 650), (3, 6084)):
        assert shared(lambda at, n=power_of: at(Sum(J, power(x(J), n)))) == total
    assert len(asked) > 1
    with pytest.raises(TooLong):
        shared(lambda at: at(Sum(I, Sum(J, mul(x(I), x(J))))))
    assert shared(lambda at: at(num(3))) == 3
