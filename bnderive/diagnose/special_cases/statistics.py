"""A statistic of a simple value: inputs that are centred, μ = 0, or of unit variance, σ² = 1 or σ² + ε = 1.

What holds for all inputs once the name of a statistic has a value holds for the inputs whose statistic has it.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from bnderive.diagnose.special_cases.stated import Ground, Narrowed, Restricted, Stated, World
from bnderive.diagnose.special_cases.worlds import is_met
from bnderive.equation import sum_is
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

CENTRED = World(((-4, -1, 5), 11))  # σ² + ε = 25
HAVING = World(((0, 3, 9), 3))  # 1 + ε = 4
HALF = Fraction(1, 2)


def centred(stated: Stated) -> Iterator[Restricted]:
    """Σ_k x_k = 0 for an input along one axis; with several axes, a mean that is 0."""
    ground, names = stated.ground, stated.names
    arrays, _ = ground.inputs
    means = {name: x for name, x in ground.once("means", lambda: means_of(ground)).items() if name in names}
    for x in (x for x in arrays[:1] if x in names and x not in ground.graph.positive):
        name = next((name for name, of in means.items() if of == x), None)
        axes = ground.source.axes(x)
        if len(axes) == 1:
            total = Sum(Index("k", axes[0]), Sym(x, (Index("k", axes[0]),)))
            said = partial(equation, ground, total if name is None else Sym(name), ZERO)
            narrowed = partial(Narrowed, ground.graph, given=(sum_is(total, ZERO),))
            yield Restricted(said, CENTRED, ground.graph, narrowed)
        elif name is not None:
            yield having(ground, name, ZERO)


def means_of(ground: Ground) -> dict[str, str]:
    """The names of means, each with the array that it averages."""
    found = {name: averaged(definition) for name, definition in ground.graph.definitions.items()}
    return {name: x for name, x in found.items() if x is not None}


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
    rooted = [(name, epsilon) for name, epsilon in ground.once("roots", lambda: roots(ground)).items() if name in names]
    for name, _ in rooted:
        yield having(ground, name, ONE)
    for name, epsilon in rooted:
        if epsilon is not None:
            yield having(ground, name, sub(ONE, epsilon), epsilon)


def roots(ground: Ground) -> dict[str, Sym | None]:
    """The statistics under roots, or that are roots themselves, each with the ε that stands beside it."""
    definitions = ground.graph.definitions
    found: dict[str, Sym | None] = {n: None for n in sorted(definitions) if is_root(definitions[n])}
    nodes = (node for _, d in sorted(definitions.items()) for node in walk(d.body))
    for base in (node.base for node in nodes if isinstance(node, Pow) and node.exponent.denominator > 1):
        parts = [part for part in (base, *children(base)) if isinstance(part, Sym)] if is_shallow(base) else []
        epsilon = next((part for part in parts if part.name in ground.graph.positive), None)
        found |= {p.name: epsilon for p in parts if p.name in definitions and definitions[p.name].is_statistic}
    return found


def is_shallow(base: Term) -> bool:
    """σ², or σ² + ε."""
    return isinstance(base, Sym) or (isinstance(base, Add) and all(isinstance(part, Sym) for part in base.terms))


def is_root(definition: Definition) -> bool:
    """σ = √(…) with a Σ below the root."""
    return definition.is_statistic and isinstance(definition.body, Pow) and definition.body.exponent == HALF


def having(ground: Ground, name: str, value: Term, beside: Term = ZERO) -> Restricted:
    """The restriction that a statistic has a value; it is said of the sum with what stands beside it."""
    left = add(Sym(name, ground.graph.definitions[name].indices), beside)
    said = partial(equation, ground, left, value if beside == ZERO else ONE)
    graph = ground.redefined(name, value)
    return Restricted(said, HAVING, graph, partial(Narrowed, graph), is_joint=is_met(ground, left, value))


def equation(ground: Ground, left: Term, right: Term) -> str:
    return f"${ground.latex(left)} = {ground.latex(right)}$"
