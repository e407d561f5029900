"""How the LaTeX of a display is written in its file: as it is, or with escapes, as in a notebook or a plain docstring.

A character of the LaTeX comes in, the stretch of the file that it stands for goes out; `Unclear` where none is certain.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator

from bnderive.records import dataclass
from bnderive.source.lines import Lines
from bnderive.source.model import Display, Position, Use
from bnderive.source.notebook import ESCAPE

ESCAPED = ("\\\\", "\\'", '\\"')
"""What a string of Python may write for one character of LaTeX."""
NEAR = 80


class Unclear(Exception):
    """The place or the spelling of an edit cannot be told exactly."""


@dataclass(frozen=True, slots=True)
class Writing:
    """A display in the lines of its file. `doubles` says whether a backslash is written as two: None where nothing
    shows it.
    """

    display: Display
    lines: Lines
    doubles: bool | None

    def written(self, text: str) -> str:
        """A text as it has to stand in the file."""
        if self.display.cell is not None:
            return json.dumps(text, ensure_ascii=False)[1:-1]
        if "\\" in text and self.doubles is None:
            raise Unclear
        return text.replace("\\", "\\\\") if self.doubles else text

    def before(self, place: Position) -> str:
        """What is read just before a place of the file."""
        end = self.offset(place)
        text = self.lines.text[max(self.lines.starts[place.line - 1], end - NEAR) : end]
        return text.replace("\\\\", "\\") if self.display.cell is not None or self.doubles else text

    def offset(self, place: Position) -> int:
        return self.lines.starts[place.line - 1] + place.column - 1

    def use_at(self, offset: int) -> Use | None:
        return next((use for use in self.display.uses if use.start <= offset < use.end), None)

    def offsets(self, start: int, end: int) -> Iterator[int]:
        """One offset for each thing that stands by itself in the file: a character, or the use of a macro."""
        while start < end:
            yield start
            use = self.use_at(start)
            start = use.end if use is not None else start + 1

    def span(self, offset: int) -> tuple[Position, Position]:
        """Where the character at an offset stands, or the use of a macro that begins there."""
        place, use = self.display.positions.at(offset), self.use_at(offset)
        if use is None:
            return place, moved(place, self._length(offset, self.offset(place)))
        spelling = self.written(use.written)
        if use.start != offset or "\n" in use.written or not self.lines.text.startswith(spelling, self.offset(place)):
            raise Unclear
        return place, moved(place, len(spelling))

    def _length(self, offset: int, at: int) -> int:
        """How many characters of the file, which stand at `at`, one of the LaTeX takes."""
        character, text = self.display.latex[offset], self.lines.text
        piece = max(bisect_right(self.display.positions.offsets, offset) - 1, 0)
        if not self.display.positions.is_fixed(piece):
            if character == "\n" and at == self.lines.ends[self.lines.at(at)]:
                return 0
            if text.startswith(character, at):
                return 1
        elif self._is_single(piece) and self.display.cell is not None:
            escape = ESCAPE.match(text, at)
            if escape is not None:
                return escape.end() - at
        elif self._is_single(piece) and text.startswith(ESCAPED, at) and text[at + 1] == character:
            return 2
        raise Unclear

    def _is_single(self, piece: int) -> bool:
        offsets = self.display.positions.offsets
        return (offsets[piece + 1] if piece + 1 < len(offsets) else len(self.display.latex)) - offsets[piece] == 1


def moved(place: Position, by: int) -> Position:
    return Position(place.line, place.column + by)


def writing_of(display: Display, lines: Lines, format: str) -> Writing:
    """How a display is written; in Python its first backslash tells whether it stands in a raw string or a comment."""
    if format != "python":
        return Writing(display, lines, False)
    if "\\" not in display.latex:
        return Writing(display, lines, None)
    first = display.positions.at(display.latex.index("\\"))
    return Writing(display, lines, lines.text.startswith("\\\\", lines.starts[first.line - 1] + first.column - 1))
