"""The documents that slips are planted in, all of whose rows are right, and their rows as sites."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bnderive.entries import Entry
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.source.files import format_named
from bnderive.source.model import Display, Document
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import read_name
from bnderive.survey.survey import unboxed
from bnderive.syntax import read_rows
from bnderive.syntax.nodes import BigOperator, Node, Row
from bnderive.syntax.shapes import walk
from tests.study.sites import Edits, Site, letters_bound

ROOT = Path(__file__).parents[2]
HAVE_WRONG_ROWS = frozenset({"batch_norm_seed.md", "gallery_of_slips.md"})
CORPUS = (
    "documents/01_ioffe_six.tex",
    "documents/06_layernorm_rstd.md",
    "documents/09_bessel_routes.md",
    "documents/14_engine_notes_zh.md",
    "documents/17_rmsnorm_three_steps.tex",
    "documents/33_ln_eps_outside.md",
    "written/d02_rmsnorm_appendix.tex",
    "written/d06_weightnorm_l2.md",
    "written/d08_instance_group_norm.md",
    "written/f01_bn_let.md",
    "written/f04_softmax_regression.md",
    "written/f08_weightnorm_components.tex",
    "written/h07_cosine_l2.tex",
    "written/h08_adjoint_ln.ipynb",
)


def paths() -> tuple[str, ...]:
    """The documents, from the top folder."""
    proved = sorted(path.name for path in (ROOT / "derivations").iterdir() if path.name not in HAVE_WRONG_ROWS)
    return tuple(f"derivations/{name}" for name in proved) + tuple(f"tests/corpus/{name}" for name in CORPUS)


@dataclass(frozen=True, slots=True)
class Source:
    """A document, its text, and what was found in it as it stands."""

    path: str
    text: str
    document: Document
    judge: Judge

    def read(self, text: str) -> Document:
        """Another text in the place of the document's."""
        return read_text(text, self.path, format_named(self.path) or "markdown")


@cache
def source(path: str) -> Source:
    text = (ROOT / path).read_text(encoding="utf-8")
    document = read_text(text, path, format_named(path) or "markdown")
    return Source(path, text, document, Judge(document, Settings()))


def rows_of(found: Source) -> Iterator[tuple[Judgement, Site]]:
    """Every row that is judged correct, with the sides of it that a slip may change."""
    judgements = found.judge.verdicts
    continued = {j.entry.continues for j in judgements}
    for judgement in judgements:
        entry, verdict = judgement.entry, judgement.verdict
        if entry.row is None or entry.head is None or verdict is None or verdict.word != "correct":
            continue
        written = row_at(entry.display, entry.span)
        if written is not None:
            yield judgement, site(found.judge, judgement, written, entry.number in continued)


def row_at(display: Display, span: tuple[int, int]) -> Row | None:
    """The row as it is written, before names and conventions of the document are read into it."""
    return next((result.row for result in read_rows(display.latex) if result.span == span), None)


def site(judge: Judge, judgement: Judgement, row: Row, is_continued: bool) -> Site:
    entry, survey = judgement.entry, judge.survey
    first = row.sides[0]
    defines = 1 if judgement.role == "definition" else 0
    sides = tuple(side for side in row.sides[1 + defines :] if side is not None)
    head = entry.head if first is None else first
    assert head is not None
    plain = Site(
        latex=entry.display.latex,
        sides=tuple(unboxed(side) or side for side in sides),
        head=head,
        own_head=None if is_continued or defines else first,
        spelling=survey.spelling,
        arity=dict(survey.arity),
        sizes=frozenset(survey.sizes) | frozenset(judge.symbols.sizes.values()),
        derivatives=derivatives_in(judge.entries, judge),
        quantities=quantities_of(judge),
    )
    return replace(plain, free=tuple(letter for letter in plain.letters(head) if letter not in bound_in(head)))


def bound_in(node: Node) -> frozenset[str]:
    """The letters that sums in a node bind."""
    sums = (part for part in walk(node) if isinstance(part, BigOperator))
    return frozenset(letter for each in sums for letter in letters_bound(each))


def derivatives_in(entries: tuple[Entry, ...], judge: Judge) -> frozenset[tuple[str, str]]:
    """The names that the document differentiates, each with a name that it differentiates it by."""
    spelling, found = judge.survey.spelling, set()
    for node in (node for entry in entries if entry.row is not None for node in walk(entry.row)):
        each = read_derivative(node)
        of = read_name(each.of, spelling) if each is not None and each.of is not None else None
        uses = (read_name(by, spelling) for by in each.by) if each is not None else ()
        found |= {(of.name, use.name) for use in uses if of is not None and use is not None}
    return frozenset(found)


def quantities_of(judge: Judge) -> dict[str, int]:
    """The names that stand for numbers or arrays of numbers, with how many indices they have: what the document
    defines, and what that is made of; no loss.
    """
    graph = judge.epochs[0].layer.graph
    known = {*graph.definitions, *graph.shapes} - {graph.loss}
    return {name: arity for name, arity in judge.survey.arity.items() if name in known}


def placed(text: str, display: Display, edits: Edits, notebook: bool) -> str | None:
    """The text of a file after edits of a display; None where a stretch is not written there as it is read."""
    for edit in sorted(edits, reverse=True):
        old, new = display.latex[edit.start : edit.end], edit.text
        if notebook:
            old, new = escaped(old), escaped(new)
        start = offset_in(text, display, edit.start)
        if start is None or text[start : start + len(old)] != old:
            return None
        text = text[:start] + new + text[start + len(old) :]
    return text


def escaped(latex: str) -> str:
    """The text as it stands in a string of JSON."""
    return latex.replace("\\", "\\\\").replace('"', '\\"')


def offset_in(text: str, display: Display, offset: int) -> int | None:
    """Where an offset of a display stands in the file; None inside what a macro expands to."""
    if any(use.start <= offset <= use.end for use in display.uses):
        return None
    place = display.positions.at(offset)
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1
