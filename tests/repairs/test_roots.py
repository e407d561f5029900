r"""Roots and powers are mended in the way that the rows around write them, and no number within an exponent is one of
the numbers that are left out or put in.
"""

from __future__ import annotations

import pytest

from bnderive.place import Place
from bnderive.repairs import repairs
from bnderive.survey.handwriting import writes_roots
from bnderive.syntax import parse_formula, print_latex
from bnderive.syntax.nodes import Node
from tests.repairs.places import proposals


def printed(text: str) -> str:
    return print_latex(parse_formula(text))


def parsed(text: str) -> Node:
    side = parse_formula(text).sides[0]
    assert side is not None
    return side


def offered(name: str, text: str, has_roots: bool = False) -> set[str]:
    fault = next(each for each in repairs() if each.name == name)
    return {print_latex(new) for _, new in proposals(fault, parsed(text), Place(has_roots=has_roots))}


@pytest.mark.parametrize(
    ("wrong", "root", "power"),
    [
        ("(v + e)^{3/2}", r"\sqrt{v + e}", "(v + e)^{1/2}"),
        ("(v + e)^{-3/2}", r"\frac{1}{\sqrt{v + e}}", "(v + e)^{-1/2}"),
        (r"(v + e)^{\frac{3}{2}}", r"\sqrt{v + e}", r"(v + e)^{\frac{1}{2}}"),
    ],
)
def test_half_is_a_root_where_roots_are_written(wrong: str, root: str, power: str) -> None:
    with_roots, without = offered("wrong-exponent", wrong, True), offered("wrong-exponent", wrong)
    assert printed(root) in with_roots - without
    assert printed(power) in without - with_roots


@pytest.mark.parametrize("exponent", ["1/2", "3/2", "-1/2", r"-\frac{3}{2}"])
@pytest.mark.parametrize("body", ["v + e", "v"])
def test_root_of_a_power_of_halves_is_taken_off(body: str, exponent: str) -> None:
    plain = body if len(body) == 1 else f"({body})"
    found = offered("root-twice", rf"\sqrt{{{body}}}^{{{exponent}}}")
    assert printed(rf"{plain}^{{{exponent}}}") in found


@pytest.mark.parametrize("exponent", ["1/2", "3/2", "-1/2", "-3/2", r"\frac{3}{2}", r"-\frac{3}{2}", "2", "-2", "-1"])
def test_no_number_in_an_exponent_is_left_out_or_put_in(exponent: str) -> None:
    assert not offered("numeric-factor", exponent)


def test_number_that_is_a_factor_is_left_out_however_it_is_written() -> None:
    for number in ("2", r"\frac{1}{2}", "1/2"):
        assert "x" in offered("numeric-factor", f"{number} x")


@pytest.mark.parametrize(
    ("rows", "roots"),
    [
        ([r"y = \sqrt{v}", "y = v^{1/2}"], True),
        (["y = v^{-1/2}", r"y = \sqrt{v}"], False),
        (["y = v^{-3/2}", r"y = \sqrt{v}"], True),
        ([r"y = v^{-\frac{1}{2}} + \sqrt{v}"], False),
        (["y = v^2"], False),
    ],
)
def test_nearest_root_tells_how_roots_are_written(rows: list[str], roots: bool) -> None:
    assert writes_roots(map(parse_formula, rows)) == roots
