"""What became of the mutants, as text: a table by kind, totals, and a list of all that fell short."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from tests.study.judging import AS_WRITTEN, NONE, OTHER, SAME, Judged
from tests.study.oracle import EQUAL, OTHERWISE, UNEQUAL

HEADINGS = (
    "planted", "refuted", "proved equal", "proved in another reading", "false accept", "undecided",
    "located", "as written", "same size", "other repair", "no repair",
)  # fmt: skip


SHORTFALLS = ("proved, not equal", "proved in another reading", "undecided", "not located", "not repaired")


@dataclass(frozen=True, slots=True)
class Totals:
    """Shares of a study, from 0 to 1. `false` counts what was proved and is not equal; `unequal` is all that was
    refuted, or that the oracle does not call equal.
    """

    planted: int
    unequal: int
    false: int
    undecided: int
    refuted: float
    located: float
    repaired: float


def totals(found: Sequence[Judged]) -> Totals:
    unequal = [each for each in found if each.truth != EQUAL]
    share = Share(len(unequal))
    return Totals(
        planted=len(found),
        unequal=len(unequal),
        false=sum(each.is_false_accept for each in found),
        undecided=sum(each.verdict not in {"wrong", "correct"} for each in found),
        refuted=share.of(each.is_refuted for each in unequal),
        located=share.of(each.is_located for each in unequal),
        repaired=share.of(each.repair in {AS_WRITTEN, SAME} for each in unequal),
    )


@dataclass(frozen=True, slots=True)
class Share:
    whole: int

    def of(self, parts: Iterable[bool]) -> float:
        return sum(parts) / self.whole if self.whole else 1.0


def counts(found: Sequence[Judged]) -> tuple[int, ...]:
    repairs = Counter(each.repair for each in found if each.is_refuted)
    return (
        len(found),
        sum(each.is_refuted for each in found),
        sum(each.verdict == "correct" and each.truth == EQUAL for each in found),
        sum(each.verdict == "correct" and each.truth == OTHERWISE for each in found),
        sum(each.is_false_accept for each in found),
        sum(each.verdict not in {"wrong", "correct"} for each in found),
        sum(each.is_located for each in found),
        *(repairs[word] for word in (AS_WRITTEN, SAME, OTHER, NONE)),
    )


def table(found: Sequence[Judged]) -> Iterator[str]:
    """A line for every kind, and one for all; pairs are one kind."""
    kinds: dict[str, list[Judged]] = {}
    for each in found:
        kinds.setdefault(each.mutant.kind if len(each.mutant.kinds) == 1 else "two slips", []).append(each)
    yield "| kind | " + " | ".join(HEADINGS) + " |"
    yield "| --- |" + " ---: |" * len(HEADINGS)
    for kind, some in (*sorted(kinds.items()), ("all", list(found))):
        yield f"| {kind} | " + " | ".join(map(str, counts(some))) + " |"


def summary(found: Sequence[Judged], sympy_import: float) -> Iterator[str]:
    all_of = totals(found)
    yield f"{all_of.planted} planted, {all_of.planted - all_of.unequal} of them true all the same"
    yield f"refuted of the others: {all_of.refuted:.2%}; proved though not equal: {all_of.false}"
    yield f"located: {all_of.located:.2%}; first repair restores the row or one of its size: {all_of.repaired:.2%}"
    refuted = [each for each in found if each.is_refuted]
    yield f"a bare import sympy takes {sympy_import:.2f} s; as a ratio of it, of the refuted:"
    yield f"  the whole check {times([each.seconds / sympy_import for each in refuted])}"
    yield f"  the account after the verdicts {times([each.explanation / sympy_import for each in refuted])}"


def times(ratios: Sequence[float]) -> str:
    if len(ratios) < 2:
        return "is not known"
    return f"{median(ratios):.2f} at the median, {quantiles(ratios, n=10)[-1]:.2f} at 90 %"


def shortfalls(found: Iterable[Judged], repairs: bool) -> Iterator[str]:
    """All that is not as it should be, what is worst first; `repairs` tells whether repairs and places count."""
    ranks: dict[str, list[Judged]] = {word: [] for word in SHORTFALLS}
    for each in found:
        if each.is_false_accept:
            ranks["proved, not equal"].append(each)
        elif each.verdict == "correct" and each.truth == OTHERWISE:
            ranks["proved in another reading"].append(each)
        elif each.verdict not in {"wrong", "correct"}:
            ranks["undecided"].append(each)
        elif repairs and each.falls_short:
            ranks["not repaired" if each.is_located else "not located"].append(each)
    for word, some in ranks.items():
        for each in some:
            yield from told(word, each)


def told(word: str, each: Judged) -> Iterator[str]:
    mutant = each.mutant
    truth = "" if each.truth == UNEQUAL else f" ({each.truth})"
    yield f"{word}{truth}: {mutant.path}:{mutant.line}: {mutant.kind}"
    yield f"    original  {flat(mutant.original)}"
    yield f"    mutated   {flat(mutant.mutated)}"
    if each.offered:
        yield f"    offered   {flat(each.offered)}   {', '.join(each.rules)}"
    if each.verdict == "correct":
        yield f"    reading   {each.reading or 'without a derivative'}"
    if each.reason:
        yield f"    because   {flat(each.reason)}"
    if each.others_wrong:
        yield f"    also wrong, not as inherited: {', '.join(f'f{number}' for number in each.others_wrong)}"


def reasons(found: Iterable[Judged]) -> Iterator[str]:
    """Why mutants stay undecided, the most frequent first, with how many of them are unequal."""
    undecided = [each for each in found if each.verdict not in {"wrong", "correct"}]
    grouped = Counter((each.reason.split(":")[0] or each.verdict, each.truth) for each in undecided)
    for (reason, truth), number in grouped.most_common():
        yield f"{number:5} {reason} ({truth})"


def flat(latex: str) -> str:
    return " ".join(latex.split())
