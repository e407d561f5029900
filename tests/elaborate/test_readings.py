r"""The admissible readings of ∂, each worked by hand from what the nodes of the layer are made of.

Total recomputes everything after what is differentiated by. Direct holds every other statistic, and is admissible only
where that leaves a way from B to A. Chain: head total, every lone ∂ direct, a product of ∂ through a statistic in three
patterns.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from bnderive.elaborate.readings import is_direct_admissible, links, readings
from bnderive.terms import (
    ONE,
    Definition,
    Graph,
    Index,
    Mul,
    Partial,
    Sum,
    Sym,
    Term,
    add,
    div,
    mul,
    neg,
    num,
    power,
    rebuild,
    sqrt,
    sub,
    walk,
)

I, J, K = Index("i"), Index("j"), Index("k")  # noqa: E741 the letters of the subject
MU, VAR, EPS, GAMMA, RSTD, LOSS = Sym(r"\mu"), Sym("v"), Sym("e"), Sym("g"), Sym("r"), Sym("L")
N = Sym("N")


def x(i: Index) -> Sym:
    return Sym("x", (i,))


def hat(i: Index) -> Sym:
    return Sym("h", (i,))


def y(i: Index) -> Sym:
    return Sym("y", (i,))


def graph(*definitions: Definition) -> Graph:
    return Graph({d.name: d for d in definitions}, "L", ("y",), frozenset({"e"}), {"x": ("N",), "e": (), "g": ()})


MEAN = Definition(MU.name, (), div(Sum(I, x(I)), N))
SPREAD = Definition("v", (), div(Sum(I, power(sub(x(I), MU), 2)), N))
LAYER = graph(
    MEAN,
    SPREAD,
    Definition("h", (I,), div(sub(x(I), MU), sqrt(add(VAR, EPS)))),
    Definition("y", (I,), mul(GAMMA, hat(I))),
)
# rstd is elementwise in σ²: seen through, but σ² itself is held
WITH_RSTD = graph(
    MEAN,
    SPREAD,
    Definition("r", (), power(add(VAR, EPS), num(-1).value / 2)),
    Definition("h", (I,), mul(sub(x(I), MU), RSTD)),
    Definition("y", (I,), mul(GAMMA, hat(I))),
)
# P ends the graph as a loss does: nothing is made of it
PENALTY = Definition("P", (), Sum(I, power(hat(I), 3)))
PENALISED = graph(*LAYER.definitions.values(), PENALTY)
TWICE = graph(*LAYER.definitions.values(), PENALTY, Definition("q", (), mul(num(2), Sym("P"))))


def d(of: Term, by: Sym, reading: str = "") -> Partial:
    return Partial(of, by, reading)


@dataclass(frozen=True)
class Case:
    name: str
    head: Term
    side: Term
    expected: tuple[str, ...]
    graph: Graph = LAYER


LOCAL, TOTAL = ("total", "direct"), ("total",)
CHAIN = ("total", "direct", "chain", "chain", "chain")
CASES = (
    Case("no derivative", add(MU, ONE), MU, ("",)),
    Case("a node by its own input", d(hat(I), x(I)), ONE, LOCAL),
    Case("a node by another input", d(hat(J), x(I)), ONE, LOCAL),
    Case("a node by a statistic in it", d(hat(I), MU), ONE, LOCAL),
    Case("a statistic by an input", d(VAR, x(I)), ONE, LOCAL),
    Case("a statistic by a statistic in it", d(VAR, MU), ONE, LOCAL),
    Case("an output through the elementwise node before it", d(y(I), x(I)), ONE, LOCAL),
    Case("an output by a statistic, through the elementwise node", d(y(I), VAR), ONE, LOCAL),
    Case("rstd by its statistic", d(RSTD, VAR), ONE, LOCAL, WITH_RSTD),
    Case("rstd by an input: only through a held statistic", d(RSTD, x(J)), ONE, TOTAL, WITH_RSTD),
    Case("rstd by the mean: only through a held statistic", d(RSTD, MU), ONE, TOTAL, WITH_RSTD),
    Case("a node by rstd", d(hat(I), RSTD), ONE, LOCAL, WITH_RSTD),
    Case("a node by the variance, through rstd", d(hat(I), VAR), ONE, LOCAL, WITH_RSTD),
    Case("a node by a parameter that it is not made of", d(hat(I), GAMMA), ONE, LOCAL),
    Case("a node by another that it is not made of: a slip, which direct would hide", d(MU, VAR), ONE, TOTAL),
    Case("such a slip beside a local derivative", d(hat(I), x(I)), add(ONE, d(MU, hat(J))), TOTAL),
    Case("a parameter", d(y(I), GAMMA), hat(I), LOCAL),
    Case("a scalar sum that nothing reads", d(Sym("P"), x(I)), mul(hat(I), ONE), TOTAL, PENALISED),
    Case("a scalar sum that a node reads", d(Sym("P"), x(I)), mul(hat(I), ONE), LOCAL, TWICE),
    Case("a statistic by an input, beside an end", d(VAR, x(I)), ONE, LOCAL, PENALISED),
    Case("the loss", d(LOSS, x(I)), d(LOSS, y(I)), TOTAL),
    Case("the loss by a statistic", d(LOSS, VAR), ONE, TOTAL),
    Case("a compound", d(sub(x(I), MU), x(I)), ONE, LOCAL),
    Case("a compound of what is only behind a held statistic", d(add(VAR, EPS), x(I)), ONE, TOTAL),
    Case("one inadmissible ∂ forbids direct for the whole row", d(hat(I), x(I)), d(RSTD, x(I)), TOTAL, WITH_RSTD),
    Case("a product that passes no statistic on", d(LOSS, x(I)), mul(d(LOSS, y(I)), d(y(I), x(I))), LOCAL),
    Case("a product through a statistic", d(hat(I), x(I)), mul(d(hat(I), MU), d(MU, x(I))), CHAIN),
    Case(
        "the chain rule of the mean",
        d(LOSS, x(I)),
        add(mul(d(LOSS, hat(I)), d(hat(I), x(I))), mul(d(LOSS, MU), d(MU, x(I)))),
        CHAIN[:3],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_admissible_readings_in_their_order(case):
    found = [name for name, _, _ in readings(case.head, (case.side,), case.graph)]
    if case.expected[:1] == ("total",) and len(case.expected) > 2:  # equal patterns count once
        assert found[:2] == ["total", "direct"]
        assert set(found[2:]) == {"chain"}
        assert 1 <= len(found[2:]) <= 3
    else:
        assert tuple(found) == case.expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_derivative_has_one_of_two_meanings(case):
    for _, head, sides in readings(case.head, (case.side,), case.graph):
        found = {node.reading for term in (head, *sides) for node in walk(term) if isinstance(node, Partial)}
        assert found <= {"total", "direct"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_nothing_but_the_meaning_of_a_derivative_changes(case):
    for _, head, sides in readings(case.head, (case.side,), case.graph):
        assert (unread(head), [unread(side) for side in sides]) == (case.head, [case.side])


def unread(term: Term) -> Term:
    inner = rebuild(term, unread)
    return replace(inner, reading="") if isinstance(inner, Partial) else inner


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_loss_is_always_total(case):
    for _, head, sides in readings(case.head, (case.side,), case.graph):
        of_loss = [n for t in (head, *sides) for n in walk(t) if isinstance(n, Partial) and n.of == LOSS]
        assert all(node.reading == "total" for node in of_loss)


def test_a_row_is_read_in_one_way_throughout():
    for name, head, (side,) in readings(d(hat(I), x(I)), (mul(d(hat(I), MU), d(VAR, MU)),), LAYER)[:2]:
        found = {n.reading for t in (head, side) for n in walk(t) if isinstance(n, Partial)}
        assert found == {name}


def test_the_three_patterns_of_a_product_through_a_statistic():
    first, last = d(hat(I), MU), d(MU, x(I))
    chains = [side for name, _, (side,) in readings(d(hat(I), x(I)), (mul(first, last),), LAYER) if name == "chain"]
    patterns = [tuple(f.reading for f in side.factors) for side in chains]
    assert patterns == [("direct", "direct"), ("direct", "total"), ("total", "direct")]


def test_the_order_of_the_factors_follows_the_chain_and_not_the_page():
    first, last = d(hat(I), VAR), d(VAR, MU)
    forward = {s for n, _, s in readings(d(hat(I), MU), (mul(first, last),), LAYER) if n == "chain"}
    backward = {s for n, _, s in readings(d(hat(I), MU), (mul(last, first),), LAYER) if n == "chain"}
    assert {frozenset(side.factors) for (side,) in forward} == {frozenset(side.factors) for (side,) in backward}


def test_the_head_of_a_chain_is_total_and_a_lone_derivative_direct():
    side = add(d(hat(I), x(I)), mul(d(hat(I), MU), d(MU, x(I))))
    for name, head, (found,) in readings(d(hat(I), x(I)), (side,), LAYER):
        if name == "chain":
            assert head == d(hat(I), x(I), "total")
            assert found.terms[0] == d(hat(I), x(I), "direct")


def test_a_compound_is_total_as_a_head():
    compound = d(sub(x(I), MU), x(I))
    for _, head, _ in readings(compound, (mul(d(hat(I), MU), d(MU, x(I))),), LAYER):
        assert head == replace(compound, reading="total")


def test_a_compound_follows_its_head_and_is_total_in_a_chain():
    side = add(d(sub(x(I), MU), x(I)), mul(d(hat(I), MU), d(MU, x(I))))
    for name, _, (found,) in readings(d(hat(I), x(I)), (side,), LAYER):
        if name == "chain":
            assert found.terms[0] == d(sub(x(I), MU), x(I), "total")


def test_a_derivative_that_is_already_read_keeps_its_reading():
    fixed = d(hat(I), x(I), "total")
    for _, _, (side,) in readings(d(hat(I), MU), (fixed,), LAYER):
        assert side == fixed


def test_links_of_a_product():
    passing = mul(num(2), d(hat(I), VAR), d(VAR, MU), d(MU, x(I)))
    elementwise = mul(d(y(I), hat(I)), d(hat(I), x(I)))
    assert isinstance(passing, Mul)
    assert isinstance(elementwise, Mul)
    assert links(passing, LAYER) == passing.factors[1:]
    assert links(elementwise, LAYER) == ()


@pytest.mark.parametrize(
    ("node", "admissible"),
    [
        (d(RSTD, VAR), True),
        (d(RSTD, x(J)), False),
        (d(hat(I), x(J)), True),
        (d(VAR, x(J)), True),
        (d(VAR, MU), True),
        (d(MU, GAMMA), True),  # zero either way
        (d(MU, VAR), False),  # zero too, and a slip: μ is not made of σ²
        (neg(d(RSTD, x(J))), False),
        (mul(d(hat(I), RSTD), d(RSTD, x(J))), False),
    ],
)
def test_where_direct_is_admissible(node, admissible):
    assert is_direct_admissible(node, WITH_RSTD) is admissible
