"""The only module that can issue *proved* and *refuted*.

`prove` compares canonical forms, once for every way in which the free indices can coincide; `refute` evaluates both
sides at one point of the domain, exactly or between rational bounds. What neither settles is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import InitVar, dataclass
from functools import lru_cache

from bnderive.calculus import resolve
from bnderive.enclosure import Inexact
from bnderive.equation import Equation, Given
from bnderive.errors import InternalError
from bnderive.evaluate import Evaluator, Point
from bnderive.exact import Exact, comparison, sign
from bnderive.kernel.canonical import Canonical
from bnderive.kernel.polynomial import limit, plus, scaled
from bnderive.terms import Graph, Index, Term, free_indices, is_representative, rename

MAX_FREE_INDICES = 5
_KEY = object()


@dataclass(frozen=True, slots=True)
class Proved:
    """The two sides are equal for every size and every input that meets the conditions (relation, term)."""

    equation: Equation
    conditions: tuple[tuple[str, Term], ...]
    cases: int
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _KEY:
            raise InternalError("only the kernel proves")


@dataclass(frozen=True, slots=True)
class Refuted:
    """The two sides differ at a point of the domain."""

    equation: Equation
    point: Point
    left: Exact
    right: Exact
    key: InitVar[object]

    def __post_init__(self, key: object) -> None:
        if key is not _KEY:
            raise InternalError("only the kernel refutes")


def prove(equation: Equation) -> Proved | None:
    """Proved, or None where the canonical forms differ, which refutes nothing. Raises NotUnderstood."""
    try:
        return proved_in_cases(equation)
    except RecursionError:
        raise limit("the nesting of the definitions") from None


def proved_in_cases(equation: Equation) -> Proved | None:
    left, right = resolve(equation.left, equation.graph), resolve(equation.right, equation.graph)
    conditions: dict[tuple[str, Term], None] = {}
    count = 0
    restricted = {index for _, i, j in equation.cases for index in (i, j)}
    restricted |= {index for given in equation.given for index in given.indices}
    for mapping in coincidences(free_indices(equation.left) | free_indices(equation.right) | restricted):
        if not is_admitted(equation, mapping):
            continue
        given = tuple(each.renamed(mapping) for each in equation.given)
        form = form_of(equation.graph, frozenset(mapping.values()), given)
        form.conditions = {}
        difference = plus(form.of(rename(left, mapping)), scaled(form.of(rename(right, mapping)), -1))
        if not form.vanishes(difference):
            return None
        conditions |= form.conditions
        count += 1
    return Proved(equation, tuple(conditions), count, _KEY) if count else None


@lru_cache(maxsize=32)
def form_of(graph: Graph, distinct: frozenset[Index], given: tuple[Given, ...] = ()) -> Canonical:
    """The canonical forms of one graph and case, which keep what they have computed of its definitions."""
    form = Canonical(graph, distinct)
    for each in given:
        form.suppose(each)
    return form


def refute(equation: Equation, point: Point, enclosing: bool = False) -> Refuted | None:
    """Refuted where both sides have exact values at the point and these differ, or where `enclosing`, disjoint
    enclosures. Raises Inexact or NotUnderstood.
    """
    if not is_in_domain(equation.graph, point) or not is_admitted(equation, point.positions):
        return None
    evaluator = Evaluator(equation.graph, point, enclosing)
    try:
        left, right = evaluator(equation.left), evaluator(equation.right)
    except RecursionError:
        raise limit("the nesting of the definitions") from None
    return Refuted(equation, point, left, right, _KEY) if comparison(left, right) in {-1, 1} else None


def is_admitted(equation: Equation, places: Mapping[Index, Index] | Mapping[Index, int]) -> bool:
    """Whether a way to place the indices is one that the equation speaks of."""
    return all(
        i in places and j in places and (places[i] == places[j]) == (relation == "=")
        for relation, i, j in equation.cases
    )


def is_in_domain(graph: Graph, point: Point) -> bool:
    """Whole sizes of at least 1, indices within them, positive what is positive, no value for what is defined."""
    sizes = all(size >= 1 for size in point.sizes.values())
    within = all(1 <= at <= point.sizes[index.axis] for index, at in point.positions.items())
    signs = all(sign(value) == 1 for (name, _), value in point.values.items() if name in graph.positive)
    return sizes and within and signs and not any(name in graph.definitions for name, _ in point.values)


def coincidences(indices: frozenset[Index]) -> Iterator[dict[Index, Index]]:
    """Every way in which free indices can coincide, as a renaming; different representatives stay apart."""
    if len(indices) > MAX_FREE_INDICES:
        raise limit(f"{len(indices)} free indices")
    yield from _merged(sorted(indices, key=lambda i: (not is_representative(i), i)), {})


def _merged(waiting: list[Index], chosen: dict[Index, Index]) -> Iterator[dict[Index, Index]]:
    if not waiting:
        yield chosen
        return
    index, *rest = waiting
    for leader in dict.fromkeys((index, *chosen.values())):
        together = leader == index or (leader.axis == index.axis and not is_representative(index))
        if together:
            yield from _merged(rest, chosen | {index: leader})


__all__ = ["Equation", "Given", "Inexact", "Proved", "Refuted", "coincidences", "prove", "refute"]
