r"""What is not understood is declined with its rule, the author's LaTeX, and the place where it stands."""

from __future__ import annotations

import pytest

from bnderive.errors import NotUnderstood
from bnderive.lower import Choices, Vocabulary, lower
from tests.layer.documents import judged, last_of, report_of
from tests.lower.formulas import I, reason_of
from tests.survey.documents import BATCH_NORM, VARIANCE, node_of, survey_of

# rule, formula, the part of it that is not understood (the only one of its kind), what the message quotes
REFUSED = (
    ("BN210", r"x_i \pm 1", r"\pm 1", r"\pm"),
    ("BN210", r"x_1 + \ldots + x_N", r"\ldots", r"\ldots"),
    ("BN210", r"1 + \langle x_i, y_i \rangle", r"\langle x_i, y_i \rangle", r"\langle"),
    ("BN210", r"1 + (x_i, y_i)", "x_i, y_i", "x_i, y_i"),
    ("BN210", r"\mu + \hat{x}_{k-1}", r"\hat{x}_{k-1}", r"\hat{x}_{k - 1}"),
    ("BN210", r"\mu \mathbb{1}[i = 2]", "[i = 2]", "i = 2"),
    ("BN210", r"\mu + \sqrt[0]{x_i}", r"\sqrt[0]{x_i}", r"\sqrt[0]{x_i}"),
    ("BN210", r"1 + \begin{cases} 1 & i = j \end{cases}", r"\begin{cases} 1 & i = j \end{cases}", "i = j"),
    ("BN211", r"\mu + q", "q", "q"),
    ("BN211", r"\mu + a_i^2", "a_i^2", "a_i"),
    ("BN211", r"\mu + \frac{q}{2}", "q", "q"),
    ("BN211", r"\frac{\partial L}{\partial q}", "q", "q"),
    ("BN211", r"2 x_i^i", "i", "i"),
    ("BN212", r"\mu + \sin(x_i)", r"\sin(x_i)", r"\sin"),
    ("BN212", r"\mu + \max_i x_i", r"\max_i x_i", r"\max_i"),
    ("BN212", r"1 + \mathrm{foo}(x_i)", r"\mathrm{foo}(x_i)", "foo"),
    ("BN212", r"1 + \operatorname{erf}(x_i)", r"\operatorname{erf}(x_i)", "erf"),
    ("BN214", r"\mu + 2^{x_i}", "x_i", "x_i"),
    ("BN214", r"\mu + 2^{N}", "N", "N"),
    ("BN216", r"\mu + \sum x_i", r"\sum x_i", r"\sum x_i"),
    ("BN216", r"\mu + \sum_{j=3}^N x_i", "j=3", "j = 3"),
    ("BN216", r"\mu + \sum_{j=1}^7 x_i", "7", "7"),
    ("BN216", r"\mu + \sum_{j-1} x_i", "j-1", "j - 1"),
    ("BN216", r"1 + \operatorname{mean}(\mu)", r"(\mu)", r"\mu"),
    ("BN217", r"\mu + \frac{\partial y_i}{x_i}", r"\partial", r"\partial y_i"),
    ("BN217", r"\mu + \frac{y_i}{\partial x_i}", r"\partial", r"\partial x_i"),
    (
        "BN218",
        r"\mu + \frac{\partial}{\partial x_i}",
        r"\frac{\partial}{\partial x_i}",
        r"\frac{\partial}{\partial x_i}",
    ),
    ("BN219", r"\frac{\partial y_i}{\partial (x_i + 1)}", "(x_i + 1)", "x_i + 1"),
    ("BN219", r"\frac{\partial y_i}{\partial 2}", "2", "2"),
    ("BN219", r"\frac{\partial y_i}{\partial x_i^3}", "x_i^3", "x_i^3"),
    ("BN219", r"\frac{\partial y_i}{\partial \sigma}", r"\sigma", r"\sigma"),
    ("BN219", r"\mu + d(x_i + 1)", "(x_i + 1)", "x_i + 1"),
    ("BN290", r"\mu + x_i^{65}", "65", "65"),
    ("BN290", r"\mu + x_i^{1/65}", "1/65", "65"),
    ("BN290", r"\mu + " + "7" * 41, "7" * 41, "41 digits"),
)


@pytest.mark.parametrize(("rule", "latex", "part", "quoted"), REFUSED, ids=[f"{r}-{f[:40]}" for r, f, _, _ in REFUSED])
def test_rule_place_and_quotation(rule, latex, part, quoted):
    reason = reason_of(latex)
    assert reason.rule == rule
    assert reason.span is not None
    assert latex[slice(*reason.span)].strip() == part
    assert quoted in reason.message


