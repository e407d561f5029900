"""i = j, or i ≠ j: a Jacobian on its diagonal, or off it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnderive.diagnose.special_cases.stated import Restricted, Stated
from bnderive.terms import free_indices

SIGNS = {"=": "=", "≠": r"\ne"}


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """For a head with two letters over one axis, of which no case is told yet."""
    if stated.cases or stated.indices != free_indices(stated.head) or len(stated.indices) != 2:
        return
    i, j = sorted(stated.indices)
    if i.axis == j.axis:
        for relation, sign in SIGNS.items():
            said = partial("${} {} {}$".format, i.name, sign, j.name)
            yield Restricted(said, stated.ground.graph, cases=((relation, i, j),))
