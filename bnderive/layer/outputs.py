"""What the loss reads: the outputs, and a missing name for the gradient that comes down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bnderive.errors import Reason
from bnderive.layer.model import Layer, Rows
from bnderive.lower.values import MATRIX
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import NameUse, read_name
from bnderive.survey.slopes import slopes_of
from bnderive.survey.survey import Survey, uses_in
from bnderive.syntax.nodes import Addition, Bracketed, Node, Product, Row
from bnderive.syntax.shapes import walk as walk_syntax
from bnderive.terms import Definition, Graph, Index, Partial, Sym, names_of, walk

GAIN = "\\gamma"


def with_outputs(layer: Layer, source: Rows) -> Layer:
    """The outputs: nodes that no other node reads. A missing name for ∂L/∂y is supplied."""
    survey = source.survey
    if survey.loss in layer.graph.definitions:
        return layer
    told = survey.told.output
    if told is not None and told.name in forward_arrays(layer.graph, layer.vocabulary.shapes):
        layer = replace(layer, graph=replace(layer.graph, outputs=(told.name,)))
        return with_upstream(layer, told.name, source.rows, survey)
    sinks = outputs_of(layer.graph, layer.vocabulary.shapes)
    read = tuple(name for name in sinks if name in survey.differentiated)
    sinks = read if len(sinks) > 1 else sinks
    if len(sinks) > 1 and are_given(sinks, layer, source):
        return replace(layer, graph=replace(layer.graph, outputs=sinks))
    if len(sinks) != 1:
        return without_outputs(layer, survey)
    if source.strict:
        layer = replace(layer, graph=replace(layer.graph, outputs=sinks))
        return with_told_upstream(layer, sinks[0], survey) if survey.told.upstream is not None else layer
    layer = replace(layer, graph=replace(layer.graph, outputs=sinks))
    return with_upstream(layer, sinks[0], source.rows, survey)


def are_given(sinks: Sequence[str], layer: Layer, source: Rows) -> bool:
    """Whether the document takes the gradient of the loss by each node as it comes, and claims none of them."""
    slopes = [slope for slope in slopes_of(source.rows, source.survey) if slope.of == source.survey.loss]
    claimed = {slope.by for slope in slopes if slope.is_head and slope.row not in layer.names}
    return {*sinks} <= {slope.by for slope in slopes} - claimed


def without_outputs(layer: Layer, survey: Survey) -> Layer:
    """Which nodes the loss reads is not clear: what needs it is undecided."""
    text = f"it is not clear which quantities the loss ${survey.loss}$ is a function of: define one output, or the loss"
    return replace(layer, failed={**layer.failed, survey.loss: Reason("BN234", "unclear-output", text)})


def outputs_of(graph: Graph, shapes: Mapping[str, str]) -> tuple[str, ...]:
    """Arrays that are defined, that no other forward definition reads, and that do not speak of gradients
    themselves. A matrix among vectors is a name for a projection or a Jacobian, no step of the layer.
    """
    forward = forward_definitions(graph, shapes)
    read = {name for d in forward.values() for name in names_of(d.body)}
    return tuple(name for name in forward_arrays(graph, shapes) if name not in read)


def forward_definitions(graph: Graph, shapes: Mapping[str, str]) -> dict[str, Definition]:
    """The definitions that no gradient is in, nor in what they are made of; no matrix among vectors is one."""
    carrying = {n for n, d in graph.definitions.items() if any(isinstance(t, Partial) for t in walk(d.body))}
    forward = {n: d for n, d in graph.definitions.items() if shapes.get(n) != MATRIX}
    return {n: d for n, d in forward.items() if not any(graph.reaches(c, n) for c in carrying)}


def forward_arrays(graph: Graph, shapes: Mapping[str, str]) -> tuple[str, ...]:
    """Arrays whose definitions do not speak of gradients."""
    return tuple(name for name, d in forward_definitions(graph, shapes).items() if d.indices)


def element(name: str, indices: tuple[Index, ...]) -> str:
    """`y_i`, `y_{ij}`, `\\gamma`: how a text speaks of an element."""
    letters = "".join(index.name for index in indices)
    return f"{name}_{letters}" if len(letters) == 1 else f"{name}_{{{letters}}}" if letters else name


def reads_statistic(graph: Graph, name: str) -> bool:
    return any(d.is_statistic and graph.reaches(other, name) for other, d in graph.definitions.items())


def with_upstream(layer: Layer, output: str, rows: Sequence[Row], survey: Survey) -> Layer:
    """A name that no line defines and that multiplies the chain rule: δγ ∂x̂/∂x makes δ ∂L/∂y, g ∂x̂/∂x makes g ∂L/∂x̂."""
    if survey.told.upstream is not None:
        return with_told_upstream(layer, output, survey)
    if output in survey.differentiated:
        return layer
    known = layer.vocabulary.arity.keys() | layer.failed.keys() | survey.sizes | survey.differentiated | {"e", "\\pi"}
    found = {name: uses for name, uses in multipliers(rows, survey).items() if name not in known}
    meant = {output if gained else above for uses in found.values() for above, gained in uses}
    if len(found) != 1 or len(meant) != 1 or not layer.graph.axes(*meant):
        return layer
    (name,), (of,) = found, meant
    return named_upstream(layer, name, of, survey)


def with_told_upstream(layer: Layer, output: str, survey: Survey) -> Layer:
    """The name that the author gives for ∂L/∂y, unless the document defines it or it is something else."""
    told = survey.told.upstream
    taken = layer.graph.definitions.keys() | layer.failed.keys() | survey.sizes | survey.differentiated | {survey.loss}
    taken |= survey.spelling.index_letters
    if told is None or told.name in taken or survey.arity.get(told.name, 0) > len(layer.graph.axes(output)):
        return layer
    if layer.graph.reaches(told.name, output):
        return layer  # the output is made of it, and so it is no derivative by the output
    return named_upstream(layer, told.name, output, survey)


def named_upstream(layer: Layer, name: str, of: str, survey: Survey) -> Layer:
    """A name for ∂L/∂(of), which the document leaves undefined."""
    letters = layer.graph.definitions[of].indices
    definition = Definition(name, letters, Partial(Sym(survey.loss), Sym(of, letters), "total"))
    slope = f"\\partial {survey.loss}/\\partial {element(of, letters)}"
    text = f"${element(name, letters)}$ is the upstream gradient ${slope}$"
    return replace(
        layer,
        graph=replace(
            layer.graph,
            definitions={**layer.graph.definitions, name: definition},
            shapes={n: shape for n, shape in layer.graph.shapes.items() if n != name},
        ),
        vocabulary=replace(
            layer.vocabulary,
            arity={**layer.vocabulary.arity, name: len(letters)},
            inputs={n: arity for n, arity in layer.vocabulary.inputs.items() if n != name},
        ),
        assumptions=(*layer.assumptions, text),
        supplied=(*layer.supplied, definition),
    )


def multipliers(rows: Sequence[Row], survey: Survey) -> dict[str, set[tuple[str, bool]]]:
    """Names that multiply a ∂A/∂B in rows about ∂L/∂B, with each such A and whether the gain multiplies it too."""
    found: dict[str, set[tuple[str, bool]]] = {}
    about_loss = False
    for row in rows:
        if row.sides[0] is not None:
            about_loss = any(use.name == survey.loss for use in uses_in(row.sides[0], survey.spelling))
        for side in row.sides if about_loss else ():
            for node in walk_syntax(side) if side is not None else ():
                if isinstance(node, Product):
                    _note_multipliers(node, survey, found)
    return found


def _note_multipliers(product: Product, survey: Survey, found: dict[str, set[tuple[str, bool]]]) -> None:
    above = [use.name for f in product.factors if (use := _differentiated(f, survey)) and use.name != survey.loss]
    uses = [use for factor in product.factors if (use := read_name(factor, survey.spelling))]
    gained = any(use.name == GAIN for use in uses)
    for use in uses:
        letter = use.name in survey.spelling.index_letters or use.name.isdigit()
        if above and not letter and len(use.indices) <= 1 and use.name not in {GAIN, "d", "\\partial"}:
            found.setdefault(use.name, set()).add((above[0], gained))


def _differentiated(node: Node, survey: Survey) -> NameUse | None:
    """The name above the ∂ of a factor; of a sum in parentheses the one that is above in the first ∂ of every term."""
    if isinstance(node, Bracketed) and isinstance(node.body, Addition):
        first, *others = [_first_differentiated(term, survey) for term in node.body.terms]
        return (
            first if all(use is not None and first is not None and use.name == first.name for use in others) else None
        )
    found = read_derivative(node)
    return read_name(found.of, survey.spelling) if found is not None and found.of is not None else None


def _first_differentiated(term: Node, survey: Survey) -> NameUse | None:
    factors = term.factors if isinstance(term, Product) else (term,)
    return next((use for factor in factors if (use := _differentiated(factor, survey)) is not None), None)
