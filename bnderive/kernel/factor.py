"""A polynomial as a product of powers of irreducible ones.

The factoring itself is SymPy's and not trusted: the product is multiplied out.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache, reduce
from math import lcm

from bnderive.kernel.polynomial import (
    Monomial,
    Number,
    Polynomial,
    constant,
    content,
    generators,
    inverse,
    is_irreducible,
    limit,
    raised,
    scaled,
    times,
    whole,
)  # fmt: skip

MAX_FACTOR_TERMS = 60
MAX_FACTOR_GENERATORS = 10
MAX_FACTOR_DEGREE = 16

Factors = tuple[tuple[Polynomial, int], ...]
Terms = tuple[tuple[tuple[int, ...], Number], ...]
"""The exponents of each term, one for each variable, and its coefficient."""


def factorised(polynomial: Polynomial) -> tuple[Fraction, Monomial, Factors]:
    """c, m and the irreducible f with multiplicities, p = c · m · Π f^k; each f primitive, its lead positive."""
    c, m = content(polynomial)
    primitive = scaled(polynomial, 1 / c, inverse(m))
    if primitive[max(primitive)] < 0:
        c, primitive = -c, scaled(primitive, -1)
    if len(primitive) == 1:
        return c, m, ()
    sign, factors = (1, ((primitive, 1),)) if is_irreducible(primitive) else by_sympy(primitive)
    return c * sign, m, factors


def by_sympy(primitive: Polynomial) -> tuple[int, Factors]:
    """±1 and factors, proposed by SymPy over generators to the power 1/d; the whole as one if they are wrong."""
    numbers = sorted(generators([primitive]))
    step = {g: lcm(*(Fraction(e).denominator for m in primitive for h, e in m if h == g)) for g in numbers}
    degree = max((int(e * step[g]) for m in primitive for g, e in m), default=0)
    if len(primitive) > MAX_FACTOR_TERMS or len(numbers) > MAX_FACTOR_GENERATORS or degree > MAX_FACTOR_DEGREE:
        raise limit(f"a denominator or radicand of {len(primitive)} terms")
    dense = {tuple(int(dict(m).get(g, 0) * step[g]) for g in numbers): c for m, c in primitive.items()}
    proposed = tuple(
        (normal({_monomial(exponents, numbers, step): c for exponents, c in f}), k)
        for f, k in proposals(tuple(sorted(dense.items())))
    )
    product = multiplied(proposed)  # the lead of a product may differ in sign from the product of the leads
    sign = next((s for s in (1, -1) if product == scaled(primitive, s)), 0)
    return (sign, proposed) if sign else (1, ((primitive, 1),))


@lru_cache(maxsize=256)
def proposals(terms: Terms) -> tuple[tuple[Terms, int], ...]:
    """SymPy's factors of a polynomial in numbered variables: what differs in its generators only is factored once."""
    from sympy import QQ
    from sympy.polys.rings import ring

    variables = ring([f"t{k}" for k in range(len(terms[0][0]))], QQ)[0]
    element = variables.from_dict({exponents: QQ(c.numerator, c.denominator) for exponents, c in terms})
    return tuple(
        (tuple((exponents, Fraction(int(c.numerator), int(c.denominator))) for exponents, c in f.terms()), k)
        for f, k in element.factor_list()[1]
    )


def _monomial(exponents: tuple[int, ...], numbers: list[int], step: dict[int, int]) -> Monomial:
    return tuple((g, whole(Fraction(e, step[g]))) for g, e in zip(numbers, exponents, strict=True) if e)


def normal(polynomial: Polynomial) -> Polynomial:
    c, _ = content(polynomial)
    return scaled(polynomial, (1 if polynomial[max(polynomial)] > 0 else -1) / c)


def multiplied(factors: Factors) -> Polynomial:
    return reduce(times, (raised(factor, multiplicity) for factor, multiplicity in factors), constant(1))
