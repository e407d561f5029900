r"""A layer that was asked for: its names are quantities and no loss, however little the document says of them; where it
does not help, the report says why, and does not ask for a layer again.
"""

from __future__ import annotations

from itertools import chain, combinations

import pytest

from bnderive.check import check_text
from bnderive.report import Formula
from bnderive.settings import Settings

MEAN = r"\frac{\partial \mu}{\partial x_j} = \frac{1}{N}"
VARIANCE = r"\frac{\partial \sigma^2}{\partial x_j} = \frac{2 (x_j - \mu)}{N}"
GAIN = r"\frac{\partial \hat{x}_i}{\partial \gamma_j} = 0"
FALSE_MEAN = r"\frac{\partial \mu}{\partial x_j} = \frac{2}{N}"
FALSE_VARIANCE = r"\frac{\partial \sigma^2}{\partial x_j} = \frac{x_j - \mu}{N}"
TRUE, FALSE = (MEAN, VARIANCE, GAIN), (FALSE_MEAN, FALSE_VARIANCE)
STRANGE = r"\frac{\partial \mu}{\partial x_j} = \kappa"
LAYERS = ("layernorm", "batchnorm", "instancenorm")


def formulas(*displays: str, layer: str | None, head: str = "") -> tuple[Formula, ...]:
    text = head + "\n\n".join(f"$$\n{display}\n$$" for display in displays)
    return check_text(text, settings=Settings(layer=layer)).documents[0].formulas


def verdicts(*displays: str, layer: str | None = "layernorm", head: str = "") -> list[str | None]:
    return [formula.verdict for formula in formulas(*displays, layer=layer, head=head)]


def some(rows: tuple[str, ...]) -> list[tuple[str, ...]]:
    return list(chain.from_iterable(combinations(rows, size) for size in range(1, len(rows) + 1)))


@pytest.mark.parametrize("rows", some(TRUE))
def test_true_derivatives_alone_are_proved(rows: tuple[str, ...]) -> None:
    assert verdicts(*rows) == ["correct"] * len(rows)


@pytest.mark.parametrize("rows", some(FALSE))
def test_false_derivatives_alone_are_refuted(rows: tuple[str, ...]) -> None:
    assert verdicts(*rows) == ["wrong"] * len(rows)


@pytest.mark.parametrize("layer", LAYERS)
def test_the_layer_in_a_comment_is_the_layer_in_an_option(layer: str) -> None:
    comment = f"<!-- bnderive: layer {layer} -->\n\n"
    rows = (MEAN, FALSE_VARIANCE)
    assert verdicts(*rows, layer=None, head=comment) == verdicts(*rows, layer=layer) == ["correct", "wrong"]


def test_a_label_makes_no_other_quantity() -> None:
    labelled = [row.replace(r"\mu", r"\mu_B").replace(r"\sigma^2", r"\sigma_B^2") for row in (MEAN, VARIANCE)]
    assert verdicts(*labelled) == ["correct", "correct"]


@pytest.mark.parametrize("row", [STRANGE, r"2 \mu = \mu + \lambda", r"\frac{\partial \rho}{\partial \tau} = 1"])
@pytest.mark.parametrize("layer", LAYERS)
def test_nobody_who_gave_a_layer_is_asked_for_one(row: str, layer: str) -> None:
    (formula,) = formulas(row, layer=layer)
    assert formula.verdict == "undecided"
    assert "--layer" not in f"{formula.message} {formula.advice}"


def test_a_name_that_no_layer_has_is_said_to_be_missing_in_the_one_given() -> None:
    (formula,) = formulas(STRANGE, layer="layernorm")
    assert formula.rule == "BN211"
    assert "The layer layernorm has no such name" in (formula.message or "")


def test_without_a_layer_the_option_is_named() -> None:
    (formula,) = formulas(r"2 \kappa^3 = \kappa + \frac{1}{N}", layer=None)
    assert "--layer NAME" in (formula.message or "")


def test_the_loss_that_is_told_stays_the_loss() -> None:
    told = "<!-- bnderive: loss E -->\n\n"
    row = r"\frac{\partial E}{\partial \beta_j} = \frac{\partial E}{\partial y_j}"
    assert verdicts(row, head=told) == ["correct"]
