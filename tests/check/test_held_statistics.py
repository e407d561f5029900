"""Where the text says that statistics are constants, a gradient that treats them so is not called wrong."""

from __future__ import annotations

import pytest

from bnderive.check import check_text

BN = r"""
$$\mu = \frac1N\sum_{j=1}^N x_j$$
$$\sigma^2 = \frac1N\sum_{j=1}^N (x_j-\mu)^2$$
$$\hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}$$
$$y_i = \gamma\hat x_i+\beta$$

"""
GRADIENT = (
    r"$$\frac{\partial L}{\partial x_i} = %s\frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\frac{\partial L}{\partial y_i}$$"
)
SAID = (
    r"At inference $\mu$ and $\sigma^2$ are replaced by running averages, constants. Then",
    r"If $\mu$ and $\sigma^2$ are treated as constants (detached from the graph), the gradient is",
    r"**Eval mode.** Here $\mu$ and $\sigma^2$ are fixed running averages that do not depend on the batch.",
    r"The mean $\mu$ and variance $\sigma^2$ are held constant from here on.",
)


def verdict(said: str, factor: str = "") -> str | None:
    return check_text(f"{BN}{said}\n\n{GRADIENT % factor}").documents[0].formulas[-1].verdict


@pytest.mark.parametrize("said", SAID)
def test_it_is_not_wrong(said):
    assert verdict(said) == "undecided"


@pytest.mark.parametrize("said", SAID)
def test_what_fails_even_so_is_wrong(said):
    assert verdict(said, "2 ") == "wrong"


@pytest.mark.parametrize("said", ["The gradient of the input is", r"With $\epsilon$ a small constant, the gradient is"])
def test_without_such_words_it_is_wrong(said):
    assert verdict(said) == "wrong"
