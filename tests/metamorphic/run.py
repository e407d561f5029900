"""Claims come in as documents, the words of the verdicts go out, each beside what it has to be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bnderive.judge import Judge
from bnderive.settings import Settings
from bnderive.source import read_text
from tests.metamorphic.claims import Claim, derivatives, identity, retold
from tests.metamorphic.expressions import values
from tests.metamorphic.layouts import PLAIN, Layout, drawn_layout
from tests.metamorphic.slips import slipped

IDENTITIES = 6
STEPS = 5
DEFINITIONS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """One variant: what it has to be (correct, wrong), what it was called, and the document with its number in it."""

    wanted: str
    word: str
    document: str
    format: str
    number: int

    @property
    def is_false(self) -> bool:
        return {self.wanted, self.word} == {"correct", "wrong"}


def outcomes(count: int, seed: int) -> Iterator[Outcome]:
    """At least so many variants: of each claim one in the plain layout, and others in drawn ones."""
    rng, made = Random(seed), 0
    while made < count:
        base = [*derivatives(), *(identity(rng) for _ in range(IDENTITIES))]
        claims = [each for claim in base for each in (claim, broken(claim, rng))]
        for layout in (PLAIN, drawn_layout(rng), drawn_layout(rng), drawn_layout(rng)):
            told = claims if layout is PLAIN else [retold(claim, rng, STEPS) for claim in claims]
            found = list(judged(told, layout, rng))
            made += len(found)
            yield from found


def broken(claim: Claim, rng: Random) -> Claim:
    return Claim(claim.truth, slipped(claim.side, rng), claim.derivative)


def is_true(claim: Claim) -> bool:
    """By its values on all batches; a false claim would have to meet them at each of 54 places."""
    return values(claim.truth, "ij") == values(claim.side, "ij")


def judged(claims: list[Claim], layout: Layout, rng: Random) -> Iterator[Outcome]:
    document = layout.document(claims, rng)
    words = words_of(document, layout.format)[DEFINITIONS:]
    for number, (claim, word) in enumerate(zip(claims, words, strict=True)):
        yield Outcome("correct" if is_true(claim) else "wrong", word, document, layout.format, number)


def words_of(document: str, format: str) -> list[str]:
    """Of every display: wrong where one of its rows is, else undecided where one is, else correct."""
    judge = Judge(read_text(document, "<metamorphic>", format), Settings())
    found: dict[int, list[str]] = {}
    for judgement in judge.verdicts:
        word = (
            judgement.verdict.word
            if judgement.verdict
            else judgement.reason.rule
            if judgement.reason
            else judgement.role
        )
        found.setdefault(id(judgement.entry.display), []).append(word)
    return [
        next((word for word in ("wrong", *sorted(set(words) - {"correct"})) if word in words), "correct")
        for words in found.values()
    ]


def tally(found: list[Outcome]) -> Counter[tuple[str, str]]:
    return Counter((outcome.wanted, outcome.word) for outcome in found)
