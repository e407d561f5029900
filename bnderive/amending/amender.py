"""An edited row of a document to edits of its file: where they are to be made, in lines and columns, and with what.

A place is given only where the file says, character by character, what the display's LaTeX says; else there is no edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from bnderive.amending.aligned import LINE_BREAK, TextEdit, joint
from bnderive.amending.text_edits import text_edits
from bnderive.amending.writing import Unclear, Writing, writing_of
from bnderive.entries import Entry
from bnderive.report import Edit
from bnderive.source.arguments import runs_on
from bnderive.source.lines import Lines
from bnderive.source.model import Display, Document, Position
from bnderive.syntax.nodes import Row


class Amender:
    """Writes edits into one document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.known: dict[tuple[int, int], tuple[Row, tuple[TextEdit, ...] | None]] = {}

    @cached_property
    def lines(self) -> Lines:
        return Lines.of(self.document.text)

    def edits(self, entry: Entry, new: Row) -> tuple[Edit, ...]:
        """The smallest edits after which the row of an entry reads as `new`; none where they cannot be told exactly."""
        found = self.text_edits(entry, new)
        return self.placed(entry.display, found) if found else ()

    def text_edits(self, entry: Entry, new: Row) -> tuple[TextEdit, ...] | None:
        """The edits of the display's LaTeX; what was found for a row is kept with it."""
        key = (entry.number, id(new))
        if key not in self.known:
            self.known[key] = new, text_edits(entry.row, new, entry.display) if entry.row is not None else None
        return self.known[key][1]

    def written(self, entry: Entry, new: Row) -> str | None:
        """The row with its edits, and all else in the author's own text: with macros as they are used."""
        found = self.text_edits(entry, new)
        if not found:
            return None
        display, (place, end) = entry.display, entry.span
        edits = list(widened(display, found))
        if edits[0][0] < place or edits[-1][1] > end:
            return None
        text = ""
        for first, last, new_text in edits:
            text += display.written(place, first) + new_text
            text += " " if runs_on(text, display.latex[last : last + 1]) else ""
            place = last
        return text + display.written(place, end)

    def placed(self, display: Display, edits: Sequence[TextEdit]) -> tuple[Edit, ...]:
        """Edits of the LaTeX of a display as edits of the file."""
        writing = writing_of(display, self.lines, self.document.format)
        try:
            return tuple(self._placed(writing, *edit) for edit in widened(display, edits))
        except Unclear:
            return ()

    def _placed(self, writing: Writing, start: int, end: int, text: str) -> Edit:
        first, last = self._stretch(writing, start, end)
        if "|" in text and self._may_be_cell(writing, first):
            raise Unclear
        text = joint(writing.before(first), LINE_BREAK.sub(" ", text))
        behind = writing.offset(last)
        text += " " if runs_on(writing.before(first) + text, self.document.text[behind : behind + 1]) else ""
        return Edit(first.line, first.column, last.line, last.column, writing.written(text))

    def _may_be_cell(self, writing: Writing, place: Position) -> bool:
        """Whether a bar may end the cell of a table."""
        start, end = self.lines.starts[place.line - 1], writing.offset(place)
        return self.document.format == "markdown" and self.document.text.find("|", start, end) >= 0

    def _stretch(self, writing: Writing, start: int, end: int) -> tuple[Position, Position]:
        """Where a stretch of the LaTeX stands that cuts no macro; also an empty one."""
        latex = writing.display.latex
        if start == end:
            place = self._gap(writing, start)
            return place, place
        spans = [writing.span(offset) for offset in writing.offsets(start, end)]
        first, last = spans[0][0], spans[-1][1]
        if self.document.text.count("%", writing.offset(first), writing.offset(last)) != latex.count("%", start, end):
            raise Unclear  # a comment would go with it
        return first, last

    def _gap(self, writing: Writing, offset: int) -> Position:
        """The place between two characters of the LaTeX: behind the first, unless that ends a line."""
        display = writing.display
        if offset > 0 and display.latex[offset - 1] != "\n":
            return writing.span(next((use.start for use in display.uses if use.end == offset), offset - 1))[1]
        if offset < len(display.latex):
            return writing.span(offset)[0]
        raise Unclear


def widened(display: Display, edits: Sequence[TextEdit]) -> Iterator[TextEdit]:
    """The edits, those within what a macro became widened to the whole of its use."""
    waiting = list(edits)
    while waiting:
        first, last, inside = waiting[0][0], waiting[0][1], [waiting.pop(0)]
        while True:
            uses = [u for u in display.uses if (u.start < last and first < u.end) or u.start < first == last < u.end]
            wide = min([first, *(u.start for u in uses)]), max([last, *(u.end for u in uses)])
            while waiting and waiting[0][0] < wide[1]:
                inside.append(waiting.pop(0))
                wide = wide[0], max(wide[1], inside[-1][1])
            if wide == (first, last):
                break
            first, last = wide
        yield first, last, within(display.latex, first, last, inside)


def within(latex: str, first: int, last: int, edits: Sequence[TextEdit]) -> str:
    parts, place = list[str](), first
    for start, end, text in edits:
        parts += [latex[place:start], text]
        place = end
    return "".join([*parts, latex[place:last]])
