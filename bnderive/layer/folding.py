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
    Mul,
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
    largest_first = sorted(built.values(), key=lambda d: (-sum(1 for _ in walk(d.body)), d.name))
    for number, definition in built.items():
        for other in largest_first:
            within = names_of(other.body) <= names_of(definition.body)
            if (
                within
                and other.name != definition.name
                and is_foldable(other)
                and not reaches(definition.name, other, result)
            ):
                result[number] = replace(result[number], body=put_in(result[number].body, other))
    return result


def is_foldable(definition: Definition) -> bool:
    """A body of some substance: a sum or a product of several parts."""
    return isinstance(definition.body, Add | Mul) and bool(names_of(definition.body))


def reaches(name: str, definition: Definition, definitions: Mapping[int, Definition]) -> bool:
    """Whether a definition is made of a name, so that putting it in would make a circle."""
    by_name = {d.name: d for d in definitions.values()}
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
