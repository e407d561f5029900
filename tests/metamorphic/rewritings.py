"""Ways to write the same: a node comes in, an equal one goes out, or None where the way does not apply."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tests.metamorphic.expressions import (
    Element,
    Length,
    Node,
    Number,
    Over,
    Plus,
    Power,
    Root,
    Scalar,
    Statistic,
    Times,
    Total,
    at_path,
    bound,
    letters,
    parts,
    paths,
    put,
    relettered,
    size,
)

LETTERS = "jklpq"
LARGEST = 60

ONE, TWO, MINUS = Number(Fraction(1)), Number(Fraction(2)), Number(Fraction(-1))
MU, VARIANCE, EPSILON = Statistic("mu"), Statistic("var"), Scalar("epsilon")


def x(index: str) -> Node:
    return Element("x", index)


def deviation(index: str) -> Node:
    return Plus((x(index), Times((MINUS, MU))))


def fresh(node: Node, rng: Random) -> str:
    return rng.choice([letter for letter in LETTERS if letter not in letters(node) | bound(node)] or ["r"])


def reordered(node: Node, rng: Random) -> Node | None:
    match node:
        case Plus(parts):
            return Plus(tuple(rng.sample(parts, len(parts))))
        case Times(parts):
            return Times(tuple(rng.sample(parts, len(parts))))
    return None


def multiplied_out(node: Node, rng: Random) -> Node | None:
    if not isinstance(node, Times):
        return None
    sums = [k for k, factor in enumerate(node.factors) if isinstance(factor, Plus)]
    if not sums:
        return None
    k = rng.choice(sums)
    inner = node.factors[k]
    assert isinstance(inner, Plus)
    return Plus(tuple(Times((*node.factors[:k], term, *node.factors[k + 1 :])) for term in inner.terms))


def factored(node: Node, rng: Random) -> Node | None:
    if not isinstance(node, Plus):
        return None
    number = Number(Fraction(rng.choice((2, 3, -1)), rng.choice((1, 2))))
    other = Number(1 / number.value)
    return Times((number, Plus(tuple(Times((other, term)) for term in node.terms))))


def taken_apart(node: Node, rng: Random) -> Node | None:
    """Σ (a + b) = Σ a + Σ b."""
    match node:
        case Total(index, Plus(terms)):
            return Plus(tuple(Total(index, term) for term in terms))
    return None


def put_outside(node: Node, rng: Random) -> Node | None:
    match node:
        case Total(index, Times(factors)):
            outside = tuple(f for f in factors if index not in letters(f))
            inside = tuple(f for f in factors if index in letters(f)) or (ONE,)
            return Times((*outside, Total(index, Times(inside)))) if outside else None
    return None


def put_inside(node: Node, rng: Random) -> Node | None:
    if not isinstance(node, Times) or not isinstance(node.factors[-1], Total) or len(node.factors) < 2:
        return None
    total, front = node.factors[-1], node.factors[:-1]
    if total.index in letters(Times(front)) | bound(Times(front)):
        return None
    return Total(total.index, Times((*front, total.body)))


def with_other_letter(node: Node, rng: Random) -> Node | None:
    if not isinstance(node, Total):
        return None
    new = fresh(node, rng)
    return Total(new, relettered(node.body, node.index, new))


def written_out(node: Node, rng: Random) -> Node | None:
    """A definition put in."""
    k = rng.choice(LETTERS)
    match node:
        case Statistic("mu"):
            return Over(Total(k, x(k)), Length())
        case Statistic():
            return Over(Total(k, Power(deviation(k), 2)), Length())
        case Element("hat", index):
            return Over(deviation(index), Root())
        case Root():
            return Over(Plus((VARIANCE, EPSILON)), Root())
        case Power(base, 2):
            return Times((base, base))
    return None


def times_one(node: Node, rng: Random) -> Node | None:
    root = Over(Power(Root(), 2), Plus((VARIANCE, EPSILON)))
    return Times((rng.choice((Over(Length(), Length()), root, Over(TWO, TWO))), node))


def plus_zero(node: Node, rng: Random) -> Node | None:
    k = rng.choice(LETTERS)
    return Plus(
        (node, rng.choice((Total(k, deviation(k)), Total(k, Element("hat", k)), Plus((MU, Times((MINUS, MU)))))))
    )


def as_fraction(node: Node, rng: Random) -> Node | None:
    match node:
        case Times(factors) if len(factors) > 1 and isinstance(factors[0], Over):
            return Over(Times((factors[0].above, *factors[1:])), factors[0].below)
        case Over(above, below):
            return Times((Over(ONE, below), above))
    return None


WAYS: tuple[Callable[[Node, Random], Node | None], ...] = (
    reordered, multiplied_out, factored, taken_apart, put_outside, put_inside, with_other_letter, written_out,
    written_out, times_one, plus_zero, as_fraction,
)  # fmt: skip


def is_clean(node: Node, taken: frozenset[str] = frozenset()) -> bool:
    """Whether no Σ binds a letter that is bound around it or free in the whole."""
    if isinstance(node, Total):
        return node.index not in taken and is_clean(node.body, taken | {node.index})
    return all(is_clean(part, taken) for part in parts(node))


def rewritten(node: Node, rng: Random, steps: int) -> Node:
    """An equal node, some steps away."""
    for _ in range(steps):
        path = rng.choice(list(paths(node)))
        new = rng.choice(WAYS)(at_path(node, path), rng)
        changed = put(node, path, new) if new is not None else node
        if size(changed) <= LARGEST and is_clean(changed, letters(changed)):
            node = changed
    return node
