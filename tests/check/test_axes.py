"""Whole documents over several axes: every verdict is told by hand."""

from __future__ import annotations

import pytest

from bnderive.check import check_text
from bnderive.report import Formula

COLUMNS = r"""
$$\mu_j = \frac{1}{N} \sum_{i=1}^N x_{ij}$$
$$\sigma_j^2 = \frac{1}{N} \sum_{i=1}^N (x_{ij} - \mu_j)^2$$
$$\hat{x}_{ij} = \frac{x_{ij} - \mu_j}{\sqrt{\sigma_j^2 + \epsilon}}$$
$$y_{ij} = \gamma_j \hat{x}_{ij} + \beta_j$$
"""
LAYER_NORM = r"""
$$\mu_b = \frac{1}{H} \sum_{h=1}^{H} x_{bh}, \qquad \sigma_b^2 = \frac{1}{H} \sum_{h=1}^{H} (x_{bh} - \mu_b)^2$$
$$\hat{x}_{bh} = \frac{x_{bh} - \mu_b}{\sqrt{\sigma_b^2 + \epsilon}}, \qquad y_{bh} = \gamma_h \hat{x}_{bh} + \beta_h$$
"""
LINEAR = r"$$y_{ij} = \sum_{k=1}^K x_{ik} w_{kj} + b_j$$"
SOFTMAX = r"""
$$p_{nk} = \frac{e^{a_{nk}}}{\sum_{l=1}^K e^{a_{nl}}}$$
$$L = -\sum_{n=1}^N \sum_{k=1}^K t_{nk} \log p_{nk}$$
"""
UP = r"\frac{\partial L}{\partial y_{%s}}"
IJ, KJ, BH, BK = (UP % letters for letters in ("ij", "kj", "bh", "bk"))

