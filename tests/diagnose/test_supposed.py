"""A row that is true in a special case which the words around it may name is not called wrong."""

from __future__ import annotations

import pytest

import bnderive

HEAD = r"""An RMS norm over d features, with gain.

$$r = \sqrt{\frac1d \sum_k x_k^2 + \epsilon}$$

$$\hat x_k = \frac{x_k}{r}$$

$$y_k = g_k \hat x_k$$

Write $\bar y_k = \partial L/\partial y_k$.

"""
ROW = r"\frac{\partial L}{\partial x_k} = \frac{g}{r}\left(\bar y_k - \frac{\hat x_k}{d}\sum_j \bar y_j \hat x_j\right)"

BEFORE = (
    "If all the gains are equal to $g$, this is",
    "If $g_k = g$ for all $k$, this is",
    "When all gains are equal to $g$ we get",
    "For equal gains ($g_k = g$):",
    "In the special case of a common gain $g$,",
    "Suppose that every $g_k$ equals $g$. Then",
    "Assume a shared gain $g$.",
    "With a scalar gain $g$ in place of the $g_k$,",
    r"Taking all gains the same, $g_k \equiv g$,",
    "Let all gains be equal to $g$. The gradient simplifies to",
    "Setting $g_k = g$ gives",
    "For constant gain $g$ this reduces to",
    "Often the gain is one scalar $g$; then",
    "Under the assumption of equal gains, we have",
    "Provided the gains agree,",
    "Sind alle $g_k = g$, so folgt",
    "Si tous les gains valent $g$,",
    "In case the gains do not depend on $k$:",
    "If the gain is shared across features, this becomes",
    "Here and below the gain is a scalar $g$.",
)
AFTER = ("if all gains equal $g$.", "where $g_k = g$ for all $k$.", "for equal gains.", "(equal gains).")
BESIDE = (r"\quad \text{if } g_k = g", r"\quad \text{(equal gains)}", r"\qquad \text{for } g_k = g")


def verdict(text: str, format: str = "markdown") -> str | None:
    """Of the row about ∂L/∂x_k."""
    return next(row.verdict for row in bnderive.check_text(text, format=format) if row.latex.startswith(ROW[:30]))


def test_without_words_it_is_wrong():
    found = bnderive.check_text(f"{HEAD}We get\n\n$${ROW}$$\n").wrong
    assert [row.special_case for row in found] == ["all $g_j$ are equal"]


@pytest.mark.parametrize("words", BEFORE)
def test_words_before_it(words: str):
    assert verdict(f"{HEAD}{words}\n\n$${ROW}$$\n") == "undecided"
    assert verdict(f"{HEAD}{words} $${ROW}$$\n") == "undecided"


@pytest.mark.parametrize("words", BEFORE[:6])
def test_words_before_it_in_latex(words: str):
    tex = HEAD.replace("$$\n\n", "\\]\n\n").replace("$$", "\\[")
    assert verdict(f"{tex}{words}\n\\[{ROW}\\]\n", "tex") == "undecided"


@pytest.mark.parametrize("words", AFTER)
def test_words_after_it(words: str):
    assert verdict(f"{HEAD}We get\n\n$${ROW}$$\n\n{words}\n") == "undecided"


@pytest.mark.parametrize("words", BESIDE)
def test_words_beside_it(words: str):
    assert verdict(f"{HEAD}We get\n\n$${ROW}{words}$$\n") == "undecided"


@pytest.mark.parametrize("words", ["If all the gains are equal,", "When $g_k = g$ for all $k$,"])
def test_a_row_that_is_false_in_that_case_too_stays_wrong(words: str):
    false = ROW.replace(r"\frac{\hat x_k}{d}", r"\hat x_k")
    assert verdict(f"{HEAD}{words}\n\n$${false}$$\n") in {"wrong", "undecided"}
    assert verdict(f"{HEAD}Thus\n\n$${false}$$\n") == "wrong"


@pytest.mark.parametrize("words", ["The next sentence. All gains are equal there.", "All gains are equal below."])
def test_words_of_another_sentence_after_it_are_not_about_it(words: str):
    assert verdict(f"{HEAD}We get\n\n$${ROW}$$\n\n{words}\n") == "wrong"


def test_the_reason_says_where_it_is_true():
    (row,) = (row for row in bnderive.check_text(f"{HEAD}{BEFORE[0]}\n\n$${ROW}$$\n") if row.verdict == "undecided")
    assert row.rule == "BN237"
    assert "true where all $g_j$ are equal" in row.message


NORMALISED = r"""$$\mu = \frac1N \sum_{i=1}^N x_i$$

$$\sigma^2 = \frac1N \sum_{i=1}^N (x_i - \mu)^2$$

$$\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

"""


def last(text: str) -> str | None:
    return list(bnderive.check_text(text))[-1].verdict


FLAT = r"\frac{\partial \hat x_i}{\partial x_j} = \frac{\delta_{ij} - \frac1N}{\sqrt{\epsilon}}"


@pytest.mark.parametrize("words", ["If all inputs are equal, then", "For a constant batch we get", "At zero variance"])
def test_a_batch_of_equal_inputs(words: str):
    assert last(f"{NORMALISED}{words}\n\n$${FLAT}$$\n") == "undecided"
    assert last(f"{NORMALISED}{words}\n\n$$\\hat x_i + 0 = 0$$\n") == "undecided"
    assert last(f"{NORMALISED}{words}\n\n$${FLAT.replace('1N', '2N')}$$\n") == "wrong"
    assert last(f"{NORMALISED}So\n\n$${FLAT}$$\n") == "wrong"


@pytest.mark.parametrize(
    "words", [r"If $\sigma^2 = 0$, then", r"When $x_i = c$ for all $i$,", r"Let $x_1 = x_2 = \dots = x_N$. Then"]
)
def test_a_batch_of_equal_inputs_as_a_formula(words: str):
    assert last(f"{NORMALISED}{words}\n\n$$\\sigma^2 + \\mu = \\mu$$\n") != "wrong"
    assert last(f"{NORMALISED}{words}\n\n$${FLAT}$$\n") != "wrong"
