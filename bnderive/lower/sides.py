"""The sides of a row to terms: with open indices made one where the document writes vectors, else as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bnderive.errors import Misfit, NotUnderstood
from bnderive.lower.choices import Choices
from bnderive.lower.context import quote
from bnderive.lower.lower import lower
from bnderive.lower.values import ACROSS, DOWN, MATRIX, OPEN, ROW, SCALAR, SPOKEN, VECTOR, letters_of
from bnderive.lower.vectors import VectorLowering
from bnderive.lower.vocabulary import Lowered, Remark, Vocabulary
from bnderive.syntax.nodes import Node, Product
from bnderive.syntax.shapes import walk
from bnderive.terms import ZERO, Delta, Index, free_indices, fresh, is_representative, mul, names_of, rename

BROADCAST = "a scalar stands for each element of"
LETTERS = "ijklmnpqrstuvw"
ELEMENT_SIGNS = frozenset({"\\odot", "\\circ", "\\ast", "*"})


def lower_sides(
    nodes: Sequence[Node],
    vocabulary: Vocabulary,
    choices: Choices,
    here: tuple[Index, ...] = (),
    row: frozenset[str] = frozenset(),
    axes: Mapping[str, str] | None = None,
) -> tuple[Lowered, ...]:
    """The terms of all sides of a row, whose free indices mean the same; `axes` tells over what they run where there
    are several. Raises NotUnderstood, and Misfit where the shapes of the sides differ.
    """
    if vocabulary.survey.vectors is None:
        return tuple(lower(node, vocabulary, choices, here, row, place, axes) for place, node in enumerate(nodes))
    apart = tells_apart(nodes)
    lowered = [lower_vector(node, vocabulary, choices, row, k, told_apart=apart) for k, node in enumerate(nodes)]
    sides = at_one_index(lowered)
    return with_letters([sides[0], *(fitted(side, sides[0]) for side in sides[1:])])[0]


def lower_vector(
    node: Node,
    vocabulary: Vocabulary,
    choices: Choices,
    row: frozenset[str] = frozenset(),
    place: int = 0,
    defining: bool = False,
    told_apart: bool = False,
) -> Lowered:
    """One side in a document of vectors, its indices open; `told_apart` where its row has a sign of its own for
    products element by element.
    """
    if not vocabulary.survey.axes.is_single:
        text = f"{quote(node)}: the vectors of the document run over several axes, and are not told apart"
        raise NotUnderstood("BN270", "several-axes", text, node.span)
    notation = vocabulary.survey.vectors
    assert notation is not None
    lowering = VectorLowering(
        vocabulary, choices, (), row, place, defining=defining, notation=notation, told_apart=told_apart
    )
    value = lowering.value(node, {})
    return Lowered(value.term, tuple(dict.fromkeys(lowering.remarks)), value.shape)


def tells_apart(nodes: Sequence[Node]) -> bool:
    """Whether a row has a sign of its own for products element by element, so that a dot is none."""
    operators = {sign for node in nodes for part in walk(node) if isinstance(part, Product) for sign in part.operators}
    return not operators.isdisjoint(ELEMENT_SIGNS)


def fitted(side: Lowered, head: Lowered) -> Lowered:
    """A side in the shape of the head; a scalar stands for a vector of equal elements."""
    if side.shape == head.shape:
        return side
    if side.shape == SCALAR and head.shape != MATRIX:
        if side.term == ZERO:
            return side
        return replace(side, remarks=(*side.remarks, Remark(f"{BROADCAST} {SPOKEN[head.shape]}")))
    if VECTOR in {side.shape, head.shape} and not {MATRIX, SCALAR} & {side.shape, head.shape}:
        return replace(side, term=rename(side.term, dict(zip(OPEN[side.shape], OPEN[head.shape], strict=True))))
    if head.shape == MATRIX and side.shape in {SCALAR, VECTOR}:
        text = f"{SPOKEN[side.shape]} that is set equal to a matrix is read as what its diagonal holds, zero beside it"
        doubt = f"{text}; so read it fails, but something else may be meant"
        return replace(
            side, term=mul(Delta(DOWN, ACROSS), side.term), doubt=doubt, remarks=(*side.remarks, Remark(text))
        )
    raise Misfit(f"the left side is {SPOKEN[head.shape]}, but another side is {SPOKEN[side.shape]}")


def at_one_index(sides: Sequence[Lowered]) -> list[Lowered]:
    """The sides at one index where some carry a letter and others leave it out: ∂L/∂x = γ g_i for ∂L/∂x_i."""
    written = free_letters(sides)
    shapes = {side.shape for side in sides}
    if not written or shapes <= {SCALAR}:
        return list(sides)
    if len(written) > 1 or MATRIX in shapes:
        named = ", ".join(sorted(index.name for index in written))
        raise Misfit(f"some arrays of this row carry an index ({named}), and others leave theirs out")
    (index,) = written
    text = f"arrays without an index are read elementwise, at {index.name}"
    at = {DOWN: index, ACROSS: index}
    return [
        replace(side, term=rename(side.term, at), shape=SCALAR, remarks=(*side.remarks, Remark(text))) for side in sides
    ]


def free_letters(sides: Sequence[Lowered]) -> set[Index]:
    """The indices that the author wrote and no Σ binds."""
    free = set[Index]().union(*(free_indices(side.term) for side in sides)) - {DOWN, ACROSS}
    return {index for index in free if not is_representative(index)}


def with_letters(sides: Sequence[Lowered]) -> tuple[tuple[Lowered, ...], tuple[Index, Index]]:
    """The sides with letters for their open indices that stand nowhere else in the row, and these letters."""
    taken = letters_of(*(side.term for side in sides))
    names = {index.name for index in taken}.union(*(names_of(side.term) for side in sides))
    spare = [Index(letter) for letter in LETTERS if letter not in names]
    down, across, *_ = (*spare, fresh(Index("i"), taken), fresh(Index("j"), taken))
    letters = {DOWN: down, ACROSS: down if sides[0].shape == ROW else across}
    return tuple(replace(side, term=rename(side.term, letters)) for side in sides), (down, across)
