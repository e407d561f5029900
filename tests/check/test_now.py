"""`Now` before a row is no definition: what it changes is for the author to say."""

from __future__ import annotations

import pytest

import bnderive

FORWARD = r"""
$$\mu = \frac1N \sum_i x_i$$

$$\hat x_i = x_i - \mu$$

$$y_i = \gamma \hat x_i + \beta$$

"""


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Now", "undecided"),
        ("Now we see that", "undecided"),
        ("Then", "wrong"),
        ("Recall that", "wrong"),
        ("Let now", None),
        ("The output is now", None),
    ],
)
def test_a_row_that_differs_from_the_definition(words: str, verdict: str | None):
    *_, row = bnderive.check_text(f"{FORWARD}{words}\n\n$$y_i = \\gamma \\hat x_i$$\n")
    assert row.verdict == verdict


@pytest.mark.parametrize("words", ["Now", "From now on", "Henceforth", "Redefining the output,", "We switch to"])
def test_what_comes_after_it_is_judged_where_both_definitions_agree(words: str):
    text = rf"""{FORWARD}{words}

$$y_i = \gamma \hat x_i - \beta$$

$$\frac{{\partial y_i}}{{\partial \beta}} = 1$$

$$\frac{{\partial y_i}}{{\partial \gamma}} = \hat x_i$$

$$\frac{{\partial y_i}}{{\partial \gamma}} = 1$$
"""
    verdicts = [row.verdict for row in bnderive.check_text(text)][-4:]
    assert verdicts == ["undecided", "undecided", "correct", "wrong"]


def test_an_unmarked_second_definition_by_which_later_rows_hold_is_neither_slip_nor_definition():
    text = rf"""{FORWARD}Without the shift the layer is simpler.

$$y_i = \gamma \hat x_i$$

$$\sum_i y_i = 0$$

$$\sum_i y_i = N$$
"""
    verdicts = [row.verdict for row in bnderive.check_text(text)][-3:]
    assert verdicts == ["undecided", "undecided", "wrong"]


def test_one_by_which_no_later_row_holds_is_a_slip():
    text = rf"""{FORWARD}Thus

$$y_i = \gamma \hat x_i - \beta$$

$$\sum_i y_i = N\beta$$
"""
    assert [row.verdict for row in bnderive.check_text(text)][-2:] == ["wrong", "correct"]
