"""LaTeX files: what is mathematics in them, and where. Expected values are written down by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.source import Document, Position, read_text
from tests.source.mapped import assert_mapped


def read(text: str) -> Document:
    return read_text(text, format="tex")


def formulas(text: str) -> list[str]:
    return [display.latex.strip() for display in read(text).displays]


def problems(text: str) -> list[tuple[str, int, int]]:
    return [(problem.rule, problem.start.line, problem.start.column) for problem in read(text).problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"$a$ $$b$$ \(c\) \[d\]", ["a", "b", "c", "d"]),
        ("$a$$b$", ["a", "b"]),
        (r"\begin{align*}a&=b\\\end{align*}", [r"\begin{align*}a&=b\\\end{align*}"]),
        (r"\begin{math}a\end{math}", ["a"]),
        (r"\begin{IEEEeqnarray}{rCl}a\end{IEEEeqnarray}", [r"\begin{IEEEeqnarray}{rCl}a\end{IEEEeqnarray}"]),
        (
            "\\begin{equation}\\begin{aligned}a\\end{aligned}\\end{equation}",
            [r"\begin{equation}\begin{aligned}a\end{aligned}\end{equation}"],
        ),
        (r"\begin{theorem}[$t$]\begin{itemize}\item $a$\end{itemize}\end{theorem}", ["t", "a"]),
        (r"\begin{figure}\caption{\textbf{Of $a$}}\end{figure}", ["a"]),
        (r"$a = \text{if $b$} c$", [r"a = \text{if $b$} c"]),
        (r"$$a \mbox{ where $b = \{c$ }$$", [r"a \mbox{ where $b = \{c$ }"]),
        (r"\( a \mbox{\(b\)} \)", [r"a \mbox{\(b\)}"]),
        (r"\[a \\[2pt] b\]", [r"a \\[2pt] b"]),
        (r"costs \$5 and $a$", ["a"]),
        ("$a % c $ }\n+ b$", ["a \n+ b"]),
        ("\\[\na\n  % all of the line\n+ 5\\% b\n\\]", ["a\n+ 5\\% b"]),
        ("$a\n%\n\n% b\nc$", []),
        (r"\verb|$a%| $b$ \verb*!$c$! \lstinline+$d$+", ["b"]),
        ("\\begin{verbatim}\n$a$ % \\end{x}\n\\end{verbatim}\n$b$", ["b"]),
        ("\\begin{lstlisting}[language=C]\n$a$\n\\end{lstlisting}$b$", ["b"]),
        ("\\begin{minted}{python}\n$a$\n\\end{minted}$b$\\begin{comment}$c$\\end{comment}", ["b"]),
        ("% \\begin{verbatim}\n$a$ % \\end{verbatim}", ["a"]),
        (r"\iffalse $a$ \fi $b$", ["b"]),
        (r"\url{http://h/%7E$a} $b$", ["b"]),
        ("$n$\\begin{document}$a$\\end{document}$z$", ["a"]),
        ("% \\begin{document}\n$a$", ["a"]),
        (
            r"\newcommand{\be}{\begin{equation}}\def\ee{\end{equation}} \be a \ee",
            [r"\begin{equation} a \end{equation}"],
        ),
    ],
)
def test_mathematics(text: str, expected: list[str]) -> None:
    assert formulas(text) == expected


@pytest.mark.parametrize(
    ("definitions", "used", "expected"),
    [
        (r"\newcommand{\B}{\mathcal{B}}", r"\mu_\B + \B^2", r"\mu_{\mathcal{B}} + \mathcal{B}^2"),
        (r"\newcommand\x{S_i}", r"\hat\x \hat{\x} \x^2", r"\hat{S_i} \hat{S_i} S_i^2"),
        (r"\newcommand{\x}{S_i}", r"\frac\x\x \frac{a}\x", r"\frac{S_i}{S_i} \frac{a}{S_i}"),
        (r"\newcommand{\x}{S_i}", r"\cdot\x a", r"\cdot S_i a"),
        (r"\newcommand{\m}{\mu}", r"\m a \m{} \m_i", r"\mu a \mu{} \mu_i"),
        (r"\newcommand{\pd}[2]{\frac{\partial#1}{\partial #2}}", r"\pd{L}{x_i}", r"\frac{\partial L}{\partial x_i}"),
        (r"\newcommand{\pd}[2][L]{\frac{#1}{#2}}", r"\pd{x}\pd[\mu]y", r"\frac{L}{x}\frac{\mu}{y}"),
        (r"\def\norm#1{\lVert#1\rVert}", r"\norm x \norm{\norm{y}}", r"\lVert x\rVert \lVert\lVert y\rVert\rVert"),
        (r"\newcommand{\h}[1]{\hat#1}\def\x{S_i}", r"\h{S_i}\h\x\h{\x}", r"\hat S_i\hat{S_i}\hat{S_i}"),
        (
            r"\DeclareMathOperator{\E}{E}\DeclareMathOperator*{\am}{arg\,min}",
            r"\E\am",
            r"\operatorname{E}\operatorname*{arg\,min}",
        ),
        (r"\newcommand{\a}{1}\renewcommand{\a}{2}\providecommand{\a}{3}\providecommand{\b}{4}", r"\a\b", "24"),
        (r"\let\old\hat\renewcommand{\hat}[1]{\old{#1}}", r"\hat{x}", r"\hat{x}"),
        (r"\def\a{1}\let\b=\a\def\a{2}", r"\b\a", "12"),
        (r"\newcommand{\x}{\ensuremath{x_i}\xspace}", r"\x", "x_i"),
        (r"\newcommand*{\a}{\b}\newcommand{\b}{c}", r"\a", "c"),
    ],
)
def test_macros(definitions: str, used: str, expected: str) -> None:
    preamble = f"\\documentclass{{a}}\n{definitions}\n\\begin{{document}}\n"
    document = read(f"{preamble}$${used}$$\n\\end{{document}}")
    assert [display.latex for display in document.displays] == [expected]
    assert document.problems == ()
    in_markdown = read_text(f"$$\n{definitions}\n$$\n\n$${used}$$")
    assert [display.latex for display in in_markdown.displays] == [expected]


def test_a_definition_applies_from_its_place_on() -> None:
    assert formulas(r"$\a$ \newcommand{\a}{b} $\a$ \renewcommand{\a}{c} $\a$") == [r"\a", "b", "c"]
    assert formulas(r"\[\newcommand{\a}{b} \a = 1\] \(\a\)") == ["b = 1", "b"]


def test_all_of_an_expansion_stands_where_the_macro_is_used() -> None:
    document = read("\\newcommand{\\p}[2]{#1 / #2}\n$x\n +\\p{y}{z} + w$")
    (display,) = document.displays
    assert display.latex == "x\n +y / z + w"
    places = [display.positions.at(offset) for offset in range(len(display.latex))]
    assert places[0] == Position(2, 2)
    assert places[4:9] == [Position(3, 3)] * 5
    assert places[9:] == [Position(3, 11 + k) for k in range(4)]


def test_a_macro_that_uses_itself() -> None:
    document = read("\\newcommand{\\a}{\\b}\\newcommand{\\b}{\\a}\n$c = \\a x$ $\\a$")
    assert [display.latex for display in document.displays] == [r"c = \unexpanded\a  x", r"\unexpanded\a "]
    assert [(p.rule, p.severity, p.start, p.end) for p in document.problems] == [
        ("BN108", "error", Position(2, 6), Position(2, 8))
    ]
    assert "uses itself" in document.problems[0].message


@pytest.mark.parametrize(
    ("definitions", "used", "reason"),
    [
        (
            "".join(f"\\def\\{a}{{\\{b}}}" for a, b in zip("abcdefghijklmnopqrs", "bcdefghijklmnopqrst", strict=True)),
            r"\a",
            "16 levels",
        ),
        (r"\def\a{" + "x" * 40000 + "}", r"\a\a", "64 KiB"),
        (
            "".join(
                f"\\def\\{a}{{{chr(92) + b} \\{b}}}" for a, b in zip("abcdefghijklmno", "bcdefghijklmnop", strict=True)
            )
            + r"\def\p{xxxx}",
            r"\a",
            "64 KiB",
        ),
        (r"\newcommand{\a}[2]{#1#2}", r"\a{x}", "takes 2 arguments"),
        (r"\newcommand{\a}[1]{#2}", r"\a{x}", "no argument #2"),
        (r"\newcommand{\a}[1]{#1}", r"\a{x", "not closed"),
        (r"\newcommand{\a}[1][x]{#1}", r"\a[x", "not closed"),
    ],
)
def test_uses_that_cannot_be_expanded(definitions: str, used: str, reason: str) -> None:
    document = read_text(f"$${definitions}$$\n\n\\[ b = {used} \\]")
    assert r"\unexpanded\a" in document.displays[-1].latex
    assert [(p.rule, p.start.line) for p in document.problems] == [("BN108", 3)]
    assert reason in document.problems[0].message


@pytest.mark.parametrize(
    "definition", [r"\def\a#1.{x}", r"\def\a#2{x}", r"\newcommand{\a}{x", r"\newcommand{a}{x}", r"\newcommand"]
)
def test_definitions_that_are_not_plain(definition: str) -> None:
    assert ("BN108", 1, 5) in problems(f"$b$ {definition}\n\n$c$")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("BN104", 1, 1)]),
        ("$b$ $ $", [("BN103", 1, 5)]),
        ("$b$ $$$$$", [("BN103", 1, 5)]),
        ("$b$ and $a\n\n$c$", [("BN102", 1, 9)]),
        ("$b$\n$$a\n\n$c$", [("BN102", 2, 1)]),
        ("$b$\n\\[a\n\n\\[c\\]", [("BN102", 2, 1)]),
        ("$b$ \\]", [("BN102", 1, 5)]),
        ("$b$\n\\begin{align}a\n\n$c$", [("BN102", 2, 1)]),
        ("$b$\n\\end{align}", [("BN102", 2, 1)]),
        ("$b$\n\\begin{verbatim} $a$", [("BN102", 2, 1)]),
        ("$b$\n\\input{/etc/passwd} \\include{x}", [("BN116", 2, 1), ("BN116", 2, 21)]),
        ("$b$\n\\foo{\\frac{1}{2}} \\partial", [("BN118", 2, 6)]),
        ("$b$ \u202ex", [("BN105", 1, 5)]),
        ("\\newcommand{\\f}{\\frac{1}{2}}\\usepackage{a_b}\n$b$", []),
    ],
)
def test_problems(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert problems(text) == expected


def test_sections_paragraphs_and_running_text() -> None:
    text = (
        "\\section{One}\nLet~$a$ \\emph{be} \\label{q}where\n$$b$$\n\n\\subsection*{Two} by \\eqref{q}, % no\n\\[c\\]"
    )
    first, second, third = read(text).displays
    assert [d.section for d in (first, second, third)] == [1, 1, 2]
    assert first.paragraph == second.paragraph < third.paragraph
    assert [d.before for d in (first, second, third)] == ["One Let", "be where", "Two by ,"]
    assert [d.kind for d in (first, second, third)] == ["inline", "display", "display"]


def test_verbatim_text_in_a_formula_is_not_left_out() -> None:
    assert formulas(r"$a \verb|+ b| = c$") == [r"a \verb  = c"]
    assert formulas(r"$a \begin{verbatim}b\end{verbatim}$") == [r"a \verb"]


def test_directives() -> None:
    document = read("$a$\n  % bnderive: expect wrong\n\\verb|% bnderive: no| x %% bnderive: layer norm\n")
    assert [(d.text, d.start) for d in document.directives] == [
        ("expect wrong", Position(2, 3)),
        ("layer norm", Position(3, 25)),
    ]


PAPER = r"""\documentclass{article}
\usepackage{amsmath,amssymb} % $no$
\newcommand{\B}{\mathcal{B}}
\begin{document}
\section*{The transform}
Over a mini-batch $\B=\{x_{1\ldots m}\}$ the layer computes
\begin{align}
\mu_{\mathcal{B}} &\leftarrow \frac{1}{m}\sum_{i=1}^{m} x_i && \text{mini-batch mean} \\ % the mean
y_i &\leftarrow \gamma \widehat{x}_i + \beta \equiv \mathrm{BN}_{\gamma,\beta}(x_i)
\end{align}
with
\[ \frac{\partial a}{\partial x_i} = \frac{2}{N} \qquad \frac{\partial \hat{x}_i}{\partial x_i} = 1 \]
\end{document}
"""


def test_a_paper() -> None:
    document = read(PAPER)
    assert document.problems == ()
    assert [(d.positions.at(0).line, d.positions.at(0).column) for d in document.displays] == [(6, 20), (7, 1), (12, 3)]
    align = document.displays[1]
    assert align.positions.at(align.latex.index("y_i")) == Position(9, 1)
    assert "the mean" not in align.latex


PIECES = [
    "$",
    "$$",
    "\\[",
    "\\]",
    "\\(",
    "\\)",
    "{",
    "}",
    "%",
    "\n",
    "\n\n",
    " ",
    "a",
    "b_i",
    "\\%",
    "\\$",
    "\\begin{align}",
    "\\end{align}",
]
PIECES += [
    "\\section{x}",
    "\r\n",
    "é",
    "\\text{",
    "\\begin{document}",
    "\\end{document}",
    "\\",
]
DEFINITIONS = ["\\newcommand{\\a}[1]{#1", "\\def\\b{\\a}", "\\a", "\\b", "\\let\\a\\b", "[x]", "#1", "^", "\\frac"]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read_with_exact_positions(text: str) -> None:
    document = read(text)
    assert_mapped(document)
    assert document.displays or document.problems


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES + DEFINITIONS * 2), max_size=60).map("".join))
def test_any_definitions_are_read(text: str) -> None:
    for format in ("tex", "markdown"):
        document = read_text(text, format=format)
        places = [display.positions.at(0) for display in document.displays]
        assert places == sorted(places)
