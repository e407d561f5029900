"""Residues modulo a drawn prime as an arithmetic: exact, of fixed length, with roots and exponentials.

p = −1 modulo 8·3·5·7·…·97: every whole number 1…100 is a square and −1 is none, so that b^((p+1)/4), a root of a square
b, is multiplicative. For exponentials a prime q divides p − 1: a number is kept modulo pq, and e^u is a power of an
element of order q to the exponent u modulo q, right modulo p only. Nothing here knows terms.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from hashlib import sha256
from itertools import count
from math import gcd, prod
from typing import Any

from bnderive.arithmetic import Arithmetic
from bnderive.enclosure import Inexact

SMALL = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)
STEP = 4 * prod(SMALL)
WITNESSES = SMALL[:8]
LARGE = 2000
PRODUCT = prod(range(SMALL[-1] + 2, LARGE, 2))  # holds every prime between; a gcd costs less than a power
LENGTH = 62  # of what is drawn for a prime, in bits


class NotASquare(Inexact):
    """A root of a residue that has none: another draw is needed."""


def drawn(seed: str) -> int:
    """256 bits that the seed determines."""
    return int.from_bytes(sha256(seed.encode()).digest(), "big")


def is_prime(n: int) -> bool:
    """Miller and Rabin's test; the numbers it is asked of are drawn from a hash, and none chose them."""
    if n < 2 or any(n % small == 0 for small in SMALL):
        return n in SMALL
    if n > LARGE and gcd(n, PRODUCT) > 1:
        return False
    odd = n - 1
    while odd % 2 == 0:
        odd //= 2
    return all(_passes(pow(base, odd, n), odd, n) for base in WITNESSES)


def _passes(power: int, odd: int, n: int) -> bool:
    while odd != n - 1 and power not in (1, n - 1):
        power, odd = power * power % n, 2 * odd
    return power == n - 1 or odd % 2 == 1


@lru_cache(maxsize=16)
def primes(seed: str, exponents: bool) -> tuple[int, int]:
    """p and q; q = 1 where no `exponents` are needed."""
    start = drawn(seed) % 2**LENGTH
    if not exponents:
        return next(p for k in count(start) if is_prime(p := STEP * k - 1)), 1
    q = next(n for n in count(start | 1 | 2 ** (LENGTH - 1), 2) if is_prime(n))
    first = 2 * pow(STEP, -1, q) % q  # STEP·first = 2 modulo q, hence p = 1
    return next(p for k in count(start) if is_prime(p := STEP * (first + q * k) - 1)), q


def inverse(a: int, modulus: int) -> int:
    """Raises Inexact where there is none."""
    if gcd(a, modulus) > 1:
        raise Inexact("division by zero")
    return pow(a, -1, modulus)


class Unknown(int):
    """A logarithm: its value is not represented. What holds it is unknown too, except a product with zero."""

    def _same(self, *_: Any) -> Unknown:
        return self

    __add__ = __radd__ = __mod__ = __pow__ = _same  # type: ignore[assignment]

    def __mul__(self, other: int) -> int:
        return 0 if type(other) is int and other == 0 else self

    __rmul__ = __mul__


class Residues(Arithmetic[int]):
    """Arithmetic modulo the primes of a seed. Raises Inexact where zero would be divided by, or |u| be formed."""

    zero = 0
    one = 1

    def __init__(self, seed: str, exponents: bool = False) -> None:
        self.p, self.q = primes(seed, exponents)
        self.modulus = self.p * self.q
        self.element = pow(drawn(seed), (self.p - 1) // self.q, self.p)  # of order q
        self.exponentials: dict[int, int] = {}
        self.powers: dict[tuple[int, int, int], int] = {}

    def number(self, value: Fraction) -> int:
        if value.denominator == 1:
            return value.numerator % self.modulus
        return value.numerator * self.whole_power(value.denominator, -1) % self.modulus

    def add(self, a: int, b: int) -> int:
        return (a + b) % self.modulus

    def multiply(self, a: int, b: int) -> int:
        return a * b % self.modulus

    def power(self, a: int, exponent: Fraction) -> int:
        key = (a, exponent.numerator, exponent.denominator)
        if isinstance(a, Unknown):
            return a
        if key not in self.powers:
            base = a if key[2] == 1 else self.root(a % self.p, key[2])
            self.powers[key] = self.whole_power(base, key[1])
        return self.powers[key]

    def whole_power(self, a: int, exponent: int) -> int:
        if exponent >= 0:
            return pow(a, exponent, self.modulus)
        return pow(inverse(a, self.modulus), -exponent, self.modulus)

    def root(self, a: int, degree: int) -> int:
        """The root that is a square itself; one of an odd degree d is a power, as d and p − 1 are coprime."""
        while degree % 2 == 0:
            root = pow(a, (self.p + 1) // 4, self.p)
            if root * root % self.p != a:
                raise NotASquare("no square")
            a, degree = root, degree // 2
        return pow(a, inverse(degree, self.p - 1), self.p) if degree > 1 else a

    def function(self, name: str, a: int) -> int:
        if isinstance(a, Unknown) or name == "log":
            return Unknown()
        if name == "exp" and self.q > 1:
            if a not in self.exponentials:
                self.exponentials[a] = pow(self.element, a % self.q, self.p)
            return self.exponentials[a]
        raise Inexact(f"the function {name} is not represented")
