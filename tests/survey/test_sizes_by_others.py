r"""A size that other sizes tell: `m = H \cdot W` where sums run to m. H and W themselves are no size of the axis."""

from __future__ import annotations

import pytest

from bnderive.survey.compounds import compound_size
from tests.layer.documents import judge_of, report_of
from tests.survey.documents import rows_of, survey_of

MEAN = r"\mu = \frac{1}{m} \sum_{p=1}^{m} a_p"
SLOPE = r"\frac{\partial \mu}{\partial a_q} = \frac{1}{%s}"


@pytest.mark.parametrize("told", [r"m = H \cdot W", "m = HW", "m = N H W", r"m = H \times W"])
def test_the_size_is_one_and_its_factors_are_none(told):
    survey = survey_of(told, MEAN)
    assert survey.sizes == {"m"}
    assert not survey.sizes & {"N", "H", "W"}
    assert "m" not in survey.defined
    assert [f.verdict for f in list(report_of(told, MEAN, SLOPE % "m"))] == [None, None, "correct"]


def test_a_factor_does_not_stand_for_the_whole():
    """1/N is no 1/m where m = N H W: N measures part of the axis."""
    report = list(report_of("m = N H W", MEAN, SLOPE % "N"))
    assert report[-1].verdict == "undecided"


@pytest.mark.parametrize(
    "told", [r"m = n - 1", r"m = 2 n", r"m = \frac{n}{2}", r"m = a_1 b", "m = n", r"q = H W", r"m = H^2"]
)
def test_what_tells_no_size_through_others(told):
    assert not survey_of(told, MEAN).counts


def test_two_sizes_that_sums_run_to_are_not_one_told_by_the_other():
    rows = ("m = H W", MEAN, r"\nu = \sum_{h=1}^{H} a_h")
    assert not survey_of(*rows).counts
    assert list(report_of(*rows, SLOPE % "m"))[-1].verdict != "correct"


WIDE = r"\mu = \frac{1}{HW} \sum_{p=1}^{HW} a_p"


@pytest.mark.parametrize("size", ["HW", "WH", r"H \cdot W", r"(HW)", "m"])
def test_a_product_that_sums_run_to_is_one_size(size):
    rows = ("m = HW", WIDE) if size == "m" else (WIDE,)
    formulas = list(report_of(*rows, SLOPE % size, SLOPE % f"2{size}"))
    assert [formula.verdict for formula in formulas[-2:]] == ["correct", "wrong"]


def test_within_a_longer_product():
    claim = r"\frac{\partial \mu}{\partial a_q} = \frac{1}{HW} \left( HW a_q - a_q W H + 1 \right)"
    assert list(report_of(WIDE, claim))[-1].verdict == "correct"


@pytest.mark.parametrize("letters", ["HW", "NH"])
def test_a_factor_of_it_is_no_size(letters):
    """1/N of a sum over N H elements is no mean, however customary the letter N is."""
    rows = (rf"s = \sum_{{p=1}}^{{{letters}}} a_p", rf"\mu = \frac{{1}}{{{letters[0]}}} \sum_p a_p")
    assert judge_of(*rows).survey.sizes <= {rf"\mathrm{{{letters}}}"}
    formulas = list(report_of(*rows, SLOPE % letters))
    assert formulas[-1].verdict != "correct"


@pytest.mark.parametrize(
    "rows",
    [
        (WIDE, r"\nu = \sum_{h=1}^{H} a_h"),
        (WIDE, r"\nu = \sum_{p=1}^{CW} a_p"),
        (WIDE, r"H = a_1"),
        (r"\mu = \sum_{p=1}^{2n} a_p",),
        (r"\mu = \sum_{p=1}^{n^2} a_p",),
    ],
)
def test_what_is_no_one_size(rows):
    assert compound_size(rows_of(*rows)) == ()
