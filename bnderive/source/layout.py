"""Lines of Markdown come in, their layout goes out: which are code, HTML, tables or text, in which quotes and items.

markdown-it finds the blocks; mathematics is none of its business. `masked` hides known displays from it, since what a
line of mathematics begins with (`-`, `>`, `#`, an indentation) makes no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from bnderive.source.lines import Containers, Item, Kind, Layout, Lines, Quote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MARKER = re.compile(r"[ \t]{0,3}(?:[-+*]|\d{1,9}[.)])")
MINUS_OR_PLUS = re.compile(r"[ \t>]*[-+]")
STRUCTURAL = re.compile(r"[ \t]*(?:$|[-+*>#=<~|\d`])|\t| {4}")
FRONT_MATTER_KEY = re.compile(r"\s*(?:#|[\w.$\"'-]+\s*:(?:\s|$))")


def front_matter_end(lines: Lines) -> int:
    """The number of lines that a YAML block at the top takes, 0 where there is none."""
    if len(lines) < 2 or lines.line(0).rstrip() != "---" or not FRONT_MATTER_KEY.match(lines.line(1)):
        return 0
    return next((k + 1 for k in range(1, len(lines)) if lines.line(k).rstrip() in ("---", "...")), 0)


def sources(lines: Lines) -> list[str]:
    """The lines as markdown-it is to see them: front matter left blank."""
    top = front_matter_end(lines)
    return [""] * top + [lines.line(k) for k in range(top, len(lines))]


def masked(layout: Layout, seen: Sequence[str], displays: Iterable[tuple[int, int]]) -> list[str] | None:
    """The lines with the inside of displays made plain text; None where no inside looks like a block to markdown-it.

    A display is given by the offsets of its first character and of its closing delimiter.
    """
    lines, hidden, is_needed = layout.lines, list(seen), False
    for start, close in displays:
        first = lines.at(start)
        if close <= lines.ends[first]:
            continue
        last = lines.at(close)
        prefix = "".join("> " if isinstance(c, Quote) else " " * c.width for c in layout.containers[first])
        for k in range(first + 1, last + 1):
            content = lines.text[lines.content(k, layout.containers[first]) : lines.ends[k]]
            is_needed = is_needed or bool(STRUCTURAL.match(content))
            hidden[k] = prefix + "x" + (lines.text[close : lines.ends[k]] if k == last else "")
    return hidden if is_needed else None


@cache
def _block_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def layout(lines: Lines, seen: Sequence[str]) -> tuple[Layout, list[tuple[int, int]]]:
    """What the blocks say of each line, and the `math` fences as (line of the opening, line after the last)."""
    environment: dict[str, Any] = {}
    tokens = _block_parser().parse("\n".join(seen), environment)
    builder = _Builder(lines)
    builder.mark((0, front_matter_end(lines)), Kind.CODE)
    for token in tokens:
        builder.take(token)
    for entry in (*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())):
        builder.mark(entry["map"], Kind.CODE)
    return builder.layout(), builder.math_fences


class _Builder:
    """Fills the rows of a layout from the blocks, which come in document order, outer ones first."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.kinds = [Kind.TEXT] * len(lines)
        self.containers: list[Containers] = [()] * len(lines)
        self.blocks = [0] * len(lines)
        self.breaks = [False] * (len(lines) + 1)
        self.fences: list[int] = []
        self.math_fences: list[tuple[int, int]] = []
        self.count = 0

    def take(self, token: Token) -> None:
        if token.map is None:
            return
        first, end = token.map[0], min(token.map[1], len(self.lines))
        match token.type:
            case "blockquote_open":
                self._contain(first, end, Quote(end))
                self.breaks[first] = self.breaks[end] = True
            case "list_item_open":
                self._item(first, end)
            case "inline":
                self._block(first, end)
            case "heading_open" | "tr_open":
                self.breaks[first] = self.breaks[end] = True
            case "table_open":
                self.mark((first, end), Kind.TABLE)
            case "html_block":
                self._html(first, end)
            case "code_block":
                self.mark((first, end), Kind.CODE)
            case "fence":
                self._fence(first, end, token.info)

    def mark(self, rows: Sequence[int], kind: Kind) -> None:
        first, end = rows[0], min(rows[1], len(self.lines))
        self.kinds[first:end] = [kind] * (end - first)

    def _contain(self, first: int, end: int, container: Quote | Item) -> None:
        for k in range(first, end):
            self.containers[k] = (*self.containers[k], container)

    def _item(self, first: int, end: int) -> None:
        """Mathematics may run on over a `-` or `+` that Markdown takes for a list item, over no other marker."""
        start = self.lines.content(first, self.containers[first])
        rest = self.lines.text[start : self.lines.ends[first]]
        marker = MARKER.match(rest)
        width = marker.end() if marker else 0
        space = len(rest[width:]) - len(rest[width:].lstrip(" \t"))
        has_code_or_nothing = space > 4 or not rest[width:].strip()
        self._contain(first, end, Item(first, width + (1 if has_code_or_nothing else space)))
        if not MINUS_OR_PLUS.match(rest):
            self.breaks[first] = True

    def _block(self, first: int, end: int) -> None:
        self.count += 1
        self.blocks[first:end] = [self.count] * (end - first)

    def _html(self, first: int, end: int) -> None:
        """A block that begins with a comment is text with a comment in it: what stands beside the comment counts."""
        self._block(first, end)
        start = self.lines.content(first, self.containers[first])
        if not self.lines.text[start : self.lines.ends[first]].lstrip().startswith("<!--"):
            self.mark((first, end), Kind.HTML)

    def _fence(self, first: int, end: int, info: str) -> None:
        self._block(first, end)
        self.mark((first, end), Kind.CODE)
        self.fences.append(first)
        if info.split()[:1] in (["math"], ["{math}"]):
            self.math_fences.append((first, end))

    def layout(self) -> Layout:
        blanks = [k for k in range(len(self.lines)) if not self.lines.line(k).strip(" \t>")]
        for k in blanks:
            self.breaks[k] = True
        for k, kind in enumerate(self.kinds):
            if kind in (Kind.CODE, Kind.HTML):
                self.breaks[k] = self.breaks[k + 1] = True
        return Layout(self.lines, self.kinds, self.containers, self.blocks, blanks, self._reach(), self._barrier())

    def _reach(self) -> list[int]:
        reach = list(self.lines.ends)
        for k in range(len(self.lines) - 2, -1, -1):
            if not self.breaks[k + 1]:
                reach[k] = reach[k + 1]
        return reach

    def _barrier(self) -> list[int]:
        """A display ends before the next fence, before the end of its quote, and in a table with its line."""
        fences, barrier, limit = set(self.fences), list(self.lines.ends), self.lines.ends[-1]
        for k in range(len(self.lines) - 1, -1, -1):
            if self.kinds[k] is not Kind.TABLE:
                quotes = [self.lines.ends[c.end - 1] for c in self.containers[k] if isinstance(c, Quote)]
                barrier[k] = min([limit, *quotes])
            if k in fences and k > 0:
                limit = self.lines.ends[k - 1]
        return barrier
