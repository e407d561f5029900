r"""`Case $i = j$.` as the head of a paragraph: what follows is claimed in that case, and only what surely is."""

from __future__ import annotations

import pytest

from tests.layer.documents import report_of

RADIUS = (r"r = \sqrt{\sum_{k=1}^{N} x_k^2}", r"y_i = \frac{x_i}{r}")
SLOPE = r"\frac{\partial y_i}{\partial x_j} = "
SAME = SLOPE + r"\frac{1}{r} - \frac{x_i x_j}{r^3}"
APART = SLOPE + r"-\frac{x_i x_j}{r^3}"
BOTH = SLOPE + r"\frac{\delta_{ij}}{r} - \frac{x_i x_j}{r^3}"


def verdicts(*displays: str) -> list[str | None]:
    return [formula.verdict for formula in list(report_of(*RADIUS, *displays)) if formula.role == "claim"]


def test_the_jacobian_of_the_unit_vector_case_by_case():
    heads = r"Case $i = j$. By the quotient rule", r"The other. **Case $i \neq j$.** The numerator is a constant:"
    assert verdicts(heads[0], SAME, heads[1], APART, "Together", BOTH) == ["correct", "correct", "correct"]


def test_a_slip_is_wrong_in_its_case():
    assert verdicts(r"Case $i = j$. We get", APART) == ["wrong"]
    assert verdicts(r"Case $i \ne j$. We get", SAME) == ["wrong"]


def test_without_the_heading_neither_is_the_whole_truth():
    assert verdicts("We get", SAME, "And then", APART) == ["wrong", "wrong"]


def test_what_may_still_be_in_the_case_is_not_called_wrong():
    """The second display of a case is no more surely in it than out of it."""
    assert verdicts(r"Case $i = j$. We get", SAME, "So much for that, hence", SAME) == ["correct", "undecided"]


def test_a_formula_of_all_cases_ends_the_case():
    wrong = SLOPE + r"\frac{\delta_{ij}}{r} + \frac{x_i x_j}{r^3}"
    assert verdicts(r"Case $i = j$. We get", SAME, "Together", wrong, "Again", SAME) == ["correct", "wrong", "wrong"]


def test_a_formula_of_other_letters_is_in_no_case():
    other = r"\frac{\partial r}{\partial x_k} = \frac{2 x_k}{r}"
    assert verdicts(r"Case $i = j$. We get", SAME, "Recall", other) == ["correct", "wrong"]


@pytest.mark.parametrize("words", ["It is no special case $i = j$.", "This is clear in case $i = j$."])
def test_a_case_in_the_middle_of_a_sentence_is_no_heading(words):
    """It may be meant all the same: what fails in the other case only is not called wrong, what fails in both is."""
    assert verdicts(f"{words} In general", SAME) == ["undecided"]
    assert verdicts(f"{words} In general", SLOPE + r"\frac{1}{r} + \frac{x_i x_j}{r^3}") == ["wrong"]


FOLLOWING = (
    ("For $i = j$ we get", SAME, "and therefore", SAME),
    ("There are two cases, $i = j$ and $i \\ne j$. In the first case", SAME, "In the second case", APART),
    ("Now let us look at the case $i = j$. We use the product rule:", SAME),
    ("For $i \\ne j$ the numerator is a constant. Therefore", APART),
)


@pytest.mark.parametrize("displays", FOLLOWING)
def test_a_formula_that_may_be_in_the_case_is_never_called_wrong(displays):
    assert "wrong" not in verdicts(*displays)


HEADS = (
    "Case $i = j$: here",
    "We look at both. **$i = j$:** we have",
    "First case: $i = j$. Then",
    "We go on.\n\n- $i = j$\n",
)


@pytest.mark.parametrize("head", HEADS)
def test_heads_of_a_case(head):
    assert verdicts(head, SAME) == ["correct"]
    assert verdicts(head.replace("=", r"\ne"), APART) == ["correct"]


def test_what_tells_the_delta_raises_no_case():
    words = r"Here $\delta_{ij}$ is one for $i = j$ and zero else."
    assert verdicts(words, SAME) == ["wrong"]


def test_a_case_is_no_matter_of_the_letters_of_a_sum():
    square = r"\frac{\partial r^2}{\partial x_i} = \sum_j 2 x_j"
    assert verdicts("There are the cases $i = j$ and $i \\ne j$.", square) == ["wrong"]


def test_off_the_diagonal_is_told_by_a_relation_alone():
    assert verdicts(r"And for an off-diagonal one ($i \neq j$)", APART) == ["correct"]
    assert verdicts(r"And for an off-diagonal one ($i \neq j$)", SAME) == ["wrong"]
    assert verdicts("And for an off-diagonal one", SAME) == ["undecided"]
    assert verdicts(r"And for an off-diagonal one ($i = j$)", SAME) != ["wrong"]


WRONG = r"\frac{\partial y_k}{\partial x_k} = \frac{1}{r} - \frac{x_k}{r^3}"


def test_a_head_that_has_one_letter_for_both_says_the_case_itself():
    """Words that may turn the sense of the case turn nothing about a row that names one element only."""
    words = "For $j = k$ the bracket can be written without any other letter,"
    true = r"\frac{\partial y_k}{\partial x_k} = \frac{1}{r^3} \sum_{l \ne k} x_l^2"
    assert verdicts(words, true) == ["correct"]
    assert verdicts(words, WRONG) == ["wrong"]


@pytest.mark.parametrize(
    "row",
    [
        r"\frac{\partial L}{\partial x_k} = \frac{1}{r} \frac{\partial L}{\partial y_k}",  # what one term contributes
        SLOPE.replace("i", "k") + r"\frac{1}{r}",  # both letters
        r"\frac{\partial y_k}{\partial x_k} = \sum_j \frac{x_j}{r}",  # the other letter is bound
    ],
)
def test_a_head_that_does_not_is_not_called_wrong_after_such_words(row):
    assert verdicts("For $j = k$ the contribution of what is looked at here is", row) == ["undecided"]


def test_what_a_delta_is_puts_no_row_in_a_case():
    words = r"Here $\delta_{ij}$ is one for $i = j$ and zero else, and, as we know,"
    assert verdicts(BOTH, words, r"\frac{\partial r}{\partial x_j} = \frac{x_j}{r}") == ["correct", "correct"]
    assert verdicts(BOTH, words, r"\frac{\partial r}{\partial x_j} = 2 \frac{x_j}{r}") == ["correct", "wrong"]
    assert verdicts(BOTH, words, SAME) == ["correct", "wrong"]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        (r"In components, for $k = 1, \dots, N$,", "wrong"),
        (r"In components, for $k = 1, \dots, q$,", "undecided"),
        (r"In components, for $k = 1, \dots, N - 1$,", "undecided"),
        (r"In components, for $k = 2, \dots, N$,", "undecided"),
    ],
)
def test_every_element_is_no_supposition(words, verdict):
    assert verdicts(words, WRONG) == [verdict]
