r"""Parentheses that were left out are proposed again, wherever in a sum they begin and end."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bnderive.diagnose.mending.variants import put
from bnderive.place import Place
from bnderive.repairs import repairs
from bnderive.syntax import parse_formula, print_latex
from bnderive.syntax.nodes import Node
from tests.repairs.places import proposals

FAULT = next(fault for fault in repairs() if fault.name == "missing-parentheses")
TERMS = ("u", "- v w", r"+ \frac{a}{b}", "- c")


def parsed(text: str) -> Node:
    side = parse_formula(text).sides[0]
    assert side is not None
    return side


def offered(text: str) -> set[str]:
    side = parsed(text)
    return {print_latex(put(side, old, new)) for old, new in proposals(FAULT, side, Place())}


@pytest.mark.parametrize("inside", range(2, 5))
@pytest.mark.parametrize("lead", ["", "q + ", "q + r - "])
@pytest.mark.parametrize("tail", ["", " + s", " + s - t"])
def test_sum_of_any_length_is_closed_in_again_behind_a_factor(lead: str, inside: int, tail: str) -> None:
    whole = " ".join(TERMS[:inside])
    for factor in ("g", r"\frac{1}{n}", r"\frac{1}{n} x"):
        wrong, right = f"{lead}{factor} {whole}{tail}", f"{lead}{factor} ({whole}){tail}"
        assert print_latex(parsed(right)) in offered(wrong)


def test_long_sums_have_few_proposals() -> None:
    names = "abcdefghijklmnopqrstuvwxyz"
    assert len(offered(" + ".join(f"{a} {b}" for a, b in pairwise(names)))) < 6 * len(names)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("a + b^{-3} q", "(a + b)^{-3} q"),
        ("p - a + b^{-3} q", "p - (a + b)^{-3} q"),
        ("p - a - b q r", "p - (a - b)q r"),
        (r"\frac{1}{n} a + b^{2} q", r"\frac{1}{n} (a + b)^{2} q"),
        (r"\sum_j a + b c d", r"\sum_j (a + b c)d"),
        (r"\sum_j a - b - c", r"\sum_j a(-b - c)"),
    ],
)
def test_parentheses_within_two_terms(wrong: str, right: str) -> None:
    assert print_latex(parsed(right)) in offered(wrong)
