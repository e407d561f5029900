r"""Each kind of node to the term that it stands for, the term written out by hand; and what is assumed on the way."""

from __future__ import annotations

from fractions import Fraction

import pytest

from bnderive.terms import (
    ONE,
    ZERO,
    Delta,
    Fun,
    Index,
    Partial,
    Pow,
    Sum,
    Sym,
    add,
    div,
    mul,
    neg,
    normal,
    num,
    power,
    sqrt,
    sub,
)
from tests.lower.formulas import (
    BETA,
    EPS,
    GAMMA,
    HALF,
    LOSS,
    MU,
    VAR,
    I,
    J,
    K,
    N,
    all_of,
    hat,
    over,
    terms_of,
    x,
    y,
)
from tests.survey.documents import BATCH_NORM

PLAIN = (
    ("2", num(2)),
    (".5", num(HALF)),
    ("1.25", num(Fraction(5, 4))),
    ("x_i", x(I)),
    (r"\mu", MU),
    ("N", N),
    ("N^2", power(N, 2)),
    (r"\sigma^2", VAR),
    ("(x_i)", x(I)),
    (r"\left[ x_i \right]", x(I)),
    (r"\{ x_i \}", x(I)),
    (r"\boxed{x_i}", x(I)),
    (r"\underbrace{x_i}_{\text{the input}}", x(I)),
    ("-x_i", neg(x(I))),
    ("+x_i", x(I)),
    (r"x_i - \mu + \epsilon", add(x(I), neg(MU), EPS)),
    (r"x_i + -\mu", sub(x(I), MU)),
    (r"-(x_i - \mu)", neg(sub(x(I), MU))),
    (r"2 x_i \mu", mul(num(2), x(I), MU)),
    (r"\gamma * \hat{x}_i \cdot y_j", mul(GAMMA, hat(I), y(J))),
    (r"\hat{x}_i \odot y_i", mul(hat(I), y(I))),
    (r"x_i \times y_i", mul(x(I), y(I))),
    (r"\frac{x_i}{2}", div(x(I), num(2))),
    (r"x_i / 2", div(x(I), num(2))),
    (r"x_i / 2 / \mu", div(div(x(I), num(2)), MU)),
    (r"\frac{-1}{2}", num(-HALF)),
    (r"{x_i \over \mu}", div(x(I), MU)),
    (r"\sqrt{\sigma^2 + \epsilon}", sqrt(add(VAR, EPS))),
    (r"\sqrt[3]{x_i}", power(x(I), Fraction(1, 3))),
    ("x_i^3", power(x(I), 3)),
    ("x^3_i", power(x(I), 3)),
    ("(x_i)^{-1}", power(x(I), -1)),
    (r"(\sigma^2 + \epsilon)^{\frac{-3}{2}}", Pow(add(VAR, EPS), Fraction(-3, 2))),
    (r"(\sigma^2 + \epsilon)^{-3/2}", Pow(add(VAR, EPS), Fraction(-3, 2))),
    (r"\hat{x}_i^2", power(hat(I), 2)),
    (r"\sigma^{2}", VAR),
    (r"(\sigma^2)^2", power(VAR, 2)),
    ("|x_i|", Fun("abs", x(I))),
    (r"\exp(x_i)", Fun("exp", x(I))),
    ("e^{x_i}", Fun("exp", x(I))),
    (r"e^{-x_i}", Fun("exp", neg(x(I)))),
    (r"\log x_i", Fun("log", x(I))),
    (r"\ln(x_i)", Fun("log", x(I))),
    (r"\exp^2(x_i)", power(Fun("exp", x(I)), 2)),
    (r"\delta_{ij}", Delta(I, J)),
    (r"\delta_{i,j}", Delta(I, J)),
    (r"\delta_{ii}", ONE),
    (r"\mathbb{1}[i = j]", Delta(I, J)),
    (r"\mathbf{1}[i = j]", Delta(I, J)),
    (r"\mathbf 1_{i=j}", Delta(I, J)),
    (r"\mathbb{1}_{i=j}", Delta(I, J)),
    (r"\mathbf{1}_{\{i=j\}}", Delta(I, J)),
    (r"[i = j]", Delta(I, J)),
    (r"[i \ne j]", sub(ONE, Delta(I, J))),
    (r"N [i = j] - 1", sub(mul(N, Delta(I, J)), ONE)),
    (
        r"\begin{cases} x_i & i = j \\ \mu & i \ne j \end{cases}",
        add(mul(Delta(I, J), x(I)), mul(sub(ONE, Delta(I, J)), MU)),
    ),
    ("x_1", x(Index("1"))),
    ("x_1 + x_2", add(x(Index("1")), x(Index("2")))),
    ("x^{(i)}", x(I)),
)

