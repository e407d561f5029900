"""Slips in factors: numbers, sizes and deviations dropped or added."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Bracketed,
    Fraction,
    Identifier,
    Negative,
    Product,
    Scripted,
    Slash,
)
from bnderive.syntax.shapes import walk
from tests.study.sites import Edit, Edits, Site, Spot, is_derivative, is_number
from tests.study.slips.text import dropped, put, starts_with_digit


def dropped_number(site: Site, spot: Spot) -> Iterator[Edits]:
    """A numeric factor is left out."""
    if is_number(spot.node) and not is_number(spot.node, "1") and not is_number(spot.node, "0"):
        yield from dropped(site, spot)


def extra_number(site: Site, spot: Spot) -> Iterator[Edits]:
    """A term carries a 2 or a half too much."""
    if not is_term(spot) or is_number(spot.node, "0"):
        return
    node = spot.node.body if isinstance(spot.node, Negative) else spot.node
    if is_number(node, "1"):
        yield (put(site, node, "2"),)
    elif not isinstance(node, Addition | Negative):
        half = starts_with_digit(site, node) or Random(f"{site.latex}{node.span}").random() < 0.5
        yield (Edit(node.span[0], node.span[0], "\\frac{1}{2} " if half else "2 "),)


def is_term(spot: Spot) -> bool:
    """A term of a sum, or a side that is no sum; nothing inside an exponent."""
    inside_power = any(isinstance(node, Scripted) for node in spot.around)
    return not inside_power and (spot.parent is None or isinstance(spot.parent, Addition))


def dropped_size(site: Site, spot: Spot) -> Iterator[Edits]:
    """N or 1/N is left out."""
    if isinstance(spot.node, Identifier) and spot.node.text in site.sizes:
        yield from dropped(site, spot)


def size_minus_one(site: Site, spot: Spot) -> Iterator[Edits]:
    """N − 1 for N, or N for N − 1."""
    node, parent = spot.node, spot.parent
    match node:
        case Identifier(text) if text in site.sizes and isinstance(parent, Product | Fraction | Slash):
            inline = isinstance(parent, Product | Slash)
            yield (put(site, node, f"({text} - 1)" if inline else f"{text} - 1"),)
        case Addition((Identifier(text), one), ("+", "-")) if text in site.sizes and is_number(one, "1"):
            whole = parent if isinstance(parent, Bracketed) else node
            yield (put(site, whole, text),)


def dropped_factor(site: Site, spot: Spot) -> Iterator[Edits]:
    """A factor x_i − μ, x̂_i or ∂μ/∂x_i is left out."""
    node = spot.node
    bracket = node.base if isinstance(node, Scripted) else node
    deviation = isinstance(bracket, Bracketed) and isinstance(bracket.body, Addition) and is_short(bracket.body)
    difference = isinstance(node, Addition) and isinstance(spot.parent, Fraction | Slash) and is_short(node)
    named = site.use(node) is not None or is_derivative(node)
    if deviation or difference or named:
        yield from dropped(site, spot)


def is_short(node: Addition) -> bool:
    """A difference of two names or numbers, as a deviation is; no whole bracket of a gradient."""
    return len(node.terms) == 2 and not any(isinstance(part, BigOperator | Fraction) for part in walk(node))
