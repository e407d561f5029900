r"""A parameter in place of another: ∂J/∂β where β = 1/T, against ∂J/∂T dT/dβ found by hand."""

from __future__ import annotations

import pytest

from bnderive.terms import Sym, power
from tests.layer.documents import last_of, layer_of, report_of

MADE = (r"s = \sum_{k=1}^{N} \frac{x_k^2}{T}", r"J = s^2")
SQUARE = r"2 s \sum_{k=1}^{N} x_k^2"
BY = r"\frac{\partial J}{\partial \beta} = "


@pytest.mark.parametrize(
    ("given", "slope"),
    [
        (r"\beta = \frac{1}{T}", SQUARE),
        (r"\beta = T^{-1}", SQUARE),
        (r"\beta = \frac{3}{T}", r"\frac{1}{3} 2 s \sum_{k=1}^{N} x_k^2"),
        (r"\beta = 1 + \frac{1}{T}", SQUARE),
        (r"\beta = 2 T - 1", r"-\frac{s^2}{T}"),
        (r"\beta = -T", r"\frac{2 s^2}{T}"),
    ],
)
def test_the_derivative_by_a_parameter_that_takes_the_place_of_another(given, slope):
    assert last_of(*MADE, given, BY + slope).verdict == "correct"
    assert last_of(*MADE, given, BY + rf"-({slope})").verdict == "wrong"


def test_said_under_an_if():
    words = r"If $\beta = 1/T$ is used instead,"
    assert last_of(*MADE, words, BY + SQUARE).verdict == "correct"
    assert last_of(*MADE, words, BY + r"\sum_{k=1}^{N} x_k^2").verdict == "wrong"


def test_the_old_parameter_keeps_its_derivative():
    formula = last_of(*MADE, r"\beta = \frac{1}{T}", BY + SQUARE, r"\frac{\partial J}{\partial T} = -\frac{2 s^2}{T}")
    assert formula.verdict == "correct"


def test_the_layer_says_what_the_old_one_is():
    layer = layer_of(*MADE, r"\beta = \frac{1}{T}", BY + SQUARE)
    assert layer.graph.definitions["T"].body == power(Sym(r"\beta"), -1)
    assert r"\beta" not in layer.graph.definitions


@pytest.mark.parametrize(
    "given",
    [
        r"\beta = T^2",
        r"\beta = \sqrt{T}",
        r"\beta = T + \frac{1}{T}",
        r"\beta = \frac{q}{T}",
        r"\beta = \frac{1}{s}",
        r"\beta = \frac{1}{N}",
    ],
)
def test_what_has_no_one_inverse_decides_nothing(given):
    layer = layer_of(*MADE, given, BY + SQUARE)
    assert "T" not in layer.graph.definitions
    assert last_of(*MADE, given, BY + SQUARE).verdict == "undecided"


def test_a_parameter_that_a_definition_reads_is_a_node_like_any_other():
    """J = β s: the derivative by β holds T, and so s, fixed."""
    rows = (MADE[0], r"\beta = \frac{1}{T}", r"J = \beta s")
    assert last_of(*rows, BY + "s").verdict == "correct"


def test_two_parameters_in_place_of_one_decide_nothing():
    rows = (*MADE, r"\beta = \frac{1}{T}", r"\alpha = 2 T", r"\frac{\partial J}{\partial \alpha} = 0")
    assert last_of(*rows, BY + SQUARE).verdict == "undecided"


def test_a_constant_that_must_be_positive_is_not_given_another_sign():
    rows = (r"s = \sqrt{\sum_{k=1}^{N} x_k^2 + \epsilon}", r"\beta = -\epsilon")
    assert r"\epsilon" not in layer_of(*rows, r"\frac{\partial s}{\partial \beta} = -\frac{1}{2 s}").graph.definitions


@pytest.mark.parametrize(
    "words", [r"If $T = 1$,", r"If $s = 1/T$,", r"If $\beta = T$,", r"If $x_i = 1/T$,", r"If $\beta = 2$,"]
)
def test_a_true_supposition_stays_one(words):
    formulas = list(report_of(*MADE, words, BY + SQUARE))
    assert formulas[2].role == "condition"
    assert formulas[-1].verdict == "undecided"
