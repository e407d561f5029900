"""A repair is right in the reading in which the true value is said; held statistics are no way out of a slip."""

from __future__ import annotations

import pytest

import bnderive

FORWARD = r"""
$$\mu = \frac1N \sum_i x_i$$

$$\sigma^2 = \frac1N \sum_i (x_i - \mu)^2$$

$$\hat x_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

"""
HEAD, ROOT = r"\frac{\partial \hat x_i}{\partial x_i}", r"\frac{1}{\sqrt{\sigma^2 + \epsilon}}"
DIRECT = rf"{HEAD} = {ROOT}"  # true where the statistics are held fixed


def row_of(*rows: str) -> bnderive.Formula:
    *_, row = bnderive.check_text(FORWARD + "\n\n".join(f"$${row}$$" for row in rows))
    return row


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        (r"\left( 1 - \frac{1 - \hat x_i^2}{N} \right)", "1 + "),
        (r"\left( 1 + \frac1N - \frac{\hat x_i^2}{N} \right)", r"1 - \frac"),
        (r"\left( 1 - \frac{\hat x_i^2}{N} \right)", r"\frac{1}{N}"),
        (r"\left( 1 - \frac1N \right)", r"\hat{x}_i^2"),
    ],
)
def test_a_near_miss_of_the_total_derivative_is_mended_to_it(slip: str, mended: str):
    row = row_of(rf"{HEAD} = {ROOT} {slip}")
    assert row.verdict == "wrong"
    assert mended in row.repair.latex
    again = row_of(row.repair.latex)
    assert (again.verdict, again.reading) == ("correct", "total")


def test_where_only_held_statistics_make_it_true_it_is_no_safe_repair():
    row = row_of(rf"\sum_j \frac{{\partial \hat x_j}}{{\partial x_i}} = N {ROOT}")
    assert row.verdict == "wrong"
    assert row.special_case is None or "N = 1" not in row.special_case  # there it is 0, and the side is not
    assert not row.repair.safe


def test_in_a_document_that_holds_them_fixed_it_is_one():
    row = row_of(DIRECT, r"\frac{\partial \hat x_j}{\partial x_j} = \frac{1}{\sigma^2 + \epsilon}")
    assert row.verdict == "wrong"
    assert row.repair.safe
    assert "\\sqrt" in row.repair.latex
