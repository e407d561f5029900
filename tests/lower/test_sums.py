r"""The range of a Σ: the whole batch in every spelling, exclusions; a part of it is declined, never read as all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bnderive.terms import ONE, Delta, add, mul, normal, num, sub
from tests.layer.documents import judged, last_of, report_of, verdicts
from tests.lower.formulas import APART, MU, I, J, K, all_of, over, reason_of, terms_of, x
from tests.survey.documents import BATCH_NORM

WHOLE = (
    r"\sum_j x_j",
    r"\sum_{j} x_j",
    r"\sum_{j=1}^N x_j",
    r"\sum_{j=1}^{N} x_j",
    r"\sum\limits_{j=1}^N x_j",
    r"\Sigma_{j=1}^N x_j",
    r"\sum_{j=0}^{N-1} x_j",
    r"\sum_j^N x_j",
    r"\sum_{j \in B} x_j",
    r"\sum_{j \in \mathcal{B}} x_j",
)


@pytest.mark.parametrize("latex", WHOLE)
def test_the_whole_batch(latex):
    ((lowered, _),) = all_of(latex)
    assert lowered.term == over(J, x(J))
    assert lowered.remarks == ()


def test_one_term_too_many_is_a_problem_and_read_as_the_batch():
    ((lowered, _),) = all_of(r"\sum_{j=0}^{N} x_j")
    (remark,) = lowered.remarks
    assert lowered.term == over(J, x(J))
    assert (remark.rule, "N + 1 terms" in remark.text) == ("BN107", True)


BODIES = (
    (r"\sum_j x_j + \mu", add(over(J, x(J)), MU)),
    (r"\sum_j x_j \mu", over(J, mul(x(J), MU))),
    (r"\sum_j (x_j + \mu)", over(J, add(x(J), MU))),
    (r"2 \sum_j 3 x_j", mul(num(2), over(J, mul(num(3), x(J))))),
    (r"\sum_i x_i + x_i", add(over(I, x(I)), x(I))),
    (r"x_i \sum_i x_i", mul(x(I), over(I, x(I)))),
    (r"\sum_j \sum_k x_j x_k", over(J, over(K, mul(x(J), x(K))))),
    (r"\sum_{j,k} x_j x_k", over(J, over(K, mul(x(J), x(K))))),
    (r"\sum_{j,k=1}^{N} x_j x_k", over(J, over(K, mul(x(J), x(K))))),
    (r"\sum_{j=1,k=1}^{N} x_j x_k", over(J, over(K, mul(x(J), x(K))))),
    (r"\sum_j \delta_{ij} x_j", over(J, mul(Delta(I, J), x(J)))),
)


@pytest.mark.parametrize(("latex", "term"), BODIES, ids=[latex for latex, _ in BODIES])
def test_scope(latex, term):
    assert terms_of(latex) == [normal(term)]


EXCLUSIONS = (
    (r"\sum_{j \ne i} x_j", over(J, mul(APART, x(J)))),
    (r"\sum_{j \neq i} x_j", over(J, mul(APART, x(J)))),
    (r"\sum_{i \ne j} x_j", over(J, mul(APART, x(J)))),
    (r"\sum_{j=1, j \ne i}^N x_j", over(J, mul(APART, x(J)))),
    (r"\sum_{j \in B, j \ne i} x_j", over(J, mul(APART, x(J)))),
    (r"\sum_k \sum_{j \ne k} x_j", over(K, over(J, mul(sub(ONE, Delta(J, K)), x(J))))),
    (r"\sum_k \sum_{k \ne j} x_j", over(K, over(J, mul(sub(ONE, Delta(J, K)), x(J))))),
)


@pytest.mark.parametrize(("latex", "term"), EXCLUSIONS, ids=[latex for latex, _ in EXCLUSIONS])
def test_an_element_left_out(latex, term):
    assert terms_of(latex) == [normal(term)]


@pytest.mark.parametrize(
    "claim",
    [
        r"\sum_{i \ne j} x_i x_j = N^2 \mu^2 - \sum_i x_i^2",
        r"\sum_{k \ne l} x_k x_l = \sum_k x_k \sum_l x_l - \sum_k x_k^2",
        r"\sum_{i \ne j} 1 = N^2 - N",
        r"N x_i \mu - x_i^2 = \sum_{i \ne j} x_i x_j",
        r"\sum_{j \ne i} x_j = N \mu - x_i",
        r"\sum_{i \ne j} x_i = N \mu - x_j",
        r"\sum_{j=1, j \ne i}^N x_j = N \mu - x_i",
        r"\sum_{j \ne i} 1 = N - 1 + 0 x_i",
    ],
)
def test_true_sums_with_an_element_left_out(claim):
    assert verdicts(claim) in (["correct"], ["undecided"])


@pytest.mark.parametrize(
    "claim",
    [
        r"\sum_{j=1, j \ne i}^N 1 = N^3",
        r"\sum_{j \ne i} x_j = N \mu",
        r"\sum_{j \ne i} (x_j - \mu) = 0",
        r"\sum_{i \ne j} x_i x_j = N^2 \mu^2",
    ],
)
def test_false_sums_with_an_element_left_out(claim):
    assert "correct" not in verdicts(claim)


PARTS = (
    r"\sum_{j=1}^{i} x_j",
    r"\sum_{j}^{i} x_j",
    r"\sum_{j=1}^{N} \sum_{k=1}^{j} x_k",
    r"\sum_{j=3}^{N} x_j",
    r"\sum_{j=2}^{N-1} x_j",
    r"\sum_{j=1}^{N-1} x_j",
    r"\sum_{j=0}^{N-2} x_j",
    r"\sum_{j=1}^{7} x_j",
    r"\sum_{j=i}^{N} x_j",
    r"\sum_{j=i+1}^{N} x_j",
    r"\sum_{j<i} x_j",
    r"\sum_{j \le i} x_j",
    r"\sum_{j \in \{1, 2\}} x_j",
    r"\sum_{j \in P_i} x_j",
    r"\sum_{j=1}^{2N} x_j",
    r"\sum_{j=1}^{N/2} x_j",
)


@pytest.mark.parametrize("latex", PARTS)
def test_a_part_of_the_batch_is_never_the_batch(latex):
    assert reason_of(latex).rule == "BN216"


@pytest.mark.parametrize("latex", PARTS)
def test_no_verdict_rests_on_a_part_of_the_batch(latex):
    assert verdicts(rf"{latex} = N \mu", rf"{latex} = N^2 \mu") == ["undecided", "undecided"]


# -- one end of the batch left out

CENTRED = (r"m = \frac1N \sum_{i=1}^{N} x_i", r"y_i = x_i - m")
BIAS = r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} - \frac1N "
REST, INNER = r"\sum_{j=2}^{N} \frac{\partial L}{\partial y_j}", r"\sum_{j=1}^{N-1} \frac{\partial L}{\partial y_j}"


def said_of(*rows: str) -> list[str]:
    return [formula.verdict or formula.role for formula in list(report_of(*CENTRED, *rows))[len(CENTRED) :]]


def test_a_sum_from_the_second_on_is_all_but_the_first():
    first = r"\frac{\partial L}{\partial y_1}"
    rows = (r"\sum_{j=2}^{N} y_j = m - x_1", r"\sum_{j=2}^{N} y_j = 0", BIAS + rf"({first} + {REST})", BIAS + REST)
    assert said_of(*rows) == ["correct", "wrong", "correct", "wrong"]


def test_a_sum_to_the_last_but_one_is_refuted_in_the_places_of_its_author():
    """The numbers are put into the author's own sums again."""
    formula = last_of(*CENTRED, BIAS + INNER)
    found = formula.counterexample
    assert formula.verdict == "wrong"
    assert found is not None
    upstream = [Fraction(value) for value in found.values["dL_dy"]]
    at, size = found.indices["i"] - 1, found.N
    assert Fraction(found.claimed) == upstream[at] - sum(upstream[: size - 1]) / size
    assert Fraction(found.true) == upstream[at] - sum(upstream) / size
    assert found.claimed != found.true


