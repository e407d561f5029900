"""What code is made of: the definitions of a layer and its proved derivatives, each with where it comes from.

In: a standard layer, or a judged document. Out: frozen formulas, proved as they stand; what is left out is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from bnderive.closed_form import ClosedForms
from bnderive.closed_form.nodes import node_vocabularies
from bnderive.diagnose.explain import condition_text
from bnderive.elaborate.echo import Symbols, latex_of_row
from bnderive.elaborate.readings import TOTAL
from bnderive.errors import InternalError, NotUnderstood
from bnderive.kernel.kernel import Equation, Proved, prove
from bnderive.records import dataclass
from bnderive.reports.unicode_math import readable
from bnderive.terms import (
    Definition,
    Graph,
    Index,
    Partial,
    Sym,
    Term,
    free_indices,
    names_of,
    rebuild,
    upstream_name,
    walk,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Derivative:
    """∂of/∂by in the total reading, with its proved value; `of` is the loss or a node."""

    of: Sym
    by: Sym
    value: Term
    source: str
    conditions: tuple[str, ...] = ()

    @property
    def head(self) -> Term:
        return Partial(self.of, self.by, TOTAL)

    @property
    def indices(self) -> tuple[Index, ...]:
        """The axes of its value: those of what stands above ∂, then those below."""
        return (*self.of.indices, *self.by.indices)


@dataclass(frozen=True, slots=True)
class Formulas:
    """The definitions of one graph and derivatives in it. `given` says what some names are to be called in code,
    `prefix` what its functions begin with; `remarks` tell what is assumed, which rows are not among them, and why.
    """

    title: str
    source: str
    prefix: str
    graph: Graph
    symbols: Symbols
    derivatives: tuple[Derivative, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def origin(self, definition: Definition) -> str:
        """Where a definition comes from."""
        if self.is_standard:
            return self.source
        return f"{self.source}:{definition.line}" if definition.line is not None else "supplied by the standard layer"

    @property
    def is_standard(self) -> bool:
        """Whether these are the formulas of a standard layer, and no document's."""
        return bool(self.given)

    def text(self, head: Term, value: Term) -> str:
        """An equation as a person reads it."""
        return readable(latex_of_row(head, (value,), self.symbols))


class Prover:
    """Values of derivatives in one graph: each is proved equal to its head before it is handed out."""

    def __init__(self, graph: Graph, symbols: Symbols) -> None:
        self.graph = graph
        self.symbols = symbols
        self.forms = ClosedForms(graph, symbols, node_vocabularies(graph))

    def derivative(self, head: Partial, values: Sequence[Term], source: str) -> Derivative | None:
        """The derivative with one of these values, or with a closed form where there is none: that which rests on the
        fewest conditions, then the one of the smallest arrays, then the smallest. None where nothing is proved. Raises
        NotUnderstood.
        """
        proofs = [(value, proof) for value in values or self.closed(head) if (proof := self.proof(head, value))]
        if not proofs or not isinstance(head.of, Sym):
            return None
        value, proof = min(
            proofs, key=lambda found: (len(found[1].conditions), axes_within(found[0]), size_of(found[0]))
        )
        return Derivative(head.of, head.by, value, source, conditions_of(proof, self.symbols))

    def closed(self, head: Partial) -> list[Term]:
        """Closed forms that speak of this graph alone."""
        return [term for term in self.forms.proposals(head) if is_computable(term, self.graph)]

    def proof(self, head: Partial, value: Term) -> Proved | None:
        return prove(Equation(head, value, self.graph))


def conditions_of(proof: Proved, symbols: Symbols) -> tuple[str, ...]:
    """What a proof rests on, as a person reads it."""
    texts = (condition_text(relation, term, symbols) for relation, term in proof.conditions)
    return tuple(dict.fromkeys(readable(text.replace("$", "")) for text in texts))


def carried_out(term: Term, graph: Graph) -> Term:
    """The term with ∂L/∂y as an array of its own, under one name however the document calls it. Raises NotUnderstood
    where another ∂ is left.
    """
    names = gradient_names(graph)

    def change(part: Term) -> Term:
        if isinstance(part, Partial):
            output = part.by.name
            if not is_upstream(part, graph):
                raise NotUnderstood("BN220", "open-derivative", "it holds a derivative that is not carried out")
            return Sym(upstream_name(graph.loss or "", output), part.by.indices)
        if isinstance(part, Sym) and part.name in names:
            return Sym(names[part.name], part.indices)
        return rebuild(part, change)

    return change(term)


def is_upstream(term: Term, graph: Graph) -> bool:
    """Whether a term is ∂L/∂y of an output y, for a loss that is an arbitrary function of the outputs."""
    if not isinstance(term, Partial) or not isinstance(term.of, Sym) or not graph.is_opaque_loss(term.of.name):
        return False
    return term.by.name in graph.outputs


def gradient_names(graph: Graph) -> dict[str, str]:
    """The names that a document gives to ∂L/∂y, and the one name that it has here."""
    return {
        name: upstream_name(graph.loss or "", d.body.by.name)
        for name, d in graph.definitions.items()
        if isinstance(d.body, Partial) and is_upstream(d.body, graph) and d.body.by.indices == d.indices
    }


def upstreams(graph: Graph) -> dict[str, str]:
    """The outputs by the names of the arrays ∂L/∂y."""
    if graph.loss is None or not graph.is_opaque_loss(graph.loss):
        return {}
    return {upstream_name(graph.loss, output): output for output in graph.outputs}


def computed(graph: Graph) -> Iterator[Definition]:
    """The definitions, ∂L/∂y under one name; those with a ∂ that is not carried out are no step of any program."""
    names = gradient_names(graph)
    for name, definition in graph.definitions.items():
        if name in names:
            continue
        try:
            yield Definition(name, definition.indices, carried_out(definition.body, graph), definition.line)
        except NotUnderstood:
            continue


def is_computable(term: Term, graph: Graph) -> bool:
    """Whether every quantity that a term speaks of is an input, ∂L/∂y, or computed from such."""
    try:
        waiting = list(names_of(carried_out(term, graph)))
    except NotUnderstood:
        return False
    steps = {definition.name: definition.body for definition in computed(graph)}
    seen = {*graph.shapes, *upstreams(graph)}
    while waiting:
        name = waiting.pop()
        if name not in seen:
            if name not in steps:
                return False
            seen.add(name)
            waiting.extend(names_of(steps[name]))
    return True


def must(found: Derivative | None, what: str) -> Derivative:
    if found is None:
        raise InternalError(f"no closed form was found for {what}")
    return found


def axes_within(term: Term) -> int:
    """The most axes that an array has while a term is computed."""
    return max(len(free_indices(node)) for node in walk(term))


def size_of(term: Term) -> int:
    """How large a term is: its nodes."""
    return sum(1 for _ in walk(term))
