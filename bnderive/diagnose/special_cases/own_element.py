"""An upstream gradient that is zero but for the row's own element, which leaves the diagonal term; or zero there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnderive.diagnose.special_cases.stated import Narrowed, Restricted, Stated, World
from bnderive.records import dataclass
from bnderive.terms import (
    ONE,
    Delta,
    Graph,
    Index,
    Sum,
    Sym,
    Term,
    free_indices,
    fresh,
    mul,
    rebuild,
    rename,
    sub,
)  # fmt: skip


def diagonal(stated: Stated) -> Iterator[Restricted]:
    """g_k → g_k δ_ki for the only letter i of the head, over the axis of g."""
    for name, i in owned(stated):
        said = partial(diagonal_only, stated, name, i)
        yield kept(stated, Kept(stated.ground.graph, name, i, stated.letters, False), said)


def others(stated: Stated) -> Iterator[Restricted]:
    """g_k → g_k (1 − δ_ki)."""
    for name, i in owned(stated):
        said = partial(others_only, stated, name, i)
        yield kept(stated, Kept(stated.ground.graph, name, i, stated.letters, True), said)


def owned(stated: Stated) -> Iterator[tuple[str, Index]]:
    """The upstream gradients along the axis of the head's own letter, and that letter."""
    i, names = stated.own, stated.names
    for name, output in stated.ground.upstream.items():
        if i is not None and name in names and stated.ground.source.axes(output) == (i.axis,):
            yield name, i


def kept(stated: Stated, change: Kept, said: partial[str]) -> Restricted:
    graph, world = stated.ground.graph, World(own=change.own, others=change.are_others)
    narrowed = partial(Narrowed, graph, change)
    return Restricted(said, world, graph, narrowed, is_joint=not change.are_others, are_meant=True)


def diagonal_only(stated: Stated, name: str, i: Index) -> str:
    j = fresh(Index("j", i.axis), stated.letters) if i.name != "j" else fresh(Index("k", i.axis), stated.letters)
    element = stated.ground.latex(stated.ground.element(name, (j,)))
    return f"${element} = 0$ for ${j.name} \\ne {i.name}$: it is the diagonal term only"


def others_only(stated: Stated, name: str, i: Index) -> str:
    element = stated.ground.latex(stated.ground.element(name, (i,)))
    return f"${element} = 0$: it is what the other elements contribute only"


@dataclass(frozen=True, slots=True)
class Kept:
    """Puts g_k δ_ki for g_k, or of the others g_k (1 − δ_ki), also in what is made of g; sums over i step aside."""

    graph: Graph
    name: str
    own: Index
    taken: frozenset[Index]
    are_others: bool

    def __call__(self, term: Term) -> Term:
        match term:
            case Sym(name, (k,)) if name == self.name:
                delta = ONE if k == self.own else Delta(k, self.own)
                return mul(term, sub(ONE, delta) if self.are_others else delta)
            case Sym(name, indices) if self.graph.reaches(self.name, name):
                return self(self.graph.definitions[name].at(indices))
            case Sum(index, body) if index in self.taken:
                bound = fresh(index, self.taken | free_indices(body))
                return Sum(bound, self(rename(body, {index: bound})))
        return rebuild(term, self)
