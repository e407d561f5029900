"""A text and where in the file each of its characters stands comes in, texts made from pieces of it go out, as exact.

An excerpt is a cell, a docstring, a document without its comments, a formula with its macros expanded. Nothing is
understood here; line endings are one `\\n` each, and the cost is linear in the text and the pieces.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from bnderive.records import dataclass
from bnderive.source.lines import Lines
from bnderive.source.model import Position, SourceMap

BEFORE = 400


def running(*texts: str) -> str:
    """Running text as a display has it before it: on one line, and only the end of it."""
    return " ".join(" ".join(texts).split())[-BEFORE:].lstrip()


class Piece(NamedTuple):
    """The characters from `start` to `end` as they stand or, where `text` is given, that text in their place."""

    start: int
    end: int
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text whose characters lead back to the file."""

    text: str
    positions: SourceMap

    @classmethod
    def whole(cls, text: str) -> Excerpt:
        """All of a file.

        >>> Excerpt.whole("a\\r\\nb").positions.at(2)
        Position(line=2, column=1)
        """
        lines = Lines.of(text)
        kept = [lines.line(k) for k in range(len(lines))]
        offsets, offset = [], 0
        for line in kept:
            offsets.append(offset)
            offset += len(line) + 1
        return cls("\n".join(kept), SourceMap(tuple(offsets), tuple(Position(k + 1, 1) for k in range(len(kept)))))

    def made_of(self, pieces: Iterable[Piece]) -> Excerpt:
        """The pieces one after another; what a text was put in for is where all of that text stands.

        >>> made = Excerpt.whole("a *b* c").made_of([Piece(0, 2), Piece(2, 5, "bold")])
        >>> made.text, made.positions.at(1), made.positions.at(5)
        ('a bold', Position(line=1, column=2), Position(line=1, column=3))
        """
        writer = _Writer(self)
        for piece in pieces:
            writer.take(piece)
        return writer.excerpt()

    def part(self, start: int, end: int) -> Excerpt:
        return self.made_of([Piece(start, end)])

    def span(self, start: int, end: int) -> tuple[Position, Position]:
        """The half-open place in the file of the characters from `start` to `end`."""
        if end <= start:
            return self.positions.at(start), self.positions.at(start)
        last = self.positions.at(end - 1)
        return self.positions.at(start), Position(last.line, last.column + 1)


class _Writer:
    """Puts an excerpt together from pieces of another."""

    def __init__(self, source: Excerpt) -> None:
        self.source = source
        self.parts: list[str] = []
        self.length = 0
        self.offsets: list[int] = []
        self.positions: list[Position] = []
        self.fixed: list[bool] = []

    def take(self, piece: Piece) -> None:
        if piece.text is None:
            self._copy(piece.start, piece.end)
        elif piece.text:
            self._begin(self.length, self.source.positions.at(piece.start), True)
            self._write(piece.text)

    def _copy(self, start: int, end: int) -> None:
        """Cut where the pieces of the source are cut, since columns run along within a piece only."""
        if end <= start:
            return
        outer = self.source.positions
        for k in range(max(bisect_right(outer.offsets, start) - 1, 0), bisect_right(outer.offsets, end - 1)):
            begin = max(outer.offsets[k], start)
            self._begin(self.length + begin - start, outer.at(begin), outer.is_fixed(k))
        self._write(self.source.text[start:end])

    def _begin(self, offset: int, position: Position, is_fixed: bool) -> None:
        self.offsets.append(offset)
        self.positions.append(position)
        self.fixed.append(is_fixed)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def excerpt(self) -> Excerpt:
        if not self.offsets:
            self._begin(0, self.source.positions.at(0), True)
        fixed = tuple(self.fixed) if any(self.fixed) else ()
        return Excerpt("".join(self.parts), SourceMap(tuple(self.offsets), tuple(self.positions), fixed))
