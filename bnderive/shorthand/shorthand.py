"""Entries in, the same entries out with every short name for a gradient written as the ∂ that it stands for.

What `d` before a name means in the document is told along. Nothing is given a meaning beyond that, nothing decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from bnderive.entries import Entry
from bnderive.errors import Reason
from bnderive.records import dataclass
from bnderive.shorthand.directions import meanings_of_d
from bnderive.shorthand.gradients import Marks
from bnderive.shorthand.marks import PREFIXES
from bnderive.shorthand.ordinary import joined, ordinary_names
from bnderive.shorthand.partners import spellings_of
from bnderive.shorthand.words import marks_said, ruling, speaks_of_differentials
from bnderive.source.model import Document
from bnderive.survey import survey
from bnderive.survey.hints import UNSAID, Hints
from bnderive.survey.survey import uses_in
from bnderive.syntax import print_latex
from bnderive.syntax.nodes import Bracketed, Identifier, Node, Row, Scripted, Shorthand
from bnderive.syntax.shapes import rebuilt, spread

GATHERED = Reason(
    "BN231", "circular-definition", "it adds to a gradient that other rows give: none of them alone says what it is"
)
OUTPUT = ("out", "output", "outputs")
UPSTREAM = frozenset(f"\\mathrm{{{prefix}{word}}}" for prefix in PREFIXES for word in OUTPUT)


@dataclass(frozen=True, slots=True)
class Spelled:
    """The entries with gradients spelled out; `d_means` tells whether d may be a differential; `rules` are the numbers
    of entries that only say what a mark means, `pieces` tells of which gradient an entry defines a numbered piece.
    """

    entries: tuple[Entry, ...]
    d_means: tuple[bool, ...]
    rules: frozenset[int]
    pieces: Mapping[int, str]


def spelled_out(entries: Sequence[Entry], document: Document, hints: Hints = UNSAID) -> Spelled:
    """The entries of a document as its own notation means them."""
    marks = _marks(entries, document, hints)
    if marks.gathered:
        entries = tuple(_ungathered(entries, marks.gathered))
        marks = _marks(entries, document, hints)
    if ordinary := ordinary_names(marks.rows, marks):
        spelling = marks.survey.spelling
        entries = tuple(_changed(entries, lambda node: joined(node, ordinary, spelling)))
        marks = _marks(entries, document, hints)
    numbers = [entry.number for entry in entries if entry.row is not None]
    kept = frozenset(numbers[number] for number in marks.introduced)
    told = {k for k, key in marks.introduced.items() if key in marks.gradients} | marks.general.keys()
    rules = frozenset(numbers[number] for number in told)
    pieces = {numbers[number]: of for number, of in marks.pieces.items()}
    if marks.gradients:
        entries = tuple(_changed(entries, lambda node: spelled(node, marks), kept))
    means = meanings_of_d(_rows(entries), marks.survey, speaks_of_differentials(document.displays))
    return Spelled(tuple(entries), means, rules, pieces)


def _marks(entries: Sequence[Entry], document: Document, hints: Hints) -> Marks:
    rows = _rows(entries)
    found = survey(rows, hints=hints)
    uses = [use for row in rows for side in row.sides if side is not None for use in uses_in(side, found.spelling)]
    spelt = spellings_of(uses)
    places = {id(document.displays[place]) for place in ruling(document.displays)}
    displays = [entry.display for entry in entries if entry.row is not None]
    general = frozenset(number for number, display in enumerate(displays) if id(display) in places)
    marks = Marks(rows, found, spelt, marks_said(document.displays), general)
    upstream = {use.name for use in uses} & UPSTREAM and "out" not in spelt
    if not upstream or (output := marks.output) is None:
        return marks
    return Marks(rows, found, {**spelt, **dict.fromkeys(OUTPUT, output)}, marks.said, general)


def _ungathered(entries: Sequence[Entry], gathered: frozenset[int]) -> Iterator[Entry]:
    """The entries without the trees of rows that gather a gradient piece by piece: none alone says what it is."""
    parsed = [entry.number for entry in entries if entry.row is not None]
    numbers = {parsed[number] for number in gathered}
    for entry in entries:
        if entry.number in numbers or entry.continues in numbers:
            numbers.add(entry.number)
            yield replace(entry, row=None, head=None, reason=GATHERED)
        else:
            yield entry


def _rows(entries: Sequence[Entry]) -> list[Row]:
    return [entry.row for entry in entries if entry.row is not None]


def _changed(
    entries: Sequence[Entry], change: Callable[[Node], Node], kept: frozenset[int] = frozenset()
) -> Iterator[Entry]:
    """The entries with every side changed, but those kept; one that goes on with a chain has the head of that chain."""
    heads: dict[int, Node | None] = {}
    for entry in entries:
        changed = entry
        if entry.row is not None and entry.number not in kept:
            sides = tuple(side and change(side) for side in entry.row.sides)
            head = heads.get(entry.continues or 0, entry.head and change(entry.head))
            changed = replace(entry, row=replace(entry.row, sides=sides), head=head)
        heads[entry.number] = changed.head
        yield changed


def spelled(node: Node, marks: Marks) -> Node:
    """The node with every gradient name in it as a `Shorthand` of the loss."""
    marked = marks.marked(node)
    if marked is None or marked.key not in marks.gradients:
        return rebuilt(node, lambda part: spelled(part, marks))
    bare = replace(node, sup=None) if marked.power is not None and isinstance(node, Scripted) else node
    loss = Identifier(marks.survey.loss, span=node.span)
    short = Shorthand(loss, spread(marked.of, node.span), print_latex(bare), span=node.span)
    if marked.power is None:
        return short
    return Scripted(Bracketed("(", short, ")"), None, marked.power, span=node.span)
