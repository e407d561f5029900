r"""A number that the words right before a row suppose, ε = 0, is put in: what is true then is accepted with that as its
condition; where the words say anything else it stays open, and nothing beside such words is called wrong.
"""

from __future__ import annotations

import pytest

from bnderive.check import check_text
from bnderive.report import Formula

LAYER = r"""# Batch norm

$$\mu = \frac1N \sum_i x_i$$

$$\sigma^2 = \frac1N \sum_i (x_i-\mu)^2$$

$$\hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}$$

"""
TRUE = r"\sum_i \hat x_i^2 = N"
FALSE = r"\sum_i \hat x_i^2 = 2N"
CERTAIN = (
    r"When $\epsilon = 0$:",
    r"when $\epsilon = 0$, we get",
    r"If $\epsilon = 0$, then",
    r"For $\epsilon = 0$ this is",
    r"With $\epsilon = 0$,",
    r"(set $\epsilon = 0$)",
    r"Setting $\epsilon = 0$ gives",
    r"In the special case $\epsilon = 0$,",
    r"We suppose $\epsilon = 0$:",
)
OPEN = (
    r"Set $\epsilon = 0$.",
    r"Suppose $\epsilon = 0$. Then",
    r"Unless $\epsilon = 0$ we have",
    r"If $\epsilon = 0$ we divide by zero. In general",
    r"If $\epsilon = 0$ the root may vanish, so",
    r"This does not hold if $\epsilon = 0$:",
    r"Not only when $\epsilon = 0$:",
    r"Since $\epsilon = 0$ is excluded,",
    r"Wenn $\epsilon = 0$ ist:",
    r"Si $\epsilon = 0$ :",
    r"当 $\epsilon = 0$ 时",
)
BESIDE = (
    r"$$%s \qquad \text{(set $\epsilon = 0$)}$$",
    r"$$%s \quad \text{with } \epsilon = 0$$",
    r"$$%s, \qquad \epsilon = 0$$",
    "$$%s$$\n\n(set $\\epsilon = 0$)",
    "$$%s$$\n\nwhen we set $\\epsilon = 0$.",
    "We take $\\epsilon \\to 0$:\n\n$$%s$$",
)


def row_in(text: str, latex: str) -> Formula:
    found = [f for f in check_text(LAYER + text, "note.md").documents[0].formulas if latex in f.latex]
    return found[-1]


def after(words: str, row: str) -> Formula:
    return row_in(f"{words}\n\n$${row}$$", row)


@pytest.mark.parametrize("words", CERTAIN)
def test_what_is_true_at_the_number_is_accepted_with_it_as_a_condition(words: str) -> None:
    formula = after(words, TRUE)
    assert (formula.verdict, r"$\epsilon = 0$" in formula.conditions) == ("correct", True)


@pytest.mark.parametrize("words", CERTAIN)
def test_what_is_false_at_the_number_is_not_accepted(words: str) -> None:
    assert after(words, FALSE).verdict != "correct"


@pytest.mark.parametrize("words", OPEN)
def test_words_that_may_say_more_leave_it_open(words: str) -> None:
    assert after(words, TRUE).verdict == "undecided"


@pytest.mark.parametrize("text", BESIDE)
def test_a_row_beside_the_number_is_not_called_wrong(text: str) -> None:
    assert row_in(text % TRUE, TRUE).verdict == "undecided"


def test_without_the_words_it_is_wrong() -> None:
    assert after("We get", TRUE).verdict == "wrong"


@pytest.mark.parametrize("number", [1, 2, 7])
def test_any_number_can_be_supposed(number: int) -> None:
    row = rf"\sum_i \hat x_i^2 = \frac{{N \sigma^2}}{{\sigma^2 + {number}}}"
    verdicts = [after(rf"If $\epsilon = {given}$:", row).verdict for given in (number, number + 1)]
    assert verdicts == ["correct", "wrong"]


def test_nothing_that_is_differentiated_by_is_put_in() -> None:
    row = r"\frac{\partial \hat x_i}{\partial \epsilon} = 0"
    assert after(r"If $\epsilon = 0$:", row).verdict == "undecided"


def test_a_denominator_that_vanishes_there_proves_nothing() -> None:
    assert after(r"If $\epsilon = 0$:", r"\frac{1}{\epsilon} = \frac{2}{\epsilon}").verdict == "undecided"


def test_the_reason_says_that_it_would_be_true() -> None:
    assert "true where what the text before it supposes is put in" in (after(OPEN[0], TRUE).message or "")


def targets(sentence: str) -> list[tuple[str, str | None]]:
    text = f"Cross entropy of a softmax, {sentence}:\n\n$$\\frac{{\\partial L}}{{\\partial a_i}} = p_i - t_i$$"
    return [(f.role, f.verdict) for f in check_text(text, "note.md").documents[0].formulas]


def test_what_is_said_of_given_targets_is_a_condition_and_no_claim() -> None:
    assert targets(r"with $\sum_i t_i = 1$") == [("condition", None), ("claim", "correct")]


def test_what_a_supplied_definition_contradicts_is_not_called_wrong() -> None:
    assert targets(r"with $\sum_i t_i = 2$")[0] == ("claim", "undecided")


def test_what_the_layer_computes_stays_a_claim() -> None:
    assert targets(r"where $\sum_i p_i = 1$")[0] == ("claim", "correct")
