"""Small graphs in terms, built by hand: nothing of the reader is needed to test what stands on them."""

from __future__ import annotations

from bnderive.terms import Definition, Graph, Index, Partial, Size, Sum, Sym, add, div, mul, power, sqrt, sub

FIRST, SECOND, BOUND = Index("i"), Index("j"), Index("k")
MU, VARIANCE, EPSILON, GAMMA = Sym("\\mu"), Sym("\\sigma^{2}"), Sym("\\epsilon"), Sym("\\gamma")


def x(index: Index) -> Sym:
    return Sym("x", (index,))


def hat(index: Index) -> Sym:
    return Sym("\\hat{x}", (index,))


def y(index: Index) -> Sym:
    return Sym("y", (index,))


BATCH_NORM = Graph(
    {
        d.name: d
        for d in (
            Definition("\\mu", (), div(Sum(BOUND, x(BOUND)), Size())),
            Definition("\\sigma^{2}", (), div(Sum(BOUND, power(sub(x(BOUND), MU), 2)), Size())),
            Definition("\\hat{x}", (FIRST,), div(sub(x(FIRST), MU), sqrt(add(VARIANCE, EPSILON)))),
            Definition("y", (FIRST,), mul(GAMMA, hat(FIRST))),
        )
    },
    "L",
    ("y",),
    frozenset({"\\epsilon"}),
    {"x": ("N",), "\\gamma": (), "\\epsilon": ()},
)


def total(of: Sym, by: Sym) -> Partial:
    return Partial(of, by, "total")


def direct(of: Sym, by: Sym) -> Partial:
    return Partial(of, by, "direct")
