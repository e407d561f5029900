"""What the definitions of a document of vectors define: scalars, vectors or matrices, each by the shape of its body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bnderive.errors import Misfit, NotUnderstood
from bnderive.lower import Lowered, Vocabulary, combinations, lower_vector, with_letters
from bnderive.lower.sides import at_one_index, free_letters
from bnderive.lower.values import COLUMN, DOWN, MATRIX, SCALAR, SPOKEN, VECTOR
from bnderive.survey.names import NameUse
from bnderive.syntax.nodes import Node, Row
from bnderive.terms import Index, rename

MAX_ROUNDS = 12
ARITY = {SCALAR: 0, MATRIX: 2}


def with_shapes(vocabulary: Vocabulary, bodies: Mapping[str, Node]) -> Vocabulary:
    """The vocabulary with the shapes of what is defined without an index, whatever the order of the definitions."""
    notation = vocabulary.survey.vectors
    assert notation is not None
    arity = {**vocabulary.arity, **dict.fromkeys((notation.names | notation.guessed) - bodies.keys(), 1)}
    vocabulary = replace(vocabulary, arity=arity)
    for _ in range(MAX_ROUNDS):
        shapes = {name: shape for name, body in bodies.items() if (shape := shape_of(body, vocabulary))}
        if shapes == vocabulary.shapes:
            break
        defined = {name: ARITY.get(shape, 1) for name, shape in shapes.items()}
        vocabulary = replace(vocabulary, shapes=shapes, arity={**vocabulary.arity, **defined})
    return vocabulary


def shape_of(body: Node, vocabulary: Vocabulary) -> str:
    """The shape of a body as far as it is known, or ''."""
    try:
        return usual_meaning(body, vocabulary).shape
    except NotUnderstood:
        return ""


def usual_meaning(body: Node, vocabulary: Vocabulary) -> Lowered:
    """What a bare name stands for: the first meaning of the notation in which the shapes fit. A letter that the body
    carries is the index that the name leaves out.
    """
    lowered = meaning(body, vocabulary)
    letters = free_letters([lowered])
    if lowered.shape != SCALAR or len(letters) != 1:
        return lowered
    notation = vocabulary.survey.vectors
    upright = COLUMN if notation is not None and notation.transposes else VECTOR
    return replace(lowered, term=rename(lowered.term, dict.fromkeys(letters, DOWN)), shape=upright)


def meaning(body: Node, vocabulary: Vocabulary) -> Lowered:
    meanings = combinations(lambda choices: lower_vector(body, vocabulary, choices, defining=True))
    (lowered,) = at_one_index([next(iter(meanings))[0]])
    return lowered


def meaning_at(body: Node, use: NameUse, row: Row, vocabulary: Vocabulary) -> tuple[Lowered, tuple[Index, ...]]:
    """The term of a body, and the indices of the element that it is, those left out on the left included."""
    lowered = meaning(body, vocabulary) if use.indices else usual_meaning(body, vocabulary)
    expected = SCALAR if use.indices else vocabulary.shapes.get(use.name, SCALAR)
    if lowered.shape != expected:
        text = f"${use.name}$ is {SPOKEN[expected]}, but what defines it is {SPOKEN[lowered.shape]}"
        raise Misfit(text, row.span)
    (named,), letters = with_letters([lowered])
    return named, letters[: ARITY.get(lowered.shape, 1)]
