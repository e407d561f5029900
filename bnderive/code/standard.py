"""The formulas of a standard layer: its definitions, and the proved gradients of an arbitrary loss of its outputs."""

from __future__ import annotations

from collections.abc import Iterator

from bnderive.code.formulas import Derivative, Formulas, Prover, must
from bnderive.show import Layer, layer
from bnderive.terms import Partial, Sym


def of_layer(name: str) -> Formulas:
    """Raises UsageError for a layer that there is not."""
    found = layer(name)
    prefix = f"{found.standard.names[0]}_"
    title = f"{found.standard.title} ({found.standard.source})"
    return Formulas(
        title,
        f"standard layer {found.standard.names[0]}",
        prefix,
        found.graph,
        found.judge.symbols,
        tuple(_derivatives(found)),
        found.names,
    )


def _derivatives(found: Layer) -> Iterator[Derivative]:
    """∂L/∂B for every input B that the layer is differentiated by, all of them where it names none."""
    graph, prover = found.graph, Prover(found.graph, found.judge.symbols)
    named = [found.terms[name] for name in found.standard.gradients]
    inputs = [term for term in named if graph.definition(term.name) is None]
    inputs = inputs or [t for t in found.terms.values() if t.name in graph.shapes and t.name not in graph.positive]
    for by in inputs:
        head = Partial(Sym(graph.loss or ""), by, "total")
        yield must(prover.derivative(head, (), f"standard layer {found.standard.names[0]}"), by.name)
