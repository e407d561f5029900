"""A wrong row with the true closed form in the place of each side that is not right: a repair that always helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bnderive.errors import NotUnderstood
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved
from bnderive.report import Truth
from bnderive.syntax import parse_formula
from bnderive.syntax.nodes import Boxed, Node, Row


def with_truth(judge: Judge, judgement: Judgement, truth: Truth | None) -> Row | None:
    """The row with the truth on its wrong right sides, where that is proved as it is usually read; else None."""
    row, head, verdict = judgement.entry.row, judgement.entry.head, judgement.verdict
    if truth is None or row is None or head is None or verdict is None:
        return None
    try:
        (form,) = parse_formula(truth.latex).sides
        rights = with_form(row.sides[1:], [isinstance(outcome, Proved) for outcome in verdict.chosen.outcomes], form)
        mended = replace(row, sides=(row.sides[0], *rights))
        found = judge.retried(judgement, mended, head)
    except NotUnderstood:
        return None
    return mended if found.word == "correct" and found.chosen.alternative.is_usual else None


def with_form(sides: Sequence[Node | None], proved: Sequence[bool], form: Node | None) -> Iterator[Node | None]:
    """The sides, with the form for each that is not proved; `proved` tells it of those that are written."""
    told = iter(proved)
    for side in sides:
        yield side if side is None or next(told) else put(side, form)


def put(side: Node, form: Node | None) -> Node | None:
    """A form in the place of a side, in its box where it has one."""
    return replace(side, body=form) if isinstance(side, Boxed) and form is not None else form
