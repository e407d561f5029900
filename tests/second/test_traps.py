"""Equations that hold at some sizes, signs or residues only; and those that the kernel must and must not prove."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest

from bnderive.equation import one_hot, sum_is
from bnderive.kernel.kernel import Equation
from bnderive.second import Abstains, Contradicted, Sampled, Settled, engine, examine
from bnderive.terms import (
    ONE,
    ZERO,
    Definition,
    Delta,
    Fun,
    Graph,
    Index,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    div,
    mul,
    neg,
    num,
    power,
    sqrt,
    sub,
)
from tests.kernel.equations import AT_TWO, FALSE, TRUE, UNDECIDED, Case, falling
from tests.terms.layers import BATCH_NORM, EPS, MU, PLAIN, SHAPES, SOFTMAX, VAR, A, B, I, J, K, N, g, hat, x

POSITIVE = Graph(positive=frozenset({"a", "b"}), shapes=SHAPES)
EQUAL_WHERE_DEFINED = {"√(ab) = √a √b", "√(−a) √(−b) = √(ab)", "(a²)^¼ = √a"}  # of no value at other points
ROOT = "a root that no parameter makes free has one of two signs modulo p"


def said(left: Term, right: Term, graph: Graph = PLAIN, **more: object) -> object:
    return examine(Equation(left, right, graph, **more))


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case.name)
def test_what_is_false_is_contradicted_or_abstained_from(case: Case) -> None:
    outcome = said(case.left, case.right, case.graph, cases=case.cases)
    if case.name in EQUAL_WHERE_DEFINED:
        assert outcome.reason == ROOT
    elif case.name.startswith(("|", "log")):
        assert isinstance(outcome, Abstains)
    else:
        assert isinstance(outcome, Contradicted)


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case.name)
def test_what_is_true_is_not_contradicted(case: Case) -> None:
    assert not isinstance(said(case.left, case.right, case.graph, cases=case.cases), Contradicted)


@pytest.mark.parametrize("case", [case for case, _ in UNDECIDED], ids=lambda case: case.name)
def test_what_has_no_value_is_not_settled(case: Case) -> None:
    assert isinstance(said(case.left, case.right, case.graph, cases=case.cases), Abstains | Sampled)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (x(I), Sum(J, x(J))),
        (AT_TWO, ZERO),
        *((falling(s), ZERO) for s in range(1, 9)),
        (Sum(J, ONE), ONE),
        (x(I), add(x(I), mul(num(2**61 - 1), g(I)))),
        (x(I), add(x(I), mul(num(2**521 - 1), g(I)))),
        (sqrt(power(A, 2)), A),
        (sqrt(power(x(I), 2)), x(I)),
        (Partial(VAR, x(J), "total"), ZERO),
    ],
    ids=lambda side: None,
)
def test_the_known_traps_are_contradicted(left: Term, right: Term) -> None:
    assert isinstance(said(left, right, BATCH_NORM), Contradicted)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (sqrt(power(A, 2)), A),
        (sqrt(mul(A, B)), mul(sqrt(A), sqrt(B))),
        (sqrt(power(N, 2)), N),
        (Pow(power(A, 3), Fraction(1, 3)), A),
        (Pow(power(A, 4), Fraction(1, 4)), A),
    ],
)
def test_roots_of_what_is_positive_are_sampled(left: Term, right: Term) -> None:
    outcome = said(left, right, POSITIVE)
    assert isinstance(outcome, Sampled)
    assert outcome.reason == ROOT
    assert len({draw for _, draw in outcome.trial.points}) == 12
    assert outcome.trial.error >= Fraction(1, 2**12)


def test_a_sign_that_the_residues_do_not_show_is_abstained_from() -> None:
    squared = add(power(A, 2), mul(num(2), A, B), power(B, 2))
    assert isinstance(said(sqrt(squared), add(A, B), POSITIVE), Abstains)
    assert isinstance(said(sqrt(squared), sub(A, B), POSITIVE), Contradicted)


S = sqrt(add(VAR, EPS))


def up(index: Index) -> Sym:
    return Sym("∂L/∂y", (index,))


def weighted(index: Index) -> Term:
    return mul(up(index), g(index))


GRADIENT = mul(
    div(ONE, mul(N, S)),
    add(
        mul(N, weighted(I)),
        neg(Sum(J, weighted(J))),
        neg(mul(hat(I), Sum(J, mul(weighted(J), hat(J))))),
    ),
)
BY_X = Partial(Sym("L"), x(I), "total")


def test_the_gradient_is_settled_with_a_parameter_of_its_own() -> None:
    outcome = said(BY_X, GRADIENT, BATCH_NORM)
    assert isinstance(outcome, Settled)
    assert [draw for _, draw in outcome.trial.points] == [0, 1]
    assert outcome.trial.sums["N"] >= 3
    assert 0 < outcome.trial.error < Fraction(1, 10**12)


@pytest.mark.parametrize("slip", [num(2), hat(I), div(sub(N, ONE), N), S])
def test_a_slip_in_the_gradient_is_contradicted(slip: Term) -> None:
    assert isinstance(said(BY_X, mul(slip, GRADIENT), BATCH_NORM), Contradicted)


@pytest.mark.parametrize("relation", ["=", "≠"])
def test_both_cases_of_two_indices_count(relation: str) -> None:
    p_i, p_j = Sym("p", (I,)), Sym("p", (J,))
    jacobian = Partial(p_i, x(J), "total")
    case = ((relation, I, J),)
    both = said(jacobian, mul(p_i, sub(Delta(I, J), p_j)), SOFTMAX)
    assert isinstance(both, Settled)
    assert {len(set(places.values())) for places, _ in both.trial.points} == {1, 2}
    diagonal = said(jacobian, mul(p_i, sub(ONE, p_j)), SOFTMAX, cases=case)
    assert isinstance(diagonal, Settled if relation == "=" else Contradicted)
    assert isinstance(said(x(I), x(J), cases=(("=", I, J), ("≠", I, J))), Abstains)


def test_an_axis_of_indices_alone() -> None:
    far, near = Index("f", "Q"), Index("n", "Q")
    assert isinstance(said(power(Delta(far, near), 2), Delta(far, near)), Settled)
    assert isinstance(said(Delta(far, near), ONE), Contradicted)


def test_what_holds_on_fewer_groups_than_sums_is_contradicted() -> None:
    one = said(power(Sum(J, x(J)), 2), mul(N, Sum(J, power(x(J), 2))))  # holds where all elements are alike
    assert isinstance(one, Contradicted)
    assert one.trial.sums == {"N": 2}
    moments = [[Sum(J, power(x(J), a + b)) if a + b else N for b in range(3)] for a in range(3)]
    gram = add(  # the determinant of the Gram matrix of 1, x, x²: zero on two different elements
        *(
            mul(num(sign), *(moments[row][column] for row, column in enumerate(columns)))
            for columns, sign in zip(permutations(range(3)), (1, -1, -1, 1, 1, -1), strict=True)
        )
    )
    assert isinstance(said(gram, ZERO), Contradicted)


def test_an_element_that_is_spoken_of_is_told_from_its_group() -> None:
    both = Sum(J, Sum(K, power(Delta(J, K), 2)))
    assert isinstance(said(both, N), Settled)
    assert isinstance(said(both, power(N, 2)), Contradicted)
    slopes = Sum(J, Sum(K, power(Partial(sub(x(J), MU), x(K), "total"), 2)))
    assert isinstance(said(slopes, sub(N, ONE), BATCH_NORM), Settled)
    assert isinstance(said(slopes, N, BATCH_NORM), Contradicted)
    triple = Sum(I, Sum(J, Sum(K, mul(sub(ONE, Delta(I, J)), sub(ONE, Delta(J, K)), sub(ONE, Delta(I, K))))))
    assert isinstance(said(triple, mul(N, sub(N, ONE), sub(N, num(2)))), Settled)


def test_representatives_stand_apart_at_their_places() -> None:
    first, second = Index("1"), Index("2")
    assert isinstance(said(x(first), x(second)), Contradicted)
    found = said(mul(Delta(first, J), x(J)), mul(Delta(first, J), x(first)))
    assert isinstance(found, Settled)
    assert {places[first] for places, _ in found.trial.points} == {1}


def test_elements_may_be_counted_from_zero() -> None:
    """The rest of a group has no number, 0 neither: x_0 is an element like any other."""
    zero, one = Index("0", I.axis), Index("1", I.axis)
    sums = add(*(mul(x(at), Delta(at, other)) for at in (zero, one) for other in (zero, one)))
    assert isinstance(said(sums, add(x(zero), x(one))), Settled)
    assert isinstance(said(x(zero), x(one)), Contradicted)


def test_too_many_free_indices_are_abstained_from() -> None:
    term = mul(*(x(Index(letter)) for letter in "abcdef"))
    assert said(term, term) == Abstains("too many free indices")


P, Q, R = Index("p", "M"), Index("q", "M"), Index("r", "M")


def entry(row: Index, column: Index) -> Sym:
    return Sym("c", (row, column))


SEVERAL = Graph(shapes={"c": ("N", "M"), "t": ("N",), "e": ()}, positive=frozenset({"e"}), lengths=("M", "N"))


def test_several_axes_are_settled_together() -> None:
    left = Sum(J, mul(Sum(P, entry(J, P)), Sum(Q, entry(J, Q))))
    outcome = said(left, Sum(J, Sum(P, Sum(Q, mul(entry(J, P), entry(J, Q))))), SEVERAL)
    assert isinstance(outcome, Settled)
    assert outcome.trial.sums == {"N": 1, "M": 2}
    assert isinstance(said(left, Sum(J, Sum(P, power(entry(J, P), 2))), SEVERAL), Contradicted)
    assert isinstance(said(mul(N, Size("M")), power(N, 2), SEVERAL), Contradicted)


def test_a_root_of_every_row_is_sampled() -> None:
    root = sqrt(add(Sum(P, power(entry(J, P), 2)), Sym("e")))
    scaled = Sum(J, div(add(Sum(Q, power(entry(J, Q), 2)), Sym("e")), root))
    assert said(Sum(J, root), scaled, SEVERAL).reason == ROOT
    assert isinstance(said(Sum(J, root), mul(num(2), Sum(J, root)), SEVERAL), Contradicted)


def test_suppositions_are_met() -> None:
    one = Sum(K, Sym("t", (K,)))
    assert isinstance(said(one, ONE, SEVERAL), Contradicted)
    assert isinstance(said(one, ONE, SEVERAL, given=(sum_is(one, ONE),)), Sampled)
    assert isinstance(said(power(one, 2), num(2), SEVERAL, given=(sum_is(one, ONE),)), Contradicted)
    column = Sum(I, entry(I, P))
    assert isinstance(said(Sum(P, column), Size("M"), SEVERAL, given=(sum_is(column, ONE),)), Sampled)
    known = Index("c")
    hot = (one_hot("t", known),)
    assert isinstance(said(Sum(J, mul(Sym("t", (J,)), entry(J, P))), entry(known, P), SEVERAL, given=hot), Settled)
    assert isinstance(said(Sym("t", (J,)), ZERO, SEVERAL, given=hot), Contradicted)


def test_suppositions_that_are_not_represented_are_abstained_from() -> None:
    squares = sum_is(Sum(K, power(Sym("t", (K,)), 2)), ONE)
    assert said(ONE, ONE, SEVERAL, given=(squares,)) == Abstains("a supposition that is not represented")
    rows, columns = sum_is(Sum(P, entry(I, P)), ONE), sum_is(Sum(I, entry(I, P)), ONE)
    assert said(ONE, ONE, SEVERAL, given=(rows, columns)) == Abstains("several suppositions about one array")


def test_a_supposed_sum_is_met_by_real_numbers_too() -> None:
    one = Sum(K, Sym("t", (K,)))
    squared = sqrt(add(power(one, 2), mul(num(2), one, Sym("e")), power(Sym("e"), 2)))
    given = (sum_is(one, ONE),)
    assert not isinstance(said(squared, add(ONE, Sym("e")), SEVERAL, given=given), Contradicted)
    assert isinstance(said(squared, Sym("e"), SEVERAL, given=given), Contradicted)


def test_a_size_at_which_zero_is_divided_by_does_not_hinder() -> None:
    below = power(sub(N, ONE), -1)
    outcome = said(mul(below, sub(N, ONE), N), Sum(J, ONE))
    assert isinstance(outcome, Settled)


def test_what_would_need_too_many_groups_is_sampled() -> None:
    long = power(Sum(J, x(J)), 60)
    outcome = said(long, mul(long, ONE, div(N, N)))
    assert isinstance(outcome, Sampled)
    assert outcome.reason == "the groups that settle it are too many to run"
    nested: Term = x(I)
    for letter in "abcde":
        nested = Sum(Index(letter), add(nested, x(Index(letter))))
    work = said(nested, mul(nested, div(N, N)))
    assert isinstance(work, Sampled)
    assert work.reason == outcome.reason
    assert len(work.trial.points) >= 2


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (Fun("exp", add(A, B)), mul(Fun("exp", A), Fun("exp", B)), Settled),
        (Fun("exp", mul(num(2), x(I))), power(Fun("exp", x(I)), 2), Settled),
        (Fun("exp", div(A, num(3))), Pow(Fun("exp", A), Fraction(1, 3)), Sampled),
        (Fun("exp", mul(A, B)), mul(Fun("exp", A), Fun("exp", B)), Contradicted),
        (Fun("exp", Sum(J, x(J))), mul(Fun("exp", MU), Fun("exp", mul(sub(N, ONE), MU))), Sampled),
        (Fun("exp", sqrt(A)), Fun("exp", sqrt(A)), Abstains),
        (Fun("exp", Fun("exp", A)), Fun("exp", Fun("exp", A)), Abstains),
        (Partial(Fun("exp", mul(A, x(I))), x(J), "total"), mul(A, Delta(I, J), Fun("exp", mul(A, x(I)))), Settled),
        (Partial(Fun("log", mul(A, x(I))), x(J), "total"), div(Delta(I, J), x(I)), Settled),
        (mul(sub(A, A), Fun("log", A)), ZERO, Settled),
        (Fun("log", A), Fun("log", A), Abstains),
        (power(add(Fun("log", A), ONE), 2), ONE, Abstains),
        (Fun("exp", Fun("abs", A)), ONE, Abstains),
        (Fun("abs", Fun("log", A)), ONE, Abstains),
    ],
)
def test_functions(left: Term, right: Term, expected: type) -> None:
    assert isinstance(said(left, right, BATCH_NORM), expected)


def test_nesting_beyond_the_stack_is_abstained_from() -> None:
    chain = [Definition(f"n{k}", (), add(Sym(f"n{k + 1}"), ONE)) for k in range(2000)]
    deep = Graph({found.name: found for found in chain}, shapes=SHAPES)
    assert said(Sym("n0"), Sym("n0"), deep) == Abstains("the nesting of the definitions")


def test_a_root_that_takes_too_many_draws_is_abstained_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "TURNS", 0)
    root = Sum(J, sqrt(add(power(x(J), 2), g(J))))
    assert said(root, mul(root, div(N, N))) == Abstains("no draw was found in which every root is one")


def test_definitions_that_double_are_not_written_out() -> None:
    doubling = [Definition(f"n{k}", (), add(Sym(f"n{k + 1}"), mul(A, Sym(f"n{k + 1}")))) for k in range(60)]
    graph = Graph({found.name: found for found in doubling}, shapes=SHAPES)
    assert isinstance(said(Sym("n40"), mul(Sym("n41"), add(ONE, A)), graph), Settled)
    assert isinstance(said(Sym("n0"), mul(Sym("n1"), A), graph), Contradicted)
    assert said(Sym("n0"), mul(Sym("n1"), add(ONE, A)), graph) == Abstains("its degree is too high for the primes")


def test_large_exponents_and_places_end() -> None:
    assert said(power(N, 10**30), power(Sum(J, ONE), 10**30)) == Abstains("its degree is too high for the primes")
    far = Index("123456789")
    assert said(Sum(J, mul(Delta(J, far), x(J))), x(far)) == Abstains("too many elements")


def test_a_statement_about_nothing_is_settled_at_two_points() -> None:
    outcome = said(num(2), num(2))
    assert isinstance(outcome, Settled)
    assert len(outcome.trial.points) == 2


def test_a_letter_that_nothing_binds_is_abstained_from() -> None:
    loose = Graph({"u": Definition("u", (), x(J))}, shapes=SHAPES)
    assert said(Sym("u"), Sym("u"), loose) == Abstains("no element j")
