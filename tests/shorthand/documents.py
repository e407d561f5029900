"""Documents from their rows, and what became of each row: a verdict, or the role where it claims nothing."""

from __future__ import annotations

from bnderive import check_text


def outcomes(words: str, *rows: str) -> list[str]:
    """The verdict of every row; its role where it has none."""
    text = "\n\n".join([words, *(f"$$\n{row}\n$$" for row in rows)])
    return [formula.verdict or formula.role for formula in check_text(text)]


CENTRE = (r"m = \frac1N \sum_i x_i", r"y_i = x_i - m")
STANDARD = (
    r"m = \frac1N \sum_i x_i",
    r"v = \frac1N \sum_i (x_i - m)^2",
    r"y_i = (x_i - m) / \sqrt{v + \epsilon}",
)
