"""A parameter in place of another: where β = 1/T is defined, differentiated by and read by no other definition, the
quantity T that everything is made of is 1/β.

Only what has one inverse everywhere is inverted: numbers added and multiplied, and reciprocals.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from bnderive.survey.survey import Survey
from bnderive.terms import Add, Definition, Mul, Pow, Sym, Term, add, div, mul, names_of, power, sub

POSITIVE = frozenset({"\\epsilon", "\\varepsilon", "\\mathrm{eps}"})


def with_parameters(built: Mapping[int, Definition], failed: Collection[str], survey: Survey) -> dict[int, Definition]:
    """The definitions, with the old parameter defined by the new one where that takes its place."""
    inverted = {number: found for number, d in built.items() if (found := inverse(d, built, survey)) is not None}
    names = [*(definition.name for definition in inverted.values()), *failed]
    return {**built, **{number: d for number, d in inverted.items() if names.count(d.name) == 1}}


def inverse(definition: Definition, built: Mapping[int, Definition], survey: Survey) -> Definition | None:
    """`T = 1/β` for `β = 1/T`; None where T is no free scalar, where its sign is given, or where β is read."""
    made_of = names_of(definition.body)
    others = [d for d in built.values() if d is not definition]
    if definition.indices or definition.name not in survey.differentiated or len(made_of) != 1:
        return None
    (old,) = made_of
    is_free = old not in POSITIVE | survey.told.positive | {survey.loss} and all(d.name != old for d in others)
    read = frozenset[str]().union(*(names_of(d.body) for d in others))
    if not is_free or definition.name in read or old not in read:
        return None
    body = solved(definition.body, old, Sym(definition.name))
    return replace(definition, name=old, body=body) if body is not None else None


def solved(term: Term, name: str, value: Term) -> Term | None:
    """What a scalar must be for a term to have a value; None where that is not one thing for certain."""
    match term:
        case Sym(own, ()) if own == name:
            return value
        case Pow(base, exponent) if exponent == -1:
            return solved(base, name, power(value, -1))
        case Add(parts) | Mul(parts):
            holding = [part for part in parts if name in names_of(part)]
            rest = [part for part in parts if part not in holding]
            if len(holding) != 1 or any(names_of(part) for part in rest):
                return None
            left = sub(value, add(*rest)) if isinstance(term, Add) else div(value, mul(*rest))
            return solved(holding[0], name, left)
    return None
