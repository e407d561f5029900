"""Formulas as routines: a forward pass that computes the nodes, a backward pass, and one routine for each Jacobian.

In: formulas and a dialect. Out: frozen routines of assignments, what is needed more than once under a name of its own.
"""

from __future__ import annotations

from bnderive.code.blocks import Block, Routine, gradient_key
from bnderive.code.dialects import Dialect
from bnderive.code.formulas import Derivative, Formulas
from bnderive.code.naming import Naming
from bnderive.code.quantities import Quantities
from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class Probe:
    """How a test computes what a derivative is taken of: `before` the lines that compute what it is taken by, `after`
    those that compute `ends` from there on.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """All routines of some formulas; `names` and `axes` tell of every key its name in the code and its axes. `inputs`
    are what the forward pass or a probe is given, `computed` the definitions that the forward pass computes,
    `shifted` the inputs that it takes less their largest element.
    """

    formulas: Formulas
    dialect: Dialect
    forward: Routine | None
    backward: Routine | None
    jacobians: tuple[Routine, ...]
    names: dict[str, str]
    axes: dict[str, tuple[str, ...]]
    inputs: tuple[str, ...]
    computed: tuple[str, ...]
    shifted: tuple[str, ...]
    upstreams: tuple[str, ...]
    probes: dict[Derivative, Probe]
    left_out: tuple[str, ...]


def program_of(formulas: Formulas, dialect: Dialect, naming: Naming) -> Program:
    """All routines of some formulas, named by the naming."""
    of = Quantities(formulas, dialect, naming)
    forward, backward = Block(of, sums=False), Block(of, sums=True)
    for definition in of.steps:
        forward.define(definition)
    backward.arrays.known |= forward.arrays.known
    for name in (name for name in of.definitions if name in of.from_above & of.needed):
        backward.define(of.definitions[name])
    for derivative in of.of_loss:
        backward.derive(derivative, of.values[derivative])
    jacobians = [jacobian(of, d, forward) for d in of.values if d.of.name != formulas.graph.loss]
    read = {key for block in (backward, *(block for _, block in jacobians)) for key in block.arguments()}
    saved = tuple(key for key in forward.local if key in read and key not in of.ends)
    order = tuple(d for d in formulas.derivatives if d in of.of_loss)
    results = tuple(map(gradient_key, order))
    return Program(
        formulas,
        dialect,
        forward.routine(f"{formulas.prefix}forward", (*of.ends, *saved)) if of.steps else None,
        backward.routine(f"{formulas.prefix}backward", results, order) if order else None,
        tuple(routine for routine, _ in jacobians),
        naming.found,
        of.axes,
        of.inputs,
        tuple(step.name for step in of.steps if step.name in formulas.graph.definitions),
        tuple(name for key, name in of.shifted.items() if key in forward.local),
        tuple(of.upstreams),
        {derivative: probe(of, derivative) for derivative in of.values},
        tuple(of.left_out),
    )


def jacobian(of: Quantities, derivative: Derivative, forward: Block) -> tuple[Routine, Block]:
    block = Block(of, sums=True)
    block.arrays.known |= forward.arrays.known
    block.derive(derivative, of.values[derivative])
    above, below = of.naming(derivative.of.name), of.naming(derivative.by.name)
    name = of.naming.fresh(f"{of.formulas.prefix}jacobian_{above}_{below}")
    return block.routine(name, (gradient_key(derivative),), (derivative,)), block


def probe(of: Quantities, derivative: Derivative) -> Probe:
    by, above = derivative.by.name, derivative.of.name
    ends = of.ends if above == of.graph.loss else (above,)
    return Probe(lines(of, "", (by,)) if by in of.definitions else (), lines(of, by, ends), ends)


def lines(of: Quantities, given: str, ends: tuple[str, ...]) -> tuple[str, ...]:
    """The lines that compute nodes where another one is given."""
    block = Block(of, sums=False)
    for step in of.steps:
        if step.name != given and any(of.is_on_the_way(step.name, end, given) for end in ends):
            block.define(step)
    return block.routine("", ends).lines
