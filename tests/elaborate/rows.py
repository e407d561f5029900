"""Every row of real documents that was understood, in the environment that it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from bnderive.account import Account
from bnderive.elaborate import Environment, elaborate
from bnderive.entries import Entry
from bnderive.errors import NotUnderstood
from bnderive.judge import Judge
from bnderive.settings import Settings
from bnderive.source import read_file
from bnderive.syntax import read_rows
from bnderive.syntax.nodes import Row
from bnderive.terms import Index, Partial, Sum, Sym, Term, normal, rebuild, rename

ROOT = Path(__file__).parents[2]
DOCUMENTS = (
    ROOT / "tests" / "derivations" / "seed.txt",
    ROOT / "derivations" / "batch_norm.md",
    *sorted((ROOT / "tests" / "corpus" / "documents").glob("*.md")),
)

Meaning = tuple[Term, ...]


@dataclass(frozen=True)
class Known:
    """A row: what stands in the document, where, and the text and the terms that it was understood as."""

    judge: Judge
    entry: Entry
    role: str
    understood: str
    meaning: Meaning

    @property
    def environment(self) -> Environment:
        return self.judge.environment(self.entry)

    @property
    def name(self) -> str:
        return f"{Path(self.judge.document.path).stem}:{self.entry.start.line}"


@cache
def known_rows(path: Path) -> tuple[Known, ...]:
    """The rows of a document that were understood. Cached, since tests only read them."""
    judge = Judge(read_file(path), Settings())
    return tuple(_known(judge))


def _known(judge: Judge) -> Iterator[Known]:
    for judgement in judge.judgements(False):
        understood = Account(judge).understood(judgement)
        entry = judgement.entry
        if understood is None or entry.row is None:
            continue
        if judgement.claim is not None:
            usual = judgement.claim.usual
            yield Known(judge, entry, judgement.role, understood, meaning_of((usual.head, *usual.sides)))
        elif (number := judge.rows[entry.number]) in judge.epoch(entry).layer.rows:
            definition = judge.epoch(entry).layer.rows[number]
            if not rests_on_a_failure(definition.name, judge, entry):
                head = Sym(definition.name, definition.indices)
                yield Known(judge, entry, judgement.role, understood, meaning_of((head, definition.body)))
        else:
            yield Known(judge, entry, judgement.role, understood, read(understood, judge, entry))


def rests_on_a_failure(name: str, judge: Judge, entry: Entry) -> bool:
    layer = judge.epoch(entry).layer
    return any(layer.graph.reaches(failed, name) for failed in layer.failed)


def read(latex: str, judge: Judge, entry: Entry) -> Meaning:
    """What a text means where an entry stands."""
    (result,) = read_rows(latex)
    assert result.row is not None, (latex, result.reason)
    return read_row(result.row, judge.environment(entry))


def read_row(row: Row, environment: Environment) -> Meaning:
    first = row.sides[0]
    claim = elaborate(row, environment if first is None else replace(environment, head=first))
    return meaning_of((claim.usual.head, *claim.usual.sides))


def meaning_of(terms: tuple[Term, ...]) -> Meaning:
    """Terms up to the order of sums and products, the letters that Σ binds, and the readings of ∂."""
    return tuple(normal(unlettered(unread(term))) for term in terms)


def unlettered(term: Term, depth: int = 0) -> Term:
    """Every bound index named by how many Σ stand around it."""
    if isinstance(term, Sum):
        bound = Index(f"#{depth}", term.index.axis)
        return Sum(bound, unlettered(rename(term.body, {term.index: bound}), depth + 1))
    return rebuild(term, lambda child: unlettered(child, depth))


def unread(term: Term) -> Term:
    """A term without the readings that a definition gives its ∂."""
    inner = rebuild(term, unread)
    return replace(inner, reading="") if isinstance(inner, Partial) else inner


def edited(row: Known, latex: str) -> Meaning | None:
    """What a row would mean if this stood in its place; None where that is not understood."""
    results = read_rows(latex)
    if len(results) != 1 or results[0].row is None:
        return None
    try:
        return read_row(results[0].row, row.environment)
    except NotUnderstood:
        return None
