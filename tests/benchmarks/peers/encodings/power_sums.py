r"""SymPy and SymEngine (which has no sums), with every sum over the batch named as a symbol.

By hand: which sums occur (P1 = Σ S_j, P2 = Σ S_j², Q0 = Σ δ_j, Q1 = Σ δ_j S_j), that μ = P1/N, σ² = P2/N − μ² and
L = γ (Q1 − μ Q0)/√(σ²+ε), and how each sum depends on S_i (∂P1 = 1, ∂P2 = 2 S_i, ∂Q1 = δ_i): the chain rule over the
batch is the person's, what is left to the peer is calculus in eleven letters. SymPy compares by `simplify`; SymEngine,
which has none, by `expand` of the difference times the root cubed. Zero is a proof for every N of what was encoded; a
slip in the rules for the sums would be proved with it.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

from tests.benchmarks.peers.answers import Question, Sides, compared

LETTERS = "S_i delta_i P1 P2 Q0 Q1 N gamma epsilon mu sigma2"


def claims(algebra: ModuleType) -> dict[str, Sides]:
    S, delta, P1, P2, Q0, Q1, N, gamma, epsilon, mu, variance = algebra.symbols(LETTERS)
    half = algebra.Rational(1, 2)

    def derivative(of: Any) -> Any:
        """∂/∂S_i, through every sum."""
        return of.diff(S) + of.diff(P1) + 2 * S * of.diff(P2) + delta * of.diff(Q1)

    mean_of = P1 / N
    variance_of = P2 / N - 2 * mu * P1 / N + mu**2
    still = algebra.sqrt(variance + epsilon)
    hat = (S - mu) / still

    total_variance = P2 / N - mean_of**2
    root = algebra.sqrt(total_variance + epsilon)
    gradient = derivative(gamma * (Q1 - mean_of * Q0) / root)
    projected = (Q1 - mean_of * Q0) / root
    dg = delta * gamma

    def products() -> Any:
        direct = dg * hat.diff(S)
        right = direct + hat.diff(mu) * derivative(mean_of) + hat.diff(variance) * derivative(variance_of)
        return right.subs({mu: mean_of, variance: total_variance})

    def closed(size: Any) -> Any:
        return gamma / (N * root) * (size * delta - Q0 - (S - mean_of) / root * projected)

    return {
        "23": lambda: (gradient, products()),
        "29": lambda: (hat.diff(S), 1 / still),
        "39": lambda: (hat.diff(mu), -1 / still),
        "41": lambda: (derivative(mean_of), 1 / N),
        "45": lambda: (hat.diff(mu) * derivative(mean_of), -1 / (N * still)),
        "55": lambda: (hat.diff(variance), -half * (S - mu) * (variance + epsilon) ** (-3 * half)),
        "57": lambda: (derivative(variance_of), 2 / N),
        "61": lambda: (hat.diff(variance) * derivative(variance_of), -(S**2) / (N * still)),
        "67": lambda: (gradient, products()),
        "71": lambda: (gradient, dg * (1 / root - 1 / (N * root) - S**2 / (N * root))),
        "75": lambda: (gradient, dg / root * (1 - 1 / N - S**2 / N)),
        "79": lambda: (gradient, dg / (N * root) * (N - 1 - S**2)),
        "gradient": lambda: (gradient, closed(N)),
        "slip": lambda: (gradient, closed(1)),
    }


# S = (0, 3, 9), i = 3, δ = (2, 3, 7), ε = 11, γ = 2: μ = 4, σ² = 14, and the root is 5.
BATCH = dict(zip(LETTERS.split(), (9, 7, 12, 90, 12, 72, 3, 2, 11, 4, 14), strict=True))


def in_sympy() -> dict[str, Question]:
    import sympy

    values = {sympy.Symbol(name): value for name, value in BATCH.items()}
    return compared(claims(sympy), lambda rest: rest.subs(values), lambda rest: sympy.simplify(rest) == 0)


def in_symengine() -> dict[str, Question]:
    import symengine

    values = {symengine.Symbol(name): value for name, value in BATCH.items()}

    def is_zero(rest: Any) -> bool:
        """The root that occurs is √(σ²+ε), with σ² a symbol or the function of the sums."""
        _, _, P1, P2, _, _, N, _, epsilon, _, variance = symengine.symbols(LETTERS)
        bases = (variance + epsilon, P2 / N - (P1 / N) ** 2 + epsilon)
        return any(symengine.expand(rest * symengine.sqrt(base) ** 3) == 0 for base in bases)

    return compared(claims(symengine), lambda rest: rest.subs(values), is_zero)
