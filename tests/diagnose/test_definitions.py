"""A definition that makes several claims wrong is named, and nothing else is."""

from __future__ import annotations

from bnderive.report import Formula, Report
from tests.layer.documents import report_of

MEAN = r"\mu = \frac{1}{N} \sum_{j=1}^{N} x_j"
HAT = r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}"
SLOPE = r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} (x_i - \mu)"
JACOBIAN = (
    r"\frac{\partial \hat{x}_j}{\partial x_i} = \frac{1}{N \sqrt{\sigma^2 + \epsilon}} "
    r"( N \delta_{ij} - 1 - \hat{x}_i \hat{x}_j )"
)


def variance(body: str) -> str:
    return rf"\sigma^2 = \frac{{1}}{{N}} \sum_{{j=1}}^{{N}} {body}"


def at(report: Report, latex: str) -> Formula:
    return next(formula for formula in report if formula.latex == latex)


def test_a_square_lost_in_a_definition_is_the_cause_of_both_claims() -> None:
    definition = variance(r"(x_j - \mu)")
    report = report_of(MEAN, definition, HAT, SLOPE, JACOBIAN)
    cause = at(report, definition)
    assert [at(report, row).verdict for row in (SLOPE, JACOBIAN)] == ["wrong", "wrong"]
    assert [at(report, row).root_causes for row in (SLOPE, JACOBIAN)] == [(cause.id,), (cause.id,)]
    assert cause.verdict is None
    assert cause.message is not None
    assert r"(x_j - \mu)^2" in cause.message
    assert report.summary.root_causes == 1


def test_one_wrong_claim_does_not_accuse_a_definition() -> None:
    definition = variance(r"(x_j - \mu)")
    report = report_of(MEAN, definition, SLOPE)
    assert at(report, definition).message is None
    assert at(report, SLOPE).root_causes == ()


def test_a_definition_on_which_more_rests_that_is_right_is_not_accused() -> None:
    definition = variance(r"(x_j - \mu)^2")
    slips = [SLOPE.replace("{2}", "{3}"), JACOBIAN.replace("- 1", "- 2")]
    rights = [SLOPE, JACOBIAN, r"N \sigma^2 = \sum_j (x_j - \mu)^2"]
    report = report_of(MEAN, definition, HAT, *rights, *slips)
    assert at(report, definition).message is None
    assert [at(report, row).root_causes for row in slips] == [(), ()]
    assert report.summary.root_causes == 2


def test_a_definition_that_would_make_all_claims_say_nothing_is_not_accused() -> None:
    """Without x in y every gradient by x is zero, and so is what is claimed of it."""
    rows = (
        r"y_i = \gamma \hat{x}_i + \beta",
        r"\frac{\partial L}{\partial \hat{x}_i} = 2 \gamma \frac{\partial L}{\partial y_i}",
        r"\frac{\partial L}{\partial \gamma} = 3 \sum_j \frac{\partial L}{\partial y_j} \hat{x}_j",
    )
    report = report_of(MEAN, variance(r"(x_j - \mu)^2"), HAT, *rows)
    assert [at(report, row).verdict for row in rows] == [None, "wrong", "wrong"]
    assert at(report, rows[0]).message is None


def test_a_definition_is_not_made_zero_to_make_claims_true() -> None:
    definition = variance(r"(x_j - \mu)^2")
    flat = [r"\sigma^2 + \mu = \mu", r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\epsilon}}", r"\sigma^2 + 1 = 1"]
    report = report_of(MEAN, definition, HAT, *flat)
    assert at(report, definition).message is None
