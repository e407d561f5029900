"""Random equations: what is settled or sampled holds in exact numbers, what is contradicted fails there."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bnderive.enclosure import Inexact
from bnderive.evaluate import Evaluator, Point
from bnderive.exact import comparison
from bnderive.kernel.kernel import Equation
from bnderive.second import Abstains, Contradicted, Sampled, Settled, examine
from bnderive.terms import Graph, Term, serialise
from tests.kernel.test_properties import placings
from tests.terms import several_axes
from tests.terms.layers import Layer, batches
from tests.terms.rewritings import layers_and_terms, rewritten, slipped

UNHURRIED = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def differs(layer: Layer, left: Term, right: Term) -> bool:
    """Whether two terms certainly differ, exactly or by disjoint rational bounds, on some random batch."""
    points = [Point({"N": size}, values, at) for size, values in batches(layer, 7, 2) for at in placings(size)]
    return any(differs_at(Evaluator(layer.graph, point, enclosing=True), left, right) for point in points)


def differs_at(evaluator: Evaluator, left: Term, right: Term) -> bool:
    try:
        return comparison(evaluator(left), evaluator(right)) in {-1, 1}
    except Inexact:  # outside the domain
        return False


@UNHURRIED
@given(st.data())
def test_a_true_rewriting_is_never_contradicted(data: st.DataObject) -> None:
    layer, term = data.draw(layers_and_terms())
    other = data.draw(rewritten(term, layer))
    assert not isinstance(examine(Equation(term, other, layer.graph)), Contradicted), f"{serialise(other)}"


@UNHURRIED
@given(st.data())
def test_a_slip_is_contradicted_where_exact_numbers_tell_it_and_nowhere_else(data: st.DataObject) -> None:
    layer, term = data.draw(layers_and_terms())
    other = data.draw(slipped(data.draw(rewritten(term, layer, steps=1))))
    outcome = examine(Equation(term, other, layer.graph))
    if not isinstance(outcome, Abstains):
        assert isinstance(outcome, Contradicted) == differs(layer, term, other), (
            f"{serialise(term)}  =  {serialise(other)}"
        )


AXES = Graph(shapes=several_axes.SHAPES, positive=frozenset({"e"}), lengths=("D", "N"))


def holds_everywhere(left: Term, right: Term, draw: random.Random) -> bool:
    return all(
        several_axes.value(left, sizes, values, at) == several_axes.value(right, sizes, values, at)
        for sizes, values, at in several_axes.everywhere(draw)
    )


@pytest.mark.parametrize("seed", range(60))
def test_two_axes(seed: int) -> None:
    draw = random.Random(seed)
    term = several_axes.term_of(draw)
    true, slip = several_axes.rewritten(term, draw), several_axes.slipped(term, draw)
    assert not isinstance(examine(Equation(term, true, AXES)), Contradicted)
    outcome = examine(Equation(term, slip, AXES))
    if not isinstance(outcome, Abstains):
        assert isinstance(outcome, Settled | Sampled) == holds_everywhere(term, slip, draw)
