"""How the LaTeX of a display is written in its file: as it is, or with escapes, as in a notebook or a plain docstring.

A character of the LaTeX comes in, the stretch of the file that it stands for goes out; `Unclear` where none is certain.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bnderive.source.model import Display, Position, Use
from bnderive.source.notebook import ESCAPE

Line = Callable[[int], str]
ESCAPED = ("\\\\", "\\'", '\\"')
"""What a string of Python may write for one character of LaTeX."""


class Unclear(Exception):
    """The place or the spelling of an edit cannot be told exactly."""


@dataclass(frozen=True, slots=True)
class Writing:
    """`doubles` says whether a backslash is written as two: None where the display shows neither."""

    display: Display
    line: Line
    doubles: bool | None

    def written(self, text: str) -> str:
        """A text as it has to stand in the file."""
        if self.display.cell is not None:
            return json.dumps(text, ensure_ascii=False)[1:-1]
        if "\\" in text and self.doubles is None:
            raise Unclear
        return text.replace("\\", "\\\\") if self.doubles else text

    def read(self, text: str) -> str:
        """The end of a text of the file as it is read."""
        return text.replace("\\\\", "\\") if self.display.cell is not None or self.doubles else text

    def use_at(self, offset: int) -> Use | None:
        return next((use for use in self.display.uses if use.start <= offset < use.end), None)

    def use_ending(self, offset: int) -> Use | None:
        return next((use for use in self.display.uses if use.end == offset), None)

    def offsets(self, start: int, end: int) -> Iterator[int]:
        """One offset for each thing that stands by itself in the file: a character, or the use of a macro."""
        while start < end:
            yield start
            use = self.use_at(start)
            start = use.end if use is not None else start + 1

    def span(self, offset: int) -> tuple[Position, Position]:
        """Where the character at an offset stands, or the use of a macro that begins there."""
        place = self.display.positions.at(offset)
        use = self.use_at(offset)
        if use is not None:
            spelling = self.written(use.written)
            if use.start != offset or "\n" in use.written or not self._rest(place).startswith(spelling):
                raise Unclear
            return place, moved(place, len(spelling))
        return place, moved(place, self._length(offset, place))

    def _length(self, offset: int, place: Position) -> int:
        """How many characters of the file one of the LaTeX takes."""
        character, rest = self.display.latex[offset], self._rest(place)
        if not self._is_fixed(offset):
            if rest.startswith(character):
                return 1
            if character == "\n" and not rest:
                return 0
        elif self.display.cell is not None:
            escape = ESCAPE.match(rest)
            if escape is not None and self._is_single(offset):
                return escape.end()
        elif rest.startswith(ESCAPED) and rest[1] == character and self._is_single(offset):
            return 2
        raise Unclear

    def _rest(self, place: Position) -> str:
        return self.line(place.line)[place.column - 1 :]

    def _piece(self, offset: int) -> int:
        return max(bisect_right(self.display.positions.offsets, offset) - 1, 0)

    def _is_fixed(self, offset: int) -> bool:
        return self.display.positions.is_fixed(self._piece(offset))

    def _is_single(self, offset: int) -> bool:
        """Whether the piece at an offset is this one character."""
        ends = (*self.display.positions.offsets[1:], len(self.display.latex))
        return ends[self._piece(offset)] - self.display.positions.offsets[self._piece(offset)] == 1


def moved(place: Position, by: int) -> Position:
    return Position(place.line, place.column + by)


def writing_of(display: Display, line: Line, format: str) -> Writing:
    """How a display is written; in Python its first backslash tells whether it stands in a raw string or a comment."""
    if format != "python":
        return Writing(display, line, False)
    first = display.positions.at(display.latex.find("\\")) if "\\" in display.latex else None
    return Writing(display, line, None if first is None else line(first.line).startswith("\\\\", first.column - 1))
