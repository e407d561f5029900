"""An upstream gradient that is zero but for the row's own element, so that only the diagonal term is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from bnderive.diagnose.special_cases.stated import Restricted, Stated
from bnderive.terms import (
    Delta,
    Graph,
    Index,
    Sum,
    Sym,
    Term,
    free_indices,
    fresh,
    is_representative,
    mul,
    rebuild,
    rename,
)  # fmt: skip


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """g_k → g_k δ_ki for the only letter i of the head, over the axis of g."""
    names = stated.names
    for name, output in stated.ground.upstream.items():
        own = free_indices(stated.head)
        axes = stated.ground.source.axes(output)
        if name not in names or len(own) != 1 or tuple(i.axis for i in own) != axes or any(map(is_representative, own)):
            continue
        (i,) = own
        kept = Diagonal(stated.ground.graph, name, i, stated.indices)
        yield Restricted(partial(diagonal_only, stated, name, i), stated.ground.graph, kept)


def diagonal_only(stated: Stated, name: str, i: Index) -> str:
    j = fresh(Index("j", i.axis), stated.indices) if i.name != "j" else Index("k", i.axis)
    element = stated.ground.latex(stated.ground.element(name, (j,)))
    return f"${element} = 0$ for ${j.name} \\ne {i.name}$: it is the diagonal term only"


@dataclass(frozen=True, slots=True)
class Diagonal:
    """Puts g_k δ_ki for g_k, also in the definitions that are made of g; sums over a letter i step aside."""

    graph: Graph
    name: str
    own: Index
    taken: frozenset[Index]

    def __call__(self, term: Term) -> Term:
        match term:
            case Sym(name, (k,)) if name == self.name:
                return term if k == self.own else mul(term, Delta(k, self.own))
            case Sym(name, indices) if self.graph.reaches(self.name, name):
                return self(self.graph.definitions[name].at(indices))
            case Sum(index, body) if index in self.taken:
                bound = fresh(index, self.taken | free_indices(body))
                return Sum(bound, self(rename(body, {index: bound})))
        return rebuild(term, self)
