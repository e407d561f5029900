r"""Settings steer the reading of a document: without one a row is misread or not read, with it the row is decided.

The true values: ∂L/∂x_i for the standard layer as in `derivations/batch_norm.md`; √(a²) = |a|, which is a for a > 0;
∂x̂_j/∂x_i = (N[i = j] − 1 − x̂_i x̂_j)/(N√(σ²+ε)), whose first term is 0 for i ≠ j.
"""

from __future__ import annotations

import pytest

import bnderive
from bnderive import Settings
from tests.configuration.documents import LAYER

GRADIENT = r"\frac{\gamma}{N\sqrt{\sigma^2+\epsilon}} (N g_i - \sum_j g_j - \hat x_i \sum_j g_j \hat x_j)"
OUTPUTS = LAYER + "$$z_i = 2 y_i$$\n\n" + r"$$u_i = 3 \hat{x}_i$$" + "\n\n"
MEAN = r"$$\mu = \frac{1}{S} \sum_{i=1}^{T} x_i$$" + "\n\n"
CASES = {
    "upstream": (LAYER, "upstream g_i", rf"\frac{{\partial L}}{{\partial x_i}} = {GRADIENT}"),
    "output": (OUTPUTS, "output u_i", r"\frac{\partial L}{\partial \beta} = \gamma - \gamma"),
    "sizes": (MEAN, "sizes T = S", r"\frac{\partial \mu}{\partial x_i} = \frac{1}{T}"),
    "indices": (LAYER, "indices T", r"\frac{\partial \mu}{\partial x_T} = \frac{1}{N}"),
    "loss": (
        LAYER + r"$$\frac{\partial L}{\partial \beta} = 0$$" + "\n\n",
        "loss J",
        r"\frac{\partial J}{\partial \beta} = \sum_i \frac{\partial J}{\partial y_i}",
    ),
    "positive": (LAYER, "assume x_i > 0", r"\sqrt{x_i^2} = x_i"),
    "apart": (
        LAYER,
        r"assume i \ne j",
        r"\frac{\partial \hat{x}_j}{\partial x_i} = -\frac{1 + \hat{x}_i \hat{x}_j}{N \sqrt{\sigma^2 + \epsilon}}",
    ),
}
UNHEARD = {
    "layer bathcnorm": "did you mean batchnorm",
    "sizes N = R": "R is no size",
    "sizes N = x": "x is no size",
    r"loss \gamma": "something else",
    "loss x_i": "something else",
    "upstream x_i": "something else",
    r"upstream \gamma": "something else",
    r"output \mu": "defines no such quantity",
    "output i": "defines no such quantity",
    "output q_i": "defines no such quantity",
    r"upstream \mu": "the document defines it",
    "upstream N": "something else",
    r"assume \sigma^2 > 0": "does not define",
    "assume q > 0": "does not define",
    r"assume i \ne T": "T is no index",
}


def last(text: str, settings: Settings | None = None):
    return list(bnderive.check_text(text, settings=settings))[-1]


def problems(text: str, rule: str):
    return [problem for problem in bnderive.check_text(text).documents[0].problems if problem.rule == rule]


@pytest.mark.parametrize("name", CASES)
def test_a_comment_makes_the_row_decidable(name):
    before, said, claim = CASES[name]
    assert last(f"{before}$${claim}$$").verdict in {"wrong", "undecided"}
    text = f"<!-- bnderive: {said} -->\n{before}$${claim}$$"
    assert last(text).verdict == "correct"
    assert problems(text, "BN134") == []


@pytest.mark.parametrize("name", [name for name in CASES if name != "positive"])
def test_a_false_row_stays_false(name):
    before, said, claim = CASES[name]
    text = f"<!-- bnderive: {said} -->\n{before}$$" + claim.replace("=", "= 2", 1) + "$$"
    assert last(text).verdict == "wrong"


@pytest.mark.parametrize("name", CASES)
def test_a_call_says_the_same(name):
    from bnderive.configuration import read_comments
    from bnderive.source import read_text

    before, said, claim = CASES[name]
    settings = read_comments(read_text(f"<!-- bnderive: {said} -->")).settings
    assert last(f"{before}$${claim}$$", settings).verdict == "correct"


@pytest.mark.parametrize("said", UNHEARD)
def test_what_nothing_answers_to_is_a_problem_at_its_comment(said):
    (problem,) = problems(LAYER + f"\n<!-- bnderive: {said} -->", "BN134")
    assert (problem.severity, problem.line) == ("warning", 10)
    assert UNHEARD[said] in problem.message


def test_a_definition_of_the_document_is_not_overruled():
    text = LAYER + "$$g_i = 2 x_i$$\n\n$$g_i - x_i = x_i$$\n\n<!-- bnderive: upstream g_i -->"
    assert last(text).verdict == "correct"
    assert "the document defines it" in problems(text, "BN134")[0].message


def test_a_definition_by_settings_says_so():
    before, said, claim = CASES["upstream"]
    report = bnderive.check_text(f"<!-- bnderive: {said} -->\n{before}$${claim}$$")
    assert [(row.name, row.origin) for row in report.documents[0].definitions][-1] == ("g", "settings")


def test_sizes_that_are_said_to_be_one_are_no_aliases():
    text = r"$$\mu = \frac{1}{m} \sum_{i=1}^{n} x_i$$" + "\n\n$$2 \\mu = \\mu + \\mu$$\n"
    assert len(problems(text, "BN101")) == 1
    said = "<!-- bnderive: sizes m = n -->\n" + text
    assert problems(said, "BN101") == []
    assert "$m = n$" in bnderive.check_text(said).documents[0].assumptions


def test_what_is_assumed_is_stated():
    before, said, claim = CASES["positive"]
    report = bnderive.check_text(f"<!-- bnderive: {said} -->\n{before}$${claim}$$")
    assert "$x > 0$" in report.documents[0].assumptions


def test_a_case_of_the_text_stands_against_what_is_assumed():
    """With i = j said in the text nothing is left of i ≠ j, and nothing follows from both."""
    claim = r"\frac{\partial \hat{x}_j}{\partial x_i} = 7"
    text = f"<!-- bnderive: assume i \\ne j -->\n{LAYER}\nFor $i = j$ we get\n\n$${claim}$$"
    assert last(text).verdict != "correct"


def test_a_call_with_a_setting_that_is_none():
    with pytest.raises(bnderive.errors.UsageError, match="is no name"):
        bnderive.check_text("$$a = b$$", settings=Settings(loss="1 + 1"))


def test_a_comment_names_the_layer():
    text = r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$"
    assert last(text).verdict == "undecided"
    said = f"<!-- bnderive: layer batch-norm; loss L -->\n\n{text}"
    assert last(said).verdict == "correct"
    assert problems(said, "BN134") == []
