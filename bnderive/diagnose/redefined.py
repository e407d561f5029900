"""Rows after a second `name = …` that contradicts the first: undecided where the two do not agree on them.

Judgements of a whole document go in and come out. A second one is in doubt where words before it may define anew, or
where a row after it is wrong by the first and true by the second. Which of the two the author means is not said then,
so no row is blamed, and none is accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bnderive.errors import NotUnderstood, Reason
from bnderive.judge import ANEW, Judge
from bnderive.judgement import Judgement
from bnderive.layer import Layer, read_layer
from bnderive.spots import Spot
from bnderive.survey.survey import defined_name

MAX_SECOND = 8


def in_doubt_of_definitions(judge: Judge, judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements, without rows on which two definitions of a name do not agree, and without the second of these."""
    found = list(judgements)
    for second in islice(second_definitions(judge, judgements), MAX_SECOND):
        layer = by_second(judge, found[second])
        if layer is None:
            continue
        later = range(second + 1, len(found))
        wrong = {k: word_by(judge, layer, found[k]) for k in later if word_of(found[k]) == "wrong"}
        if not is_anew(found[second]) and "correct" not in wrong.values():
            continue
        right = {k: word_by(judge, layer, found[k]) for k in later if word_of(found[k]) == "correct"}
        others = [k for k, word in (wrong | right).items() if word != word_of(found[k])]
        for k in (second, *others):
            found[k] = undecided(found[k], found[second].entry.spot)
    return found


def second_definitions(judge: Judge, judgements: Sequence[Judgement]) -> Iterator[int]:
    """The rows about a bare name that the document defines, which are wrong, or may define it anew."""
    for k, judgement in enumerate(judgements):
        row, is_second = judgement.entry.row, word_of(judgement) == "wrong" or is_anew(judgement)
        use = defined_name(row, judge.survey.spelling) if row is not None and is_second else None
        if use is not None and use.name in judge.epoch(judgement.entry).layer.graph.definitions:
            yield k


def word_of(judgement: Judgement) -> str | None:
    return judgement.verdict.word if judgement.verdict is not None else None


def is_anew(judgement: Judgement) -> bool:
    return judgement.verdict is not None and judgement.verdict.reason == ANEW


def by_second(judge: Judge, second: Judgement) -> Layer | None:
    """The layer in which a second definition stands in the place of the first, where it is one."""
    try:
        return read_layer(judge.source, frozenset((judge.rows[second.entry.number],)))
    except NotUnderstood:
        return None


def word_by(judge: Judge, layer: Layer, judgement: Judgement) -> str | None:
    """The verdict on a row by another layer; what it is by its own where nothing can be asked."""
    claim = judgement.claim
    return judge.word_in(layer, judgement.entry, claim) if claim is not None else word_of(judgement)


def undecided(judgement: Judgement, second: Spot) -> Judgement:
    text = f"{second} may define a name anew, and what this says is true by one of the two definitions only"
    if judgement.verdict is None or is_anew(judgement):
        return judgement
    if judgement.entry.spot == second:
        text = "it differs from the definition of that name, and rows after it hold by this one; write “let” or `:=`"
    reason = Reason("BN237", "supposition", text)
    return replace(judgement, verdict=replace(judgement.verdict, word="undecided", reason=reason))
