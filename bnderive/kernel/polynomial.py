"""Sparse polynomials over the rationals in numbered generators, with rational and negative exponents.

Pure arithmetic: what a generator stands for, and which relations hold between them, is `canonical`'s business.
Every operation is capped before it is carried out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from math import gcd, inf, isqrt, lcm

from bnderive.errors import NotUnderstood

Exponent = int | Fraction
Monomial = tuple[tuple[int, Exponent], ...]
Number = int | Fraction
Polynomial = dict[Monomial, Number]

ONE: Polynomial = {(): 1}
MAX_TERMS = 20_000
MAX_POWER = 24
MAX_DIGITS = 400
MAX_EFFORT = 100_000


def limit(what: str) -> NotUnderstood:
    return NotUnderstood("BN290", "limit", f"{what}: too large to decide")


class Effort:
    """How many pairs of terms may still be multiplied. What was computed before costs nothing, and what is computed on
    the way to something else has an effort of its own, so that no answer hangs on what is known already.
    """

    def __init__(self) -> None:
        self.left: float = inf

    def spend(self, pairs: int) -> None:
        self.left -= pairs
        if self.left < 0:
            raise limit("what has to be multiplied out")

    @contextmanager
    def afresh(self) -> Iterator[None]:
        """A full effort for what is done inside; outside it goes on with what was left."""
        outside, self.left = self.left, MAX_EFFORT
        try:
            yield
        finally:
            self.left = outside


EFFORT = Effort()


def constant(value: Number) -> Polynomial:
    return {(): number(value)} if value else {}


def number(value: Number) -> Number:
    """Whole numbers as int, which is quicker; never divided as such."""
    return value.numerator if value.denominator == 1 else value


def generator(g: int, exponent: Exponent = 1) -> Polynomial:
    return {((g, exponent),): 1}


def times_monomial(a: Monomial, b: Monomial) -> Monomial:
    """Both are sorted by generator; exponents that cancel leave."""
    if not a or not b:
        return a or b
    if a[-1][0] < b[0][0]:
        return a + b
    if b[-1][0] < a[0][0]:
        return b + a
    a, b = (b, a) if len(a) == 1 else (a, b)
    if len(b) == 1:
        return with_power(b[0], a)
    merged = dict(a)
    for g, exponent in b:
        merged[g] = merged.get(g, 0) + exponent
    return tuple(sorted((g, e if type(e) is int else whole(e)) for g, e in merged.items() if e))


def with_power(power: tuple[int, Exponent], monomial: Monomial) -> Monomial:
    """A monomial, some generators of which come no earlier and some no later, times a power of another."""
    g, exponent = power
    place = bisect_left(monomial, (g,))
    if monomial[place][0] != g:
        return (*monomial[:place], power, *monomial[place:])
    total = whole(monomial[place][1] + exponent)
    return (*monomial[:place], *([(g, total)] if total else []), *monomial[place + 1 :])


def whole(exponent: Exponent) -> Exponent:
    return int(exponent) if exponent.denominator == 1 else exponent


def plus(*polynomials: Polynomial) -> Polynomial:
    result: Polynomial = {}
    for polynomial in polynomials:
        for monomial, coefficient in polynomial.items():
            total = result.get(monomial, 0) + coefficient
            if total:
                result[monomial] = total
            else:
                result.pop(monomial, None)
    return result


def scaled(polynomial: Polynomial, factor: Number, monomial: Monomial = ()) -> Polynomial:
    return {times_monomial(m, monomial): number(c * factor) for m, c in polynomial.items()} if factor else {}


def times(a: Polynomial, b: Polynomial) -> Polynomial:
    if len(a) * len(b) > MAX_TERMS:
        raise limit(f"a product of {len(a)} by {len(b)} terms")
    if ONE in (a, b):
        return b if a == ONE else a
    EFFORT.spend(len(a) * len(b))
    result: Polynomial = {}
    for m, c in a.items():
        for n, d in b.items():
            monomial = times_monomial(m, n)
            total = result.get(monomial, 0) + c * d
            if total:
                result[monomial] = total
            else:
                result.pop(monomial, None)
    return checked(result)


def checked(polynomial: Polynomial) -> Polynomial:
    if any(max(c.numerator.bit_length(), c.denominator.bit_length()) > 3.4 * MAX_DIGITS for c in polynomial.values()):
        raise limit("a coefficient")
    return polynomial


def raised(polynomial: Polynomial, exponent: int) -> Polynomial:
    """A non-negative whole power."""
    if exponent == 0:
        return constant(1)
    if len(polynomial) == 1:
        ((monomial, coefficient),) = polynomial.items()
        return power_of_term(monomial, coefficient, exponent)
    if polynomial and exponent > MAX_POWER:
        raise limit(f"the power {exponent}")
    result = polynomial
    for _ in range(exponent - 1 if polynomial else 0):
        result = times(result, polynomial)
    return result


def power_of_term(monomial: Monomial, coefficient: Number, exponent: int) -> Polynomial:
    """(c·m)^n for any whole n but 0, c ≠ 0."""
    bits = max(coefficient.numerator.bit_length(), coefficient.denominator.bit_length())
    if abs(coefficient) != 1 and bits * abs(exponent) > 3.4 * MAX_DIGITS:
        raise limit(f"the power {exponent}")
    return {tuple((g, whole(e * exponent)) for g, e in monomial): number(Fraction(coefficient) ** exponent)}


def content(polynomial: Polynomial) -> tuple[Fraction, Monomial]:
    """The rational content and the monomial of the smallest exponents (negative ones too): p = c·m·primitive part."""
    smallest: dict[int, Exponent] = {}
    numbers = {g for monomial in polynomial for g, _ in monomial}
    for g in numbers:
        smallest[g] = min(dict(monomial).get(g, 0) for monomial in polynomial)
    numerator = gcd(*(c.numerator for c in polynomial.values()))
    denominator = lcm(*(c.denominator for c in polynomial.values()))
    return Fraction(numerator, denominator), tuple(sorted((g, e) for g, e in smallest.items() if e))


def inverse(monomial: Monomial) -> Monomial:
    return tuple((g, -e) for g, e in monomial)


def key(polynomial: Polynomial) -> tuple[tuple[Monomial, Number], ...]:
    """A hashable form, the same for equal polynomials."""
    return tuple(sorted(polynomial.items()))


def generators(polynomials: Iterable[Polynomial]) -> set[int]:
    return {g for polynomial in polynomials for monomial in polynomial for g, _ in monomial}


def is_irreducible(polynomial: Polynomial) -> bool:
    """A sufficient test of a primitive polynomial: linear in some generator with one term as its coefficient there, or
    a number times its square plus what is no square of the right sign.

    m·v + r with v in neither m nor r: a factor free of v divides m, hence is a monomial, and none divides a
    primitive part. a·v² + r, a a number, falls apart only where −r/a is a square; a square has a square as its
    constant term.
    """
    for g in generators([polynomial]):
        exponents = [dict(monomial).get(g, 0) for monomial in polynomial]
        if exponents.count(0) != len(exponents) - 1 or len(exponents) == 1:
            continue
        if exponents.count(1) == 1 or is_no_difference_of_squares(polynomial, ((g, 2),)):
            return True
    return False


def is_no_difference_of_squares(polynomial: Polynomial, square: Monomial) -> bool:
    """Whether a polynomial is a number times `square`, plus a number that is no square against it, plus the rest."""
    lead, rest = polynomial.get(square), polynomial.get(())
    return lead is not None and rest is not None and not is_square(-Fraction(rest) / Fraction(lead))


def is_square(value: Fraction) -> bool:
    return value >= 0 and all(isqrt(part) ** 2 == part for part in (value.numerator, value.denominator))


def evaluate_signs(polynomial: Polynomial, positive: Mapping[int, bool]) -> str:
    """`positive` where every term is >= 0 and one is > 0, `nonnegative` where every term is >= 0, else `unknown`.

    `positive[g]` is True for generators known to be > 0, False for those known to be >= 0; others must be squared.
    """
    strict = False
    for monomial, coefficient in polynomial.items():
        if coefficient < 0 or any(g not in positive and e % 2 for g, e in monomial):
            return "unknown"
        strict = strict or all(positive.get(g, False) for g, _ in monomial)
    return "positive" if strict else "nonnegative"
