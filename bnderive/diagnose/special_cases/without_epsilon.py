"""ε = 0: what keeps a denominator from zero is left out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnderive.closed_form.vocabularies import replaced
from bnderive.diagnose.special_cases.stated import Restricted, Stated
from bnderive.terms import ZERO, Sym


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """Every positive constant that is added to something; where the kernel meets a zero denominator, none."""
    ground = stated.ground
    for name in sorted(ground.graph.positive & stated.names):
        if ground.source.shapes.get(name) == ():
            values = {name: ZERO}
            said = partial("${} = 0$".format, ground.latex(Sym(name)))
            yield Restricted(said, ground.with_values(values), partial(replaced, values=values))
