"""`bnderive.layer`: SymPy expressions over a symbolic N, against others written here and explicit batches."""

from __future__ import annotations

from itertools import product

import pytest
import sympy
from sympy import IndexedBase, KroneckerDelta, Rational, Sum, Symbol, sqrt

import bnderive
from bnderive.errors import UsageError

N = Symbol("N", integer=True, positive=True)
FIRST, SECOND = Symbol("i", integer=True), Symbol("j", integer=True)
X, X_HAT, G = (IndexedBase(name, real=True) for name in ("x", "x_hat", "dL_dy"))
MU, VAR, GAMMA, BETA = (Symbol(name, real=True) for name in ("mu", "var", "gamma", "beta"))
EPSILON = Symbol("epsilon", positive=True)
ROOT = sqrt(VAR + EPSILON)


@pytest.fixture(scope="module")
def layer():
    return bnderive.layer("batchnorm")


def test_definitions(layer):
    assert layer.mu == Sum(X[FIRST], (FIRST, 1, N)) / N
    assert layer.var == Sum((X[FIRST] - MU) ** 2, (FIRST, 1, N)) / N
    assert layer.x_hat == (X[FIRST] - MU) / ROOT
    assert layer.y == GAMMA * X_HAT[FIRST] + BETA
    assert (layer.x, layer.gamma, layer.epsilon) == (X[FIRST], GAMMA, EPSILON)


def test_partials_hold_the_other_statistics(layer):
    assert layer.partial("x_hat", "x") == 1 / ROOT
    assert layer.partial("x_hat", "mu") == -1 / ROOT
    assert layer.partial("y", "beta") == 1
    assert layer.partial("mu", "x") == 1 / N
    assert layer.partial("mu", "gamma") == 0


def test_totals_recompute_everything(layer):
    jacobian = (N * KroneckerDelta(FIRST, SECOND) - 1 - X_HAT[FIRST] * X_HAT[SECOND]) / (N * ROOT)
    assert sympy.expand(layer.total("x_hat", "x") - jacobian) == 0
    assert sympy.expand(layer.total("y", "x") - GAMMA * jacobian) == 0
    assert layer.total("y", "gamma") == X_HAT[FIRST]


def test_loss_gradients(layer):
    assert layer.loss_gradient("beta") == Sum(G[SECOND], (SECOND, 1, N))
    assert layer.loss_gradient("gamma") == Sum(G[SECOND] * X_HAT[SECOND], (SECOND, 1, N))
    assert layer.loss_gradient("x_hat") == GAMMA * G[FIRST]


# -- against an explicit batch -----------------------------------------------------------------------------------------

SIZE = 3
XS, GS = sympy.symbols("x1:4", real=True), sympy.symbols("g1:4", real=True)
MEAN = sum(XS) / SIZE
VARIANCE = sum((x - MEAN) ** 2 for x in XS) / SIZE
HATS = [(x - MEAN) / sqrt(VARIANCE + EPSILON) for x in XS]
# σ² = 2/3 and 14: √(σ² + ε) is 1 and 5.
POINTS = [
    dict(zip(XS, batch, strict=True)) | dict(zip(GS, (1, 2, -4), strict=True)) | {EPSILON: epsilon, GAMMA: 3}
    for batch, epsilon in (((0, 1, 2), Rational(1, 3)), ((0, 3, 9), 11))
]


def value(expression, places, point):
    """A closed form on the batch: sums written out, then each symbol replaced by its value."""
    written = expression.replace(
        lambda node: isinstance(node, Sum), lambda node: sum(node.function.subs(SECOND, k) for k in range(1, SIZE + 1))
    ).subs({**places, N: SIZE})
    values = {MU: MEAN, VAR: VARIANCE}
    for k in range(SIZE):
        values |= {X[k + 1]: XS[k], X_HAT[k + 1]: HATS[k], G[k + 1]: GS[k]}
    return written.doit().subs(values).subs(point)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize(("i", "j"), list(product(range(SIZE), repeat=2)))
def test_the_jacobian_is_that_of_an_explicit_batch(layer, point, i, j):
    claimed = value(layer.total("x_hat", "x"), {FIRST: i + 1, SECOND: j + 1}, point)
    assert claimed == sympy.diff(HATS[j], XS[i]).subs(point)


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("i", range(SIZE))
def test_the_gradient_is_that_of_an_explicit_batch(layer, point, i):
    loss = sum(g * (GAMMA * hat + BETA) for g, hat in zip(GS, HATS, strict=True))
    assert value(layer.loss_gradient("x"), {FIRST: i + 1}, point) == sympy.diff(loss, XS[i]).subs(point)


# -- what a quantity is given by ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("a", ["x_hat", X_HAT, X_HAT[FIRST], (X[FIRST] - MU) / ROOT])
@pytest.mark.parametrize("b", ["var", VAR, Sum((X[FIRST] - MU) ** 2, (FIRST, 1, N)) / N])
def test_a_quantity_is_given_by_name_or_by_what_stands_for_it(layer, a, b):
    assert sympy.expand(layer.partial(a, b) + X_HAT[FIRST] / (2 * (VAR + EPSILON))) == 0


@pytest.mark.parametrize("bad", ["sigma", "", "__class__", "x_hat; 1", 3, None, [], Symbol("mu"), MU + 1])
def test_anything_else_is_refused(layer, bad):
    with pytest.raises(UsageError, match="it has x, mu, var, x_hat"):
        layer.partial(bad, "x")
    with pytest.raises(UsageError, match="it has x, mu, var, x_hat"):
        layer.loss_gradient(bad)


def test_an_unknown_attribute_names_the_known_ones(layer):
    with pytest.raises(AttributeError, match="x_hat"):
        _ = layer.rms
    assert {"mu", "x_hat", "total"} <= set(dir(layer))
