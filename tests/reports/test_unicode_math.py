"""LaTeX printed on one line of Unicode: expected lines are written by hand."""

from __future__ import annotations

import pytest

from bnderive.reports.unicode_math import readable, readable_name, readable_prose

LINES = [
    (r"\frac{\partial L}{\partial S_i}", "∂L/∂Sᵢ"),
    (
        r"\frac{\gamma}{N\sqrt{\sigma^2 + \epsilon}} "
        r"\left( N\delta_i - \sum_j \delta_j - \hat{S}_i \sum_j \delta_j \hat{S}_j \right)",
        "γ/(N√(σ²+ε)) (Nδᵢ − Σⱼ δⱼ − Ŝᵢ Σⱼ δⱼ Ŝⱼ)",
    ),
    (r"\hat{S}_i = \frac{S_i - \mu}{\sqrt{\sigma^2 + \epsilon}}", "Ŝᵢ = (Sᵢ − μ)/√(σ²+ε)"),
    (r"\sigma^2 = \frac{1}{m} \sum_{i=0}^n (S_i - \mu)^2", "σ² = 1/m Σᵢ₌₀ⁿ (Sᵢ − μ)²"),
    (r"\frac{-1}{2} (S_i - \mu) (\sigma^2 + \epsilon)^{\frac{-3}{2}}", "−1/2 (Sᵢ − μ) (σ² + ε)^(−3/2)"),
    (r"\frac{\delta\gamma}{N\sqrt{\sigma^2 + \epsilon}} * (N - 1 + -S_i^2)", "δγ/(N√(σ²+ε)) · (N − 1 + −Sᵢ²)"),
    (r"\frac{\partial \mu}{\partial S_i} * \frac{\partial L}{\partial \mu} =", "∂μ/∂Sᵢ · ∂L/∂μ ="),
    (r"\frac{\partial^2 L}{\partial x_i \partial x_j}", "∂²L/(∂xᵢ ∂xⱼ)"),
    (r"\mu_B", "μ_B"),
    (r"x^{(i)}", "x⁽ⁱ⁾"),
    (r"\frac{a}{\frac{b}{c}}", "a/(b/c)"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
    (r"\frac{a}{b c}", "a/(bc)"),
    (r"\frac{a + b}{c}", "(a + b)/c"),
    (r"\frac{\sum_j x_j}{N}", "(Σⱼ xⱼ)/N"),
    (r"(a + b) c", "(a + b) c"),
    (r"\frac{1}{N} \frac{1}{M}", "1/N · 1/M"),
    (r"2 \cdot 3", "2 · 3"),
    (r"\left(\frac{a}{b}\right)^2", "(a/b)²"),
    (r"\sqrt{N}", "√N"),
    (r"i \ne j", "i ≠ j"),
    (r"N \ge 1", "N ≥ 1"),
    (r"\delta_{ij}", "δᵢⱼ"),
    (r"\exp(x_i)", "exp(xᵢ)"),
    (r"\log p_j", "log pⱼ"),
    (r"\sqrt[3]{x + y}", "³√(x+y)"),
    (r"\hat{x_i}", "x̂ᵢ"),
    (r"\mathbb{1}[i = j]", "𝟙[i = j]"),
    (r"x'", "x′"),
    (r"\gamma \sum_j x_j", "γ Σⱼ xⱼ"),
    (r"\frac{\partial \frac{1}{\sigma}}{\partial x_i}", "∂(1/σ)/∂xᵢ"),
    (r"\frac{\partial (x_j - \mu)}{\partial x_i}", "∂(xⱼ − μ)/∂xᵢ"),
    (r"\boxed{a = b}", "a = b"),
    (r"a \times (-b)", "a × (−b)"),
    (r"x_{a,i}", "x_(a,i)"),
    (r"x_1 + \ldots + x_N", "x₁ + … + x_N"),
    (r"a / b", "a/b"),
    (r"\frac{1}{N} x", "1/N · x"),
    (r"\frac{\mathrm{d}L}{\mathrm{d}x}", "dL/dx"),
    (r"\mathrm{rstd} x", "rstd x"),
    (r"\sum_{j \ne i} x_j", "Σ_(j≠i) xⱼ"),
    (r"\begin{cases} 1 & i = j \\ 0 & i \ne j \end{cases}", "{1 if i = j; 0 if i ≠ j}"),
    (r"\underbrace{x}_{\text{input}} c", "x c"),
    (r"a (b + c)^{n}", "a(b + c)ⁿ"),
]


@pytest.mark.parametrize(("latex", "line"), LINES)
def test_readable(latex: str, line: str):
    assert readable(latex) == line


@pytest.mark.parametrize("latex", [r"\frac{a", r"\unknownmacro{x}", "x^{(", ""])
def test_what_does_not_parse_stays_latex(latex: str):
    assert readable(latex) == latex


def test_prose_keeps_its_words():
    text = r"the mean divides by $m$ but sums $\hat{S}_i$ to $n$; costs $5"
    assert readable_prose(text) == "the mean divides by m but sums Ŝᵢ to n; costs $5"


def test_what_is_quoted_stays_as_it_is():
    text = r"`$$` without `$$` after it; the macro `\mu` and `$x_i$`"
    assert readable_prose(text) == text


NAMES = {
    "S": "S",
    "epsilon": "ε",
    "hat_S": "Ŝ",
    "hat_sigma": "σ̂",
    "sigma2": "σ²",
    "mu_B": "μ_B",
    "dL_dy": "∂L/∂y",
    "dL_dhat_S": "∂L/∂Ŝ",
    r"\hat{x}": "x̂",
    "w_1": "w₁",
    "rstd": "rstd",
    "x2": "x2",
    "hat": "hat",
}


@pytest.mark.parametrize("name", NAMES)
def test_names_of_values(name: str):
    assert readable_name(name) == NAMES[name]
