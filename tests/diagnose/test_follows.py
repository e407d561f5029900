r"""What follows from what stands before, in short documents. What is expected was worked out on paper, from

∂μ/∂x_i = 1/N, ∂σ²/∂x_i = 2 (x_i − μ)/N, ∂x̂_i/∂σ² = −(x_i − μ) (σ² + ε)^{−3/2}/2, and Σ_j (x_j − μ) = 0.
"""

from __future__ import annotations

import pytest

from tests.diagnose.rows import causes, rows, verdicts

MEAN = r"\frac{\partial \mu}{\partial x_i}"
VARIANCE = r"\frac{\partial \sigma^2}{\partial x_i}"
HAT = r"\frac{\partial \hat{x}_i}{\partial \sigma^2}"
SLOPE = r"-\frac{1}{2} (x_i - \mu) (\sigma^2 + \epsilon)^{-3/2}"


def test_a_row_on_its_own_follows_from_nothing():
    assert verdicts(rows(rf"{MEAN} = \frac{{1}}{{N}}", rf"{VARIANCE} = \frac{{2}}{{N}}")) == [
        ("correct", None),
        ("wrong", None),
    ]


def test_the_sides_of_a_row_follow_one_from_the_other():
    (row,) = rows(rf"{MEAN} = \frac{{2}}{{2N}} = \frac{{1}}{{N}} = \frac{{2}}{{N}} = \frac{{4}}{{2N}}")
    assert [relation.verdict for relation in row.relations] == ["correct"] * 2 + ["wrong"] * 2
    assert [relation.follows for relation in row.relations] == [None, True, False, True]
    assert row.follows is False


def test_a_wrong_row_that_only_goes_on_inherits():
    found = rows(rf"{MEAN} = \frac{{2}}{{N}}", r"= \frac{4}{2N}", r"= \frac{6}{3N}")
    assert verdicts(found) == [("wrong", None), ("wrong", True), ("wrong", True)]
    assert causes(found) == [[], [0], [0]]
    assert [formula.rule == "BN399" for formula in found] == [False, True, True]
    assert found[2].name == "inherited"
    assert found[2].message.endswith(
        f"it follows from line {found[1].line}, and has its error from line {found[0].line}"
    )


def test_a_second_error_is_a_root_cause_of_its_own():
    found = rows(rf"{MEAN} = \frac{{2}}{{N}}", r"= \frac{3}{N}", r"= \frac{9}{3N}")
    assert verdicts(found) == [("wrong", None), ("wrong", False), ("wrong", True)]
    assert causes(found) == [[], [], [1]]


def test_a_right_row_behind_a_wrong_one_is_a_lucky_end():
    first, last = rows(rf"{MEAN} = \frac{{2}}{{N}}", r"= \frac{1}{N}")
    assert (last.verdict, last.follows, last.root_causes, last.rule) == ("correct", False, (), None)
    assert last.message == f"true, but it does not follow from line {first.line}, which is wrong"


def test_a_right_row_behind_a_right_one_follows():
    assert verdicts(rows(rf"{VARIANCE} = \frac{{2}}{{N}} (x_i - \mu)", r"= \frac{2 x_i - 2 \mu}{N}")) == [
        ("correct", None),
        ("correct", True),
    ]


def test_an_earlier_row_with_the_same_head_is_gone_on_from():
    found = rows(rf"{VARIANCE} = \frac{{2}}{{N}}", rf"{MEAN} = \frac{{1}}{{N}}", rf"{VARIANCE} = \frac{{4}}{{2N}}")
    assert causes(found) == [[], [], [0]]
    assert found[2].follows is True


def test_a_row_that_says_the_same_again_repeats_it():
    found = rows(rf"{VARIANCE} = \frac{{2}}{{N}}", rf"{MEAN} = \frac{{1}}{{N}}", rf"{VARIANCE} = \frac{{2}}{{N}}")
    assert causes(found) == [[], [], [0]]
    assert found[2].message.endswith(f"it repeats line {found[0].line}, which is wrong")


