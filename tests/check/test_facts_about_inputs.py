"""What the text says of the inputs, `with targets $y_k$, $\\sum_k y_k = 1$`, holds in all that follows."""

from __future__ import annotations

from bnderive.check import check_text

TEXT = r"""
$$p_k = \frac{\exp(z_k)}{\sum_{j=1}^{K}\exp(z_j)}$$

The negative log likelihood%s is

$$J = -\sum_{k=1}^{K} y_k \log p_k$$

# Gradient

$$\frac{\partial J}{\partial z_i} = p_i - y_i$$

$$\frac{\partial J}{\partial z_i} = p_i - 2 y_i$$
"""


def verdicts(said: str) -> list[str | None]:
    return [formula.verdict for formula in check_text(TEXT % said) if formula.role == "claim"]


def test_it_holds_in_later_sections():
    assert verdicts(r" with targets $y_k$, $\sum_k y_k = 1$,") == ["correct", "wrong"]


def test_without_it_the_gradient_is_not_proved():
    assert verdicts("") == ["undecided", "wrong"]
