r"""The echo of a row: read again it gives the same term, and every difference of meaning shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

import pytest

import bnderive
from bnderive.account import Account
from bnderive.elaborate import elaborate
from bnderive.elaborate.echo import Symbols, latex, latex_of_row
from bnderive.errors import NotUnderstood
from bnderive.syntax import read_rows
from bnderive.terms import (
    ONE,
    Delta,
    Fun,
    Index,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    add,
    div,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
)
from tests.elaborate.rows import DOCUMENTS, Known, edited, known_rows, meaning_of, read
from tests.layer.documents import judge_of, last_of, report_of
from tests.lower.formulas import EPS, GAMMA, MU, VAR, I, J, K, hat, terms_of, x, y
from tests.survey.documents import BATCH_NORM

SHOWN = Symbols("N")


def test_the_documents_are_understood_to_a_good_part():
    known = [len(known_rows(path)) for path in DOCUMENTS]
    assert known[0] == 17  # all that the document holds
    assert known[1] >= 30
    assert sum(known) >= 250


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_read_again_in_its_place_it_is_the_same(path):
    changed = [
        (row.name, row.understood)
        for row in known_rows(path)
        if read(row.understood, row.judge, row.entry) != row.meaning
    ]
    assert changed == []


def test_the_comparison_above_can_fail():
    row = next(row for row in known_rows(DOCUMENTS[0]) if row.role == "claim")
    assert read(row.understood + " + 1", row.judge, row.entry) != row.meaning


SLIPS = (
    (r"\+(?! 0\b)", "-"),  # adding nothing and taking it away is the same
    (r"(?<![{^])-", "+"),
    (r"\\hat\{(\w)\}", r"\1"),
    (r"\\hat (\w)", r"\1"),
    (r"\\mu\b", r"\\epsilon "),
    (r"\\epsilon\b", r"\\mu "),
    (r"\\gamma\b", r"\\epsilon "),
    (r"(?<![_{=])2", "3"),
    (r"(?<![_{=])1(?!\})", "5"),
    (r"_i\b", "_j"),
    (r"_j\b", "_i"),
    (r"\\sqrt", "2 "),
    (r"\bN\b", "2"),
)


def slipped(row: Known) -> Iterator[str]:
    """The author's text with one symbol changed, once for every place where a slip fits."""
    remarks = [match.span() for match in re.finditer(r"_\{\\text\{[^}]*\}[^}]*\}", row.entry.latex)]
    for pattern, put in SLIPS:
        for match in re.finditer(pattern, row.entry.latex):
            if any(start <= match.start() < end for start, end in remarks):
                continue
            yield row.entry.latex[: match.start()] + match.expand(put) + row.entry.latex[match.end() :]


def echo_of(row: Known, text: str) -> str | None:
    """What would be printed back if this stood in the place of a row; None where it is not understood."""
    results = read_rows(text)
    if len(results) != 1 or results[0].row is None or edited(row, text) is None:
        return None
    first, environment = results[0].row.sides[0], row.environment
    at = environment if first is None else type(environment)(environment.layer, first, environment.cases)
    claim = elaborate(results[0].row, at)
    return latex_of_row(claim.usual.head, claim.usual.sides, row.judge.symbols)


@pytest.mark.parametrize("path", DOCUMENTS[:2] + DOCUMENTS[6::4], ids=lambda path: path.stem)
def test_one_changed_symbol_changes_it(path):
    rows = [row for row in known_rows(path) if row.role == "claim"]
    silent = [(row.name, text) for row in rows for text in slipped(row) if echo_of(row, text) == row.understood]
    assert silent == []


def test_the_slips_above_are_many_and_read():
    rows = [row for row in known_rows(DOCUMENTS[0]) if row.role == "claim"]
    assert sum(echo_of(row, text) is not None for row in rows for text in slipped(row)) > 60


# -- terms that a document may hold

