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


def test_what_comes_after_it_is_not_judged_by_it():
    text = rf"""{FORWARD}Now

$$y_i = \gamma \hat x_i - \beta$$

$$\frac{{\partial y_i}}{{\partial \beta}} = 1$$
"""
    assert [row.verdict for row in bnderive.check_text(text)][-2:] == ["undecided", "correct"]
