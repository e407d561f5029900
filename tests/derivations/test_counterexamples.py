"""Both sides of every wrong claim of the seed, computed again from the numbers of the JSON report, in fractions alone.

Nothing of the package is imported. The claimed sides are as the document writes them; the true ones are differentiated
by hand, one rule after the other, on the batch of the counterexample.
"""

from __future__ import annotations

import json
import subprocess
import sys
from fractions import Fraction
from math import isqrt
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SEED = "tests/derivations/seed.txt"


class Batch:
    """A counterexample's numbers. μ, σ² and the root are computed from S and ε; nothing else is believed."""

    def __init__(self, counterexample: dict) -> None:
        values = counterexample["values"]
        self.n = counterexample["N"]
        self.i = counterexample["indices"]["i"] - 1
        self.s = [Fraction(each) for each in values["S"]]
        self.given = {name: Fraction(values[name]) for name in ("epsilon", "gamma") if name in values}
        self.delta = [Fraction(each) for each in values.get("delta", ())]
        self.mean = sum(self.s) / self.n
        self.variance = sum((each - self.mean) ** 2 for each in self.s) / self.n

    @property
    def epsilon(self) -> Fraction:
        return self.given["epsilon"]

    @property
    def gamma(self) -> Fraction:
        return self.given["gamma"]

    @property
    def root(self) -> Fraction:
        return square_root(self.variance + self.epsilon)

    @property
    def own(self) -> Fraction:
        return self.s[self.i]

    @property
    def upstream(self) -> Fraction:
        return self.gamma * self.delta[self.i]


def square_root(number: Fraction) -> Fraction:
    root = Fraction(isqrt(number.numerator), isqrt(number.denominator))
    if root * root != number:
        raise AssertionError(f"the root of {number} is not rational")
    return root


# -- the true sides ----------------------------------------------------------------------------------------------------


def slope_of_deviation(b: Batch, k: int) -> Fraction:
    """d(S_k − μ)/dS_i: the mean moves by 1/N."""
    return Fraction(int(k == b.i)) - Fraction(1, b.n)


def slope_of_variance(b: Batch) -> Fraction:
    """dσ²/dS_i by the rule for squares, a term at a time, with the mean moving."""
    return sum(2 * (b.s[k] - b.mean) * slope_of_deviation(b, k) for k in range(b.n)) / b.n


def slope_of_hat(b: Batch, k: int) -> Fraction:
    """dŜ_k/dS_i by the quotient rule; the root r moves by dσ²/(2r)."""
    slope_of_root = slope_of_variance(b) / (2 * b.root)
    return (slope_of_deviation(b, k) * b.root - (b.s[k] - b.mean) * slope_of_root) / b.root**2


def gradient(b: Batch) -> Fraction:
    """dL/dS_i by the chain rule over all outputs y_k = γŜ_k + β, with δ_k = ∂L/∂y_k."""
    return sum(b.delta[k] * b.gamma * slope_of_hat(b, k) for k in range(b.n))


def path_through_variance(b: Batch) -> Fraction:
    """∂Ŝ_i/∂σ² · ∂σ²/∂S_i; the derivative of u^(−1/2) is −u^(−3/2)/2."""
    return -(b.own - b.mean) / (2 * b.root**3) * slope_of_variance(b)


# -- the claimed sides -------------------------------------------------------------------------------------------------


def three_products(b: Batch, reading: str) -> Fraction:
    """δγ ∂Ŝ_i/∂S_i + ∂Ŝ_i/∂μ ∂μ/∂S_i + ∂Ŝ_i/∂σ² ∂σ²/∂S_i. Only ∂Ŝ_i/∂S_i depends on the reading."""
    by_input = {"direct": 1 / b.root, "total": slope_of_hat(b, b.i)}[reading]
    return b.upstream * by_input + (-1 / b.root) * Fraction(1, b.n) + path_through_variance(b)


def in_parentheses(b: Batch, reading: str) -> Fraction:
    return b.upstream * (1 / b.root + -1 / (b.n * b.root) + -(b.own**2) / (b.n * b.root))


def root_taken_out(b: Batch, reading: str) -> Fraction:
    return b.upstream / b.root * (1 + Fraction(-1, b.n) + -(b.own**2) / b.n)


def last_line(b: Batch, reading: str) -> Fraction:
    return b.upstream / (b.n * b.root) * (b.n - 1 + -(b.own**2))


SIDES = {
    13: (three_products, gradient),
    37: (lambda b, reading: Fraction(2, b.n), slope_of_variance),
    39: (lambda b, reading: -(b.own**2) / (b.n * b.root), path_through_variance),
    43: (three_products, gradient),
    45: (in_parentheses, gradient),
    47: (root_taken_out, gradient),
    49: (last_line, gradient),
}


@pytest.fixture(scope="module")
def wrong() -> dict[int, dict]:
    """The wrong formulas of the report, by line."""
    command = [sys.executable, "-m", "bnderive", "check", "--output-format", "json", SEED]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60)
    (document,) = json.loads(run.stdout)["documents"]
    return {formula["line"]: formula for formula in document["formulas"] if formula["verdict"] == "wrong"}


def test_every_wrong_formula_is_computed_again(wrong):
    assert sorted(wrong) == sorted(SIDES)


@pytest.mark.parametrize("line", SIDES)
def test_the_counterexample_lies_in_the_domain(wrong, line):
    counterexample = wrong[line]["counterexample"]
    batch = Batch(counterexample)
    assert type(batch.n) is int
    assert batch.n == len(batch.s) >= 1
    assert 0 <= batch.i < batch.n
    assert batch.given.get("epsilon", Fraction(1)) > 0
    assert not batch.delta or len(batch.delta) == batch.n
    assert not {"mu", "sigma2", "hat_S"} & counterexample["values"].keys()


@pytest.mark.parametrize("line", SIDES)
def test_both_sides_are_as_reported_and_differ(wrong, line):
    formula = wrong[line]
    counterexample = formula["counterexample"]
    batch = Batch(counterexample)
    claimed, true = SIDES[line]
    assert Fraction(counterexample["claimed"]) == claimed(batch, formula["reading"])
    assert Fraction(counterexample["true"]) == true(batch)
    assert Fraction(counterexample["claimed"]) != Fraction(counterexample["true"])


def test_the_computation_on_a_batch_worked_on_paper():
    """S = (0, 3, 9), ε = 11: μ = 4, σ² = (16 + 1 + 25)/3 = 14, root 5, Ŝ = (−4/5, −1/5, 1). At i = 3, with γ = 1:
    dσ² = 2·5/3, dŜ_3 = (3 − 1 − 1)/15 = 1/15, dŜ_1 = (0 − 1 + 4/5)/15 = −1/75, dŜ_2 = (0 − 1 + 1/5)/15 = −4/75."""
    values = {"S": ["0", "3", "9"], "epsilon": "11", "gamma": "1", "delta": ["1", "2", "4"]}
    batch = Batch({"N": 3, "indices": {"i": 3}, "values": values})
    assert (batch.mean, batch.variance, batch.root) == (4, 14, 5)
    assert slope_of_variance(batch) == Fraction(10, 3)
    assert [slope_of_hat(batch, k) for k in range(3)] == [Fraction(-1, 75), Fraction(-4, 75), Fraction(1, 15)]
    assert gradient(batch) == Fraction(-1, 75) + Fraction(-8, 75) + Fraction(4, 15)
    assert path_through_variance(batch) == Fraction(-1, 15)
