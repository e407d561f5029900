"""Places of the report to positions of an editor, and back.

The report counts lines and columns from 1, and columns in code points; an editor counts from 0, and in the units of the
encoding that it has agreed on: usually UTF-16, in which 𝒙 takes two.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import field
from itertools import accumulate

from lsprotocol import types

from bnderive.records import dataclass
from bnderive.report import Edit, Formula, Place
from bnderive.reports.notices import Notice
from bnderive.source.lines import Lines

Stretch = Place | Formula | Notice | Edit  # half-open, from a line and column to another

MARK = "\ufeff"  # not part of the text that the report counts in
ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
# What takes more than one unit.
WIDE = {"utf-8": re.compile(r"[^\x00-\x7f]"), "utf-16": re.compile(r"[^\x00-\uffff]"), "utf-32": re.compile(r"(?!)")}


@dataclass(frozen=True, slots=True)
class Wide:
    """The characters of a line that take more than one unit: where they are, and what they and those before them take
    beyond one.
    """

    places: tuple[int, ...]
    beyond: tuple[int, ...]

    @classmethod
    def of(cls, line: str, encoding: str) -> Wide:
        found = list(WIDE[encoding].finditer(line))
        beyond = accumulate((units(each.group(), encoding) - 1 for each in found), initial=0)
        return cls(tuple(each.start() for each in found), tuple(beyond))


@dataclass(frozen=True, slots=True)
class Positions:
    """The positions in one text. Every line is looked at once, however many are asked for: a whole text may be one."""

    lines: Lines
    encoding: str
    wide: dict[int, Wide] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, encoding: str = "utf-16") -> Positions:
        return cls(Lines.of(text), encoding)

    def position(self, line: int, column: int) -> types.Position:
        """Where an editor sees a line and a column of the report.

        >>> Positions.of("𝒙 = y").position(1, 3)
        0:3
        """
        if line not in self.wide:
            self.wide[line] = Wide.of(self.lines.line(line - 1), self.encoding)
        wide, before = self.wide[line], column - 1 + self.shift(line)
        return types.Position(line - 1, before + wide.beyond[bisect_left(wide.places, before)])

    def range(self, place: Stretch) -> types.Range:
        start = self.position(place.line, place.column)
        return types.Range(start, self.position(place.end_line, place.end_column))

    def place(self, position: types.Position) -> tuple[int, int]:
        """The line and column of a position; one beyond the end of its line, or of the text, is at that end.

        >>> Positions.of("𝒙 = y").place(types.Position(0, 3))
        (1, 3)
        """
        number = min(position.line, len(self.lines) - 1)
        seen, column = 0, 0
        for character in self.lines.line(number):
            seen += units(character, self.encoding)
            if seen > position.character:
                break
            column += 1
        return number + 1, max(1, column + 1 - self.shift(number + 1))

    def shift(self, line: int) -> int:
        """How many characters of a line the report does not count."""
        return int(line == 1 and self.lines.text.startswith(MARK))


def units(text: str, encoding: str) -> int:
    """How long a text is in the units of an encoding.

    >>> units("𝒙", "utf-16"), units("𝒙", "utf-8"), units("𝒙", "utf-32")
    (2, 4, 1)
    """
    codec, width = ENCODINGS[encoding]
    return len(text.encode(codec, "surrogatepass")) // width


def is_within(place: Stretch, line: int, column: int) -> bool:
    """Whether a line and column are in a place, its end included: a cursor stands between two characters."""
    return (place.line, place.column) <= (line, column) <= (place.end_line, place.end_column)
