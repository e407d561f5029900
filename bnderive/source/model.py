"""What every source reader hands on: a document as displays of LaTeX with exact positions, and problems."""

from __future__ import annotations

from bisect import bisect_right
from operator import attrgetter

from bnderive.records import dataclass
from bnderive.spots import Spot


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the file: 1-based line and column; columns count code points."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Leads from an offset in a display's LaTeX back to the file.

    `offsets[k]` is where a piece that was copied from one line of the file starts in the LaTeX, `positions[k]` where
    that piece starts in the file. Within a piece columns run along, unless `fixed[k]` says that all of it stands for
    what is at its position, as the expansion of a macro does; an empty `fixed` says so of none.
    """

    offsets: tuple[int, ...]
    positions: tuple[Position, ...]
    fixed: tuple[bool, ...] = ()

    def at(self, offset: int) -> Position:
        piece = max(bisect_right(self.offsets, offset) - 1, 0)
        start = self.positions[piece]
        if self.is_fixed(piece):
            return start
        return Position(start.line, start.column + offset - self.offsets[piece])

    def is_fixed(self, piece: int) -> bool:
        return bool(self.fixed) and self.fixed[piece]


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding about the document itself (BN1xx): half-open from `start` to `end`."""

    rule: str
    name: str
    severity: str
    start: Position
    end: Position
    message: str


@dataclass(frozen=True, slots=True)
class Use:
    """A use of one of the author's macros: the half-open stretch of the LaTeX that it became, and how it is written."""

    start: int
    end: int
    written: str


@dataclass(frozen=True, slots=True)
class Display:
    """One stretch of mathematics as the document delimits it, without its delimiters.

    `before` is the running text between the display before this one and this one, on one line, mathematics left out;
    `kind` is `display` or `inline`; `paragraph` counts the blocks of running text, so that two displays of one sentence
    share it; `section` counts the headings before it. In a notebook `cell` is the index of its cell and `cell_line` the
    1-based line of that cell on which the LaTeX begins. `uses` are the macros that were expanded, in order. `extent` is
    where it stands with its delimiters, half-open: in the file, in a notebook in the text of its cell.
    """

    latex: str
    positions: SourceMap
    kind: str
    before: str = ""
    paragraph: int = 0
    section: int = 0
    cell: int | None = None
    cell_line: int | None = None
    uses: tuple[Use, ...] = ()
    extent: tuple[Position, Position] | None = None

    def written(self, start: int, end: int) -> str:
        """The author's own text of a stretch of the LaTeX: with macros as they are used, not as they read."""
        parts, place = [], start
        for use in self.uses:
            if use.end > start and use.start < end:
                parts += [self.latex[place : use.start], use.written]
                place = use.end
        return "".join([*parts, self.latex[place:end]])

    def cell_line_at(self, offset: int) -> int | None:
        """The line of its cell on which an offset of the LaTeX stands; None outside notebooks."""
        return None if self.cell_line is None else self.cell_line + self.latex.count("\n", 0, offset)


@dataclass(frozen=True, slots=True)
class Directive:
    """What stands after `bnderive:` in a comment of the document, not interpreted; `start` is where the comment begins,
    `before` the end of what stands before it on its line, `cell` and `cell_line` are its place in a notebook.
    """

    text: str
    start: Position
    before: str = ""
    cell: int | None = None
    cell_line: int | None = None

    @property
    def line(self) -> tuple[int, int]:
        """The line that it stands on, also where the file has several lines of a cell on one."""
        return (-1, self.start.line) if self.cell is None else (self.cell, self.cell_line or 0)


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a cell of a notebook: its index and its 1-based line, and where in the file it starts."""

    start: Position
    cell: int
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its displays in order, and what was wrong with it. `format` is the name of its format, `tail`
    the running text after the last display. Of a notebook `cells` are the type and the text of each, `lines` the lines
    of those that are text, in order.
    """

    path: str
    text: str
    displays: tuple[Display, ...]
    problems: tuple[Problem, ...] = ()
    directives: tuple[Directive, ...] = ()
    format: str = ""
    tail: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    lines: tuple[CellLine, ...] = ()

    def spot(self, position: Position) -> Spot:
        """A place in the file, as people are told it."""
        before = bisect_right(self.lines, position, key=attrgetter("start"))
        if not before:
            return Spot(position.line)
        found = self.lines[before - 1]
        return Spot(found.line, found.cell)

    @property
    def visible(self) -> str:
        """The running text and the formulas as its readers see them: no comments, no code."""
        return " ".join([*(f"{display.before} {display.latex}" for display in self.displays), self.tail])
