"""Several axes: what is proved is equal at every size of both, true rewritings are proved, the axes stay apart."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.kernel.canonical import Canonical
from bnderive.kernel.kernel import Equation, coincidences, prove
from bnderive.terms import Definition, Graph, Index, Size, Sum, Sym, Term, add, mul, num, power, rename, serialise
from tests.terms.several_axes import COLUMNS, FREE, ROWS, SHAPES, everywhere, rewritten, slipped, spread, term_of, value

GRAPH = Graph(shapes=SHAPES, positive=frozenset({"e"}), lengths=(ROWS, COLUMNS))
I, J = FREE  # noqa: E741 the letters of the subject
K, P = (Index(name, ROWS) for name in "kp")
L, Q = (Index(name, COLUMNS) for name in "lq")


def x(*indices: Index) -> Sym:
    return Sym("x", indices)


def g(*indices: Index) -> Sym:
    return Sym("g", indices)


def is_proved(left: Term, right: Term) -> bool:
    return prove(Equation(left, right, GRAPH)) is not None


@pytest.mark.parametrize("seed", range(150))
def test_a_true_rewriting_is_proved(seed: int) -> None:
    random = Random(seed)
    term = term_of(random)
    other = rewritten(rewritten(term, random), random)
    assert all(value(term, *where) == value(other, *where) for where in everywhere(random))
    try:
        assert is_proved(term, other), f"{serialise(term)}  =  {serialise(other)}"
    except NotUnderstood as error:
        assert error.reason.rule == "BN290"  # noqa: PT017


@pytest.mark.parametrize("seed", range(300))
def test_what_is_proved_is_equal_at_every_size(seed: int) -> None:
    random = Random(seed)
    term = term_of(random)
    other = slipped(rewritten(term, random), random)
    try:
        proved = is_proved(term, other)
    except NotUnderstood:
        return
    equal = all(value(term, *where) == value(other, *where) for where in everywhere(random))
    assert equal or not proved, f"{serialise(term)}  =  {serialise(other)}"


@pytest.mark.parametrize("seed", range(60))
def test_the_evaluator_agrees_with_plain_fractions(seed: int) -> None:
    random = Random(seed)
    term = term_of(random)
    for sizes, values, places in everywhere(random):
        assert Evaluator(GRAPH, Point(sizes, values, places))(term) == value(term, sizes, values, places)


PROVED = {
    "sums over two axes change places": (Sum(K, Sum(L, g(K, L))), Sum(L, Sum(K, g(K, L)))),
    "a sum of sums is a sum over both": (
        Sum(L, mul(Sym("w", (L,)), Sum(K, mul(g(K, L), x(K, L))))),
        Sum(K, Sum(L, mul(g(K, L), x(K, L), Sym("w", (L,))))),
    ),
    "the square of a sum is a sum over two letters": (
        Sum(L, power(Sum(K, x(K, L)), 2)),
        Sum(K, Sum(P, Sum(L, mul(x(K, L), x(P, L))))),
    ),
    "what depends on one letter leaves the other sum": (
        Sum(K, Sum(L, mul(Sym("v", (K,)), Sym("w", (L,))))),
        mul(Sum(K, Sym("v", (K,))), Sum(L, Sym("w", (L,)))),
    ),
    "nothing is counted on the other axis": (Sum(K, Sym("w", (J,))), mul(Size(ROWS), Sym("w", (J,)))),
    "a path along both axes has one form": (
        Sum(K, Sum(L, mul(x(I, L), x(K, L), x(K, J)))),
        Sum(Q, Sum(P, mul(x(P, J), x(P, Q), x(I, Q)))),
    ),
    "a root inside a sum over the other axis": (
        Sum(L, mul(Sum(K, x(K, L)), power(spread(L), -1))),
        Sum(K, Sum(L, mul(power(spread(L), -1), x(K, L)))),
    ),
}
NOT_PROVED = {
    "the sizes are two": (Sum(K, Sum(L, x(K, L))), mul(Size(ROWS), Sum(L, x(I, L)))),
    "one size for the other": (Sum(L, Sym("w", (J,))), mul(Size(ROWS), Sym("w", (J,)))),
    "an array is not its transpose in square": (
        Sum(K, Sum(L, mul(x(K, L), g(K, L)))),
        mul(Sum(K, Sum(L, x(K, L))), Sum(K, Sum(L, g(K, L)))),
    ),
    "the square of a sum is no sum of squares": (Sum(L, power(Sum(K, x(K, L)), 2)), Sum(L, Sum(K, power(x(K, L), 2)))),
    "a path is not a cycle": (
        Sum(K, Sum(P, Sum(L, Sum(Q, mul(x(K, L), x(P, L), x(K, Q), x(P, Q)))))),
        Sum(K, Sum(P, Sum(L, Sum(Q, mul(x(K, L), x(K, L), x(P, Q), x(P, Q)))))),
    ),
}


@pytest.mark.parametrize(("left", "right"), PROVED.values(), ids=PROVED)
def test_is_proved(left: Term, right: Term) -> None:
    assert all(value(left, *where) == value(right, *where) for where in everywhere(Random(0)))
    assert is_proved(left, right)


@pytest.mark.parametrize(("left", "right"), NOT_PROVED.values(), ids=NOT_PROVED)
def test_is_not_proved(left: Term, right: Term) -> None:
    assert any(value(left, *where) != value(right, *where) for where in everywhere(Random(0)))
    assert not is_proved(left, right)


def test_a_square_array_keeps_its_two_places_apart() -> None:
    square = Graph(shapes={"a": (ROWS, ROWS)})
    there, back = Sym("a", (I, K)), Sym("a", (K, I))
    assert prove(Equation(there, back, square)) is None
    assert prove(Equation(Sum(I, Sum(K, there)), Sum(I, Sum(K, back)), square)) is not None
    cycle = Sum(I, Sum(K, Sum(P, mul(there, Sym("a", (K, P)), Sym("a", (P, I))))))
    turned = rename(cycle.body.body.body, {I: K, K: P, P: I})
    assert prove(Equation(cycle, Sum(P, Sum(K, Sum(I, turned))), square)) is not None
    star = Sum(I, Sum(K, Sum(P, mul(there, Sym("a", (I, P)), Sym("a", (P, K))))))
    assert prove(Equation(cycle, star, square)) is None


def test_indices_coincide_along_one_axis_only() -> None:
    ways = list(coincidences(frozenset((I, K, J, L))))
    assert len(ways) == 4
    assert all(way[index].axis == index.axis for way in ways for index in way)


def test_a_sum_that_divides_keeps_its_letters() -> None:
    left = Sum(L, mul(x(I, L), power(add(Sum(K, power(x(K, L), 2)), Sym("e")), -1)))
    assert is_proved(left, rename(Sum(Q, mul(x(P, Q), power(spread(Q), -1))), {P: I}))
    assert not is_proved(left, Sum(L, mul(x(I, L), power(add(Sum(Q, power(x(I, Q), 2)), Sym("e")), -1))))


def test_a_sum_that_is_known_for_every_column():
    form = Canonical(GRAPH)
    form.families["x", 0, Fraction(1)] = J, form.of(g(I, J))
    assert form.of(Sum(K, x(K, L))) == form.of(g(I, L))
    assert form.of(Sum(L, x(I, L))) != form.of(g(I, J))
    assert form.of(Sum(K, power(x(K, L), 2))) != form.of(power(g(I, L), 2))
    assert form.of(Sum(K, mul(x(K, L), g(K, L)))) != form.of(mul(g(I, L), g(I, L)))


def test_letters_of_a_sum_step_aside_for_those_of_a_definition():
    total = Definition("t", (I, J), Sum(K, Sum(L, mul(x(K, L), x(I, L), x(K, J)))))
    graph = Graph({"t": total}, shapes=SHAPES, lengths=(ROWS, COLUMNS))
    nested = Sum(K, Sum(L, mul(Sym("t", (K, L)), x(K, J), x(I, L))))
    written = Sum(K, Sum(L, mul(Sum(P, Sum(Q, mul(x(P, Q), x(K, Q), x(P, L)))), x(K, J), x(I, L))))
    assert prove(Equation(nested, written, graph)) is not None
    assert prove(Equation(nested, mul(num(2), written), graph)) is None


def test_letters_of_a_sum_step_aside_for_the_letters_that_it_is_renamed_to():
    """A free letter may be called as a bound one is: there and back again is where one was."""
    form = Canonical(GRAPH)
    slot = Index("·0", ROWS)
    for body in (Sym("m", (K, I)), mul(Sym("m", (K, I)), Sym("m", (I, K))), mul(x(K, J), g(I, J))):
        plain = form.of(Sum(K, body))
        there = form.renamed(plain, {I: slot})
        assert there == form.of(Sum(K, rename(body, {I: slot})))
        assert form.renamed(there, {slot: I}) == plain
