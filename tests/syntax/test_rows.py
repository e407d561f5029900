"""Displays and the rows that they must give; what is declined, with which reason and where."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bnderive.errors import NotUnderstood
from bnderive.syntax import RowResult, parse_formula, print_latex, read_rows

FORMULAS = (Path(__file__).parent / "formulas.txt").read_text(encoding="utf-8").strip().split("\n\n")


@pytest.mark.parametrize("latex", FORMULAS)
def test_formulas_of_real_documents_are_read_and_print_back(latex: str) -> None:
    for result in read_rows(latex):
        assert result.reason is None
        assert result.row is not None
        assert result.latex == latex[slice(*result.span)]
        assert parse_formula(print_latex(result.row)) == result.row


SPLIT: dict[str, list[str]] = {
    r"a = b \\ c = d": ["a = b", "c = d"],
    r"a = b \\\\ c = d": ["a = b", "c = d"],
    r"a = b \\[2pt] = c.": ["a = b", "= c"],
    r"\begin{align} a &= b \label{x} \\ &= c \nonumber \end{align}": ["a &= b", "= c"],
    r"\begin{equation}\begin{aligned}[t] a &= b, \\ &= c \end{aligned}\tag{1}\end{equation}": ["a &= b", "= c"],
    r"\boxed{\begin{aligned} a &= b \\ c &= d \end{aligned}}": ["a &= b", "c &= d"],
    r"\begin{alignat}{2} a &= b & c &= d \\ e &= f \end{alignat}": ["a &= b", "c &= d", "e &= f"],
    r"a = b & c = d": ["a = b", "c = d"],
    r"\begin{align} a &= b & + c \end{align}": ["a &= b & + c"],
    r"\begin{eqnarray} a &=& b = c \end{eqnarray}": ["a &=& b = c"],
    r"\begin{eqnarray} a &=& b \\ &=& c \end{eqnarray}": ["a &=& b", "=& c"],
    r"a = b, \quad c = d": ["a = b", "c = d"],
    r"a = b, c = d; e = f": ["a = b", "c = d", "e = f"],
    r"a = b \qquad c = d": ["a = b", "c = d"],
    r"a = b \quad \text{for } i = j": ["a = b", "i = j"],
    r"i = 1, 2, j = 3": ["i = 1, 2", "j = 3"],
    r"i = 1, -1": ["i = 1, -1"],
    r"f(a, b) = c": ["f(a, b) = c"],
    r"a = b \Rightarrow c = d": ["a = b", "c = d"],
    r"A = b \\ + c": [r"A = b \\ + c"],
    r"A = b + \\ c": [r"A = b + \\ c"],
    r"A = b \\ \cdot c": [r"A = b \\ \cdot c"],
    r"A = b \\ -c": [r"A = b \\ -c"],
    r"A = b \\ -c = d": ["A = b", "-c = d"],
    r"\begin{align} A &= b \\ &\;-\; c = d \end{align}": [r"A &= b \\ &\;-\; c = d"],
    r"\begin{align} A &= b \\ -c &= d \end{align}": ["A &= b", "-c &= d"],
    r"\begin{multline} A = b \\ -c = d \end{multline}": [r"A = b \\ -c = d"],
    r"A = \left( b \right. \\ \left. + c \right)": [r"A = \left( b \right. \\ \left. + c \right)"],
    r"A = \Bigl( b \\ + c \Bigr)": [r"A = \Bigl( b \\ + c \Bigr)"],
    r"A = \frac{1}{N} \quad + b": [r"A = \frac{1}{N} \quad + b"],
    r"a) x = y,": ["x = y"],
    r"\boxed{x = y}.": ["x = y"],
    r"\left\{ \begin{aligned} a &= b \\ c &= d \end{aligned} \right.": ["a &= b", "c &= d"],
    r"\begin{cases} a = b \\ c = d \end{cases}": ["a = b", "c = d"],
    r"\begin{array}{rcl} a &=& b \\ &=& c \end{array}": ["a &=& b", "=& c"],
    r"x = \begin{cases} a & b \\ c & d \end{cases}": [r"x = \begin{cases} a & b \\ c & d \end{cases}"],
}


@pytest.mark.parametrize("latex", SPLIT)
def test_rows_of_a_display(latex: str) -> None:
    results = read_rows(latex)
    assert [result.reason for result in results] == [None] * len(results)
    assert [result.latex for result in results] == SPLIT[latex]
    assert [latex[slice(*result.span)] for result in results] == SPLIT[latex]


def rows(latex: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(result.latex, result.row.remarks) for result in read_rows(latex) if result.row]


def test_remarks() -> None:
    assert rows(r"\begin{align} a &= b && \text{the mean} \\ c &= d \end{align}") == [
        ("a &= b", ("the mean",)),
        ("c &= d", ()),
    ]
    assert rows(r"a = b \quad \text{for } i = j") == [("a = b", ()), ("i = j", ("for",))]
    assert rows(r"a = b \quad \text{Let }~ c = d") == [("a = b", ()), ("c = d", ("Let",))]
    assert rows(r"a = b \text{ for all } i") == [("a = b", ("for all", "i"))]
    assert rows(r"a = b \quad (3)") == [("a = b", ("(3)",))]


def test_labels_and_boxes() -> None:
    for latex, label in [("a) x = y", "a)"), ("(b) x = y", "(b)"), ("1. x = y", "1."), ("f(a) = y", "")]:
        row = parse_formula(latex)
        assert row.label == label
    assert [parse_formula(latex).boxed for latex in (r"\boxed{x = y}", r"x = \boxed{y}", "x = y")] == [
        True,
        True,
        False,
    ]


DECLINED: list[tuple[str, str, str]] = [
    (r"x = \foo{y}", "BN202", r"\foo"),
    (r"x^x^x", "BN201", "^"),
    (r"x = ( y ]", "BN203", "("),
    (r"x = ( y", "BN203", "("),
    (r"x = { y", "BN203", "{"),
    (r"x = y }", "BN203", "}"),
    (r"\begin{align} x", "BN203", r"\begin{align}"),
    (r"x = y ) + z", "BN203", ")"),
    (r"\begin{foo} x \end{foo}", "BN201", r"\begin{foo}"),
    (r"x = \begin{pmatrix} a \end{pmatrix}", "BN201", r"\begin{pmatrix}"),
    (r"x = y!", "BN201", "!"),
    (r"1{,}000", "BN201", ","),
    (r"2{a + b}", "BN201", "a + b"),
    (r"x - {a + b}", "BN201", "a + b"),
    (r"\sum_i {a + b}", "BN201", "a + b"),
    (r"\exp{x} y", "BN201", "x"),
    (r"a = = b", "BN201", "="),
    (r"\text{the mean} = 3", "BN201", r"\text{the mean}"),
    (r"\frac{a}", "BN201", ""),
    (r"a + * b", "BN201", "*"),
    (r"x = y \text", "BN203", r"\text"),
    (r"", "BN201", ""),
    (r"\quad", "BN201", r"\quad"),
    ("9" * 201, "BN290", "9" * 201),
]


@pytest.mark.parametrize(("latex", "rule", "spot"), DECLINED)
def test_what_is_not_understood_is_declined_with_its_place(latex: str, rule: str, spot: str) -> None:
    (result,) = read_rows(latex)
    assert result.row is None
    assert result.reason is not None
    assert result.reason.rule == rule
    assert result.reason.span is not None
    assert latex[slice(*result.reason.span)] == spot
    assert "expected" in result.reason.message
    with pytest.raises(NotUnderstood):
        parse_formula(latex)


def test_a_declined_row_costs_only_itself() -> None:
    results = read_rows(r"a = b \\ c = \foo \\ d = e")
    assert [result.row is None for result in results] == [False, True, False]


NOTED: list[tuple[str, str, str]] = [
    (r"y = \frac{2}{N} (x_i - \mu) )", "BN110", ")"),
    (r"\sum_i{a = b} = 0", "BN111", "{a = b}"),
    (r"a = b \\\\", "BN112", r"\\\\"),
    (r"\begin{cases} a & b \\\\ c & d \end{cases}", "BN112", r"\\\\"),
    (r"a/2b = c", "BN113", "a/2"),
    ("а = b", "BN114", "а"),
    ("a\u200b = b", "BN115", "\u200b"),
]


@pytest.mark.parametrize(("latex", "rule", "spot"), NOTED)
def test_recoveries_are_noted(latex: str, rule: str, spot: str) -> None:
    (result,) = read_rows(latex)
    assert result.row is not None
    assert [(note.rule, latex[slice(*note.span)]) for note in result.notes] == [(rule, spot)]


@pytest.mark.parametrize("latex", ["dL/dx_i = y", "α + µ = σ", "a/2 = b", r"x^{3/2} y = z", r"\frac{a/2}{b} = c"])
def test_nothing_to_note(latex: str) -> None:
    (result,) = read_rows(latex)
    assert result.row is not None
    assert result.notes == ()


HOSTILE = {
    "braces": "{" * 10_000 + "}" * 10_000,
    "open braces": "{" * 60_000,
    "brackets": "(" * 30_000 + ")" * 30_000,
    "roots": r"\sqrt" * 10_000 + "x",
    "fractions": r"\frac" * 10_000,
    "accents": r"\hat" * 10_000 + "x",
    "sums": r"\sum_i " * 7_000 + "x",
    "minus signs": "-" * 60_000 + "x",
    "powers": "9^{9^{9^9}}" * 10,
    "towers": "x^{" * 3_000 + "}" * 3_000,
    "boxes": r"\boxed{" * 7_000 + "}" * 7_000,
    "slashes": "a/" * 2_000 + "b",
    "commas": "a," * 30_000,
    "equations": "a=b," * 1_200,
    "rows": r"a+\\" * 12_000,
    "open brackets in rows": r"(\\" * 20_000,
    "invisible": "a\u200b" * 3_000 + "\\\\ a" * 10_000,
    "sigmas": r"\Sigma_{" * 60 + "}" * 60,
    "sums by name": r"\Sigma_{i=1}" * 800 + "x",
    "groups with relations": "{a=b}" * 900,
    "texts": r"\text{" * 10_000,
    "row breaks": "\\\\" * 30_000 + " " * 5_000,
    "words": r"\mathrm{a" * 5_000,
    "ampersands": "&" * 60_000 + "a",
    "labels": "a)" * 30_000,
    "functions": r"\log " * 10_000 + "x",
    "too long": "a" * 65_537,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_formulas_end_quickly_and_raise_nothing(kind: str) -> None:
    start = time.process_time()
    results = read_rows(HOSTILE[kind])
    assert time.process_time() - start < 30
    assert results
    assert all(isinstance(result, RowResult) for result in results)
    assert all((result.row is None) != (result.reason is None) for result in results)


@pytest.mark.parametrize(
    "kind", ["brackets", "roots", "minus signs", "towers", "slashes", "too long", "commas", "sums"]
)
def test_limits_are_named(kind: str) -> None:
    (result,) = read_rows(HOSTILE[kind])
    assert result.reason is not None
    assert result.reason.rule == "BN290"
