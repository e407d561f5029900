r"""SymPy and SymEngine on a batch written out: N symbols S_1 … S_N, a symbol for each upstream gradient.

By hand: all formulas; the loss is linear in the outputs. The peer differentiates L by S_1 and compares with the closed
form. SymPy compares by `simplify`, as one writes it; or, as SymEngine, which has no `simplify`: the person names what
stands under the root, multiplies the difference by the root cubed, and `expand` makes zero of the polynomial that is
left. What is proved holds for this N alone.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from tests.benchmarks.peers.answers import CORRECT, NONE, Answer, Question, sizes


def difference(algebra: ModuleType, size: int) -> tuple[Any, Any]:
    """∂L/∂S_1 less its closed form, and what stands under the root."""
    inputs = algebra.symbols(" ".join(f"S_{k}" for k in range(1, size + 1)))
    upstream = algebra.symbols(" ".join(f"delta_{k}" for k in range(1, size + 1)))
    gamma, epsilon = algebra.symbols("gamma epsilon")
    mean = sum(inputs) / size
    base = sum((x - mean) ** 2 for x in inputs) / size + epsilon
    root = algebra.sqrt(base)
    hats = [(x - mean) / root for x in inputs]
    projected = sum(d * hat for d, hat in zip(upstream, hats, strict=True))
    closed = gamma / (size * root) * (size * upstream[0] - sum(upstream) - hats[0] * projected)
    return (gamma * projected).diff(inputs[0]) - closed, base


def answer(rest: Any) -> Answer:
    return Answer(CORRECT) if rest == 0 else Answer(NONE, "the difference is not brought to zero")


def sympy_simplify() -> dict[str, Question]:
    import sympy

    return sizes(lambda size: lambda: answer(sympy.simplify(difference(sympy, size)[0])))


def expanded(algebra: ModuleType, size: int) -> Answer:
    rest, base = difference(algebra, size)
    named = algebra.Symbol("b")
    return answer(algebra.expand(rest.subs({base: named}) * algebra.sqrt(named) ** 3))


def sympy_expand() -> dict[str, Question]:
    import sympy

    return sizes(lambda size: lambda: expanded(sympy, size))


def symengine_expand() -> dict[str, Question]:
    import symengine

    return sizes(lambda size: lambda: expanded(symengine, size))