RIGHT = [
    (COLUMNS, rf"\frac{{\partial L}}{{\partial \gamma_j}} = \sum_{{i=1}}^N {IJ} \hat{{x}}_{{ij}}"),
    (COLUMNS, rf"\frac{{\partial L}}{{\partial \beta_j}} = \sum_i {IJ}"),
    (COLUMNS, rf"\frac{{\partial L}}{{\partial \hat{{x}}_{{ij}}}} = {IJ} \gamma_j"),
    (COLUMNS, r"\frac{\partial x_{ij}}{\partial x_{kl}} = \delta_{ik} \delta_{jl}"),
    (COLUMNS, r"\frac{\partial \mu_l}{\partial x_{ij}} = \frac{1}{N} \delta_{jl}"),
    (COLUMNS, r"\frac{\partial \sigma_l^2}{\partial x_{ij}} = \frac{2}{N} (x_{il} - \mu_l) \delta_{jl}"),
    (
        COLUMNS,
        r"\frac{\partial \hat{x}_{ij}}{\partial x_{kl}} = \frac{\delta_{jl}}{N \sqrt{\sigma_j^2 + \epsilon}}"
        r" (N \delta_{ik} - 1 - \hat{x}_{ij} \hat{x}_{kl})",
    ),
    (
        COLUMNS,
        r"\frac{\partial L}{\partial x_{ij}} = \sum_{k,l} \frac{\partial L}{\partial y_{kl}}"
        r" \frac{\partial y_{kl}}{\partial \hat{x}_{kl}} \frac{\partial \hat{x}_{kl}}{\partial x_{ij}}",
    ),
    (
        COLUMNS,
        rf"\frac{{\partial L}}{{\partial x_{{ij}}}} = \frac{{\gamma_j}}{{N \sqrt{{\sigma_j^2 + \epsilon}}}}"
        rf" \left( N {IJ} - \sum_{{k=1}}^N {KJ} - \hat{{x}}_{{ij}} \sum_{{k=1}}^N {KJ} \hat{{x}}_{{kj}} \right)",
    ),
    (COLUMNS, r"\sum_{i=1}^N \sum_{j=1}^D \hat{x}_{ij} = 0"),
    (COLUMNS, r"\sum_{i,j} \frac{\partial L}{\partial x_{ij}} = 0"),
    (
        COLUMNS,
        rf"\sum_{{i=1}}^N \sum_{{j=1}}^D {IJ} \hat{{x}}_{{ij}} \gamma_j"
        r" = \sum_{j=1}^D \gamma_j \frac{\partial L}{\partial \gamma_j}",
    ),
    (COLUMNS, r"\sum_{i=1, j=1}^{N, D} \hat{x}_{ij}^2 = N \sum_{j=1}^D \frac{\sigma_j^2}{\sigma_j^2 + \epsilon}"),
    (LAYER_NORM, rf"\frac{{\partial L}}{{\partial \gamma_h}} = \sum_{{b=1}}^B {BH} \hat{{x}}_{{bh}}"),
    (
        LAYER_NORM,
        r"\frac{\partial L}{\partial x_{bh}} = \frac{1}{H \sqrt{\sigma_b^2 + \epsilon}}"
        rf" \left( H \gamma_h {BH} - \sum_{{k=1}}^H \gamma_k {BK}"
        rf" - \hat{{x}}_{{bh}} \sum_{{k=1}}^H \gamma_k {BK} \hat{{x}}_{{bk}} \right)",
    ),
    (LAYER_NORM, r"\sum_{b=1}^B \sum_{h=1}^H 1 = H B"),
    (LINEAR, rf"\frac{{\partial L}}{{\partial w_{{kj}}}} = \sum_{{i=1}}^N x_{{ik}} {IJ}"),
    (LINEAR, rf"\frac{{\partial L}}{{\partial x_{{ik}}}} = \sum_{{j=1}}^M {IJ} w_{{kj}}"),
    (LINEAR, r"\frac{\partial y_{ij}}{\partial x_{kl}} = \delta_{ik} w_{lj}"),
    (SOFTMAX, r"\frac{\partial L}{\partial a_{nk}} = p_{nk} \sum_{l=1}^K t_{nl} - t_{nk}"),
    (SOFTMAX, r"\sum_{n=1}^N \sum_{k=1}^K p_{nk} = N"),
]
WRONG = [
    (COLUMNS, rf"\frac{{\partial L}}{{\partial \gamma_j}} = \sum_{{i=1}}^N {IJ} x_{{ij}}"),
    (COLUMNS, rf"\frac{{\partial L}}{{\partial \gamma_j}} = \frac{{1}}{{N}} \sum_{{i=1}}^N {IJ} \hat{{x}}_{{ij}}"),
    (COLUMNS, r"\frac{\partial x_{ij}}{\partial x_{kl}} = \delta_{ik}"),
    (COLUMNS, r"\frac{\partial \sigma_l^2}{\partial x_{ij}} = \frac{2}{N} (x_{il} - \mu_l)"),
    (
        COLUMNS,
        r"\frac{\partial \hat{x}_{ij}}{\partial x_{kl}} = \frac{1}{N \sqrt{\sigma_j^2 + \epsilon}}"
        r" (N \delta_{ik} \delta_{jl} - 1 - \hat{x}_{ij} \hat{x}_{kl})",
    ),
    (
        COLUMNS,
        rf"\frac{{\partial L}}{{\partial x_{{ij}}}} = \frac{{\gamma_j}}{{N \sqrt{{\sigma_j^2 + \epsilon}}}}"
        rf" \left( N {IJ} - \sum_{{k=1}}^N {KJ} + \hat{{x}}_{{ij}} \sum_{{k=1}}^N {KJ} \hat{{x}}_{{kj}} \right)",
    ),
    (COLUMNS, r"\sum_{i=1}^N \sum_{j=1}^D \hat{x}_{ij}^2 = D \sum_{j=1}^D \frac{\sigma_j^2}{\sigma_j^2 + \epsilon}"),
    (
        LAYER_NORM,
        r"\frac{\partial L}{\partial x_{bh}} = \frac{\gamma_h}{H \sqrt{\sigma_b^2 + \epsilon}}"
        rf" \left( H {BH} - \sum_{{k=1}}^H {BK} - \hat{{x}}_{{bh}} \sum_{{k=1}}^H {BK} \hat{{x}}_{{bk}} \right)",
    ),
    (LAYER_NORM, rf"\frac{{\partial L}}{{\partial \gamma_h}} = \sum_{{h=1}}^H {BH} \hat{{x}}_{{bh}}"),
    (LAYER_NORM, r"\sum_{b=1}^B \sum_{h=1}^H \hat{x}_{bh}^2 = B H"),
    (LINEAR, r"\frac{\partial y_{ij}}{\partial x_{kl}} = w_{lj}"),
    (SOFTMAX, r"\sum_{n=1}^N \sum_{k=1}^K p_{nk} = K"),
    (SOFTMAX, r"\frac{\partial p_{nk}}{\partial a_{ml}} = p_{nk} (\delta_{kl} - p_{nl})"),
]
UNDECIDED = [
    (SOFTMAX, r"\frac{\partial L}{\partial a_{nk}} = p_{nk} - t_{nk}", "BN252"),
    (COLUMNS, rf"\frac{{\partial L}}{{\partial \gamma_i}} = \sum_j {IJ} \hat{{x}}_{{ij}}", "BN271"),
    (COLUMNS, r"\sum_{j=1}^N \gamma_j = \sum_{j=1}^N \gamma_j", "BN271"),
    (COLUMNS, r"\hat{x}_{ij} \delta_{ij} = 0", "BN271"),
    (COLUMNS, r"\sum_k 1 = N", "BN270"),
    (LINEAR, rf"\frac{{\partial L}}{{\partial x_{{ik}}}} = \sum_{{j=1}}^M {IJ} w_{{jk}}", "BN271"),
]


