r"""A name that a chain gives by two sums beside each other may prove a row and call none wrong; and what gives none."""

from __future__ import annotations

from tests.layer.documents import judge_of, last_of

SOFTMAX = r"p_j = \frac{\exp(a_j)}{\sum_k \exp(a_k)}"
LOSS = (r"L = -\sum_j y_j \log p_j", r"= -\sum_j \ell_j", SOFTMAX)


def test_the_term_of_a_sum_beside_another() -> None:
    assert last_of(*LOSS, r"2 \ell_j = 2 y_j \log p_j").verdict == "correct"
    assert last_of(*LOSS, r"\frac{\partial \ell_j}{\partial p_j} = \frac{y_j}{p_j}").verdict == "correct"
    assert last_of(*LOSS, r"\frac{\partial \ell_j}{\partial p_j} = -\frac{y_j}{p_j}").verdict == "undecided"
    assert "L" in judge_of(*LOSS).epochs[-1].layer.graph.definitions


def test_in_one_row_too() -> None:
    rows = (r"s = \sum_i x_i^2 = \sum_i q_i", r"\frac{\partial q_i}{\partial x_i} = 2 x_i")
    assert last_of(*rows).verdict == "correct"
    assert last_of(rows[0], r"\frac{\partial q_i}{\partial x_i} = x_i").verdict == "undecided"


def test_inputs_and_different_sums_define_nothing() -> None:
    assert "x" not in judge_of(r"s = \sum_i x_i = \sum_i (\mu + z_i)").epochs[-1].layer.graph.definitions
    assert "q" not in judge_of(r"s = \sum_i x_i = 2 \sum_i q_i").epochs[-1].layer.graph.definitions
    assert "q" not in judge_of(r"s = \sum_i x_i y_k = \sum_i q_i").epochs[-1].layer.graph.definitions
