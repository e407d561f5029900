"""Places of the report and positions of an editor, held to Python's own encoders."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from bnderive.report import Edit, Place
from bnderive.server.positions import Positions, is_within, units

LINE = st.text(st.sampled_from("a $𝒙é\u0301漢\U0010ffff\ud800\u2028\x85\x0b\t"), max_size=12)
ENDINGS = st.sampled_from(["\n", "\r\n", "\r"])
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])
CODECS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-be", 2), "utf-32": ("utf-32-be", 4)}


@st.composite
def texts(draw: st.DrawFn) -> tuple[str, list[str]]:
    """A text and its lines. A line is never empty before a lone return, else two ends of lines would become one."""
    lines = draw(st.lists(LINE, min_size=1, max_size=4))
    ending = draw(ENDINGS)
    return ending.join(lines), lines


@given(texts(), ENCODINGS, st.data())
def test_a_column_is_the_length_of_what_stands_before_it(
    drawn: tuple[str, list[str]], encoding: str, data: st.DataObject
):
    text, lines = drawn
    number = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[number])))
    codec, width = CODECS[encoding]
    position = Positions.of(text, encoding).position(number + 1, column + 1)
    expected = len(lines[number][:column].encode(codec, "surrogatepass")) // width
    assert (position.line, position.character) == (number, expected)


@given(texts(), ENCODINGS, st.data())
def test_there_and_back(drawn: tuple[str, list[str]], encoding: str, data: st.DataObject):
    text, lines = drawn
    number = data.draw(st.integers(0, len(lines) - 1))
    column = data.draw(st.integers(0, len(lines[number])))
    positions = Positions.of(text, encoding)
    assert positions.place(positions.position(number + 1, column + 1)) == (number + 1, column + 1)


@given(texts(), ENCODINGS, st.integers(0, 9), st.integers(0, 99))
def test_any_position_has_a_place_in_the_text(drawn: tuple[str, list[str]], encoding: str, line: int, character: int):
    text, lines = drawn
    number, column = Positions.of(text, encoding).place(types.Position(line, character))
    assert 1 <= number <= len(lines)
    assert 1 <= column <= len(lines[number - 1]) + 1


def test_a_position_within_a_character_is_before_it():
    assert Positions.of("a𝒙b").place(types.Position(0, 2)) == (1, 2)


def test_a_byte_order_mark_takes_a_position_and_no_column():
    positions = Positions.of("\ufeffa\nb")
    assert positions.position(1, 1) == types.Position(0, 1)
    assert positions.position(2, 1) == types.Position(1, 0)
    assert positions.place(types.Position(0, 2)) == (1, 2)
    assert positions.place(types.Position(0, 0)) == (1, 1)
    assert positions.place(types.Position(1, 1)) == (2, 2)


def test_a_range_is_half_open():
    found = Positions.of("ab\n𝒙𝒚 = 1").range(Place(1, 2, 2, 3))
    assert (found.start, found.end) == (types.Position(0, 1), types.Position(1, 4))


@pytest.mark.parametrize(("encoding", "length"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_units(encoding: str, length: int):
    assert units("a𝒙é", encoding) == length


@pytest.mark.parametrize(
    ("line", "column", "inside"),
    [(2, 3, True), (2, 2, False), (3, 9, True), (4, 5, True), (4, 6, False), (1, 9, False)],
)
def test_a_cursor_at_either_end_is_within(line: int, column: int, inside: bool):
    assert is_within(Edit(2, 3, 4, 5, ""), line, column) is inside


@pytest.mark.parametrize("encoding", CODECS)
def test_many_positions_on_one_long_line_take_no_longer_than_the_line(encoding: str):
    """Looked at anew for each of them, this line would be a hundred thousand million characters to look at."""
    positions = Positions.of("𝒙 = 1 " * 350_000, encoding)
    width = units("𝒙 = 1 ", encoding)
    assert all(positions.position(1, 6 * k + 1).character == width * k for k in range(50_000))
