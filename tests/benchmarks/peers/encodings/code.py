r"""`torch.autograd.gradcheck`, which compares the backward of code with finite differences.

Each claim is the code of an operation of its own: its forward is the left side's function of the one variable of the ∂,
its backward the page's right side times the incoming gradient. Statistics that the page holds still are constants, and
∂Ŝ_i/∂μ · ∂μ/∂S_i is the derivative of Ŝ_i by an S_i that is changed in μ alone. The products on the right of lines 23
and 67 have their true values. By hand: all of that. True says that this backward is the derivative, to about five
digits, at one random batch of five inputs; it says nothing of the page, nor of another batch.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.autograd import Function, gradcheck

from tests.benchmarks.peers.answers import CORRECT, WRONG, Answer, Question, sizes

Map = Callable[[torch.Tensor], torch.Tensor]
Backward = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def checked(forward: Map, backward: Backward, at: torch.Tensor) -> Answer:
    """`backward` takes the input and the incoming gradient."""

    class Page(Function):
        @staticmethod
        def forward(ctx, x):
            ctx.save_for_backward(x)
            return forward(x)

        @staticmethod
        def backward(ctx, incoming):
            return backward(*ctx.saved_tensors, incoming)

    point = at.detach().clone().requires_grad_()
    return Answer(CORRECT if gradcheck(Page.apply, (point,), raise_exception=False) else WRONG)


def random(size: int) -> torch.Tensor:
    return torch.randn(size, dtype=torch.float64, generator=torch.Generator().manual_seed(size))


# -- the definitions ---------------------------------------------------------------------------------------------------

gamma, epsilon = 1.7, 0.3


def variance_of(S: torch.Tensor) -> torch.Tensor:
    return ((S - S.mean()) ** 2).mean()


def root_of(S: torch.Tensor) -> torch.Tensor:
    return torch.sqrt(variance_of(S) + epsilon)


def normalised(S: torch.Tensor) -> torch.Tensor:
    return (S - S.mean()) / root_of(S)


# -- the claims on ∂Ŝ, ∂μ and ∂σ² --------------------------------------------------------------------------------------

N, here = 5, 2  # `here` is i, where a claim is checked for one i
inputs = random(N)
mu, variance, root = inputs.mean(), variance_of(inputs), root_of(inputs)


def changed(x: torch.Tensor) -> torch.Tensor:
    """The batch with x for S_i."""
    return torch.cat((inputs[:here], x, inputs[here + 1 :]))


one = inputs[here : here + 1]
PARTS: dict[str, tuple[Map, Backward, torch.Tensor]] = {
    "29": (lambda S: (S - mu) / root, lambda S, g: g * (1 / root), inputs),
    "39": (lambda m: (inputs - m) / root, lambda m, g: (g * (-1 / root)).sum(), mu),
    "41": (lambda S: S.mean(), lambda S, g: g * torch.full_like(S, 1 / N), inputs),
    "45": (lambda x: (one - changed(x).mean()) / root, lambda x, g: g * (-1 / (N * root)), one),
    "55": (
        lambda v: (inputs - mu) / torch.sqrt(v + epsilon),
        lambda v, g: (g * (-1 / 2) * (inputs - mu) * (v + epsilon) ** (-3 / 2)).sum(),
        variance,
    ),
    "57": (variance_of, lambda S, g: g * torch.full_like(S, 2 / N), inputs),
    "61": (
        lambda x: (one - mu) / torch.sqrt(variance_of(changed(x)) + epsilon),
        lambda x, g: g * -(x**2) / (N * root),
        one,
    ),
}

# -- the claims on ∂L/∂S_i ---------------------------------------------------------------------------------------------


def products(S: torch.Tensor, delta: torch.Tensor) -> torch.Tensor:
    root, N = root_of(S), len(S)
    return delta * gamma / root - 1 / (N * root) - (S - S.mean()) ** 2 / (N * root**3)


def line_71(S: torch.Tensor, delta: torch.Tensor) -> torch.Tensor:
    root, N = root_of(S), len(S)
    return delta * gamma * (1 / root - 1 / (N * root) - S**2 / (N * root))


def line_75(S: torch.Tensor, delta: torch.Tensor) -> torch.Tensor:
    return delta * gamma / root_of(S) * (1 - 1 / len(S) - S**2 / len(S))


def line_79(S: torch.Tensor, delta: torch.Tensor) -> torch.Tensor:
    return delta * gamma / (len(S) * root_of(S)) * (len(S) - 1 - S**2)


def closed(S: torch.Tensor, delta: torch.Tensor) -> torch.Tensor:
    hats = normalised(S)
    return gamma / (len(S) * root_of(S)) * (len(S) * delta - delta.sum() - hats * (delta * hats).sum())


def gradient(page: Callable[[torch.Tensor, torch.Tensor], torch.Tensor], size: int = N) -> Question:
    """L = Σ δ_j γ Ŝ_j, whose backward is the page's formula for each i."""
    delta = random(size + 1)[:size]

    def loss(S: torch.Tensor) -> torch.Tensor:
        return (delta * gamma * normalised(S)).sum()

    return lambda: checked(loss, lambda S, g: g * page(S, delta), random(size))


def part(name: str) -> Question:
    return lambda: checked(*PARTS[name])


def questions() -> dict[str, Question]:
    return {
        **{name: part(name) for name in PARTS},
        "23": gradient(products),
        "67": gradient(products),
        "71": gradient(line_71),
        "75": gradient(line_75),
        "79": gradient(line_79),
        "gradient": "it runs code, on a batch of some size",
        "slip": "it runs code, on a batch of some size",
        **sizes(lambda size: gradient(closed, size)),
    }
