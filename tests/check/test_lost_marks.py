"""A mark that an author lost on one row makes no other row wrong, and no row says more than its notation does."""

from __future__ import annotations

import pytest

import bnderive

FORWARD = (
    r"\mu = \frac1N \sum_i x_i",
    r"\sigma^2 = \frac1N \sum_i (x_i - \mu)^2",
    r"\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}",
    r"y_i = \gamma \hat x_i + \beta",
)


def verdicts(*rows: str, words: str = "") -> list[str | None]:
    """Of the rows after the forward pass."""
    text = "\n\n".join([*(f"$${row}$$" for row in FORWARD), words, *(f"$${row}$$" for row in rows)])
    return [formula.verdict for formula in bnderive.check_text(text) if formula.line > 2 * len(FORWARD) + 1]


@pytest.mark.parametrize(
    ("lost", "whole"),
    [
        (r"\gamma = \sum_i g_i \hat x_i", r"\frac{\partial L}{\partial \gamma} = \sum_i g_i \hat x_i"),
        (r"\beta = \sum_i g_i", r"\frac{\partial L}{\partial \beta} = \sum_i g_i"),
        (r"x_i = g_i - \hat x_i", r"\frac{\partial L}{\partial \hat x_i} = \gamma g_i"),
    ],
)
def test_what_is_made_of_its_own_gradient_defines_nothing(lost: str, whole: str):
    introduced, other = r"g_i = \frac{\partial L}{\partial y_i}", r"\frac{\partial L}{\partial \hat x_i} = \gamma g_i"
    assert verdicts(introduced, lost, other, whole) == [None, "wrong", "correct", "correct"]


def test_a_lost_bar_makes_no_other_row_wrong():
    words = r"Let $\bar\theta = \partial L/\partial\theta$ for every quantity."
    rows = (r"\beta = \sum_i \bar y_i", r"\bar\gamma = \sum_i \bar y_i \hat x_i", r"\bar{\hat x}_i = \gamma \bar y_i")
    assert verdicts(*rows, words=words)[-3:] == ["wrong", "correct", "correct"]
    assert verdicts(r"\bar\beta = \sum_i \bar y_i", *rows[1:], words=words)[-3:] == ["correct"] * 3


def test_an_update_is_none():
    """The gradient by a parameter may stand in what sets it: no circle is seen in `\\gamma \\leftarrow …`."""
    update = r"\gamma \leftarrow \gamma - \eta \frac{\partial L}{\partial \gamma}"
    assert verdicts(update, r"\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}") == [
        None,
        "correct",
    ]


def test_a_dot_is_an_inner_product_where_another_sign_multiplies_elementwise():
    text = "Let $\\mathbf x, \\mathbf w \\in \\mathbb R^n$.\n\n$$\\mathbf w \\cdot \\mathbf x = {}$$\n"
    false, true = (
        bnderive.check_text(text.format(side)) for side in (r"\mathbf w \odot \mathbf x", r"\mathbf w^\top \mathbf x")
    )
    assert [formula.verdict for formula in false][-1] == "undecided"
    assert [formula.verdict for formula in true][-1] == "correct"


def test_an_accent_over_a_power_is_no_power_of_the_accented():
    side = r"= \frac{N \sigma^2}{\sigma^2 + \epsilon}"
    assert verdicts(rf"\sum_i \hat{{x_i^2}} {side}", rf"\sum_i \hat{{x_i}}^2 {side}") == ["undecided", "correct"]