def test_repeating_what_stands_in_no_row_before_is_inheriting_too():
    """The chain in between is right; only what comes after it is the old error again."""
    found = rows(rf"{VARIANCE} = \frac{{2}}{{N}}", rf"{VARIANCE} = \frac{{2}}{{N}} (x_i - \mu)", r"= \frac{2}{N}")
    assert verdicts(found) == [("wrong", None), ("correct", False), ("wrong", False)]
    assert causes(found) == [[], [], [0]]


# -- putting claims in -------------------------------------------------------------------------------------------------


def test_a_product_follows_from_its_factors():
    found = rows(
        rf"{HAT} = {SLOPE}",
        rf"{VARIANCE} = \frac{{2}}{{N}} (x_i - \mu)",
        rf"{HAT} {VARIANCE} = -\frac{{1}}{{N}} (x_i - \mu)^2 (\sigma^2 + \epsilon)^{{-3/2}}",
    )
    assert verdicts(found) == [("correct", None), ("correct", None), ("correct", True)]


def test_a_product_inherits_from_a_wrong_factor():
    found = rows(
        rf"{HAT} = {SLOPE}",
        rf"{VARIANCE} = \frac{{2}}{{N}}",
        rf"{HAT} {VARIANCE} = -\frac{{1}}{{N}} (x_i - \mu) (\sigma^2 + \epsilon)^{{-3/2}}",
    )
    assert verdicts(found) == [("correct", None), ("wrong", None), ("wrong", True)]
    assert causes(found) == [[], [], [1]]


def test_a_product_that_is_not_that_of_its_factors_is_a_root_cause():
    found = rows(
        rf"{HAT} = {SLOPE}", rf"{VARIANCE} = \frac{{2}}{{N}}", rf"{HAT} {VARIANCE} = -\frac{{1}}{{N}} (x_i - \mu)^3"
    )
    assert verdicts(found)[2] == ("wrong", False)
    assert causes(found) == [[], [], []]


def test_a_right_row_over_a_wrong_claim_is_a_lucky_end():
    found = rows(rf"{VARIANCE} = \frac{{2}}{{N}}", rf"3 {VARIANCE} = \frac{{6}}{{N}} (x_i - \mu)")
    assert verdicts(found) == [("wrong", None), ("correct", False)]
    assert found[1].message.startswith(f"true, but it does not follow from line {found[0].line}, which is wrong")


def test_letters_of_indices_may_change():
    """Σ_j ∂σ²/∂x_j is 0, and with 2/N put in for each it is 2."""
    found = rows(rf"{VARIANCE} = \frac{{2}}{{N}}", r"\sum_j \frac{\partial \sigma^2}{\partial x_j} = 2")
    assert verdicts(found) == [("wrong", None), ("wrong", True)]
    assert causes(found) == [[], [0]]


def test_a_head_may_be_an_earlier_one_with_other_letters():
    found = rows(rf"{VARIANCE} = \frac{{2}}{{N}} x_i", r"\frac{\partial \sigma^2}{\partial x_k} = \frac{4}{2N} x_k")
    assert causes(found) == [[], [0]]


def test_a_claim_about_the_diagonal_is_not_put_in_beside_it():
    """Σ_j ∂x̂_j/∂x_i is 0. With the diagonal put in for every j it would be N times that."""
    found = rows(
        r"\frac{\partial \hat{x}_i}{\partial x_i} = \frac{3}{\sqrt{\sigma^2 + \epsilon}}",
        r"\sum_j \frac{\partial \hat{x}_j}{\partial x_i} = \frac{3N}{\sqrt{\sigma^2 + \epsilon}}",
    )
    assert verdicts(found) == [("wrong", None), ("wrong", None)]
    assert causes(found) == [[], []]


def test_a_claim_about_all_pairs_is_put_in_on_the_diagonal():
    found = rows(
        r"\frac{\partial \hat{x}_j}{\partial x_i} = \frac{\delta_{ij} + 2}{\sqrt{\sigma^2 + \epsilon}}",
        r"\frac{\partial \hat{x}_i}{\partial x_i} = \frac{3}{\sqrt{\sigma^2 + \epsilon}}",
    )
    assert causes(found) == [[], [0]]


