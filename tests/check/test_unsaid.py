"""What a document leaves to its reader is no ground for a verdict; what it does define is what it means."""

from __future__ import annotations

import pytest

import bnderive

CHANNELS = r"""
$$\mu_c = \frac1N \sum_{i=1}^N x_{ic}, \qquad \sigma_c^2 = \frac1N \sum_{i=1}^N (x_{ic} - \mu_c)^2$$

$$\hat x_{ic} = \frac{x_{ic} - \mu_c}{\sigma_c}$$

$$\frac{\partial \hat x_{ic}}{\partial x_{jc}}
  = \frac1{\sigma_c} \left( \delta_{ij} - \frac1N - \frac{\hat x_{ic} \hat x_{jc}}N \right)$$

$$\frac{\partial \hat x_{ic}}{\partial x_{jc}} = \frac1{\sigma_c} \left( \delta_{ij} - \frac1N \right)$$
"""
WITH_EPSILON_IN_ITS_VARIANCE = r"""
$$\mu = \frac1N \sum_i x_i, \qquad \sigma^2 = \epsilon + \frac1N \sum_i (x_i - \mu)^2$$

$$\hat x_i = \frac{x_i - \mu}{\sigma}$$

$$\frac{\partial \hat x_i}{\partial x_j}
  = \frac1\sigma \left( \delta_{ij} - \frac1N - \frac{\hat x_i \hat x_j}N \right)$$
"""
SCALED = r"$h_i = x_i - \frac1n \sum_k x_k$, $a_i = \gamma_i h_i$."
SUM = r"""
$$\sum_i a_i = 0$$
"""


def verdicts(text: str) -> list[str]:
    return [row.verdict for row in bnderive.check_text(text) if row.verdict is not None]


def test_what_a_square_is_defined_to_be_its_root_is_made_of():
    assert verdicts(CHANNELS) == ["correct", "wrong"]
    assert verdicts(CHANNELS.replace(r"\sigma", "s")) == ["correct", "wrong"]


def test_a_standard_layer_does_not_take_the_place_of_it():
    assert verdicts(WITH_EPSILON_IN_ITS_VARIANCE) == ["correct"]


@pytest.mark.parametrize("letter", ["S", "T", "W", "N_b"])
def test_a_letter_that_may_count_the_terms_of_a_sum(letter: str):
    text = f"$$m = \\frac1{{{letter}}} \\sum_s x_s$$\n\n$$\\sum_s (x_s - m) = 0$$\n"
    assert verdicts(text) == ["undecided", "undecided"]


def test_a_letter_that_does():
    text = "$$m = \\frac1S \\sum_{s=1}^{S} x_s$$\n\n$$\\sum_s (x_s - m) = 0$$\n\n$$\\sum_s (x_s - m) = m$$\n"
    assert verdicts(text) == ["correct", "wrong"]


@pytest.mark.parametrize("said", ["$g > 0$", "$g > 0$ and $b > 0$"])
def test_a_sign_that_the_text_gives(said: str):
    text = "$w_i = g \\frac{v_i}{\\|v\\|}$ with $v \\in \\mathbb R^n$ and {said}.\n\n$$\\|w\\| = g$$\n"
    assert verdicts(text.replace("{said}", said)) == ["undecided"]
    assert verdicts(text.replace("{said}", "$b > 0$")) == ["wrong"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("If all gains are equal, then", ""),
        ("For a scalar gain,", ""),
        ("Here all gains are one, so", ""),
        ("We have", "provided all gains are equal."),
        ("We have", "whenever the gains coincide."),
    ],
)
def test_gains_that_words_make_equal(before: str, after: str):
    assert verdicts(f"{SCALED}\n\n{before}{SUM}{after}\n") == ["undecided"]
    assert verdicts(f"{SCALED}\n\nWe have{SUM}\n") == ["wrong"]


@pytest.mark.parametrize("words", ["If the batch mean is zero,", "When the mean vanishes,", "The inputs sum to zero:"])
def test_a_mean_that_words_make_zero(words: str):
    forward = r"$\mu = \frac1n \sum_k x_k$, $v = \frac1n \sum_k (x_k - \mu)^2$."
    assert verdicts(f"{forward}\n\n{words}\n$$\\sum_k x_k^2 = n v$$\n") == ["undecided"]
    assert verdicts(f"{forward}\n\nThen\n$$\\sum_k x_k^2 = n v$$\n") == ["wrong"]
