"""Ten thousand ways of saying things a run, half of them false; `python -m tests.metamorphic` tries any number."""

from __future__ import annotations

from random import Random

import pytest

from tests.metamorphic.claims import derivatives, drawn, identity, retold
from tests.metamorphic.expressions import BATCHES, Element, Number, Total, value, values
from tests.metamorphic.layouts import PLAIN
from tests.metamorphic.rewritings import ONE, WAYS, rewritten
from tests.metamorphic.run import broken, is_true, outcomes
from tests.metamorphic.slips import slipped

SHARES = 20
VARIANTS = 10_000


@pytest.mark.parametrize("seed", range(1, SHARES + 1))
def test_no_way_of_saying_it_changes_a_verdict(seed: int):
    found = list(outcomes(VARIANTS // SHARES, seed))
    others = [outcome for outcome in found if outcome.word != outcome.wanted]
    assert len(found) >= VARIANTS // SHARES
    assert {outcome.wanted for outcome in found} == {"correct", "wrong"}
    assert not others, f"claim {others[0].number} was called {others[0].word}:\n{others[0].document}"


def test_what_is_written_in_another_way_is_worth_the_same():
    rng = Random(3)
    for _ in range(60):
        node = identity(rng).side
        assert values(rewritten(node, rng, 8), "ij") == values(node, "ij")


def test_every_way_applies_somewhere():
    rng = Random(4)
    nodes = [drawn(rng, 3) for _ in range(400)]
    assert [way.__name__ for way in WAYS if all(way(node, rng) is None for node in nodes)] == []


def test_most_slips_change_the_value():
    rng = Random(5)
    claims = [*derivatives(), *(identity(rng) for _ in range(40))]
    assert all(is_true(retold(claim, rng, 5)) for claim in claims)
    assert sum(not is_true(broken(claim, rng)) for claim in claims) > len(claims) // 2
    assert all(slipped(claim.side, rng) != claim.side for claim in claims)


def test_values_by_hand():
    batch = BATCHES[0]  # x = (3, 1, −4), g = (2, −5, 7), root 11
    assert value(Total("k", Element("g", "k")), batch, {}) == 4
    assert (batch.mean, batch.variance * 3, batch.epsilon * 3) == (0, 26, 363 - 26)
    assert value(Element("hat", "i"), batch, {"i": 2}) * 11 == -4


def test_the_known_derivatives_are_those_of_finite_differences():
    """∂L/∂x_i = Σ_j g_j ∂y_j/∂x_i, by a difference of the forward pass on numbers."""
    x, g, gamma, eps = [3.0, 1.0, -4.0], [2.0, -5.0, 7.0], 3.0, 337 / 3

    def loss(x: list[float]) -> float:
        mean = sum(x) / 3
        root = (sum((each - mean) ** 2 for each in x) / 3 + eps) ** 0.5
        return sum(gi * gamma * (xi - mean) / root for gi, xi in zip(g, x, strict=True))

    (known,) = [claim.truth for claim in derivatives() if claim.derivative == ("L", "x_i")]
    for i in range(3):
        up, down = ([xj + h * (i == j) for j, xj in enumerate(x)] for h in (1e-5, -1e-5))
        assert float(value(known, BATCHES[0], {"i": i})) == pytest.approx((loss(up) - loss(down)) / 2e-5, rel=1e-6)


def test_a_document_by_hand():
    assert PLAIN.of(Total("k", Element("x", "k"))) == r"\sum_k x_k"
    assert PLAIN.of(ONE) == "1"
    assert PLAIN.of(Number(ONE.value / -2)) == r"-\frac{1}{2}"
