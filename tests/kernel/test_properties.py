"""What must hold of every term: proved means equal, true rewritings are proved, slips are not."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.kernel.kernel import Equation, prove, refute
from bnderive.terms import Index, Term, serialise
from tests.terms.layers import LAYERS, I, J, Layer, batches, hat, values_of
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
