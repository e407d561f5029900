"""Whether a document writes vectors, and which names they are."""

from __future__ import annotations

import pytest

from tests.survey.documents import BATCH_NORM, survey_of


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ((r"w = \frac{g}{\|v\|} v",), {"v"}),
        ((r"s = v^T u",), {"v"}),
        ((r"s = v^\top u",), {"v"}),
        ((r"s = \langle u, v \rangle",), {"u", "v"}),
        ((r"J = \operatorname{diag}(p)",), {"p"}),
        ((r"x, y \in \mathbb{R}^n",), {"x", "y"}),
        ((r"y = 2 \mathbf{x} + \boldsymbol{\beta} + c",), {"x", r"\beta"}),
        ((r"y = \hat{\mathbf{x}} + c",), {r"\hat{x}"}),
        ((r"M = \mathbf{w} \mathbf{w}'",), {"w"}),
        ((r"\nabla_x = c", r"s = \operatorname{mean}(x)"), {"x"}),
    ],
)
def test_vectors_are_known_by_their_signs(rows, names):
    notation = survey_of(*rows).vectors
    assert notation is not None
    assert notation.names == names


@pytest.mark.parametrize(
    "rows",
    [
        BATCH_NORM,
        (r"\frac{\partial L}{\partial x} = \gamma \frac{\partial L}{\partial y}",),
        (r"\mathbf{y}_i = \gamma \mathbf{x}_i", r"\boldsymbol{\mu} = \frac1N \sum_i \mathbf{x}_i"),
        (r"\frac{\partial x_j}{\partial x_i} = \mathbb{1}[i = j]",),
        (r"\frac{\partial x_j}{\partial x_i} = \mathbf{1}_{i=j}",),
        (r"y_i = \gamma \odot x_i",),
        (r"s = \sum_{t=1}^{T} x_t^T",),
        (r"x_i \in \mathbb{R}^D",),
        (r"x \in \mathbb{R}",),
        (r"s = \operatorname{mean}(x)", "y = f'"),
    ],
)
def test_a_document_without_these_signs_has_no_vectors(rows):
    assert survey_of(*rows).vectors is None


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ((r"w_k = g \frac{v_k}{\|v\|}", r"\frac{1}{\|g\|} = 1"), {"v"}),
        ((r"w_k = \frac{g}{\|v\|} v_k", r"\frac{1}{\|g\|} = 1"), {"v"}),
        ((r"w_k = v_k + \frac{1}{N} \sum_i g v_i", r"\frac{1}{\|g\|} = \|v\|"), {"v"}),
        ((r"w = g \frac{v}{\|v\|}", r"\frac{1}{\|g\|} = 1"), {"v", "g"}),  # vectors all through
        ((r"w_k = v_k \cdot g", r"\frac{1}{\|g\|} = \|v\|"), {"v", "g"}),  # an inner product as well as not
        ((r"w_k = g \frac{v_k}{\|g\|}", r"a = \|v\|"), {"v", "g"}),  # the definition writes the norm itself
        ((r"w_k = g v_k", r"s = \langle g, v \rangle"), {"v", "g"}),  # no norm
        ((r"w_k = g v_k", r"\frac{1}{\|g\|} = \|v\|", r"s = g^\top u"), {"v", "g"}),
    ],
)
def test_a_norm_in_a_claim_makes_no_vector_of_what_scales_an_element(rows, names):
    notation = survey_of(*rows).vectors
    assert notation is not None
    assert notation.names == names


@pytest.mark.parametrize(
    ("row", "transposes"),
    [("s = v^T u", True), (r"s = \|v\|", False), (r"M = \mathbf{w} \mathbf{w}'", True), (r"s = \mathbf{w} u", False)],
)
def test_a_document_that_transposes_has_columns_and_rows(row, transposes):
    notation = survey_of(row).vectors
    assert notation is not None
    assert notation.transposes == transposes


def test_what_stands_beside_a_hadamard_product_is_only_guessed():
    notation = survey_of(r"y = w \odot \hat{x} + b", r"\nabla_w L = g").vectors
    assert notation is not None
    assert notation.guessed == {"w", r"\hat{x}"}
    assert not notation.names


def test_a_lone_nabla_defines_nothing():
    found = survey_of(r"\triangledown_w = \frac{\partial L}{\partial w}")
    assert not found.defined
    assert found.vectors is not None
    assert found.vectors.lone_gradients


@pytest.mark.parametrize(
    ("row", "sizes"),
    [
        (r"M = I - \frac1n \mathbf{1}\mathbf{1}^T", {"n"}),
        (r"M = I_N - u u^T", {"N"}),
        (r"x \in \mathbb{R}^d", {"d"}),
        (r"s = \frac{u^T v}{n c}", {"n"}),
    ],
)
def test_the_length_of_the_vectors_is_a_size(row, sizes):
    assert survey_of(row).sizes == sizes
