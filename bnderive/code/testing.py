"""Tests that go with generated code: gradients against central finite differences, or against those of the library.

For the gradient by a node the loss is computed from that node on, the rest held: what ∂L/∂node means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.code.blocks import Routine, gradient_key
from bnderive.code.dialects import Dialect
from bnderive.code.formulas import Derivative
from bnderive.code.routines import Probe, Program
from bnderive.code.texts import indented

RESERVED = frozenset({"slope_of", "values", "close", "rng", "key", "part", "ctx", "scale", "Layer", "annotations"})

NUMPY = '''
def slope_of(function, point, step=1e-6):
    """Central finite differences of an array by an array: the axes of the first, then those of the second."""
    point = np.array(point, dtype=float)
    columns = []
    for place in np.ndindex(point.shape):
        above, below = point.copy(), point.copy()
        above[place] += step
        below[place] -= step
        columns.append((np.asarray(function(above)) - np.asarray(function(below))) / (2 * step))
    result = np.stack(columns, axis=-1) if columns else np.zeros(0)
    return result.reshape(result.shape[:-1] + point.shape)


def values(*shape):
    return rng.uniform(0.5, 1.5, shape)


def close(found, wanted):
    np.testing.assert_allclose(found, wanted, rtol=1e-5, atol=1e-7)


rng = np.random.default_rng(0)
'''
TORCH = '''
def slope_of(function, point):
    """The derivatives of an array by an array that autograd gives."""
    return torch.autograd.functional.jacobian(function, point)


def values(*shape):
    return 0.5 + torch.rand(shape, generator=rng, dtype=torch.float64)


def close(found, wanted):
    torch.testing.assert_close(found, wanted, rtol=1e-9, atol=1e-12)


rng = torch.Generator().manual_seed(0)
'''
JAX = '''
def slope_of(function, point):
    """The derivatives of an array by an array that jax.vjp gives, one for each element of the first."""
    result, pull = jax.vjp(function, point)
    rows = [pull(one.reshape(result.shape))[0] for one in jnp.eye(result.size, dtype=result.dtype)]
    return jnp.stack(rows).reshape(result.shape + point.shape)


def values(*shape):
    global key
    key, part = jax.random.split(key)
    return jax.random.uniform(part, shape, dtype=jnp.float64, minval=0.5, maxval=1.5)


def close(found, wanted):
    assert jnp.allclose(found, wanted, rtol=1e-9, atol=1e-12), (found, wanted)


jax.config.update("jax_enable_x64", True)
key = jax.random.key(0)
'''
SUPPORT = {"numpy": NUMPY, "torch": TORCH, "jax": JAX}
FIRST_SIZE = 5
EXTRA = {"numpy": (), "torch": (), "jax": ("import jax",)}


def tests(programs: Sequence[Program], dialect: Dialect) -> list[str]:
    """The lines of a test for each routine that computes derivatives, and what they share."""
    lines = [*EXTRA[dialect.name], *SUPPORT[dialect.name].strip().splitlines()]
    names: list[str] = []
    for program in programs:
        for routine in (program.backward, *program.jacobians):
            if routine is not None:
                names.append(f"test_{routine.name}")
                lines += ["", "", f"def {names[-1]}():", *indented(list(test(program, routine)))]
    return [*lines, "", "", 'if __name__ == "__main__":', *indented([f"{name}()" for name in names] or ["pass"])]


def test(program: Program, routine: Routine) -> Iterator[str]:
    """The lines of the test of one routine: random values in, each of its results against its probe."""
    names = program.names
    for place, axis in enumerate(program.formulas.graph.lengths):
        yield f"{names[f'size {axis}']} = {max(FIRST_SIZE - place, 2)}"
    for key in (*program.inputs, *program.upstreams):
        yield f"{names[key]} = values({', '.join(names[f'size {axis}'] for axis in program.axes[key])})"
    forward = program.forward
    if forward is not None:
        yield call(program, forward)
    yield call(program, routine)
    for derivative in routine.derivatives:
        yield from comparison(program, derivative)
    if program.dialect.name == "torch" and routine is program.backward:
        yield from gradcheck(program, routine)


def call(program: Program, routine: Routine) -> str:
    given = ", ".join(program.names[key] for key in routine.arguments)
    return f"{', '.join(program.names[key] for key in routine.results)} = {routine.name}({given})"


def comparison(program: Program, derivative: Derivative) -> Iterator[str]:
    """The derivative against that of what its probe computes."""
    probe, by = program.probes[derivative], program.names[derivative.by.name]
    yield from probe.before
    yield ""
    forward = program.forward
    whole = forward is not None and derivative.by.name in forward.arguments and set(probe.ends) <= set(forward.results)
    lines = [call(program, forward)] if forward is not None and whole else probe.after
    yield f"def of_{by}({by}):"
    yield from indented([*lines, f"return {ending(program, derivative, probe)}"])
    yield ""
    yield f"close({program.names[gradient_key(derivative)]}, slope_of(of_{by}, {by}))"


def ending(program: Program, derivative: Derivative, probe: Probe) -> str:
    """What a derivative is taken of: a node, the loss, or Σ ∂L/∂y · y in its place."""
    names = program.names
    if derivative.of.name != program.formulas.graph.loss or not program.upstreams:
        return names[probe.ends[0]]
    products = zip(program.upstreams, probe.ends, strict=True)
    return " + ".join(f"({names[upstream]} * {names[output]}).sum()" for upstream, output in products)


def gradcheck(program: Program, routine: Routine) -> Iterator[str]:
    """torch.autograd.gradcheck of the two passes as one function; only where there is one output, and every gradient
    is one by an input.
    """
    forward, names = program.forward, program.names
    if forward is None or len(program.probes[routine.derivatives[0]].ends) != 1:
        return
    by = {d.by.name: names[gradient_key(d)] for d in routine.derivatives}
    if not by.keys() <= set(forward.arguments):
        return
    given = ", ".join(names[key] for key in forward.arguments)
    kept = ", ".join(names[key] for key in (*forward.arguments, *forward.results))
    above = names[program.upstreams[0]] if program.upstreams else "scale"
    returned = [by.get(key, "None") for key in forward.arguments]
    if not program.upstreams:
        returned = [text if text == "None" else f"{above} * {text}" for text in returned]
    yield ""
    yield "class Layer(torch.autograd.Function):"
    yield "    @staticmethod"
    yield f"    def forward(ctx, {given}):"
    yield f"        {call(program, forward)}"
    yield f"        ctx.save_for_backward({kept})"
    yield f"        return {names[forward.results[0]]}"
    yield ""
    yield "    @staticmethod"
    yield f"    def backward(ctx, {above}):"
    yield f"        {kept}{',' * (len((*forward.arguments, *forward.results)) == 1)} = ctx.saved_tensors"
    yield f"        {call(program, routine)}"
    yield f"        return {', '.join(returned)}"
    yield ""
    for key in by:
        yield f"{names[key]}.requires_grad_()"
    yield f"assert torch.autograd.gradcheck(Layer.apply, ({given},))"
