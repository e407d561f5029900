"""The lines of one routine: an assignment for each quantity, after those for the parts of it that have a name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.code.formulas import Derivative
from bnderive.code.keys import key_of
from bnderive.code.naming import Naming
from bnderive.code.quantities import Quantities, in_writing
from bnderive.code.signs import flipped, is_below
from bnderive.records import dataclass
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
)

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


class Block:
    """The lines of one routine, as they are written. With `sums` each Σ within a formula has a line of its own."""

    def __init__(self, of: Quantities, sums: bool) -> None:
        self.of = of
        self.arrays = of.arrays()
        self.sums = sums
        self.lines: list[str] = []
        self.local: dict[str, None] = {}

    def define(self, definition: Definition) -> None:
        name = self.of.shifted.get(definition.name)
        if name is None:
            self.assign(definition.name, definition.body, definition.indices)
            return
        whole = self.arrays.symbol(name, definition.indices).text
        largest = self.of.dialect.largest.format(whole, 0)
        self.lines.append(f"{self.of.naming(definition.name)} = {whole} - {largest}")
        self.local[definition.name] = None

    def derive(self, derivative: Derivative, value: Term) -> None:
        key = gradient_key(derivative)
        above = self.of.naming(derivative.of.name) if derivative.of.name != self.of.graph.loss else ""
        below = self.of.naming(derivative.by.name)
        self.of.naming(key, f"d{above}_d{below}" if above else f"d{below}")
        self.of.axes[key] = tuple(index.axis for index in derivative.indices)
        self.assign(key, value, derivative.indices)

    def assign(self, key: str, term: Term, indices: tuple[Index, ...]) -> None:
        """A line that computes a term as an array with these axes, after lines for those parts of it that have one."""
        for part in children(term):
            self.name_parts(part)
        self.arrays.like = next(self.alike(term), "")
        like = {index.axis: next(self.alike(term, index.axis), "") for index in indices}
        piece = self.arrays.spread(self.arrays(term), indices, like)
        self.lines.append(f"{self.of.naming(key)} = {piece.text}")
        self.local[key] = None
        if indices == tuple(sorted(free_indices(term))) and not isinstance(term, Num | Sym | Size):
            self.arrays.known.setdefault(key_of(term), key)

    def alike(self, term: Term, axis: str = "") -> Iterator[str]:
        """Arrays that there are already, those in a term first; with an axis, those that have it and no other."""
        at_hand = [*(s.name for s in in_writing(term)), *self.arrays.used, *self.of.inputs]
        for name in at_hand:
            axes = self.of.axes.get(name, ())
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
            self.of.naming(temporary, told(term, self.of.naming))
            self.of.axes[temporary] = tuple(index.axis for index in indices)
            self.assign(temporary, term, indices)

    def is_worth_a_name(self, term: Term, key: str) -> bool:
        """Whether a part is computed apart: a Σ in a longer formula, and work that is needed more than once."""
        if not names_of(term):
            return False
        if isinstance(term, Sum) and self.sums:
            return True
        is_work = isinstance(term, Sum | Fun | Add) or (isinstance(term, Pow) and term.exponent.denominator != 1)
        return is_work and key in self.of.repeated

    def arguments(self) -> tuple[str, ...]:
        """What the lines read and do not compute, ∂L/∂y first; sizes are read off arrays."""
        read = [key for key in self.arrays.used if key not in self.local and not key.startswith("size ")]
        for axis in self.sizes():
            if not any(axis in self.of.axes.get(key, ()) for key in read):
                read += [next(name for name in self.of.inputs if axis in self.of.axes[name])]
        places = {name: place for place, name in enumerate(self.of.order)}
        return tuple(sorted(dict.fromkeys(read), key=lambda key: places.get(key, len(places))))

    def sizes(self) -> list[str]:
        return [key.removeprefix("size ") for key in self.arrays.used if key.startswith("size ")]

    def routine(self, name: str, results: tuple[str, ...], derivatives: tuple[Derivative, ...] = ()) -> Routine:
        arguments = self.arguments()
        return Routine(name, arguments, (*self.size_lines(arguments), *self.lines), results, derivatives)

    def size_lines(self, arguments: Sequence[str]) -> Iterator[str]:
        for axis in self.sizes():
            key = next(key for key in arguments if axis in self.of.axes.get(key, ()))
            place = self.of.axes[key].index(axis)
            naming = self.of.naming
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
