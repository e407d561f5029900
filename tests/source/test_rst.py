"""reStructuredText: directives and roles. Expected values are written down by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.source import Document, Position, read_text
from tests.source.mapped import assert_mapped


def read(text: str) -> Document:
    return read_text(text, format="rst")


def formulas(text: str) -> list[str]:
    return [display.latex for display in read(text).displays]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":math:`a` and `b`:math:", ["a", "b"]),
        ("Let :math:`a =\n  b`.", ["a =\n  b"]),
        (".. math:: a", ["a"]),
        (".. math::\n\n   a\n", ["a"]),
        (".. math:: a\n   + b\n\n   c\n\n\nd", ["a\n+ b", "c"]),
        (".. math::\n   :label: q\n   :nowrap:\n\n   a \\\\\n     b\n\n   c", ["a \\\\\n  b", "c"]),
        (".. math::\n\n   :math: a", [":math: a"]),
        ("  .. math::\n\n    a\n  b", ["a"]),
        (".. note::\n\n   :math:`a`\n\n   .. math:: b", ["a", "b"]),
        ("* :math:`a`\n* x\n\n  .. math:: b\n", ["a", "b"]),
        (".. [1] :math:`a`", ["a"]),
        ("``:math:`no` `` :math:`a`", ["a"]),
        (".. default-role:: math\n\nLet `a` be", ["a"]),
        ("`a`_ `b`", []),
        ("$a$ $$b$$", []),
        ("x::\n\n   :math:`a`\n\n   .. math:: b\n\n:math:`c`", ["c"]),
        (".. code-block:: python\n\n   :math:`a`\n\n:math:`c`", ["c"]),
        ("..\n   :math:`a`\n\n:math:`c`", ["c"]),
        (".. no\n   :math:`a`\n\n:math:`c`", ["c"]),
        ("..\n\n   :math:`a`", ["a"]),
        (">>> ':math:`a`'\n:math:`b`\n\n:math:`c`", ["c"]),
        ("a\n.. math:: b", ["b"]),
    ],
)
def test_mathematics(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected
    assert_mapped(read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words", [("BN104", 1, 1)]),
        (":math:`a`\n\n.. math::\n\nb", [("BN103", 3, 1)]),
        (":math:`a` :math:` `", [("BN103", 1, 11)]),
        (":math:`a`\nand :math:`b", [("BN102", 2, 5)]),
    ],
)
def test_problems(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(p.rule, p.start.line, p.start.column) for p in read(text).problems] == expected


def test_sections_running_text_and_directives() -> None:
    text = (
        "=====\nTitle\n=====\n\nLet :math:`a`.\n\nSub\n---\nThen\n\n.. math:: b\n\n----\n\n.. bnderive: expect wrong\n"
    )
    document = read(text)
    first, second = document.displays
    assert (first.section, second.section) == (1, 2)
    assert (first.before, second.before) == ("Title Let", ". Sub Then")
    assert first.paragraph < second.paragraph
    assert [first.kind, second.kind] == ["inline", "display"]
    assert [(d.text, d.start) for d in document.directives] == [("expect wrong", Position(15, 1))]


def test_macros() -> None:
    assert formulas(".. math:: \\newcommand{\\m}{\\mu}\n\n:math:`\\m`") == [r"\mu"]


PIECES = [
    ".. math::",
    " a",
    "\n",
    "\n\n",
    "   ",
    ":math:`",
    "`",
    "``",
    "::",
    "b_i",
    ".. ",
    "----\n",
    ":label: x",
    ">>> ",
    "é",
    "\r\n",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read_with_exact_positions(text: str) -> None:
    document = read(text)
    assert_mapped(document)
    assert document.displays or document.problems
