"""Shapes of real documents: where each formula starts, and that nothing is lost between them."""

from __future__ import annotations

import pytest

from bnderive.source import read_text

SEED = r"""
# Batch Normalization Derivation

Given

$$\hat{S}_i = \frac{S_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$\mu = \frac{1}{m} \sum_{i=1}^n S_i$$

$$\sigma^2 = \frac{1}{m} \sum_{i=0}^n (S_i - \mu)^2$$

$$\frac{\partial L}{\partial S_i} = \delta\gamma * \frac{\partial \hat{S}_i}{\partial S_i}$$

analyze each of the three components seperately

1.

$$\boxed{\frac{\partial \hat{S}_i}{\partial S_i} = \frac{1}{\sqrt{\sigma^2 + \epsilon}}}$$

2.

$$\frac{\partial \hat{S}_i}{\partial \mu} * \frac{\partial \mu}{\partial S_i} =$$

$$a) \frac{\partial \hat{S}_i}{\partial \mu} = \frac{-1}{\sqrt{\sigma^2 + \epsilon}}$$

$$b) \frac{\partial \mu}{\partial S_i} = \frac{1}{N}$$

$$\boxed{\frac{\partial \hat{S}_i}{\partial \mu} * \frac{\partial \mu}{\partial S_i} = \frac{-1}{N}}$$

3.

$$\frac{\partial \hat{S}_i}{\partial \sigma^2} * \frac{\partial \sigma^2}{\partial S_i}$$

$$a) \frac{\partial \hat{S}_i}{\partial \sigma^2} = \frac{-1}{2} (S_i - \mu) (\sigma^2 + \epsilon)^{\frac{-3}{2}}$$

$$b) \frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N}$$

$$\boxed{\frac{\partial \hat{S}_i}{\partial \sigma^2} * \frac{\partial \sigma^2}{\partial S_i} = \frac{-S_i^2}{N}}$$

## Putting together

$$\frac{\partial L}{\partial S_i} = \delta\gamma * \frac{\partial \hat{S}_i}{\partial S_i}$$

$$= \delta\gamma * \left( \frac{1}{\sqrt{\sigma^2 + \epsilon}} \right)$$

$$= \frac{\delta\gamma}{\sqrt{\sigma^2 + \epsilon}} * \left( 1 + \frac{-1}{N} + \frac{-S_i^2}{N} \right)$$

$$= \boxed{\frac{\delta\gamma}{N\sqrt{\sigma^2 + \epsilon}} * (N - 1 + -S_i^2)}$$"""

NUMBERED = r"""A row $x$ has $N$ entries. Forward:

1. $$ \mu = \frac{1}{N} \sum_j x_j $$
2. $$ \begin{equation}
   \hat{x}_j = (x_j - \mu) \cdot \text{rstd} \label{eq:1}
   \end{equation} $$

From \eqref{eq:2}, let $ c_2 = \frac{1}{N} \sum_k d\hat{x}'_k $ and
$ c_1 = \frac{1}{N} \sum_k (d\hat{x}'_k \cdot \hat{x}_k) $.

$$
\boxed{
\begin{aligned}
\frac{dL}{dx_{j}} &= \text{rstd}
\end{aligned}
}
$$
"""

CHINESE = r"""# 批归一化的导数

$$
\mu_{b} = \frac{1}{m}\sum_{i=1}^{m}x_{i} \tag{0}
$$
$$
\sigma_{b}^2 = 1 \tag{1}
$$

记 \\( \sigma = \sqrt{\sigma_{b}^2 + \epsilon} \\)、则
$$
\frac{\partial (x_j-\mu_b)}{\partial x_i} = \begin{cases}
\frac{m-1}{m} &\quad i = j \\\\
-\frac{1}{m} &\quad i \neq j
\end{cases}
$$
$$
= \gamma
$$
每个输出都依赖 \\(x_i\\)。
"""

BRACKETS = r"""\[ L = -\sum_j^C y_j \log p_j \\ = -\sum_j^C \ell_j, \]

Second factor, for \(i=j\):

\[ \nabla_{g} L = \frac{g}{\|\mathbf{v}\|} \]
"""

WRAPPED = r"""$$\frac{\partial L}{\partial x_i}
  = \frac{1}{\sqrt{\sigma^2 + \varepsilon}}
    \left[ g_i
    \;-\; \frac{1}{m}\sum_{j=1}^{m} g_j
    - \hat{x}_i \right]$$

$$
\begin{align}
    a &= b \\
        &= c -
            d
\end{align}
$$

So $y$.
"""


def starts(text: str) -> list[tuple[int, int, str]]:
    """Line and column of the first character of each display that is no space, and the text up to the first space."""
    found = []
    for display in read_text(text).displays:
        lead = len(display.latex) - len(display.latex.lstrip())
        place = display.positions.at(lead)
        found.append((place.line, place.column, display.latex.split()[0]))
    return found


def test_seed() -> None:
    document = read_text("\n" + SEED)
    assert [display.positions.at(0).line for display in document.displays] == [
        7, 9, 11, 13, 19, 23, 25, 27, 29, 33, 35, 37, 39, 43, 45, 47, 49,
    ]  # fmt: skip
    assert {display.positions.at(0).column for display in document.displays} == {3}
    assert [display.latex for display in document.displays] == [
        line.removeprefix("$$").removesuffix("$$") for line in SEED.split("\n") if line.startswith("$$")
    ]
    assert document.problems == ()
    assert document.displays[4].before == "analyze each of the three components seperately"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            NUMBERED,
            [
                (1, 8, "x"),
                (1, 16, "N"),
                (3, 7, "\\mu"),
                (4, 7, "\\begin{equation}"),
                (8, 26, "c_2"),
                (9, 3, "c_1"),
                (12, 1, "\\boxed{"),
            ],
        ),
        (
            CHINESE,
            [
                (4, 1, "\\mu_{b}"),
                (7, 1, "\\sigma_{b}^2"),
                (10, 7, "\\sigma"),
                (12, 1, "\\frac{\\partial"),
                (18, 1, "="),
                (20, 12, "x_i"),
            ],
        ),
        (BRACKETS, [(1, 4, "L"), (3, 22, "i=j"), (5, 4, "\\nabla_{g}")]),
        (WRAPPED, [(1, 3, "\\frac{\\partial"), (8, 1, "\\begin{align}"), (15, 5, "y")]),
    ],
)
def test_starts(text: str, expected: list[tuple[int, int, str]]) -> None:
    assert starts(text) == expected
    assert read_text(text).problems == ()


def test_list_indentation_is_taken_out() -> None:
    display = read_text(NUMBERED).displays[3]
    assert display.latex.split("\n")[1:] == [
        r"\hat{x}_j = (x_j - \mu) \cdot \text{rstd} \label{eq:1}",
        r"\end{equation} ",
    ]
