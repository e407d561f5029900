"""The key of a term: the same for terms that differ in nothing but the letters of their indices."""

from __future__ import annotations

from bnderive.terms import Add, Fun, Index, Mul, Pow, Sum, Term, free_indices, normal, rename, serialise


def key_of(term: Term) -> str:
    """What two terms have in common that are the same but for the letters of their indices, and only those."""
    letters = {index: Index(f"@{k}", index.axis) for k, index in enumerate(sorted(free_indices(term)))}
    return serialise(normal(bound_alike(rename(term, letters), 0)))


def bound_alike(term: Term, depth: int) -> Term:
    """The term with a letter for each bound index that its depth alone tells."""
    match term:
        case Sum(index, body):
            letter = Index(f"%{depth}", index.axis)
            return Sum(letter, bound_alike(rename(body, {index: letter}), depth + 1))
        case Add(terms):
            return Add(tuple(bound_alike(t, depth) for t in terms))
        case Mul(factors):
            return Mul(tuple(bound_alike(f, depth) for f in factors))
        case Pow(base, exponent):
            return Pow(bound_alike(base, depth), exponent)
        case Fun(name, argument):
            return Fun(name, bound_alike(argument, depth))
    return term
