"""Random terms over two axes, a second way to evaluate them, and ways to write them otherwise.

The evaluation is of plain fractions, shares nothing with the package's own and knows no ∂.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

from bnderive.terms import (
    Add,
    Delta,
    Index,
    Mul,
    Num,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    free_indices,
    fresh,
    mul,
    num,
    power,
    rebuild,
    rename,
)

ROWS, COLUMNS = "N", "D"
FREE = (Index("i", ROWS), Index("j", COLUMNS))
SHAPES = {"x": (ROWS, COLUMNS), "g": (ROWS, COLUMNS), "v": (ROWS,), "w": (COLUMNS,), "e": ()}
SIZES = tuple({ROWS: n, COLUMNS: d} for n, d in product((1, 2, 3), repeat=2))
Values = Mapping[tuple[str, tuple[int, ...]], Fraction]
Places = Mapping[Index, int]


def values_of(sizes: Mapping[str, int], random: Random) -> Values:
    """A random whole number for every element; e is positive."""
    lines = {name: product(*(range(1, sizes[axis] + 1) for axis in shape)) for name, shape in SHAPES.items()}
    drawn = {(name, at): Fraction(random.randint(-4, 5)) for name, line in lines.items() for at in line}
    return {**drawn, ("e", ()): Fraction(random.randint(1, 4))}


def value(term: Term, sizes: Mapping[str, int], values: Values, at: Places) -> Fraction:
    match term:
        case Num(number):
            return number
        case Size(axis):
            return Fraction(sizes[axis])
        case Sym(name, indices):
            return values[name, tuple(at[index] for index in indices)]
        case Delta(left, right):
            return Fraction(at[left] == at[right])
        case Add(terms):
            return sum((value(t, sizes, values, at) for t in terms), Fraction(0))
        case Mul(factors):
            return prod((value(f, sizes, values, at) for f in factors), start=Fraction(1))
        case Pow(base, exponent):
            return value(base, sizes, values, at) ** exponent.numerator
        case Sum(index, body):
            places = range(1, sizes[index.axis] + 1)
            return sum((value(body, sizes, values, {**at, index: k}) for k in places), Fraction(0))
    raise AssertionError(term)


def everywhere(random: Random, indices: tuple[Index, ...] = FREE) -> Iterator[tuple[Mapping[str, int], Values, Places]]:
    """Every size up to 3 by 3 with random numbers, and every placing of the indices there."""
    for sizes in SIZES:
        values = values_of(sizes, random)
        for places in product(*(range(1, sizes[index.axis] + 1) for index in indices)):
            yield sizes, values, dict(zip(indices, places, strict=True))


def spread(column: Index) -> Term:
    """Σ_p x_pj² + e, which is positive."""
    p = Index("p", ROWS)
    return add(Sum(p, power(Sym("x", (p, column)), 2)), Sym("e"))


def term_of(random: Random, letters: tuple[Index, ...] = FREE, depth: int = 4) -> Term:
    """A random term in these letters."""
    kind = random.choice(("leaf", "sum", "product", "total", "total")) if depth else "leaf"
    match kind:
        case "sum":
            return add(term_of(random, letters, depth - 1), term_of(random, letters, depth - 1))
        case "product":
            return mul(term_of(random, letters, depth - 1), term_of(random, letters, depth - 1))
        case "total":
            index = Index("klmn"[depth - 1], random.choice((ROWS, COLUMNS)))
            return Sum(index, mul(leaf(random, (index,)), term_of(random, (*letters, index), depth - 1)))
    return leaf(random, letters)


def leaf(random: Random, letters: tuple[Index, ...]) -> Term:
    """An element, a size, a number, a δ or the inverse of a positive sum; it uses as many of the letters as it can."""
    rows, columns = ([i for i in letters if i.axis == axis] or [None] for axis in (ROWS, COLUMNS))
    row, column = random.choice(rows), random.choice(columns)
    found: list[Term] = [num(random.randint(-2, 3)), Size(ROWS), Size(COLUMNS)]
    if row is not None:
        found += [Sym("v", (row,)), Delta(row, random.choice([i for i in rows if i is not None]))] * 2
    if column is not None:
        found += [Sym("w", (column,)), power(spread(column), -1)] * 2
    if row is not None and column is not None:
        found += [Sym("x", (row, column)), Sym("g", (row, column))] * 4
    return random.choice(found)


def rewritten(term: Term, random: Random) -> Term:
    """An equal term: sums exchanged, spread over additions and given other letters, products turned round."""
    term = rebuild(term, lambda child: rewritten(child, random))
    match term:
        case Sum(outer, Sum(inner, body)) if random.random() < 0.7:
            return Sum(inner, Sum(outer, body))
        case Sum(index, Add(terms)):
            return add(*(Sum(index, t) for t in terms))
        case Sum(index, body):
            other = Index(index.name + "'", index.axis)
            return Sum(other, rename(body, {index: other}))
        case Mul(factors):
            order = random.sample(factors, len(factors))
            wide = next((f for f in order if isinstance(f, Add)), None)
            if wide is not None:
                rest = [f for f in order if f is not wide]
                return add(*(mul(t, *rest) for t in wide.terms))
            return drawn_in(order)
    return term


def drawn_in(factors: list[Term]) -> Term:
    """u · Σ_k v = Σ_k u v."""
    total = next((f for f in factors if isinstance(f, Sum)), None)
    if total is None:
        return mul(*factors)
    index = fresh(total.index, frozenset[Index]().union(*map(free_indices, factors)))
    return Sum(index, mul(*(f for f in factors if f is not total), rename(total.body, {total.index: index})))


def slipped(term: Term, random: Random) -> Term:
    """A term with one thing changed: an index, a size, a sum left out, a factor."""
    nodes = random.randint(0, 6)

    def visit(node: Term) -> Term:
        nonlocal nodes
        nodes -= 1
        if nodes == 0:
            match node:
                case Size(axis):
                    return Size(COLUMNS if axis == ROWS else ROWS)
                case Sum(index, body):
                    other = next(free for free in FREE if free.axis == index.axis)
                    return rename(body, {index: other})
                case Sym("x", indices):
                    return Sym("g", indices)
                case _:
                    return mul(num(2), node)
        return rebuild(node, visit)

    return visit(term)
