"""Vocabularies in which nodes of a layer stand for what they are made of: a mean square for its Σ x², a vector of
length one for x, softmax probabilities for exponentials. Proposals only, as all vocabularies are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from bnderive.calculus import resolve
from bnderive.closed_form.vocabularies import Vocabulary, replaced, same
from bnderive.errors import NotUnderstood
from bnderive.kernel.canonical import Canonical
from bnderive.kernel.generators import Element
from bnderive.terms import (
    ONE,
    Definition,
    Fun,
    Graph,
    Sum,
    Sym,
    Term,
    add,
    div,
    free_indices,
    mul,
    names_of,
    power,
    rebuild,
    walk,
)  # fmt: skip

TOTAL, SHARE = "⟨total⟩", "⟨share⟩"


def node_vocabularies(graph: Graph) -> Iterator[Vocabulary]:
    """What the nodes allow: sums under the names of statistics, then inputs in terms of nodes."""
    for name, definition in graph.definitions.items():
        try:
            if not definition.indices:
                yield from named_total(name, definition, graph)
            elif len(definition.indices) == 1 and not definition.is_statistic:
                yield from scaled_input(name, definition, graph)
        except (NotUnderstood, RecursionError):
            continue
    try:
        yield from shares(graph)
    except (NotUnderstood, RecursionError):
        return


def named_total(name: str, definition: Definition, graph: Graph) -> Iterator[Vocabulary]:
    """T = (s / c)^(1/e) for a statistic s = c T^e of one Σ."""
    for total in totals(definition.body):
        value = value_by(name, total, definition.body, graph)
        if value is not None and is_power_sum(total, graph):
            yield Vocabulary(freed(graph, name), {}, ((total, value),))


def is_power_sum(total: Sum, graph: Graph) -> bool:
    """Whether a Σ is one generator of the canonical form, so that a value can be given to it."""
    found = list(Canonical(graph).of(resolve(total, graph)).items())
    return len(found) == 1 and found[0][1] == 1 and [e for _, e in found[0][0]] == [1]


def totals(term: Term) -> Iterator[Sum]:
    """The Σ of a term that no index is free in."""
    yield from dict.fromkeys(node for node in walk(term) if isinstance(node, Sum) and not free_indices(node))


def value_by(name: str, total: Sum, body: Term, graph: Graph) -> Term | None:
    """A Σ in terms of the statistic that it is part of, where that is a power of it times a factor."""
    outside = put(body, total, Sym(TOTAL))
    form = Canonical(replace(graph, positive=graph.positive | {TOTAL}))
    polynomial = form.of(resolve(outside, graph))
    if len(polynomial) != 1:
        return None
    ((monomial, _),) = polynomial.items()
    found = [Fraction(e) for g, e in monomial if form.table[g] == Element(TOTAL, ())]
    if not found:
        return None
    return power(div(Sym(name), put(outside, Sym(TOTAL), ONE)), 1 / found[0])


def put(term: Term, old: Term, new: Term) -> Term:
    return new if term == old else rebuild(term, lambda child: put(child, old, new))


def scaled_input(name: str, definition: Definition, graph: Graph) -> Iterator[Vocabulary]:
    """x_i = h_i / s for a node h_i = s x_i, with Σ h² = s² Σ x², which is known where a statistic is made of it."""
    slot = definition.indices[0]
    for x in sorted(names_of(definition.body)):
        if graph.definition(x) is not None or graph.axes(x) != (slot.axis,):
            continue
        scale = replaced(definition.body, {x: ONE})
        element = Sym(x, (slot,))
        if free_indices(scale) or not same(definition.body, mul(scale, element), graph):
            continue
        for statistic, found in graph.definitions.items():
            for total in totals(found.body) if not found.indices else ():
                if same(total, Sum(slot, power(element, 2)), graph):
                    value = value_by(statistic, total, found.body, graph)
                    if value is not None:
                        node = Sym(name, (slot,))
                        inverse = Definition(x, (slot,), div(node, scale))
                        squares = mul(value, power(scale, 2))
                        free = freed(graph, name, statistic, inverses=(inverse,))
                        yield Vocabulary(free, {}, ((Sum(slot, power(node, 2)), squares),))


def shares(graph: Graph) -> Iterator[Vocabulary]:
    """Every input in terms of positive nodes that sum to 1: a_i = log p_i + c, or ω_i = c t_i, for any c."""
    inverses: dict[str, Definition] = {}
    for name, definition in graph.definitions.items():
        if len(definition.indices) == 1 and same(Sum(definition.indices[0], Sym(name, definition.indices)), ONE, graph):
            inverses |= dict.fromkeys([name], inverse) if (inverse := inverse_of(name, definition, graph)) else {}
    sums = tuple((Sum(d.indices[0], Sym(name, d.indices)), ONE) for name, d in inverses.items())
    if inverses:
        yield Vocabulary(freed(graph, *inverses, inverses=tuple(inverses.values())), {}, sums)


def inverse_of(name: str, definition: Definition, graph: Graph) -> Definition | None:
    """The one input that such a node is made of, in terms of the node and an unknown factor or term."""
    inputs = sorted(n for n in names_of(definition.body) if graph.definition(n) is None)
    if len(inputs) != 1 or graph.axes(inputs[0]) != tuple(index.axis for index in definition.indices):
        return None
    node, factor = Sym(name, definition.indices), Sym(f"{SHARE}{inputs[0]}")
    is_exponent = any(isinstance(n, Fun) and n.name == "exp" for n in walk(definition.body))
    value = add(Fun("log", node), factor) if is_exponent else mul(factor, node)
    return Definition(inputs[0], definition.indices, value)


def freed(graph: Graph, *names: str, inverses: tuple[Definition, ...] = ()) -> Graph:
    """The graph with nodes as positive symbols, and inputs defined by them."""
    definitions = {n: d for n, d in graph.definitions.items() if n not in names} | {d.name: d for d in inverses}
    shapes = {**graph.shapes, **{name: graph.axes(name) for name in names}}
    return replace(graph, definitions=definitions, shapes=shapes, positive=graph.positive | set(names))
