"""The layer as one claim sees it: which outputs the loss reads there, and which upstream gradients are held fixed.

A claim and what the document differentiates in, the same claim over a layer of its own out, with the assumption
stated. Where nothing tells which outputs are meant, the claim is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from bnderive.elaborate.claims import Claim
from bnderive.errors import Reason
from bnderive.layer import Layer
from bnderive.lower import Remark
from bnderive.survey.slopes import Slope
from bnderive.terms import Graph, Partial, Sym, Term, names_of, walk


class Views:
    """The views of one document. The same view is the same layer, so that what is known of its graph is kept."""

    def __init__(self, slopes: Sequence[Slope]) -> None:
        self.slopes = slopes
        self.layers: dict[tuple[int, tuple[str, ...], frozenset[str]], tuple[Layer, Layer]] = {}

    def of(self, claim: Claim, row: int) -> Claim:
        """The claim that stands in a row, over what it sees of its layer."""
        layer = claim.environment.layer
        held, outputs = self.held(claim), self.outputs(claim, row)
        texts = [f"${name}$ is held fixed, as an array of its own, where what is made of it is differentiated"
                 for name in sorted(held)]  # fmt: skip
        if outputs != layer.graph.outputs:
            texts.append(f"${layer.graph.loss}$ is read as a function of ${', '.join(outputs)}$ alone")
        return seen(claim, self.layer(layer, outputs, held), texts) if texts else claim

    def layer(self, layer: Layer, outputs: tuple[str, ...], held: frozenset[str]) -> Layer:
        key = (id(layer.graph), outputs, held)
        if key not in self.layers:
            graph = replace(without_definitions(layer.graph, held), outputs=outputs)
            self.layers[key] = layer, replace(layer, graph=graph)
        return self.layers[key][1]

    def held(self, claim: Claim) -> frozenset[str]:
        """Names of upstream gradients that a ∂ of something else meets, where neither they nor the loss are
        differentiated themselves: the double backward of what is made of g.
        """
        graph = claim.environment.layer.graph
        named = upstream_names(graph) - {slope.of for slope in self.slopes}
        without = without_definitions(graph, named)
        partials = [node for term in terms_of(claim) for node in walk(term) if isinstance(node, Partial)]
        met = {
            name
            for node in partials
            if node.by.name not in named
            for name in named & reached(names_of(node.of), without)
        }
        speaks_of_loss = graph.loss in reached({n for term in terms_of(claim) for n in names_of(term)}, without)
        return frozenset() if speaks_of_loss else frozenset(met)

    def outputs(self, claim: Claim, row: int) -> tuple[str, ...]:
        """The outputs whose gradients the claim takes as given, else those that stand before it: where they take
        the place of others, of which the loss was a function before.
        """
        layer = claim.environment.layer
        graph = layer.graph
        if not unclear_in(claim):
            return graph.outputs
        places = {definition.name: number for number, definition in layer.rows.items()}
        given = tuple(o for o in graph.outputs if o in asked_in(claim))
        chosen = given or tuple(o for o in graph.outputs if places.get(o, row) < row)
        others = [o for o in graph.outputs if o not in chosen]
        if len(chosen) != 1 or not all(self.is_replaced(chosen[0], o, graph, places) for o in others):
            return graph.outputs
        return chosen

    def is_replaced(self, one: str, other: str, graph: Graph, places: Mapping[str, int]) -> bool:
        """Whether a gradient that passes through the earlier of two outputs is told before the later one is there."""
        later = max(places.get(one, 0), places.get(other, 0))
        earlier = [s.by for s in self.slopes if s.of == graph.loss and s.is_head and s.row < later]
        return any({one, other} <= outputs_after(by, graph) for by in earlier)


def unclear_outputs(claim: Claim) -> Reason | None:
    """A gradient through several outputs: whether the loss reads them all, or one in place of another, is open."""
    by = unclear_in(claim)
    if not by:
        return None
    graph = claim.environment.layer.graph
    outputs = " and ".join(f"${name}$" for name in sorted(outputs_after(by, graph)))
    text = f"${by}$ goes into {outputs}, and it is not clear which of them the loss ${graph.loss}$ is a function of"
    return Reason("BN234", "unclear-output", text)


def unclear_in(claim: Claim) -> str:
    """A name by which the claim differentiates the loss through several outputs, or ''."""
    graph = claim.environment.layer.graph
    return next((by for by in sorted(asked_in(claim)) if len(outputs_after(by, graph)) > 1), "")


def asked_in(claim: Claim) -> frozenset[str]:
    """Everything by which the claim, or what it is made of, differentiates the loss."""
    graph = claim.environment.layer.graph
    names = reached({name for term in terms_of(claim) for name in names_of(term)}, graph, through_loss=False)
    bodies = [graph.definitions[name].body for name in names if name in graph.definitions]
    nodes = [node for term in (*terms_of(claim), *bodies) for node in walk(term)]
    return frozenset(n.by.name for n in nodes if isinstance(n, Partial) and n.of == Sym(graph.loss or ""))


def terms_of(claim: Claim) -> tuple[Term, ...]:
    return tuple(term for way in claim.alternatives for term in (way.head, *way.sides))


def outputs_after(name: str, graph: Graph) -> frozenset[str]:
    """The outputs that a name goes into, itself among them."""
    return frozenset(output for output in graph.outputs if graph.reaches(name, output))


def upstream_names(graph: Graph) -> frozenset[str]:
    """The names that the document gives to ∂L/∂y of an output y."""
    slopes = {name: d.body for name, d in graph.definitions.items() if isinstance(d.body, Partial)}
    loss = Sym(graph.loss or "")
    return frozenset(name for name, body in slopes.items() if body.of == loss and body.by.name in graph.outputs)


def reached(names: Set[str], graph: Graph, through_loss: bool = True) -> set[str]:
    """The names, and all that they are made of."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += graph.read_by(name, held=False) if through_loss or name != graph.loss else ()
    return found


def without_definitions(graph: Graph, names: frozenset[str]) -> Graph:
    """The graph in which some names are arrays that nothing defines."""
    kept = {name: definition for name, definition in graph.definitions.items() if name not in names}
    return replace(graph, definitions=kept, shapes={**graph.shapes, **{name: graph.axes(name) for name in names}})


def seen(claim: Claim, layer: Layer, texts: Sequence[str]) -> Claim:
    remarks = tuple(map(Remark, texts))
    return replace(
        claim,
        environment=replace(claim.environment, layer=layer),
        alternatives=tuple(replace(way, remarks=(*way.remarks, *remarks)) for way in claim.alternatives),
    )
