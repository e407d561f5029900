r"""`cases` in the spellings of real documents, and what is struck out."""

from __future__ import annotations

import pytest

from tests.layer.documents import last_of

CENTRED = (r"\mu = \frac{1}{N} \sum_k x_k", r"\hat{x}_i = x_i - \mu")
HEAD = r"\frac{\partial \hat{x}_i}{\partial x_j} = \begin{cases} "
OTHERWISE = (r"\text{otherwise}", r"\text{else}.", r"\mathrm{otherwise}", r"\text{sonst}", r"\text{其他}")
CONDITIONS = (r"\text{if } i = j", r"\text{if $i=j$}", r"(i = j)", r"\mathrm{if}\; j = i", r"\text{für } i=j", r"i=j,")


@pytest.mark.parametrize("otherwise", [*OTHERWISE, r"i \ne j", r"\text{when $j \neq i$}"])
@pytest.mark.parametrize("condition", CONDITIONS)
def test_two_cases(condition: str, otherwise: str) -> None:
    for on, off, expected in ((1, -1, "correct"), (1, 1, "wrong"), (2, -1, "wrong")):
        formula = rf"{HEAD} {on} - \frac{{1}}{{N}} & {condition} \\ \frac{{{off}}}{{N}} & {otherwise} \end{{cases}}"
        assert last_of(*CENTRED, formula).verdict == expected


@pytest.mark.parametrize("condition", [r"\text{unless } i = j", r"\text{if not } i = j", r"\text{sometimes}", r"i < j"])
def test_other_cases_are_undecided(condition: str) -> None:
    formula = rf"{HEAD} 1 - \frac{{1}}{{N}} & {condition} \\ -\frac{{1}}{{N}} & \text{{otherwise}} \end{{cases}}"
    assert last_of(*CENTRED, formula).verdict == "undecided"


def test_what_is_struck_out_still_stands_there_or_is_left_out() -> None:
    assert last_of(*CENTRED, r"\frac{\cancel{N}}{\cancel{N}} \mu = \mu").verdict == "correct"
    assert last_of(*CENTRED, r"\mu + \cancel{\sum_k \hat{x}_k} = \mu").verdict == "correct"
    assert last_of(*CENTRED, r"\mu + \cancel{x_i} = \mu").verdict == "correct"
    assert last_of(*CENTRED, r"\mu + \cancel{x_i} = 2 \mu").verdict == "wrong"
