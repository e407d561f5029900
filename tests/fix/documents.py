"""One derivation in every format that is read, in the shapes in which a formula can stand in a file."""

from __future__ import annotations

import json

MEAN = r"\mu = \frac{1}{N} \sum_{i=1}^{N} S_i"
VARIANCE = r"\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (S_i - \mu)^2"
HAT = r"\hat{S}_i = \frac{S_i - \mu}{\sqrt{\sigma^2 + \epsilon}}"
GIVEN = (MEAN, VARIANCE, HAT)
SLIP = r"\frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N}  (S_j - \mu)"
MENDED = r"\frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N}  (S_i - \mu)"
ROWS = (*GIVEN, SLIP)


def escaped(latex: str) -> str:
    return latex.replace("\\", "\\\\")


def cell(*lines: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": [f"{line}\n" for line in lines]}


def notebook(*cells: dict[str, object]) -> str:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def displays(*rows: str) -> str:
    return "\n\n".join(f"$$\n{row}\n$$" for row in rows)


MARKDOWN = f"# Notes\n\n{displays(*ROWS)}\n\nThe end, without more.\n"
QUOTED = "A list:\n\n" + "\n\n".join(f"- item\n\n  > $${row}$$" for row in GIVEN)
QUOTED += (
    "\n\n- item\n\n  > $$\\frac{\\partial \\sigma^2}{\\partial S_i}\n  > = \\frac{2}{N}\n  >  (S_j - \\mu)$$\n\nEnd.\n"
)
ALIGNED = displays(
    "\\begin{aligned}\n" + " \\\\\n".join(row.replace(" = ", " &= ", 1) for row in ROWS) + "\n\\end{aligned}"
)
TEX = "\\documentclass{article}\n\\begin{document}\n" + "".join(f"\\[ {row} % a remark\n\\]\n\n" for row in ROWS)
TEX += "\\end{document}\n"
MACROS = (
    "\\newcommand{\\dd}[2]{\\frac{\\partial #1}{\\partial #2}}\n\\newcommand{\\sv}{\\sigma^2}\n"
    "\\newcommand{\\dev}[1]{(S_{#1} - \\mu)}\n\\begin{document}\n"
    + "".join(f"\\[ {row} \\]\n\n" for row in GIVEN)
    + "\\[ \\dd{\\sv}{S_i} = \\frac{2}{N}  \\dev{j} \\]\n\\end{document}\n"
)
NOTEBOOK = notebook(cell("# Notes", *(f"$${row}$$" for row in ROWS)), cell("The end."))
RST = "Notes\n=====\n\n" + "\n\n".join(f".. math::\n\n   {row}" for row in ROWS) + "\n\nThe end.\n"
RAW = f'def f():\n    r"""Notes.\n\n    {"XX".join(f"$${row}$$" for row in ROWS)}\n    """\n'.replace("XX", "\n\n    ")
DOCSTRING = (
    'X = 1\n\n\ndef f():\n    """Notes.\n\n' + "".join(f"    $${escaped(row)}$$\n\n" for row in ROWS) + '    """\n'
)
COMMENTS = "".join(f"#\n# $${row}$$\n" for row in ROWS) + "X = 1\n"

DOCUMENTS = {
    "markdown": ("notes.md", MARKDOWN),
    "windows": ("notes.md", MARKDOWN.replace("\n", "\r\n")),
    "quoted": ("notes.md", QUOTED),
    "aligned": ("notes.md", ALIGNED),
    "text": ("notes.txt", MARKDOWN.rstrip("\n")),
    "tex": ("notes.tex", TEX),
    "macros": ("notes.tex", MACROS),
    "notebook": ("notes.ipynb", NOTEBOOK),
    "rst": ("notes.rst", RST),
    "raw docstring": ("notes.py", RAW),
    "docstring": ("notes.py", DOCSTRING),
    "comments": ("notes.py", COMMENTS),
}
