r"""Indices are changed where they stand: one by one in δ_jj and 1[j = j], in names for gradients, in ranges of sums."""

from __future__ import annotations

import pytest

from bnderive.layers import standard_layer
from bnderive.place import exchanged
from bnderive.repairs import Repair, repairs
from bnderive.source import read_text
from bnderive.syntax import parse_formula, print_latex
from bnderive.syntax.nodes import Shorthand
from bnderive.syntax.shapes import walk
from tests.layer.documents import report_of
from tests.repairs.places import proposals, sides_of

ADJOINTS = r"""A bar is an adjoint, $\bar{q} = \frac{\partial L}{\partial q}$ for every quantity $q$.
The seed is $\bar{y}_i$.

$$ m = \frac{1}{N} \sum_i x_i $$

$$ y_i = x_i - m $$
"""
BATCH = standard_layer("batchnorm").markdown


def fault(name: str) -> Repair:
    return next(each for each in repairs() if each.name == name)


def offered(name: str, row: str, before: str = BATCH) -> set[str]:
    """What a fault proposes for the parts of the right side of a row, as they are printed."""
    document = read_text(f"{before}\n\n$$\n{row}\n$$\n", "<row>")
    _, sides, place = list(sides_of(document))[-1]
    return {print_latex(new) for _, new in proposals(fault(name), sides[0], place)}


def printed(text: str) -> str:
    return print_latex(parse_formula(text))


@pytest.mark.parametrize(
    ("clash", "meant"),
    [
        (r"\sum_i (x_i - \mu) \delta_{ii}", r"\sum_j (x_j - \mu) \delta_{j i}"),
        (r"\sum_i (x_i - \mu) \delta_{ii}", r"\sum_j (x_j - \mu) \delta_{i j}"),
        (r"\sum_i x_i \mathbb{1}[i = i]", r"\sum_j x_j \mathbb{1}[i = j]"),
        (r"\sum_i x_i \mathbb{1}[i = i]", r"\sum_j x_j \mathbb{1}[j = i]"),
        (r"\sum_{i=1}^{N} x_i x_i x_i x_i x_i x_i", r"\sum_{j=1}^{N} x_i x_j x_i x_j x_i x_j"),
        (r"\sum_{i \ne i} x_i x_i", r"\sum_{j \ne i} x_j x_i"),
        (r"\sum_{i \ne i} x_i x_i", r"\sum_{j \ne i} x_j x_j"),
        (r"\sum_i \mu x_i^2", r"\sum_j \mu x_i x_j"),
        (r"\sum_i \mu x_i^2", r"\sum_j \mu x_j x_i"),
        (r"\sum_i x_i \sum_{k \ne i} x_k", r"\sum_j x_j \sum_{k \ne i} x_k"),
        (r"\sum_i x_i \sum_{k \ne i} x_k", r"\sum_j x_i \sum_{k \ne j} x_k"),
    ],
)
def test_clash_is_parted_at_any_of_its_indices(clash: str, meant: str) -> None:
    found = offered("index-clash", rf"\frac{{\partial \sigma^2}}{{\partial x_i}} = {clash}")
    assert printed(meant) in found


def test_what_an_inner_sum_binds_is_left_to_it() -> None:
    found = offered("index-clash", r"\frac{\partial \sigma^2}{\partial x_i} = \sum_i x_i x_i \sum_i x_i")
    assert found == {printed(rf"\sum_j {terms} \sum_i x_i") for terms in ("x_i x_j", "x_j x_i")}


def test_sum_with_a_letter_of_its_own_has_no_clash() -> None:
    assert not offered("index-clash", r"\frac{\partial \sigma^2}{\partial x_i} = \sum_j x_j \delta_{jj} x_i")


def test_more_indices_than_are_parted_every_way_give_few_proposals() -> None:
    found = offered("index-clash", r"\frac{\partial \sigma^2}{\partial x_i} = \sum_i " + "x_i " * 12)
    assert 0 < len(found) <= 12


