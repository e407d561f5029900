r"""Correct, wrong or undecided, each for the right reason, resting on what the kernel issued and on nothing else."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from bnderive.elaborate import Claim, elaborate
from bnderive.errors import Reason
from bnderive.kernel.kernel import Proved, Refuted
from bnderive.syntax import parse_formula
from bnderive.terms import add, num
from bnderive.verdict import Verdict, decide
from tests.layer.documents import judge_of, judged, last_of, report_of, verdicts
from tests.survey.documents import BATCH_NORM

R = r"\sqrt{\sigma^2 + \epsilon}"
DX = r"\frac{\partial \hat{x}_i}{\partial x_i}"
JACOBIAN = r"\frac{\partial \hat{x}_j}{\partial x_i}"


def claim_of(row: str, *before: str) -> Claim:
    """The claim of a row after the definitions of batch normalisation."""
    judge = judge_of(*BATCH_NORM, *before, row)
    return elaborate(parse_formula(row), judge.environment(judge.entries[-1]))


def decided(row: str, preferred: str = "") -> Verdict:
    return decide(claim_of(row), preferred)


# dx̂_j/dx_i = (N[i=j] − 1 − x̂_i x̂_j)/(N r); the direct part of it is [i=j]/r
CORRECT = (
    ("direct", rf"{DX} = \frac{{1}}{{{R}}}", "direct"),
    ("total", rf"{DX} = \frac{{N - 1 - \hat{{x}}_i^2}}{{N {R}}}", "total"),
    ("total, both indices", rf"{JACOBIAN} = \frac{{N [i = j] - 1 - \hat{{x}}_i \hat{{x}}_j}}{{N {R}}}", "total"),
    ("direct, both indices", rf"{JACOBIAN} = \frac{{[i = j]}}{{{R}}}", "direct"),
    ("the mean", r"\frac{\partial \mu}{\partial x_i} = \frac1N", "total"),
    ("the variance", r"\frac{\partial \sigma^2}{\partial x_i} = \frac2N (x_i - \mu)", "total"),
    ("a sum without ∂", r"\sum_i \hat{x}_i^2 = \frac{N \sigma^2}{\sigma^2 + \epsilon}", ""),
    (
        "the gradient of the shift",
        r"\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}",
        "total",
    ),
    (
        "chain: head total, ∂x̂/∂x direct",
        rf"\frac{{\partial L}}{{\partial x_i}} = \frac{{\partial L}}{{\partial \hat{{x}}_i}} {DX} + "
        r"\frac{\partial L}{\partial \sigma^2} \frac{\partial \sigma^2}{\partial x_i} + "
        r"\frac{\partial L}{\partial \mu} \frac{\partial \mu}{\partial x_i}",
        None,
    ),
    (
        "three paths of a node",
        rf"{DX} = \frac{{1}}{{{R}}} + "
        r"\frac{\partial \hat{x}_i}{\partial \mu} \frac{\partial \mu}{\partial x_i} + "
        r"\frac{\partial \hat{x}_i}{\partial \sigma^2} \frac{\partial \sigma^2}{\partial x_i}",
        "total",  # 1/r is written out, and the paths are the same with the mean recomputed: Σ (x_k − μ) = 0
    ),
)

WRONG = (
    ("sign", rf"{DX} = -\frac{{1}}{{{R}}}"),
    ("neither total nor direct", rf"{DX} = \frac{{N - 1}}{{N {R}}}"),
    ("diagonal only", rf"{JACOBIAN} = \frac{{N - 1 - \hat{{x}}_i \hat{{x}}_j}}{{N {R}}}"),
    ("off the diagonal only", rf"{JACOBIAN} = \frac{{-1 - \hat{{x}}_i \hat{{x}}_j}}{{N {R}}}"),
    ("one size only", r"\frac{\partial \mu}{\partial x_i} = \frac{1}{3}"),
    ("equal at N = 1", r"\frac{\partial \mu}{\partial x_i} = 1"),
    ("equal where the gradient is constant", r"\frac{\partial L}{\partial \beta} = N \frac{\partial L}{\partial y_i}"),
    ("without ε", r"\sum_i \hat{x}_i^2 = N"),
    ("a held statistic that stands in the way", r"\frac{\partial \sigma^2}{\partial x_i} = 0"),
)


@pytest.mark.parametrize(("row", "reading"), [case[1:] for case in CORRECT], ids=[case[0] for case in CORRECT])
def test_correct(row, reading):
    verdict = decided(row)
    assert verdict.word == "correct"
    assert all(isinstance(outcome, Proved) for outcome in verdict.chosen.outcomes)
    assert reading is None or verdict.chosen.reading == reading
    assert verdict.reason is None


@pytest.mark.parametrize("row", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_wrong_in_every_reading(row):
    verdict = decided(row)
    assert verdict.word == "wrong"
    assert verdict.attempts
    assert all(attempt.is_refuted for attempt in verdict.attempts)
    assert all(attempt.refutation.left != attempt.refutation.right for attempt in verdict.attempts)
    assert verdict.reason is None


@pytest.mark.parametrize("row", [case[1] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_counterexample_has_exact_numbers(row):
    for attempt in decided(row).attempts:
        found = attempt.refutation
        assert isinstance(found, Refuted)
        assert isinstance(found.left, Fraction)
        assert isinstance(found.right, Fraction)
        assert found.point.sizes["N"] >= 1


def test_one_batch_for_all_readings_where_there_is_one():
    verdict = decided(rf"{DX} = \frac{{N - 1}}{{N {R}}}")
    assert len(verdict.attempts) > 1
    assert len({id(attempt.refutation.point) for attempt in verdict.attempts}) == 1


def test_the_first_counterexample_is_the_simplest_batch():
    found = decided(r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}").chosen.refutation
    assert [found.point.values["x", (k,)] for k in (1, 2, 3)] == [0, 1, 2]
    assert (found.left, found.right) == (Fraction(1, 3), Fraction(2, 3))


def test_a_preferred_reading_is_named_where_several_hold():
    row = r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)"
    assert decided(row).chosen.reading == "total"
    assert decided(row, "direct").chosen.reading == "direct"


def test_a_preferred_reading_is_not_named_where_it_does_not_hold():
    row = rf"{DX} = \frac{{N - 1 - \hat{{x}}_i^2}}{{N {R}}}"
    assert decided(row, "direct").chosen.reading == "total"
    assert decided(row, "direct").word == "correct"


def test_one_wrong_side_makes_a_row_wrong():
    row = r"\frac{\partial \mu}{\partial x_i} = \frac1N = \frac2N = \frac{1}{N}"
    verdict = decided(row)
    assert verdict.word == "wrong"
    assert [type(outcome) for outcome in verdict.chosen.outcomes] == [Proved, Refuted, Proved]


def test_one_reading_for_all_sides():
    """Direct is 1/r and total another value: a row that gives both is true in no single reading."""
    row = rf"{DX} = \frac{{1}}{{{R}}} = \frac{{N - 1 - \hat{{x}}_i^2}}{{N {R}}}"
    assert decided(row).word == "wrong"


def test_a_compound_as_a_head_is_total():
    """The mean moves with x_i: ∂(x_i − μ)/∂x_i = 1 − 1/N."""
    head = r"\frac{\partial (x_i - \mu)}{\partial x_i}"
    assert verdicts(rf"{head} = 1 - \frac1N", rf"{head} = 1") == ["correct", "wrong"]


@pytest.mark.parametrize("row", [r"\hat{x}_i = 0", r"\mu = 2", r"\sigma^2 = 1"])
def test_a_displayed_value_of_a_node_is_a_claim(row):
    assert judged(row)[0][0] == "wrong"


# -- undecided, and why


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        (r"\frac{\partial^2 L}{\partial x_i \partial x_j} = 0", "BN221"),
        (r"\frac{\mu}{N - N} = 1", "BN222"),
        (r"\sqrt{-1} = \mu", "BN223"),
        (r"y_i = q", "BN211"),
        (r"\hat{x}_i \approx x_i", "BN240"),
        (r"\sum x_i y_k = N \mu", "BN216"),
        (r"x_i^{65} = 1", "BN290"),
        # σ² is not made of x̂: a slip for ∂σ²/∂x_i, which would vanish unseen with the statistics held
        (rf"{DX} = \frac{{1}}{{{R}}} + \frac{{\partial \sigma^2}}{{\partial \hat{{x}}_i}}", "BN239"),
    ],
)
def test_undecided_with_the_reason(row, rule):
    assert judged(row) == [("undecided", rule)]


def test_a_root_of_unknown_sign_is_not_decided_by_guess():
    assert verdicts(r"\sqrt{x_i^2} = |x_i|", r"\sqrt{x_i^2} = x_i") == ["correct", "wrong"]


def test_neither_proved_nor_refuted_says_so():
    verdict = decided(r"\exp(\exp(x_i) + 1) = 3 \exp(\exp(x_i)) - 1")
    assert verdict.word in {"wrong", "undecided"}
    if verdict.word == "undecided":
        assert verdict.reason is not None


def test_a_row_with_one_undecided_side_is_not_correct():
    row = r"\frac{\partial \mu}{\partial x_i} = \frac1N = \frac{\mu}{N (N - N)}"
    assert decided(row).word == "undecided"


def test_a_refuted_side_counts_though_another_is_undecided():
    row = r"\frac{\partial \mu}{\partial x_i} = \frac2N = \frac{\mu}{N (N - N)}"
    assert decided(row).word in {"wrong", "undecided"}


# -- combinations that were cut off


def test_nothing_is_wrong_when_combinations_were_cut_off():
    claim = claim_of(r"\frac{\partial \mu}{\partial x_i} = \frac2N")
    assert decide(claim).word == "wrong"
    assert decide(replace(claim, is_complete=False)).word == "undecided"


def test_what_is_proved_stays_proved_when_combinations_were_cut_off():
    claim = claim_of(r"\frac{\partial \mu}{\partial x_i} = \frac1N")
    assert decide(replace(claim, is_complete=False)).word == "correct"


def test_a_claim_with_too_many_ambiguities_is_cut_off():
    products = " + ".join(r"1/2\mu" for _ in range(4))
    claim = claim_of(rf"\frac{{\partial \mu}}{{\partial x_i}} = {products}")
    assert not claim.is_complete
    verdict = decide(claim)
    assert verdict.word == "undecided"
    assert verdict.reason is not None
    assert verdict.reason.rule in {"BN250", "BN290"}


def test_a_claim_with_few_ambiguities_is_complete():
    claim = claim_of(r"\frac{\partial \mu}{\partial x_i} = 1/2\mu + 1/2\mu")
    assert claim.is_complete
    assert len(claim.alternatives) == 4
    assert decide(claim).word == "wrong"


def test_every_alternative_is_tried():
    claim = claim_of(r"\frac{1}{2 \mu} + \frac{\mu}{2} = 1/2\mu + 1/2\mu")
    verdict = decide(claim)
    assert verdict.word == "correct"
    assert not verdict.chosen.alternative.is_usual


def test_an_alternative_that_cannot_be_decided_keeps_a_claim_from_being_wrong():
    claim = claim_of(r"\frac{\partial \mu}{\partial x_i} = \frac2N")
    usual = claim.usual
    (side,) = usual.sides
    odd = replace(usual, sides=(add(side, claim_of(r"\mu = \frac{\mu}{N - N}").usual.sides[0]),), is_usual=False)
    assert decide(replace(claim, alternatives=(usual, odd))).word == "undecided"
    other = replace(usual, sides=(add(side, num(1)),), is_usual=False)
    assert decide(replace(claim, alternatives=(usual, other))).word == "wrong"


def test_the_reason_is_a_reason():
    verdict = decided(r"\frac{\partial^2 L}{\partial x_i \partial x_j} = 0")
    assert isinstance(verdict.reason, Reason)
    assert verdict.reason.message


# -- cases of the indices


def test_the_words_before_a_formula_restrict_it():
    same, apart, plain = (
        report_of(*BATCH_NORM, *words, rf"{JACOBIAN} = \frac{{-1 - \hat{{x}}_i \hat{{x}}_j}}{{N {R}}}")
        for words in (
            ("For $i = j$ we have",),
            ("For $i \\ne j$ we have",),
            ("In general",),
        )
    )
    assert [list(report)[-1].verdict for report in (same, apart, plain)][::2] == ["wrong", "wrong"]
    assert list(apart)[-1].verdict in {"correct", "undecided"}


def test_all_placings_of_the_indices_count():
    assert verdicts(r"x_i x_j = x_j x_i", r"x_i x_j = x_i^2", r"[i = j] x_i = [i = j] x_j", r"[i = j] = 0") == [
        "correct",
        "wrong",
        "correct",
        "wrong",
    ]


def test_representatives_are_elements_like_any_other():
    assert verdicts(
        r"\frac{\partial \mu}{\partial x_1} = \frac1N", r"\frac{\partial \mu}{\partial x_1} = \frac{1}{N + 1}"
    ) == ["correct", "wrong"]
    assert verdicts(r"\frac{\partial x_1}{\partial x_2} = 0", r"x_1 = x_2") == ["correct", "wrong"]


def test_verdicts_do_not_depend_on_the_rows_around():
    row = r"\frac{\partial \mu}{\partial x_i} = \frac1N"
    assert (
        last_of(*BATCH_NORM, row).verdict
        == last_of(*BATCH_NORM, r"y_i = 7", r"\hat{x}_i = q", row).verdict
        == "correct"
    )
