"""A document of every format with the same formulas, one in each display, and comments where they are wanted."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bnderive.source import Document, read_text

FORMATS = ("markdown", "tex", "notebook", "rst", "python")
LAYER = r"""
$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2$$

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat{x}_i + \beta$$
"""


def comment(text: str, format: str) -> str:
    marks = {"tex": ("% ", ""), "rst": (".. ", ""), "python": ("# ", "")}
    before, after = marks.get(format, ("<!-- ", " -->"))
    return f"{before}bnderive: {text}{after}"


def display(latex: str, format: str) -> str:
    match format:
        case "rst":
            return f".. math:: {latex}"
        case "python":
            return f'r"""$${latex}$$"""'
    return f"$${latex}$$"


def text_of(parts: Sequence[tuple[str, str]], format: str) -> str:
    """Parts are ("comment", …) and ("display", …), each in a paragraph of its own."""
    written = [(comment if kind == "comment" else display)(text, format) for kind, text in parts]
    if format == "notebook":
        cells = [{"cell_type": "markdown", "metadata": {}, "source": part} for part in written]
        return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    body = "\n\n".join(written) + "\n"
    return f"\\begin{{document}}\n{body}\\end{{document}}\n" if format == "tex" else body


def read(parts: Sequence[tuple[str, str]], format: str) -> Document:
    return read_text(text_of(parts, format), "paper", format)
