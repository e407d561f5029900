"""What the numbered generators of a canonical form stand for: frozen data, no rules."""

from __future__ import annotations

from bnderive.kernel.polynomial import Monomial, Number
from bnderive.records import dataclass
from bnderive.terms import Index


@dataclass(frozen=True, slots=True)
class Element:
    """An input, a parameter, or one element of an array."""

    name: str
    indices: tuple[Index, ...]


@dataclass(frozen=True, slots=True)
class Length:
    axis: str


@dataclass(frozen=True, slots=True)
class Total:
    """A power sum: Σ over the indices of a monomial that does not fall apart into two that share none of them."""

    indices: tuple[Index, ...]
    monomial: Monomial


@dataclass(frozen=True, slots=True)
class Base:
    """What a root or a denominator is taken of: the generator to the power 1 equals the polynomial."""

    polynomial: tuple[tuple[Monomial, Number], ...]


@dataclass(frozen=True, slots=True)
class Exponential:
    monomial: Monomial


@dataclass(frozen=True, slots=True)
class Logarithm:
    polynomial: tuple[tuple[Monomial, Number], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """±1 with |p| = sign · p, where the sign of p is not known."""

    polynomial: tuple[tuple[Monomial, Number], ...]


@dataclass(frozen=True, slots=True)
class Kronecker:
    left: Index
    right: Index


Generator = Element | Length | Total | Base | Exponential | Logarithm | Sign | Kronecker
