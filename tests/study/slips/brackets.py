"""Slips in brackets, and with the ε that stands in most of them."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Bracketed,
    Fraction,
    Identifier,
    Negative,
    Node,
    Product,
    Root,
    Scripted,
)
from tests.study.sites import EPSILONS, Edit, Edits, Site, Spot
from tests.study.slips.sums import without_term


def missing_parentheses(site: Site, spot: Spot) -> Iterator[Edits]:
    """Parentheses around a sum are left out where they matter."""
    node = spot.node
    if (
        isinstance(node, Bracketed)
        and isinstance(node.body, Addition)
        and node.left in {"(", "[", "\\{"}
        and matters(spot)
    ):
        opening, closing = Edit(node.span[0], node.body.span[0], ""), Edit(node.body.span[1], node.span[1], "")
        yield opening, closing


def matters(spot: Spot) -> bool:
    match spot.parent:
        case Product() | Scripted() | Negative() | BigOperator():
            return True
        case Addition(terms, signs):
            return any(term is spot.node and sign == "-" for term, sign in zip(terms, signs, strict=True))
    return False


def epsilon_left_out(site: Site, spot: Spot) -> Iterator[Edits]:
    """ε is left out."""
    if isinstance(spot.node, Addition):
        for place in (k for k, term in enumerate(spot.node.terms) if is_epsilon(term)):
            yield (without_term(site, spot.node, place),)


def epsilon_elsewhere(site: Site, spot: Spot) -> Iterator[Edits]:
    """ε stands beside the root and not under it, or under it and not beside it."""
    node = spot.node
    if isinstance(node, Root) and isinstance(node.radicand, Addition):
        for place in (k for k, term in enumerate(node.radicand.terms) if is_epsilon(term) and k):
            epsilon = site.text(node.radicand.terms[place])
            edits = [without_term(site, node.radicand, place), Edit(node.span[1], node.span[1], f" + {epsilon}")]
            if spot.parent is not None and not isinstance(spot.parent, Fraction):
                edits[1] = Edit(node.span[1], node.span[1], f" + {epsilon})")
                edits.append(Edit(node.span[0], node.span[0], "("))
            yield tuple(edits)
    match node:
        case Addition((Identifier() | Root() as first, second), ("+", "+")) if is_epsilon(second):
            radicand = site.text(first.radicand) if isinstance(first, Root) else f"{site.text(first)}^2"
            outside = not any(isinstance(around, Root) for around in spot.around)
            if outside:
                yield (Edit(*node.span, f"\\sqrt{{{radicand} + {site.text(second)}}}"),)


def is_epsilon(node: Node) -> bool:
    return isinstance(node, Identifier) and node.text in EPSILONS
