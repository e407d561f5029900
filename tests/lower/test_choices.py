r"""Notation with two meanings: which readings are tried, the usual one first, and what is not ambiguous at all."""

from __future__ import annotations

import pytest

from bnderive.errors import NotUnderstood
from bnderive.lower import Choices, combinations
from bnderive.lower.choices import MAX_COMBINATIONS
from bnderive.terms import Index, Partial, add, div, mul, normal, num, power
from tests.layer.documents import last_of, verdicts
from tests.lower.formulas import BETA, GAMMA, LOSS, MU, VAR, I, J, K, all_of, hat, over, terms_of, x, y
from tests.survey.documents import BATCH_NORM

TWO = num(2)
TWO_WAYS = (
    ("slash", r"1/2\mu", (mul(power(TWO, -1), MU), power(mul(TWO, MU), -1))),
    (
        "slash with factors before it",
        r"\gamma x_i/2\mu",
        (mul(GAMMA, x(I), power(TWO, -1), MU), mul(GAMMA, x(I), power(mul(TWO, MU), -1))),
    ),
    (
        "slash up to the next sign",
        r"1/2\mu \cdot \beta",
        (mul(power(TWO, -1), MU, BETA), mul(power(mul(TWO, MU), -1), BETA)),
    ),
    (
        "slash and bracket",
        r"1/2(\sigma^2 + 1)",
        (mul(power(TWO, -1), add(VAR, num(1))), power(mul(TWO, add(VAR, num(1))), -1)),
    ),
    ("index left out in a sum", r"\sum_j y_j \hat{x}", (over(J, mul(y(J), hat(J))), over(J, mul(y(J), hat(I))))),
    (
        "operand of ∂/∂x",
        r"\frac{\partial}{\partial x_i} \mu \beta",
        (Partial(mul(MU, BETA), x(I)), mul(Partial(MU, x(I)), BETA)),
    ),
    (
        "chain of Jacobians",
        r"\frac{\partial y}{\partial x_i} \frac{\partial L}{\partial y}",
        (over(K, mul(Partial(y(K), x(I)), Partial(LOSS, y(K)))), mul(Partial(y(I), x(I)), Partial(LOSS, y(I)))),
    ),
)


@pytest.mark.parametrize(("latex", "terms"), [case[1:] for case in TWO_WAYS], ids=[case[0] for case in TWO_WAYS])
def test_two_readings_the_usual_one_first(latex, terms):
    found = all_of(latex)
    assert [normal(lowered.term) for lowered, _ in found] == [normal(term) for term in terms]
    assert [choices.is_usual for _, choices in found] == [True, False]


UNAMBIGUOUS = (
    ("x_i/2", [div(x(I), TWO)]),
    (r"1/2 \cdot \mu", [mul(power(TWO, -1), MU)]),
    (r"1/2 * \mu", [mul(power(TWO, -1), MU)]),
    (r"\frac12 \mu", [mul(power(TWO, -1), MU)]),
    (r"\frac{1}{2\mu}", [power(mul(TWO, MU), -1)]),
    (r"1/(2\mu)", [power(mul(TWO, MU), -1)]),
    (r"\mu + x_i \beta", [add(MU, mul(x(I), BETA))]),
    (r"\frac{\partial}{\partial x_i} \mu", [Partial(MU, x(I))]),
    (r"\frac{\partial y_i}{\partial x_i} \mu", [mul(Partial(y(I), x(I)), MU)]),
    (r"dL/dx_i \mu", [mul(Partial(LOSS, x(I)), MU)]),
    (r"\hat{x}", [hat(I)]),
    (r"\sum_j y_j \hat{x}_j", [over(J, mul(y(J), hat(J)))]),
    (
        r"\frac{\partial y_j}{\partial x_i} \frac{\partial L}{\partial y_j}",
        [mul(Partial(y(J), x(I)), Partial(LOSS, y(J)))],
    ),
)


@pytest.mark.parametrize(("latex", "terms"), UNAMBIGUOUS, ids=[latex for latex, _ in UNAMBIGUOUS])
def test_one_reading(latex, terms):
    assert terms_of(latex) == [normal(term) for term in terms]


def test_an_index_left_out_is_said():
    ((lowered, _),) = all_of(r"\hat{x} + 1")
    assert [remark.rule for remark in lowered.remarks] == [None]
    assert r"\hat{x}_{i}" in lowered.remarks[0].text


