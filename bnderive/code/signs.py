"""Signs and powers of terms as people write them: what has a minus in front, what stands below the bar."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import reduce

from bnderive.terms import Add, Mul, Num, Pow, Term, mul, neg, power


def is_negative(term: Term) -> bool:
    """Whether a term is written with a minus in front."""
    match term:
        case Num(value):
            return value < 0
        case Mul(factors):
            return sum(isinstance(f, Num) and f.value < 0 for f in factors) % 2 == 1
    return False


def without_sign(factors: Sequence[Term]) -> tuple[bool, list[Term]]:
    """The sign of a product apart, numerals as a numerator and a denominator; a minus goes into a difference where
    that makes it one without a sign.
    """
    value = reduce(lambda product, f: product * f.value, (f for f in factors if isinstance(f, Num)), Fraction(1))
    rest = [f for f in factors if not isinstance(f, Num)]
    if value < 0:
        for k, factor in enumerate(rest):
            if isinstance(factor, Add) and any(map(is_negative, factor.terms)):
                rest[k] = turned(factor)
                value = -value
                break
    numerals: list[Term] = [] if abs(value.numerator) == 1 else [Num(Fraction(abs(value.numerator)))]
    numerals += [] if value.denominator == 1 else [Pow(Num(Fraction(value.denominator)), Fraction(-1))]
    return value < 0, [*numerals, *rest]


def turned(term: Add) -> Add:
    """The sum with every sign turned, what is then positive first."""
    terms = [neg(part) if not is_negative(part) else negated(part) for part in term.terms]
    return Add(tuple(sorted(terms, key=is_negative)))


def negated(term: Term) -> Term:
    """A term with a minus in front without it."""
    match term:
        case Num(value):
            return Num(-value)
        case Mul(factors):
            value = reduce(
                lambda product, f: product * f.value, (f for f in factors if isinstance(f, Num)), Fraction(-1)
            )
            return mul(Num(value), *(f for f in factors if not isinstance(f, Num)))
    return neg(term)


def is_below(term: Term) -> bool:
    return isinstance(term, Pow) and term.exponent < 0


def flipped(term: Term) -> Term:
    """One over a negative power; 1/√b of a root stays a root."""
    assert isinstance(term, Pow)
    return power(term.base, -term.exponent)


def is_binary(value: Fraction) -> bool:
    return value.denominator & (value.denominator - 1) == 0 and value.denominator <= 8 and abs(value.numerator) < 1000
