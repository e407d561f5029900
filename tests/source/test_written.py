"""The author's own text of a formula: macros as they are used, though they are read as what they stand for."""

from __future__ import annotations

import pytest

from bnderive.check import check_text
from bnderive.source import read_text

MACROS = r"""
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\xh}{\hat{x}}
\newcommand{\both}{\mu = \nu}
"""


def displays(text: str):
    return read_text(MACROS + text, format="tex").displays


def test_each_row_is_quoted_as_it_stands():
    text = r"\begin{align} \pd{\mu}{x_i} &= 1 \\ \pd{\xh_i}{\mu} &= \xh_i + 2\xh_j \end{align}"
    rows = [f.latex for f in check_text(MACROS + text, format="tex")]
    assert rows == [r"\pd{\mu}{x_i} &= 1", r"\pd{\xh_i}{\mu} &= \xh_i + 2\xh_j"]


@pytest.mark.parametrize("latex", [r"\xh_i = \pd{\xh_i}{\xh_j} + 1", r"a + b", r"\xh", r"\both", r"{\xh}\xh\xh_k"])
def test_all_of_a_display_is_what_was_written(latex):
    (display,) = displays(f"${latex}$")
    assert display.written(0, len(display.latex)) == latex
    assert "".join(display.latex[use.start : use.end] for use in display.uses) != "" or display.latex == latex


def test_part_of_an_expansion_is_the_whole_use():
    (display,) = displays(r"$q + \both + r$")
    start = display.latex.index("=")
    assert display.written(start, start + 1) == r"\both"
    assert display.written(0, 3) == "q +"
