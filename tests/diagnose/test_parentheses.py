"""One missing pair of parentheses: what opens behind a sign of multiplication, closes at the end of the sum."""

from __future__ import annotations

import pytest

from bnderive.diagnose.parentheses import parenthesised
from bnderive.syntax import parse_formula, print_latex


def readings(text: str) -> list[tuple[str, str]]:
    side = parse_formula(text).sides[0]
    return [
        tuple(print_latex(node).replace(" ", "") for node in (read.side, read.factor)) for read in parenthesised(side)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"a * b + c - d", [(r"a*(b+c-d)", "a")]),
        (r"a b * c + d", [(r"ab*(c+d)", "ab")]),
        (r"a b + c", [(r"a(b+c)", "a")]),
        (r"x - a * b + c", [(r"x-a*(b+c)", "a")]),
        (r"a * b", []),
        (r"a + b", []),
    ],
)
def test_a_product_multiplies_the_rest_of_its_sum(text, expected):
    assert readings(text) == [(side.replace(" ", ""), factor) for side, factor in expected]


def test_the_pair_may_be_missing_deep_inside():
    assert (r"\frac{a*(b+c)}{d}", "a") in readings(r"\frac{a * b + c}{d}")
