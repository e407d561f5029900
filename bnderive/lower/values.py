"""Terms with a shape: scalars, vectors (columns, rows, or of no orientation) and matrices as terms with open indices.

The algebra of vectors in index notation: what multiplies, adds, transposes to what. Raises `Misfit`, which names both
shapes, where they do not go together; nothing here reads a formula.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bnderive.errors import Misfit
from bnderive.records import dataclass
from bnderive.terms import Delta, Index, Sum, Term, add, div, free_indices, fresh, mul, names_of, power, rename, walk

SCALAR, VECTOR, COLUMN, ROW, MATRIX = "scalar", "vector", "column", "row", "matrix"
DOWN, ACROSS = Index("↓"), Index("→")
SPOKEN = {
    SCALAR: "a scalar",
    VECTOR: "a vector",
    COLUMN: "a column vector",
    ROW: "a row vector",
    MATRIX: "a matrix",
}
OPEN = {SCALAR: (), VECTOR: (DOWN,), COLUMN: (DOWN,), ROW: (ACROSS,), MATRIX: (DOWN, ACROSS)}


@dataclass(frozen=True, slots=True)
class Value:
    """A term whose open indices are those of its shape. `links` are what a derivative is of and by, an open index
    each: ("of", "y") or ("by", "x"); `is_dotted` marks the inner product that a dot between two vectors is.
    """

    term: Term
    shape: str = SCALAR
    links: tuple[tuple[Index, str, str], ...] = ()
    is_dotted: bool = False

    @property
    def open(self) -> tuple[Index, ...]:
        return OPEN[self.shape]

    def with_term(self, term: Term) -> Value:
        return Value(term, self.shape)


def joined(left: Value, right: Value, doing: str) -> str:
    """The shape of two values taken element by element; a scalar goes with each element of the other."""
    shapes = {left.shape, right.shape}
    if len(shapes) == 1:
        return left.shape
    if SCALAR in shapes:
        return (shapes - {SCALAR}).pop()
    if VECTOR in shapes and MATRIX not in shapes:
        return (shapes - {VECTOR}).pop()
    raise misfit(left, right, doing)


def misfit(left: Value, right: Value, doing: str) -> Misfit:
    return Misfit(f"{SPOKEN[left.shape]} and {SPOKEN[right.shape]} {doing}")


def elementwise(left: Value, right: Value, combine: Callable[[Term, Term], Term], doing: str) -> Value:
    shape = joined(left, right, doing)
    across = shape == ROW
    return Value(combine(turned(left, across), turned(right, across)), shape)


def turned(value: Value, across: bool) -> Term:
    """The term of a vector with its open index where the other one has it."""
    return rename(value.term, {DOWN: ACROSS}) if across and value.shape == VECTOR else value.term


def added(left: Value, right: Value) -> Value:
    if MATRIX in {left.shape, right.shape} and SCALAR in {left.shape, right.shape}:
        raise misfit(left, right, "cannot be added")
    return elementwise(left, right, add, "cannot be added")


def scaled(left: Value, right: Value) -> Value:
    """A scalar times anything."""
    other = right if left.shape == SCALAR else left
    return Value(mul(left.term, right.term), other.shape, other.links)


def hadamard(left: Value, right: Value) -> Value:
    if SCALAR in {left.shape, right.shape}:
        return scaled(left, right)
    return elementwise(left, right, mul, "cannot be multiplied element by element")


def quotient(left: Value, right: Value) -> Value:
    """Element by element; by a scalar too."""
    if MATRIX in {left.shape, right.shape} and right.shape != SCALAR:
        raise misfit(left, right, "cannot be divided element by element")
    return elementwise(left, right, div, "cannot be divided element by element")


def transposed(value: Value) -> Value:
    """Rows for columns; a vector of no orientation stays as it is."""
    shape = {COLUMN: ROW, ROW: COLUMN}.get(value.shape, value.shape)
    if value.shape in {SCALAR, VECTOR}:
        return value
    turn = {DOWN: ACROSS, ACROSS: DOWN}
    links = tuple((turn[index], role, name) for index, role, name in value.links)
    return Value(rename(value.term, turn), shape, links)


def contracted(left: Value, at: Index, right: Value, other: Index) -> Value:
    """Σ over one open index of each; what stays open of the left one is the row, of the right one the column."""
    rest = [index for index in left.open if index != at], [index for index in right.open if index != other]
    k = unused(left.term, right.term)
    first = rename(rename(left.term, {at: k}), dict.fromkeys(rest[0], DOWN))
    second = rename(right.term, {other: k} | dict.fromkeys(rest[1], ACROSS if rest[0] else DOWN))
    links = [(DOWN, role, name) for index, role, name in left.links if index in rest[0]]
    links += [(ACROSS if rest[0] else DOWN, role, name) for index, role, name in right.links if index in rest[1]]
    shape = MATRIX if rest[0] and rest[1] else VECTOR if rest[0] or rest[1] else SCALAR
    return Value(Sum(k, power(first, 2) if first == second else mul(first, second)), shape, tuple(links))


def unused(*terms: Term) -> Index:
    """A letter that stands nowhere in some terms, bound or free or as a name."""
    taken = {index.name for index in letters_of(*terms)}.union(*map(names_of, terms))
    letters = (Index(letter) for letter in "klrst" if letter not in taken)
    return next(letters, fresh(Index("k"), letters_of(*terms)))


def letters_of(*terms: Term) -> set[Index]:
    found = {node.index for term in terms for node in walk(term) if isinstance(node, Sum)}
    return found.union(*map(free_indices, terms))


def inner(left: Value, right: Value) -> Value:
    return contracted(left, left.open[0], right, right.open[0])


def outer(left: Value, right: Value) -> Value:
    return Value(mul(left.term, right.term), MATRIX)


def linked(left: Value, right: Value) -> tuple[Index, Index] | None:
    """The open indices over which the chain rule sums: what one derivative is by and the other of."""
    for at, role, name in left.links:
        for other, other_role, other_name in right.links:
            if name == other_name and {role, other_role} == {"of", "by"}:
                return at, other
    return None


def matrix_product(left: Value, right: Value) -> tuple[Value, ...]:
    """What two values can mean that stand side by side, the usual meaning first."""
    if SCALAR in {left.shape, right.shape}:
        return (scaled(left, right),)
    oriented = {left.shape, right.shape} & {COLUMN, ROW}
    if not oriented and (link := linked(left, right)) is not None:
        return (contracted(left, link[0], right, link[1]),)
    match left.shape, right.shape:
        case ("row", "column"):
            return (inner(left, right),)
        case ("column", "row"):
            return (outer(left, right),)
        case ("matrix", "column"):
            return (replace(contracted(left, ACROSS, right, DOWN), shape=COLUMN),)
        case ("matrix", "vector" | "matrix"):
            return (contracted(left, ACROSS, right, DOWN),)
        case ("vector", "matrix"):
            return (contracted(left, DOWN, right, DOWN),)
        case ("row", "matrix"):
            product = contracted(left, ACROSS, right, DOWN)
            return (Value(rename(product.term, {DOWN: ACROSS}), ROW),)
        case ("vector", "vector"):
            return hadamard(left, right), inner(left, right)
    raise misfit(left, right, "cannot stand side by side; write ⊙ for a product element by element, or a transposition")


def dotted(left: Value, right: Value) -> tuple[Value, ...]:
    """`a \\cdot b`: the inner product of two vectors, or element by element."""
    vectors = {VECTOR, COLUMN, ROW}
    if not {left.shape, right.shape} <= vectors or {left.shape, right.shape} == {ROW, COLUMN}:
        return matrix_product(left, right)
    if left.shape == right.shape == VECTOR and linked(left, right) is not None:
        return matrix_product(left, right)
    return replace(inner(left, right), is_dotted=True), hadamard(left, right)


def starred(left: Value, right: Value) -> tuple[Value, ...]:
    """`a * b`: element by element, but Jacobians in a chain are multiplied as matrices."""
    if MATRIX in {left.shape, right.shape} or linked(left, right) is not None:
        return matrix_product(left, right)
    return (hadamard(left, right),)


def diagonal(value: Value) -> Value:
    if value.shape not in {VECTOR, COLUMN, ROW}:
        raise Misfit(f"diag is taken of a vector, not of {SPOKEN[value.shape]}")
    return Value(mul(Delta(DOWN, ACROSS), rename(value.term, {ACROSS: DOWN})), MATRIX)


PRODUCTS: dict[str, Callable[[Value, Value], tuple[Value, ...]]] = {
    "": matrix_product,
    "\\times": matrix_product,
    "\\cdot": dotted,
    "*": starred,
    "\\ast": starred,
    "\\circ": starred,
    "\\odot": lambda left, right: (hadamard(left, right),),
    "\\oslash": lambda left, right: (quotient(left, right),),
}