@pytest.mark.parametrize(
    ("text", "old", "new", "other"),
    [
        (r"\bar{x}_i", "i", "j", r"\bar{x}_j"),
        (r"d \hat{x}_i'", "i", "k", r"d \hat{x}_k'"),
        (r"g_{ij}", "ij", "ik", r"g_{ik}"),
        (r"g_{a, i}", "ai", "aj", r"g_{a, j}"),
        (r"g_i^L", "i", "j", r"g_j^L"),
        (r"\bar{x_i}", "i", "j", r"\bar{x_j}"),
        (r"g_{in, i}", "i", "j", None),
        (r"g_a", "i", "j", None),
        (r"dgamma", "", "i", None),
        (r"g^{(i)}", "i", "j", None),
    ],
)
def test_letters_of_a_written_name_are_exchanged_in_its_last_subscript_only(
    text: str, old: str, new: str, other: str | None
) -> None:
    assert exchanged(text, tuple(old), tuple(new)) == other


def test_name_of_a_gradient_takes_another_index() -> None:
    row = r"\bar{x}_i = \bar{y}_i - \frac{1}{N} \sum_j \bar{y}_i"
    assert r"\bar{y}_j" in offered("wrong-index", row, ADJOINTS)


def test_name_of_a_gradient_is_summed_over_an_index_of_its_own() -> None:
    row = r"\bar{x}_i = \bar{y}_i - \frac{1}{N} \bar{y}_i"
    assert r"\sum_j \bar{y}_j" in offered("missing-sum", row, ADJOINTS)


def test_name_and_what_it_stands_for_keep_the_same_index() -> None:
    document = read_text(
        f"{ADJOINTS}\n\n$$\n\\bar{{x}}_i = \\bar{{y}}_i - \\frac{{1}}{{N}} \\bar{{y}}_i\n$$\n", "<row>"
    )
    _, sides, place = list(sides_of(document))[-1]
    names = [part for part in walk(place.renamed(sides[0], "i", "j")) if isinstance(part, Shorthand)]
    assert [(name.written, print_latex(name.by)) for name in names] == [(r"\bar{y}_j", "y_j")] * 2


FEATURES = (
    r"m = \frac{1}{D} \sum_k h_k",
    r"v = \frac{1}{D} \sum_k (h_k - m)^2",
    r"\hat{h}_k = \frac{h_k - m}{\sqrt{v + \epsilon}}",
    r"y_k = w_k \hat{h}_k + b_k",
    r"g_k = \frac{\partial C}{\partial y_k}",
)
LEFT = r"\frac{\partial C}{\partial h_k}"


ROOT = r"\sqrt{v + \epsilon}"
OUTSIDE = {
    rf"\frac{{w_k}}{{{ROOT}}} ( g_k - \frac1D \sum_j g_j - \frac{{\hat{{h}}_k}}D \sum_j g_j \hat{{h}}_j )": (
        rf"\frac1{{{ROOT}}} ( w_k g_k - \frac1D \sum_j w_j g_j - \frac{{\hat{{h}}_k}}D \sum_j w_j g_j \hat{{h}}_j )"
    ),
    rf"\frac{{w_k}}{{D {ROOT}}} ( D g_k - \sum_l g_l - \hat{{h}}_k \sum_l g_l \hat{{h}}_l )": (
        rf"\frac1{{D {ROOT}}} ( w_k D g_k - \sum_l w_l g_l - \hat{{h}}_k \sum_l w_l g_l \hat{{h}}_l )"
    ),
}


@pytest.mark.parametrize(("outside", "meant"), OUTSIDE.items())
def test_a_gain_before_a_bracket_goes_into_each_sum_of_it(outside: str, meant: str) -> None:
    """Both are written by hand; the gain of each feature varies in the sums."""
    formula = list(report_of(*FEATURES, f"{LEFT} = {outside}"))[-1]
    assert (formula.verdict, formula.name) == ("wrong", "factor-outside-sum")
    assert formula.repair is not None
    assert printed(formula.repair.latex) == printed(f"{LEFT} = {meant}")
    assert formula.repair.safe
