"""The root of a square is an absolute value: no fraction that is 0/0 where its left side is defined."""

from __future__ import annotations

import pytest

import bnderive

FORWARD = r"""
$$\mu = \frac1N \sum_i x_i$$

$$\sigma^2 = \frac1N \sum_i (x_i - \mu)^2$$

$$\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat x_i + \beta$$

"""


@pytest.mark.parametrize(
    ("square", "root"),
    [
        (r"\hat x_i", r"\left| \hat{x}_i \right|"),
        ("y_i", r"\left| \beta + \gamma \hat{x}_i \right|"),
        (r"\gamma", r"\left| \gamma \right|"),
    ],
)
def test_the_root_of_a_square(square: str, root: str):
    (row,) = bnderive.check_text(f"{FORWARD}$$\\sqrt{{{square}^2}} = {square}$$\n").wrong
    assert row.truth.latex == root
