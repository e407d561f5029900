"""The language itself: scopes, renaming, one serialisation, normal forms, and what a graph reaches."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bnderive.terms import (
    ONE,
    ZERO,
    Add,
    Definition,
    Delta,
    Fun,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Sum,
    Sym,
    Term,
    add,
    div,
    free_indices,
    fresh,
    is_representative,
    mul,
    neg,
    normal,
    num,
    power,
    rebuild,
    rename,
    serialise,
    sub,
    total_of,
    walk,
)  # fmt: skip
from tests.terms.layers import BATCH_NORM, LAYERS, PLAIN, A, B, I, J, K, L, batches, g, graph, x
from tests.terms.plain import Batch
from tests.terms.rewritings import changed, layers_and_terms, places, slips_at, terms

QUICK = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


# -- indices -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "free"),
    [
        (x(I), {I}),
        (Sum(I, x(I)), set()),
        (Sum(I, mul(x(I), g(J))), {J}),
        (add(x(I), Sum(I, x(I))), {I}),
        (Sum(I, Sum(J, Delta(I, K))), {K}),
        (Partial(Sum(J, x(J)), x(I)), {I}),
        (Fun("exp", power(x(Index("1")), 2)), {Index("1")}),
    ],
)
def test_free_indices(term: Term, free: set[Index]) -> None:
    assert free_indices(term) == free


@pytest.mark.parametrize(
    ("term", "mapping", "expected"),
    [
        (Sum(J, mul(x(I), x(J))), {I: J}, Sum(Index("j'"), mul(x(J), x(Index("j'"))))),
        (Sum(J, x(J)), {J: I}, Sum(J, x(J))),
        (mul(x(I), g(J)), {I: J, J: I}, mul(x(J), g(I))),
        (Sum(K, Delta(I, K)), {I: K}, Sum(Index("k'"), Delta(K, Index("k'")))),
        (Partial(x(J), x(I)), {I: J}, Partial(x(J), x(J))),
        (
            Sum(J, Sum(Index("j'"), mul(x(I), x(J), x(Index("j'"))))),
            {I: J},
            Sum(Index("j'"), Sum(Index("j''"), mul(x(J), x(Index("j'")), x(Index("j''"))))),
        ),
    ],
)
def test_renaming_captures_nothing(term: Term, mapping: dict[Index, Index], expected: Term) -> None:
    assert rename(term, mapping) == expected


@QUICK
@given(st.data())
def test_renaming_is_reading_the_term_elsewhere(data: st.DataObject) -> None:
    layer = data.draw(st.sampled_from(LAYERS))
    term = data.draw(terms(layer))
    mapping = dict(zip((I, J), data.draw(st.sampled_from([(J, I), (J, J), (K, L), (K, K), (L, J)])), strict=True))
    renamed = rename(term, mapping)
    assert free_indices(renamed) == {mapping[i] for i in free_indices(term)}
    for size, values in batches(layer, 5):
        batch = Batch(layer.graph, size, values)
        at = {I: 1, J: size, K: (size + 1) // 2, L: min(2, size)}
        assert batch.of(renamed, at) == batch.of(term, {old: at[new] for old, new in mapping.items()})


def test_fresh_letters() -> None:
    assert fresh(I, (J,)) == I
    assert fresh(I, (I, Index("i'"))) == Index("i''")
    assert fresh(Index("i", "M"), (I,)) == Index("i'", "M")


def test_representatives_are_whole_numbers() -> None:
    assert [is_representative(Index(name)) for name in ("1", "12", "i", "²", "i1")] == [True, True, False, False, False]


# -- building ----------------------------------------------------------------------------------------------------------


def test_building_drops_what_changes_nothing() -> None:
    assert add() == ZERO == mul(A, ZERO)
    assert mul() == ONE
    assert add(A, ZERO) == A == mul(ONE, A) == power(A, 1)
    assert add(add(A, B), A) == Add((A, B, A))
    assert mul(mul(A, B), A) == Mul((A, B, A))
    assert neg(num(3)) == num(-3)
    assert sub(A, B) == Add((A, Mul((num(-1), B))))
    assert div(A, B) == Mul((A, Pow(B, Fraction(-1))))
    assert total_of(ZERO, I) == ZERO


@QUICK
@given(layers_and_terms())
def test_rebuilding_with_nothing_changed_keeps_the_value(found: tuple[object, Term]) -> None:
    _, term = found
    assert rebuild(term, lambda child: child) == rebuild(rebuild(term, lambda child: child), lambda child: child)
    assert next(walk(term)) is term


# -- serialisation and normal forms ------------------------------------------------------------------------------------


@QUICK
@given(st.data())
def test_a_serialisation_determines_the_term(data: st.DataObject) -> None:
    _, term = data.draw(layers_and_terms())
    place = data.draw(st.sampled_from(places(term)))
    other = changed(term, place, lambda node: data.draw(st.sampled_from(slips_at(node))))
    assert (serialise(other) == serialise(term)) == (other == term)


def test_things_that_are_easily_confused_are_serialised_apart() -> None:
    apart: list[Term] = [
        Num(Fraction(1)),
        x(I),
        x(Index("i", "M")),
        Sym("x"),
        Sym("x[i:N]x", ()),
        Delta(I, J),
        Sum(I, Delta(I, J)),
        Sum(J, Delta(I, J)),
        Pow(A, Fraction(1, 2)),
        Fun("exp", A),
        Fun("log", A),
        Add((A, B)),
        Mul((A, B)),
        Add((B, A)),
        Partial(A, B),
        Partial(A, B, "total"),
        Partial(A, B, "direct"),
        Add((A, Add((B, A)))),
        Add((A, B, A)),
    ]
    assert len({serialise(term) for term in apart}) == len(apart)


@QUICK
@given(st.data())
def test_a_normal_form_is_idempotent_and_has_the_same_value(data: st.DataObject) -> None:
    layer, term = data.draw(layers_and_terms())
    found = normal(term)
    assert normal(found) == found
    for size, values in batches(layer, 9):
        batch, at = Batch(layer.graph, size, values), {I: 1, J: size}
        assert batch.of(found, at) == batch.of(term, at)


def test_terms_that_are_written_alike_have_one_normal_form() -> None:
    assert normal(Mul((num(2), A, num(3), B))) == normal(Mul((B, num(6), A)))
    assert normal(Add((num(1), A, num(-1)))) == A
    assert normal(Pow(Mul((A, B)), Fraction(2))) == normal(Mul((Pow(B, Fraction(2)), Pow(A, Fraction(2)))))
    assert normal(Pow(Pow(A, Fraction(1, 2)), Fraction(2))) == A
    assert normal(Pow(num(2), Fraction(-2))) == num(Fraction(1, 4))
    assert normal(Pow(num(2), Fraction(10**9))) == Pow(num(2), Fraction(10**9))
    assert normal(Pow(Pow(A, Fraction(2)), Fraction(1, 2))) != A


# -- graphs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "target", "total", "direct"),
    [
        ("x", "h", True, True),
        ("x", "var", True, True),
        ("x", "rstd", True, False),
        ("var", "h", True, True),
        ("var", "y", True, True),
        ("mu", "h", True, True),
        ("mu", "rstd", True, False),
        ("g", "h", False, False),
        ("x", "L", True, True),
        ("a", "L", False, False),
        ("h", "var", False, False),
        ("h", "h", True, True),
    ],
)
def test_what_reaches_what(source: str, target: str, total: bool, direct: bool) -> None:
    rstd = Definition("rstd", (), power(Sym("var"), -1))
    layer = graph(*BATCH_NORM.definitions.values(), rstd, loss="L", outputs=("y",))
    assert layer.reaches(source, target) is total
    assert layer.reaches(source, target, frozen=True) is direct


def test_a_held_statistic_at_the_top_is_seen_through_on_request() -> None:
    assert BATCH_NORM.reaches("x", "var", frozen=True)
    assert not BATCH_NORM.reaches("x", "var", frozen=True, top=False)


def test_what_a_graph_says_of_a_name() -> None:
    assert BATCH_NORM.axes("h") == ("N",) == BATCH_NORM.axes("x")
    assert BATCH_NORM.axes("a") == () == BATCH_NORM.axes("unheard of")
    assert BATCH_NORM.is_opaque_loss("L")
    assert not PLAIN.is_opaque_loss("L")
    assert not graph(Definition("L", (), A), loss="L").is_opaque_loss("L")
    assert BATCH_NORM.definitions["h"].at((K,)) == rename(BATCH_NORM.definitions["h"].body, {I: K})
    assert BATCH_NORM.definitions["var"].is_statistic
    assert not BATCH_NORM.definitions["h"].is_statistic


def test_reaching_takes_one_look_at_every_definition() -> None:
    found, before, last = [], x(I), x(I)
    for k in range(40):
        found.append(Definition(f"d{k}", (I,), add(before, last)))
        before, last = last, Sym(f"d{k}", (I,))
    start = time.process_time()
    assert not graph(*found).reaches("nothing", "d39")
    assert time.process_time() - start < 10
