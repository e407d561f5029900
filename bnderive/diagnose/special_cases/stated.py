"""A claim with every ∂ carried out, and what a restriction makes of it. Frozen data, no rules.

Every ∂ is carried out before anything is restricted: what is held at a value was differentiated as it varies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from bnderive.calculus import resolve
from bnderive.closed_form import ClosedForms
from bnderive.closed_form.vocabularies import replaced
from bnderive.elaborate.claims import Case
from bnderive.elaborate.echo import Symbols, latex
from bnderive.elaborate.views import reached
from bnderive.errors import NotUnderstood
from bnderive.kernel.given import Given
from bnderive.terms import (
    Definition,
    Graph,
    Index,
    Partial,
    Sym,
    Term,
    free_indices,
    is_representative,
    names_of,
    upstream_name,
)  # fmt: skip

Batch = tuple[tuple[int, ...], int]
SPREAD: Batch = ((0, 3, 9), 11)  # σ² + ε = 25


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A graph as its document has it, the same with every ∂ in its definitions carried out, and the closed forms."""

    source: Graph
    graph: Graph
    forms: ClosedForms
    made: dict[object, Graph] = field(default_factory=dict)

    @property
    def symbols(self) -> Symbols:
        return self.forms.symbols

    def latex(self, term: Term) -> str:
        return latex(term, self.symbols)

    def with_values(self, values: Mapping[str, Term]) -> Graph:
        """The graph with terms without indices in the place of names, an array's elements included."""
        return self.changed(tuple(values.items()), lambda term: replaced(term, values))

    def changed(self, key: object, change: Callable[[Term], Term]) -> Graph:
        """The graph with the body of every definition changed; made once for each key."""
        if key not in self.made:
            bodies = {n: replace(d, body=change(d.body)) for n, d in self.graph.definitions.items()}
            self.made[key] = replace(self.graph, definitions=bodies)
        return self.made[key]

    def redefined(self, name: str, body: Term) -> Graph:
        """The graph in which a statistic has one value."""
        if (name, body) not in self.made:
            found = replace(self.graph.definitions[name], body=body)
            self.made[name, body] = replace(self.graph, definitions={**self.graph.definitions, name: found})
        return self.made[name, body]

    @property
    def upstream(self) -> dict[str, str]:
        """The arrays ∂L/∂y, each with its output y; none where the document defines the loss."""
        loss = self.source.loss
        if loss is None or loss in self.source.definitions:
            return {}
        return {upstream_name(loss, output): output for output in self.source.outputs}

    def element(self, name: str, indices: tuple[Index, ...]) -> Term:
        """An element of an array; that of an upstream gradient under its own name, or as ∂L/∂y_j."""
        if name not in self.upstream:
            return Sym(name, indices)
        slope = Partial(Sym(self.source.loss or ""), Sym(self.upstream[name], indices))
        own = (d for d in self.source.definitions.values() if is_slope(d, slope))
        return next((Sym(d.name, indices) for d in own), slope)


def is_slope(definition: Definition, slope: Partial) -> bool:
    """Whether a definition names a derivative, element by element."""
    body = definition.body
    return isinstance(body, Partial) and (body.of, body.by) == (slope.of, Sym(slope.by.name, definition.indices))


def ground_of(forms: ClosedForms) -> Ground:
    """A definition whose ∂ cannot be carried out leaves its name as an array that nothing defines."""
    definitions = {}
    for name, found in forms.graph.definitions.items():
        try:
            definitions[name] = replace(found, body=resolve(found.body, forms.graph))
        except NotUnderstood:
            continue
    return Ground(forms.graph, replace(forms.graph, definitions=definitions), forms)


@dataclass(frozen=True, slots=True)
class Stated:
    """One reading of a claim in its ground: head and sides without ∂, and the cases of its indices."""

    ground: Ground
    head: Term
    sides: tuple[Term, ...]
    cases: tuple[Case, ...]

    @property
    def terms(self) -> tuple[Term, ...]:
        return (self.head, *self.sides)

    @property
    def indices(self) -> frozenset[Index]:
        """Its free letters."""
        free = frozenset[Index]().union(*map(free_indices, self.terms))
        return frozenset(i for i in free if not is_representative(i))

    @property
    def names(self) -> set[str]:
        """All that it is made of, through every definition."""
        return reached({name for term in self.terms for name in names_of(term)}, self.ground.graph)


def unchanged(term: Term) -> Term:
    return term


@dataclass(frozen=True, slots=True, eq=False)
class Restricted:
    """A restriction of a claim: its definitions in `graph` and its terms after `change`, once for each of `placings`.

    `said` says the restriction; the `batch` meets it as far as graph and change leave it open. Where both sides vanish
    there is nothing to say, unless `vanishing` says it.
    """

    said: Callable[[], str]
    graph: Graph
    change: Callable[[Term], Term] = unchanged
    placings: tuple[Mapping[Index, Index], ...] = ({},)
    cases: tuple[Case, ...] = ()
    given: tuple[Given, ...] = ()
    batch: Batch = SPREAD
    vanishing: str | None = None
