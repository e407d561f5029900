"""The summation convention: when a text says that it holds, and which sums it means."""

from __future__ import annotations

import pytest

from bnderive.check import check_text
from bnderive.errors import NotUnderstood
from bnderive.survey.convention import says_so, written_out
from bnderive.survey.names import Spelling
from tests.survey.documents import rows_of

SPELLING = Spelling(frozenset("ijkl"), frozenset("xywabg"))


@pytest.mark.parametrize(
    "text",
    [
        "We use the Einstein convention.",
        "Summation over repeated indices is understood",
        "Repeated indices are summed over. Let x be the input.",
        "with an implied sum over each pair of repeated indices",
    ],
)
def test_it_holds(text: str):
    assert says_so([text])


@pytest.mark.parametrize(
    "text",
    [
        "We do not use the Einstein convention.",
        "No summation over repeated indices is meant.",
        "Every sum is written out.",
        "Einstein's convention holds elsewhere. Here there is no sum over repeated indices.",
        "the repeated experiment, summed over",
        "",
    ],
)
def test_it_does_not_hold(text: str):
    assert not says_so([text])


@pytest.mark.parametrize(
    ("latex", "meant"),
    [
        (r"y_{ij} = x_{ik} w_{kj}", r"y_{i j} = \sum_k x_{i k} w_{k j}"),
        (r"y_i = a_j x_j + b_i", r"y_i = \sum_j a_j x_j + b_i"),
        (r"y_{ij} = a_j x_{ij}", r"y_{i j} = a_j x_{i j}"),
        (r"y_i = (x_k - a_k) g_k w_{ij} b_j", r"y_i = \sum_k \sum_j ( x_k - a_k ) g_k w_{i j} b_j"),
        (r"y_i = (x_k g_k + 1) a_i", r"y_i = ( \sum_k x_k g_k + 1 ) a_i"),
        (r"y_i = \sum_k x_k w_{ki}", r"y_i = \sum_k x_k w_{k i}"),
        (r"x_i y_i = a_k b_k", r"\sum_i x_i y_i = \sum_k a_k b_k"),
    ],
)
def test_sums_written_out(latex: str, meant: str):
    (row,) = rows_of(latex)
    assert (written_out(row, row.sides[0], SPELLING),) == tuple(rows_of(meant))


@pytest.mark.parametrize("latex", [r"y_i = x_j", r"y_i = a_j b_j x_j", r"y_i = x_j^2", r"y_i = a_i \frac{x_k}{g_k}"])
def test_an_index_that_is_neither_repeated_nor_on_the_left(latex: str):
    (row,) = rows_of(latex)
    with pytest.raises(NotUnderstood) as caught:
        written_out(row, row.sides[0], SPELLING)
    assert caught.value.reason.rule == "BN232"


CLAIM = r"""
$$y_{ij} = x_{ik} w_{kj} + b_j$$

$$\frac{\partial L}{\partial w_{kj}} = x_{ik} \frac{\partial L}{\partial y_{ij}}$$

$$\frac{\partial L}{\partial w_{kj}} = 2 x_{ik} \frac{\partial L}{\partial y_{ij}}$$
"""


def test_a_document_that_says_so_is_judged_and_states_it():
    report = check_text(f"We sum over repeated indices.\n{CLAIM}")
    assert [formula.verdict for formula in report] == [None, "correct", "wrong"]
    assert any("repeats" in text for text in report.documents[0].assumptions)


def test_a_document_that_does_not_say_so_is_not_guessed_at():
    report = check_text(CLAIM)
    assert [formula.verdict for formula in report] == ["undecided"] * 3
    assert not any("repeats" in text for text in report.documents[0].assumptions)
