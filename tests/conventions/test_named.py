r"""`\operatorname{RMS}(x)` and `\overline{x^2}` where a row defines them: names of their own, and no others."""

from __future__ import annotations

import pytest

from bnderive.check import check_text

RMS = r"""
$$\operatorname{RMS}(x) = \sqrt{\frac1n \sum_{k=1}^n x_k^2 + \epsilon}$$
$$y_i = g_i \frac{x_i}{\operatorname{RMS}(x)}$$
"""
BARS = r"""
$$\overline{x} = \frac1n \sum_{k=1}^n x_k$$
$$\overline{x^2} = \frac1n \sum_{k=1}^n x_k^2$$
$$\overline{x h} = \frac1n \sum_{k=1}^n x_k h_k$$
"""
BESSEL = r"""
$$m = \frac1n \sum_i x_i$$
$$\operatorname{Var}(x) = \frac{1}{n - 1} \sum_i (x_i - m)^2$$
"""


def last(text: str):
    return check_text(text).documents[0].formulas[-1]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial \operatorname{RMS}(x)}{\partial x_j} = \frac{x_j}{n \operatorname{RMS}(x)}", "correct"),
        (r"\frac{\partial \operatorname{RMS}(x)}{\partial x_j} = \frac{x_j}{\operatorname{RMS}(x)}", "wrong"),
        (r"\operatorname{RMS}(x)^2 = \frac1n \sum_k x_k^2 + \epsilon", "correct"),
        (r"\operatorname{RMS}(y) = \operatorname{RMS}(x)", "undecided"),
    ],
)
def test_a_function_of_an_array_that_a_row_defines(claim, verdict):
    assert last(f"{RMS}$${claim}$$").verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial \overline{x^2}}{\partial x_i} = \frac{2 x_i}{n}", "correct"),
        (r"\frac{\partial \overline{x}^2}{\partial x_i} = \frac{2 \overline{x}}{n}", "correct"),
        (r"\overline{x^2} = \overline{x}^2", "wrong"),
        (r"\frac{\partial \overline{x h}}{\partial h_i} = \frac{x_i}{n}", "correct"),
    ],
)
def test_the_mean_of_a_power_is_no_power_of_the_mean(claim, verdict):
    assert last(f"{BARS}$${claim}$$").verdict == verdict


def test_a_bar_over_a_power_that_nothing_defines_is_no_power():
    text = r"$$\overline{x} = \frac1n \sum_k x_k$$ $$\overline{x^2} + 0 = \overline{x}^2$$"
    assert last(text).verdict in {"undecided", "wrong"}


@pytest.mark.parametrize(("over", "verdict"), [("n - 1", "correct"), ("n", "wrong")])
def test_a_variance_is_what_the_document_makes_of_it(over, verdict):
    claim = rf"\frac{{\partial \operatorname{{Var}}(x)}}{{\partial x_j}} = \frac{{2 (x_j - m)}}{{{over}}}"
    assert last(f"{BESSEL}$${claim}$$").verdict == verdict


def test_the_author_reads_their_own_notation():
    found = check_text(RMS + r"$$\operatorname{RMS}(x) = 0$$").documents[0]
    assert found.definitions[0].latex.startswith(r"\operatorname{RMS}(x) = ")
