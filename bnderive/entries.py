"""A document to its entries: every row of mathematics in order, with its place in the file and the chain that
it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bnderive.errors import NotUnderstood, Reason, Span
from bnderive.records import dataclass
from bnderive.report import Place
from bnderive.source.model import Display, Document, Position, Problem
from bnderive.spots import Spot
from bnderive.survey.compounds import compound_size, with_compound
from bnderive.survey.convention import says_so, written, written_out
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import Spelling
from bnderive.survey.operators import operators_of, with_operators
from bnderive.survey.survey import survey, unboxed
from bnderive.syntax import Note, RowResult, read_rows
from bnderive.syntax.nodes import Addition, Applied, Identifier, Node, Product, Row, Scripted
from bnderive.syntax.rewriting import Tree
from bnderive.syntax.shapes import walk

MAX_WORDS = 2000
ORDINALS = ("first", "second", "third", "fourth")
NAMED_PART = re.compile(r"\b(first|second|third|fourth)\s+(factor|term)\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;:!?。；：]")
RELATION_SIGNS = ("=", "\\equiv", "\\leftarrow", "\\triangleq", "\\approx", "\\propto")


Displays = tuple[tuple[str, tuple[RowResult, ...]], ...]
"""The LaTeX of every display, with its rows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: where it stands, its tree or why it has none, the first side of its chain, and the entry that
    it continues. `words` are those before it in its paragraph, which reach past mere names.
    """

    number: int
    display: Display
    latex: str
    start: Position
    end: Position
    row: Row | None
    reason: Reason | None
    head: Node | None
    continues: int | None
    span: Span
    words: str = ""

    @property
    def identity(self) -> str:
        return f"f{self.number}"

    def reads_as(self, other: Entry) -> bool:
        """Whether another state of the document has the same row there, under the same words, in a display of the same
        LaTeX, which settles what equality of trees leaves out; the lines before it may be others.
        """
        here, there = (
            (e.display.latex, e.display.kind, e.display.before, e.display.section, e.head.span if e.head else None)
            for e in (self, other)
        )
        return here == there and replace(self, display=other.display, start=other.start, end=other.end) == other

    def like(self, others: Sequence[Entry]) -> Entry:
        """The entry with the tree of the one in its place in another state of the document, if it reads as that."""
        there = others[self.number - 1] if self.number <= len(others) else None
        return self if there is None or not self.reads_as(there) else replace(self, row=there.row, head=there.head)

    @property
    def spot(self) -> Spot:
        line = self.display.cell_line_at(self.span[0])
        return Spot(self.start.line if line is None else line, self.display.cell)

    def source_of(self, node: Node) -> str:
        """The author's own text of a node."""
        return self.display.written(*node.span).strip()

    def place_of(self, span: Span) -> Place | None:
        """Where a stretch of the display stands in the file; None where it is no part of this row, or may be one
        of the head that the row took from a display before.
        """
        first, end = span
        inherited = self.head.span if self.head is not None and self.continues is not None else (0, -1)
        is_own = self.span[0] <= first <= end <= self.span[1]
        if not is_own or inherited[0] <= first <= end <= inherited[1]:
            return None
        start, last = (self.display.positions.at(offset) for offset in (first, max(end - 1, first)))
        return Place(start.line, start.column, last.line, last.column + 1, self.display.cell_line_at(first))


def read_displays(document: Document, known: Displays) -> Displays:
    """The rows of every display; those of one that another state of the document has are taken from there."""
    waiting: dict[str, list[tuple[RowResult, ...]]] = {}
    for latex, results in reversed(known):
        waiting.setdefault(latex, []).append(results)
    texts = (display.latex for display in document.displays)
    return tuple((latex, waiting[latex].pop() if waiting.get(latex) else read_rows(latex)) for latex in texts)


