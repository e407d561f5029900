"""An edit of a display's LaTeX, made in the file: the file read again holds the edited formula and nothing else new."""

from __future__ import annotations

from random import Random

import pytest

from bnderive.amending import Amender
from bnderive.amending.text_edits import edited as with_edits
from bnderive.amending.text_edits import text_edits
from bnderive.fixing import edited
from bnderive.report import Edit
from bnderive.source import read_text
from bnderive.source.files import format_named
from bnderive.source.model import Document
from tests.fix.documents import DOCUMENTS
from tests.fix.trees import edits


def read(name: str, text: str) -> Document:
    return read_text(text, name, format_named(name) or "")


def squeezed(latex: str) -> str:
    return "".join(latex.split())


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_file_read_again_holds_the_edited_formula(kind: str) -> None:
    name, text = DOCUMENTS[kind]
    document, random, made = read(name, text), Random(kind), 0
    amender = Amender(document)
    for k, display in enumerate(document.displays):
        for old, new in edits(display, random, 12):
            found = text_edits(old, new, display)
            placed = amender.placed(display, found) if found else ()
            if not placed or found is None:
                continue
            again = read(name, edited(text, placed))
            latex = [d.latex for d in again.displays]
            assert squeezed(latex.pop(k)) == squeezed(with_edits(display.latex, found))
            assert latex == [d.latex for i, d in enumerate(document.displays) if i != k]
            assert again.problems == document.problems
            made += 1
    assert made > 30


def placed(name: str, text: str, start: int, end: int, new: str) -> tuple[Edit, ...]:
    document = read(name, text)
    return Amender(document).placed(document.displays[-1], [(start, end, new)])


def after(name: str, text: str, old: str, new: str) -> str | None:
    """The file after the last display has `new` for `old`; None where that cannot be told."""
    start = read(name, text).displays[-1].latex.index(old)
    found = placed(name, text, start, start + len(old), new)
    return edited(text, found) if found else None


def test_columns_count_code_points_and_ends_are_exclusive() -> None:
    assert placed("a.md", "Ünï $a = b + c$", 4, 5, "dd") == (Edit(1, 10, 1, 11, "dd"),)
    assert placed("a.md", "Ünï $a = b + c$", 4, 4, "dd") == (Edit(1, 10, 1, 10, "dd"),)


def test_lines_of_a_quote_become_one() -> None:
    assert after("a.md", "> - $$a\n>   = b\n>   + c$$\n", "= b\n+ c", "= \\mu") == "> - $$a\n>   = \\mu$$\n"


def test_a_macro_is_replaced_as_a_whole() -> None:
    text = "\\newcommand{\\half}[1]{\\frac{#1}{2}}\n$\\half x = \\half{b} c$"
    wanted = "\\newcommand{\\half}[1]{\\frac{#1}{2}}\n$\\half x = \\frac{\\mu}{2} c$"
    assert after("a.tex", text, "b", "\\mu") == wanted


def test_a_control_word_does_not_run_on_into_the_file() -> None:
    text = "\\newcommand{\\m}{\\mu}\n$a = \\m b$"
    assert after("a.tex", text, "\\mu", "\\sigma") == "\\newcommand{\\m}{\\mu}\n$a = \\sigma b$"
    assert after("a.md", "$a = 2b$", "2", "\\mu") == "$a = \\mu b$"


def test_something_is_added_behind_a_macro_at_the_end() -> None:
    text = "\\newcommand{\\m}{\\mu}\n$a = \\m$"
    place = len("a = \\mu")
    assert edited(text, placed("a.tex", text, place, place, "b")) == text.replace("\\m$", "\\m b$")


def test_a_notebook_stays_json_whatever_its_escapes() -> None:
    text = '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "$a = \\\\mu\\u0062\\n c$"}]}'
    assert after("a.ipynb", text, "b", '\\frac{b}{"2"}') == text.replace("\\u0062", '\\\\frac{b}{\\"2\\"}')


@pytest.mark.parametrize(
    ("name", "text", "old", "new"),
    [
        ("a.tex", "$a = b % no\n+ c$", "b +", "d"),
        ("a.md", "| $a = b$ |\n| --- |\n| $a = c$ |", "c", "|c|"),
        ("a.py", '"""\n$a = b$\n"""', "b", "\\mu"),
    ],
    ids=["a comment would be lost", "a bar would end the cell", "nothing shows whether the string is raw"],
)
def test_what_cannot_be_told_has_no_edit(name: str, text: str, old: str, new: str) -> None:
    latex = read(name, text).displays[-1].latex
    start = latex.index(old[0])
    end = latex.index(old[-1], start) + 1
    assert placed(name, text, start, end, new) == ()
