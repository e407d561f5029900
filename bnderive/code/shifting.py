"""Inputs of exponentials that may be shifted: every step that reads them is proved to be the same for a_i − c, any c.

With the largest element for c no exponential overflows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bnderive.errors import NotUnderstood
from bnderive.kernel.kernel import Equation, prove
from bnderive.terms import Definition, Fun, Graph, Sym, Term, names_of, rebuild, sub, walk

SHIFT = "⟨shift⟩"


def shiftable(graph: Graph, steps: Iterable[Definition], read: frozenset[str]) -> tuple[str, ...]:
    """The inputs that steps take exponentials of and that may be shifted; what is `read` elsewhere stays."""
    steps = tuple(steps)
    found = {name for step in steps for name in exponents(step.body)} - read
    return tuple(name for name in graph.shapes if name in found and is_shiftable(name, graph, steps))


def exponents(term: Term) -> set[str]:
    """The arrays of one axis that a term takes the exponential of."""
    arguments = [node.argument for node in walk(term) if isinstance(node, Fun) and node.name == "exp"]
    return {argument.name for argument in arguments if isinstance(argument, Sym) and len(argument.indices) == 1}


def is_shiftable(name: str, graph: Graph, steps: Iterable[Definition]) -> bool:
    shifted = replace(graph, shapes={**graph.shapes, SHIFT: ()})
    reading = [step.body for step in steps if name in names_of(step.body)]
    try:
        return all(prove(Equation(body, moved(body, name), shifted)) is not None for body in reading)
    except NotUnderstood:
        return False


def moved(term: Term, name: str) -> Term:
    """The term with a_i − c for every element of an array."""
    if isinstance(term, Sym):
        return sub(term, Sym(SHIFT)) if term.name == name else term
    return rebuild(term, lambda part: moved(part, name))
