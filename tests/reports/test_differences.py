"""What differs between two ways to write a formula: nothing else is marked, and nothing that differs is left out."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bnderive.reports.differences import LONGEST, Stretch, difference

SIGNS = st.sampled_from(
    [
        "Ŝᵢ",
        "Sᵢ",
        "xᵢ²",
        "μ",
        "12",
        "3",
        " ",
        "(",
        ")",
        "/",
        "√",
        "·",
        "−",
        "Σⱼ",
        "\\hat",
        "{",
        "}",
        "\\,",
        "ᵀ",
        "x̂",
        "%",
    ]
)
FORMULA = st.lists(SIGNS, max_size=30).map("".join)


def without(text: str, stretches: tuple[Stretch, ...]) -> str:
    kept, at = "", 0
    for start, end in stretches:
        assert at <= start < end <= len(text)
        kept, at = kept + text[at:start], end
    return re.sub(r"\s", "", kept + text[at:])


@given(FORMULA, FORMULA)
def test_outside_of_the_marks_both_are_the_same(old: str, new: str):
    found = difference(old, new)
    assert without(old, found.old) == without(new, found.new)
    marked = [text[start:end] for text, marks in ((old, found.old), (new, found.new)) for start, end in marks]
    assert marked == [stretch.strip() for stretch in marked]


@given(FORMULA)
def test_nothing_is_marked_where_nothing_differs(text: str):
    spaced = text.replace("(", " ( ").replace("·", "  · ")
    assert difference(text, spaced) == difference(text, text)
    assert difference(text, text).old == difference(text, text).new == ()


@given(FORMULA, FORMULA, SIGNS, SIGNS)
def test_one_sign_in_place_of_another_is_all_that_is_marked(before: str, after: str, old: str, new: str):
    found = difference(f"{before} {old} {after}", f"{before} {new} {after}")
    marked = [f"{before} {sign} {after}"[s:e] for sign, m in ((old, found.old), (new, found.new)) for s, e in m]
    assert marked == ([] if old == new else [sign for sign in (old, new) if sign.strip()])


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("= −Sᵢ²/(N√(σ²+ε))", "= −Ŝᵢ²/(N√(σ²+ε))", ["Sᵢ²"], ["Ŝᵢ²"]),
        ("= 2/N", "= 2/N (Sᵢ − μ)", [], ["(Sᵢ − μ)"]),
        ("= δ · a + b + c + d", "= δ · (a + b + c + d)", [], ["(", ")"]),
        (r"\frac{S_i}{N}", r"\frac{ S_j }{ N }", ["i"], ["j"]),
        ("x̂ᵢ + yᵢ", "xᵢ + yᵢ", ["x̂ᵢ"], ["xᵢ"]),
        ("y = (σ² + ε)^(−3/2) Σᵢ gᵢ xᵢ", "y = (σ² + ε)⁻¹ Σᵢ gᵢ x̂ᵢ", ["^(−3/2)", "xᵢ"], ["⁻¹", "x̂ᵢ"]),
        ("= γ δ/N", "= x + y − z", ["γ δ/N"], ["x + y − z"]),
        ("= 2a + b/c", "= p − 2q + r/s", ["2a + b/c"], ["p − 2q + r/s"]),
    ],
)
def test_whole_signs_are_marked(old: str, new: str, gone: list[str], come: list[str]):
    found = difference(old, new)
    assert [old[start:end] for start, end in found.old] == gone
    assert [new[start:end] for start, end in found.new] == come


def test_long_formulas_are_compared_from_both_ends_only():
    middle = "(x + y)" * LONGEST
    found = difference(f"a + b{middle}c + d", f"a + e{middle}f + d")
    assert found.old == ((4, 6 + len(middle)),)


def test_time_does_not_grow_with_the_square():
    old, new = ("(" * 50_000 + "x)" * 50_000, "x)" * 50_000 + "(" * 50_000)
    start = time.process_time()
    difference(old, new)
    assert time.process_time() - start < 5
