r"""A name that is defined twice: a claim where nothing marks it, else a new meaning from its place on."""

from __future__ import annotations

import pytest

from tests.layer.documents import judge_of, report_of
from tests.survey.documents import MEAN

SQUARES = r"\frac{1}{N} \sum_{i=1}^{N} x_i^2"
BEFORE, AFTER = (
    r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}",
    r"\frac{\partial \mu}{\partial x_i} = \frac{2 x_i}{N}",
)


def verdicts(*displays: str) -> list[str | None]:
    return [formula.verdict for formula in report_of(*displays)]


def test_a_second_definition_that_nothing_marks_is_a_claim():
    assert verdicts(MEAN, rf"\mu = {SQUARES}", BEFORE) == [None, "wrong", "correct"]


def test_the_same_again_is_a_true_claim():
    assert verdicts(MEAN, r"\mu = \frac{\sum_k x_k}{N}", BEFORE) == [None, "correct", "correct"]


MARKED = (
    ("sign", (rf"\mu := {SQUARES}",)),
    ("arrow", (rf"\mu \leftarrow {SQUARES}",)),
    ("let", ("Let", rf"\mu = {SQUARES}")),
    ("now", ("We now set", rf"\mu = {SQUARES}")),
    ("redefine", ("We redefine", rf"\mu = {SQUARES}")),
    ("section", ("# Another layer", rf"\mu = {SQUARES}")),
)


@pytest.mark.parametrize("rows", [rows for _, rows in MARKED], ids=[name for name, _ in MARKED])
def test_a_marked_second_definition_holds_from_its_place_on(rows):
    assert verdicts(MEAN, BEFORE, AFTER, *rows, BEFORE, AFTER) == [None, "correct", "wrong", None, "wrong", "correct"]


@pytest.mark.parametrize("rows", [rows for _, rows in MARKED], ids=[name for name, _ in MARKED])
def test_it_is_reported(rows):
    problems = report_of(MEAN, *rows, AFTER).documents[0].problems
    assert [p.rule for p in problems if p.name == "redefinition"] == ["BN122"]


@pytest.mark.parametrize("row", [(r"\mu := \frac{\sum_k x_k}{N}",), ("Let", MEAN), ("# The same layer", MEAN)])
def test_the_same_again_begins_nothing_new(row):
    assert len(judge_of(MEAN, *row, BEFORE).epochs) == 1
    assert verdicts(MEAN, *row, BEFORE) == [None, "correct", "correct"]


def test_three_meanings():
    rows = [rf"\mu := \sum_i x_i^{k}" for k in (2, 3, 4)]
    claims = [rf"\frac{{\partial \mu}}{{\partial x_i}} = {k} x_i^{k - 1}" for k in (2, 3, 4)]
    pairs = [part for row, claim in zip(rows, claims, strict=True) for part in (row, claim)]
    assert verdicts(*pairs) == [None, "correct"] * 3


def test_what_is_made_of_it_changes_with_it():
    spread = r"v = \mu + 1"
    claims = (r"\frac{\partial v}{\partial x_i} = \frac{1}{N}", r"\frac{\partial v}{\partial x_i} = \frac{2 x_i}{N}")
    assert verdicts(MEAN, spread, claims[0], rf"\mu := {SQUARES}", claims[1]) == [
        None,
        None,
        "correct",
        None,
        "correct",
    ]


def test_other_definitions_stay():
    assert verdicts(MEAN, r"s = \sum_i x_i", rf"\mu := {SQUARES}", r"\frac{\partial s}{\partial x_i} = 1") == [
        None,
        None,
        None,
        "correct",
    ]


def test_the_word_is_looked_for_just_before_the_formula():
    far = "Let us be patient here: the derivation goes slowly on and on, and only the end of it shows that we have"
    assert verdicts(MEAN, far, rf"\mu = {SQUARES}") == [None, "wrong"]
