"""ε = 0: what keeps a denominator from zero is left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnderive.closed_form.vocabularies import replaced
from bnderive.diagnose.special_cases.stated import Ground, Narrowed, Restricted, Stated, World
from bnderive.terms import ZERO, Sym

NO_EPSILON = World(((0, 2, 2, 8), 0))  # σ = 3


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """Every positive constant; where the kernel meets a zero denominator, it proves nothing."""
    ground = stated.ground
    for name in sorted(ground.graph.positive & stated.names):
        if ground.source.shapes.get(name) == ():
            said = partial("${} = 0$".format, ground.latex(Sym(name)))
            yield Restricted(said, NO_EPSILON, ground.graph, partial(without, ground, name))


def without(ground: Ground, name: str) -> Narrowed:
    values = {name: ZERO}
    return Narrowed(ground.with_values(values), partial(replaced, values=values))
