"""What the text says of targets: one element's value is no definition, and what is denied is not supposed."""

from __future__ import annotations

import pytest

from bnderive.check import check_text

SOFTMAX = r"""
$$p_i = \frac{e^{z_i}}{\sum_{k=1}^C e^{z_k}}$$

$$L = -\sum_{i=1}^C y_i \log p_i$$

"""
GRADIENT = r"$$\frac{\partial L}{\partial z_i} = p_i - y_i$$"
DENIED = (
    "The labels are multi-hot, not one-hot, so several $y_i$ may be 1.",
    "The targets are not one-hot.",
    "If the targets were one-hot this would be simpler; here they are arbitrary weights.",
    r"We do not assume $\sum_i y_i = 1$.",
    r"The targets need not satisfy $\sum_i y_i = 1$.",
)
JACOBIAN = r"""
Let $\mathbf x, \mathbf w, \mathbf b \in \mathbb{R}^n$ be column vectors. We use numerator layout: rows are outputs.

$$\mathbf y = \mathbf b\,(\mathbf w^T\mathbf x)$$

"""


def verdict(text: str) -> str | None:
    return check_text(text).documents[0].formulas[-1].verdict


@pytest.mark.parametrize("value", [r"\frac12", r"1-\alpha"])
def test_the_value_of_one_element_is_no_definition(value):
    said = rf"where $\sum_i y_i = 1$ and, with label smoothing, $y_c = {value}$ for the correct class $c$."
    found = check_text(f"{SOFTMAX}{said}\n\n{GRADIENT}")
    assert "wrong" not in [formula.verdict for formula in found]


@pytest.mark.parametrize("said", DENIED)
def test_what_is_denied_is_not_supposed(said):
    assert verdict(f"{SOFTMAX}{said}\n\n{GRADIENT}") != "correct"


@pytest.mark.parametrize("said", [r"where $\sum_i y_i = 1$.", "The targets are one-hot."])
def test_what_is_told_is(said):
    assert verdict(f"{SOFTMAX}{said}\n\n{GRADIENT}") == "correct"


@pytest.mark.parametrize("unseen", ["<!-- The targets are one-hot. -->", "```\nF.one_hot(y)\n```"])
def test_what_no_reader_sees_tells_nothing(unseen):
    assert verdict(f"{SOFTMAX}{unseen}\n\n{GRADIENT}") == "undecided"


def test_what_is_told_after_the_last_formula_is_told():
    assert verdict(f"{SOFTMAX}{GRADIENT}\n\nHere the targets are one-hot.") == "correct"


@pytest.mark.parametrize(
    ("side", "expected"), [(r"\mathbf b \mathbf w^T", "correct"), (r"\mathbf w\mathbf b^T", "wrong")]
)
def test_the_layout_that_the_text_names_is_the_one(side, expected):
    assert verdict(rf"{JACOBIAN}$$\frac{{\partial \mathbf y}}{{\partial \mathbf x}} = {side}$$") == expected
