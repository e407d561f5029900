r"""Words beside a formula: a case narrows it, a condition keeps it from being called wrong, an explanation neither."""

from __future__ import annotations

import pytest

from tests.layer.documents import report_of

CENTRED = (r"\mu = \frac{1}{N} \sum_k x_k", r"\hat{x}_i = x_i - \mu")
OFF = r"\frac{\partial \hat{x}_i}{\partial x_j} = -\frac{1}{N}"
ON = r"\frac{\partial \hat{x}_i}{\partial x_j} = 1 - \frac{1}{N}"


def verdict(latex: str) -> str | None:
    """The verdict on the first row of a display after the definitions."""
    return list(report_of(*CENTRED, latex))[len(CENTRED)].verdict


@pytest.mark.parametrize(
    "words",
    [
        r"\quad\text{for $i \ne j$}",
        r"\quad\text{if } i \neq j",
        r", \quad i \ne j",
        r"\quad (i \ne j)",
        r"&& \text{when $j \ne i$}",
        r"\text{ whenever } i \ne j",
    ],
)
def test_a_case_narrows_the_claim(words: str) -> None:
    assert verdict(OFF + words) == "correct"
    assert verdict(ON + words) == "wrong"


@pytest.mark.parametrize("bar", [r"\Big|_{i \ne j}", r"|_{j \neq i}"])
def test_a_bar_says_the_case(bar: str) -> None:
    left, right = OFF.split(" = ")
    assert verdict(f"{left}{bar} = {right}") == "correct"
    assert verdict(rf"\left. {left} \right|_{{i=j}} = 1 - \frac{{1}}{{N}}") == "correct"
    assert verdict(rf"\left. {left} \right|_{{i=j}} = 1 + \frac{{1}}{{N}}") == "wrong"
    assert verdict(rf"\left. {left} \right|_{{x=0}} = 1 - \frac{{1}}{{N}}") == "undecided"


@pytest.mark.parametrize(
    "words",
    [
        r"\quad\text{unless } i = j",
        r"\quad\text{unless $i = j$}",
        r"\quad\text{off the diagonal}",
        r" \text{ (off-diagonal)}",
        r"\quad\text{if the data are sparse}",
        r"&& \text{only for large batches}",
    ],
)
def test_what_holds_under_words_is_not_called_wrong(words: str) -> None:
    assert verdict(OFF + words) == "undecided"


@pytest.mark.parametrize("arrow", [r"\Rightarrow", r"\implies", "⇒"])
def test_what_follows_from_a_value_stands_under_it(arrow: str) -> None:
    found = list(report_of(*CENTRED, rf"\mu = 0 {arrow} \hat{{x}}_i = x_i"))[len(CENTRED) :]
    assert [(formula.role, formula.verdict) for formula in found] == [("condition", None), ("claim", "undecided")]


@pytest.mark.parametrize("words", [r"\quad\text{if } \mu = 0", r"\quad\text{if $\mu = 0$}", r" \text{ wenn } \mu = 0"])
def test_a_condition_beside_a_formula_is_no_claim(words: str) -> None:
    found = list(report_of(*CENTRED, r"\hat{x}_i = x_i" + words))[len(CENTRED) :]
    assert [formula.verdict for formula in found] in (["undecided", None], ["undecided"])


@pytest.mark.parametrize(
    "words",
    [
        r" && \text{by the chain rule}",
        r"\quad\text{(linearity)}",
        r"\quad\forall i",
        r"\quad\text{for all } i",
        r"\;\checkmark",
        r"\quad (i = 1, \dots, N)",
        r", \; i = 1, \ldots, N",
        r" && \text{线性}",
    ],
)
def test_an_explanation_changes_nothing(words: str) -> None:
    assert verdict(r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}" + words) == "correct"
    assert verdict(r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}" + words) == "wrong"
