"""Notebooks: Markdown cells through JSON, with the place in the file, the cell and the line in the cell."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.errors import UsageError
from bnderive.source import Document, Position, read_text
from tests.source.mapped import assert_mapped

WRITTEN = {"\n": ("\\n", "\\u000a", "\\r"), "\\": ("\\\\", "\\u005c"), '"': ('\\"',), "\t": ("\\t",)}


def read(text: str) -> Document:
    return read_text(text, format="notebook")


def notebook(*cells: object, **rest: object) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | rest, indent=1)


def markdown(*source: str) -> dict[str, object]:
    return {"cell_type": "markdown", "metadata": {}, "source": list(source)}


CODE = {"cell_type": "code", "metadata": {}, "outputs": [{"text": ["$no$"]}], "source": ["x = '$no$'"]}

LAYER_NORM = r"""{
 "cells": [
  {
   "cell_type": "markdown",
   "metadata": {},
   "source": [
    "# LayerNorm\n",
    "\n",
    "With $\\hat x_i$ the output is\n",
    "\n",
    "$$\n",
    "\\hat{x}_a = \\frac{x_a - \\mu}{\\sigma}\n",
    "$$"
   ]
  },
  {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["print('$no$')"]},
  {"cell_type": "markdown", "metadata": {}, "source":
"# Then\n\n\"it\" \ud83d\ude00 \u03bc\n$\\mu$ <!-- bnderive: expect -->"}
 ],
 "metadata": {},
 "nbformat": 4,
 "nbformat_minor": 5
}
"""


def test_a_notebook() -> None:
    document = read(LAYER_NORM)
    first, second, third = document.displays
    assert [d.latex for d in document.displays] == [
        r"\hat x_i",
        "\n\\hat{x}_a = \\frac{x_a - \\mu}{\\sigma}\n",
        r"\mu",
    ]
    assert first.positions.at(0) == Position(9, 12)
    assert second.positions.at(1) == Position(12, 6)
    assert second.positions.at(second.latex.index("=")) == Position(12, 17)
    assert third.positions.at(0) == Position(18, 41)
    assert [(d.cell, d.cell_line) for d in document.displays] == [(0, 3), (0, 5), (2, 4)]
    assert (second.cell_line_at(0), second.cell_line_at(1)) == (5, 6)
    assert [d.section for d in document.displays] == [1, 1, 2]
    assert second.paragraph < third.paragraph
    assert third.before == 'Then "it" 😀 μ'
    assert [d.text for d in document.directives] == ["expect"]
    assert document.directives[0].start.line == 18
    assert document.problems == ()
    assert_mapped(document, WRITTEN)


def test_blocks_do_not_cross_cells_but_macros_and_running_text_do() -> None:
    text = notebook(
        markdown("$$a\n"), CODE, markdown("$$\\newcommand{\\m}{\\mu}$$\n", "For all\n"), markdown("x $\\m$")
    )
    document = read(text)
    assert [(d.latex, d.cell, d.before) for d in document.displays] == [(r"\mu", 3, "For all x")]
    assert [p.rule for p in document.problems] == ["BN102"]


def test_no_formulas() -> None:
    assert [p.rule for p in read(notebook(CODE)).problems] == ["BN104"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "here:1:1: is no JSON: Expecting value"),
        ('{"cells": [\n}', "here:2:1: is no JSON"),
        ("[]", "here:1:1: a notebook is a JSON object"),
        ("{}", "here:1:1: the notebook is of format null, expected nbformat 4"),
        ('{"cells": [],\n "nbformat": 3}', "here:2:14: the notebook is of format 3, expected nbformat 4"),
        ('{"nbformat": 4,\n "cells": {}}', "here:2:11: expected a list of cells"),
        ('{"nbformat": 4}', "here:1:1: expected a list of cells"),
        ('{"nbformat": 4, "cells": [\n 1]}', "here:2:2: cell 0 is no object"),
        ('{"nbformat": 4, "cells": [\n {"source": ""}]}', "here:2:2: cell 0 is no object with a cell_type"),
        ('{"nbformat": 4, "cells": [{"cell_type": "code",\n "source": [1]}]}', "here:2:12: the source of cell 0"),
        ('{"nbformat": 4, "cells": [{"cell_type":\n "code"}]}', "here:1:27: the source of cell 0"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("[" + "9" * 10_000 + "]", "cannot be read as JSON"),
    ],
)
def test_malformed_notebooks(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_text(text, "here", "notebook")
    assert message in str(refused.value)


def test_of_a_key_given_twice_the_last_counts() -> None:
    cell = '{"cell_type": "code", "source": "$a$", "source": ["$b$"], "cell_type": "markdown"}'
    text = f'{{"cells": [{cell}, {cell}], "nbformat": 4, "cells": [{cell}]}}'
    (display,) = read(text).displays
    assert (display.latex, display.cell) == ("b", 0)
    assert text[display.positions.at(0).column - 1 :].startswith('b$"]')


def test_escapes() -> None:
    source = r'"$a\u005cmu\u000a\"\/\t\ud800\u0000\r\nb$"'
    document = read(f'{{"nbformat": 4, "cells": [{{"cell_type": "markdown", "source": {source}}}]}}')
    (display,) = document.displays
    assert display.latex == 'a\\mu\n"/\t\ufffd\ufffd\nb'
    start = document.text.index(source) + 1
    columns = [display.positions.at(k).column - start for k in range(len(display.latex))]
    assert columns == [
        source.index(s)
        for s in ("a", r"\u005c", "mu", "u\\u", r"\u000a", r"\"", r"\/", r"\t", r"\ud8", r"\u0000", r"\n", "b$")
    ]
    assert display.cell_line_at(len(display.latex) - 1) == 3


TEXTS = st.lists(
    st.sampled_from([*'$\\"/a_é😀\t\u03bc ', "$$", "\n", "\\mu ", "- ", "> ", "\\[", "\\]"]), max_size=40
).map("".join)


@settings(max_examples=200, deadline=None)
@given(st.lists(TEXTS, max_size=4), st.booleans(), st.booleans())
def test_any_cells_are_read_with_exact_positions(sources: list[str], ascii: bool, whole: bool) -> None:
    cells = [markdown(*(s if whole else s.splitlines(keepends=True))) for s in sources]
    text = json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=ascii)
    document = read(text)
    escaped = {c: (json.dumps(c)[1:-1],) for c in "é😀\u03bc"} if ascii else {}
    assert_mapped(document, WRITTEN | escaped)
    for display in document.displays:
        assert display.cell is not None
        source = sources[display.cell].split("\n")
        for offset, character in enumerate(display.latex):
            line = display.cell_line_at(offset)
            assert line is not None
            assert character == "\n" or character in source[line - 1]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                '{"cells":',
                '"nbformat":',
                "4",
                "[",
                "]",
                "{",
                "}",
                ",",
                '"a"',
                '"source":',
                '"cell_type":',
                '"markdown"',
                '"',
                "\\",
                "\n",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_anything_else_is_an_error_of_usage(text: str) -> None:
    with suppress(UsageError):
        read(text)
