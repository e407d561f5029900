"""Which axis the places of arrays, the letters and the sizes belong to, told by hand."""

from __future__ import annotations

import pytest

from bnderive.errors import NotUnderstood
from bnderive.survey import survey
from bnderive.survey.axes import Axes
from bnderive.survey.hints import Hints
from tests.survey.documents import BATCH_NORM, node_of, rows_of, survey_of

MEAN = r"\mu_j = \frac{1}{N} \sum_{i=1}^N x_{ij}"
HAT = r"\hat{x}_{ij} = x_{ij} - \mu_j"
OUTPUT = r"y_{ij} = \gamma_j \hat{x}_{ij}"
COLUMNS = (MEAN, HAT, OUTPUT)


def axes_of(*displays: str) -> Axes:
    return survey_of(*displays).axes


def together(found: Axes) -> set[frozenset[str]]:
    """The size letters and places that share an axis, whatever it is called."""
    members: dict[str, set[str]] = {axis: set() for axis in found.names}
    for name, shape in found.shapes.items():
        for place, axis in enumerate(shape):
            members[axis].add(f"{name}{place}")
    for letter, axis in found.sizes.items():
        members[axis].add(letter)
    return {frozenset(each) for each in members.values()}


ROWS, ACROSS = {"x0", r"\hat{x}0", "y0"}, {"x1", r"\hat{x}1", "y1", r"\mu0", r"\gamma0"}


@pytest.mark.parametrize(
    "displays",
    [
        BATCH_NORM,
        (*BATCH_NORM, r"\frac{\partial L}{\partial x_i} = \sum_{k=1}^m x_k"),
        (r"\hat{x}_i = x_i", r"J_{ij} = \frac{\partial \hat{x}_i}{\partial x_j}", r"s = \sum_{i=1}^N x_i"),
        (r"H_{ij} = \delta_{ij} - \frac{1}{N}", r"s_i = \sum_{j=1}^N H_{ij} x_j"),
        (r"s = \sum_{i=1}^N \sum_{j=1}^N a_{ij}",),
        (),
    ],
)
def test_one_axis(displays: tuple[str, ...]):
    assert axes_of(*displays) == Axes()


def test_rows_and_columns_without_a_size_for_the_columns():
    found = axes_of(*COLUMNS)
    assert together(found) == {frozenset(ROWS | {"N"}), frozenset(ACROSS)}
    assert not found.apart


def test_a_size_for_each():
    found = axes_of(*COLUMNS, r"\sum_{k=1}^D \gamma_k = 1")
    assert together(found) == {frozenset(ROWS | {"N"}), frozenset(ACROSS | {"D"})}
    assert found.apart == {frozenset(found.names)}
    assert found.shapes["x"] == (found.sizes["N"], found.sizes["D"])


def test_two_letters_for_one_axis():
    found = axes_of(*COLUMNS, r"\sum_{i=1}^m \sum_{j=1}^D x_{ij} = 0")
    assert found.sizes["m"] == found.sizes["N"] != found.sizes["D"]


def test_what_divides_a_sum_measures_it():
    found = axes_of(MEAN.replace("_{i=1}^N", "_i"), HAT)
    assert found.sizes == {"N": found.shapes["x"][0]}


@pytest.mark.parametrize(
    "claim",
    [
        r"\frac{\partial L}{\partial \gamma_i} = \sum_i y_{ij}",
        r"\sum_{j=1}^N x_{ij} = 0",
        r"\mu_j = \frac{1}{D} \sum_{i=1}^N x_{ij}",
        r"\hat{x}_{ij} + x_{ji} = 0",
    ],
)
def test_a_slip_in_a_claim_does_not_put_axes_together(claim: str):
    plain = (*COLUMNS, r"\sum_{k=1}^D \gamma_k = 1")
    assert together(axes_of(*plain, claim)) == together(axes_of(*plain))


def test_a_size_of_which_the_definitions_contradict_each_other_measures_nothing():
    found = axes_of(r"s = \sum_{i=1}^N \sum_{j=1}^D x_{ij}", r"t_i = \sum_{j=1}^N x_{ij}")
    assert found.size("N") is None
    assert found.size("D") == found.shapes["x"][1]


def test_what_divides_a_sum_in_a_claim_is_no_second_letter_for_its_axis():
    found = axes_of(*COLUMNS, r"\frac{\partial L}{\partial \gamma_j} = \frac{1}{D} \sum_i y_{ij}")
    assert found.size("D") is None
    assert found.size("N") == found.shapes["x"][0]


def test_a_delta_compares_letters_of_one_axis():
    found = axes_of(r"s = \sum_{i=1}^N \sum_{k=1}^D \delta_{ik} x_i w_k")
    assert found.is_single


def test_letters_of_a_row():
    document = survey_of(*COLUMNS, r"\sum_{k=1}^D \gamma_k = 1")
    rows, columns = document.axes.sizes["N"], document.axes.sizes["D"]
    nodes = [node_of(r"x_{ij} + \sum_k \gamma_k \delta_{kl} + \sum_i y_{ij} z_i")]
    told = document.axes.letters(nodes, document.spelling, {})
    assert told == {"i": rows, "j": columns, "l": columns}


def test_a_letter_over_two_axes_is_not_guessed():
    document = survey_of(*COLUMNS)
    with pytest.raises(NotUnderstood) as caught:
        document.axes.letters([node_of(r"\gamma_i x_{ij}")], document.spelling, {})
    assert caught.value.reason.rule == "BN271"
    assert "index i" in caught.value.reason.message


def test_sizes_that_are_said_to_be_one_measure_one_axis():
    rows = rows_of(*COLUMNS, r"\frac{\partial L}{\partial \gamma_j} = \frac{1}{P} \sum_{k=1}^D \gamma_k")
    plain = survey(rows).axes
    told = survey(rows, hints=Hints(sizes=(frozenset("NP"),))).axes
    assert plain.size("P") is None
    assert told.size("P") == told.size("N") != told.size("D")
