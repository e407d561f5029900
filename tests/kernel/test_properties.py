"""What must hold of every term: proved means equal, true rewritings are proved, slips are not."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.exact import Logs, logarithm
from bnderive.kernel.kernel import Equation, prove, refute
from bnderive.terms import Fun, Index, Partial, Sum, Sym, Term, add, div, mul, num, power, serialise, sqrt
from tests.terms.layers import LAYERS, SOFTMAX, I, J, K, Layer, batches, hat, values_of, x
from tests.terms.plain import Batch
from tests.terms.rewritings import layers_and_terms, rewritten, slipped, terms

UNHURRIED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def placings(size: int) -> list[dict[Index, int]]:
    return [{I: i, J: j} for i, j in {(1, 1), (1, size), (size, size), (max(size - 1, 1), size)}]


def differs(layer: Layer, point: Point, left: Term, right: Term) -> bool:
    evaluate = Evaluator(layer.graph, point)
    try:
        return evaluate(left) != evaluate(right)
    except Inexact:
        return False


def differences(layer: Layer, left: Term, right: Term, rounds: int) -> int:
    """At how many points two terms differ; a point without an exact value is passed over."""
    found = 0
    for size, values in batches(layer, 7, rounds):
        found += sum(differs(layer, Point({"N": size}, values, at), left, right) for at in placings(size))
    return found


@UNHURRIED
@given(st.data())
def test_a_true_rewriting_is_proved_and_is_equal_in_numbers(data: st.DataObject) -> None:
    layer, term = data.draw(layers_and_terms())
    other = data.draw(rewritten(term, layer))
    try:
        proved = prove(Equation(term, other, layer.graph))
    except NotUnderstood as error:
        assume(error.reason.rule != "BN290")
        raise
    assert proved is not None, f"{serialise(term)}  =  {serialise(other)}"
    assert not differences(layer, term, other, rounds=1)


@settings(UNHURRIED, max_examples=250)
@given(st.data())
def test_a_slip_is_proved_only_where_it_is_equal_in_many_numbers(data: st.DataObject) -> None:
    layer, term = data.draw(layers_and_terms())
    other = data.draw(slipped(data.draw(rewritten(term, layer, steps=1))))
    try:
        proved = prove(Equation(term, other, layer.graph))
    except NotUnderstood as error:
        assume(error.reason.rule not in {"BN290", "BN222", "BN223"})
        raise
    if proved is not None:
        assert not differences(layer, term, other, rounds=3), f"{serialise(term)}  =  {serialise(other)}"


@settings(UNHURRIED, max_examples=60)
@given(st.data())
def test_under_a_restriction_of_the_indices_too(data: st.DataObject) -> None:
    layer, term = data.draw(layers_and_terms())
    other = data.draw(slipped(term))
    relation = data.draw(st.sampled_from(["=", "≠"]))
    try:
        proved = prove(Equation(term, other, layer.graph, ((relation, I, J),)))
    except NotUnderstood:
        assume(False)
    if proved is not None:
        for size, values in batches(layer, 3, 2):
            for at in placings(size):
                if (at[I] == at[J]) == (relation == "="):
                    assert not differs(layer, Point({"N": size}, values, at), term, other)


@UNHURRIED
@given(st.data())
def test_a_refuted_equation_fails_in_the_domain_by_another_evaluation(data: st.DataObject) -> None:
    layer = data.draw(st.sampled_from(LAYERS))
    term = data.draw(terms(layer))
    other = data.draw(slipped(term))
    size = data.draw(st.integers(layer.least, 6))
    values = values_of(layer, size, data.draw(st.integers(0, 99)))
    at = data.draw(st.sampled_from(placings(size)))
    try:
        refuted = refute(Equation(term, other, layer.graph), Point({"N": size}, values, at))
    except Inexact:
        assume(False)
    batch = Batch(layer.graph, size, values)
    left, right = batch.of(term, at), batch.of(other, at)
    assert (refuted is not None) == (left != right)
    if refuted is not None:
        assert (refuted.left, refuted.right) == (left, right)
        assert refuted.point.values["eps", ()] > 0
        assert not refuted.point.values.keys() & {(name, ()) for name in layer.graph.definitions}


@pytest.mark.parametrize("layer", LAYERS, ids=["batch norm", "N − 1", "RMS norm"])
def test_batches_have_rational_roots(layer: Layer) -> None:
    """The properties above would hold of nothing if every point were inexact."""
    for size, values in batches(layer, 1):
        Evaluator(layer.graph, Point({"N": size}, values, {I: 1}))(hat(I))


# -- between bounds, and in logarithms ---------------------------------------------------------------------------------


@UNHURRIED
@given(st.data())
def test_bounds_refute_no_true_rewriting(data: st.DataObject) -> None:
    """On batches on which most roots are irrational."""
    layer, term = data.draw(layers_and_terms())
    other = data.draw(rewritten(term, layer))
    size = data.draw(st.integers(layer.least, 4))
    values = values_of(layer, size, data.draw(st.integers(0, 99))) | {("eps", ()): data.draw(SMALL)}
    point = Point({"N": size}, values, data.draw(st.sampled_from(placings(size))))
    try:
        assert refute(Equation(term, other, layer.graph), point, enclosing=True) is None
    except Inexact:
        assume(False)


SMALL = st.fractions(Fraction(1, 9), 9, max_denominator=9)
P_I, P_J, E_I = Sym("p", (I,)), Sym("p", (J,)), Fun("exp", x(I))
ATOMS = (P_I, P_J, E_I, x(J), Fun("log", P_I), Fun("log", Sum(K, Fun("exp", x(K)))), Partial(P_I, x(J), "total"))
IDENTITIES = (
    lambda a, b: (power(add(a, b), 2), add(power(a, 2), mul(num(2), a, b), power(b, 2))),
    lambda a, b: (Fun("exp", add(a, b)), mul(Fun("exp", a), Fun("exp", b))),
    lambda a, b: (Fun("log", mul(Fun("exp", a), P_J)), add(a, Fun("log", P_J))),
    lambda a, b: (mul(add(a, b), P_J), add(mul(a, P_J), mul(P_J, b))),
    lambda a, b: (div(mul(a, add(b, P_J)), add(b, P_J)), a),
    lambda a, b: (sqrt(mul(power(a, 2), P_I)), mul(Fun("abs", a), sqrt(P_I))),
    lambda a, b: (Sum(K, mul(a, Sym("p", (K,)))), a),
)


@settings(UNHURRIED, max_examples=200)
@given(
    st.sampled_from(IDENTITIES),
    st.tuples(st.sampled_from(ATOMS), st.sampled_from(ATOMS)),
    st.lists(st.one_of(SMALL, st.integers(1, 12).map(lambda n: logarithm(Fraction(n)))), min_size=2, max_size=3),
)
def test_no_identity_of_exponentials_is_refuted(
    identity: Callable[[Term, Term], tuple[Term, Term]], parts: tuple[Term, Term], row: list[Fraction | Logs]
) -> None:
    left, right = identity(*parts)
    values = {("x", (k + 1,)): value for k, value in enumerate(row)}
    for at in placings(len(row)):
        point = Point({"N": len(row)}, values, at)
        for enclosing in (False, True):
            try:
                assert refute(Equation(left, right, SOFTMAX), point, enclosing) is None
                slip = mul(right, num(1 + Fraction(1, 10**9)))
                is_nonzero = refute(Equation(left, num(0), SOFTMAX), point, enclosing) is not None
                assert (refute(Equation(left, slip, SOFTMAX), point, enclosing) is not None) == is_nonzero
            except Inexact:
                continue
