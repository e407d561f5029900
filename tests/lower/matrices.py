"""Random formulas of vectors and matrices with their values in explicit matrices: what lowering is compared with.

A value is a matrix of fractions, as rows; products, sums and transposes are those of the school book, no index is
contracted by name anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from hypothesis import strategies as st

Matrix = list[list[Fraction]]
Point = Mapping[str, Matrix]
NAMES = ("x", "y", "z")
SCALAR, COLUMN, ROW, MATRIX = "scalar", "column", "row", "matrix"


@dataclass(frozen=True)
class Formula:
    """LaTeX that binds as tightly as a letter, its shape, and its value at a point."""

    latex: str
    shape: str
    value: Callable[[Point], Matrix]


def times(a: Matrix, b: Matrix) -> Matrix:
    assert len(a[0]) == len(b)
    return [[sum((x * b[k][j] for k, x in enumerate(row)), Fraction(0)) for j in range(len(b[0]))] for row in a]


def turned(a: Matrix) -> Matrix:
    return [list(column) for column in zip(*a, strict=True)]


def each(change: Callable[..., Fraction], *parts: Matrix) -> Matrix:
    return [[change(*entries) for entries in zip(*rows, strict=True)] for rows in zip(*parts, strict=True)]


def square(a: Matrix) -> Matrix:
    return [[sum((x * x for row in a for x in row), Fraction(0))]]


def total(a: Matrix) -> Matrix:
    return [[sum((x for row in a for x in row), Fraction(0))]]


def mean(a: Matrix) -> Matrix:
    return [[total(a)[0][0] / (len(a) * len(a[0]))]]


def on_diagonal(a: Matrix) -> Matrix:
    return [[a[i][0] if i == j else Fraction(0) for j in range(len(a))] for i in range(len(a))]


def scaled(s: Matrix, a: Matrix) -> Matrix:
    return each(lambda x: s[0][0] * x, a)


def size(at: Point) -> int:
    return len(at["x"])


def name(letter: str) -> Formula:
    return Formula(letter, COLUMN, lambda at: at[letter])


ONES = Formula(r"\mathbf{1}", COLUMN, lambda at: [[Fraction(1)]] * size(at))
IDENTITY = Formula(r"\mathbf{I}", MATRIX, lambda at: on_diagonal([[Fraction(1)]] * size(at)))
LEAVES = {
    SCALAR: [Formula(str(k), SCALAR, lambda at, k=k: [[Fraction(k)]]) for k in (2, 3)],
    COLUMN: [*map(name, NAMES), ONES],
    ROW: [Formula(f"{n}^T", ROW, lambda at, n=n: turned(at[n])) for n in NAMES],
    MATRIX: [IDENTITY],
}
# result, shapes of the parts, how it is written, what it is
RULES: tuple[tuple[str, tuple[str, ...], str, Callable[..., Matrix]], ...] = (
    (SCALAR, (ROW, COLUMN), "({} {})", times),
    (SCALAR, (COLUMN, COLUMN), r"\langle {}, {} \rangle", lambda a, b: times(turned(a), b)),
    (SCALAR, (COLUMN, COLUMN), r"({} \cdot {})", lambda a, b: times(turned(a), b)),
    (SCALAR, (COLUMN,), r"\|{}\|^2", square),
    (SCALAR, (COLUMN,), r"\operatorname{{sum}}({})", total),
    (SCALAR, (COLUMN,), r"\operatorname{{mean}}({})", mean),
    (SCALAR, (SCALAR, SCALAR), "({} + {})", lambda a, b: each(lambda x, y: x + y, a, b)),
    (COLUMN, (MATRIX, COLUMN), "({} {})", times),
    (COLUMN, (SCALAR, COLUMN), r"({} \, {})", scaled),
    (COLUMN, (COLUMN, COLUMN), r"({} \odot {})", lambda a, b: each(lambda x, y: x * y, a, b)),
    (COLUMN, (COLUMN, COLUMN), "({} + {})", lambda a, b: each(lambda x, y: x + y, a, b)),
    (COLUMN, (COLUMN, SCALAR), "({} - {})", lambda a, s: each(lambda x: x - s[0][0], a)),
    (COLUMN, (ROW,), r"{}^\top", turned),
    (COLUMN, (COLUMN,), "({})^2", lambda a: each(lambda x: x * x, a)),
    (ROW, (COLUMN,), "({})^T", turned),
    (ROW, (ROW, MATRIX), "({} {})", times),
    (MATRIX, (COLUMN, ROW), "({} {})", times),
    (MATRIX, (MATRIX, MATRIX), "({} {})", times),
    (MATRIX, (MATRIX, MATRIX), "({} - {})", lambda a, b: each(lambda x, y: x - y, a, b)),
    (MATRIX, (SCALAR, MATRIX), r"({} \, {})", scaled),
    (MATRIX, (COLUMN,), r"\operatorname{{diag}}({})", on_diagonal),
    (MATRIX, (MATRIX,), "({})^T", turned),
)


@st.composite
def formulas(draw: st.DrawFn, shape: str, depth: int = 3) -> Formula:
    """A formula of a shape; depth counts its nesting."""
    rules = [rule for rule in RULES if rule[0] == shape]
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(LEAVES[shape]))
    _, shapes, written, value = draw(st.sampled_from(rules))
    parts = [draw(formulas(part, depth - 1)) for part in shapes]
    closed = [f"({p.latex})" if p.shape == ROW else p.latex for p in parts]
    return Formula(written.format(*closed), shape, lambda at: value(*(part.value(at) for part in parts)))


@st.composite
def points(draw: st.DrawFn, sizes: tuple[int, ...] = (1, 2, 3)) -> Point:
    n = draw(st.sampled_from(sizes))
    numbers = st.integers(-3, 4).map(Fraction)
    return {letter: [[draw(numbers)] for _ in range(n)] for letter in NAMES}