TERMS = (
    num(0),
    num(-1),
    num(Fraction(-3, 7)),
    Size(),
    MU,
    VAR,
    sqrt(VAR),
    power(VAR, 2),
    power(VAR, -1),
    neg(MU),
    neg(neg(MU)),
    sub(MU, EPS),
    neg(sub(MU, EPS)),
    add(neg(MU), neg(EPS)),
    sub(MU, sub(EPS, GAMMA)),
    mul(MU, neg(EPS)),
    mul(neg(MU), EPS),
    mul(num(2), num(3)),
    mul(MU, num(2)),
    mul(num(-2), MU),
    mul(MU, num(-2), EPS),
    mul(num(Fraction(1, 2)), MU),
    div(MU, num(2)),
    div(num(-1), num(2)),
    div(neg(MU), EPS),
    div(MU, neg(EPS)),
    div(add(MU, EPS), sub(MU, EPS)),
    div(div(MU, EPS), GAMMA),
    div(MU, div(EPS, GAMMA)),
    mul(add(MU, EPS), div(ONE, GAMMA)),
    power(MU, 2),
    power(neg(MU), 2),
    neg(power(MU, 2)),
    power(power(MU, 2), Fraction(1, 2)),
    power(sqrt(MU), 3),
    power(div(MU, EPS), 2),
    power(add(MU, EPS), Fraction(-3, 2)),
    power(hat(I), 2),
    power(hat(I), Fraction(1, 2)),
    power(num(2), Fraction(1, 2)),
    Pow(num(-2), Fraction(2)),
    power(Num(Fraction(2, 3)), -2),
    power(Size(), 2),
    power(Size(), -1),
    Sum(J, x(J)),
    mul(Sum(J, x(J)), MU),
    mul(MU, Sum(J, x(J))),
    add(Sum(J, x(J)), MU),
    Sum(J, add(x(J), MU)),
    Sum(J, neg(x(J))),
    neg(Sum(J, x(J))),
    power(Sum(J, x(J)), 2),
    Sum(J, mul(x(J), Sum(K, x(K)))),
    mul(Sum(J, x(J)), Sum(J, hat(J))),
    Sum(J, mul(Sum(K, x(K)), x(J))),
    Sum(I, mul(x(I), Sum(J, x(J)))),
    sub(MU, Sum(J, x(J))),
    div(Sum(J, x(J)), Size()),
    div(MU, Sum(J, x(J))),
    Sum(J, ONE),
    Sum(J, mul(num(2), x(J))),
    Sum(J, mul(sub(ONE, Delta(I, J)), x(J))),
    Delta(I, J),
    mul(Size(), Delta(I, J)),
    power(Delta(I, J), 2),
    Fun("exp", x(I)),
    Fun("exp", neg(x(I))),
    power(Fun("exp", x(I)), 2),
    mul(Fun("log", x(I)), MU),
    mul(MU, Fun("log", add(MU, EPS))),
    Fun("abs", sub(x(I), MU)),
    mul(Fun("abs", MU), Fun("abs", EPS)),
    power(Fun("abs", MU), -1),
    Fun("log", Fun("exp", MU)),
    Partial(y(I), x(J)),
    Partial(sub(x(I), MU), x(J)),
    Partial(Sum(J, y(J)), x(I)),
    Partial(mul(GAMMA, hat(I)), MU),
    Partial(Sym("L"), VAR),
    mul(Partial(y(I), hat(I)), Partial(hat(I), x(J))),
    power(Partial(y(I), x(J)), 2),
    Partial(Partial(Sym("L"), x(I)), x(J)),
    div(Partial(y(I), x(J)), MU),
    mul(Partial(y(I), x(J)), add(MU, EPS)),
    mul(MU, Partial(add(MU, EPS), MU), EPS),
    neg(Partial(y(I), x(J))),
    sub(MU, Partial(y(I), x(J))),
    x(Index("1")),
    sub(x(Index("1")), x(Index("2"))),
    Sum(Index("i'"), mul(x(I), x(Index("i'")))),
    Sum(J, Sum(Index("j'"), mul(x(J), x(Index("j'"))))),
)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: latex(term, SHOWN))
def test_a_term_printed_and_read(term):
    rows = (*BATCH_NORM, r"\frac{\partial L}{\partial x_i} = \sum_j \sum_k x_j \hat{x}_k", "x_1 = x_2 + N")
    assert meaning_of(tuple(terms_of(latex(term, SHOWN), here=(I, J), rows=rows)[:1])) == meaning_of((term,))


def test_a_chain_of_jacobians_printed_and_read():
    path = r"\frac{\partial \hat{x}}{\partial x} \frac{\partial y}{\partial \hat{x}} \frac{\partial L}{\partial y}"
    row = rf"\frac{{\partial L}}{{\partial x}} = {path}"
    judge = judge_of(*BATCH_NORM, row)
    judgement = judge.judgements(False)[-1]
    assert judgement.claim is not None
    usual = judgement.claim.usual
    assert read(Account(judge).understood(judgement) or "", judge, judgement.entry) == meaning_of(
        (usual.head, *usual.sides)
    )


