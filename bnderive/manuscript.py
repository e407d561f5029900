"""A document and its rows in, its text as the author wrote it out: passages, with the mathematics in them in its place.

Nothing is rendered and nothing is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bnderive.entries import Entry
from bnderive.report import Passage, Shown
from bnderive.source.layout import front_matter_end
from bnderive.source.lines import Lines
from bnderive.source.model import Display, Document

WRITTEN = ("markdown", "raw")
"""Types of cells that hold text, not code."""


def passages(document: Document, entries: Iterable[Entry]) -> tuple[Passage, ...]:
    """The cells of a notebook; of another document all of it, in Markdown apart from its front matter."""
    rows: dict[int, list[str]] = defaultdict(list)
    for entry in entries:
        rows[id(entry.display)].append(entry.identity)
    if document.cells:
        return tuple(_cell(document, index, rows) for index in range(len(document.cells)))
    lines = Lines.of(document.text)
    first = front_matter_end(lines) if document.format == "markdown" else 0
    start = lines.starts[first] if first < len(lines) else len(document.text)
    top = (Passage(document.text[:start], "code"),) if first else ()
    return (*top, Passage(document.text[start:], document.format, _shown(lines, start, document.displays, rows)))


def _cell(document: Document, index: int, rows: dict[int, list[str]]) -> Passage:
    kind, text = document.cells[index]
    if kind not in WRITTEN:
        return Passage(text, "code")
    displays = [display for display in document.displays if display.cell == index]
    return Passage(text, "markdown" if kind == "markdown" else "text", _shown(Lines.of(text), 0, displays, rows))


def _shown(lines: Lines, first: int, displays: Sequence[Display], rows: dict[int, list[str]]) -> tuple[Shown, ...]:
    """The displays by their offsets after the first one; one that lies within the one before it is left to that."""
    found: list[Shown] = []
    for display in displays:
        if display.extent is None:
            continue
        start, end = (lines.starts[place.line - 1] + place.column - 1 - first for place in display.extent)
        if start >= (found[-1].end if found else 0) and end > start:
            own = tuple(rows.get(id(display), ()))
            found.append(Shown(start, end, display.latex, display.kind == "display", own))
    return tuple(found)
