"""`… for $i \\ne j$` after a formula puts it in that case; where the words may speak of what follows, neither is
called wrong.
"""

from __future__ import annotations

import pytest

from bnderive.check import check_text

LAYER = r"""
$$\mu = \frac1N \sum_i x_i$$
$$c_i = x_i - \mu$$

"""
D = r"\frac{\partial c_i}{\partial x_j}"
OFF, ON = rf"{D} = -\frac1N", rf"{D} = 1 - \frac1N"
TOLD = {
    "inline": rf"Now ${OFF}$ for $i \ne j$. And ${ON}$ if $i = j$.",
    "brackets": rf"Now ${OFF}$ ($i \ne j$), and ${ON}$ ($i = j$).",
    "display": rf"$${OFF}$$ for $i \ne j$ and $${ON}$$ for $i = j$.",
    "paragraph": f"$${OFF}$$\n\nwhere $i \\ne j$, and\n\n$${ON}$$\n\nfor $i = j$.",
    "comma": rf"Now ${OFF}$, if $i \ne j$. There is more: ${ON}$, if $i = j$.",
}


def verdicts(text: str) -> list[str]:
    return [f.verdict for f in check_text(LAYER + text) if f.role == "claim"]


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_each_formula_is_in_its_case(text):
    assert verdicts(text) == ["correct", "correct"]


@pytest.mark.parametrize("text", TOLD.values(), ids=TOLD)
def test_in_the_other_case_it_is_wrong(text):
    swapped = text.replace(r"\ne", "@").replace("i = j", r"i \ne j").replace("i @ j", "i = j")
    assert verdicts(swapped) == ["wrong", "wrong"]


def test_words_between_two_formulas_may_speak_of_either():
    assert "wrong" not in verdicts(f"Since ${OFF}$, for $i = j$ we get\n\n$${ON}$$")
    assert "wrong" not in verdicts(f"Since ${OFF}$, for $i \\ne j$ we get\n\n$${ON}$$")


def test_a_sentence_of_its_own_leads_on():
    assert verdicts(f"It is ${OFF} + 0$. For $i = j$ we get\n\n$${ON}$$")[1] == "correct"


def test_what_the_letters_of_a_set_are_called_is_no_claim():
    (formula,) = (f for f in check_text(LAYER + r"$$\mathcal{B} = \{x_{1 \dots m}\}$$") if f.line == 5)
    assert (formula.role, formula.verdict) == ("condition", None)


NORM = r"""
$$\mu = \frac1N \sum_i x_i$$
$$\sigma^2 = \frac1N \sum_i (x_i - \mu)^2$$
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

"""
JACOBIAN = (
    r"$$\frac{\partial \hat{x}_i}{\partial x_j} = %s\frac{1 + \hat{x}_i \hat{x}_j}{N \sqrt{\sigma^2 + \epsilon}}$$"
)
HINTS = (
    "Off the diagonal", "Outside the diagonal,", "Elsewhere", "For distinct indices", "For different indices we get",
    "When the indices differ", "If the two indices are different, then", "For all other pairs",
    "In the remaining cases", "The other entries are", "Sonst gilt", "Sinon",
)  # fmt: skip


@pytest.mark.parametrize("words", HINTS)
def test_words_may_speak_of_a_case_without_letters(words):
    (formula,) = (f for f in check_text(f"{NORM}{words}\n{JACOBIAN % '-'}") if f.role == "claim")
    assert formula.verdict == "undecided"


@pytest.mark.parametrize("words", [*HINTS, "The Jacobian is"])
def test_what_fails_in_either_case_is_wrong(words):
    (formula,) = (f for f in check_text(f"{NORM}{words}\n{JACOBIAN % ''}") if f.role == "claim")
    assert formula.verdict == "wrong"


def test_without_such_words_a_term_left_out_is_wrong():
    (formula,) = (f for f in check_text(f"{NORM}The Jacobian is\n{JACOBIAN % '-'}") if f.role == "claim")
    assert formula.verdict == "wrong"
