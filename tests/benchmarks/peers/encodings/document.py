r"""bnderive, on the pages as they stand: the seed's document, and one that states the gradient.

By hand: nothing. The one check of the seed's document, from reading to the explanation of what is wrong, gives all
twelve verdicts, and its time stands at the first of them. *Correct* is proved for every N ≥ 1 and every input; *wrong*
comes with a batch of exact numbers.
"""

from __future__ import annotations

from functools import cache

from bnderive.check import check_text
from tests.benchmarks.peers.answers import Answer, Question
from tests.benchmarks.peers.claims import SEED, claims

DEFINITIONS = r"""
$$\mu = \frac{1}{N} \sum_{j=1}^N S_j$$
$$\sigma^2 = \frac{1}{N} \sum_{j=1}^N (S_j - \mu)^2$$
$$\hat{S}_i = \frac{S_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$y_i = \gamma \hat{S}_i + \beta$$
$$\delta_i = \frac{\partial L}{\partial y_i}$$
"""


def closed(size: str) -> str:
    others = r"\sum_j \delta_j - \hat{S}_i \sum_j \delta_j \hat{S}_j"
    factor = r"\frac{\gamma}{N\sqrt{\sigma^2 + \epsilon}}"
    return rf"$$\frac{{\partial L}}{{\partial S_i}} = {factor} \left( {size} \delta_i - {others} \right)$$"


check_text("")  # the imports that wait for a first document


@cache
def verdicts() -> dict[int, str | None]:
    return {formula.line: formula.verdict for formula in check_text(SEED.read_text(encoding="utf-8"))}


def row(line: int) -> Question:
    return lambda: Answer(str(verdicts()[line]))


def stated(right: str) -> Question:
    """The verdict on the last formula."""
    return lambda: Answer(str([formula.verdict for formula in check_text(DEFINITIONS + right)][-1]))


def questions() -> dict[str, Question]:
    rows = {str(claim.line): row(claim.line) for claim in claims()}
    return {**rows, "gradient": stated(closed("N")), "slip": stated(closed(""))}
