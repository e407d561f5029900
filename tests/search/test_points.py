r"""The batches that are tried: in the domain, always the same, those for a pencil first, every placing of indices."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, product
from math import isqrt

import pytest

from bnderive.evaluate import Point
from bnderive.search import points
from bnderive.terms import Graph, Index, upstream_name
from tests.layer.documents import layer_of
from tests.survey.documents import BATCH_NORM

I, J = Index("i"), Index("j")  # noqa: E741 the letters of the subject
ONE, TWO = Index("1"), Index("2")
UPSTREAM = upstream_name("L", "y")


def graph() -> Graph:
    return layer_of(*BATCH_NORM).graph


def found(*indices: Index, seed: str = "seed", of: Graph | None = None) -> list[Point]:
    return list(points(of or graph(), frozenset(indices), seed))


def batch(point: Point, name: str = "x") -> tuple[Fraction, ...]:
    elements = {positions: value for (n, positions), value in point.values.items() if n == name}
    return tuple(elements[position] for position in sorted(elements))


def variance(values: tuple[Fraction, ...]) -> Fraction:
    mean = sum(values, Fraction(0)) / len(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / len(values)


def root(value: Fraction) -> Fraction | None:
    found = Fraction(isqrt(value.numerator), isqrt(value.denominator))
    return found if found**2 == value else None


def epsilon(point: Point) -> Fraction:
    return point.values[r"\epsilon", ()]


def test_the_first_batches_are_the_ones_for_a_pencil():
    seen = list(dict.fromkeys((batch(point), epsilon(point)) for point in found(I)))
    assert seen[:2] == [((0, 1, 2), Fraction(1, 3)), ((0, 3, 9), Fraction(11))]
    assert [root(variance(values) + eps) for values, eps in seen[:2]] == [1, 5]


def test_every_pencil_batch_has_a_rational_root():
    """Of the variance over N or N − 1 or of the mean square, with ε or without."""
    for values, eps in dict.fromkeys((batch(point), epsilon(point)) for point in found()):
        size = len(values)
        square = sum((value**2 for value in values), Fraction(0)) / size
        below = [variance(values), square, *([variance(values) * size / (size - 1)] if size > 1 else [])]
        assert any(root(value) is not None or root(value + eps) is not None for value in below), (values, eps)


@pytest.mark.parametrize("values", [(0, 2, 2, 8), (0, 3, 7, 9, 11)])
def test_batches_without_epsilon(values):
    assert any(batch(point) == values for point in found())
    assert root(variance(tuple(map(Fraction, values)))) is not None


def test_a_batch_for_the_variance_over_n_minus_one():
    values = (0, 11, 13)
    assert any(batch(point) == values for point in found())
    assert root(variance(tuple(map(Fraction, values))) * 3 / 2) == 7


def test_every_point_lies_in_the_domain():
    for point in found(I, J):
        size = point.sizes["N"]
        assert size >= 1
        assert size == len(batch(point)) == len(batch(point, UPSTREAM))
        assert epsilon(point) > 0
        assert all(1 <= position <= size for position in point.positions.values())
        assert all(isinstance(value, Fraction) for value in point.values.values())


def test_every_input_has_a_value_and_nothing_else():
    for point in found(I):
        assert {name for name, _ in point.values} == {"x", r"\epsilon", r"\gamma", r"\beta", UPSTREAM}
        assert set(point.positions) == {I}


def test_they_are_always_the_same():
    assert found(I, J) == found(I, J)


def test_another_claim_draws_other_batches_after_the_pencil_ones():
    one, other = found(I, seed="a"), found(I, seed="b")
    assert one[:10] == other[:10]
    assert one != other


def test_every_placing_occurs_at_a_batch_of_three():
    first = [point for point in found(I, J) if batch(point) == (0, 1, 2)]
    placings = {(point.positions[I], point.positions[J]) for point in first}
    assert placings == set(product((1, 2, 3), repeat=2))


def test_the_placings_of_the_first_batch_come_before_the_second():
    first = list(islice(points(graph(), frozenset((I, J)), "seed"), 9))
    assert {batch(point) for point in first} == {(0, 1, 2)}


def test_representatives_stand_at_their_places():
    for point in found(I, ONE, TWO):
        assert (point.positions[ONE], point.positions[TWO]) == (1, 2)
        assert point.sizes["N"] >= 2


def test_without_indices_there_is_one_placing():
    assert all(point.positions == {} for point in found())


def test_batches_of_one_and_two_come_last():
    sizes = [point.sizes["N"] for point in found()]
    assert {1, 2} <= set(sizes)
    first_small = next(k for k, size in enumerate(sizes) if size < 3)
    assert max(sizes[first_small:]) < 3
    assert min(sizes[:first_small]) >= 3


def test_gradients_and_gains_differ_between_elements():
    layer = layer_of(*BATCH_NORM[:3], r"y_i = \gamma_i \hat{x}_i + \beta_i")
    drawn = found(I, of=layer.graph)
    for name in (UPSTREAM, r"\gamma"):
        assert any(len(set(batch(point, name))) > 1 for point in drawn)
    assert any(batch(point, UPSTREAM) != batch(point, r"\gamma") for point in drawn)


def test_parameters_take_other_values_than_one():
    assert {point.values[r"\gamma", ()] for point in found()} > {1}


def test_a_graph_without_inputs_has_a_point():
    assert found(of=Graph())[0].values == {}


def test_nothing_that_is_defined_is_given_a_value():
    layer = layer_of(*BATCH_NORM, r"\gamma = 2", r"g_i = \frac{\partial L}{\partial y_i}")
    for point in found(of=layer.graph):
        assert not {name for name, _ in point.values} & set(layer.graph.definitions)
