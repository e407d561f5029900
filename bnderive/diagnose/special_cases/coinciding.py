"""i = j, or i ≠ j: a Jacobian on its diagonal, or off it; i = 1 where a single element is named."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import combinations

from bnderive.diagnose.special_cases.stated import Narrowed, Restricted, Stated, World
from bnderive.elaborate.claims import Case
from bnderive.terms import Index, free_indices, is_representative

SIGNS = {"=": "=", "≠": r"\ne"}


def restrictions(stated: Stated) -> Iterator[Restricted]:
    """For two letters of the head over one axis of which no case is told yet, or one and an element of a side."""
    graph = stated.ground.graph
    for case in () if stated.cases else cases_of(stated):
        relation, i, j = case
        said = partial("${} {} {}$".format, i.name, SIGNS[relation], j.name)
        yield Restricted(said, World(), graph, partial(Narrowed, graph, cases=(case,)), (case,), is_joint=False)


def cases_of(stated: Stated) -> Iterator[Case]:
    named: list[Index] = sorted(i for i in stated.indices if is_representative(i))
    for i, j in combinations(sorted(stated.letters), 2):
        if i.axis == j.axis and free_indices(stated.head) == {i, j}:
            yield "=", i, j
            yield "≠", i, j
    for place in named:
        if stated.own is not None and place.axis == stated.own.axis:
            yield "=", stated.own, place
