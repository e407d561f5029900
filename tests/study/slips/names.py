"""Slips in names: an accent lost or added, a letter for its neighbour, one name for another."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import NameUse
from bnderive.syntax.nodes import Accented, Identifier, Node, Scripted
from tests.study.sites import EPSILONS, Edit, Edits, Site, Spot, stem


def missing_accent(site: Site, spot: Spot) -> Iterator[Edits]:
    """S_i for Ŝ_i, where both are names of the document."""
    for node in named_parts(spot.node):
        accented = accent_of(node)
        if accented is not None and known_stem(site, accented.body, node):
            yield (Edit(*accented.span, site.text(accented.body)),)


def superfluous_accent(site: Site, spot: Spot) -> Iterator[Edits]:
    """Ŝ_i for S_i, where both are names of the document."""
    for node in named_parts(spot.node):
        use = site.use(node)
        base = node.base if isinstance(node, Scripted) else node
        if use is None or not isinstance(base, Identifier):
            continue
        for name, arity in site.arity.items():
            tree = stem(name)
            if isinstance(tree, Accented) and tree.body == base and arity == len(use.indices):
                yield (Edit(*base.span, f"\\{tree.accent}{{{site.text(base)}}}"),)


def wrong_index(site: Site, spot: Spot) -> Iterator[Edits]:
    """x_i for x_j, where both letters may stand."""
    scope = site.in_scope(spot)
    parts = named_parts(spot.node)
    for node in parts:
        if not isinstance(node, Scripted) and not isinstance(node, Accented):
            continue
        for letter in dict.fromkeys(part.span for part in site.index_spots(node)):
            old = site.latex[slice(*letter)]
            yield from ((Edit(*letter, other),) for other in scope if other != old and old in scope)


def swapped_name(site: Site, spot: Spot) -> Iterator[Edits]:
    """w for v, x̄ for μ, ∂L/∂y for ∂L/∂x̂: another name of the document with as many indices."""
    if read_derivative(spot.node) is not None:
        ways = list(other_derivatives(site, spot.node))
    else:
        use = site.use(spot.node)
        rivals = rivals_of(site, use) if use is not None and use.name in site.quantities else []
        ways = [edit for other in rivals for edit in in_place(site, spot.node, use, other)]
    if ways:
        yield (Random(f"{site.latex}{spot.node.span}").choice(ways),)


def rivals_of(site: Site, use: NameUse) -> list[str]:
    """Names that could be taken for another: as many indices, no size, no ε, no mere accent apart."""
    unlike = {*site.spelling.index_letters, *site.sizes, *EPSILONS, use.name}
    if use.name in EPSILONS:
        return []
    return sorted(
        name
        for name, arity in site.quantities.items()
        if name not in unlike and arity == len(use.indices) and plain(name) != plain(use.name)
    )


def other_derivatives(site: Site, node: Node) -> Iterator[Edit]:
    """The edits that make a derivative another one that the document takes too: of another name, or by another."""
    found = read_derivative(node)
    if found is None or found.of is None or (above := site.use(found.of)) is None:
        return
    for by in found.by:
        below = site.use(by)
        for one, other in sorted(site.derivatives) if below is not None else ():
            if one == above.name and other != below.name:
                yield from in_place(site, by, below, other)
            if one != above.name and other == below.name:
                yield from in_place(site, found.of, above, one)


def in_place(site: Site, node: Node, use: NameUse, other: str) -> Iterator[Edit]:
    """Another name in the place of one, where it has as many indices and can be written there."""
    edit = swapped(site, node, use, other) if site.arity.get(other) == len(use.indices) else None
    if edit is not None:
        yield edit


def plain(name: str) -> Node | None:
    tree = stem(name)
    return tree.body if isinstance(tree, Accented) else tree


def swapped(site: Site, node: Node, use: NameUse, other: str) -> Edit | None:
    """Another name with the indices of this one, spelled as it is known; None where it takes scripts of its own."""
    if not use.indices:
        if use.power is not None:
            return (
                Edit(node.span[0], node.base.span[1], other)
                if isinstance(node, Scripted) and "^" not in other
                else None
            )
        return Edit(*node.span, other)
    base = node.base if isinstance(node, Scripted) else None
    takes_scripts = "_" in other or "^" in other
    return Edit(*base.span, other) if base is not None and not takes_scripts and site_base(base, use) else None


def site_base(base: Node, use: NameUse) -> bool:
    """Whether the base of a node with indices is the whole of its name."""
    return stem(use.name) == base or (isinstance(base, Accented) and isinstance(stem(use.name), Accented))


def named_parts(node: Node) -> tuple[Node, ...]:
    """The names at a spot: the node itself, or what a derivative is taken by."""
    found = read_derivative(node)
    return found.by if found is not None else (node,)


def accent_of(node: Node) -> Accented | None:
    if isinstance(node, Scripted) and isinstance(node.base, Accented):
        return node.base
    return node if isinstance(node, Accented) else None


def known_stem(site: Site, body: Node, node: Node) -> bool:
    """Whether the name stays one of the document without its accent."""
    bare = Scripted(body, node.sub, None) if isinstance(node, Scripted) else body
    return site.use(bare) is not None
