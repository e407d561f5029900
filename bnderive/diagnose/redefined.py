"""Rows after a second `name = …` that contradicts the first: undecided where wrong by the one, true by the other.

Judgements of a whole document go in and come out. Which of the two the author means is not said, so neither is blamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bnderive.errors import NotUnderstood, Reason
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.layer import read_layer
from bnderive.spots import Spot
from bnderive.survey.survey import defined_name

MAX_SECOND = 8


def in_doubt_of_definitions(judge: Judge, judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements, without wrong rows that hold by another definition of a name, and without that one."""
    found = list(judgements)
    for second in islice(second_definitions(judge, judgements), MAX_SECOND):
        later = [k for k in range(second + 1, len(found)) if is_wrong(found[k])]
        held = [k for k in later if holds_by(judge, found[k], found[second])]
        for k in (second, *held) if held else ():
            found[k] = undecided(found[k], found[second].entry.spot)
    return found


def second_definitions(judge: Judge, judgements: Sequence[Judgement]) -> Iterator[int]:
    """The wrong rows about a bare name that the document defines."""
    for k, judgement in enumerate(judgements):
        row = judgement.entry.row
        use = defined_name(row, judge.survey.spelling) if row is not None and is_wrong(judgement) else None
        if use is not None and use.name in judge.epoch(judgement.entry).layer.graph.definitions:
            yield k


def is_wrong(judgement: Judgement) -> bool:
    return judgement.verdict is not None and judgement.verdict.word == "wrong"


def holds_by(judge: Judge, judgement: Judgement, second: Judgement) -> bool:
    """Whether a row is correct where a second definition stands in the place of the first."""
    try:
        layer = read_layer(judge.source, frozenset((judge.rows[second.entry.number],)))
    except NotUnderstood:
        return False
    claim = judgement.claim
    return claim is not None and judge.word_in(layer, judgement.entry, claim) == "correct"


def undecided(judgement: Judgement, second: Spot) -> Judgement:
    text = f"{second} may define a name anew: by the first definition of it this is false, and by that one true"
    if judgement.entry.spot == second:
        text = "it differs from the definition of that name, and rows after it hold by this one; write “let” or `:=`"
    if judgement.verdict is None:
        return judgement
    reason = Reason("BN237", "supposition", text)
    return replace(judgement, verdict=replace(judgement.verdict, word="undecided", reason=reason))
