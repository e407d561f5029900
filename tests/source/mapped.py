"""What must hold of every document, whatever its format: each character of each display leads to where it came from."""

from __future__ import annotations

from collections.abc import Mapping

from bnderive.source import Document

NOTHING: Mapping[str, tuple[str, ...]] = {}


def file_lines(document: Document) -> list[str]:
    return document.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def assert_mapped(document: Document, written: Mapping[str, tuple[str, ...]] = NOTHING) -> None:
    """`written` gives for a character the other spellings that it may have in the file, such as escapes."""
    lines = file_lines(document)
    for display in document.displays:
        for offset, character in enumerate(display.latex):
            place = display.positions.at(offset)
            rest = lines[place.line - 1][place.column - 1 :]
            spellings = (character, *written.get(character, ()))
            is_line_end = character == "\n" and not rest
            assert is_line_end or any(rest.startswith(s) for s in spellings), (character, place, rest[:20])
        assert display.positions.at(0) <= display.positions.at(max(len(display.latex) - 1, 0))