DERIVATIVES = (
    (r"\frac{\partial y_j}{\partial x_i}", Partial(y(J), x(I))),
    (r"\frac{d y_j}{d x_i}", Partial(y(J), x(I))),
    (r"\frac{\mathrm{d} y_j}{\mathrm{d} x_i}", Partial(y(J), x(I))),
    ("dy_j/dx_i", Partial(y(J), x(I))),
    (r"\partial y_j / \partial x_i", Partial(y(J), x(I))),
    (r"\frac{\partial{y_j}}{\partial{x_i}}", Partial(y(J), x(I))),
    (r"\partial_{x_i} y_j", Partial(y(J), x(I))),
    (r"\nabla_{x_i} L", Partial(LOSS, x(I))),
    (r"\frac{\partial}{\partial x_i} y_j", Partial(y(J), x(I))),
    (r"\frac{\partial}{\partial x_i} \left[ y_j + 1 \right]", Partial(add(y(J), ONE), x(I))),
    (r"\frac{\partial}{\partial x_i} \sum_j y_j", Partial(over(J, y(J)), x(I))),
    (r"\frac{\partial}{\partial x_i} y_j + \mu", add(Partial(y(J), x(I)), MU)),
    (r"\frac{\partial (x_i - \mu)}{\partial x_i}", Partial(sub(x(I), MU), x(I))),
    (r"\frac{\partial \hat{x}_i}{\partial \sigma^2}", Partial(hat(I), VAR)),
    (r"\frac{\partial L}{\partial \gamma}", Partial(LOSS, GAMMA)),
    (r"\frac{\partial^2 y_j}{\partial x_i^2}", Partial(Partial(y(J), x(I)), x(I))),
    (r"\frac{\partial^2 L}{\partial x_i \partial x_j}", Partial(Partial(LOSS, x(J)), x(I))),
    (
        r"\frac{\partial L}{\partial y_i} \frac{\partial y_i}{\partial \gamma}",
        mul(Partial(LOSS, y(I)), Partial(y(I), GAMMA)),
    ),
    (r"-\frac{\partial L}{\partial \beta}", neg(Partial(LOSS, BETA))),
)

WORDS = (
    (r"\mathrm{sum}(x)", over(J, x(J))),
    (r"\operatorname{mean}(x)", div(over(J, x(J)), N)),
    (r"\mathbb{E}[x]", div(over(J, x(J)), N)),
    (r"\mathrm{mean}(y \odot \hat{x})", div(over(J, mul(y(J), hat(J))), N)),
    (r"\mathrm{Var}(x)", div(over(J, power(sub(x(J), div(over(J, x(J)), N)), 2)), N)),
)


@pytest.mark.parametrize(("latex", "term"), PLAIN, ids=[latex for latex, _ in PLAIN])
def test_the_term_of_a_formula(latex, term):
    assert terms_of(latex) == [normal(term)]


@pytest.mark.parametrize(("latex", "term"), DERIVATIVES, ids=[latex for latex, _ in DERIVATIVES])
def test_a_derivative_stays_a_node_without_a_reading(latex, term):
    assert terms_of(latex) == [normal(term)]


@pytest.mark.parametrize(("latex", "term"), WORDS, ids=[latex for latex, _ in WORDS])
def test_words_that_run_over_the_batch(latex, term):
    assert terms_of(latex) == [normal(term)]


def test_the_comparison_above_can_fail():
    assert terms_of("x_i - \\mu") != [normal(sub(MU, x(I)))]
    assert terms_of("x_i") != [x(J)]
    assert terms_of(r"\frac{\partial y_i}{\partial x_j}") != [Partial(y(J), x(I))]


def test_a_function_of_nothing_that_a_document_names_is_its_own():
    rows = (r"e_i = x_i - 1", r"z_i = e_i^2")
    assert terms_of("e_i^2", rows=rows) == [power(Sym("e", (I,)), 2)]


def test_the_root_of_an_atom_is_said_to_be_the_positive_one():
    ((lowered, choices),) = all_of(r"\sigma")
    assert lowered.term == sqrt(VAR)
    assert choices.is_usual
    assert [remark.rule for remark in lowered.remarks] == [None]
    assert "non-negative root" in lowered.remarks[0].text


def test_a_root_that_the_document_names_is_that_name():
    rows = (*BATCH_NORM, r"\sigma = \sqrt{\sigma^2 + \epsilon}")
    assert terms_of(r"\sigma", rows=rows) == [Sym(r"\sigma")]


def test_what_is_plainly_written_needs_no_remark():
    ((lowered, _),) = all_of(r"\frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} + \frac{\partial L}{\partial x_i}")
    assert lowered.remarks == ()


@pytest.mark.parametrize("latex", [r"dx_i", r"d\hat{x}_i", r"d\sigma^2", r"d\gamma"])
def test_code_like_gradients(latex):
    (lowered, usual), *others = all_of(latex)
    assert usual.is_usual
    assert len(others) == 1  # the document names no loss: d may be a differential as well
    (by,) = terms_of(latex[1:])
    assert lowered.term == Partial(LOSS, by)
    assert "gradient of the loss" in lowered.remarks[0].text


def test_a_product_of_code_like_gradients():
    assert terms_of(r"\gamma \, dy_i")[0] == normal(mul(GAMMA, Partial(LOSS, y(I))))


def test_an_integral_like_d_that_the_document_defines_is_a_name():
    rows = (r"d = 2", r"z_i = d x_i")
    assert terms_of("d x_i", rows=rows) == [normal(mul(Sym("d"), x(I)))]


def test_the_names_of_indices_are_kept():
    assert terms_of(r"\sum_k x_k x_i") == [normal(Sum(K, mul(x(K), x(I))))]


def test_an_empty_sum_is_not_built():
    assert terms_of(r"\sum_j 0") in ([ZERO], [normal(Sum(J, ZERO))])
