"""What both engines are asked: whether two terms are equal, in which cases and under which suppositions.

Frozen data; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count

from bnderive.enclosure import Inexact
from bnderive.records import dataclass
from bnderive.terms import Graph, Index, Num, Sum, Sym, Term, free_indices, is_representative

SLOT = Index("#0")
MAX_FREE_INDICES = 5
Places = Mapping[Index, int]


@dataclass(frozen=True, slots=True)
class Given:
    """A term and its value: Σ_k t_k = 1, or t_k = δ_kc for the class c. `relation` is how a condition says it."""

    term: Sum | Sym
    value: Num | Index
    relation: str

    @property
    def indices(self) -> tuple[Index, ...]:
        """The free indices: the class."""
        return (self.value,) if isinstance(self.value, Index) else ()

    def renamed(self, mapping: Mapping[Index, Index]) -> Given:
        return replace(self, value=mapping.get(self.value, self.value)) if isinstance(self.value, Index) else self


def sum_is(term: Sum, value: Num) -> Given:
    return Given(term, value, f"= {value.value}")


def one_hot(name: str, at: Index) -> Given:
    return Given(Sym(name, (SLOT,)), at, f"is 1 at {at.name} and 0 elsewhere")


@dataclass(frozen=True, slots=True)
class Equation:
    """left = right in a graph, every ∂ with its reading; `cases` restricts the indices: ("=", i, j) or ("≠", i, j).

    A proof that uses one of the suppositions in `given` has it as a condition.
    """

    left: Term
    right: Term
    graph: Graph
    cases: tuple[tuple[str, Index, Index], ...] = ()
    given: tuple[Given, ...] = ()


def supposed(given: Sequence[Given]) -> Mapping[str, Index | tuple[int, str, Fraction]]:
    """By the name of an array: the place where it is 1, or its slot that is summed over, with axis and sum."""
    found: dict[str, Index | tuple[int, str, Fraction]] = {}
    for each in given:
        match each.term, each.value:
            case Sym(name, (_,)), Index() as known:
                found[name] = known
            case Sum(index, Sym(name, indices)), Num(value) if indices.count(index) == 1:
                found[name] = (indices.index(index), index.axis, value)
            case _:
                raise Inexact("a supposition that is not represented")
    if len(found) < len(given):
        raise Inexact("several suppositions about one array")
    return found


def placings(equation: Equation) -> Iterator[Places]:
    """Every way in which the free indices can coincide that the equation speaks of, each at the first places."""
    bodies = [found.body for found in equation.graph.definitions.values()]
    free = frozenset[Index]().union(*map(free_indices, (equation.left, equation.right)))
    free |= {index for _, i, j in equation.cases for index in (i, j)}
    free |= {index for given in equation.given for index in given.indices}
    free |= {index for body in bodies for index in free_indices(body) if is_representative(index)}
    if len(free) > MAX_FREE_INDICES:
        raise Inexact("too many free indices")
    ahead = 1 if any(is_representative(index) and int(index.name) == 0 for index in free) else 0
    for places in _placed(sorted(free, key=lambda i: (not is_representative(i), i)), {}, ahead):
        if all((places[i] == places[j]) == (relation == "=") for relation, i, j in equation.cases):
            yield places


def _placed(waiting: Sequence[Index], chosen: dict[Index, int], ahead: int) -> Iterator[Places]:
    """Places count from 1; where a document counts its elements from 0, each stands one `ahead`."""
    if not waiting:
        yield chosen
        return
    index, *rest = waiting
    used = {at for other, at in chosen.items() if other.axis == index.axis}
    free = next(k for k in count(1) if k not in used)
    for at in [int(index.name) + ahead] if is_representative(index) else [*sorted(used), free]:
        yield from _placed(rest, chosen | {index: at}, ahead)
