r"""One name, however it is spelled; two where a careful reader sees two: accents, labels, primes, squares, indices."""

from __future__ import annotations

import pytest

from bnderive.survey.names import read_name
from tests.survey.documents import MEAN, VARIANCE, name_of, node_of, survey_of, use_of

SUM_X = r"s = \sum_i x_i"
LABELLED_SQUARE = r"\sigma_B^2 = \frac1m \sum_{i=1}^m x_i"

SAME = (
    ("accent without braces", r"\hat{S}_i", r"\hat S_i"),
    ("wide accent", r"\hat{x}_i", r"\widehat{x}_i"),
    ("braced index", r"\hat{x}_i", r"\hat x_{i}"),
    ("accent over the index", r"\hat{x}_i", r"\hat{x_i}"),
    ("bracketed index", r"\tilde z^{(i)}", r"\tilde{z}_i"),
    ("label in a font", r"\mu_B", r"\mu_{\mathcal{B}}"),
    ("label in roman", r"\mu_B", r"\mu_{\mathrm{B}}"),
    ("bold letter", r"x_i", r"\mathbf{x}_i"),
    ("bold symbol", r"\mu", r"\boldsymbol{\mu}"),
    ("word set in text or roman", r"\text{rstd}", r"\mathrm{rstd}"),
    ("word as an operator", r"\operatorname{rstd}", r"\mathrm{rstd}"),
    ("prime", r"x'_i", r"x_i'"),
    ("prime as a superscript", r"x'", r"x^{\prime}"),
)

DIFFERENT = (
    ("case", "x", "X"),
    ("accent", r"\hat{x}_i", "x_i"),
    ("another accent", r"\hat{x}_i", r"\tilde{x}_i"),
    ("label", r"\mu_B", r"\mu"),
    ("another label", r"\mu_B", r"\mu_A"),
    ("prime", "x'", "x"),
    ("two primes", "x''", "x'"),
    ("a layer's label", "z^{[1]}", "z^{[2]}"),
    ("a layer's label and none", "z^{[l]}", "z"),
)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in SAME], ids=[case[0] for case in SAME])
def test_two_spellings_of_one_name(one, other):
    uses = [use_of(latex, SUM_X) for latex in (one, other)]
    assert None not in uses
    assert (uses[0].name, uses[0].indices, uses[0].power) == (uses[1].name, uses[1].indices, uses[1].power)


@pytest.mark.parametrize(("one", "other"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT])
def test_two_names(one, other):
    assert name_of(one, SUM_X) != name_of(other, SUM_X)


@pytest.mark.parametrize(
    "spelling", [r"\sigma_B^2", r"\sigma^2_B", r"\sigma_{\mathcal B}^{2}", r"\sigma_{\mathcal{B}}^2"]
)
def test_the_labelled_square_is_one_atom_in_every_spelling(spelling):
    use = use_of(spelling, LABELLED_SQUARE)
    assert use is not None
    assert use.power is None
    assert use.name == name_of(r"\sigma_B^2", LABELLED_SQUARE)
    assert use.name != name_of(r"\sigma_B", LABELLED_SQUARE)


def test_a_square_is_an_atom_where_it_is_defined():
    use = use_of(r"\sigma^2", MEAN, VARIANCE)
    assert use is not None
    assert (use.indices, use.power) == ((), None)
    assert use.name not in {name_of(r"\sigma", MEAN, VARIANCE), name_of(r"\sigma")}


def test_a_square_is_an_atom_where_it_is_differentiated_by():
    use = use_of(r"\sigma^2", r"\frac{\partial y}{\partial \sigma^2} = 0")
    assert use is not None
    assert use.power is None


@pytest.mark.parametrize("derivative", [r"\partial_{\sigma^2} L = 0", r"dL/d\sigma^2 = 0", r"d\sigma^2 = 0"])
def test_a_square_is_an_atom_in_the_other_notations_too(derivative):
    use = use_of(r"\sigma^2", derivative)
    assert use is not None
    assert use.power is None


def test_a_square_is_a_power_everywhere_else():
    use = use_of(r"\sigma^2", r"\sigma = \sum_i x_i", r"v = \sigma^2 + 1")
    assert use is not None
    assert use.name == name_of(r"\sigma")
    assert use.power == node_of("2")


def test_the_square_of_one_name_says_nothing_of_another():
    use = use_of("x_i^2", MEAN, VARIANCE)
    assert use is not None
    assert use.power == node_of("2")


@pytest.mark.parametrize(
    ("latex", "indices"),
    [
        ("x_i", ("i",)),
        ("x_{i}", ("i",)),
        ("x^{(i)}", ("i",)),
        ("x_{ij}", ("i", "j")),
        ("x_{i,j}", ("i", "j")),
        ("x_1", ("1",)),
        ("x^{(1)}", ("1",)),
        (r"\mu_B", ()),
        (r"\mu_1", ()),
        ("z^{[l]}", ()),
        ("z^{[l]}_i", ("i",)),
    ],
)
def test_indices(latex, indices):
    use = use_of(latex, SUM_X, r"t = \sum_j x_{ij}", r"\mu_B = 1")
    assert use is not None
    assert use.indices == indices


def test_a_number_is_a_representative_of_an_array_and_a_label_of_a_scalar():
    assert name_of("x_1", SUM_X) == name_of("x_i", SUM_X)
    assert name_of(r"\mu_1", SUM_X) != name_of(r"\mu_2", SUM_X)


def test_a_letter_that_runs_over_an_array_is_an_index_without_a_sum_of_its_own():
    use = use_of("x_p", SUM_X)
    assert use is not None
    assert use.indices == ("p",)


def test_a_letter_that_labels_a_scalar_is_no_index():
    use = use_of(r"\mu_B", r"\mu_B = \frac1m \sum_{i=1}^m x_i")
    assert use is not None
    assert use.indices == ()


@pytest.mark.parametrize("latex", ["(x)", "2", "x + y", "x_{k-1}", r"\frac{x}{2}", r"\sqrt{x}", "-x", "x y"])
def test_what_is_no_name(latex):
    assert read_name(node_of(latex), survey_of(SUM_X).spelling) is None
