"""Documents that mean harm: the time of every reader grows with the text, whatever is unclosed, nested, repeated."""

from __future__ import annotations

import json

import pytest

from bnderive.errors import UsageError
from bnderive.source import Document, read_text
from tests.growth import is_linear, seconds

SIZE = 2**16


def read(text: str, format: str) -> None:
    document = read_text(text, format=format)
    assert document.problems or document.displays


def notebook(cells: list[dict[str, object]]) -> str:
    return json.dumps({"nbformat": 4, "cells": cells})


PIECES = {
    "tex": (
        "$", "$$ ", "$ {", "\\[", "\\(", "\\( {$", "{", "\\begin{align}", "\\begin{align}\n\n",
        "\\begin{verbatim}", "\\verb|",
        "\\verb", "%\n", "\\iffalse ", "\\url{", "\\newcommand{\\a}{", "\\newcommand{\\a}{b}\n",
        "\\def\\a#1", "$\\a$ ", "\\def\\be{$",
        "\\let\\a\\b", "$a$\n\n", "\\begin ", "\\newcommand{\\a}[2][x]{#1#2}$\\a[b]{c}$",
    ),
    "rst": (".. math::\n\n", ".. math:: a\n\n   b\n\n", "`", ":math:`", "``", "`` `",
        "::\n\n  a\n\n", "=====\n", "   .. note::\n", ".. \n"),
    "python": ("(", '"""', "'", "#\n", "# $a$\n\n", "\\", 'r"""$\\a$"""\n', " a\n", "x" * 30 + "\n", '"\\f $a$"\n'),
}  # fmt: skip


@pytest.mark.parametrize(
    ("format", "piece"), [(format, piece) for format, pieces in PIECES.items() for piece in pieces]
)
def test_linear(format: str, piece: str) -> None:
    assert is_linear(lambda size: read(piece * (size // len(piece)), format), SIZE)


@pytest.mark.parametrize("piece", ["\\", '"', "$\\mu$ ", "\n\n", "\U0001f600", "$$ x\n", "`"])
def test_linear_in_cells(piece: str) -> None:
    def read_cell(size: int) -> None:
        read(notebook([{"cell_type": "markdown", "source": piece * (size // len(piece))}]), "notebook")

    assert is_linear(read_cell, SIZE)


def test_many_cells_and_many_lines() -> None:
    cell: dict[str, object] = {"cell_type": "markdown", "source": ["$a$\n"] * 50}
    assert is_linear(lambda size: read(notebook([cell] * size), "notebook"), 60)


def test_deep_json_beside_the_cells() -> None:
    deep = "[" * 50_000 + "]" * 50_000
    with pytest.raises(UsageError, match="nested too deeply"):
        read_text(f'{{"nbformat": 4, "cells": [], "metadata": {deep}}}', format="notebook")


def macros(definitions: str, formula: str) -> Document:
    """What would explode takes no longer than a text of its size: far less than the minutes that it would cost."""
    found: list[Document] = []
    assert seconds(lambda: found.append(read_text(f"{definitions}\n{formula}", format="tex"))) < 30
    return found[0]


BOMBS = {
    "doubling": (
        "".join(f"\\def\\{a}{{\\{b}\\{b}}}" for a, b in zip("abcdefghijklmn", "bcdefghijklmno", strict=True)),
        r"$\a$",
    ),
    "doubling of nothing": (
        r"\def\a{\b\b\b\b\b\b}\def\b{\c\c\c\c\c\c}\def\c{\d\d\d\d\d}\def\d{\e\e\e\e\e\e\e}\def\e{}",
        r"$\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a\a$",
    ),
    "a long body in many formulas": (r"\def\a{" + "x" * 60_000 + "}", r"$\a$ " * 20_000),
    "doubled arguments": (
        r"\def\a#1{#1#1}",
        "$" + r"\a{" * 15 + "x" + "}" * 15 + "$" + r" $\a{\a{\a{\a{" + "x" * 9000 + "}}}}$",
    ),
    "nested uses": (r"\newcommand{\a}[1]{#1}", "$" + r"\a{" * 10_000 + "}" * 10_000 + "$"),
    "unclosed uses": (r"\newcommand{\a}[1]{#1}", "$" + r"\a{" * 10_000 + "$"),
    "unclosed options": (r"\newcommand{\a}[1][x]{#1}", "$" + r"\a[" * 10_000 + "$"),
    "mutual": (r"\def\a{\b}\def\b{\a}", r"$\a\b$"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_macros_that_explode(name: str) -> None:
    document = macros(*BOMBS[name])
    assert "BN108" in {problem.rule for problem in document.problems}
    assert sum(len(display.latex) for display in document.displays) < 4 * 1024 * 1024


@pytest.mark.parametrize("format", ["tex", "markdown", "rst"])
def test_nested_braces(format: str) -> None:
    body = "{" * 10_000 + "a" + "}" * 10_000
    text = f":math:`{body}`" if format == "rst" else f"$${body}$$"
    (display,) = read_text(text, format=format).displays
    assert display.latex == body
