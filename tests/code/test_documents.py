"""The code of documents: what they prove, the truth of what they get wrong, and what is left out and why."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from bnderive.code import code_of_document
from bnderive.settings import Settings
from tests.code.running import ran

DOCUMENTS = (
    "batch_norm.md",
    "batch_norm_seed.md",
    "gallery_of_slips.md",
    "group_norm.rst",
    "ioffe_szegedy_2015.tex",
    "l2_normalisation.md",
    "layer_norm.md",
    "layer_norm_kernel.py",
    "log_softmax.md",
    "rms_norm.tex",
    "softmax.qmd",
    "softmax_cross_entropy.md",
    "softmax_temperature.md",
    "standardisation.md",
    "weight_norm.md",
)
BATCH_NORM = r"""
$$\mu = \frac{1}{N} \sum_i x_i$$
$$\sigma^2 = \frac{1}{N} \sum_i (x_i - \mu)^2$$
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
$$y_i = \gamma \hat{x}_i + \beta$$
"""


def code(text: str, target: str = "numpy", name: str = "paper.md", with_test: bool = False) -> str:
    return code_of_document(name, text.encode(), "markdown", Settings(isolated=True), target, with_test)


def functions(text: str) -> list[str]:
    return [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_gradients_agree_with_finite_differences(name, tmp_path):
    pytest.importorskip("numpy", reason="generated NumPy code needs NumPy")
    text = code_of_document(name, Path("derivations", name).read_bytes(), None, Settings(), "numpy", with_test=True)
    assert any(function.startswith("test_") for function in functions(text))
    ran(text, tmp_path)


@pytest.mark.parametrize("target", ["torch", "jax"])
@pytest.mark.parametrize("name", ["batch_norm.md", "l2_normalisation.md", "softmax_temperature.md"])
def test_other_libraries(name, target, tmp_path):
    pytest.importorskip(target, reason=f"generated {target} code needs {target}")
    ran(
        code_of_document(name, Path("derivations", name).read_bytes(), None, Settings(), target, with_test=True),
        tmp_path,
    )


def test_a_proved_row_gives_its_own_formula():
    claim = r"$$\frac{\partial L}{\partial \beta} = \sum_k \frac{\partial L}{\partial y_k}$$"
    text = code(BATCH_NORM + claim)
    assert "∂L/∂β = Σₖ ∂L/∂yₖ    [paper.md:6]" in text
    assert "dbeta = dy.sum(axis=0)" in text


def test_a_wrong_row_gives_the_truth_and_says_so():
    claim = r"$$\frac{\partial L}{\partial \beta} = N \sum_k \frac{\partial L}{\partial y_k}$$"
    text = code(BATCH_NORM + claim)
    assert "paper.md:6: wrong as it is written" in text
    assert "dbeta = dy.sum(axis=0)" in text
    assert "the truth of what is wrong there" in text


def test_an_undecided_row_is_left_out():
    claim = r"$$\frac{\partial L}{\partial \beta} = \zeta \sum_k \frac{\partial L}{\partial y_k}$$"
    text = code(BATCH_NORM + claim)
    assert "paper.md:6: left out, since it is undecided" in text
    assert functions(text) == ["forward"]


def test_other_claims_are_named():
    claim = r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$"
    text = code(BATCH_NORM + claim)
    assert "paper.md: left out, since no total derivative of the loss or of an output: line 6" in text


def test_a_row_true_in_one_case_only_is_written_for_all():
    """∂y_j/∂x_i for i ≠ j: the row is right, and no formula for an array of all elements."""
    claim = r"$$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial x_i}$$"
    text = code(BATCH_NORM + claim)
    assert "dx = " in text
    assert "in closed form" in text


def test_abbreviations_over_gradients_belong_to_the_backward_pass(tmp_path):
    pytest.importorskip("numpy", reason="generated NumPy code needs NumPy")
    rows = r"""
$$g_i = \frac{\partial L}{\partial y_i}$$
$$c = \sum_i g_i \hat{x}_i$$
$$\frac{\partial L}{\partial \gamma} = c$$
"""
    text = code(BATCH_NORM + rows, with_test=True)
    assert "def backward(g, hat_x):" in text
    ran(text, tmp_path)


def test_a_document_without_derivatives():
    text = code(BATCH_NORM)
    assert "Nothing is proved here that code can be written of." in text


TWO_AXES = r"""
Layer normalisation of $N$ samples with $D$ features.

$$\mu_i = \frac{1}{D} \sum_{k=1}^{D} x_{ik}$$
$$v_i = \frac{1}{D} \sum_{k=1}^{D} (x_{ik} - \mu_i)^2$$
$$\hat{x}_{ik} = \frac{x_{ik} - \mu_i}{\sqrt{v_i + \epsilon}}$$
$$y_{ik} = \gamma_k \hat{x}_{ik} + \beta_k$$
$$\frac{\partial L}{\partial \gamma_k} = \sum_{i=1}^{N} \frac{\partial L}{\partial y_{ik}} \hat{x}_{ik}$$
$$\frac{\partial L}{\partial x_{ik}} = \frac{1}{D \sqrt{v_i + \epsilon}} \left(
D \gamma_k \frac{\partial L}{\partial y_{ik}}
- \sum_{l=1}^{D} \gamma_l \frac{\partial L}{\partial y_{il}}
- \hat{x}_{ik} \sum_{l=1}^{D} \gamma_l \frac{\partial L}{\partial y_{il}} \hat{x}_{il} \right)$$
"""


@pytest.mark.parametrize("target", ["numpy", "torch", "jax"])
def test_two_axes(target, tmp_path):
    pytest.importorskip(target, reason=f"generated {target} code needs {target}")
    text = code(TWO_AXES, target, with_test=True)
    assert "Takes dy (N, D), gamma (D,), hat_x (N, D), root_v_epsilon (N,)." in text
    ran(text, tmp_path)


def test_a_row_that_needs_larger_arrays_gives_way_to_the_closed_form():
    """Σ_j over N × N elements, where two sums over N do."""
    text = code_of_document("batch_norm.md", Path("derivations/batch_norm.md").read_bytes(), None, Settings(), "numpy")
    assert "np.eye" not in text
    assert "None" not in text.split("def backward")[1]


def test_definitions_that_change_have_functions_of_their_own(tmp_path):
    pytest.importorskip("numpy", reason="generated NumPy code needs NumPy")
    rows = r"""
$$\mu = \frac{1}{N} \sum_i x_i$$
$$z_i = x_i - \mu$$
$$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial z_i}
- \frac{1}{N} \sum_j \frac{\partial L}{\partial z_j}$$

Now let

$$z_i := 2 x_i$$
$$\frac{\partial L}{\partial x_i} = 2 \frac{\partial L}{\partial z_i}$$
"""
    text = code(rows, with_test=True)
    assert functions(text)[:4] == ["part1_forward", "part1_backward", "part2_forward", "part2_backward"]
    ran(text, tmp_path)


def test_what_holds_under_a_supposition_is_left_out():
    rows = r"""
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

With $\epsilon = 0$,

$$\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} \frac{x_i - \mu}{\sigma}$$
"""
    text = code(BATCH_NORM + rows)
    assert "dgamma" not in text
    assert "left out, since it is" in text