def test_an_unknown_operator_is_quoted_with_its_place():
    latex = r"\mu + x_i \otimes y_i"
    reason = reason_of(latex)
    assert (reason.rule, r"\otimes" in reason.message) == ("BN210", True)
    assert reason.span is not None
    assert r"\otimes" in latex[slice(*reason.span)]


def test_orders_that_do_not_match_are_not_called_one_sided():
    reason = reason_of(r"\frac{\partial y_i}{\partial x_i \partial x_j}")
    assert reason.rule == "BN217"
    assert "one side" not in reason.message


def test_limits_are_limits_and_no_more():
    assert lower(node_of("2^{64}"), Vocabulary(survey_of()), Choices()).term is not None
    assert lower(node_of("7" * 40), Vocabulary(survey_of()), Choices()).term is not None


def test_an_array_with_no_row_to_take_its_index_from():
    reason = reason_of(r"\mu + \hat{x}", here=())
    assert (reason.rule, reason.span) == ("BN213", (6, 13))
    assert r"\hat{x}" in reason.message


def test_two_indices_left_out_are_not_guessed():
    rows = (r"z_{ij} = x_i w_j", r"v = \sum_i \sum_j z_{ij}")
    reason = reason_of("1 + z", rows=rows)
    assert (reason.rule, reason.span) == ("BN213", (4, 5))


def test_too_many_indices():
    vocabulary = Vocabulary(survey_of(*BATCH_NORM, r"\hat{x}_{ij} = 1"), {r"\hat{x}": 1})
    with pytest.raises(NotUnderstood) as caught:
        lower(node_of(r"2 \hat{x}_{ij}"), vocabulary, Choices(), (I,))
    assert (caught.value.reason.rule, caught.value.reason.span) == ("BN215", (2, 14))
    assert "2 indices" in caught.value.reason.message


def test_an_index_on_a_scalar():
    vocabulary = Vocabulary(survey_of(*BATCH_NORM, r"\epsilon_i = x_i"), {r"\epsilon": 0})
    with pytest.raises(NotUnderstood) as caught:
        lower(node_of(r"2 + \epsilon_i"), vocabulary, Choices(), (I,))
    assert (caught.value.reason.rule, caught.value.reason.span) == ("BN215", (4, 14))


def test_the_derivative_of_an_unknown_name():
    rows = (*BATCH_NORM, r"\frac{\partial L}{\partial x_i} = 0", r"q = q + 0")
    reason = reason_of(r"\frac{\partial p}{\partial x_i}", rows=rows)
    assert reason.rule in {"BN211", "BN235"}
    assert reason.span == (15, 16)
    assert "p" in reason.message


def test_the_nearest_name_is_proposed():
    assert r"$\mu$" in reason_of("2 + u").message
    assert r"\epsilon" in reason_of(r"\varepsilon + 2").message
    assert "Did you mean" not in reason_of("q").message


def test_a_span_is_an_offset_into_the_display():
    row = rf"\frac{{\partial y_i}}{{\partial x_i}} &= q \\ {VARIANCE}"
    assert judged(rf"\begin{{aligned}} {row} \end{{aligned}}")[0] == ("undecided", "BN211")


def test_one_row_that_is_declined_says_nothing_of_the_others():
    assert judged(r"\frac{\partial y_i}{\partial \beta} = 1 + q", r"\frac{\partial y_i}{\partial \beta} = 1") == [
        ("undecided", "BN211"),
        ("correct", None),
    ]


def test_a_slip_in_a_claim_does_not_spoil_the_definitions():
    assert judged(r"\frac{\partial x_{ij}}{\partial x_i} = 1", r"\frac{\partial \mu}{\partial x_i} = \frac1N") == [
        ("undecided", "BN215"),
        ("correct", None),
    ]


def test_the_message_reaches_the_report():
    formula = last_of(*BATCH_NORM, r"y_i = \gamma \hat{x}_i + b")
    assert (formula.verdict, formula.rule) == ("undecided", "BN211")
    assert "$b$" in (formula.message or "")


def test_nothing_is_raised_for_a_document_of_refusals():
    report = report_of(*(f"{latex} = 0" for _, latex, _, _ in REFUSED))
    assert {formula.verdict for formula in report} <= {"undecided", "wrong", None}
    assert len(report.undecided) >= len(REFUSED) - 6
