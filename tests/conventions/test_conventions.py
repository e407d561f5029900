r"""Shorthands of a document: a name means a gradient where the document shows it, and nothing where it does not."""

from __future__ import annotations

import pytest

import bnderive
from tests.layer.documents import last_of, report_of
from tests.survey.documents import BATCH_NORM

# the gradient of batch normalisation, G(x, y_i, y_k); WRONG leaves a 1/N out
GRADIENT = (
    r"{0} = \frac{{\gamma}}{{\sqrt{{\sigma^2 + \epsilon}}}} "
    r"\left( {1} - \frac{{1}}{{N}} \sum_k {2} - \hat{{x}}_i {3} \sum_k {2} \hat{{x}}_k \right)"
)
NAMES = (
    ((), r"\mathrm{dx}_i", r"\mathrm{dy}_i", r"\mathrm{dy}_k"),
    ((), r"\text{dx}_i", r"\text{dy}_i", r"\text{dy}_k"),
    ((), r"\mathrm{dx}_i", r"\mathrm{dout}_i", r"\mathrm{dout}_k"),
    ((), r"\mathrm{grad\_x}_i", r"\mathrm{grad\_y}_i", r"\mathrm{grad\_y}_k"),
    ((), r"\mathrm{dL\_dx}_i", r"\mathrm{dL\_dy}_i", r"\mathrm{dL\_dy}_k"),
    ((), r"\mathrm{grad}_{x_i}", r"\mathrm{grad}_{y_i}", r"\mathrm{grad}_{y_k}"),
    ((), r"\nabla_{x_i}", r"\nabla_{y_i}", r"\nabla_{y_k}"),
    ((), r"\triangledown_{x_i}", r"\triangledown_{y_i}", r"\triangledown_{y_k}"),
    ((r"g_{y_i} := \frac{\partial L}{\partial y_i}",), "g_{x_i}", "g_{y_i}", "g_{y_k}"),
    ((r"\bar{y}_i = \frac{\partial L}{\partial y_i}",), r"\bar{x}_i", r"\bar{y}_i", r"\bar{y}_k"),
    (("Bars denote adjoints.",), r"\bar{x}_i", r"\bar{y}_i", r"\bar{y}_k"),
    ((r"Write $g_i$ for $\partial L / \partial y_i$.",), r"\frac{\partial L}{\partial x_i}", "g_i", "g_k"),
    ((r"Denote by $g_i$ the gradient $\partial L / \partial y_i$.",), r"\frac{\partial L}{\partial x_i}", "g_i", "g_k"),
    ((r"We denote $\frac{\partial L}{\partial y_i}$ by $g_i$.",), r"\frac{\partial L}{\partial x_i}", "g_i", "g_k"),
    ((r"Then $\frac{\partial L}{\partial y_i}$ is denoted $g_i$.",), r"\frac{\partial L}{\partial x_i}", "g_i", "g_k"),
    (
        ("Let $g_i$ denote the gradient of the loss with respect to $y_i$.",),
        r"\frac{\partial L}{\partial x_i}",
        "g_i",
        "g_k",
    ),
)


@pytest.mark.parametrize(("said", "left", "here", "there"), NAMES)
def test_names_of_gradients(said: tuple[str, ...], left: str, here: str, there: str) -> None:
    for factor, expected in ((r"\frac{1}{N}", "correct"), ("", "wrong")):
        formula = GRADIENT.format(left, here, there, factor)
        assert last_of(*BATCH_NORM, *said, formula).verdict == expected


def test_a_gradient_by_nabla_multiplies_what_stands_after_it() -> None:
    assert last_of(*BATCH_NORM, r"\nabla_{\gamma} = \sum_i \nabla_{y_i} \hat{x}_i").verdict == "correct"
    assert last_of(*BATCH_NORM, r"\nabla_{\gamma} = \sum_i \nabla_{y_i} x_i").verdict == "wrong"
    assert last_of(*BATCH_NORM, r"\nabla_{x_i} \mu = \frac{1}{N}").verdict == "correct"


@pytest.mark.parametrize(
    "formula",
    [
        r"\mathrm{dmu} = \frac{1}{N} \sum_i \mathrm{dx}_i",  # true of differentials
        r"\bar{x} = \frac{1}{N} \sum_k x_k",
        r"g_{x_i} = \gamma g_{y_i}",
        r"\mathrm{dim}_i = 3",
    ],
)
def test_what_the_document_does_not_show_is_not_called_wrong(formula: str) -> None:
    assert last_of(*BATCH_NORM, formula).verdict != "wrong"


def test_a_mean_is_no_adjoint_where_bars_mean_both() -> None:
    adjoint = r"\bar{y}_i = \frac{\partial L}{\partial y_i}"
    assert last_of(*BATCH_NORM, adjoint, r"\bar{x} = \frac{1}{N} \sum_k x_k").verdict is None
    assert last_of(*BATCH_NORM, adjoint, r"\bar{x} = \frac{1}{N} \sum_k x_k", r"\mu = \bar{x}").verdict == "correct"


SUPERSCRIPTS = (r"\mu = \frac{1}{m} \sum_{l=1}^m x^l", r"\hat{x}^l = x^l - \mu")


def test_superscripts_are_indices_where_the_document_uses_them_so() -> None:
    assert last_of(*SUPERSCRIPTS, r"\frac{\partial \mu}{\partial x^l} = \frac{1}{m}").verdict == "correct"
    centred = r"\frac{\partial \hat{x}^l}{\partial x^k} = \delta_{lk} {} \frac{1}{m}"
    assert last_of(*SUPERSCRIPTS, centred.replace("{}", "-")).verdict == "correct"
    assert last_of(*SUPERSCRIPTS, centred.replace("{}", "+")).verdict == "wrong"
    assert last_of(*SUPERSCRIPTS, r"\sum_l (\hat{x}^l)^2 = \sum_l (x^l)^2 - m \mu^2").verdict == "correct"


def test_a_power_stays_a_power() -> None:
    assert last_of(*BATCH_NORM, r"x_i^k = 3").verdict == "undecided"


def test_abbreviations_stand_where_their_author_wrote_them() -> None:
    text = "One line.\n\nWe write $g_i$ for $\\partial L / \\partial y_i$ here.\n\n$$g_i = g_i$$\n"
    first = next(iter(bnderive.check_text(text)))
    assert (first.role, first.line, first.column) == ("definition", 3, 11)
    assert report_of("Let $n$ be $m$.", "a = b").documents[0].formulas[0].latex == "a = b"
