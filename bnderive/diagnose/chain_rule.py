"""The chain rule for a gradient, where its author left it out: ∂L/∂x = Σ ∂L/∂v ∂v/∂x over the nodes v that read x.

A head and the graph in, a term out. It is a proposal: who uses it has it proved first.
"""

from __future__ import annotations

from bnderive.terms import Definition, Graph, Index, Partial, Sum, Sym, Term, add, fresh, mul, walk


def chain_rule(head: Term, graph: Graph) -> Term | None:
    """The gradient that a head is, over the nodes on the way; None where it is none, or goes one way only."""
    match head:
        case Partial(Sym(loss), Sym(name) as by) if graph.is_opaque_loss(loss):
            nodes = [d for d in graph.definitions.values() if reads(d, name) and leads_on(d, graph)]
            ways = [way(d, head, by) for d in nodes]
            found = [term for term in ways if term is not None]
            return add(*found) if len(found) == len(ways) > 1 else None
    return None


def reads(definition: Definition, name: str) -> bool:
    return any(isinstance(node, Sym) and node.name == name for node in walk(definition.body))


def leads_on(definition: Definition, graph: Graph) -> bool:
    return any(graph.reaches(definition.name, output) for output in graph.outputs)


def way(node: Definition, head: Partial, by: Sym) -> Term | None:
    """∂L/∂v ∂v/∂x at the place of x; summed over the places of v where each of them reads every x."""
    places: list[Index] = []
    bound: list[Index] = []
    for index in node.indices:
        shared = [own for own in by.indices if own.axis == index.axis]
        if len(shared) > 1:
            return None
        if not shared or node.is_statistic:
            bound.append(fresh(index, (*by.indices, *bound)))
        places.append(bound[-1] if not shared or node.is_statistic else shared[0])
    value = Sym(node.name, tuple(places))
    term = mul(Partial(head.of, value), Partial(value, by))
    for index in bound:
        term = Sum(index, term)
    return term