def last(layer: str, claim: str) -> Formula:
    return list(check_text(f"{layer}\n\n$${claim}$$\n"))[-1]


@pytest.mark.parametrize(("layer", "claim"), RIGHT)
def test_right(layer: str, claim: str) -> None:
    formula = last(layer, claim)
    assert (formula.verdict, formula.message) == ("correct", None)


@pytest.mark.parametrize(("layer", "claim"), WRONG)
def test_wrong(layer: str, claim: str) -> None:
    formula = last(layer, claim)
    assert formula.verdict == "wrong", formula.message
    assert formula.counterexample is not None


@pytest.mark.parametrize(("layer", "claim", "rule"), UNDECIDED)
def test_undecided_with_its_reason(layer: str, claim: str, rule: str) -> None:
    formula = last(layer, claim)
    assert (formula.verdict, formula.rule) == ("undecided", rule), formula.message


def test_a_counterexample_has_every_size_and_arrays_within_arrays() -> None:
    found = last(LAYER_NORM, rf"\frac{{\partial L}}{{\partial \gamma_h}} = \frac{{1}}{{B}} \sum_{{b=1}}^B {BH}")
    point = found.counterexample
    assert point is not None
    assert point.sizes is not None
    rows = point.values["x"]
    assert (len(rows), {len(row) for row in rows}) == (point.sizes["B"], {point.sizes["H"]})
    assert point.sizes["B"] != point.sizes["H"]


def test_a_counterexample_over_one_axis_says_nothing_of_sizes() -> None:
    report = check_text(r"$$\mu = \frac1N \sum_i x_i$$ $$\frac{\partial \mu}{\partial x_i} = 1$$")
    (wrong,) = report.wrong
    (plain,) = (f["counterexample"] for f in report.to_dict()["documents"][0]["formulas"] if f["counterexample"])
    assert wrong.counterexample is not None
    assert "sizes" not in plain


def test_the_truth_is_told_in_the_symbols_of_the_document() -> None:
    wrong = last(COLUMNS, r"\frac{\partial L}{\partial \gamma_j} = 0")
    assert wrong.truth is not None
    assert wrong.truth.latex == r"\sum_k \frac{\partial L}{\partial y_{k j}} \hat{x}_{k j}"


def test_two_letters_for_one_of_two_axes_are_a_problem_and_do_not_hinder() -> None:
    text = rf"{COLUMNS} $$\sum_{{i=1}}^m \sum_{{j=1}}^D \hat{{x}}_{{ij}} = 0$$"
    report = check_text(text)
    assert "BN101" in {problem.rule for problem in report.documents[0].problems}
    assert [formula.verdict for formula in report][-1] == "correct"


def test_over_several_axes_nothing_is_supplied_by_a_standard_layer_of_one() -> None:
    report = check_text(rf"{COLUMNS.rpartition('$$y')[0]} $$\frac{{\partial y_{{ij}}}}{{\partial \gamma_j}} = 1$$")
    assert [formula.verdict for formula in report][-1] == "undecided"


def test_vectors_over_several_axes_are_not_told_apart() -> None:
    text = r"""
$$\mathbf{s} = \sum_{i=1}^N \mathbf{a} a_i$$ $$t_{ij} = a_i w_j$$ $$u = \sum_{i=1}^N \sum_{j=1}^D t_{ij}$$
$$\frac{\partial \mathbf{s}}{\partial \mathbf{a}} = \mathbf{a}\mathbf{a}^T$$
"""
    assert [formula.verdict for formula in check_text(text)][-1] == "undecided"
