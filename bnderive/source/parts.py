"""What was read of each part of a file (a cell, a docstring, or all of it) comes in, one document goes out.

Here and only here paragraphs and sections are counted through, text before a display is carried over from part to
part, and macros are expanded, since what one part defines holds in those after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from bnderive.records import dataclass
from bnderive.source.excerpt import Excerpt, Piece, running
from bnderive.source.faults import no_formulas, suspicious
from bnderive.source.lines import Lines
from bnderive.source.macros import expanded
from bnderive.source.model import Directive, Display, Document, Position, Problem

IN_DELIMITERS = "between `$…$`, `$$…$$`, \\(…\\), \\[…\\] or \\begin{…}…\\end{…}"


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in a part of a file. `tail` is the running text after its last display; `headings` and `blocks`
    count what the sections and paragraphs of its displays count.
    """

    displays: tuple[Display, ...] = ()
    problems: tuple[Problem, ...] = ()
    directives: tuple[Directive, ...] = ()
    tail: str = ""
    headings: int = 0
    blocks: int = 0


def document(path: str, text: str, parts: Sequence[Part], where: str = IN_DELIMITERS) -> Document:
    """The parts of a file as one document. `where` says in its format where mathematics stands."""
    displays, faults = expanded(_joined(parts))
    problems = [*no_formulas(displays, where), *suspicious(text), *faults]
    problems += [problem for part in parts for problem in part.problems]
    problems.sort(key=attrgetter("start", "end", "rule"))
    directives = tuple(directive for part in parts for directive in part.directives)
    last = max((k for k, part in enumerate(parts) if part.displays), default=0)
    tail = running(*(part.tail for part in parts[last:]))
    return Document(path, text, tuple(displays), tuple(problems), directives, tail=tail)


def _joined(parts: Sequence[Part]) -> Iterable[Display]:
    headings, blocks, tail = 0, 0, ""
    for part in parts:
        for display in part.displays:
            if headings or blocks or tail:
                before = running(tail, display.before) if tail else display.before
                section, paragraph = headings + display.section, blocks + display.paragraph
                display = replace(display, before=before, section=section, paragraph=paragraph)
            yield display
            tail = ""
        tail = running(tail, part.tail)
        headings += part.headings
        blocks += part.blocks


def carried(part: Part, excerpt: Excerpt) -> Part:
    """A part that was read from the text of an excerpt, with its places led back to the file."""
    lines = Lines.of(excerpt.text)

    def place(position: Position) -> int:
        return lines.starts[position.line - 1] + position.column - 1

    def pieces(display: Display) -> Iterable[Piece]:
        inner = display.positions
        ends = (*inner.offsets[1:], len(display.latex))
        for offset, end, position in zip(inner.offsets, ends, inner.positions, strict=True):
            yield Piece(place(position), place(position) + end - offset)

    def moved(display: Display) -> Display:
        positions = excerpt.made_of(pieces(display)).positions
        if display.extent is None:
            return replace(display, positions=positions)
        return replace(display, positions=positions, extent=excerpt.span(*map(place, display.extent)))

    def problem(found: Problem) -> Problem:
        start, end = excerpt.span(place(found.start), place(found.end))
        return replace(found, start=start, end=end)

    return replace(
        part,
        displays=tuple(map(moved, part.displays)),
        problems=tuple(map(problem, part.problems)),
        directives=tuple(replace(d, start=excerpt.positions.at(place(d.start))) for d in part.directives),
    )
