"""Copies of the documents with one slip each, or two in one row; which ones is drawn from a seed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from random import Random

from bnderive.entries import Entry
from bnderive.syntax import read_rows
from bnderive.syntax.nodes import Row
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


def singles() -> list[Mutant]:
    """Every slip of every kind in every place where it applies."""
    return [mutant for path in paths() for mutant in singles_of(source(path))]


def singles_of(found: Source) -> Iterator[Mutant]:
    for judgement, site in rows_of(found):
        for planted in slips_of(site):
            mutant = spoilt(found, judgement.entry, (planted,))
            if mutant is not None:
                yield mutant


def slips_of(site: Site) -> list[Planted]:
    """Every slip in a row, one of those that give the same text."""
    ways = (
        Planted(kind, tuple(sorted(edits)))
        for spot in site.spots()
        for kind, slip in KINDS.items()
        for edits in slip(site, spot)
        if edits
    )
    return list({applied(site.latex, planted.edits): planted for planted in reversed(list(ways))}.values())[::-1]


def pairs(seed: int) -> list[Mutant]:
    """Two slips of different kinds in one row, drawn; up to four of them a row."""
    return [mutant for path in paths() for mutant in pairs_of(source(path), seed)]


def pairs_of(found: Source, seed: int) -> Iterator[Mutant]:
    for judgement, site in rows_of(found):
        ways = slips_of(site)
        random = Random(f"{seed} {found.path} {judgement.entry.number}")
        drawn = (random.sample(ways, 2) for _ in range(12)) if len(ways) > 1 else ()
        fitting = (spoilt(found, judgement.entry, (a, b)) for a, b in drawn if a.kind != b.kind and are_apart(a, b))
        unlike = {mutant.text: mutant for mutant in fitting if mutant is not None}
        yield from list(unlike.values())[:4]


def are_apart(one: Planted, other: Planted) -> bool:
    """Whether no stretch of one touches a stretch of the other."""
    return all(a.end < b.start or b.end < a.start for a in one.edits for b in other.edits)


def spoilt(found: Source, entry: Entry, ways: tuple[Planted, ...]) -> Mutant | None:
    """A copy with one row changed; None where the text does not read so."""
    edits = tuple(sorted(edit for way in ways for edit in way.edits))
    latex = applied(entry.display.latex, edits)
    row = changed_row(entry, latex)
    text = placed(found.text, entry.display, edits, found.path.endswith(".ipynb"))
    if row is None or text is None:
        return None
    kinds = tuple(way.kind for way in ways)
    return Mutant(found.path, entry.number, entry.start.line, kinds, edits[0].start, entry.latex, row, text)


def changed_row(entry: Entry, latex: str) -> str | None:
    """The text of the row that differs, if it is the only one and can be read."""
    before, after = read_rows(entry.display.latex), read_rows(latex)
    if len(before) != len(after):
        return None
    differing = [(a, b) for a, b in zip(before, after, strict=True) if a.row != b.row]
    (one, other), *more = differing or [(None, None)]
    if more or one is None or other is None or one.span != entry.span or not isinstance(other.row, Row):
        return None
    return other.latex if sides_of(one.row) == sides_of(other.row) else None


def sides_of(row: Row | None) -> int:
    return 0 if row is None else len(row.sides)


def drawn(mutants: Sequence[Mutant], wanted: int | None, seed: int) -> list[Mutant]:
    """So many of them, the kinds in turn, so that the rare ones are there; in the order of the documents."""
    if wanted is None or wanted >= len(mutants):
        return list(mutants)
    numbers: dict[str, list[int]] = {}
    for number, mutant in enumerate(mutants):
        numbers.setdefault(mutant.kind, []).append(number)
    for kind, each in numbers.items():
        Random(f"{seed} {kind}").shuffle(each)
    in_turn = (number for turn in zip_longest(*numbers.values()) for number in turn if number is not None)
    return [mutants[number] for number in sorted(taken(in_turn, wanted))]


def taken(numbers: Iterable[int], wanted: int) -> list[int]:
    return [number for number, _ in zip(numbers, range(wanted), strict=False)]
