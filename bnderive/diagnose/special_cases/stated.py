"""A claim with every ∂ carried out, and what a restriction makes of it. Frozen data, no rules.

Every ∂ is carried out before anything is restricted: what is held at a value was differentiated as it varies.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar

from bnderive.calculus import resolve
from bnderive.closed_form import ClosedForms
from bnderive.closed_form.vocabularies import replaced
from bnderive.elaborate.claims import Case
from bnderive.elaborate.echo import Symbols, latex
from bnderive.elaborate.views import reached
from bnderive.equation import Given
from bnderive.errors import NotUnderstood
from bnderive.records import dataclass
from bnderive.search import inputs_of
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

Kept = TypeVar("Kept")
Batch = tuple[tuple[int | Fraction, ...], int]
SPREAD: Batch = ((0, 3, 9), 11)  # σ² + ε = 25


@dataclass(frozen=True, slots=True)
class World:
    """Values that meet a restriction: a batch with its ε, the arrays whose elements are `equal`; of the upstream
    gradients, only the element in the place of `own`, or all others.
    """

    batch: Batch = SPREAD
    equal: frozenset[str] = frozenset()
    own: Index | None = None
    others: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """A graph as its document has it, the same with every ∂ in its definitions carried out, and the closed forms.
    What is asked of it is kept.
    """

    source: Graph
    graph: Graph
    forms: ClosedForms
    kept: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, compute: Callable[[], Kept]) -> Kept:
        if key not in self.kept:
            self.kept[key] = compute()
        found: Kept = self.kept[key]
        return found

    @property
    def symbols(self) -> Symbols:
        return self.forms.symbols

    def latex(self, term: Term) -> str:
        return latex(term, self.symbols)

    def with_values(self, values: Mapping[str, Term]) -> Graph:
        """The graph with terms without indices in the place of names, an array's elements included."""
        return self.changed(tuple(values.items()), lambda term: replaced(term, values))

    def changed(self, key: object, change: Callable[[Term], Term]) -> Graph:
        """The graph with the body of every definition changed; the key stands for the change."""

        def made() -> Graph:
            bodies = {n: replace(d, body=change(d.body)) for n, d in self.graph.definitions.items()}
            return replace(self.graph, definitions=bodies)

        return self.once(("changed", key), made)

    def redefined(self, name: str, body: Term) -> Graph:
        """The graph in which a statistic has one value."""

        def made() -> Graph:
            found = replace(self.graph.definitions[name], body=body)
            return replace(self.graph, definitions={**self.graph.definitions, name: found})

        return self.once(("redefined", name, body), made)

    def names_below(self, names: Iterable[str]) -> frozenset[str]:
        """The names, and all that they are made of."""
        below = (self.once(("below", n), partial(reached, {n}, self.graph)) for n in names)
        return frozenset[str]().union(*below)

    @property
    def inputs(self) -> tuple[list[str], list[str]]:
        """The arrays and the scalars that nothing defines, the input first."""
        return self.once("inputs", lambda: inputs_of(self.source))

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
    """One reading of a claim in its ground: head and sides without ∂, and the cases of its indices. `indices` are all
    that are free, representatives too; `names` all that it is made of, through every definition.
    """

    ground: Ground
    head: Term
    sides: tuple[Term, ...]
    cases: tuple[Case, ...]
    indices: frozenset[Index]
    names: frozenset[str]

    @property
    def letters(self) -> frozenset[Index]:
        return frozenset(i for i in self.indices if not is_representative(i))

    @property
    def own(self) -> Index | None:
        """The letter of a head that has one."""
        letters = [i for i in free_indices(self.head) if not is_representative(i)]
        return letters[0] if len(letters) == 1 else None


def stated_in(ground: Ground, head: Term, sides: tuple[Term, ...], cases: tuple[Case, ...]) -> Stated:
    terms = (head, *sides)
    names = ground.names_below({name for term in terms for name in names_of(term)})
    return Stated(ground, head, sides, cases, frozenset[Index]().union(*map(free_indices, terms)), names)


def unchanged(term: Term) -> Term:
    return term


@dataclass(frozen=True, slots=True, eq=False)
class Narrowed:
    """A claim under a restriction, to be proved: its terms after `change` in another graph, once for each placing of
    its letters.
    """

    graph: Graph
    change: Callable[[Term], Term] = unchanged
    placings: tuple[Mapping[Index, Index], ...] = ({},)
    cases: tuple[Case, ...] = ()
    given: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Restricted:
    """A restriction of a claim: what is `said` of it, a `world` in which it is met, in the graph `where` it is, and the
    proof that it asks for.

    `is_joint` where the world that meets most restrictions at once meets it too. Where both sides vanish there is
    nothing to say, unless `vanishing` says it. Where sides `are_meant` to be what the restriction leaves of the truth,
    it must change nothing in them.
    """

    said: Callable[[], str]
    world: World
    where: Graph
    narrowed: Callable[[], Narrowed]
    cases: tuple[Case, ...] = ()
    is_joint: bool = True
    vanishing: str | None = None
    are_meant: bool = False