def test_an_index_left_out_takes_the_index_of_the_head():
    assert terms_of(r"\hat{x}", here=(K,)) == [hat(K)]


def test_with_two_indices_in_the_head_either_is_tried():
    assert terms_of(r"\hat{x}", here=(I, J)) == [hat(I), hat(J)]


def test_a_chain_of_three_jacobians_is_summed_over_both_links():
    latex = r"\frac{\partial \hat{x}}{\partial x_i} \frac{\partial y}{\partial \hat{x}} \frac{\partial L}{\partial y}"
    first = terms_of(latex)[0]
    second = Index("k'")
    orders = [
        over(a, over(b, mul(Partial(hat(a), x(I)), Partial(y(b), hat(a)), Partial(LOSS, y(b)))))
        for a, b in ((K, second), (second, K))
    ]
    swapped = [
        over(b, over(a, mul(Partial(hat(a), x(I)), Partial(y(b), hat(a)), Partial(LOSS, y(b)))))
        for a, b in ((K, second), (second, K))
    ]
    assert first in [normal(term) for term in orders + swapped]


def test_a_summed_chain_is_said():
    lowered, _ = all_of(r"\frac{\partial y}{\partial x_i} \frac{\partial L}{\partial y}")[0]
    assert any("summed" in remark.text for remark in lowered.remarks)


# -- the machine


def test_the_last_spot_turns_fastest():
    seen = [run for run, _ in combinations(lambda choices: (choices.pick("a", (1, 2)), choices.pick("b", ("x", "y"))))]
    assert seen == [(1, "x"), (1, "y"), (2, "x"), (2, "y")]


def test_the_usual_combination_is_the_first_and_only_one():
    usual = [choices.is_usual for _, choices in combinations(lambda choices: choices.pick("a", (1, 2, 3)))]
    assert usual == [True, False, False]


def test_combinations_are_capped():
    runs = list(combinations(lambda choices: [choices.pick(k, (0, 1)) for k in range(9)]))
    assert len(runs) == MAX_COMBINATIONS
    assert runs[-1][1].following() is not None


def test_a_spot_that_only_one_combination_meets():
    def run(choices: Choices) -> str:
        return "a" if choices.pick("first", ("plain", "odd")) == "plain" else choices.pick("second", ("b", "c"))

    assert [found for found, _ in combinations(run)] == ["a", "b", "c"]


def test_an_unusual_combination_that_makes_no_sense_is_passed_over():
    def run(choices: Choices) -> int:
        value = choices.pick("a", (1, 2, 3))
        if value == 2:
            raise NotUnderstood("BN210", "not-understood", "no")
        return value

    assert [found for found, _ in combinations(run)] == [1, 3]


def test_the_usual_one_must_make_sense():
    def run(choices: Choices) -> int:
        if choices.pick("a", (1, 2)) == 1:
            raise NotUnderstood("BN210", "not-understood", "no")
        return 2

    with pytest.raises(NotUnderstood):
        list(combinations(run))


# -- what becomes of a claim


def test_a_claim_is_wrong_only_if_it_fails_in_every_reading():
    narrow = r"\frac{\partial \mu}{\partial x_i} \mu/2 = 1/2 \mu \cdot \frac{1}{N}"
    wide = r"\frac{1}{2\mu} = 1/2\mu"
    neither = r"\frac{3}{2\mu} = 1/2\mu"
    assert verdicts(narrow, wide, neither) == ["correct", "correct", "wrong"]


def test_a_claim_that_holds_in_an_unusual_reading_names_the_ambiguity():
    formula = last_of(*BATCH_NORM, r"\frac{1}{2\mu} = 1/2\mu")
    assert formula.verdict == "correct"
    assert formula.message


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial \hat{x}_i}{\partial \mu} = -\sigma^2 + \epsilon^{-1/2}",  # a missing bracket
        r"\sum_j x_j + \mu = N (\mu + \mu)",  # the sum ends before the plus
        r"\frac{\partial y_i}{\partial \gamma} = x_i",  # a missing hat
        r"\frac{\partial L}{\partial \beta} = \frac{\partial L}{\partial y_i}",  # a missing sum
        r"\frac{\partial \mu}{\partial x_i} = -\frac1N",
    ],
)
def test_precedence_a_hat_and_a_sum_are_not_ambiguous(claim):
    assert verdicts(claim) == ["wrong"]
