"""How a document of vectors lays out its derivatives, and which of its parameters are vectors: by shape alone.

The rows of a document and the heads of their chains in, the same rows with a settled survey out. No verdict is asked
for: only whether the sides of a row can be equal at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bnderive.elaborate.claims import Environment, elaborate
from bnderive.errors import Misfit, NotUnderstood
from bnderive.layer import Rows, read_layer
from bnderive.lower.sides import BROADCAST
from bnderive.survey.vectors import VectorNotation
from bnderive.syntax.nodes import Node

MAX_PARAMETERS = 6


def with_layout(source: Rows, heads: Sequence[Node | None], said: str | None = None) -> Rows:
    """The rows, with those layouts left with which most of them fit in shape, and the parameters made vectors without
    which fewer would. A name beside ⊙ is a vector for certain where all rows fit so, and not all with a scalar.
    A layout that the author has said is the only one.
    """
    notation = source.survey.vectors
    if notation is None:
        return source
    if said in notation.layouts:
        notation = replace(notation, layouts=(said,))
    fewest = {layout: misfits(tried(source, notation, (layout,)), heads) for layout in notation.layouts}
    best = min(fewest.values())
    notation = replace(notation, layouts=tuple(layout for layout, (count, _) in fewest.items() if count == best[0]))
    for name in sorted(notation.guessed)[:MAX_PARAMETERS]:
        scalar = replace(notation, guessed=notation.guessed - {name})
        if not best[0] and misfits(tried(source, scalar, notation.layouts), heads)[0]:
            notation = replace(scalar, names=notation.names | {name})
    for name in notation.parameters[:MAX_PARAMETERS]:
        promoted = replace(notation, guessed=notation.guessed | {name})
        count = misfits(tried(source, promoted, notation.layouts), heads) if any(best) else best
        if count < best:
            notation, best = promoted, count
    return tried(source, notation, notation.layouts)


def without_guesses(source: Rows) -> Rows | None:
    """The rows with every parameter a scalar that is not written as a vector; None where none was made one."""
    notation = source.survey.vectors
    if notation is None or not notation.guessed:
        return None
    return tried(source, replace(notation, guessed=frozenset()), notation.layouts)


def with_other_layout(source: Rows) -> Rows | None:
    """The rows with the last of the layouts that are left first; None where only one is left."""
    notation = source.survey.vectors
    if notation is None or len(notation.layouts) < 2:
        return None
    return tried(source, notation, notation.layouts[::-1])


def tried(source: Rows, notation: VectorNotation, layouts: tuple[str, ...]) -> Rows:
    return replace(source, survey=replace(source.survey, vectors=replace(notation, layouts=layouts)))


def misfits(source: Rows, heads: Sequence[Node | None]) -> tuple[int, int]:
    """How many rows do not fit in shape or only with a scalar in a vector's place, and how many do in an unusual
    reading only.
    """
    layer = read_layer(source)
    count, unusual = sum(reason.name == "shape" for reason in layer.failed.values()), 0
    for number, (row, head) in enumerate(zip(source.rows, heads, strict=True)):
        if head is None or (number in layer.names and len(row.sides) < 3):
            continue
        try:
            usual = elaborate(row, Environment(layer, head)).usual
            unusual += not usual.is_usual
            count += any(remark.text.startswith(BROADCAST) for remark in usual.remarks)
        except Misfit:
            count += 1
        except NotUnderstood:
            continue
    return count, unusual
