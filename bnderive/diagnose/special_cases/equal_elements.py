"""An array whose elements are all equal: a constant upstream gradient; equal gains γ_j, or weights; equal inputs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bnderive.closed_form.vocabularies import replaced
from bnderive.diagnose.special_cases.stated import Batch, Ground, Narrowed, Restricted, Stated, World
from bnderive.roles import roles_of
from bnderive.terms import Index, Sym

LETTERS = "jklpq"
BOTH_ZERO = "both sides are 0 then"
CONSTANT: Batch = ((4, 4, 4), 9)


def upstream(stated: Stated) -> Iterator[Restricted]:
    for name in upstream_names(stated):
        yield with_equal(stated.ground, name, is_joint=False)


def vanishing(stated: Stated) -> Iterator[Restricted]:
    """The true gradient by the inputs of a normalisation is 0 then; where the claimed one is too, that is said."""
    for name in upstream_names(stated):
        yield with_equal(stated.ground, name, BOTH_ZERO, is_joint=False)


def upstream_names(stated: Stated) -> list[str]:
    return sorted(stated.ground.upstream.keys() & stated.names)


def gains(stated: Stated) -> Iterator[Restricted]:
    """Every array that is neither the input, nor an upstream gradient, nor a target."""
    for name in sorted(parameters(stated.ground) & stated.names):
        yield with_equal(stated.ground, name)


def arrays(stated: Stated) -> Iterator[Restricted]:
    """Every array that nothing defines, of which words may speak as gains; no upstream gradient."""
    for name in sorted(stated.names.intersection(stated.ground.inputs[0]).difference(stated.ground.upstream)):
        yield with_equal(stated.ground, name, BOTH_ZERO, is_joint=False)


def inputs(stated: Stated) -> Iterator[Restricted]:
    """The input itself, once every derivative by it is taken."""
    for name in stated.ground.inputs[0][:1]:
        yield with_equal(stated.ground, name, BOTH_ZERO, is_joint=False, batch=CONSTANT)


def parameters(ground: Ground) -> frozenset[str]:
    def found() -> frozenset[str]:
        arrays = frozenset(ground.inputs[0][1:]).difference(ground.upstream)
        bodies = [d.body for d in ground.graph.definitions.values()]
        return arrays - roles_of(bodies, ground.graph).targets if arrays else arrays

    return ground.once("parameters", found)


def with_equal(
    ground: Ground, name: str, vanishing: str | None = None, is_joint: bool = True, batch: Batch | None = None
) -> Restricted:
    """The array as a scalar of its name."""
    values = {name: Sym(name)}

    def narrowed() -> Narrowed:
        return Narrowed(ground.with_values(values), partial(replaced, values=values))

    world = World(equal=frozenset([name])) if batch is None else World(batch)
    return Restricted(partial(equal, ground, name), world, ground.graph, narrowed, (), is_joint, vanishing)


def equal(ground: Ground, name: str) -> str:
    axes = ground.source.axes(ground.upstream.get(name, name))
    letters = tuple(Index(letter, axis) for letter, axis in zip(LETTERS, axes, strict=False))
    return f"all ${ground.latex(ground.element(name, letters))}$ are equal"
