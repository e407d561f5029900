r"""Displays that begin with `=`: which formula they go on with, and what the words before them restrict."""

from __future__ import annotations

from tests.layer.documents import report_of

SOFTMAX = r"p_j = \frac{e^{a_j}}{\sum_k e^{a_k}}"
CHAIN = (
    SOFTMAX,
    r"u_j = p_j^2",
    r"\frac{\partial u_j}{\partial a_i} = \frac{\partial u_j}{\partial p_j} \frac{\partial p_j}{\partial a_i}",
)


def verdicts(*displays: str) -> list[str | None]:
    return [formula.verdict for formula in report_of(*CHAIN, *displays)][len(CHAIN) :]


def test_a_part_of_an_earlier_formula_that_the_words_name() -> None:
    assert verdicts("First factor:", "= 2 p_j") == ["correct"]
    assert verdicts("The second factor, for $i = j$:", "= p_j (1 - p_j)") == [None, "correct"]
    assert verdicts("Second factor, for $i = j$:", "= p_j - p_j^2", "And for $i \\ne j$:", "= -p_i p_j") == [
        None,
        "correct",
        None,
        "correct",
    ]
    assert verdicts("Third factor:", "= 2 p_j") == ["undecided"]


def test_another_subject_is_not_called_wrong() -> None:
    assert verdicts(r"First factor:", "= 2 p_j", "The other factor:", "= p_j (\\delta_{ij} - p_i)") == [
        "correct",
        "undecided",
    ]


def test_a_claim_about_targets_of_one_class_is_not_called_wrong() -> None:
    loss = (SOFTMAX, r"\ell_j = -y_j \log p_j", r"L = \sum_j \ell_j")
    claim = r"\frac{\partial L}{\partial a_i} = p_i - \delta_{ic}"
    said = list(report_of(*loss, "For a one-hot target with class $c$ only $j = c$ survives:", claim))
    assert said[-1].verdict in ("correct", "undecided")
