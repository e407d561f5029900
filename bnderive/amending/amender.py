"""An edited row of a document to edits of its file: where they are to be made, in lines and columns, and with what.

A place is given only where the file says, character by character, what the display's LaTeX says; else there is no edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
        self.lines = Lines.of(document.text)

    def edits(self, entry: Entry, new: Row) -> tuple[Edit, ...]:
        """The smallest edits after which the row of an entry reads as `new`; none where they cannot be told exactly."""
        found = text_edits(entry.row, new, entry.display) if entry.row is not None else None
        return self.placed(entry.display, found) if found else ()

    def placed(self, display: Display, edits: Sequence[TextEdit]) -> tuple[Edit, ...]:
        """Edits of the LaTeX of a display as edits of the file."""
        try:
            return tuple(self._placed(display, edit) for edit in widened(display, edits))
        except Unclear:
            return ()

    def _placed(self, display: Display, edit: TextEdit) -> Edit:
        start, end, text = edit
        writing = writing_of(display, self._line, self.document.format)
        begin, stop = self._stretch(writing, start, end)
        before, after = self._line(begin.line)[: begin.column - 1], self._line(stop.line)[stop.column - 1 :]
        written = writing.written(joint(writing.read(before), LINE_BREAK.sub(" ", text)))
        if runs_on(writing.read(before) + text, after):
            written += " "
        if "|" in text and "|" in before and display.cell is None and "\n" not in display.latex:
            raise Unclear
        return Edit(begin.line, begin.column, stop.line, stop.column, written)

    def _stretch(self, writing: Writing, start: int, end: int) -> tuple[Position, Position]:
        """Where a stretch of the LaTeX stands, which is none of a macro's; also an empty one."""
        latex = writing.display.latex
        if start == end:
            after = start > 0 and latex[start - 1] != "\n" and writing.use_ending(start) is None
            place = writing.span(start - 1)[1] if after else writing.span(start)[0]
            return place, place
        spans = [writing.span(offset) for offset in writing.offsets(start, end)]
        begin, stop = spans[0][0], spans[-1][1]
        if self._between(begin, stop).count("%") != latex.count("%", start, end):
            raise Unclear  # a comment would go with it
        return begin, stop

    def _between(self, start: Position, end: Position) -> str:
        return self.document.text[self.offset(start) : self.offset(end)]

    def offset(self, place: Position) -> int:
        return self.lines.starts[place.line - 1] + place.column - 1

    def _line(self, number: int) -> str:
        return self.lines.line(number - 1)


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