def test_different_terms_have_different_texts():
    texts = {}
    for term in TERMS:
        texts.setdefault(latex(term, SHOWN), set()).add(meaning_of((term,)))
    assert {text: found for text, found in texts.items() if len(found) > 1} == {}


# -- what it shows


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        (r"\frac{\partial y_i}{\partial \gamma} = \hat{x}", r"\frac{\partial y_i}{\partial \gamma} = \hat{x}_i"),
        (r"\frac{\partial \mu}{\partial x_i} = 1/2\mu", r"\frac{\partial \mu}{\partial x_i} = \frac{\mu}{2}"),
        (r"\sum_i x_i + \mu = 0", r"\sum_i x_i + \mu = 0"),
        (r"\sum_{i=1}^N (x_i - \mu) = 0", r"\sum_i (x_i - \mu) = 0"),
        (r"2 \sigma = 1", r"2 \sqrt{\sigma^2} = 1"),
    ],
)
def test_scope_indices_and_roots_are_shown(row, shown):
    assert last_of(*BATCH_NORM, row).understood == shown


def test_the_letter_of_the_document_is_used_for_the_size():
    rows = (BATCH_NORM[0].replace("N", "m"), r"\frac{\partial \mu}{\partial x_i} = \frac{1}{m}")
    assert last_of(*rows).understood == r"\frac{\partial \mu}{\partial x_i} = \frac{1}{m}"


def test_a_continued_row_is_shown_with_its_head():
    rows = (r"\frac{\partial y_i}{\partial \beta} = 2 - 1", "= 1")
    assert last_of(*BATCH_NORM, *rows).understood == r"\frac{\partial y_i}{\partial \beta} = 1"


def test_what_is_not_understood_is_not_shown():
    formula = last_of(*BATCH_NORM, r"y_i = q \hat{x}_i")
    assert (formula.verdict, formula.understood) == ("undecided", None)


def test_an_expression_is_shown_too():
    formula = last_of(*BATCH_NORM, r"\frac{\partial y_i}{\partial x_i}")
    assert formula.understood == r"\frac{\partial y_i}{\partial x_i}"


def test_elaborating_needs_an_equality():
    judge = judge_of(*BATCH_NORM, r"\hat{x}_i \approx x_i")
    (result,) = read_rows(r"\hat{x}_i \approx x_i")
    assert result.row is not None
    with pytest.raises(NotUnderstood) as caught:
        elaborate(result.row, judge.environment(judge.entries[-1]))
    assert caught.value.reason.rule == "BN240"


@pytest.mark.parametrize("relation", [r"\approx", r"\propto", r"\to", r"\Rightarrow"])
def test_other_relations_are_never_judged(relation):
    formula = list(report_of(*BATCH_NORM, rf"\hat{{x}}_i {relation} \hat{{x}}_i"))[-1]
    assert formula.verdict in {"undecided", None}


IN_SCRIPT = r"""
$$\mu_{\mathcal{B}} = \frac{1}{m} \sum_{i=1}^{m} \mathbf{x}_i, \quad
\sigma_{\mathcal{B}}^2 = \frac{1}{m} \sum_{i=1}^{m} (\mathbf{x}_i - \mu_{\mathcal{B}})^2$$
$$\hat{\mathbf{x}}_i = \frac{\mathbf{x}_i - \mu_{\mathcal{B}}}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}}, \quad
y_i = \gamma \hat{\mathbf{x}}_i + \beta$$
$$\frac{\partial \mathcal{L}}{\partial \gamma} = \sum_i \frac{\partial \mathcal{L}}{\partial y_i} \mathbf{x}_i$$
$$\frac{\partial \hat{\mathbf{x}}_i}{\partial \mu_{\mathcal{B}}} = \frac{1}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}}$$
"""


def test_the_true_value_is_written_as_the_author_writes() -> None:
    gradient, slope = list(bnderive.check_text(IN_SCRIPT))[-2:]
    assert (gradient.verdict, slope.verdict) == ("wrong", "wrong")
    assert gradient.truth is not None
    assert slope.truth is not None
    assert gradient.truth.latex == r"\sum_j \frac{\partial \mathcal{L}}{\partial y_j} \hat{\mathbf{x}}_j"
    assert slope.truth.latex == r"-\frac{1}{\sqrt{\sigma_{\mathcal{B}}^2 + \epsilon}}"
