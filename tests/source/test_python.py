"""Python files: docstrings and comments. Expected values are written down by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.source import Document, Position, read_text
from tests.source.mapped import assert_mapped

ESCAPED = {"\\": ("\\\\",), '"': ('\\"',), "'": ("\\'",)}


def read(text: str) -> Document:
    return read_text(text, format="python")


def formulas(text: str) -> list[str]:
    return [display.latex.strip() for display in read(text).displays]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('r"""Let $a = \\frac{b}{c}$."""', [r"a = \frac{b}{c}"]),
        ('def f():\n    r"""F.\n\n    $$\n    \\mu\n      x\n    $$\n    """\n', ["\\mu\n  x"]),
        ("class C:\n    'of $a$'\n\n    def f(self):\n        'of $b$'\n", ["a", "b"]),
        ("x = 1\n'of $a$'\n", ["a"]),
        ('"""Of :math:`a`.\n\n.. math::\n\n   b\n"""', ["a", "b"]),
        ("# Of $a$ and\n# $$\n#   b\n# $$\n", ["a", "b"]),
        ("#: $a$\nx = 1  # $b$\n#!$c$", ["a", "b", "c"]),
        ("# $a\n\n# b$", []),
        ("# .. math:: a\n", ["a"]),
        ("x = '$a$'\nf('$b$')\ny = (\n    '$c$'\n    '$d$'\n)\n", []),
        ("b'$a$'\nf'$b$'\n", []),
        ("# words $5\nx = a | b  # [x]\n", []),
        ("'''$a = \\\\mu$ \\'q\\' $b$'''", [r"a = \mu", "b"]),
        ("'''$a \\\n+ b$'''", ["a + b"]),
    ],
)
def test_mathematics(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected
    assert_mapped(read(text), ESCAPED)


def test_latex_in_a_string_that_is_not_raw_is_read_as_it_is_written() -> None:
    text = 'def f():\n    """$\\frac{a}{b} \\\\ \\beta$"""\n\ndef g():\n    """$\\nu$"""\n'
    document = read(text)
    assert [d.latex for d in document.displays] == [r"\frac{a}{b} \\ \beta", r"\nu"]
    assert [(p.rule, p.severity, p.start, p.end) for p in document.problems] == [
        ("BN117", "warning", Position(2, 9), Position(2, 11))
    ]
    assert read('"""$\\sum a$"""').problems == ()


def test_what_is_no_python() -> None:
    document = read('"""$a$"""\nx = 1\n"""$b$')
    assert [d.latex for d in document.displays] == ["a"]
    assert [(p.rule, p.start.line) for p in document.problems] == [("BN119", 3)]


def test_directives_and_macros() -> None:
    text = "# $$\\newcommand{\\m}{\\mu}$$\n\ndef f():\n    r'''$\\m$'''\n    # bnderive: expect wrong\n"
    document = read(text)
    assert [d.latex for d in document.displays] == [r"\mu"]
    assert [(d.text, d.start) for d in document.directives] == [("expect wrong", Position(5, 5))]


def test_nothing_is_executed() -> None:
    assert formulas("raise SystemExit('no')\n# $a$\nimport nothing_of_that_name\n") == ["a"]


PIECES = [
    '"""',
    "'",
    '"',
    'r"""',
    "# ",
    "\n",
    "    ",
    "def f():\n",
    "$",
    "$$",
    "a",
    "\\",
    "\\\\",
    "\\'",
    "mu",
    ":math:`",
    "`",
    ".. math::",
    "x = ",
    "(",
    "é",
    "\r\n",
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join))
def test_any_text_is_read_with_exact_positions(text: str) -> None:
    document = read(text)
    assert_mapped(document, ESCAPED)
    assert document.displays or document.problems
