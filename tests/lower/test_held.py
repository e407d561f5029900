"""Derivatives with the statistics held fixed, as an author writes them: `\\left. … \\right|_{\\mu, \\sigma^2}`."""

from __future__ import annotations

import pytest

from tests.layer.documents import report_of

NORM = (
    r"\mu = \frac{1}{N} \sum_{i=1}^{N} x_i",
    r"\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2",
    r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}",
    r"y_i = \gamma \hat{x}_i + \beta",
)
SLOPE = r"\frac{\partial \hat{x}_i}{\partial x_j}"
HELD = r"\frac{\delta_{ij}}{\sqrt{\sigma^2 + \epsilon}}"
TOTAL = r"\frac{1}{\sqrt{\sigma^2 + \epsilon}} (\delta_{ij} - \frac1N - \frac{\hat{x}_i \hat{x}_j}{N})"
BARS = (
    rf"\left. {SLOPE} \right|_{{\mu, \sigma^2}}",
    rf"{SLOPE} \Big|_{{\mu, \sigma}}",
    rf"{SLOPE} |_{{\sigma^2, \mu}}",
    rf"\left( {SLOPE} \right)_{{\mu, \sigma^2}}",
    rf"\left. {SLOPE} \right|_{{\mu, \sigma^2 \text{{ fixed}}}}",
)


def said(row: str) -> tuple[str | None, str | None]:
    formula = list(report_of(*NORM, row))[-1]
    return formula.verdict, formula.reading


@pytest.mark.parametrize("bar", BARS)
def test_what_is_held_makes_the_derivative_direct(bar: str) -> None:
    assert said(f"{bar} = {HELD}") == ("correct", "direct")
    assert said(f"{bar} = 2 {HELD}") == ("wrong", "direct")


@pytest.mark.parametrize("bar", BARS)
def test_the_total_derivative_is_not_the_direct_one(bar: str) -> None:
    """Without the bar both are admitted; with it only one is."""
    assert said(f"{SLOPE} = {TOTAL}") == ("correct", "total")
    assert said(f"{bar} = {TOTAL}") == ("wrong", "direct")


@pytest.mark.parametrize("held", [r"\mu", r"\sigma^2", r"\hat{x}", r"\mu, \sigma^2, \hat{x}", "q", "x_k", r"\mu, q"])
def test_with_less_or_more_held_it_is_another_derivative(held: str) -> None:
    row = rf"\left. \frac{{\partial y_i}}{{\partial x_j}} \right|_{{{held}}}"
    assert said(f"{row} = \\gamma {HELD}")[0] == "undecided"


def test_one_statistic_is_enough_where_no_other_is_in_between() -> None:
    row = r"\left. \frac{\partial \sigma^2}{\partial x_i} \right|_{\mu}"
    assert said(rf"{row} = \frac{{2}}{{N}} (x_i - \mu)") == ("correct", "direct")
    assert said(
        r"\left. \frac{\partial \hat{x}_i}{\partial \mu} \right|_{\sigma^2} = -\frac{1}{\sqrt{\sigma^2 + \epsilon}}"
    ) == (
        "correct",
        "direct",
    )


def test_the_chain_rule_with_a_bar_in_it() -> None:
    ways = r"\frac{\partial \hat{x}_i}{\partial \mu} \frac{\partial \mu}{\partial x_j}"
    rest = r"\frac{\partial \hat{x}_i}{\partial \sigma^2} \frac{\partial \sigma^2}{\partial x_j}"
    assert said(rf"\frac{{d \hat{{x}}_i}}{{d x_j}} = {BARS[0]} + {ways} + {rest}")[0] == "correct"
    assert said(rf"\frac{{d \hat{{x}}_i}}{{d x_j}} = {BARS[0]} + {ways} - {rest}")[0] == "wrong"


def test_the_gradient_of_the_loss_past_the_statistics() -> None:
    slope = r"\left. \frac{\partial L}{\partial x_i} \right|_{\mu, \sigma^2}"
    assert (
        said(rf"{slope} = \frac{{\gamma}}{{\sqrt{{\sigma^2 + \epsilon}}}} \frac{{\partial L}}{{\partial y_i}}")[0]
        == "correct"
    )
    assert said(rf"{slope} = \frac{{\partial L}}{{\partial x_i}}")[0] == "wrong"
