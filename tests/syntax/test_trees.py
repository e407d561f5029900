"""LaTeX and the tree that it must give, written by hand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bnderive.syntax import nodes, parse_formula, print_latex
from bnderive.syntax.nodes import (
    Accented,
    Addition,
    Applied,
    BigOperator,
    Boxed,
    Braced,
    Bracketed,
    Cases,
    Dots,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    PlusMinus,
    Positive,
    Primed,
    Product,
    Root,
    Row,
    Scripted,
    Slash,
    Text,
)


@dataclass(frozen=True)
class Sign:
    """An operator between factors, in a list of factors."""

    text: str


def name(text: str, font: str = "") -> Identifier:
    return Identifier(text, font)


def number(text: object) -> Number:
    return Number(str(text))


def product(*parts: Node | Sign) -> Product:
    factors: list[Node] = []
    operators: list[str] = []
    operator = ""
    for part in parts:
        if isinstance(part, Sign):
            operator = part.text
            continue
        operators += [operator] if factors else []
        factors.append(part)
        operator = ""
    return Product(tuple(factors), tuple(operators))


def plus(*terms: Node) -> Addition:
    return Addition(terms, ("+",) * len(terms))


def minus(first: Node, second: Node) -> Addition:
    return Addition((first, second), ("+", "-"))


def sub(base: Node, index: Node) -> Scripted:
    return Scripted(base, index)


def power(base: Node, exponent: Node) -> Scripted:
    return Scripted(base, None, exponent)


def bracket(body: Node) -> Bracketed:
    return Bracketed("(", body, ")")


def equation(left: Node | None, right: Node | None, relation: str = "=") -> Row:
    return Row((left, right), (relation,))


A, B, C, D, E, G, H, J, K, L, M, N, P, R, S, T, V, W, X, Y, Z = (name(letter) for letter in "abcdEgijkLmNprSTvwxyz")
MU, SIGMA, EPSILON, GAMMA, DELTA, PARTIAL = (
    name("\\" + word) for word in ("mu", "sigma", "epsilon", "gamma", "delta", "partial")
)
ONE, TWO, THREE = number(1), number(2), number(3)
I_ONE = equation(H, ONE)
X_I = sub(X, H)
DOT = Sign("\\cdot")

EXPRESSIONS: dict[str, Node] = {
    r"\frac12": Fraction(ONE, TWO),
    r"\frac1{12}": Fraction(ONE, number(12)),
    r"\dfrac{a}{b}": Fraction(A, B, "dfrac"),
    r"\tfrac{1}{2}": Fraction(ONE, TWO, "tfrac"),
    r"{a \over b}": Fraction(A, B, "over"),
    r"\frac\partial{\partial x}": Fraction(PARTIAL, product(PARTIAL, X)),
    r"\partial{x}": product(PARTIAL, X),
    r"\sqrt x": Root(X),
    r"\sqrt[3]{x + y}": Root(plus(X, Y), THREE),
    r"x^2_i": Scripted(X, H, TWO),
    r"x_i^2": Scripted(X, H, TWO),
    r"{x_i}^2": Scripted(X, H, TWO),
    r"x^23": product(power(X, TWO), THREE),
    r"x^{(i)}": power(X, bracket(H)),
    r"z^{[l]}": power(Z, Bracketed("[", name("l"), "]")),
    r"x_{ij}": sub(X, product(H, J)),
    r"\delta_{a,i}": sub(DELTA, Listing((A, H))),
    r"\delta_{i=j}": sub(DELTA, equation(H, J)),
    r"\hat{S}_i": sub(Accented("hat", S), H),
    r"\widehat{x}_i": sub(Accented("hat", X), H),
    r"\hat x_{i}": sub(Accented("hat", X), H),
    r"\hat{x_{j}}": Accented("hat", sub(X, J)),
    r"\hat{x}'_k": sub(Primed(Accented("hat", X)), K),
    r"x_k'": sub(Primed(X), K),
    r"x''": Primed(X, 2),
    r"\mathbf{w}'": Primed(name("w", "mathbf")),
    r"w^*": power(W, name("*")),
    r"v^\top": power(V, name("\\top")),
    r"v^T": power(V, T),
    r"\sigma^2B": product(power(SIGMA, TWO), name("B")),
    r"\delta\gamma * x": product(DELTA, GAMMA, Sign("*"), X),
    r"a \odot b \cdot c": product(A, Sign("\\odot"), B, DOT, C),
    r"a - b": minus(A, B),
    r"N - 1 + -S_i^2": Addition((N, ONE, Negative(Scripted(S, H, TWO))), ("+", "-", "+")),
    r"-a b": Negative(product(A, B)),
    r"+a": Positive(A),
    r"a \cdot -1": product(A, DOT, Negative(ONE)),
    r"a \cdot -b c": product(A, DOT, Negative(B), C),
    r"(-1)": bracket(Negative(ONE)),
    r"a \pm b": plus(A, PlusMinus(B)),
    r".5 x": product(number(".5"), X),
    r"\left( a + b \right) c": product(bracket(plus(A, B)), C),
    r"\Bigl( a \Bigr)": bracket(A),
    r"|x|": Bracketed("|", X, "|"),
    r"\left| x \right|": Bracketed("|", X, "|"),
    r"\bigg| x \bigg|": Bracketed("|", X, "|"),
    r"\|v\|^2": power(Bracketed("\\Vert", V, "\\Vert"), TWO),
    r"\Vert v \Vert": Bracketed("\\Vert", V, "\\Vert"),
    r"\sum_{i=1}^m x_i": BigOperator("\\sum", I_ONE, M, X_I),
    r"\sum\limits_i x_i": BigOperator("\\sum", H, None, X_I),
    r"\sum^n_r x": BigOperator("\\sum", R, name("n"), X),
    r"\sum_{j \ne i}^{} x": BigOperator("\\sum", equation(J, H, "\\ne"), None, X),
    r"\sum_{a,b} x": BigOperator("\\sum", Listing((A, B)), None, X),
    r"\Sigma_{i=1}^m x_i": BigOperator("\\sum", I_ONE, M, X_I),
    r"\Sigma_i x": product(sub(name("\\Sigma"), H), X),
    r"\sum_i a b + c": plus(BigOperator("\\sum", H, None, product(A, B)), C),
    r"\sum_i -\frac{y}{p}p": BigOperator("\\sum", H, None, Negative(product(Fraction(Y, P), P))),
    r"\sum_i a \sum_j b": BigOperator("\\sum", H, None, product(A, BigOperator("\\sum", J, None, B))),
    r"a/2b": product(Slash(A, TWO), B),
    r"a/b/c": Slash(Slash(A, B), C),
    r"dL/dx_i": Slash(product(D, L), product(D, X_I)),
    r"g dL/dx_i w": product(G, Slash(product(D, L), product(D, X_I)), W),
    r"\frac{\partial 1 / \sigma }{\partial x_i}": Fraction(product(PARTIAL, Slash(ONE, SIGMA)), product(PARTIAL, X_I)),
    r"\frac{\partial}{\partial x_i}\left[ x \right]": product(
        Fraction(PARTIAL, product(PARTIAL, X_I)), Bracketed("[", X, "]")
    ),
    r"x^{-3/2}": power(X, Negative(Slash(THREE, TWO))),
    r"\exp(a)": Applied(name("\\exp"), bracket(A)),
    r"y \log p_j": product(Y, Applied(name("\\log"), sub(P, J))),
    r"\log 2x + 1": plus(Applied(name("\\log"), product(TWO, X)), ONE),
    r"\log a \log b": product(Applied(name("\\log"), A), Applied(name("\\log"), B)),
    r"\log_2 x": Applied(sub(name("\\log"), TWO), X),
    r"\log \sum_k x": Applied(name("\\log"), BigOperator("\\sum", K, None, X)),
    r"e^{x}": power(name("e"), X),
    r"E[x]": product(E, Bracketed("[", X, "]")),
    r"\mathrm{E}[x]": Applied(name("E", "mathrm"), Bracketed("[", X, "]")),
    r"\mathrm{Var}(x)": Applied(name("Var", "mathrm"), bracket(X)),
    r"\operatorname{mean}(g)": Applied(name("mean", "operatorname"), bracket(G)),
    r"\mathrm{BN}_{\gamma}(x)": Applied(sub(name("BN", "mathrm"), GAMMA), bracket(X)),
    r"f(a)": product(name("f"), bracket(A)),
    r"\text{rstd}^3": power(name("rstd", "text"), THREE),
    r"\mathrm{dout}_i": sub(name("dout", "mathrm"), H),
    r"\mathcal B": name("B", "mathcal"),
    r"\boldsymbol{\mu}": name("\\mu", "boldsymbol"),
    r"\mathbb{1}[i=j]": product(name("1", "mathbb"), Bracketed("[", equation(H, J), "]")),
    r"\mathbf 1_{i=j}": sub(name("1", "mathbf"), equation(H, J)),
    r"\mu_{\text{batch mean}}": sub(MU, Text("batch mean")),
    r"\underbrace{a b}_{\text{via } \mu}": Braced(product(A, B), Text(r"\text{via } \mu")),
    r"1 + \boxed{x}": plus(ONE, Boxed(X)),
    r"x_1 + \cdots + x_m": plus(sub(X, ONE), Dots(), sub(X, M)),
    r"x_{1\ldots m}": sub(X, product(ONE, Dots(), M)),
    r"a\,b\!\;c~d\ e": product(A, B, C, D, name("e")),
    r"\color{red}{a} b": product(A, B),
    r"{\color{red} a} b": product(A, B),
    r"\displaystyle a": A,
    r"µ": MU,
    r"σ": SIGMA,
    r"dx": product(D, X),
    r"\ell": name("\\ell"),
    r"\begin{cases} a & i = j \\ b & \text{otherwise} \end{cases}": Cases(
        ((A, equation(H, J)), (B, Text("otherwise")))
    ),
    r"\left\{\begin{array}{ll} a & \text{if } i = j, \\ b \end{array}\right.": Cases(((A, equation(H, J)), (B, None))),
}

ROWS: dict[str, Row] = {
    "a = b": equation(A, B),
    "= b": equation(None, B),
    "a =": equation(A, None),
    "a = b = c": Row((A, B, C), ("=", "=")),
    r"i \neq j": equation(H, J, "\\ne"),
    r"i \not= j": equation(H, J, "\\ne"),
    r"i != j": equation(H, J, "\\ne"),
    r"a := b": equation(A, B, ":="),
    r"a \coloneqq b": equation(A, B, ":="),
    r"a \leftarrow b \equiv c": Row((A, B, C), ("\\leftarrow", "\\equiv")),
    r"i = 1, -1": equation(H, Listing((ONE, Negative(ONE)))),
    r"i = 1, \ldots, m": equation(H, Listing((ONE, Dots(), M))),
    r"a = b. \tag{3}": equation(A, B),
    r"a) x = y": equation(X, Y),
    r"(a) x = y": equation(X, Y),
    r"1. x = y": equation(X, Y),
    r"\boxed{x = y}": equation(X, Y),
    r"x = \boxed{y}": equation(X, Boxed(Y)),
    r"x = \boxed{y = z}": Row((X, Y, Z), ("=", "=")),
    r"\sum_i{-2 x = y} = 0": Row((BigOperator("\\sum", H, None, Negative(product(TWO, X))), Y, number(0)), ("=", "=")),
    r"y = (x) )": equation(Y, bracket(X)),
}


@pytest.mark.parametrize("latex", EXPRESSIONS)
def test_expression(latex: str) -> None:
    assert parse_formula(latex) == Row((EXPRESSIONS[latex],))


@pytest.mark.parametrize("latex", ROWS)
def test_row(latex: str) -> None:
    assert parse_formula(latex) == ROWS[latex]


@pytest.mark.parametrize("latex", [*EXPRESSIONS, *ROWS])
def test_print_and_read_again(latex: str) -> None:
    row = parse_formula(latex)
    assert parse_formula(print_latex(row)) == row


def test_every_kind_of_node_is_in_the_table() -> None:
    kinds = {kind.__name__ for kind in vars(nodes).values() if isinstance(kind, type) and issubclass(kind, Node)}
    written = " ".join(map(repr, [*EXPRESSIONS.values(), *ROWS.values()]))
    assert {kind for kind in kinds - {"Node", "Shorthand"} if kind + "(" not in written} == set()


def test_spans_of_nodes() -> None:
    latex = r"y = \frac{a}{b} + \hat{x}_i"
    side = parse_formula(latex).sides[1]
    assert isinstance(side, Addition)
    assert [latex[slice(*term.span)] for term in side.terms] == [r"\frac{a}{b}", r"\hat{x}_i"]


@pytest.mark.parametrize(
    ("tree", "latex"),
    [
        (product(plus(A, B), C), "(a + b)c"),
        (power(plus(A, B), TWO), "(a + b)^2"),
        (Negative(plus(A, B)), "-(a + b)"),
        (minus(A, plus(B, C)), "a - (b + c)"),
        (product(A, Negative(B)), "a (-b)"),
        (product(BigOperator("\\sum", H, None, A), B), r"(\sum_i a)b"),
        (Applied(name("\\exp"), plus(A, B)), r"\exp (a + b)"),
        (product(Applied(name("\\log"), A), B), r"(\log a)b"),
        (Slash(BigOperator("\\sum", H, None, A), B), r"(\sum_i a) / b"),
    ],
)
def test_a_tree_that_no_formula_gives_is_printed_with_parentheses(tree: Node, latex: str) -> None:
    assert print_latex(tree) == latex
