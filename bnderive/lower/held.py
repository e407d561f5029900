"""`\\left. ∂a/∂b \\right|_{\\mu, \\sigma^2}`: a derivative with some names held fixed, where that is the direct one.

The names in a subscript, a derivative and its graph come in; the direct derivative goes out, or what it is not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bnderive.survey.names import Spelling, read_name
from bnderive.syntax import nodes as s
from bnderive.terms import Graph, Partial, Sym, walk

FIXED = re.compile(r"\s*(held|kept)?\s*(fixed|const(ant|\.)?|held)\s*", re.IGNORECASE)


def names_held(sub: s.Node, spelling: Spelling, known: Collection[str]) -> tuple[str, ...]:
    """The names that a subscript lists, up to the word `fixed`; none where it lists anything else. `\\sigma` is
    `\\sigma^2` where only that is known.
    """
    items = sub.items if isinstance(sub, s.Listing) else (sub,)
    found = [name_in(item, spelling, known) for item in items]
    return tuple(name for name in found if name) if all(found) else ()


def name_in(item: s.Node, spelling: Spelling, known: Collection[str]) -> str:
    match item:
        case s.Product((node, s.Text(said))) if FIXED.fullmatch(said):
            item = node
    use = read_name(item, spelling)
    return next((name for name in (use.name, f"{use.name}^{{2}}") if name in known), "") if use is not None else ""


def directly(derivative: Partial, held: Sequence[str], graph: Graph) -> Partial | str:
    """The direct derivative, which holds every statistic but its own two names; else what is held too much or not."""
    above = {node.name for node in walk(derivative.of) if isinstance(node, Sym)}
    ways = {name for name in graph.definitions if is_between(name, derivative.by.name, above, graph)} - above
    if free := sorted((ways & graph.statistics) - set(held)):
        return f"${free[0]}$ depends on it too, and is not held"
    if more := sorted((ways & set(held)) - graph.statistics):
        return f"${more[0]}$ is no sum over the batch, and is held"
    return replace(derivative, reading="direct")


def is_between(name: str, below: str, above: Collection[str], graph: Graph) -> bool:
    return name != below and graph.reaches(below, name) and any(graph.reaches(name, end) for end in above)
