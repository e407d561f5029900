"""Whether `d` before a name is a gradient of the loss or a differential, by which way a document's rows go.

Gradients flow back: dx is made of dy where y is made of x. Differentials flow forward: dy is made of dx. Rows and
survey in, the admissible answers out, both where the rows do not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bnderive.shorthand.ordinary import head_after_d
from bnderive.survey.survey import Survey, defined_name, gradients_in, unboxed, uses_in
from bnderive.syntax.nodes import Number, Row

GRADIENT, DIFFERENTIAL = False, True
MAX_DEPTH = 40


def meanings_of_d(rows: Sequence[Row], survey: Survey, said: bool) -> tuple[bool, ...]:
    """`(False,)` for gradients, `(True,)` for differentials, both where it is open. One row alone makes no
    differentials, unless it begins with dL or the text has `said` that there are any.
    """
    votes = list(_votes(rows, survey))
    if not votes:
        return survey.d_means
    if GRADIENT not in votes and (said or len(votes) > 1 or _varies_loss(rows, survey)):
        return (DIFFERENTIAL,)
    return (GRADIENT,) if DIFFERENTIAL not in votes else (GRADIENT, DIFFERENTIAL)


def _varies_loss(rows: Sequence[Row], survey: Survey) -> bool:
    heads = (head_after_d(row, survey.spelling) for row in rows)
    return any(head.name == survey.loss for head in heads if head is not None)


def _votes(rows: Sequence[Row], survey: Survey) -> Iterator[bool]:
    heads = [(head, row.sides[1]) for row in rows if (head := head_after_d(row, survey.spelling)) is not None]
    made_of = _ancestors(rows, survey) if heads else {}
    for head, body in heads:
        if body is None or isinstance(unboxed(body), Number):
            continue
        others = {use.name for use in gradients_in(body, survey.spelling)} - {head.name}
        if head.name == survey.loss or (others and others <= made_of.get(head.name, frozenset())):
            yield DIFFERENTIAL
        elif all(head.name in made_of.get(other, frozenset()) for other in others):
            yield GRADIENT


def _ancestors(rows: Sequence[Row], survey: Survey) -> dict[str, frozenset[str]]:
    """Every defined name with all the names that it is made of, directly or not."""
    direct: dict[str, frozenset[str]] = {}
    for row in rows:
        use, body = defined_name(row, survey.spelling), row.sides[1] if len(row.sides) > 1 else None
        if use is not None and body is not None:
            direct.setdefault(use.name, frozenset(n.name for n in uses_in(body, survey.spelling)))
    return {name: _reached(name, direct) for name in direct}


def _reached(name: str, direct: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    level = direct[name]
    for _ in range(MAX_DEPTH):
        found, level = found | level, frozenset(n for part in level - found for n in direct.get(part, ()))
    return found