def test_what_is_left_out_is_a_problem_and_told_by_its_number():
    report = report_of(*CENTRED, BIAS + INNER)
    assert [p.message for p in report.documents[0].problems if p.rule == "BN107"] == [
        "the sum from $j = 1$ to $N - 1$ leaves the last element out"
    ]
    assert r"\delta_{j N}" in (list(report)[-1].understood or "")


@pytest.mark.parametrize(
    "other",
    [
        r"\frac{\partial y_1}{\partial x_1} = 1 - \frac1N",  # an element has a number
        BIAS + REST,  # the other end is left out elsewhere
        r"\sum_{j=0}^{N-1} y_j = 0",  # counted from 0
        r"i = 0, \dots, N-1",
        r"\frac{\partial y_0}{\partial x_0} = 1 - \frac1N",
        r"\sum_{j \ne 1} y_j = m - x_i",
    ],
)
def test_a_sum_to_the_last_but_one_is_undecided_beside_other_numbers(other):
    assert said_of(other, BIAS + INNER)[-1] == "undecided"
    assert said_of(BIAS + INNER) == ["wrong"]


@pytest.mark.parametrize(
    "rows", [(INNER + " = 0",), (r"s = \sum_{j=1}^{N-1} x_j", "s = N m"), (r"s = \sum_{j=2}^{N} x_j", "s = N m")]
)
def test_a_left_side_or_a_definition_that_leaves_an_end_out_is_declined(rows):
    assert not {"wrong", "correct"} & set(said_of(*rows))


def test_an_end_is_left_out_only_where_the_whole_is_summed_elsewhere():
    rows = (r"m = \frac1N \sum_i x_i", r"y_i = x_i - m", BIAS + INNER)
    assert last_of(*rows).verdict == "undecided"


def test_a_definition_by_a_running_sum_is_declined_and_what_needs_it_too():
    assert [rule for _, rule in judged(r"c_i = \sum_{j=1}^{i} x_j", r"c_i = N \mu")] == ["BN216", "BN233"]


def test_the_sum_without_an_index_is_quoted():
    reason = reason_of(r"\mu + \sum x_j y_k")
    assert (reason.rule, reason.span) == ("BN216", (6, 18))
    assert r"\sum x_j y_k" in reason.message


def test_products_over_the_batch_are_declined():
    reason = reason_of(r"2 \prod_j x_j")
    assert (reason.rule, reason.span) == ("BN210", (2, 13))
    assert r"\prod" in reason.message


def test_a_sum_of_the_size_is_said_in_the_document():
    problems = report_of(*BATCH_NORM, r"\sum_{j=0}^{N} \hat{x}_j = 0").documents[0].problems
    assert "BN107" in {problem.rule for problem in problems}


def test_other_letters_for_the_same_size():
    assert last_of(*BATCH_NORM, r"\sum_{j=1}^m x_j = N \mu").verdict == "correct"


def test_the_bound_letter_is_not_the_free_one():
    assert verdicts(r"x_i \sum_i x_i = N \mu x_i", r"x_i \sum_i x_i = \sum_i x_i^2") == ["correct", "wrong"]
    assert terms_of(r"\sum_i x_i", here=(I,)) == [normal(over(I, x(I)))]
