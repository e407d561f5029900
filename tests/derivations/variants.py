"""One row of the right derivation is rewritten and judged in its place; all else of the document stays as it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import bnderive
from bnderive.report import Formula

DOCUMENT = Path(__file__).parents[2] / "derivations" / "batch_norm.md"

# Each claim of the document under a short name: how its line begins.
ROWS = {
    "deviations": r"$$\sum_{j=1}^{N} (x_j - \mu) = 0",
    "normalised": r"$$\sum_{j=1}^{N} \hat{x}_j = 0",
    "squares": r"$$\sum_{j=1}^{N} \hat{x}_j^2 =",
    "mean": r"$$\frac{\partial \mu}{\partial x_i} =",
    "variance": r"$$\frac{\partial \sigma^2}{\partial x_i} =",
    "variance by mean": r"$$\frac{\partial \sigma^2}{\partial \mu} =",
    "hat by input": r"$$\frac{\partial \hat{x}_i}{\partial x_i} =",
    "hat by mean": r"$$\frac{\partial \hat{x}_i}{\partial \mu} =",
    "hat by variance": r"$$\frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{1}{2}",
    "hat by variance, short": r"$$\frac{\partial \hat{x}_i}{\partial \sigma^2} = -\frac{\hat{x}_i}",
    "output by hat": r"$$\frac{\partial y_i}{\partial \hat{x}_i} =",
    "output by gain": r"$$\frac{\partial y_i}{\partial \gamma} =",
    "output by shift": r"$$\frac{\partial y_i}{\partial \beta} =",
    "jacobian": r"$$\frac{\partial \hat{x}_j}{\partial x_i} =",
    "gain": r"$$\boxed{\frac{\partial L}{\partial \gamma} =",
    "shift": r"$$\boxed{\frac{\partial L}{\partial \beta} =",
    "loss by hat": r"$$\frac{\partial L}{\partial \hat{x}_i} =",
    "loss by variance": r"\frac{\partial L}{\partial \sigma^2} &=",
    "loss by variance, raw": r"&= -\frac{\gamma}{2} (",
    "loss by variance, short": r"&= -\frac{\gamma}{2 (",
    "loss by mean": r"\frac{\partial L}{\partial \mu} &=",
    "loss by mean, short": r"&= -\frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} \sum",
    "input": r"\frac{\partial L}{\partial x_i} &=",
    "input, put in": r"&= \frac{\gamma \delta_i}{",
    "input, bracket": r"&= \frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} \left(",
    "input, boxed": r"&= \boxed{",
    "input by jacobian": r"$$\frac{\partial L}{\partial x_i} = \sum",
    "shifting": r"$$\sum_{i=1}^{N} \frac{\partial L}{\partial x_i}",
    "stretching": r"$$\sum_{i=1}^{N} \hat{x}_i \frac{\partial L}{\partial x_i}",
}


@cache
def lines() -> tuple[str, ...]:
    return tuple(DOCUMENT.read_text(encoding="utf-8").splitlines())


def place(row: str) -> int:
    """Where a row stands, counted from 0."""
    (found,) = (number for number, line in enumerate(lines()) if line.startswith(ROWS[row]))
    return found


def rewritten(row: str, old: str, new: str) -> str:
    """The line of a row with the one occurrence of `old` replaced; what is not there exactly once is no rewriting."""
    line = lines()[place(row)]
    if line.count(old) != 1 or old == new:
        raise ValueError(f"{row}: {old!r} stands {line.count(old)} times in {line!r}")
    return line.replace(old, new)


def judged(row: str, line: str) -> Formula:
    """What becomes of a row that reads `line`."""
    at = place(row)
    text = "\n".join((*lines()[:at], line, *lines()[at + 1 :])) + "\n"
    settings = bnderive.Settings(lines=(("variant.md", at + 1),))
    (formula,) = bnderive.check_text(text, "variant.md", settings=settings)
    return formula
