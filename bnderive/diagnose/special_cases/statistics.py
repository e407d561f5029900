"""A statistic of a simple value: inputs that are centred, μ = 0, or of unit variance, σ² = 1 or σ² + ε = 1.

What holds for all inputs once the name of a statistic has a value holds for the inputs whose statistic has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from bnderive.diagnose.special_cases.stated import Batch, Ground, Restricted, Stated
from bnderive.kernel.given import sum_is
from bnderive.search import inputs_of
from bnderive.terms import (
    ONE,
    ZERO,
    Add,
    Definition,
    Index,
    Mul,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    children,
    sub,
    walk,
)  # fmt: skip

CENTRED: Batch = ((-4, -1, 5), 11)  # σ² + ε = 25
HALF = Fraction(1, 2)


def centred(stated: Stated) -> Iterator[Restricted]:
    """Σ_k x_k = 0 for an input along one axis; with several axes, a mean that is 0."""
    ground, names = stated.ground, stated.names
    arrays, _ = inputs_of(ground.source)
    means = {name: x for name, d in ground.graph.definitions.items() if name in names and (x := averaged(d))}
    for x in (x for x in arrays[:1] if x in names and x not in ground.graph.positive):
        name = next((name for name, of in means.items() if of == x), None)
        axes = ground.source.axes(x)
        if len(axes) == 1:
            total = Sum(Index("k", axes[0]), Sym(x, (Index("k", axes[0]),)))
            said = partial(equation, ground, total if name is None else Sym(name), ZERO)
            yield Restricted(said, ground.graph, given=(sum_is(total, ZERO),), batch=CENTRED)
        elif name is not None:
            yield having(ground, name, ZERO)


def averaged(definition: Definition) -> str | None:
    """The array of which a definition is the mean along an axis: (1/N) Σ_k x_k."""
    factors = definition.body.factors if isinstance(definition.body, Mul) else ()
    match [factor for factor in factors if factor != ONE]:
        case [Pow(Size(axis), exponent), Sum(k, Sym(x, indices))] if exponent == -1 and k.axis == axis and k in indices:
            return x
        case [Sum(k, Sym(x, indices)), Pow(Size(axis), exponent)] if exponent == -1 and k.axis == axis and k in indices:
            return x
    return None


def unit_variance(stated: Stated) -> Iterator[Restricted]:
    """σ² = 1 for a statistic that a root is taken of, or that is a root; then σ² + ε = 1 where the root is of that."""
    ground, names = stated.ground, stated.names
    rooted = tuple(roots(ground, names))
    for name, _ in rooted:
        yield having(ground, name, ONE)
    for name, epsilon in rooted:
        if epsilon is not None:
            yield having(ground, name, sub(ONE, epsilon), epsilon)


def roots(ground: Ground, names: set[str]) -> Iterator[tuple[str, Sym | None]]:
    """The statistics under roots, or that are roots themselves, each with the ε that stands beside it."""
    definitions = ground.graph.definitions
    bodies = [d.body for name, d in sorted(definitions.items()) if name in names]
    found: dict[str, Sym | None] = {n: None for n in sorted(names & definitions.keys()) if is_root(definitions[n])}
    for base in (node.base for body in bodies for node in walk(body) if isinstance(node, Pow) and node.exponent % 1):
        parts = [part for part in (base, *children(base)) if isinstance(part, Sym)] if is_shallow(base) else []
        epsilon = next((part for part in parts if part.name in ground.graph.positive), None)
        found |= {p.name: epsilon for p in parts if p.name in definitions and definitions[p.name].is_statistic}
    yield from found.items()


def is_shallow(base: Term) -> bool:
    """σ², or σ² + ε."""
    return isinstance(base, Sym) or (isinstance(base, Add) and all(isinstance(part, Sym) for part in base.terms))


def is_root(definition: Definition) -> bool:
    """σ = √(…) with a Σ below the root."""
    return definition.is_statistic and isinstance(definition.body, Pow) and definition.body.exponent == HALF


def having(ground: Ground, name: str, value: Term, beside: Term = ZERO) -> Restricted:
    """The restriction that a statistic has a value; it is said of the sum with what stands beside it."""
    left = add(Sym(name, ground.graph.definitions[name].indices), beside)
    return Restricted(
        partial(equation, ground, left, add(value, beside) if beside == ZERO else ONE), ground.redefined(name, value)
    )


def equation(ground: Ground, left: Term, right: Term) -> str:
    return f"${ground.latex(left)} = {ground.latex(right)}$"
