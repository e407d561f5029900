"""Which rows a comment of the document speaks of: those at the end of whose line it stands, else the display after it.

A comment comes in, the numbers of rows in reading order go out. What the comment says is not looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from bnderive.entries import Entry
from bnderive.source.model import Directive

CLOSING = re.compile(r"[\s>]*(?:\$\$|\\\]|\\end\{[A-Za-z]+\*?\}|`{3,}|~{3,})[.,;]?\s*")


class Rows:
    """The rows that comments can speak of, in the order of their places."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = sorted(entries, key=lambda entry: entry.start)
        self.starts = [entry.start for entry in self.entries]
        self.ends = [entry.end for entry in self.entries]
        self.lines = [last_line(entry) for entry in self.entries]
        self.first = self._first_of_displays()
        self.end, self.shown = self._after()

    def meant(self, comment: Directive, count: int) -> range:
        """At most `count` rows at the end of whose line a comment stands, else all of the display around or after it
        that come after it; numbers into `entries`.
        """
        behind = bisect_right(self.ends, comment.start)
        if behind and self.lines[behind - 1] == comment.line:
            return range(max(self._line(behind), behind - count), behind)
        if behind and CLOSING.fullmatch(comment.before):
            return range(self.first[behind - 1], behind)
        after = bisect_left(self.starts, comment.start)
        start = self.shown[after] if after < len(self.entries) else None
        return range(start, self.end[start]) if start is not None else range(0)

    def _line(self, behind: int) -> int:
        """The first row that ends where the last one before `behind` does, or that its display begins with."""
        return min(bisect_left(self.lines, self.lines[behind - 1]), self.first[behind - 1])

    def _first_of_displays(self) -> list[int]:
        """For each row the first one of its display."""
        first: list[int] = []
        for k, entry in enumerate(self.entries):
            goes_on = k > 0 and self.entries[k - 1].display is entry.display
            first.append(first[-1] if goes_on else k)
        return first

    def _after(self) -> tuple[list[int], list[int | None]]:
        """For each row the end of its display, and the first row from it on that is set as a display."""
        end, shown = [0] * len(self.entries), [None] * len(self.entries) + [None]
        after: list[int | None] = list(shown)
        for k in reversed(range(len(self.entries))):
            goes_on = k + 1 < len(self.entries) and self.first[k + 1] == self.first[k]
            end[k] = end[k + 1] if goes_on else k + 1
            after[k] = k if self.entries[k].display.kind == "display" else after[k + 1]
        return end, after


def last_line(entry: Entry) -> tuple[int, int]:
    """The line on which a row ends, as that of a comment is told."""
    display, last = entry.display, max(entry.span[1] - 1, entry.span[0])
    return (-1, entry.end.line) if display.cell is None else (display.cell, display.cell_line_at(last) or 0)
