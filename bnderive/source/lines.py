"""The lines of a text and what the blocks of the document say of each: kind, containers, the reach of mathematics.

Offsets are those of the text as it stands in the file, which is never changed; lines are 0-based here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from enum import Enum

from bnderive.records import dataclass
from bnderive.source.model import Position, SourceMap

QUOTE_MARK = re.compile(r" {0,3}>[ \t]?")
NEWLINE = re.compile(r"\r\n?|\n")
TAB = 4


class Kind(Enum):
    """What a line is made of. Only text and table rows hold mathematics; in HTML only comments are looked at."""

    TEXT = "text"
    TABLE = "table"
    HTML = "html"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quote that ends before line `end`; its lines begin with `>`, unless they are lazy."""

    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its marker takes `width` columns of line `first`, the lines after it are indented as far."""

    first: int
    width: int


Containers = tuple[Quote | Item, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Where each line starts, and where it ends without its line ending."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, text: str) -> Lines:
        breaks = [match.span() for match in NEWLINE.finditer(text)]
        return cls(text, [0, *(end for _, end in breaks)], [*(start for start, _ in breaks), len(text)])

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, number: int) -> str:
        return self.text[self.starts[number] : self.ends[number]]

    def at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def position(self, offset: int) -> Position:
        line = self.at(offset)
        return Position(line + 1, offset - self.starts[line] + 1)

    def content(self, number: int, containers: Containers) -> int:
        """The offset at which a line's content starts, after what its containers put before it."""
        offset, column, end = self.starts[number], 0, self.ends[number]
        for container in containers:
            match container:
                case Quote():
                    after = self._past_quote(offset, end)
                    column += after - offset
                    offset = after
                case Item(first, width):
                    offset, column = self._past_columns(offset, end, column, width, number == first)
        return offset

    def _past_quote(self, offset: int, end: int) -> int:
        marker = QUOTE_MARK.match(self.text, offset, end)
        return marker.end() if marker else offset

    def _past_columns(self, offset: int, end: int, column: int, width: int, is_marker: bool) -> tuple[int, int]:
        goal = column + width
        while offset < end and column < goal and (is_marker or self.text[offset] in " \t"):
            column = column + TAB - column % TAB if self.text[offset] == "\t" else column + 1
            offset += 1
        return offset, column


@dataclass(frozen=True, slots=True)
class Layout:
    """One row a line: its kind, its containers, its block of running text, and the offsets that bound mathematics.

    Mathematics within running text that starts in line k ends before `reach[k]`, a display before `barrier[k]`.
    """

    lines: Lines
    kinds: list[Kind]
    containers: list[Containers]
    blocks: list[int]
    blanks: list[int]
    reach: list[int]
    barrier: list[int]

    def kind(self, offset: int) -> Kind:
        return self.kinds[self.lines.at(offset)]

    def has_blank(self, start: int, end: int) -> bool:
        """Whether a blank line lies between two offsets."""
        following = bisect_right(self.blanks, self.lines.at(start))
        return following < len(self.blanks) and self.blanks[following] < self.lines.at(end)

    def is_first(self, offset: int) -> bool:
        """Whether nothing but space and quote marks stands before an offset in its line."""
        start = self.lines.starts[self.lines.at(offset)]
        return not self.lines.text[start:offset].strip(" \t>")

    def copy(self, start: int, end: int) -> tuple[str, SourceMap]:
        """The text from `start` to `end` without what the containers of its first line put before the later ones."""
        first = self.lines.at(start)
        if end <= self.lines.ends[first] and self.kinds[first] is not Kind.TABLE:
            return self.lines.text[start:end], SourceMap(
                (0,), (Position(first + 1, start - self.lines.starts[first] + 1),)
            )
        pieces, last = [], self.lines.at(end)
        for line in range(first, last + 1):
            begin = start if line == first else min(self.lines.content(line, self.containers[first]), end)
            pieces.append((begin, min(self.lines.ends[line], end)))
        if self.kinds[first] is Kind.TABLE:
            return self._joined(self._without_escapes(*pieces[0]), "")
        return self._joined(pieces, "\n")

    def _without_escapes(self, start: int, end: int) -> list[tuple[int, int]]:
        """In a table `\\|` stands for a bar: the pieces between the backslashes of such bars."""
        cuts = [match.start() for match in re.finditer(r"\\(?=\|)", self.lines.text[start:end])]
        begins, ends = [start, *(start + cut + 1 for cut in cuts)], [*(start + cut for cut in cuts), end]
        return list(zip(begins, ends, strict=True))

    def _joined(self, pieces: list[tuple[int, int]], glue: str) -> tuple[str, SourceMap]:
        offsets, offset = [], 0
        for begin, end in pieces:
            offsets.append(offset)
            offset += end - begin + len(glue)
        latex = glue.join(self.lines.text[begin:end] for begin, end in pieces)
        return latex, SourceMap(tuple(offsets), tuple(self.lines.position(begin) for begin, _ in pieces))


def next_in(positions: list[int], start: int, end: int) -> int | None:
    """The first of the sorted positions in the half-open range, if there is one."""
    index = bisect_left(positions, start)
    return positions[index] if index < len(positions) and positions[index] < end else None
