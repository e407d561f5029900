"""What is said, and what is not; and that it is true: by values alone, on random batches that meet the restriction."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

import pytest

from bnderive.check import check_text
from bnderive.enclosure import Inexact
from bnderive.evaluate import Evaluator, Point
from bnderive.exact import comparison
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.terms import Index, free_indices
from tests.diagnose.special_cases.claims import NOT_SAID, SAID, Case

DIFFERENT = {-1, 1}


@pytest.mark.parametrize("case", SAID + NOT_SAID, ids=lambda case: f"{case.claim} {case.said}")
def test_it_is_said(case: Case) -> None:
    formula = check_text(case.text).documents[0].formulas[-1]
    assert formula.verdict == "wrong"
    assert formula.special_case == case.said


@pytest.mark.parametrize("case", SAID, ids=lambda case: case.claim)
def test_it_is_true_where_it_is_said_to_be(case: Case) -> None:
    """One reading of the claim holds on every batch that meets the restriction, and none on all batches."""
    judgement = Judge(read_text(case.text, "<text>"), Settings()).judgements(True)[-1]
    assert judgement.verdict is not None
    restricted = [points(judgement, case.meets, seed) for seed in range(8)]
    assert any(all(holds(judgement, k, p) for p in restricted) for k in range(len(judgement.verdict.attempts)))
    free = [points(judgement, "", seed) for seed in range(8)]
    assert not any(all(holds(judgement, k, p) for p in free) for k in range(len(judgement.verdict.attempts)))


def holds(judgement: Judgement, reading: int, point: Point) -> bool:
    """Whether a reading of a claim, its ∂ by dual numbers, may hold at a point."""
    assert judgement.claim is not None
    assert judgement.verdict is not None
    evaluator = Evaluator(judgement.claim.environment.layer.graph, point, enclosing=True)
    attempt = judgement.verdict.attempts[reading]
    try:
        return comparison(evaluator(attempt.head), evaluator(attempt.sides[0])) not in DIFFERENT
    except Inexact:
        return True


def points(judgement: Judgement, meets: str, seed: int) -> Point:
    """A random batch with what a restriction asks for, written down by hand."""
    assert judgement.claim is not None
    draw = random.Random(seed)
    size = {"one": 1, "two": 2, "unit": 2 + 2 * (seed % 2)}.get(meets, draw.randint(2, 5) if meets else 4)
    at = placed(judgement, meets, size, draw)
    xs = inputs(meets, size, draw)
    spread = sum((x - sum(xs) / size) ** 2 for x in xs) / size
    epsilon = {"epsilon": Fraction(0), "unit with ε": 1 - spread}.get(meets, Fraction(draw.randint(1, 5)))
    own = next((place for index, place in at.items() if not index.name.isdigit()), 0)
    constant = Fraction(draw.randint(2, 9))
    values: dict[tuple[str, tuple[int, ...]], Fraction] = {("\\epsilon", ()): epsilon}
    for k in range(1, size + 1):
        upstream = Fraction(draw.randint(-9, -1) if k % 2 else draw.randint(1, 9))
        upstream = constant if meets == "constant" else upstream
        is_zero = (meets == "diagonal" and k != own) or (meets == "others" and k == own)
        values["x", (k,)] = xs[k - 1]
        values["∂L/∂y", (k,)] = Fraction(0) if is_zero else upstream
        values["\\gamma", (k,)] = constant if meets == "gains" else Fraction(draw.randint(1, 9))
        values["\\beta", (k,)] = Fraction(draw.randint(1, 9))
    values |= {("\\gamma", ()): Fraction(draw.randint(2, 9)), ("\\beta", ()): Fraction(draw.randint(2, 9))}
    return Point({"N": size}, values, at)


def inputs(meets: str, size: int, draw: random.Random) -> list[Fraction]:
    xs = [Fraction(draw.randint(-9, 9)) + Fraction(k, 7) for k in range(size)]
    mean = sum(xs) / size
    if meets == "centred":
        return [x - mean for x in xs]
    if meets == "unit with ε":  # σ² < 1
        return [x / 20 for x in xs]
    if meets == "unit":  # ±1 about the mean, as many of one as of the other
        return [mean + 1, mean - 1] * (size // 2)
    return xs


def placed(judgement: Judgement, meets: str, size: int, draw: random.Random) -> Mapping[Index, int]:
    assert judgement.claim is not None
    usual = judgement.claim.usual
    free = sorted(frozenset[Index]().union(*map(free_indices, (usual.head, *usual.sides))))
    places = dict(zip(free, draw.sample(range(1, size + 1), len(free)), strict=True)) if len(free) <= size else {}
    places = places or dict.fromkeys(free, 1)
    places |= {i: int(i.name) for i in free if i.name.isdigit()}
    if meets in {"i = j", "i = 1"} or (not meets and draw.random() < 1 / 2):
        places = dict.fromkeys(free, 1)
    return places


def test_a_restriction_of_a_wrong_row_is_not_said_of_a_right_one() -> None:
    text = replace(SAID[0], claim=r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}").text
    formula = check_text(text).documents[0].formulas[-1]
    assert (formula.verdict, formula.special_case) == ("correct", None)
