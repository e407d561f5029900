"""The parts that inputs play, read off small documents, and the batches that they ask for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bnderive.exact import Logs
from bnderive.roles import ONE_HOT, UNIFORM, Roles, roles_of
from bnderive.search import points, with_sum
from bnderive.terms import Graph, Index, Sum, Sym, Term, num
from tests.definitions import BATCH_NORM, CROSS_ENTROPY, ENTROPY, SOFTMAX
from tests.layer.documents import layer_of

I, K = Index("i"), Index("k")  # noqa: E741 the letters of the subject


def rows(layer: str) -> list[str]:
    return [line.strip("$") for line in layer.splitlines() if line.strip()]


def graph(layer: str) -> Graph:
    return layer_of(*rows(layer), r"\frac{\partial L}{\partial z_i} = z_i").graph


def roles(layer: str, *terms: Term, shares: str = "") -> Roles:
    return roles_of(terms, graph(layer), (), shares)


def test_exponents_are_seen_through_definitions() -> None:
    assert roles(CROSS_ENTROPY, Sym("L")).exponents == {"z"}
    assert roles(ENTROPY, Sym("H")).exponents == {"z"}
    assert roles(BATCH_NORM, Sym("y", (I,))) == Roles()


def test_targets_weigh_logarithms_and_nothing_else_does() -> None:
    assert roles(CROSS_ENTROPY, Sym("L")).targets == {"t"}
    assert roles(CROSS_ENTROPY, Sym("L")).totals == {"t": 1}
    assert roles(CROSS_ENTROPY, Sym("t", (I,))).targets == frozenset()
    assert roles(ENTROPY, Sym("H")).targets == frozenset()


@pytest.mark.parametrize(
    "loss",
    [
        (r"w_k = (1 - \alpha) t_k + \frac{\alpha}{5}", r"L = -\sum_k w_k \log p_k"),
        (r"L = -\sum_k ((1 - \alpha) t_k + \alpha) \log p_k",),
        (r"L = -\sum_k (t_k \log p_k + (1 - t_k) \log (1 - p_k))",),
        (r"L = -\sum_k t_k (1 - p_k)^2 \log p_k",),
        (r"L = -\sum_k t_k a_k", r"a_k = \log p_k"),
    ],
)
def test_targets_are_seen_in_what_weighs_a_logarithm(loss: tuple[str, ...]) -> None:
    found = layer_of(*rows(SOFTMAX), *loss, r"\frac{\partial L}{\partial z_i} = z_i").graph
    assert roles_of([Sym("L")], found).targets == {"t"}


def test_what_is_given_is_taken() -> None:
    total = Sum(K, Sym("t", (K,)))
    found = roles_of([Sym("L")], graph(CROSS_ENTROPY), [(total, num(3)), (Sym("a"), num(2)), (total, Sym("a"))])
    assert found.totals == {"t": 3}
    assert found.fixed == {"a": 2}


@pytest.mark.parametrize("shares", ["", ONE_HOT, UNIFORM])
def test_targets_are_distributions(shares: str) -> None:
    found = list(points(graph(CROSS_ENTROPY), frozenset(), "seed", roles(CROSS_ENTROPY, Sym("L"), shares=shares)))
    drawn = [[value for (name, _), value in sorted(p.values.items()) if name == "t"] for p in found]
    assert all(sum(row) == 1 and min(row) >= 0 for row in drawn)
    longer = [row for row in drawn if len(row) > 1]
    assert any(1 in row for row in longer) is (shares != UNIFORM)
    assert any(1 not in row for row in longer) is (shares != ONE_HOT)
    assert all(len(set(row)) == 1 for row in longer) is (shares == UNIFORM)


def test_logarithms_are_tried_first_and_only_where_there_are_exponents() -> None:
    first = next(points(graph(SOFTMAX), frozenset(), "seed", roles(SOFTMAX, Sym("p", (I,)))))
    assert [str(first.values["z", (k,)]) for k in (1, 2, 3)] == ["0", "log(2)", "log(3)"]
    for point in points(graph(BATCH_NORM), frozenset(), "seed"):
        assert not any(isinstance(value, Logs) for value in point.values.values())


@pytest.mark.parametrize("total", [Fraction(1), Fraction(-2), Fraction(0), Fraction(5, 7)])
@pytest.mark.parametrize("weights", [(1, 0, 0), (2, -1, 3), (1, 2, 4)])
def test_rows_have_their_sum(total: Fraction, weights: tuple[int, ...]) -> None:
    assert sum(with_sum(total, weights)) == total
    assert len(set(with_sum(total, weights))) > 1
