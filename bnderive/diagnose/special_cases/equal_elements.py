"""An array whose elements are all equal: a constant upstream gradient; equal gains γ_j, or weights w_j."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnderive.closed_form.vocabularies import replaced
from bnderive.diagnose.special_cases.stated import Ground, Restricted, Stated
from bnderive.roles import roles_of
from bnderive.search import inputs_of
from bnderive.terms import Index, Sym

LETTERS = "jklpq"


def upstream(stated: Stated) -> Iterator[Restricted]:
    """The true gradient by the inputs of a normalisation is 0 then; where the claimed one is too, that is said."""
    for name in upstream_names(stated):
        yield with_equal(stated.ground, name, "both sides are 0 then")


def upstream_names(stated: Stated) -> list[str]:
    return sorted(stated.ground.upstream.keys() & stated.names)


def gains(stated: Stated) -> Iterator[Restricted]:
    """Every array that is neither the input, nor an upstream gradient, nor a target."""
    names, ground = stated.names, stated.ground
    arrays = [name for name in inputs_of(ground.source)[0][1:] if name in names and name not in ground.upstream]
    targets = roles_of(stated.terms, ground.graph).targets if arrays else frozenset()
    for name in arrays:
        if name not in targets:
            yield with_equal(ground, name)


def with_equal(ground: Ground, name: str, vanishing: str | None = None) -> Restricted:
    """The array as a scalar of its name."""
    values = {name: Sym(name)}
    change = partial(replaced, values=values)
    return Restricted(partial(equal, ground, name), ground.with_values(values), change, vanishing=vanishing)


def equal(ground: Ground, name: str) -> str:
    axes = ground.source.axes(ground.upstream.get(name, name))
    letters = tuple(Index(letter, axis) for letter, axis in zip(LETTERS, axes, strict=False))
    return f"all ${ground.latex(ground.element(name, letters))}$ are equal"
