"""Plain text: an indented line of mathematics is mathematics, as it is not in Markdown."""

from __future__ import annotations

from bnderive.source import read_text

INDENTED = "Definitions:\n\n    $a = b$\n\n\t$$c = d$$\n\n * a point, $e = f$\n\n      $g = h$\n"


def places(format: str) -> list[tuple[str, int, int]]:
    displays = read_text(INDENTED, format=format).displays
    return [(d.latex, d.positions.at(0).line, d.positions.at(0).column) for d in displays]


def test_indented_lines_are_read_where_they_stand():
    assert places("text") == [("a = b", 3, 6), ("c = d", 5, 4), ("e = f", 7, 14), ("g = h", 9, 8)]


def test_in_markdown_they_are_code():
    assert [latex for latex, *_ in places("markdown")] == ["e = f", "g = h"]


def test_fences_are_code_in_plain_text_too():
    assert read_text("```\n$a = b$\n```\n", format="text").displays == ()


def test_a_formula_alone_between_blank_lines_is_a_display():
    text = "Let $a = b$ and\n\n$c = d$,\n\nso $e = f$.\n\nIt is\n$g = h$\nagain.\n"
    kinds = {d.latex: d.kind for d in read_text(text).displays}
    assert kinds == {"a = b": "inline", "c = d": "display", "e = f": "inline", "g = h": "inline"}
