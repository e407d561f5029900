"""What the ∂ of a claim mean: every admissible reading of a term, in the order in which a careful reader tries them.

total: recompute everything after what is differentiated by. direct: every other statistic held. chain: the
head total, each
lone ∂ direct, and in a product of ∂'s through a statistic the factors as the pattern says.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bnderive.terms import Graph, Mul, Partial, Sym, Term, names_of, rebuild, walk

TOTAL, DIRECT, CHAIN = "total", "direct", "chain"
CHAIN_PATTERNS = ("direct", "last-total", "first-total")


def readings(head: Term, sides: tuple[Term, ...], graph: Graph) -> list[tuple[str, Term, tuple[Term, ...]]]:
    """(name, head, sides) with every ∂ marked; the name is '' where nothing is differentiated but the loss."""
    terms = (head, *sides)
    if not any(isinstance(node, Partial) for term in terms for node in walk(term)):
        return [("", head, sides)]
    if not any(has_open_partial(term, graph) for term in terms) and any(is_held(term) for term in terms):
        return [(DIRECT, marked(head, TOTAL, graph), tuple(marked(side, TOTAL, graph) for side in sides))]
    found = [(TOTAL, marked(head, TOTAL, graph), tuple(marked(side, TOTAL, graph) for side in sides))]
    if all(is_direct_admissible(term, graph) for term in terms) and any(
        has_open_partial(term, graph) for term in terms
    ):
        found.append((DIRECT, directly(head, graph), tuple(marked(side, DIRECT, graph) for side in sides)))
    if any(has_product_through_statistic(side, graph) for side in sides):
        total = marked(head, TOTAL, graph)
        chains = [tuple(chained(side, pattern, graph) for side in sides) for pattern in CHAIN_PATTERNS]
        found += [(CHAIN, total, chain) for chain in dict.fromkeys(chains)]
    return found


def directly(head: Term, graph: Graph) -> Term:
    """A head read directly; ∂ of a compound is total as a head."""
    compound = isinstance(head, Partial) and not isinstance(head.of, Sym)
    return marked(head, TOTAL if compound else DIRECT, graph)


@lru_cache(maxsize=4096)
def marked(term: Term, reading: str, graph: Graph) -> Term:
    """Every ∂ with the reading; ∂ of the loss, or of what ends the graph as a loss does, is always total."""
    inner = rebuild(term, lambda child: marked(child, reading, graph))
    if not isinstance(inner, Partial) or inner.reading:
        return inner
    return replace(inner, reading=TOTAL if is_of_end(inner, graph) else reading)


def is_of_end(node: Partial, graph: Graph) -> bool:
    return isinstance(node.of, Sym) and node.of.name in ends(graph)


@lru_cache(maxsize=32)
def ends(graph: Graph) -> frozenset[str]:
    """The loss, and the scalar statistics that no other node reads: what they are made of is held for nobody."""
    read = {name for node, d in graph.definitions.items() for name in names_of(d.body) if name != node}
    scalars = {name for name in statistics(graph) if not graph.definitions[name].indices}
    return frozenset({*(scalars - read), *([graph.loss] if graph.loss is not None else [])})


def has_open_partial(term: Term, graph: Graph) -> bool:
    """Whether a ∂ is there that could be read in more than one way."""
    return any(isinstance(n, Partial) and not n.reading and not is_of_end(n, graph) for n in walk(term))


def is_held(term: Term) -> bool:
    """Whether a ∂ is there that its author writes with the statistics held."""
    return any(isinstance(node, Partial) and node.reading == DIRECT for node in walk(term))


def is_direct_admissible(term: Term, graph: Graph) -> bool:
    """Direct makes sense only where each B reaches its A past no frozen statistic, or is an input of others alone."""
    found = [node for node in walk(term) if isinstance(node, Partial)]
    if any(isinstance(inner, Partial) for node in found for inner in walk(node.of)):
        return False  # a second derivative with statistics held is nobody's local derivative
    return all(_reaches_directly(node, graph) for node in found if not is_of_end(node, graph))


@lru_cache(maxsize=1024)
def _reaches_directly(node: Partial, graph: Graph) -> bool:
    names = [node.of.name] if isinstance(node.of, Sym) else [n.name for n in walk(node.of) if isinstance(n, Sym)]
    compound = not isinstance(node.of, Sym)
    if not any(graph.reaches(node.by.name, name) for name in names):
        return graph.definition(node.by.name) is None
    return any(graph.reaches(node.by.name, name, frozen=True, top=not compound) for name in names)


def has_product_through_statistic(term: Term, graph: Graph) -> bool:
    return any(isinstance(node, Mul) and links(node, graph) for node in walk(term))


def links(product: Mul, graph: Graph) -> tuple[Partial, ...]:
    """The ∂ factors of a product that pass a statistic on: ∂A/∂s · ∂s/∂B."""
    partials = [f for f in product.factors if isinstance(f, Partial)]
    above = {p.of.name for p in partials if isinstance(p.of, Sym)}
    passed = {p.by.name for p in partials} & above & statistics(graph)
    return tuple(p for p in partials if p.by.name in passed or (isinstance(p.of, Sym) and p.of.name in passed))


@lru_cache(maxsize=32)
def statistics(graph: Graph) -> frozenset[str]:
    return frozenset(name for name, definition in graph.definitions.items() if definition.is_statistic)


@lru_cache(maxsize=4096)
def chained(term: Term, pattern: str, graph: Graph) -> Term:
    """Lone ∂ direct where that is admissible, compounds total as their head, products through a statistic by
    the pattern.
    """
    if isinstance(term, Mul) and (through := links(term, graph)):
        return rebuild(
            term, lambda f: _linked(f, through, pattern, graph) if f in through else chained(f, pattern, graph)
        )
    inner = rebuild(term, lambda child: chained(child, pattern, graph))
    if not isinstance(inner, Partial) or inner.reading:
        return inner
    lone_direct = isinstance(inner.of, Sym) and not is_of_end(inner, graph) and _reaches_directly(inner, graph)
    return replace(inner, reading=DIRECT if lone_direct else TOTAL)


def _linked(factor: Term, through: tuple[Partial, ...], pattern: str, graph: Graph) -> Term:
    total = (pattern == "last-total" and factor == through[-1]) or (pattern == "first-total" and factor == through[0])
    assert isinstance(factor, Partial)
    direct = not total and not is_of_end(factor, graph) and _reaches_directly(factor, graph)
    return replace(factor, reading=DIRECT if direct else TOTAL)
