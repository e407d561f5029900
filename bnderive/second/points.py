"""Where an equation is tried: the places of its indices, the sizes of its axes, the values of its inputs.

Counts and suppositions come in, points go out; nothing here compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod
from typing import Protocol

from bnderive.arithmetic import Scalar
from bnderive.enclosure import Inexact
from bnderive.evaluate import Evaluation
from bnderive.terms import Graph, Index, Num, Sum, Sym, Term, free_indices, is_representative, names_of

MAX_FREE_INDICES = 5
MAX_CELLS = 1500
Sizes = Mapping[str, int]
Places = Mapping[Index, int]
Element = tuple[str, tuple[int, ...]]


class Given(Protocol):
    """A sum and its value, or a one-hot array and the index where it is 1."""

    @property
    def term(self) -> Sum | Sym: ...
    @property
    def value(self) -> Num | Index: ...


class Equation(Protocol):
    """left = right in a graph, every ∂ with its reading; cases ("=" or "≠", i, j), and what is supposed."""

    @property
    def left(self) -> Term: ...
    @property
    def right(self) -> Term: ...
    @property
    def graph(self) -> Graph: ...
    @property
    def cases(self) -> tuple[tuple[str, Index, Index], ...]: ...
    @property
    def given(self) -> Sequence[Given]: ...


# -- indices -----------------------------------------------------------------------------------------------------------


def placings(equation: Equation) -> Iterator[Places]:
    """Every way in which the free indices can coincide that the equation speaks of, each at the first places."""
    indices = free_indices(equation.left) | free_indices(equation.right)
    indices |= {index for _, i, j in equation.cases for index in (i, j)}
    indices |= {given.value for given in equation.given if isinstance(given.value, Index)}
    if len(indices) > MAX_FREE_INDICES:
        raise Inexact("too many free indices")
    for places in _placed(sorted(indices, key=lambda i: (not is_representative(i), i)), {}):
        if all((places[i] == places[j]) == (relation == "=") for relation, i, j in equation.cases):
            yield places


def _placed(waiting: Sequence[Index], chosen: dict[Index, int]) -> Iterator[Places]:
    if not waiting:
        yield chosen
        return
    index, *rest = waiting
    used = taken(chosen, index.axis)
    free = next(k for k in range(1, len(used) + 2) if k not in used)
    for at in [int(index.name)] if is_representative(index) else [*sorted(used), free]:
        yield from _placed(rest, chosen | {index: at})


def taken(places: Places, axis: str) -> set[int]:
    return {at for index, at in places.items() if index.axis == axis}


# -- sizes -------------------------------------------------------------------------------------------------------------


def settling(above: Counter[str], axes: Sequence[str], places: Places, shift: int) -> list[Sizes]:
    """w + 1 sizes from s + f on of every axis; none where they are too many."""
    spans = []
    for axis in axes:
        own = taken(places, axis)
        first = max(1, above[f"Σ {axis}"] + len(own), *own) + shift
        spans.append(range(first, first + above[f"w {axis}"] + 1))
    if prod((span.start + span.stop) * (span.stop - span.start) // 2 for span in spans) > MAX_CELLS:
        return []
    return [dict(zip(axes, lengths, strict=True)) for lengths in product(*spans)]


def samples(axes: Sequence[str], places: Places, shift: int) -> list[Sizes]:
    """Three sizes with room for one more index than there are; of several axes, each pair out of step."""
    least = {axis: max(1, *taken(places, axis), 1) + 1 + shift for axis in axes}
    steps = ((0, 1), (1, 0), (1, 1)) if len(axes) > 1 else ((0,), (1,), (2,))
    return [{axis: least[axis] + step[n % 2] for n, axis in enumerate(axes)} for step in steps]


def numbered(grid: Sequence[Sizes], least: int) -> Iterator[tuple[Sizes, int]]:
    """At least so many points, each with the number of its draw: the first numbers in turn."""
    turns = -(-least // len(grid))
    return ((sizes, (k * turns + turn) % least) for k, sizes in enumerate(grid) for turn in range(turns))


# -- values ------------------------------------------------------------------------------------------------------------


class Drawn(dict[Element, Scalar]):
    """Values of elements, drawn when they are first asked for."""

    def __init__(self, draw: Callable[[Element], Scalar]) -> None:
        self.draw = draw

    def __missing__(self, element: Element) -> Scalar:
        value = self[element] = self.draw(element)
        return value


def suppose(given: Sequence[Given], made: Evaluation[Scalar], values: Drawn[Scalar], places: Places) -> None:
    """Puts in what is supposed. Raises Inexact where that is not represented."""
    if len({name for each in given for name in names_of(each.term)}) < len(given):
        raise Inexact("several suppositions about one array")
    for each in given:
        match each.term, each.value:
            case Sym(name, (slot,)), Index() as known:
                for k in range(1, made.sizes[slot.axis] + 1):
                    values[name, (k,)] = made.numbers.one if k == places[known] else made.numbers.zero
            case Sum(index, Sym(name, indices)), Num(value) if indices.count(index) == 1:
                for line in lines(indices, index, made.sizes):
                    others = (made.numbers.multiply(minus_one(made), values[name, at]) for at in line[:-1])
                    values[name, line[-1]] = total(made, made.numbers.number(value), others)
            case _:
                raise Inexact("a supposition that is not represented")


def lines(indices: Sequence[Index], along: Index, sizes: Sizes) -> Iterator[list[tuple[int, ...]]]:
    """The elements of an array, a line along one of its indices at a time."""
    ranges = [range(1, 2 if i == along else sizes[i.axis] + 1) for i in indices]
    spot = list(indices).index(along)
    for at in product(*ranges):
        yield [(*at[:spot], k, *at[spot + 1 :]) for k in range(1, sizes[along.axis] + 1)]


def minus_one(made: Evaluation[Scalar]) -> Scalar:
    return made.numbers.number(Fraction(-1))


def total(made: Evaluation[Scalar], first: Scalar, others: Iterable[Scalar]) -> Scalar:
    for other in others:
        first = made.numbers.add(first, other)
    return first
