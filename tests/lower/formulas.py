"""One side of a row to its terms, in the vocabulary of a document; and the terms that they are compared with."""

from __future__ import annotations

from fractions import Fraction

from bnderive.errors import NotUnderstood, Reason
from bnderive.lower import Choices, Lowered, combinations, lower
from bnderive.terms import ONE, Delta, Index, Size, Sum, Sym, Term, normal, sub
from tests.layer.documents import layer_of
from tests.survey.documents import BATCH_NORM, name_of, node_of

I, J, K = Index("i"), Index("j"), Index("k")  # noqa: E741 the letters of the subject
N = Size()
HALF = Fraction(1, 2)
MU, EPS, GAMMA, BETA = Sym(r"\mu"), Sym(r"\epsilon"), Sym(r"\gamma"), Sym(r"\beta")
VAR = Sym(name_of(r"\sigma^2", BATCH_NORM[1]))
LOSS = Sym("L")
APART = sub(ONE, Delta(J, I))  # 1 where j ≠ i


def x(index: Index) -> Sym:
    return Sym("x", (index,))


def y(index: Index) -> Sym:
    return Sym("y", (index,))


def hat(index: Index) -> Sym:
    return Sym(r"\hat{x}", (index,))


def over(index: Index, term: Term) -> Term:
    return Sum(index, term)


def all_of(
    latex: str, here: tuple[Index, ...] = (I,), rows: tuple[str, ...] = BATCH_NORM
) -> list[tuple[Lowered, Choices]]:
    """Every way to read a side of which `here` are the indices of the head, the usual one first."""
    vocabulary = layer_of(*rows, f"0 = {latex}").vocabulary
    return list(combinations(lambda choices: lower(node_of(latex), vocabulary, choices, here)))


def terms_of(latex: str, here: tuple[Index, ...] = (I,), rows: tuple[str, ...] = BATCH_NORM) -> list[Term]:
    return [normal(lowered.term) for lowered, _ in all_of(latex, here, rows)]


def reason_of(latex: str, here: tuple[Index, ...] = (I,), rows: tuple[str, ...] = BATCH_NORM) -> Reason:
    try:
        found = terms_of(latex, here, rows)
    except NotUnderstood as error:
        return error.reason
    raise AssertionError(f"{latex} was understood as {found}")
