"""Which axis each place of each array runs over, and which axis each size letter measures.

Places share an axis where one letter stands in both, where a δ or a relation compares their letters, or where sums
over both run to one size. Definitions speak first: what they hold apart, no later row puts together.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import combinations

from bnderive.errors import NotUnderstood, Span
from bnderive.records import dataclass
from bnderive.survey.meetings import Meetings
from bnderive.survey.names import Spelling
from bnderive.survey.ranges import told_range
from bnderive.syntax.nodes import Node, Row
from bnderive.terms import AXIS

BATCH_SIZES = ("N", "n", "m", "M", "B")
SPARE_SIZES = ("D", "M", "K", "H", "C", "P", "Q", "R", "S", "T")
Token = tuple[str, Hashable, Hashable]


@dataclass(frozen=True, slots=True)
class Axes:
    """`shapes` gives the axes of each array and `sizes` the axis of each size letter; both are empty where the
    document has one axis only. `apart` are the pairs of axes that are certainly two, of different sizes.
    """

    names: tuple[str, ...] = (AXIS,)
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()

    @property
    def is_single(self) -> bool:
        return len(self.names) == 1

    def shape(self, name: str, arity: int) -> tuple[str, ...]:
        """The axes of an array with so many indices; an array that the document never indexes has the first one."""
        found = self.shapes.get(name, ())
        return found if len(found) == arity else (AXIS,) * arity

    def size(self, letter: str) -> str | None:
        """The axis that a size letter measures; None where the document does not tell."""
        return AXIS if self.is_single else self.sizes.get(letter)

    def measures(self, sizes: Iterable[str]) -> dict[str, list[str]]:
        """The size letters of each axis; a letter of which the document does not tell stands for itself."""
        found: dict[str, list[str]] = {}
        for letter in sorted(sizes):
            found.setdefault(self.size(letter) or f"size {letter}", []).append(letter)
        return found

    def letters(self, nodes: Iterable[Node], spelling: Spelling, given: Mapping[str, str]) -> Mapping[str, str]:
        """The axis of every letter that is free in some formulas, as far as they tell; `given` are known before.

        Raises NotUnderstood for a letter that would run over two axes.
        """
        if self.is_single:
            return given
        arity = {name: len(shape) for name, shape in self.shapes.items()}
        said = Meetings(spelling, arity, "\\delta" not in self.shapes)
        for node in nodes:
            said.read(node, {})
        found: dict[tuple[str, int], str] = {(name, 0): axis for name, axis in given.items()}
        for (letter, (name, place)), span in zip(said.placed, said.spans, strict=True):
            if place < len(shape := self.shapes.get(name, ())):
                self.note(letter, shape[place], found, span)
        for _ in said.compared:
            for one, other in said.compared:
                if one in found or other in found:
                    self.note(one, found.get(other) or found[one], found)
                    self.note(other, found[one], found)
        return {name: axis for (name, scope), axis in found.items() if not scope}

    def note(
        self, letter: tuple[str, int], axis: str, found: dict[tuple[str, int], str], span: Span | None = None
    ) -> None:
        if found.setdefault(letter, axis) != axis:
            one, other = (self.spoken(each) for each in sorted((axis, found[letter])))
            text = f"the index {letter[0]} runs over {one} in one place and over {other} in another"
            raise NotUnderstood("BN271", "axis-conflict", text, span)

    def spoken(self, axis: str) -> str:
        """How a message names an axis: by its size, or by an array that has it."""
        if sizes := sorted(letter for letter, of in self.sizes.items() if of == axis):
            return f"the axis of size {', '.join(sizes)}"
        name, place = min((n, shape.index(axis)) for n, shape in self.shapes.items() if axis in shape)
        return f"the axis of index {place + 1} of ${name}$"


@dataclass(slots=True)
class _Classes:
    """Tokens in classes; `arrays` are those of which a class holds a place. Two classes that share one are apart."""

    leader: dict[Token, Token] = field(default_factory=dict)
    arrays: dict[Token, set[str]] = field(default_factory=dict)

    def of(self, token: Token) -> Token:
        while self.leader.setdefault(token, token) != token:
            self.leader[token] = self.leader[self.leader[token]]
            token = self.leader[token]
        return token

    def hold(self, arrays: Mapping[str, int]) -> None:
        """From now on the places of these arrays that are in different classes stay so."""
        self.arrays = {}
        for name, arity in arrays.items():
            for k in range(arity):
                self.arrays.setdefault(self.of(("place", name, k)), set()).add(name)

    def are_apart(self, one: Token, other: Token) -> bool:
        first, second = self.of(one), self.of(other)
        return first != second and not self.arrays.get(first, set()).isdisjoint(self.arrays.get(second, ()))

    def merge(self, one: Token, other: Token) -> None:
        if not self.are_apart(one, other):
            self.join(one, other)

    def join(self, one: Token, other: Token) -> None:
        first, second = self.of(one), self.of(other)
        if first != second:
            self.leader[second] = first
            self.arrays.setdefault(first, set()).update(self.arrays.pop(second, ()))


def read_axes(
    rows: Sequence[Row],
    defining: frozenset[int],
    spelling: Spelling,
    arity: Mapping[str, int],
    sizes: frozenset[str],
    has_kronecker: bool,
    one: Sequence[frozenset[str]] = (),
) -> Axes:
    """The axes of a document. Evidence in order: its definitions, then its other rows; in each the places of letters,
    then the ranges of sums, then what divides a sum. `one` are size letters that the author says to be one.
    """
    arity = {name: count for name, count in arity.items() if name != "\\delta" or not has_kronecker}
    if len(sizes) < 2 and max(arity.values(), default=0) < 2:
        return Axes()
    said: dict[int, Meetings] = {}
    for number, row in enumerate(rows):
        said[number] = Meetings(spelling, arity, has_kronecker)
        for side in row.sides[: 2 if number in defining else None]:
            if side is not None:
                said[number].read(side, {})
    _tell_ranges(rows, [said[number] for number in said if number in defining], arity)
    met: dict[str, int] = {}
    for name, place in (place for m in said.values() for _, place in m.placed):
        met[name] = max(met.get(name, 0), place + 1)
    arity = {**met, **arity}
    classes = _Classes()
    first = {number: said[number] for number in said if number in defining}
    rest = {number: said[number] for number in said if number not in defining}
    _meet(first, classes)
    classes.hold(_placed(first, arity))
    _measure(first, classes, sizes)
    _meet(rest, classes)
    _measure_further(_runs(first, sizes, divided=True), classes)
    _measure_further(_runs(rest, sizes, divided=False), classes)
    measured = {classes.of(("size", size, 0)) for size in sizes if ("size", size, 0) in classes.leader}
    guesses = _runs(rest, sizes, divided=True).items()  # a second letter for an axis takes more than a division
    _measure_further({s: ts for s, ts in guesses if measured.isdisjoint(map(classes.of, ts))}, classes)
    for letters in one:
        _measure_as_one(sorted(letters & sizes), classes)
    classes.hold(_placed(said, arity))
    return _named(said, classes, arity, sizes)


def _tell_ranges(rows: Sequence[Row], defining: Sequence[Meetings], arity: Mapping[str, int]) -> None:
    """`j = 1, \\dots, D` in the text: the free letter j of a definition with several indices runs to D."""
    told: dict[str, set[str]] = {}
    for letter, size in filter(None, map(told_range, rows)):
        told.setdefault(letter, set()).add(size)
    sizes = {letter: size for letter, (size, *others) in told.items() if not others}
    for meetings in defining:
        free = {letter for letter, (name, _) in meetings.placed if arity.get(name, 0) > 1 and letter[1] == 0}
        meetings.ranges += [(letter, sizes[letter[0]]) for letter in sorted(free) if letter[0] in sizes]


def _placed(said: Mapping[int, Meetings], arity: Mapping[str, int]) -> dict[str, int]:
    """Arrays with several indices that were met."""
    met = {name for m in said.values() for _, (name, _) in m.placed}
    return {name: arity[name] for name in sorted(met) if arity[name] > 1}


def _meet(said: Mapping[int, Meetings], classes: _Classes) -> None:
    """Places and letters; a letter is one within a row."""
    for number, meetings in said.items():
        for letter, (name, place) in meetings.placed:
            classes.merge(("place", name, place), ("letter", number, letter))
        for one, other in meetings.compared:
            classes.merge(("letter", number, one), ("letter", number, other))


def _runs(said: Mapping[int, Meetings], sizes: frozenset[str], divided: bool) -> dict[str, list[Token]]:
    """The letters that are said to run to each size."""
    runs: dict[str, list[Token]] = {}
    for number, meetings in said.items():
        for letter, size in meetings.divisions if divided else meetings.ranges:
            if size in sizes:
                runs.setdefault(size, []).append(("letter", number, letter))
    return dict(sorted(runs.items()))


def _measure(said: Mapping[int, Meetings], classes: _Classes, sizes: frozenset[str]) -> None:
    """The sizes to which sums in definitions run; one that measures two places of an array is told of neither,
    unless both run to it alone.
    """
    runs = _runs(said, sizes, divided=False)
    held: dict[Token, set[str]] = {}
    for size, tokens in runs.items():
        for token in tokens:
            held.setdefault(classes.of(token), set()).add(size)
    for size, tokens in runs.items():
        square = all(held.get(classes.of(token)) == {size} for token in tokens)
        if square or not _disagree(tokens, classes):
            for token in tokens:
                classes.join(("size", size, 0), token)


def _measure_further(runs: Mapping[str, Sequence[Token]], classes: _Classes) -> None:
    """Sizes of which nothing was told before; where these rows disagree on one, nothing is told."""
    for size, tokens in runs.items():
        if ("size", size, 0) in classes.leader or not _disagree(tokens, classes):
            for token in tokens:
                classes.merge(("size", size, 0), token)


def _measure_as_one(letters: Sequence[str], classes: _Classes) -> None:
    """Sizes that are said to be one measure what any of them does."""
    known = [letter for letter in letters if ("size", letter, 0) in classes.leader]
    for letter in letters if known else ():
        classes.join(("size", known[0], 0), ("size", letter, 0))


def _disagree(tokens: Sequence[Token], classes: _Classes) -> bool:
    leaders = dict.fromkeys(map(classes.of, tokens))
    return any(classes.are_apart(one, other) for one, other in combinations(leaders, 2))


def _named(said: Mapping[int, Meetings], classes: _Classes, arity: Mapping[str, int], sizes: frozenset[str]) -> Axes:
    """The classes as axes, the first of which is the batch; one axis where nothing shows that there are several."""
    present = dict.fromkeys(place for m in said.values() for _, place in m.placed)
    apart = list(_pairs(_placed(said, arity), classes))
    if not apart:
        _merge_by_letter(said, classes)
    measured: dict[Token, set[str]] = {}
    for size in sorted(sizes):
        if ("size", size, 0) in classes.leader:
            measured.setdefault(classes.of(("size", size, 0)), set()).add(size)
    if not apart and len(measured) < 2:
        return Axes()
    leaders = dict.fromkeys(classes.of(("place", *place)) for place in present) | dict.fromkeys(measured)
    names = _names_for(sorted(leaders, key=lambda leader: _rank(measured.get(leader, set()))), measured, arity)
    shapes = {
        name: tuple(names.get(classes.of(("place", name, k)), AXIS) for k in range(count))
        for name, count in arity.items()
        if count
    }
    pairs = frozenset(frozenset((names[a], names[b])) for a, b in apart if a in measured and b in measured)
    letters = {size: names[leader] for leader, held in measured.items() for size in held}
    return Axes(tuple(names.values()), shapes, letters, pairs)


def _pairs(arrays: Mapping[str, int], classes: _Classes) -> Iterator[tuple[Token, Token]]:
    """The classes that are two places of one array."""
    for name, arity in arrays.items():
        yield from combinations(dict.fromkeys(classes.of(("place", name, k)) for k in range(arity)), 2)


def _rank(sizes: set[str]) -> int:
    """Customary sizes of a batch first, other sizes next, axes without a size last."""
    return min((BATCH_SIZES.index(size) for size in sizes if size in BATCH_SIZES), default=9 - bool(sizes))


def _merge_by_letter(said: Mapping[int, Meetings], classes: _Classes) -> None:
    """A letter is one in the whole document, where no array shows two axes."""
    first: dict[str, Token] = {}
    for number, m in said.items():
        for letter in [letter for letter, _ in (*m.placed, *m.ranges)]:
            token: Token = ("letter", number, letter)
            classes.merge(first.setdefault(letter[0], token), token)


def _names_for(
    leaders: Sequence[Token], measured: Mapping[Token, set[str]], arity: Mapping[str, int]
) -> dict[Token, str]:
    """A name for each axis: N for the first, else its size, else a letter that the document does not use."""
    names: dict[Token, str] = {}
    taken = set(arity) | {size for sizes in measured.values() for size in sizes}
    spare = iter([name for name in SPARE_SIZES if name not in taken] + [f"D{k}" for k in range(len(leaders))])
    for leader in leaders:
        names[leader] = AXIS if not names else min(measured[leader]) if leader in measured else next(spare)
    return names
