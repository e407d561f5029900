"""What an editor makes of edits, written without the program's own positions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def edited(text: str, edits: Iterable[Any], encoding: str = "utf-16") -> str:
    """The text after the edits, the last of them first, so that the places of the others stay."""
    for edit in sorted(edits, key=lambda each: (each.range.start.line, each.range.start.character), reverse=True):
        start, end = (
            offset(text, place.line, place.character, encoding) for place in (edit.range.start, edit.range.end)
        )
        text = text[:start] + edit.new_text + text[end:]
    return text


def offset(text: str, line: int, character: int, encoding: str) -> int:
    starts = [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    codec, width = WIDTHS[encoding]
    before = text[starts[line] :].encode(codec)[: character * width].decode(codec)
    return starts[line] + len(before)
