"""Copies of the documents with one slip each, or two in one row; which ones is drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, zip_longest
from random import Random

from bnderive.entries import Entry
from bnderive.syntax import RowResult, read_rows
from tests.study.documents import Source, paths, placed, rows_of, source
from tests.study.sites import Edits, Site, applied
from tests.study.slips import KINDS


@dataclass(frozen=True, slots=True)
class Mutant:
    """A copy of a document in which one row was changed: `number` counts its rows from 1, `place` is the slip's."""

    path: str
    number: int
    line: int
    kinds: tuple[str, ...]
    place: int
    original: str
    mutated: str
    text: str

    @property
    def kind(self) -> str:
        return " and ".join(self.kinds)


@dataclass(frozen=True, slots=True)
class Planted:
    """One way to spoil a row."""

    kind: str
    edits: Edits


@dataclass(frozen=True, slots=True)
class Plan:
    """A row of a document and what is to be planted in it; whether the copy reads as meant is not looked at yet."""

    path: str
    entry: Entry
    ways: tuple[Planted, ...]

    @property
    def kind(self) -> str:
        return " and ".join(way.kind for way in self.ways)


def mutants(wanted: int | None, seed: int, two: bool = False) -> list[Mutant]:
    """Copies with one slip, or two, in the order of the documents; so many of them, the kinds in turn, so that the rare
    ones are there.
    """
    plans = [plan for path in paths() for plan in (pairs_of(source(path), seed) if two else singles_of(source(path)))]
    if wanted is None or wanted >= len(plans):
        return [mutant for plan in plans if (mutant := spoilt(plan)) is not None]
    made = ((number, spoilt(plans[number])) for number in in_turn(plans, seed))
    taken = islice(((number, mutant) for number, mutant in made if mutant is not None), wanted)
    return [mutant for _, mutant in sorted(taken, key=lambda pair: pair[0])]


def in_turn(plans: Sequence[Plan], seed: int) -> Iterator[int]:
    """The numbers of all plans, one of each kind after the other, those of a kind as the seed has it."""
    numbers: dict[str, list[int]] = {}
    for number, plan in enumerate(plans):
        numbers.setdefault(plan.kind, []).append(number)
    for kind, each in numbers.items():
        Random(f"{seed} {kind}").shuffle(each)
    return (number for turn in zip_longest(*numbers.values()) for number in turn if number is not None)


def singles_of(found: Source) -> Iterator[Plan]:
    """Every slip of every kind in every place where it applies."""
    for judgement, site in rows_of(found):
        yield from (Plan(found.path, judgement.entry, (planted,)) for planted in slips_of(site))


def slips_of(site: Site) -> list[Planted]:
    """Every slip in a row, the first of those that give the same text."""
    unlike: dict[str, Planted] = {}
    for spot in site.spots():
        for kind, slip in KINDS.items():
            for edits in filter(None, slip(site, spot)):
                unlike.setdefault(applied(site.latex, edits), Planted(kind, tuple(sorted(edits))))
    return list(unlike.values())


def pairs_of(found: Source, seed: int) -> Iterator[Plan]:
    """Two slips of different kinds in one row, drawn; up to four such pairs a row."""
    for judgement, site in rows_of(found):
        ways = slips_of(site)
        random = Random(f"{seed} {found.path} {judgement.entry.number}")
        drawn = [tuple(random.sample(ways, 2)) for _ in range(12)] if len(ways) > 1 else []
        apart = {pair: None for pair in drawn if pair[0].kind != pair[1].kind and are_apart(*pair)}
        yield from (Plan(found.path, judgement.entry, pair) for pair in list(apart)[:4])


def are_apart(one: Planted, other: Planted) -> bool:
    """Whether no stretch of one touches a stretch of the other."""
    return all(a.end < b.start or b.end < a.start for a in one.edits for b in other.edits)


def spoilt(plan: Plan) -> Mutant | None:
    """A copy with one row changed; None where the text does not read so."""
    found, entry = source(plan.path), plan.entry
    edits = tuple(sorted(edit for way in plan.ways for edit in way.edits))
    row = changed_row(entry, applied(entry.display.latex, edits))
    text = placed(found.text, entry.display, edits, found.path.endswith(".ipynb"))
    if row is None or text is None:
        return None
    kinds = tuple(way.kind for way in plan.ways)
    return Mutant(found.path, entry.number, entry.start.line, kinds, edits[0].start, entry.latex, row, text)


def changed_row(entry: Entry, latex: str) -> str | None:
    """The text of the row that differs, if it is the only one and can be read."""
    before, after = as_read(entry.display.latex), read_rows(latex)
    if len(before) != len(after):
        return None
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a.row != b.row]
    if len(differing) != 1:
        return None
    ((one, other),) = differing
    whole = one.row is not None and other.row is not None and len(one.row.sides) == len(other.row.sides)
    return other.latex if whole and one.span == entry.span else None


@cache
def as_read(latex: str) -> tuple[RowResult, ...]:
    return read_rows(latex)