def read_entries(document: Document, displays: Displays) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The rows of a document, and what was odd about their spelling. Names and fragments in running text
    assert nothing.
    """
    entries: list[Entry] = []
    problems: list[Problem] = []
    carried = ""
    paragraph = 0
    for display, (_, results) in zip(document.displays, displays, strict=True):
        reaching = carried if display.paragraph == paragraph else ""
        words = f"{reaching} {display.before}"[-MAX_WORDS:] if reaching else display.before
        is_name = display.kind == "inline" and not any(map(asserts, results))
        carried, paragraph = words if is_name else "", display.paragraph
        for result in results:
            problems += [_problem(note, display) for note in result.notes]
            if display.kind == "display" or asserts(result):
                entries.append(_entry(len(entries) + 1, display, result, words, entries))
            elif result.reason is not None:
                problems.append(_unread(result, display))
    return tuple(entries), tuple(problems)


def with_own_notation(entries: Sequence[Entry]) -> tuple[tuple[Entry, ...], frozenset[int]]:
    """The entries with the products that are sizes, and the operators that the author introduces, read as such; and
    which entries introduce them.
    """
    size = compound_size([entry.row for entry in entries])
    if size:
        entries = [_changed(entry, lambda node: with_compound(node, size)) for entry in entries]
    found = operators_of([entry.row for entry in entries])
    if found:
        entries = [_changed(entry, lambda node: with_operators(node, found)) for entry in entries]
    return tuple(entries), frozenset(entries[operator.row].number for operator in found)


class _Change(Protocol):
    def __call__(self, node: Tree) -> Tree: ...


def _changed(entry: Entry, change: _Change) -> Entry:
    return replace(entry, row=change(entry.row) if entry.row else None, head=change(entry.head) if entry.head else None)


def asserts(result: RowResult) -> bool:
    if result.row is not None:
        return bool(result.row.relations)
    return any(sign in result.latex for sign in RELATION_SIGNS)


def _entry(number: int, display: Display, result: RowResult, words: str, before: list[Entry]) -> Entry:
    start, last = (display.positions.at(offset) for offset in (result.span[0], max(result.span[1] - 1, result.span[0])))
    entry = Entry(
        number,
        display,
        display.written(*result.span),
        start,
        Position(last.line, last.column + 1),
        result.row,
        result.reason,
        None,
        None,
        result.span,
        words,
    )
    row = without_name_of_map(result.row) if result.row is not None else None
    if row is None:
        return entry
    entry = replace(entry, row=row)
    if row.sides[0] is not None:
        return replace(entry, head=unboxed(row.sides[0]))
    return _continuing(entry, before)


def without_name_of_map(row: Row) -> Row:
    """A row without the name that it gives its definition last: `… \\equiv \\mathrm{BN}_{\\gamma,\\beta}(x_i)`."""
    last = row.sides[-1]
    names = isinstance(last, Applied) and len(row.sides) > 2 and row.relations[-1] in {"\\equiv", ":=", "\\triangleq"}
    function = last.function.base if isinstance(last, Applied) and isinstance(last.function, Scripted) else None
    function = last.function if isinstance(last, Applied) and function is None else function
    capital = isinstance(function, Identifier) and len(function.text) > 1 and function.text[:1].isupper()
    return replace(row, sides=row.sides[:-1], relations=row.relations[:-1]) if names and capital else row


def _continuing(entry: Entry, before: list[Entry]) -> Entry:
    """A row that begins with a relation goes on with the chain before it, in the same display or the next; or with
    the part of an earlier formula that the words before it name.
    """
    named = NAMED_PART.search(words_before(entry, before))
    if named is not None and not (before and before[-1].display is entry.display):
        head = _part_before(before, ORDINALS.index(named[1].lower()), named[2].lower())
        text = f"${entry.latex[:40]}…$ is said to be the {named[0]}, but no formula before it has such a part"
        missing = replace(entry, row=None, reason=Reason("BN204", "nothing-to-continue", text))
        return replace(entry, head=head) if head is not None else missing
    chain = next(
        (e for e in reversed(before) if e.display.kind == entry.display.kind or e.display is entry.display), None
    )
    if chain is None or chain.head is None:
        text = f"$\u2026{entry.latex[:40]}$ begins with a relation, but no formula that was understood stands before it"
        return replace(entry, row=None, reason=Reason("BN204", "nothing-to-continue", text))
    return replace(entry, head=chain.head, continues=chain.number)


def words_before(entry: Entry, before: list[Entry]) -> str:
    """The running text of the sentence that leads to a display, the formulas in it left out."""
    words = entry.words
    for earlier in reversed(before):
        if earlier.display.kind != "inline" or SENTENCE_END.search(words.rstrip(" :,;")):
            break
        words = f"{earlier.words} {words}"
    return SENTENCE_END.split(words.rstrip(" :,;"))[-1]


def _part_before(before: list[Entry], number: int, kind: str) -> Node | None:
    """The part of the last formula with a product of derivatives that has so many: a factor, or a term."""
    for entry in reversed(before):
        for side in reversed(entry.row.sides[1:] if entry.row is not None else ()):
            for node in walk(side) if side is not None else ():
                if isinstance(node, Product | Addition) and (parts := _derivatives(node, kind)):
                    return parts[number] if number < len(parts) else None
    return None


def _derivatives(node: Product | Addition, kind: str) -> tuple[Node, ...]:
    """The factors or the terms of a node, where there are several and each is a derivative."""
    parts = node.factors if isinstance(node, Product) else node.terms
    fits = isinstance(node, Product) == (kind == "factor") and "-" not in getattr(node, "signs", ())
    return parts if fits and all(read_derivative(part) for part in parts) else ()


def _problem(note: Note, display: Display) -> Problem:
    start, end = (display.positions.at(offset) for offset in note.span)
    return Problem(note.rule, note.name, "warning", start, end, note.message)


def _unread(result: RowResult, display: Display) -> Problem:
    start, end = (display.positions.at(offset) for offset in result.span)
    message = result.reason.message if result.reason else ""
    return Problem("BN109", "unread-fragment", "warning", start, end, f"not read: {message}")


def with_sums(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries with the sums of the summation convention written out, where the text says that it holds."""
    if not says_so(entry.display.before for entry in entries):
        return entries
    spelling = survey([entry.row for entry in entries if entry.row is not None]).spelling
    return tuple(_with_sums(entry, spelling) for entry in entries)


def _with_sums(entry: Entry, spelling: Spelling) -> Entry:
    if entry.row is None:
        return entry
    try:
        row = written_out(entry.row, entry.head, spelling)
    except NotUnderstood as error:
        return replace(entry, row=None, reason=error.reason)
    head = written(entry.head, frozenset(), spelling) if entry.head is not None else None
    return replace(entry, row=row, head=head)
