"""The standard layers find themselves, are read without a remark, and are shown within the width."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

import bnderive
from bnderive import layers
from bnderive.errors import UsageError
from bnderive.layers import standard_layer, standard_layers
from bnderive.show import as_document, show

FILES = sorted(p.stem for p in Path(layers.__file__).parent.glob("*.py") if p.stem != "__init__")
LAYERS = {layer.names[0]: layer for layer in standard_layers()}


def test_every_file_is_a_layer():
    assert len(standard_layers()) == len(FILES)
    assert "batch_norm" in FILES


def test_no_two_layers_share_a_name():
    names = [name for layer in standard_layers() for name in layer.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["batchnorm", "batch_norm", "Batch-Norm", " BN ", "batch normalization"])
def test_names(name):
    assert standard_layer(name).names[0] == "batchnorm"


@pytest.mark.parametrize("name", ["batchnrm", "", "norm\x1b[31m", "../batch_norm"])
def test_unknown_names_are_refused_with_those_that_there_are(name):
    with pytest.raises(UsageError, match="batchnorm"):
        standard_layer(name)


def test_the_nearest_name_is_proposed():
    with pytest.raises(UsageError, match="did you mean batchnorm"):
        standard_layer("batchnrom")
    with pytest.raises(UsageError) as refused:
        standard_layer("zzz")
    assert "did you mean" not in str(refused.value)


@pytest.mark.parametrize("name", LAYERS)
def test_the_definitions_are_read_without_a_problem(name):
    report = bnderive.check_text(LAYERS[name].markdown)
    assert {row.role for row in report} == {"definition"}
    assert {problem.name for problem in report.documents[0].problems} <= {"unused-definition"}
    assert report.ok


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (r"\frac{\partial \mu}{\partial x_i}", r"\frac{1}{N}", "correct"),
        (r"\frac{\partial L}{\partial \beta}", r"\sum_i \frac{\partial L}{\partial y_i}", "correct"),
        (r"\frac{\partial \sigma^2}{\partial x_i}", r"\frac{2}{N}", "wrong"),
        (r"\frac{\partial L}{\partial \beta}", r"\frac{\partial L}{\partial y_i}", "wrong"),
    ],
)
def test_prove_in_a_standard_layer(left, right, verdict):
    assert bnderive.prove(left, right, layer="batchnorm").verdict == verdict


# -- show --------------------------------------------------------------------------------------------------------------

SHOWN = [
    "∂yᵢ/∂γ = x̂ᵢ",
    "∂yᵢ/∂β = 1",
    "∂yᵢ/∂x̂ᵢ = γ",
    "∂x̂ᵢ/∂xᵢ = 1/√(σ²+ε)",
    "∂x̂ᵢ/∂μ = −1/√(σ²+ε)",
    "∂x̂ᵢ/∂σ² = −x̂ᵢ/(2(σ² + ε))",
    "∂σ²/∂xᵢ = 2/N (xᵢ − μ)",
    "∂σ²/∂μ = 0, because Σⱼ (xⱼ − μ) = 0",
    "∂μ/∂xᵢ = 1/N",
    "∂x̂ⱼ/∂xᵢ = (Nδᵢⱼ − 1 − x̂ᵢ x̂ⱼ)/(N√(σ²+ε))",
    "∂L/∂xᵢ = γ/(N√(σ²+ε)) (N · ∂L/∂yᵢ − Σⱼ ∂L/∂yⱼ − x̂ᵢ Σⱼ ∂L/∂yⱼ · x̂ⱼ)",
    "∂L/∂γ = Σⱼ ∂L/∂yⱼ · x̂ⱼ",
    "∂L/∂β = Σⱼ ∂L/∂yⱼ",
]


def test_show_prints_every_derivative():
    lines = [line.strip() for line in show("batchnorm", width=100).splitlines()]
    assert [line for line in lines if line.startswith("∂")] == SHOWN


@pytest.mark.parametrize("width", [40, 60, 80])
def test_only_latex_is_wider_than_the_page(width):
    wide = [line for line in show("batchnorm", batch_size=3, width=width).splitlines() if cell_len(line) > width]
    assert all(line.startswith("      \\") for line in wide)


def test_colour_changes_no_word():
    assert "\x1b" not in show("batchnorm")
    colored = show("batchnorm", color=True)
    assert "\x1b[" in colored


def test_show_on_an_explicit_batch():
    shown = show("batchnorm", batch_size=2, width=200)
    assert "∂μ/∂x₁ = 1/2" in shown
    assert "∂σ²/∂μ = 2*mu - x_1 - x_2" in shown
    assert "∂L/∂β = dL_dy_1 + dL_dy_2" in shown
    assert "All closed forms above agree" in shown


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_is_shown_and_agrees_with_an_explicit_batch(name):
    shown = show(name, batch_size=2)
    assert "closed forms" in shown
    assert shown.count(" = ") > len(LAYERS[name].partials)


def test_a_batch_on_which_a_layer_has_no_value():
    with pytest.raises(UsageError, match="no value on a batch of 1"):
        show("sample_standardisation", batch_size=1)


def test_what_has_no_exact_value_is_said_not_to_be_compared():
    assert "Not compared, for want of exact values: ∂L/∂tᵢ." in show("crossentropy", batch_size=2)


@pytest.mark.parametrize("size", [1, 16])
def test_a_batch_that_is_too_large_to_print_is_compared_all_the_same(size):
    shown = show("batchnorm", batch_size=size)
    assert "All closed forms above agree" in shown
    assert ("dL_dy_1" in shown) == (size == 1)


@pytest.mark.parametrize("size", [0, -1, 65])
def test_batch_sizes_out_of_range(size):
    with pytest.raises(UsageError, match="1 to 64"):
        show("batchnorm", batch_size=size)


@pytest.mark.parametrize("name", LAYERS)
def test_as_a_document_every_derivative_is_proved(name):
    """The reader and the judge know nothing of where the closed forms come from."""
    report = bnderive.check_text(as_document(name), settings=bnderive.Settings(layer=name, isolated=True))
    layer, (document,) = LAYERS[name], report.documents
    claims = [formula for formula in document.formulas if formula.role == "claim"]
    assert len(claims) == len(layer.partials) + len(layer.jacobians) + len(layer.gradients)
    assert {formula.verdict for formula in claims} == {"correct"}
    assert document.problems == ()
