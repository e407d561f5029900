"""A node that is written out in the definition of another is that node: x̂ spelt in full within y, x_i − μ
where t_i is that.

Folding changes no value, only which names a definition is made of, so that ∂y/∂x̂ means what its author means.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

from bnderive.terms import (
    Add,
    Definition,
    Fun,
    Mul,
    Num,
    Pow,
    Sym,
    Term,
    add,
    free_indices,
    mul,
    names_of,
    normal,
    rebuild,
    walk,
)


def folded(built: Mapping[int, Definition]) -> dict[int, Definition]:
    """The definitions with every other node that is written out in them put in by its name."""
    result = dict(built)
    by_name = {d.name: d for d in built.values()}
    largest_first = sorted(filter(is_foldable, built.values()), key=lambda d: (-sum(1 for _ in walk(d.body)), d.name))
    needed = [(other, names_of(other.body), needed_shapes(other)) for other in largest_first]
    for number, definition in built.items():
        own, met = names_of(definition.body), shapes_in(definition.body)
        for other, names, wanted in needed:
            within = wanted <= met and other.name != definition.name and names <= own
            if within and not reaches(definition.name, other, by_name):
                result[number] = replace(result[number], body=put_in(result[number].body, other))
                by_name[definition.name] = result[number]
                met = shapes_in(result[number].body)
    return result


def needed_shapes(definition: Definition) -> frozenset[str]:
    """The shapes that parts of a node must have for a definition to be written out there, whatever its indices are
    called; none where another index could make it something else.
    """
    body = normal(definition.body)
    plain = free_indices(body) <= frozenset(definition.indices) and definition.name not in names_of(body)
    return frozenset(map(shape, parts(body))) if plain else frozenset()


def shapes_in(term: Term) -> frozenset[str]:
    """The shapes of all parts of sums and products in a term."""
    return frozenset(shape(part) for node in walk(term) if isinstance(node, Add | Mul) for part in parts(normal(node)))


def shape(term: Term) -> str:
    """What a term is made of, whatever its indices are called and in whatever order its parts stand."""
    return " ".join(sorted(map(_label, walk(term))))


def _label(node: Term) -> str:
    match node:
        case Sym(name) | Fun(name):
            return name
        case Num(value):
            return str(value)
        case Pow(_, exponent):
            return f"^{exponent}"
    return type(node).__name__


def is_foldable(definition: Definition) -> bool:
    """A body of some substance: a sum or a product of several parts."""
    return isinstance(definition.body, Add | Mul) and bool(names_of(definition.body))


def reaches(name: str, definition: Definition, by_name: Mapping[str, Definition]) -> bool:
    """Whether a definition is made of a name, so that putting it in would make a circle."""
    waiting, seen = {definition.name}, set[str]()
    while waiting:
        current = waiting.pop()
        seen.add(current)
        if current == name:
            return True
        waiting |= names_of(by_name[current].body) - seen if current in by_name else set()
    return False


def put_in(term: Term, definition: Definition) -> Term:
    term = rebuild(term, lambda child: put_in(child, definition))
    if not isinstance(term, Add | Mul):
        return term
    for indices in permutations(sorted(free_indices(term)), len(definition.indices)):
        found = without_parts(term, normal(definition.at(indices)), Sym(definition.name, indices))
        if found is not None:
            return found
    return term


def without_parts(term: Add | Mul, body: Term, name: Sym) -> Term | None:
    """The term with the parts that make up the body replaced by the name, or None where they are not all there."""
    if type(normal(term)) is not type(body) or not isinstance(body, Add | Mul):
        return None
    rest = [*parts(normal(term))]
    for part in parts(body):
        if part not in rest:
            return None
        rest.remove(part)
    return add(name, *rest) if isinstance(body, Add) else mul(name, *rest)


def parts(term: Term) -> tuple[Term, ...]:
    return term.terms if isinstance(term, Add) else term.factors if isinstance(term, Mul) else (term,)
