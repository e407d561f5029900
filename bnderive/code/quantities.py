"""What routines are made of: every quantity with its name and its axes, the steps of the forward pass, the values of
derivatives; what occurs more than once.

In: formulas, and a dialect. A quantity of the code's own is a definition too: a shared product, a shifted input.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from bnderive.code.arrays import Arrays
from bnderive.code.dialects import Dialect
from bnderive.code.formulas import Derivative, Formulas, carried_out, computed, gradient_names, size_of, upstreams
from bnderive.code.keys import key_of
from bnderive.code.naming import Naming
from bnderive.code.sharing import shared_product, sharing
from bnderive.code.shifting import shiftable
from bnderive.code.signs import flipped, is_below
from bnderive.errors import NotUnderstood
from bnderive.glossary import in_order
from bnderive.terms import Definition, Index, Sym, Term, children, mul, names_of, rebuild


class Quantities:
    """What the routines of some formulas are made of, by keys: a quantity of the document has its name for one."""

    def __init__(self, formulas: Formulas, dialect: Dialect, naming: Naming) -> None:
        self.formulas = formulas
        self.graph = formulas.graph
        self.dialect = dialect
        self.naming = naming
        self.left_out: list[str] = []
        for axis in self.graph.lengths:
            naming(f"size {axis}", formulas.symbols.length(axis))
        for name in in_order(self.graph):
            if name in gradient_names(self.graph):
                continue
            naming(name, formulas.given.get(name, ""))
        self.upstreams = upstreams(self.graph)
        own = {upstream: name for name, upstream in gradient_names(self.graph).items()}
        for upstream, output in self.upstreams.items():
            naming(upstream, own.get(upstream, f"d{naming(output)}"))
        self.definitions = self.ordered(computed(self.graph))
        self.axes = {name: self.graph.axes(name) for name in (*self.graph.shapes, *self.graph.definitions)}
        self.axes |= {upstream: self.graph.axes(output) for upstream, output in self.upstreams.items()}
        self.values = {d: v for d in formulas.derivatives if (v := self.value_of(d)) is not None}
        self.shifted: dict[str, str] = {}
        self.shift()
        self.share()

    def ordered(self, definitions: Iterable[Definition]) -> dict[str, Definition]:
        """The definitions, each after those that it is made of."""
        places = {name: place for place, name in enumerate(in_order(self.graph))}
        return {d.name: d for d in sorted(definitions, key=lambda d: places[d.name])}

    def value_of(self, derivative: Derivative) -> Term | None:
        """The value as a term over arrays that code can have; what has none is named."""
        try:
            value = carried_out(derivative.value, self.graph)
            self.arrays()(value)
        except NotUnderstood as error:
            self.left_out.append(f"{derivative.source}: left out: {error.reason.message}")
            return None
        return value

    def arrays(self) -> Arrays:
        return Arrays(self.dialect, self.naming, lambda axis: self.naming(f"size {axis}"))

    # -- quantities of the code's own ----------------------------------------------------------------------------------

    def shift(self) -> None:
        """Inputs of exponentials less their largest element, where that changes no step."""
        steps = [d for name, d in self.definitions.items() if name not in made_of(self.upstreams, self.definitions)]
        elsewhere = frozenset(name for value in self.values.values() for name in names_of(value))
        elsewhere |= {n for d in self.definitions.values() if d not in steps for n in names_of(d.body)}
        for name in shiftable(self.graph, steps, elsewhere):
            key, slot = f"shifted {name}", Index("i", self.axes[name][0])
            self.naming(key, f"shifted_{self.naming(name)}")
            self.axes[key], self.shifted[key] = self.axes[name], name
            moved = {n: replace(d, body=renamed(d.body, name, key)) for n, d in self.definitions.items()}
            self.definitions = {key: Definition(key, (slot,), Sym(name, (slot,))), **moved}

    def share(self) -> None:
        """A product of two arrays under a name of its own, where the gradients of the loss hold it often."""
        of_loss = [d for d in self.values if d.of.name == self.graph.loss]
        pair = shared_product(self.values[d] for d in of_loss)
        if pair is None:
            return
        key = f"product {' '.join(pair)}"
        self.naming(key, "_".join(map(self.naming, pair)))
        self.axes[key] = self.axes[pair[0]]
        slots = tuple(Index(f"i{place}", axis) for place, axis in enumerate(self.axes[key]))
        self.definitions[key] = Definition(key, slots, mul(*(Sym(name, slots) for name in pair)))
        self.values |= {d: sharing(self.values[d], pair, key) for d in of_loss}

    # -- which quantities there are ------------------------------------------------------------------------------------

    @cached_property
    def order(self) -> tuple[str, ...]:
        """In which order arguments come: ∂L/∂y, inputs as they are first written, nodes; what is positive last."""
        written = [*self.formulas.given, *(s.name for d in self.definitions.values() for s in in_writing(d.body))]
        names = [*self.upstreams, *(n for n in written if n not in self.definitions), *self.definitions]
        return tuple(sorted(dict.fromkeys(names), key=lambda name: name in self.graph.positive))

    @cached_property
    def of_loss(self) -> list[Derivative]:
        """The derivatives of the loss, the smallest first: what is a part of another is then computed before it."""
        found = [d for d in self.values if d.of.name == self.graph.loss]
        return sorted(found, key=lambda d: size_of(self.values[d]))

    @cached_property
    def from_above(self) -> frozenset[str]:
        """The definitions that are made of ∂L/∂y, and so belong to the backward pass."""
        return made_of(self.upstreams, self.definitions)

    @cached_property
    def needed(self) -> frozenset[str]:
        """What outputs, derivatives and what they are taken by are made of."""
        waiting = [*self.ends, *(n for v in self.values.values() for n in names_of(v))]
        waiting += [part.name for d in self.values for part in (d.of, d.by)]
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(names_of(self.definitions[name].body) if name in self.definitions else ())
        return frozenset(found)

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        return tuple(name for name in self.order if name in self.needed and name in self.graph.shapes)

    @cached_property
    def ends(self) -> tuple[str, ...]:
        """What the forward pass is for: the outputs, or the loss where it is defined."""
        loss = self.graph.loss
        return (loss,) if loss in self.definitions and loss is not None else self.graph.outputs

    @cached_property
    def steps(self) -> tuple[Definition, ...]:
        """The definitions that the forward pass computes."""
        found = [d for name, d in self.definitions.items() if name in self.needed and name not in self.from_above]
        return tuple(found)

    @cached_property
    def repeated(self) -> frozenset[str]:
        """The keys of what occurs more than once, and not just within what does."""
        count: Counter[str] = Counter()
        for term in (*(d.body for d in self.steps), *(self.values[d] for d in self.of_loss)):
            waiting = [term]
            while waiting:
                part = waiting.pop()
                if is_below(part):
                    waiting.append(flipped(part))
                    continue
                key = key_of(part)
                count[key] += 1
                if count[key] == 1:
                    waiting.extend(children(part))
        return frozenset(key for key, times in count.items() if times > 1)

    def is_on_the_way(self, name: str, end: str, given: str) -> bool:
        """Whether a node is needed for an end where another one is given."""
        waiting, seen = [end], {given}
        while waiting:
            one = waiting.pop()
            if one == name:
                return True
            if one not in seen:
                seen.add(one)
                waiting.extend(names_of(self.definitions[one].body) if one in self.definitions else ())
        return False


def made_of(sources: Iterable[str], definitions: Mapping[str, Definition]) -> frozenset[str]:
    """The sources, and the definitions that are made of any of them; each definition comes after its parts."""
    found = set(sources)
    for name, definition in definitions.items():
        if names_of(definition.body) & found:
            found.add(name)
    return frozenset(found)


def renamed(term: Term, old: str, new: str) -> Term:
    """The term with another array in the place of one."""
    if isinstance(term, Sym):
        return Sym(new, term.indices) if term.name == old else term
    return rebuild(term, lambda part: renamed(part, old, new))


def in_writing(term: Term) -> Iterator[Sym]:
    """The symbols of a term in the order in which they are written."""
    if isinstance(term, Sym):
        yield term
    for part in children(term):
        yield from in_writing(part)