def test_a_claim_for_one_case_only_is_not_put_in():
    """It may have been used, so that nothing is said of what follows."""
    found = rows(
        r"\frac{\partial \hat{x}_j}{\partial x_i} = \frac{2}{\sqrt{\sigma^2 + \epsilon}} \quad (i \ne j)",
        r"\sum_j \frac{\partial \hat{x}_j}{\partial x_i} = \frac{2N}{\sqrt{\sigma^2 + \epsilon}}",
    )
    assert verdicts(found) == [("wrong", None), ("wrong", None)]
    assert causes(found) == [[], []]


def test_only_some_of_the_claims_need_to_be_put_in():
    """The product is told twice over, wrong in both ways; the sum was written from the factors."""
    found = rows(
        rf"{HAT} = {SLOPE}",
        rf"{VARIANCE} = \frac{{2}}{{N}}",
        rf"{HAT} {VARIANCE} = 7",
        rf"{MEAN} + {HAT} {VARIANCE} = \frac{{1}}{{N}} - \frac{{1}}{{N}} (x_i - \mu) (\sigma^2 + \epsilon)^{{-3/2}}",
        rf"{MEAN} + {HAT} {VARIANCE} = \frac{{1}}{{N}} + 7",
    )
    assert [formula.follows for formula in found[2:]] == [False, True, True]
    assert causes(found) == [[], [], [], [1], [2]]


def test_a_wrong_claim_that_was_not_used_is_no_cause():
    found = rows(
        rf"{VARIANCE} = \frac{{2}}{{N}}", rf"{MEAN} = \frac{{3}}{{N}}", rf"x_i + {MEAN} = x_i + \frac{{3}}{{N}}"
    )
    assert causes(found) == [[], [], [1]]


def test_a_wrong_claim_that_makes_no_difference_is_no_cause():
    """What is put in for ∂σ²/∂x_i is multiplied by Σ_j (x_j − μ), which is 0."""
    found = rows(
        rf"{VARIANCE} = \frac{{2}}{{N}}",
        rf"{MEAN} = \frac{{3}}{{N}}",
        rf"{MEAN} + {VARIANCE} \sum_j (x_j - \mu) = \frac{{3}}{{N}}",
    )
    assert found[2].follows is True
    assert causes(found) == [[], [], [1]]


def test_errors_of_two_claims_are_both_named():
    found = rows(
        rf"{VARIANCE} = \frac{{2}}{{N}}",
        rf"{MEAN} = \frac{{3}}{{N}}",
        rf"{MEAN} + {VARIANCE} = \frac{{5}}{{N}}",
        r"= \frac{10}{2N}",
    )
    assert causes(found) == [[], [], [0, 1], [0, 1]]
    assert f"lines {found[0].line} and {found[1].line}" in found[3].message


def test_a_claim_is_put_in_as_written_also_where_it_holds_another():
    found = rows(
        rf"{MEAN} = \frac{{2}}{{N}}",
        rf"\frac{{\partial (x_i - \mu)}}{{\partial x_i}} = 1 - {MEAN}",
        r"3 \frac{\partial (x_i - \mu)}{\partial x_i} = 3 - \frac{6}{N}",
    )
    assert verdicts(found) == [("wrong", None), ("correct", None), ("wrong", True)]
    assert causes(found) == [[], [], [0]]


VARIANCE_PATH = r"""\frac{\partial L}{\partial \sigma^2} =
 -\frac{1}{4} (\sigma^2 + \epsilon)^{-3/2} \sum_j \frac{\partial L}{\partial \hat{x}_j} (x_j - \mu)"""
MEAN_PATH = r"""\frac{\partial L}{\partial \mu} =
 -\frac{1}{\sqrt{\sigma^2 + \epsilon}} \sum_j \frac{\partial L}{\partial \hat{x}_j}"""


def gradient(factor: str) -> str:
    """∂L/∂x_i by the chain rule, written out; with the factor 1 of the last term it is the true one."""
    return rf"""\frac{{\partial L}}{{\partial x_i}} = \frac{{1}}{{\sqrt{{\sigma^2 + \epsilon}}}} \left(
 \frac{{\partial L}}{{\partial \hat{{x}}_i}} - \frac{{1}}{{N}} \sum_j \frac{{\partial L}}{{\partial \hat{{x}}_j}}
 - {factor} \frac{{1}}{{N}} \hat{{x}}_i \sum_j \frac{{\partial L}}{{\partial \hat{{x}}_j}} \hat{{x}}_j \right)"""


