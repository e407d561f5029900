r"""SymPy, with `IndexedBase`, `Sum` over a symbolic N, `diff`, `doit` and `simplify`.

By hand: the reading of each ∂ (statistics are symbols where the page holds them still, sums where it does not), all
formulas, and that every index lies in its range (SymPy's derivative of a sum is a `Piecewise` over that). Three ways to
the gradient ∂L/∂S_i. *As defined*: μ and σ² are put in as the sums that they are on the page, and SymPy differentiates.
*σ² by moments*: the same with σ² = (1/N) Σ S_j² − μ². *By paths*: the chain rule over the paths through μ and σ² is
written out by hand, with Σ (S_j − μ) = 0 known; SymPy differentiates and compares the parts. A difference that becomes
zero is a proof for every N, as far as `simplify` and the person are right: which of the three succeeds is not known
before, and that the branches may be dropped is nowhere checked.
"""

from __future__ import annotations

from typing import Any

from sympy import IndexedBase, Piecewise, Rational, Sum, Symbol, diff, simplify, sqrt

from tests.benchmarks.peers.answers import Question, Sides, compared

N = Symbol("N", integer=True, positive=True)
i, j, k, l = (Symbol(name, integer=True) for name in "ijkl")
S, delta = IndexedBase("S", real=True), IndexedBase("delta", real=True)
mu, gamma = Symbol("mu", real=True), Symbol("gamma", real=True)
variance, epsilon = Symbol("sigma2", nonnegative=True), Symbol("epsilon", positive=True)


def total(term: Any, index: Symbol = j) -> Any:
    return Sum(term, (index, 1, N))


def summed(term: Any) -> Any:
    """Kronecker deltas summed: of the branches "i in 1 … N" and "not", the first is kept."""
    return term.doit().replace(Piecewise, lambda *branches: branches[0][0])


def derivative(of: Any, by: Any) -> Any:
    return summed(diff(of, by))


# -- the definitions ---------------------------------------------------------------------------------------------------

mean_of = total(S[k], k) / N
variance_of = total((S[j] - mu) ** 2) / N
root = sqrt(variance + epsilon)


def hat(index: Symbol) -> Any:
    return (S[index] - mu) / root


def loss() -> Any:
    """The part of L that is linear in the outputs; its coefficients are the upstream gradient."""
    return total(delta[l] * gamma * hat(l), l)


def put_in(term: Any) -> Any:
    """The statistics as the sums that they are."""
    return term.subs(variance, variance_of).subs(mu, mean_of)


def put_in_by_moments(term: Any) -> Any:
    return term.subs(variance, total(S[j] ** 2) / N - mu**2).subs(mu, mean_of)


# -- the claims --------------------------------------------------------------------------------------------------------


def gradient_by_paths() -> Any:
    through_mean = derivative(loss(), mu) * derivative(mean_of, S[i])
    through_variance = derivative(loss(), variance) * derivative(variance_of, S[i])
    return derivative(loss(), S[i]) + through_mean + through_variance


def gradient_as_defined() -> Any:
    return diff(put_in(loss()), S[i])


def gradient_by_moments() -> Any:
    return diff(put_in_by_moments(loss()), S[i])


def products() -> Any:
    """The right side of lines 23 and 67, whose factors are what they are."""
    direct = delta[i] * gamma * derivative(hat(i), S[i])
    through_mean = derivative(hat(i), mu) * derivative(mean_of, S[i])
    return direct + through_mean + derivative(hat(i), variance) * derivative(variance_of, S[i])


def closed(size: Any) -> Any:
    """The closed form of the gradient; its slip has 1 for N before δ_i."""
    others = total(delta[l], l) + hat(i) * total(delta[l] * hat(l), l)
    return gamma / (N * root) * (size * delta[i] - others)


def claims(gradient: Any, stated: Any) -> dict[str, Sides]:
    """`stated` writes a right side of a claim on the gradient in the quantities of the left side."""
    dg = delta[i] * gamma
    return {
        "23": lambda: (gradient(), stated(products())),
        "29": lambda: (derivative(hat(i), S[i]), 1 / root),
        "39": lambda: (derivative(hat(i), mu), -1 / root),
        "41": lambda: (derivative(mean_of, S[i]), 1 / N),
        "45": lambda: (derivative(hat(i), mu) * derivative(mean_of, S[i]), -1 / (N * root)),
        "55": lambda: (
            derivative(hat(i), variance),
            Rational(-1, 2) * (S[i] - mu) * (variance + epsilon) ** Rational(-3, 2),
        ),
        "57": lambda: (derivative(variance_of, S[i]), 2 / N),
        "61": lambda: (
            derivative(hat(i), variance) * derivative(variance_of, S[i]),
            -(S[i] ** 2) / (N * root),
        ),
        "67": lambda: (gradient(), stated(products())),
        "71": lambda: (gradient(), stated(dg * (1 / root - 1 / (N * root) - S[i] ** 2 / (N * root)))),
        "75": lambda: (gradient(), stated(dg / root * (1 - 1 / N - S[i] ** 2 / N))),
        "79": lambda: (gradient(), stated(dg / (N * root) * (N - 1 - S[i] ** 2))),
        "gradient": lambda: (gradient(), stated(closed(N))),
        "slip": lambda: (gradient(), stated(closed(1))),
    }


# -- the answers -------------------------------------------------------------------------------------------------------


def at_batch(rest: Any) -> Any:
    """The difference for S = (0, 3, 9) and ε = 11 at i = 3, where μ = 4, σ² = 14 and the root is 5."""
    inputs = {S[index]: value for index, value in ((1, 0), (2, 3), (3, 9))}
    upstream = {delta[index]: value for index, value in ((1, 2), (2, 3), (3, 7))}
    constants = {mu: 4, variance: 14, epsilon: 11, gamma: 2}
    return rest.subs({N: 3, i: 3}).doit().subs({**inputs, **upstream, **constants})


def is_zero(rest: Any) -> bool:
    return simplify(summed(rest)) == 0


def as_defined() -> dict[str, Question]:
    return compared(claims(gradient_as_defined, put_in), at_batch, is_zero)


def by_moments() -> dict[str, Question]:
    return compared(claims(gradient_by_moments, put_in_by_moments), at_batch, is_zero)


def by_paths() -> dict[str, Question]:
    return compared(claims(gradient_by_paths, lambda side: side), at_batch, is_zero)
