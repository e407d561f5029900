"""A claim with the numbers put in that it supposes of its inputs: ε = 0 before a row.

Only what nothing defines and nothing is differentiated by has a number put in its place; whether the words around the
row suppose it for certain is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bnderive.elaborate.claims import Alternative, Claim
from bnderive.terms import Graph, Num, Partial, Sym, Term, rebuild, walk


def at_values(claim: Claim) -> Claim | None:
    """The claim where its inputs have the numbers that it supposes, and that it says to be `given`; None where it
    supposes no number that can be put in.
    """
    values = dict(supposed_values(claim))
    if not values:
        return None
    environment, graph = claim.environment, claim.environment.layer.graph
    definitions = {name: replace(d, body=with_values(d.body, values)) for name, d in graph.definitions.items()}
    shapes = {name: shape for name, shape in graph.shapes.items() if name not in values}
    put_in = replace(graph, definitions=definitions, positive=graph.positive - values.keys(), shapes=shapes)
    supposed = tuple(
        (sign, with_values(left, values), with_values(right, values)) for sign, left, right in environment.hypotheses
    )
    return replace(
        claim,
        alternatives=tuple(_alternative(each, values) for each in claim.alternatives),
        environment=replace(environment, layer=replace(environment.layer, graph=put_in), hypotheses=supposed),
        given=tuple(f"${name} = {number.value}$" for name, number in sorted(values.items())),
    )


def supposed_values(claim: Claim) -> Iterator[tuple[str, Num]]:
    """The inputs that a claim supposes one number of, and nothing else: each stands for a number throughout."""
    graph = claim.environment.layer.graph
    varied = differentiated_in(claim, graph)
    found: dict[str, set[Num]] = {}
    for sign, left, right in claim.environment.hypotheses:
        match sign, left, right:
            case "=", Sym(name, ()), Num() if graph.definition(name) is None and name not in varied | {graph.loss}:
                found.setdefault(name, set()).add(right)
    yield from ((name, min(numbers, key=lambda n: n.value)) for name, numbers in found.items() if len(numbers) == 1)


def differentiated_in(claim: Claim, graph: Graph) -> set[str]:
    """What a claim or a definition differentiates by, or differentiates."""
    terms = [term for each in claim.alternatives for term in (each.head, *each.sides)]
    nodes = (node for term in (*terms, *(d.body for d in graph.definitions.values())) for node in walk(term))
    return {
        part.name for node in nodes if isinstance(node, Partial) for part in (node.of, node.by) if isinstance(part, Sym)
    }


def with_values(term: Term, values: Mapping[str, Num]) -> Term:
    if isinstance(term, Sym) and not term.indices and term.name in values:
        return values[term.name]
    return rebuild(term, lambda child: with_values(child, values))


def _alternative(each: Alternative, values: Mapping[str, Num]) -> Alternative:
    sides = tuple(with_values(side, values) for side in each.sides)
    return replace(each, head=with_values(each.head, values), sides=sides)
