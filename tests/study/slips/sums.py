"""Slips in sums: left out, over the wrong letter or range, with a factor outside that belongs inside."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.syntax.nodes import Addition, BigOperator, Identifier, Listing, Node, Product, Row
from bnderive.syntax.shapes import walk
from tests.study.sites import Edit, Edits, Site, Spot, letters_bound


def missing_sum(site: Site, spot: Spot) -> Iterator[Edits]:
    """The sum sign is left out; its letter stays, or is the one of the left side."""
    if is_sum(spot.node):
        yield (Edit(spot.node.span[0], spot.node.body.span[0], ""),)


def diagonal_only(site: Site, spot: Spot) -> Iterator[Edits]:
    """One term stands for the sum: the one at the index of the left side."""
    if is_sum(spot.node):
        for old in letters_bound(spot.node):
            for new in (letter for letter in site.free if letter != old):
                edits = site.renamed(spot.node.body, old, new)
                if edits:
                    yield (Edit(*spot.node.span, site.written(spot.node.body, edits)),)


def factor_outside(site: Site, spot: Spot) -> Iterator[Edits]:
    """A factor that varies inside the sum is written before it."""
    node = spot.node
    if not is_sum(node) or not isinstance(node.body, Product):
        return
    for place, factor in enumerate(node.body.factors):
        letters = [letter for letter in letters_bound(node) if letter in site.letters(factor)]
        for old in letters[:1]:
            new = next((letter for letter in site.free if letter != old), old)
            taken = site.written(factor, site.renamed(factor, old, new))
            yield (Edit(node.span[0], node.span[0], f"{taken} "), left_out(node.body, place))


def left_out(product: Product, place: int) -> Edit:
    factors = product.factors
    if place + 1 < len(factors):
        return Edit(factors[place].span[0], factors[place + 1].span[0], "")
    return Edit(factors[place - 1].span[1], factors[place].span[1], "")


def index_clash(site: Site, spot: Spot) -> Iterator[Edits]:
    """The sum runs over a letter that its body holds from outside."""
    node = spot.node
    if not is_sum(node):
        return
    inside = site.letters(node.body)
    for old in letters_bound(node):
        for new in (letter for letter in site.in_scope(spot) if letter != old and letter in inside):
            yield site.renamed(node, old, new)


def other_index(site: Site, spot: Spot) -> Iterator[Edits]:
    """The letter below the sum is another than the one in its body."""
    node = spot.node
    if is_sum(node) and node.lower is not None:
        known = sorted(site.spelling.index_letters)
        for old in letters_bound(node):
            others = [letter for letter in (*site.free, *known) if letter != old and letter not in spot.bound]
            for new in others[:1]:
                yield site.renamed_below(node.lower, old, new)


def wrong_range(site: Site, spot: Spot) -> Iterator[Edits]:
    """The sum stops one early, starts one late, runs to another size, or leaves out the term that belongs in it."""
    node = spot.node
    if not is_sum(node) or node.lower is None:
        return
    (letter, *more) = letters_bound(node) or ("",)
    if isinstance(node.upper, Identifier) and node.upper.text in site.sizes:
        others = sorted(size for size in site.sizes if size != node.upper.text)
        for text in (f"{node.upper.text}-1", *others):
            yield (braced(site, node.upper, text),)
    match node.lower:
        case Row(sides=(_, first), relations=("=",)) if first is not None:
            yield (Edit(*first.span, "2"),)
        case Row(relations=("\\ne",)):
            yield (Edit(*node.lower.span, letter),)
    for other in site.in_scope(spot):
        if (
            letter
            and not more
            and other != letter
            and not isinstance(node.lower, Listing)
            and "\\ne" not in site.text(node.lower)
        ):
            edits = [braced(site, node.lower, f"{letter} \\ne {other}")]
            if node.upper is not None:
                edits.append(Edit(upper_start(site, node.upper), upper_end(site, node.upper), ""))
            yield tuple(edits)


def braced(site: Site, node: Node, text: str) -> Edit:
    bare = site.latex[: node.span[0]].endswith(("^", "_"))
    return Edit(*node.span, f"{{{text}}}" if bare else text)


def upper_start(site: Site, upper: Node) -> int:
    return site.latex.rindex("^", 0, upper.span[0])


def upper_end(site: Site, upper: Node) -> int:
    end = upper.span[1]
    return end + 1 if site.latex[end : end + 1] == "}" else end


def missing_cross_terms(site: Site, spot: Spot) -> Iterator[Edits]:
    """A term that sums over the other samples is left out; or all of them are."""
    node = spot.node
    if not isinstance(node, Addition):
        return
    places = [k for k, term in enumerate(node.terms) if any(is_sum(part) for part in walk(term))]
    for place in places:
        yield (without_term(site, node, place),)
    if len(node.terms) > len(places) > 1 and places[0] > 0:
        yield tuple(without_term(site, node, place) for place in places)


def without_term(site: Site, node: Addition, place: int) -> Edit:
    """The edit that takes a term out with its sign; where it is the first, the plus after it goes too."""
    if place:
        return Edit(node.terms[place - 1].span[1], node.terms[place].span[1], "")
    end = node.terms[1].span[0] if node.signs[1] == "+" else node.terms[0].span[1]
    return Edit(node.terms[0].span[0], end, "")


def is_sum(node: Node) -> bool:
    return isinstance(node, BigOperator) and node.operator in {"\\sum", "\\Sigma"}
