"""Edits that stay well-formed: a factor taken out with its sign of multiplication, a numerator that becomes 1."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.syntax.nodes import Addition, Fraction, Node, Number, Product, Slash
from tests.study.sites import Edit, Edits, Site, Spot, is_number


def put(site: Site, node: Node, text: str) -> Edit:
    """Another text in the place of a node, in braces where it needs them and had none: `\\frac12`, `x^2`."""
    start, end = node.span
    before = site.latex[:start]
    bare = before.endswith(("^", "_", "frac", "sqrt")) or (
        before[-1:].isdigit() and site.latex[start : start + 1].isdigit()
    )
    return Edit(start, end, f"{{{text}}}" if bare and len(text) > 1 else text)


def dropped(site: Site, spot: Spot) -> Iterator[Edits]:
    """A factor left out, where it is one."""
    node, parent = spot.node, spot.parent
    match parent:
        case Product(factors=parts):
            yield (without(node, parts),)
        case Fraction(numerator, denominator) if node is numerator:
            yield (put(site, node, "1"),)
        case Slash(numerator, denominator) if node is numerator:
            yield (put(site, node, "1"),)
        case Fraction(numerator, denominator) | Slash(numerator, denominator) if node is denominator:
            yield (over_one(site, parent, numerator, spot.around[:-1]),)


def over_one(site: Site, fraction: Node, numerator: Node, around: tuple[Node, ...]) -> Edit:
    """A fraction without its denominator; one that was 1/N goes altogether where other factors are left."""
    if is_number(numerator, "1") and around and isinstance(around[-1], Product):
        return without(fraction, around[-1].factors)
    text = site.text(numerator)
    loose = isinstance(numerator, Addition) and around
    return put(site, fraction, f"({text})" if loose else text)


def without(node: Node, factors: tuple[Node, ...]) -> Edit:
    """The edit that takes a factor out of a product, with the sign of multiplication beside it."""
    place = next(k for k, factor in enumerate(factors) if factor is node)
    if place + 1 < len(factors):
        return Edit(node.span[0], factors[place + 1].span[0], "")
    return Edit(factors[place - 1].span[1], node.span[1], "")


def starts_with_digit(site: Site, node: Node) -> bool:
    return isinstance(node, Number) or site.text(node)[:1].isdigit()
