"""Slips in signs: one turned, or a minus carried twice."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.syntax.nodes import Addition, Bracketed, Fraction, Negative, Node, Product
from tests.study.sites import Edit, Edits, Site, Spot, is_derivative, is_number
from tests.study.slips.text import put


def wrong_sign(site: Site, spot: Spot) -> Iterator[Edits]:
    """A plus for a minus, a minus for a plus, also before a whole side."""
    node = spot.node
    if isinstance(node, Addition):
        for place in range(1, len(node.terms)):
            at = sign_before(site, node, place)
            if at is not None:
                yield (Edit(at, at + 1, "+" if site.latex[at] == "-" else "-"),)
    elif isinstance(node, Negative):
        start = node.span[0]
        yield (Edit(start, start + 1, ""),)
    if spot.parent is None and not starts_negative(node) and not is_number(node, "0"):
        yield (Edit(node.span[0], node.span[0], "-"),)


def doubled_minus(site: Site, spot: Spot) -> Iterator[Edits]:
    """A minus stands before a term and once more inside it."""
    node = spot.node
    if isinstance(node, Negative):
        yield from within(site, node.body)
    if isinstance(node, Addition):
        for sign, term in zip(node.signs[1:], node.terms[1:], strict=True):
            if sign == "-" and isinstance(term, Product | Fraction | Bracketed):
                yield from within(site, term)


def within(site: Site, term: Node) -> Iterator[Edits]:
    """A minus on the first factor of a term; above, where that is a fraction."""
    first = term.factors[0] if isinstance(term, Product) else term
    if isinstance(first, Fraction) and not is_derivative(first) and not starts_negative(first.numerator):
        text = site.text(first.numerator)
        inner = f"-({text})" if isinstance(first.numerator, Addition) else f"-{text}"
        yield (put(site, first.numerator, inner),)
    elif not starts_negative(first) and not isinstance(first, Negative):
        yield (put(site, first, f"(-{site.text(first)})"),)


def starts_negative(node: Node) -> bool:
    match node:
        case Negative():
            return True
        case Addition(terms=parts) | Product(factors=parts):
            return starts_negative(parts[0])
        case Fraction(numerator, _):
            return starts_negative(numerator)
    return False


def sign_before(site: Site, node: Addition, place: int) -> int | None:
    """Where the sign before a term stands."""
    start, end = node.terms[place - 1].span[1], node.terms[place].span[0]
    found = [k for k in range(start, end) if site.latex[k] in "+-"]
    return found[0] if len(found) == 1 else None
