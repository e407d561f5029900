"""A short document: batch normalisation, then some displays. What was found of each row of the displays, in order."""

from __future__ import annotations

import bnderive
from bnderive.report import Formula, Report

LAYER = r"""
$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2$$

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat{x}_i + \beta$$
"""
DEFINED = 4


def document(*displays: str) -> str:
    return LAYER + "".join(f"\n$${display}$$\n" if "$" not in display else f"\n{display}\n" for display in displays)


def report(*displays: str) -> Report:
    return bnderive.check_text(document(*displays))


def rows(*displays: str) -> list[Formula]:
    return list(report(*displays))[DEFINED:]


def verdicts(found: list[Formula]) -> list[tuple[str | None, bool | None]]:
    return [(formula.verdict, formula.follows) for formula in found]


def causes(found: list[Formula]) -> list[list[int]]:
    """The root causes of each row, as places in the list."""
    places = {formula.id: place for place, formula in enumerate(found)}
    return [[places[cause] for cause in formula.root_causes] for formula in found]
