"""The judged rows of a document as the steps of an argument: what each states, and what stands before each relation.

Judgements in, terms and their places out. Whether one follows from the other is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bnderive.diagnose.rewriting import Rewriting, factors_of, matched
from bnderive.elaborate import Alternative, Claim
from bnderive.elaborate.views import reached
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved, Refuted
from bnderive.records import dataclass
from bnderive.terms import Graph, Sym, Term, names_of, normal
from bnderive.verdict import Outcome, Verdict

MAX_BEFORE = 4
MAX_EARLIER = 100


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """A judged row as it was read: its head and sides, and what became of each side."""

    judgement: Judgement
    claim: Claim
    verdict: Verdict
    read: Alternative
    outcomes: tuple[Outcome, ...]

    @property
    def number(self) -> int:
        return self.judgement.entry.number

    @property
    def graph(self) -> Graph:
        return self.claim.environment.layer.graph

    @property
    def is_definition(self) -> bool:
        return self.judgement.role == "definition"

    @property
    def is_settled(self) -> bool:
        return self.verdict.word != "undecided"

    @property
    def reading(self) -> str:
        return self.verdict.chosen.reading if self.verdict.attempts else ""

    @property
    def first_wrong(self) -> int | None:
        """The first side that is refuted, where the row is wrong."""
        found = (k for k, outcome in enumerate(self.outcomes) if isinstance(outcome, Refuted))
        return next(found, None) if self.verdict.word == "wrong" else None

    @property
    def refutation(self) -> Refuted | None:
        return next((outcome for outcome in self.outcomes if isinstance(outcome, Refuted)), None)

    @property
    def last_is_wrong(self) -> bool:
        """Whether the last side is, which the rows that go on from it start with."""
        return self.is_settled and isinstance(self.outcomes[-1], Refuted)

    @property
    def last_is_right(self) -> bool:
        return self.is_settled and isinstance(self.outcomes[-1], Proved)


@dataclass(frozen=True, slots=True)
class Before:
    """A term that a side may follow from: side `side` of the row `source`; where it stands in none, it has a `name`."""

    term: Term
    source: Stated | None
    side: int = -1
    name: str = ""

    @property
    def outcome(self) -> Outcome:
        return self.source.outcomes[self.side] if self.source is not None else None

    @property
    def is_wrong(self) -> bool:
        return self.source is not None and self.source.is_settled and isinstance(self.outcome, Refuted)


def stated(judgement: Judgement) -> Stated | None:
    """What a judged row states; None for a row that claims nothing, or was not understood."""
    claim, verdict = judgement.claim, judgement.verdict
    if claim is None or verdict is None or not claim.usual.sides:
        return None
    if not verdict.attempts:
        return Stated(judgement, claim, verdict, claim.usual, (None,) * len(claim.usual.sides))
    chosen = verdict.chosen
    return Stated(judgement, claim, verdict, chosen.alternative, chosen.outcomes)


class Steps:
    """The steps of one document."""

    def __init__(self, judgements: Sequence[Judgement]) -> None:
        self.judgements: Mapping[int, Judgement] = {j.entry.number: j for j in judgements}
        found = (stated(judgement) for judgement in judgements)
        self.rows: dict[int, Stated] = {row.number: row for row in found if row is not None}
        self.order = list(self.rows.values())
        self.places = {row.number: place for place, row in enumerate(self.order)}
        self.rules = {number: tuple(rewritings_of(row)) for number, row in self.rows.items()}
        self.heads = {number: normal(row.read.head) for number, row in self.rows.items()}
        self.meanings: dict[tuple[int, int], bool] = {}

    def earlier(self, row: Stated) -> Iterator[Stated]:
        """So many rows before one as it may go back to, the nearest first."""
        place = self.places[row.number]
        return reversed(self.order[max(place - MAX_EARLIER, 0) : place])

    def continued(self, row: Stated) -> Before | None:
        """The end of the row that a row goes on with; None where that is its head, or was not understood."""
        number = row.judgement.entry.continues
        if number is None:
            return None
        other = self.rows.get(number)
        if other is not None:
            return Before(other.read.sides[-1], other) if self.is_usable(row, other) else None
        head = row.read.head
        defined = row.graph.definition(head.name) if isinstance(head, Sym) else None
        if defined is None or self.judgements[number].role != "definition" or not isinstance(head, Sym):
            return None
        return Before(defined.at(head.indices), None, name="the definition")

    def is_on_its_own(self, row: Stated) -> bool:
        """Whether a row has a left side of its own, or one that stands alone before it."""
        number = row.judgement.entry.continues
        return number is None or self.judgements[number].role == "expression"

    def with_same_head(self, row: Stated) -> list[Before]:
        """The last sides of earlier rows with the head of a row, the nearest first; up to the names of indices last."""
        same, alike = [], []
        for other in self.usable(row):
            if self.heads[other.number] == self.heads[row.number]:
                same.append(Before(other.read.sides[-1], other))
            else:
                alike += [Before(term, other) for term in self.with_letters_of(other, row.read.head)]
        return [*same, *alike][:MAX_BEFORE]

    def usable(self, row: Stated) -> Iterator[Stated]:
        """The earlier rows whose claims hold, or fail, for the same things, in the same cases."""
        return (other for other in self.earlier(row) if self.is_usable(row, other))

    def is_usable(self, row: Stated, other: Stated) -> bool:
        key = id(row.graph), other.number
        if key not in self.meanings:
            self.meanings[key] = same_meaning(row, other)
        return self.meanings[key] and (row.claim.cases == other.claim.cases or not other.claim.cases)

    def rewritings(self, row: Stated) -> list[Rewriting]:
        """What the earlier settled claims rewrite: products before single ∂'s, and the later before the earlier."""
        settled = (other for other in self.usable(row) if other.is_settled and not other.claim.cases)
        found = [rule for other in settled if is_decided(other.outcomes[-1]) for rule in self.rules[other.number]]
        return sorted(found, key=lambda rule: -len(rule.factors))

    def doubtful(self, row: Stated) -> Iterator[Rewriting]:
        """What the other earlier claims would rewrite: those that are undecided, or made for one case only."""
        for other in self.earlier(row):
            if other.claim.cases or not other.is_settled or not is_decided(other.outcomes[-1]):
                yield from self.rules[other.number]

    def with_letters_of(self, other: Stated, head: Term) -> list[Term]:
        """The last side of a row for the letters of a head that differs from its own by these."""
        rules = [] if other.claim.cases else [rule for rule in self.rules[other.number] if len(rule.factors) == 1]
        letters = [(rule, matched(rule.factors[0], head, {})) for rule in rules]
        terms = [rule.at(found, frozenset()) for rule, found in letters if found is not None]
        return [term for term in terms if term is not None]

    def directly_before(self, row: Stated) -> Stated | None:
        return next(self.earlier(row), None)


def is_decided(outcome: Outcome) -> bool:
    return isinstance(outcome, Proved | Refuted)


def rewritings_of(row: Stated) -> Iterator[Rewriting]:
    """The left side of a claim into its last side; what a row defines into the further sides that it gives that."""
    if row.is_definition and isinstance(row.read.head, Sym):
        if len(row.read.sides) > 1:
            yield Rewriting.of((row.read.head,), row.read.sides[-1], row.number)
            if factors := factors_of(row.read.sides[0]):
                yield Rewriting.of(factors, row.read.sides[-1], row.number)
    elif factors := factors_of(row.read.head):
        yield Rewriting.of(factors, row.read.sides[-1], row.number)


def same_meaning(row: Stated, other: Stated) -> bool:
    """Whether the names of an earlier row mean the same in a later one."""
    mine, theirs = row.graph, other.graph
    if mine is theirs:
        return True
    names = reached(set[str]().union(*map(names_of, (other.read.head, *other.read.sides))), theirs)
    return mine.outputs == theirs.outputs and all(mine.definition(n) == theirs.definition(n) for n in names)
