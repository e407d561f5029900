"""The code of every standard layer: run, against finite differences and against forward passes written here."""

from __future__ import annotations

import re

import pytest

from bnderive.code import code_of_document, code_of_layer
from bnderive.layers import standard_layers
from bnderive.settings import Settings
from tests.code.running import ran, run

NAMES = [layer.names[0] for layer in standard_layers()]
NORMALISED = "(x - x.mean(0)) / np.sqrt(x.var(0) + epsilon)"
# The arguments of each layer, and its output as NumPy's own functions give it.
FORWARD = {
    "batchnorm": ("x, gamma, beta, epsilon", f"gamma * {NORMALISED} + beta"),
    "instancenorm": ("x, gamma, beta, epsilon", f"gamma * {NORMALISED} + beta"),
    "layernorm": ("x, gamma, beta, epsilon", f"gamma * {NORMALISED} + beta"),
    "groupnorm": ("x, gamma, beta, epsilon", f"gamma * {NORMALISED} + beta"),
    "rmsnorm": ("x, gamma, epsilon", "gamma * x / np.sqrt(np.mean(x * x, 0) + epsilon)"),
    "standardisation": ("x", "(x - x.mean(0)) / x.std(0)"),
    "sample_standardisation": ("x", "(x - x.mean(0)) / x.std(0, ddof=1)"),
    "l2norm": ("x", "x / np.linalg.norm(x, axis=0)"),
    "weightnorm": ("v, g", "g * v / np.linalg.norm(v, axis=0)"),
    "softmax": ("a", "1 / np.exp(a[None, :] - a[:, None]).sum(1)"),
    "logsoftmax": ("a", "a - np.log(np.exp(a).sum(0))"),
    "onehotcrossentropy": ("a", "np.log(np.exp(a).sum(0)) - a"),
    "crossentropy": ("a, omega", "np.log(np.exp(a).sum(0)) - (omega * a).sum(0) / omega.sum(0)"),
}
SCALARS = {"gamma", "beta", "epsilon", "g"}
PER_ELEMENT = {"layernorm": {"gamma", "beta"}, "groupnorm": {"gamma", "beta"}, "rmsnorm": {"gamma"}}


def inputs(name: str, further: str = "") -> str:
    """Lines that give every argument of a layer random values, one line each."""
    arguments, _ = FORWARD[name]
    arrays = {a for a in arguments.split(", ") if a not in SCALARS} | PER_ELEMENT.get(name, set())
    lines = ["numbers = np.random.default_rng(7)"]
    for argument in arguments.split(", "):
        shape = f"(6, {further})" if argument in arrays else f"({further})"
        lines.append(f"{argument} = numbers.uniform(0.2, 1.7, {shape})")
    return "\n".join(lines)


@pytest.fixture(autouse=True)
def _numpy() -> None:
    pytest.importorskip("numpy", reason="generated NumPy code needs NumPy")


@pytest.mark.parametrize("name", NAMES)
def test_gradients_agree_with_finite_differences(name, tmp_path):
    ran(code_of_layer(name, "numpy", with_test=True), tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_forward_is_the_layer(name, tmp_path):
    """As NumPy's own functions have it; and what it gives for a whole array is what it gives for each slice of it."""
    arguments, output = FORWARD[name]
    slices = ", ".join(f"{argument}[..., k]" for argument in arguments.split(", "))
    lines = [
        "def all_of(results):",
        "    return results if isinstance(results, tuple) else (results,)",
        inputs(name),
        f"np.testing.assert_allclose(all_of({name}_forward({arguments}))[0], {output}, rtol=1e-12)",
        inputs(name, "3"),
        f"whole = all_of({name}_forward({arguments}))",
        "for k in range(3):",
        f"    one = all_of({name}_forward({slices}))",
        "    for left, right in zip(whole, one, strict=True):",
        "        np.testing.assert_allclose(left[..., k], right, rtol=1e-12)",
    ]
    ran(code_of_layer(name, "numpy"), tmp_path, "\n".join(lines))


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_in_the_backward_pass_fails_its_test(name, tmp_path):
    """The test that goes with the code can fail: each gradient, doubled, is found out."""
    text = code_of_layer(name, "numpy", with_test=True)
    before, backward = text.split(f"def {name}_backward", 1)
    result = re.search(r"return (\w+)", backward)
    assert result is not None
    slipped = backward.replace(result.group(), f"{result[1]} = 2 * {result[1]}\n    {result.group()}", 1)
    done = run(f"{before}def {name}_backward{slipped}", tmp_path)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr


def test_batch_normalisation_as_a_kernel_writer_would():
    """Each Σ once, the gradients of the parameters used again, the statistics taken from the forward pass."""
    text = code_of_layer("batchnorm", "numpy")
    assert text.split('"""')[4].strip().splitlines() == [
        "N = dy.shape[0]",
        "    dbeta = dy.sum(axis=0)",
        "    dgamma = (dy * x_hat).sum(axis=0)",
        "    dx = gamma / (N * root_var_epsilon) * (N * dy - dbeta - dgamma * x_hat)",
        "    return dx, dgamma, dbeta",
    ]


def test_softmax_does_not_overflow(tmp_path):
    """Large scores: the forward pass is shifted, which is proved to change nothing; a warning would fail the test."""
    for name in ("softmax", "logsoftmax", "onehotcrossentropy"):
        text = code_of_layer(name, "numpy")
        assert "shifted_a = a - a.max(axis=0)" in text
        lines = f"print({name}_forward(np.array([1000.0, 1001.0]))[0])"
        assert "nan" not in ran(text, tmp_path, lines)


def test_what_a_shift_changes_is_not_shifted(tmp_path):
    """log Σ exp is no function of the differences."""
    document = r"$$s = \log \sum_j e^{a_j}$$ $$y_i = s a_i$$ $$\frac{\partial L}{\partial a_i} = 0$$"
    text = code_of_document("a.md", document.encode(), "markdown", Settings(isolated=True), "numpy", with_test=True)
    assert "shifted" not in text
    assert "da = " in text
    ran(text, tmp_path)


def test_a_product_that_is_needed_often_is_computed_once():
    text = code_of_layer("layernorm", "numpy")
    assert text.count("gamma * dy") == 1
    assert "gamma_dy = gamma * dy" in text


@pytest.mark.parametrize("name", NAMES)
def test_docstrings_say_what_is_proved(name):
    text = code_of_layer(name, "numpy")
    assert "Proved for every N by bnderive" in text
    assert f"[standard layer {name}]" in text
    assert "root" not in text or "ε > 0" in text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("target", ["torch", "jax"])
def test_other_libraries(name, target, tmp_path):
    """The generated test: torch.autograd.gradcheck and autograd, or jax.vjp."""
    pytest.importorskip(target, reason=f"generated {target} code needs {target}")
    text = code_of_layer(name, target, with_test=True)
    assert ("torch.autograd.gradcheck" if target == "torch" else "jax.vjp") in text
    ran(text, tmp_path)


def test_the_formula_that_needs_least_is_written():
    """∂L/∂v could be written with w, and a division by g, which may be zero."""
    text = code_of_layer("weightnorm", "numpy")
    assert "g ≠ 0" not in text
    assert "/ (g" not in text
