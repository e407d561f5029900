"""What the value of a term is made of, once every derivative is carried out. Names only; decides nothing."""

from __future__ import annotations

from collections.abc import Set

from bnderive.calculus import resolve
from bnderive.errors import NotUnderstood
from bnderive.terms import Graph, Term, names_of


def inputs_of(terms: tuple[Term, ...], graph: Graph) -> set[str]:
    """The inputs, parameters and upstream gradients that the values of terms are made of, once every ∂ is
    carried out.
    """
    waiting = {name for term in terms for name in resolved_names(term, graph)}
    found: set[str] = set()
    seen: set[str] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        definition = graph.definition(name)
        if definition is None:
            found.add(name)
        else:
            waiting |= resolved_names(definition.body, graph) - seen
    return found


def resolved_names(term: Term, graph: Graph) -> Set[str]:
    """The names that the value of a term is made of; those that it is written with where a ∂ cannot be carried out."""
    try:
        return names_of(resolve(term, graph))
    except NotUnderstood:
        return names_of(term)
