"""One judged document to its diagnosis: what follows from what, the root causes, and the edits that mend them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from bnderive.closed_form import ClosedForms
from bnderive.diagnose.causes import Consequence, consequences
from bnderive.diagnose.definitions import Suspect, suspects
from bnderive.diagnose.mending import Mender, Mending, Searched, repeated, said
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.records import dataclass
from bnderive.syntax.nodes import Row
from bnderive.terms import Graph


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """By the number of an entry: its consequence, its mending, and what a definition that is the fault of several
    claims should have been. For the `unsearched` no mending was looked for, since too many rows are wrong. `searched`
    is what the searches for mendings rest on.
    """

    consequences: Mapping[int, Consequence] = field(default_factory=dict)
    mendings: Mapping[int, Mending] = field(default_factory=dict)
    suspects: Mapping[int, Suspect] = field(default_factory=dict)
    unsearched: frozenset[int] = frozenset()
    searched: Mapping[int, Searched] = field(default_factory=dict)

    def causes(self, number: int) -> tuple[str, ...]:
        found = self.consequences.get(number)
        return found.root_causes if found is not None else ()


def diagnosed(
    judge: Judge, judgements: Sequence[Judgement], forms: Callable[[Graph], ClosedForms], before: Mapping[int, Searched]
) -> Diagnosis:
    """The diagnosis of a document all of whose rows are judged; `before` is what was searched in an earlier state of
    it.
    """
    found = Diagnosis(consequences(judge, judgements))
    wrong = [j for j in judgements if j.verdict is not None and j.verdict.word == "wrong"]
    roots = [j for j in wrong if not found.causes(j.entry.number)]
    right = [j for j in judgements if j.verdict is not None and j.verdict.word == "correct"]
    accused = {suspect.entry.number: suspect for suspect in suspects(judge, roots, right)}
    found = replace(found, suspects=accused, consequences=with_suspects(found.consequences, accused))
    mender = Mender(judge, forms, before)
    tried = dict(mended(mender, wrong, found))
    mendings = {number: mending for number, mending in tried.items() if mending is not None}
    return replace(
        found, mendings=mendings, unsearched=frozenset(tried) - frozenset(mendings), searched=mender.searched
    )


def mended(mender: Mender, wrong: Sequence[Judgement], known: Diagnosis) -> Iterator[tuple[int, Mending | None]]:
    """The mending of every root cause that has one, and of the rows that repeat it; None for those not looked at."""
    found: dict[int, tuple[Row, Mending]] = {}
    for judgement in wrong:
        entry = judgement.entry
        causes = known.causes(entry.number)
        if entry.row is None or entry.head is None:
            continue
        if not causes and mender.is_exhausted:
            yield entry.number, None
        mending = mender.mended(judgement) if not causes else None
        for cause in (number for number in found if f"f{number}" in causes):
            first, other = found[cause]
            mending = mending or repeated(other, first, entry.row, entry.head)
        if mending is not None:
            found[entry.number] = entry.row, mending
            yield entry.number, mending


def with_suspects(known: Mapping[int, Consequence], accused: Mapping[int, Suspect]) -> Mapping[int, Consequence]:
    """The consequences in which the claims that a definition makes wrong have it as their root cause."""
    owed = {f"f{claim}": suspect for suspect in accused.values() for claim in suspect.claims}
    return {number: with_suspect(f"f{number}", found, owed) for number, found in known.items()}


def with_suspect(name: str, found: Consequence, owed: Mapping[str, Suspect]) -> Consequence:
    if name in owed:
        suspect = owed[name]
        note = f"it would be true if {suspect.entry.spot} were right: {said(suspect.mending)}"
        return replace(found, root_causes=(suspect.entry.identity,), note=note)
    causes = (owed[cause].entry.identity if cause in owed else cause for cause in found.root_causes)
    return replace(found, root_causes=tuple(dict.fromkeys(causes)))
