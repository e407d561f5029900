"""Random terms as array code have the values that the terms have, element by element."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from bnderive.code.arrays import Arrays
from bnderive.code.dialects import NUMPY
from bnderive.code.keys import key_of
from bnderive.errors import NotUnderstood
from bnderive.terms import Add, Delta, Fun, Index, Mul, Num, Pow, Size, Sum, Sym, Term, free_indices
from tests.code.running import ran

SIZES = {"N": 3, "D": 2}
N1, N2, D1, D2 = Index("i"), Index("j"), Index("k", "D"), Index("l", "D")
SHAPES = {"a": "N", "b": "ND", "c": "D", "m": "NN", "s": ""}
VALUES = {name: Random(name) for name in SHAPES}
GIVEN = {
    (name, places): VALUES[name].choice((0.5, 0.75, 1.25, 1.5))
    for name, shape in SHAPES.items()
    for places in product(*(range(SIZES[axis]) for axis in shape))
}
EXPONENTS = tuple(map(Fraction, ("2", "3", "-1", "-2", "1/2", "-1/2", "3/2", "-3/2", "1/3")))


def positive(random: Random, depth: int) -> Term:
    """A term that is positive wherever its arrays are."""
    n, d = random.choice((N1, N2)), random.choice((D1, D2))
    match random.randrange(4 if depth == 0 else 9):
        case 0:
            return Num(Fraction(random.randint(1, 5), random.randint(1, 3)))
        case 1:
            return Size(random.choice("ND"))
        case 2 | 3:
            return random.choice(
                (Sym("a", (n,)), Sym("b", (n, d)), Sym("c", (d,)), Sym("m", (N1, N2)), Sym("m", (N2, N1)), Sym("s"))
            )
        case 4:
            return Add(tuple(positive(random, depth - 1) for _ in range(random.randint(2, 3))))
        case 5:
            return Mul(tuple(positive(random, depth - 1) for _ in range(random.randint(2, 4))))
        case 6:
            return Pow(positive(random, depth - 1), random.choice(EXPONENTS))
        case 7:
            return Sum(random.choice((n, d)), positive(random, depth - 1))
        case _:
            return Add((Num(Fraction(1)), Fun("abs", signed(random, depth - 1))))


def signed(random: Random, depth: int) -> Term:
    """A term of either sign, with products of signs, logarithms, and identity matrices."""
    first, second = positive(random, depth), positive(random, depth)
    if random.randrange(3) == 0:
        return Mul((Num(Fraction(-1, random.randint(1, 2))), first, Pow(second, random.choice(EXPONENTS))))
    factor = random.choice((Num(Fraction(-1)), Num(Fraction(-2, 3)), Delta(N1, N2), Delta(D1, D2), Fun("log", second)))
    return Mul(
        (factor, Add((first, Mul((Num(Fraction(-1)), second)))), *random.choice(((), (Num(Fraction(-1)), first))))
    )


def value(term: Term, at: dict[Index, int]) -> float:
    match term:
        case Num(number):
            return float(number)
        case Size(axis):
            return SIZES[axis]
        case Sym(name, indices):
            return GIVEN[name, tuple(at[i] for i in indices)]
        case Add(terms):
            return sum(value(t, at) for t in terms)
        case Mul(factors):
            return math.prod(value(f, at) for f in factors)
        case Pow(base, exponent):
            return value(base, at) ** float(exponent)
        case Sum(index, body):
            return sum(value(body, at | {index: k}) for k in range(SIZES[index.axis]))
        case Delta(left, right):
            return float(at[left] == at[right])
        case Fun(name, argument):
            return {"exp": math.exp, "log": math.log, "abs": abs}[name](value(argument, at))
    raise AssertionError(term)


def places(term: Term) -> list[dict[Index, int]]:
    free = sorted(free_indices(term))
    return [dict(zip(free, at, strict=True)) for at in product(*(range(SIZES[i.axis]) for i in free))]


def written(term: Term) -> str | None:
    """The text of a term; None for a function of plain numbers, which has none."""
    arrays = Arrays(NUMPY, str, str, like="a")
    try:
        return arrays.spread(arrays(term), tuple(sorted(free_indices(term))), {"N": "a", "D": "c"}).text
    except NotUnderstood:
        return None


def test_random_terms(tmp_path):
    pytest.importorskip("numpy", reason="generated NumPy code needs NumPy")
    random = Random(11)
    lines = [NUMPY.imports, "import json", "N, D = 3, 2"]
    for name, shape in SHAPES.items():
        cells = [number for (of, _), number in GIVEN.items() if of == name]
        lines.append(f"{name} = np.array({cells}).reshape({tuple(SIZES[axis] for axis in shape)})")
    terms = [signed(random, 2) if k % 2 else positive(random, 3) for k in range(400)]
    texts = {term: text for term in terms if (text := written(term)) is not None}
    assert len(texts) > 250
    lines += [f"print(json.dumps(np.ravel({text}).tolist()))" for text in texts.values()]
    found = [json.loads(line) for line in ran("\n".join(lines), tmp_path).splitlines()]
    for term, numbers in zip(texts, found, strict=True):
        assert numbers == pytest.approx([value(term, at) for at in places(term)], rel=1e-9, abs=1e-9), term


def test_keys_are_those_of_terms_that_are_the_same_but_for_letters():
    one = Mul((Sym("a", (N1,)), Sum(N2, Mul((Sym("b", (N2, D1)), Sym("a", (N2,)))))))
    other = Mul((Sum(N1, Mul((Sym("a", (N1,)), Sym("b", (N1, D2))))), Sym("a", (N2,))))
    assert key_of(one) == key_of(other)
    assert key_of(Sym("m", (N1, N2))) != key_of(Sym("m", (N2, N1)))
    assert key_of(Sum(N1, Sym("m", (N1, N2)))) != key_of(Sum(N1, Sym("m", (N2, N1))))
