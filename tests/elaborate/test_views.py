r"""What one claim sees of its layer: outputs that take the place of others, and upstream gradients held fixed."""

from __future__ import annotations

import pytest

from tests.layer.documents import last_of, report_of
from tests.survey.documents import MEAN

CENTRED = r"u_i = x_i - \mu"
FIRST = r"y_i = w u_i"
SECOND = r"z_i = v_i u_i"
NAMES = (r"g_i = \frac{\partial L}{\partial y_i}", r"h_i = \frac{\partial L}{\partial z_i}")
BY_X = r"\frac{\partial L}{\partial x_i} = "
THROUGH_FIRST = BY_X + r"w \left( g_i - \frac{1}{N} \sum_{j=1}^{N} g_j \right)"
THROUGH_SECOND = BY_X + r"v_i h_i - \frac{1}{N} \sum_{j=1}^{N} v_j h_j"
THROUGH_BOTH = THROUGH_FIRST + " + " + THROUGH_SECOND.removeprefix(BY_X)


def verdicts(*displays: str) -> list[str | None]:
    return [formula.verdict for formula in report_of(*displays) if formula.role == "claim"]


def test_layers_side_by_side_are_each_differentiated():
    other = (r"\rho = \sqrt{\sum_{k=1}^{N} a_k^2}", r"b_i = \frac{a_i}{\rho}")
    upstream = r"\frac{\partial L}{\partial b_%s}"
    slope = r"\frac{\partial L}{\partial a_i} = \frac{1}{\rho} \left( %s - b_i \sum_j b_j %s \right)"
    right, wrong = (slope % (upstream % "i", upstream % "j"), slope % (upstream % "i", upstream % "i"))
    rows = (MEAN, CENTRED, FIRST, NAMES[0], *other, THROUGH_FIRST, right, wrong)
    assert verdicts(*rows) == ["correct", "correct", "wrong"]


def test_an_output_that_takes_the_place_of_another():
    rows = (MEAN, CENTRED, FIRST, NAMES[0], THROUGH_FIRST, "Now with a gain of its own", SECOND, NAMES[1])
    assert verdicts(*rows, THROUGH_SECOND) == ["correct", "correct"]
    slip = THROUGH_SECOND.replace("v_j h_j", "v_i h_j")
    assert verdicts(*rows, slip) == ["correct", "wrong"]
    assert any("alone" in text for text in last_of(*rows, THROUGH_SECOND).assumptions)


def test_what_holds_of_either_output_holds_before_the_second_comes():
    balance = r"\sum_{i=1}^{N} \frac{\partial L}{\partial x_i} = 0"
    rows = (MEAN, CENTRED, FIRST, NAMES[0], THROUGH_FIRST, balance, SECOND, NAMES[1], THROUGH_SECOND, balance)
    assert verdicts(*rows) == ["correct"] * 4


def test_two_outputs_from_the_start_may_both_be_read():
    """Either the loss reads both, and each part alone is wrong, or the two are told one after the other."""
    rows = (MEAN, CENTRED, FIRST, SECOND, *NAMES)
    assert verdicts(*rows, THROUGH_FIRST, THROUGH_SECOND) == ["undecided", "undecided"]
    assert verdicts(*rows, THROUGH_BOTH) == ["correct"]


def test_a_node_whose_gradient_is_claimed_is_no_output():
    """u is spelt out in y, so that nothing reads it; still ∂L/∂u is no arbitrary array."""
    rows = (MEAN, CENTRED, r"y_i = \frac{w x_i - w \mu}{2}", r"\frac{\partial L}{\partial u_i} = \frac{w}{2} g_i")
    claim = BY_X + r"\frac{\partial L}{\partial u_i} - \frac{1}{N} \sum_{j=1}^{N} \frac{\partial L}{\partial u_j}"
    assert "wrong" not in verdicts(*rows, NAMES[0], claim)


LAYER = (MEAN, CENTRED, FIRST, NAMES[0])
WEIGHTED = r"S = \sum_{j=1}^{N} g_j u_j^2"
DOUBLE = r"\frac{\partial S}{\partial x_k} = 2 g_k u_k - \frac{2}{N} \sum_{j=1}^{N} g_j u_j"


def test_the_double_backward_holds_the_upstream_gradient():
    formula = last_of(*LAYER, WEIGHTED, DOUBLE)
    assert formula.verdict == "correct"
    assert any("held fixed" in text for text in formula.assumptions)
    assert last_of(*LAYER, WEIGHTED, DOUBLE.replace("2 g_k", "g_k")).verdict == "wrong"
    assert last_of(*LAYER, WEIGHTED, r"\frac{\partial S}{\partial g_k} = u_k^2").verdict == "correct"
    assert last_of(*LAYER, WEIGHTED, DOUBLE, strict=True).verdict == "undecided"


HESSIAN = r"\frac{\partial^2 L}{\partial x_i \partial x_k} = 0"
SLOPE_OF_G = r"\frac{\partial g_i}{\partial x_k} = 0"
OF_LOSS = r"\frac{\partial}{\partial x_k} \frac{\partial L}{\partial x_i} = 0"
NAMED = r"q_i = \frac{\partial L}{\partial x_i}"


@pytest.mark.parametrize(
    "rows",
    [
        (HESSIAN,),
        (SLOPE_OF_G,),
        (OF_LOSS,),
        (NAMED, r"\frac{\partial q_i}{\partial x_k} = 0"),
        (WEIGHTED, SLOPE_OF_G, DOUBLE),
        (r"S = \sum_{j=1}^{N} \frac{\partial L}{\partial y_j} u_j^2", DOUBLE),
        (WEIGHTED, r"\frac{\partial S}{\partial x_k} = \frac{\partial L}{\partial x_k}"),
        (r"q_i = \frac{\partial L}{\partial u_i}", r"P = \sum_j q_j u_j", r"\frac{\partial P}{\partial x_k} = 0"),
    ],
)
def test_a_second_derivative_of_the_loss_stays_undetermined(rows):
    assert last_of(*LAYER, *rows).verdict == "undecided"
