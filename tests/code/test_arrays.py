"""Random terms as array code have the values that the terms have, element by element."""

from __future__ import annotations

import json
import math
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from bnderive.code.arrays import Arrays, key_of
from bnderive.code.dialects import NUMPY
from bnderive.errors import NotUnderstood
from bnderive.terms import Add, Delta, Fun, Index, Mul, Num, Pow, Size, Sum, Sym, Term, free_indices
from tests.code.running import ran

SIZES = {"N": 3, "D": 2}
I, J, K, L = Index("i"), Index("j"), Index("k", "D"), Index("l", "D")
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
    n, d = random.choice((I, J)), random.choice((K, L))
    match random.randrange(4 if depth == 0 else 9):
        case 0:
            return Num(Fraction(random.randint(1, 5), random.randint(1, 3)))
        case 1:
            return Size(random.choice("ND"))
        case 2 | 3:
            return random.choice(
                (Sym("a", (n,)), Sym("b", (n, d)), Sym("c", (d,)), Sym("m", (I, J)), Sym("m", (J, I)), Sym("s"))
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
    factor = random.choice((Num(Fraction(-1)), Num(Fraction(-2, 3)), Delta(I, J), Delta(K, L), Fun("log", second)))
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


def test_random_terms(tmp_path):
    pytest.importorskip("numpy", reason="generated NumPy code needs NumPy")
    random = Random(11)
    lines = [NUMPY.imports, "import json", "N, D = 3, 2"]
    for name, shape in SHAPES.items():
        cells = [number for (of, _), number in GIVEN.items() if of == name]
        lines.append(f"{name} = np.array({cells}).reshape({tuple(SIZES[axis] for axis in shape)})")
    terms: list[Term] = []
    while len(terms) < 300:
        term = signed(random, 2) if len(terms) % 2 else positive(random, 3)
        arrays = Arrays(NUMPY, str, str, like="a")
        try:
            free = tuple(sorted(free_indices(term)))
            piece = arrays.spread(arrays(term), free, {"N": "a", "D": "c"})
        except NotUnderstood as error:
            assert error.reason.name in {"constant", "diagonal"}
            continue
        terms.append(term)
        lines.append(f"print(json.dumps(np.ravel({piece.text}).tolist()))")
    found = [json.loads(line) for line in ran("\n".join(lines), tmp_path).splitlines()]
    for term, numbers in zip(terms, found, strict=True):
        assert numbers == pytest.approx([value(term, at) for at in places(term)], rel=1e-9, abs=1e-9), term


def test_keys_are_those_of_terms_that_are_the_same_but_for_letters():
    one = Mul((Sym("a", (I,)), Sum(J, Mul((Sym("b", (J, K)), Sym("a", (J,)))))))
    other = Mul((Sum(I, Mul((Sym("a", (I,)), Sym("b", (I, L))))), Sym("a", (J,))))
    assert key_of(one) == key_of(other)
    assert key_of(Sym("m", (I, J))) != key_of(Sym("m", (J, I)))
    assert key_of(Sum(I, Sym("m", (I, J)))) != key_of(Sum(I, Sym("m", (J, I))))