@pytest.mark.parametrize(
    ("factor", "verdict", "follows", "from_"),
    [(r"\frac{1}{2}", "wrong", True, [0]), ("3", "wrong", None, []), ("1", "correct", None, [])],
)
def test_the_chain_rule_may_have_been_left_out(factor, verdict, follows, from_):
    """∂L/∂σ² has the factor 1/4 for 1/2, so that the last term is halved."""
    found = rows(VARIANCE_PATH, MEAN_PATH, gradient(factor))
    assert verdicts(found) == [("wrong", None), ("correct", None), (verdict, follows)]
    assert causes(found)[2] == from_


# -- what was mixed up -------------------------------------------------------------------------------------------------


def test_missing_parentheses_are_put_in_and_told():
    found = rows(r"3 \mu + 3 \sigma^2 = 2 * \mu + \sigma^2", r"= 2 \mu + 2 \sigma^2")
    assert verdicts(found) == [("wrong", None), ("wrong", True)]
    assert causes(found) == [[], [0]]
    assert f"it follows from line {found[0].line}, once $2$ multiplies the whole sum" in found[1].message


def test_parentheses_are_no_excuse_for_what_does_not_follow_with_them_either():
    found = rows(r"3 \mu + 3 \sigma^2 = 2 * \mu + \sigma^2", r"= 2 \mu + 5 \sigma^2")
    assert verdicts(found) == [("wrong", None), ("wrong", False)]
    assert causes(found) == [[], []]


def test_a_right_row_is_not_said_to_follow_by_parentheses():
    found = rows(r"2 \mu + 2 \sigma^2 = 2 * \mu + \sigma^2", r"= 2 (\mu + \sigma^2)")
    assert verdicts(found) == [("wrong", None), ("correct", False)]


def test_a_derivative_with_statistics_held_put_in_for_a_total_one_is_a_root_cause():
    """Σ_j g_j ∂x̂_j/∂x_i is total, and δ_ij/√(σ²+ε) is ∂x̂_j/∂x_i only with μ and σ² held fixed."""
    found = rows(
        r"\frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial \hat{x}_j} "
        r"\frac{\partial \hat{x}_j}{\partial x_i}",
        r"\frac{\partial \hat{x}_j}{\partial x_i} = \frac{\delta_{ij}}{\sqrt{\sigma^2 + \epsilon}}",
        r"\frac{\partial L}{\partial x_i} = \frac{1}{\sqrt{\sigma^2 + \epsilon}} \frac{\partial L}{\partial \hat{x}_i}",
    )
    assert verdicts(found) == [("correct", None), ("correct", None), ("wrong", True)]
    assert causes(found) == [[], [], []]
    assert f"line {found[1].line} is put in, true only with the statistics held fixed" in found[2].message


# -- where nothing is said ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("unknown", ["q", r"\frac{\partial \mu}{\partial q}"])
def test_nothing_is_said_of_and_after_what_is_not_understood(unknown):
    found = rows(rf"{MEAN} = {unknown}", r"= \frac{1}{N}")
    assert verdicts(found) == [("undecided", None), ("correct", None)]


def test_a_definition_follows_from_nothing_and_its_further_sides_do():
    (row,) = rows(r"v = \sigma^2 + \epsilon = \epsilon + \sigma^2")
    assert [relation.follows for relation in row.relations] == [None, True]


def test_two_right_rows_of_two_readings_do_not_contradict():
    """The first is the derivative with the statistics held fixed, the second the total one."""
    found = rows(
        r"\frac{\partial \hat{x}_i}{\partial x_i} = \frac{1}{\sqrt{\sigma^2 + \epsilon}}",
        r"\frac{\partial \hat{x}_i}{\partial x_i} = \frac{N - 1 - \hat{x}_i^2}{N \sqrt{\sigma^2 + \epsilon}}",
    )
    assert verdicts(found) == [("correct", None), ("correct", None)]
