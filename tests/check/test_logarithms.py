"""Counterexamples with logarithms: both sides computed again from the numbers of the report, by formulas of their own.

Derivatives are central differences in fifty digits, so that nothing of the package has a part in them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from mpmath import exp, log, mp, mpf
from sympy import sympify

from bnderive.check import check_text
from tests.definitions import CROSS_ENTROPY, ENTROPY, LOG_SUM_EXP, SOFTMAX, TEMPERATURE

Numbers = Sequence[mpf]
mp.dps = 60
STEP = mpf(10) ** -20


def softmax(z: Numbers) -> list[mpf]:
    return [exp(each) / sum(map(exp, z)) for each in z]


def slope(of: Callable[[Numbers], mpf], z: Numbers, place: int) -> mpf:
    above, below = list(z), list(z)
    above[place] += STEP
    below[place] -= STEP
    return (of(above) - of(below)) / (2 * STEP)


def entropy(z: Numbers) -> mpf:
    return -sum(p * log(p) for p in softmax(z))


def tempered(z: Numbers, temperature: mpf) -> list[mpf]:
    return softmax([each / temperature for each in z])


def loss(t: Numbers) -> Callable[[Numbers], mpf]:
    return lambda z: -sum(a * log(p) for a, p in zip(t, softmax(z), strict=True))


CLAIMS = {
    "jacobian": (
        SOFTMAX + r"$$\frac{\partial p_i}{\partial z_j} = p_i p_j$$",
        lambda v, i, j: softmax(v["z"])[i] * softmax(v["z"])[j],
        lambda v, i, j: slope(lambda z: softmax(z)[i], v["z"], j),
    ),
    "targets": (
        CROSS_ENTROPY + "with $\\sum_k t_k = 1$:\n" + r"$$\frac{\partial L}{\partial z_i} = t_i - p_i$$",
        lambda v, i, j: v["t"][i] - softmax(v["z"])[i],
        lambda v, i, j: slope(loss(v["t"]), v["z"], i),
    ),
    "entropy": (
        ENTROPY + r"$$\frac{\partial H}{\partial z_i} = -p_i(\log p_i + 1)$$",
        lambda v, i, j: -softmax(v["z"])[i] * (log(softmax(v["z"])[i]) + 1),
        lambda v, i, j: slope(entropy, v["z"], i),
    ),
    "temperature": (
        TEMPERATURE + r"$$\frac{\partial q_i}{\partial T} = -\frac{q_i}{T}\left(z_i - \sum_k q_k z_k\right)$$",
        lambda v, i, j: (
            -tempered(v["z"], v["T"])[i]
            / v["T"]
            * (v["z"][i] - sum(q * z for q, z in zip(tempered(v["z"], v["T"]), v["z"], strict=True)))
        ),
        lambda v, i, j: slope(lambda t: tempered(v["z"], t[0])[i], [v["T"]], 0),
    ),
    "log of the sum": (
        LOG_SUM_EXP + r"$$\frac{\partial s}{\partial z_i} = \frac{e^{z_i}}{s}$$",
        lambda v, i, j: exp(v["z"][i]) / log(sum(map(exp, v["z"]))),
        lambda v, i, j: softmax(v["z"])[i],
    ),
    "bounds": (
        "$$y_i = e^{x_i^2}$$\n" + r"$$\frac{\partial y_i}{\partial x_i} = x_i y_i$$",
        lambda v, i, j: v["x"][i] * exp(v["x"][i] ** 2),
        lambda v, i, j: slope(lambda x: exp(x[i] ** 2), v["x"], i),
    ),
}


def number(text: str) -> mpf:
    return mpf(str(sympify(text.removeprefix("≈ ")).evalf(50)))


@pytest.mark.parametrize("name", CLAIMS)
def test_both_sides_are_as_reported_and_differ(name: str) -> None:
    document, claimed, true = CLAIMS[name]
    formula = list(check_text(document))[-1]
    assert formula.verdict == "wrong"
    found = formula.counterexample
    assert found is not None
    values = {
        key: number(value) if isinstance(value, str) else [number(each) for each in value]
        for key, value in found.values.items()
    }
    assert all(len(value) == found.N for value in values.values() if isinstance(value, list))
    i, j = (found.indices.get(letter, 1) - 1 for letter in "ij")
    sides = number(found.claimed), number(found.true)
    assert abs(sides[0] - claimed(values, i, j)) < mpf(10) ** -9
    assert abs(sides[1] - true(values, i, j)) < mpf(10) ** -9
    assert abs(sides[0] - sides[1]) > mpf(10) ** -6


def test_targets_sum_to_one_where_the_document_says_so() -> None:
    document, _, _ = CLAIMS["targets"]
    found = list(check_text(document))[-1].counterexample
    assert found is not None
    assert sum(map(number, found.values["t"])) == 1


def test_the_first_inputs_are_the_logarithms_of_one_two_three() -> None:
    document, _, _ = CLAIMS["jacobian"]
    found = list(check_text(document))[-1].counterexample
    assert found is not None
    assert found.values["z"] == ("0", "log(2)", "log(3)")
    assert (found.claimed, found.true) == ("1/36", "5/36")


def test_a_proof_under_a_sum_has_it_as_a_condition() -> None:
    document = CROSS_ENTROPY + "with $\\sum_k t_k = 1$:\n" + r"$$\frac{\partial L}{\partial z_i} = p_i - t_i$$"
    formula = list(check_text(document))[-1]
    assert formula.verdict == "correct"
    assert r"$\sum_k t_k$ = 1" in formula.conditions


def test_what_is_not_said_of_the_targets_is_asked_for() -> None:
    formula = list(check_text(CROSS_ENTROPY + r"$$\frac{\partial L}{\partial z_i} = p_i - t_i$$"))[-1]
    assert (formula.verdict, formula.rule, formula.name) == ("undecided", "BN252", "unsaid-sum")
    assert r"$\sum_k t_k = 1$" in (formula.message or "")


def test_a_supposition_that_makes_no_sense_of_a_row_leaves_it_undecided() -> None:
    claim = r"$$\frac{\partial L}{\partial z_i} = \frac{p_i - t_i}{1 - \sum_k t_k}$$"
    assert list(check_text(CROSS_ENTROPY + claim))[-1].verdict == "undecided"
    assert list(check_text(CROSS_ENTROPY + "with $\\sum_k t_k = 1$:\n" + claim))[-1].verdict == "undecided"
