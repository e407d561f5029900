r"""Spellings that say the same give the same tree; what only looks alike does not."""

from __future__ import annotations

import pytest

from bnderive.syntax import parse_formula, print_latex, read_rows

SAME: dict[str, str] = {
    "∂L/∂x̂ᵢ": r"\partial L / \partial \hat{x}_i",
    "ŷᵢ": r"\hat{y}_{i}",
    "x̄": r"\bar{x}",
    "σ²": r"\sigma^2",
    "(a+b)⁻²": "(a+b)^{-2}",
    "√(σ²+ε)": r"\sqrt{(\sigma^2 + \epsilon)}",
    "½ xᵢ": r"\frac12 x_i",
    "𝑥ᵢ + 𝜇": r"x_i + \mu",
    "𝟙_{i=j}": r"\mathbb{1}_{i=j}",
    "a ⇔ b": r"a \iff b",
    "i == j": "i = j",
    r"\delta_{i}{}^{j}": r"\delta_i^j",
    r"\left. a \right. = b": "a = b",
    r"a \overset{(1)}{=} b": "a = b",
    r"a \stackrel{\text{def}}{=} b": "a := b",
    r"a = b \eqno(3)": "a = b",
    r"\fbox{$a = b$}": r"\boxed{a = b}",
    r"\mathcolor{red}{a} = b": "a = b",
    r"\textcolor{blue}{a} = b": "a = b",
    r"\therefore a = b": "a = b",
    r"\implies a = b": "a = b",
    r"a = b \;\checkmark": "a = b",
    r"(ii)\ a = b": "a = b",
    r"(a)\quad a = b": "a = b",
    r"① a = b": "a = b",
    r"\textcircled{1} a = b": "a = b",
    r"a = b \,(\text{by hand})": "a = b",
    r"\sum_{\forall j} x_j": r"\sum_j x_j",
    r"\sum_{\text{all } j} x_j": r"\sum_j x_j",
    r"\sum_{\substack{j = 1 \\ j \ne i}}^N x_j": r"\sum_{j = 1, j \ne i}^N x_j",
    r"\sum_{j \mid j \ne i} x_j": r"\sum_{j : j \ne i} x_j",
    r"\mathrm{grad\_x}_i": r"\text{grad\_x}_i".replace("text", "mathrm"),
    r"\frac{a}{b}\Big|_{i=j}": r"\left. \frac{a}{b} \right|_{i=j}",
    r"\begin{cases} [a] & i=j \\ a & c=d \end{cases}": r"\begin{cases} \left[ a \right] & i=j \\ a & c=d \end{cases}",
    r"\begin{cases} a & \text{if $i=j$} \\ b & c=d \end{cases}": r"\begin{cases} a & i=j \\ b & c=d \end{cases}",
    r"\begin{cases} a \quad i=j \\ b \quad i \ne j \end{cases}": r"\begin{cases} a & i=j \\ b & i \ne j \end{cases}",
    r"\begin{cases} a, & (i=j) \\ b, & (i \ne j) \end{cases}": r"\begin{cases} a & i=j \\ b & i \ne j \end{cases}",
}


@pytest.mark.parametrize("latex", SAME)
def test_spellings_of_one_formula(latex: str) -> None:
    row = parse_formula(latex)
    assert row == parse_formula(SAME[latex])
    assert parse_formula(print_latex(row)) == row


DECLINED = (
    r"a = \text{some thing} + b",
    r"a = b \text{ minus } \frac{1}{2}",
    r"a = b \text{ plus some } + 5",
    r"x_{1:n} = a",
    r"a \stackrel{!}{=} b",
    r"x^2{}^3",
    r"\overset{a}{b} = c",
)


@pytest.mark.parametrize("latex", DECLINED)
def test_nothing_is_read_in_part(latex: str) -> None:
    assert any(result.row is None for result in read_rows(latex))


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (r"a = b \iff c = d", ["a = b", "c = d"]),
        (r"\because a = b \therefore c = d", ["a = b", "c = d"]),
        (r"a = b \Longrightarrow c = d", ["a = b", "c = d"]),
        (r"\forall i:\ a = b", ["a = b"]),
        (r"\text{Mean}: a = b", ["a = b"]),
    ],
)
def test_connectives_part_equations(latex: str, parts: list[str]) -> None:
    assert [result.latex for result in read_rows(latex)] == parts


@pytest.mark.parametrize("nested", [r"\overset{a}{", r"\fbox{$", r"\cancel{", r"\substack{", r"\left. "])
def test_nesting_is_bounded(nested: str) -> None:
    assert all(result.row is None for result in read_rows("x = " + nested * 2000))


@pytest.mark.parametrize("latex", [r"(n)\, a = b", r"(n)a = b", r"(N)\, a = b", r"(2)\cdot a = b"])
def test_a_factor_in_brackets_is_no_label(latex: str) -> None:
    row = parse_formula(latex)
    assert row.label == ""
    assert row != parse_formula("a = b")
