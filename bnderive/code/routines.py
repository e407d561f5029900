"""Formulas as routines: a forward pass that computes the nodes, a backward pass, and one routine for each Jacobian.

In: formulas and a dialect. Out: frozen routines of assignments, what is needed more than once under a name of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from bnderive.code.arrays import Arrays, flipped, is_below, key_of
from bnderive.code.dialects import Dialect
from bnderive.code.formulas import Derivative, Formulas, carried_out, computed, gradient_names, size_of, upstreams
from bnderive.code.naming import Naming
from bnderive.errors import NotUnderstood
from bnderive.glossary import in_order
from bnderive.terms import (
    Add,
    Definition,
    Fun,
    Index,
    Mul,
    Num,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    children,
    free_indices,
    names_of,
)  # fmt: skip

LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Routine:
    """A function: the keys of what it is given and of what it returns, and its lines. `derivatives` are those that it
    computes, in the order of its results.
    """

    name: str
    arguments: tuple[str, ...]
    lines: tuple[str, ...]
    results: tuple[str, ...]
    derivatives: tuple[Derivative, ...] = ()


@dataclass(frozen=True, slots=True)
class Probe:
    """How a test computes what a derivative is taken of: `before` the lines that compute what it is taken by, `after`
    those that compute `ends` from there on.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All routines of some formulas; `names` and `axes` tell of every key its name in the code and its axes. `inputs`
    are what the forward pass or a probe is given, `computed` what the forward pass computes.
    """

    formulas: Formulas
    dialect: Dialect
    forward: Routine | None
    backward: Routine | None
    jacobians: tuple[Routine, ...]
    names: dict[str, str]
    axes: dict[str, tuple[str, ...]]
    inputs: tuple[str, ...]
    computed: tuple[str, ...]
    upstreams: tuple[str, ...]
    probes: dict[Derivative, Probe]
    left_out: tuple[str, ...]


class Writing:
    """Writes the routines of some formulas."""

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
        found: set[str] = set(self.upstreams)
        for name, definition in self.definitions.items():
            if names_of(definition.body) & found:
                found.add(name)
        return frozenset(found)

    @cached_property
    def needed(self) -> frozenset[str]:
        """What outputs, derivatives and what they are taken by are made of."""
        waiting = [
            *self.ends,
            *(n for v in self.values.values() for n in names_of(v)),
            *(d.by.name for d in self.values),
        ]
        waiting += [d.of.name for d in self.values]
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

    # -- the routines --------------------------------------------------------------------------------------------------

    def program(self) -> Program:
        prefix = self.formulas.prefix
        forward = Block(self, self.arrays(), sums=False)
        for definition in self.steps:
            forward.define(definition)
        backward = Block(self, self.arrays(), sums=True, known=forward.arrays.known)
        for name in (n for n in self.definitions if n in self.from_above & self.needed):
            backward.define(self.definitions[name])
        for derivative in self.of_loss:
            backward.derive(derivative, self.values[derivative])
        jacobians = [self.jacobian(d, forward) for d in self.values if d.of.name != self.graph.loss]
        asked = dict.fromkeys(
            key for block in (backward, *(b for _, b in jacobians)) for key in block.arguments() if key in forward.local
        )
        saved = tuple(key for key in forward.local if key in asked and key not in self.ends)
        order = [d for d in self.formulas.derivatives if d in self.values and d.of.name == self.graph.loss]
        results = tuple(gradient_key(d) for d in order)
        return Program(
            self.formulas,
            self.dialect,
            forward.routine(f"{prefix}forward", (*self.ends, *saved)) if self.steps else None,
            backward.routine(f"{prefix}backward", results, tuple(order)) if order else None,
            tuple(routine for routine, _ in jacobians),
            self.naming.found,
            self.axes,
            self.inputs,
            tuple(d.name for d in self.steps),
            tuple(self.upstreams),
            {d: self.probe(d) for d in self.values},
            tuple(self.left_out),
        )

    def jacobian(self, derivative: Derivative, forward: Block) -> tuple[Routine, Block]:
        block = Block(self, self.arrays(), sums=True, known=forward.arrays.known)
        block.derive(derivative, self.values[derivative])
        of, by = self.naming(derivative.of.name), self.naming(derivative.by.name)
        name = self.naming.fresh(f"{self.formulas.prefix}jacobian_{of}_{by}")
        return block.routine(name, (gradient_key(derivative),), (derivative,)), block

    def probe(self, derivative: Derivative) -> Probe:
        by, of = derivative.by.name, derivative.of.name
        ends = self.ends if of == self.graph.loss else (of,)
        return Probe(self.lines("", (by,)) if by in self.definitions else (), self.lines(by, ends), ends)

    def lines(self, given: str, ends: tuple[str, ...]) -> tuple[str, ...]:
        """The lines that compute nodes where another one is given."""
        block = Block(self, self.arrays(), sums=False)
        for definition in self.steps:
            if definition.name != given and any(self.is_on_the_way(definition.name, end, given) for end in ends):
                block.define(definition)
        return block.routine("", ends).lines

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


class Block:
    """The lines of one routine, as they are written. With `sums` each Σ within a formula has a line of its own."""

    def __init__(self, writing: Writing, arrays: Arrays, sums: bool, known: dict[str, str] | None = None) -> None:
        self.writing = writing
        self.arrays = replace(arrays, known=dict(known or {}), used={})
        self.sums = sums
        self.lines: list[str] = []
        self.local: dict[str, None] = {}

    def define(self, definition: Definition) -> None:
        self.assign(definition.name, definition.body, definition.indices)

    def derive(self, derivative: Derivative, value: Term) -> None:
        key = gradient_key(derivative)
        above = (
            self.writing.naming(derivative.of.name)
            if derivative.of.indices or derivative.of.name != (self.writing.graph.loss)
            else ""
        )
        below = self.writing.naming(derivative.by.name)
        self.writing.naming(key, f"d{above}_d{below}" if above else f"d{below}")
        self.writing.axes[key] = tuple(index.axis for index in derivative.indices)
        self.assign(key, value, derivative.indices)

    def assign(self, key: str, term: Term, indices: tuple[Index, ...]) -> None:
        """A line that computes a term as an array with these axes, after lines for those parts of it that have one."""
        for part in children(term):
            self.name_parts(part)
        self.arrays.like = next(self.alike(term), "")
        like = {index.axis: next(self.alike(term, index.axis), "") for index in indices}
        piece = self.arrays.spread(self.arrays(term), indices, like)
        self.lines.append(f"{self.writing.naming(key)} = {piece.text}")
        self.local[key] = None
        if indices == tuple(sorted(free_indices(term))) and not isinstance(term, Num | Sym | Size):
            self.arrays.known.setdefault(key_of(term), key)

    def alike(self, term: Term, axis: str = "") -> Iterator[str]:
        """Arrays that there are already, those in a term first; with an axis, those that have it and no other."""
        at_hand = [*(s.name for s in in_writing(term)), *self.arrays.used, *self.writing.inputs]
        for name in at_hand:
            axes = self.writing.axes.get(name, ())
            if axes == (axis,) or (axes and not axis):
                yield name

    def name_parts(self, term: Term) -> None:
        """Lines for the parts of a term that are worth a name, and for the term itself."""
        key = key_of(term)
        if key in self.arrays.known:
            return
        if is_below(term):
            self.name_parts(flipped(term))
            return
        for part in children(term):
            self.name_parts(part)
        if self.is_worth_a_name(term, key):
            indices = tuple(sorted(free_indices(term)))
            temporary = f"part {key}"
            self.writing.naming(temporary, told(term, self.writing.naming))
            self.writing.axes[temporary] = tuple(index.axis for index in indices)
            self.assign(temporary, term, indices)

    def is_worth_a_name(self, term: Term, key: str) -> bool:
        """Whether a part is computed apart: a Σ in a longer formula, and work that is needed more than once."""
        if not names_of(term):
            return False
        if isinstance(term, Sum) and self.sums:
            return True
        is_work = isinstance(term, Sum | Fun | Add) or (isinstance(term, Pow) and term.exponent.denominator != 1)
        return is_work and key in self.writing.repeated

    def arguments(self) -> tuple[str, ...]:
        """What the lines read and do not compute, ∂L/∂y first; sizes are read off arrays."""
        read = [key for key in self.arrays.used if key not in self.local and not key.startswith("size ")]
        for axis in self.sizes():
            if not any(axis in self.writing.axes.get(key, ()) for key in read):
                read += [next(name for name in self.writing.graph.shapes if axis in self.writing.axes[name])]
        places = {name: place for place, name in enumerate(self.writing.order)}
        return tuple(sorted(dict.fromkeys(read), key=lambda key: places.get(key, len(places))))

    def sizes(self) -> list[str]:
        return [key.removeprefix("size ") for key in self.arrays.used if key.startswith("size ")]

    def routine(self, name: str, results: tuple[str, ...], derivatives: tuple[Derivative, ...] = ()) -> Routine:
        arguments = self.arguments()
        return Routine(name, arguments, (*self.size_lines(arguments), *self.lines), results, derivatives)

    def size_lines(self, arguments: Sequence[str]) -> Iterator[str]:
        for axis in self.sizes():
            key = next(key for key in arguments if axis in self.writing.axes.get(key, ()))
            place = self.writing.axes[key].index(axis)
            naming = self.writing.naming
            yield f"{naming(f'size {axis}')} = {naming(key)}.shape[{place}]"


def gradient_key(derivative: Derivative) -> str:
    return f"d {derivative.of.name} by {derivative.by.name}"


def told(term: Term, naming: Naming) -> str:
    """What a part is called: by the kind of it and the names in it."""
    match term:
        case Sum(_, body):
            words = ["sum", *words_of(body, naming)]
        case Pow(base, _):
            words = ["root", *words_of(base, naming)]
        case Add((Sym(left), Mul((Num(value), Sym(right))))) if value == -1:
            words = [naming(left), "minus", naming(right)]
        case Fun():
            words = list(words_of(term, naming))
        case _:
            words = ["part", *words_of(term, naming)]
    text = "_".join(dict.fromkeys(words))
    return text if len(text) <= LONGEST_NAME else words[0]


def words_of(term: Term, naming: Naming) -> Iterator[str]:
    """The names in a term, of functions and of symbols, in the order in which they are written."""
    match term:
        case Sym(name):
            yield naming(name)
        case Fun(name):
            yield name
    for part in children(term):
        yield from words_of(part, naming)


def in_writing(term: Term) -> Iterator[Sym]:
    """The symbols of a term in the order in which they are written."""
    if isinstance(term, Sym):
        yield term
    for part in children(term):
        yield from in_writing(part)
