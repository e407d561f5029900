r"""tensorgrad, with S and δ as vectors over an axis of symbolic size n, `grad` and `full_simplify`.

By hand: the reading of each ∂ (a statistic is a scalar variable where the page holds it still), all formulas as
tensors; ∂Ŝ_i/∂S_i is the Jacobian, which must be the page's value on the diagonal and zero off it; the products on the
right of lines 23 and 67 have their true values. The gradient ∂L/∂S_i is that of the definitions as they stand, with
nothing rewritten. A difference that `full_simplify` makes `Zero` is a proof for every size, and no peer needs less help
to get there. The batch of numbers goes through the code that tensorgrad's compiler writes, called without its wrapper,
which asks for named tensors that this PyTorch does not have.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import sympy
import tensorgrad.functions as F
import torch
from tensorgrad import Delta, Ones, Sum, Variable, Zero
from tensorgrad.compiler import compile_to_callable

from tests.benchmarks.peers.answers import Question, Sides, compared

n = sympy.Symbol("n")
S, delta = Variable("S", n), Variable("delta", n)
mu, variance, gamma, epsilon = (Variable(name) for name in ("mu", "sigma2", "gamma", "epsilon"))
N, one = Delta(n), Ones(n)

# -- the definitions: a statistic as a variable, and as it is ----------------------------------------------------------

mean_of = F.mean(S, "n")
variance_of = F.mean((S - mu) ** 2, "n")
still = (variance + epsilon) ** Fraction(1, 2)
hat = (S - mu) / still

root = (F.mean((S - mean_of) ** 2, "n") + epsilon) ** Fraction(1, 2)
normalised = (S - mean_of) / root
gradient = F.sum(delta * gamma * normalised).grad(S, {"n": "n"})


def by_input(of: Any) -> Any:
    """∂/∂S_i of a scalar."""
    return of.grad(S, {"n": "n"})


# -- the claims --------------------------------------------------------------------------------------------------------


def products() -> Any:
    direct = delta * gamma / root
    through_mean = -one / (N * root)
    return direct + through_mean - (S - mean_of) ** 2 / (N * root**3)


def closed(size: Any) -> Any:
    return gamma / (N * root) * (size * delta - F.sum(delta) - normalised * F.sum(delta * normalised))


dg = delta * gamma
CLAIMS: dict[str, Sides] = {
    "23": lambda: (gradient, products()),
    "29": lambda: (hat.grad(S, {"n": "m"}), Delta(n, "n", "m") / still),
    "39": lambda: (hat.grad(mu), -one / still),
    "41": lambda: (by_input(mean_of), one / N),
    "45": lambda: (hat.grad(mu) * by_input(mean_of), -one / (N * still)),
    "55": lambda: (hat.grad(variance), Fraction(-1, 2) * (S - mu) * (variance + epsilon) ** Fraction(-3, 2)),
    "57": lambda: (by_input(variance_of), 2 * one / N),
    "61": lambda: (hat.grad(variance) * by_input(variance_of), -(S**2) / (N * still)),
    "67": lambda: (gradient, products()),
    "71": lambda: (gradient, dg * (one / root - one / (N * root) - S**2 / (N * root))),
    "75": lambda: (gradient, dg / root * (one - one / N - S**2 / N)),
    "79": lambda: (gradient, dg / (N * root) * (N - 1 - S**2)),
    "gradient": lambda: (gradient, closed(N)),
    "slip": lambda: (gradient, closed(1)),
}


# -- the answers -------------------------------------------------------------------------------------------------------

# S = (0, 3, 9), δ = (2, 3, 7), ε = 11, γ = 2: μ = 4, σ² = 14, and the root is 5.
BATCH = {"S": (0, 3, 9), "delta": (2, 3, 7), "mu": 4, "sigma2": 14, "epsilon": 11, "gamma": 2}


def at_batch(rest: Any) -> float:
    """The largest element of the difference, 0 within rounding."""
    program = compile_to_callable(rest)
    code = program.codegen.specialize({n: 3}, dtype=torch.float64)
    values = [torch.tensor(BATCH[variable.name], dtype=torch.float64) for variable in program.vars]
    [result] = code(*values)
    return round(float(result.abs().max()), 9)


def is_zero(rest: Any) -> bool:
    simple = rest.full_simplify()
    return isinstance(simple, Zero) or (isinstance(simple, Sum) and not simple.terms)


def questions() -> dict[str, Question]:
    return compared(CLAIMS, at_batch, is_zero)
