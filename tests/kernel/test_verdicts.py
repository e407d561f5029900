"""What the kernel must prove, must not prove and must decline; its verdicts cannot be made elsewhere."""

from __future__ import annotations

import dataclasses
import random
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from bnderive.enclosure import Inexact
from bnderive.equation import one_hot, sum_is
from bnderive.errors import InternalError, NotUnderstood
from bnderive.evaluate import Point
from bnderive.kernel.kernel import Equation, Proved, Refuted, coincidences, form_of, prove, refute
from bnderive.terms import ONE, Delta, Index, Sum, Sym, add, div, mul, num, power, sqrt, sub
from tests.kernel.equations import FALSE, FIRST, SECOND, TRUE, UNDECIDED, Case, log, proved, total
from tests.terms.layers import BATCH_NORM, EPS, PLAIN, UNBIASED, VAR, A, B, I, J, K, N, g, hat, x

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case.name)
def test_what_is_not_always_true_is_not_proved(case: Case) -> None:
    assert not proved(case)


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case.name)
def test_what_is_true_is_proved(case: Case) -> None:
    assert proved(case)


@pytest.mark.parametrize(("case", "rule"), UNDECIDED, ids=lambda value: getattr(value, "name", ""))
def test_what_has_no_meaning_is_declined(case: Case, rule: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        prove(Equation(case.left, case.right, case.graph))
    assert caught.value.reason.rule == rule


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_verdict_depends_on_what_was_asked_before(seed: int) -> None:
    form_of.cache_clear()
    cases = [*((case, True) for case in TRUE), *((case, False) for case in FALSE)]
    random.Random(seed).shuffle(cases)
    assert [case.name for case, expected in cases if proved(case) != expected] == []


def test_an_optimised_python_says_the_same() -> None:
    ran = subprocess.run(
        [sys.executable, "-O", "-m", "tests.kernel.equations"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout.split()) == (0, ["False"]), ran.stdout + ran.stderr


# -- conditions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "conditions"),
    [
        (div(A, B), {("≠ 0", B)}),
        (div(A, sub(N, ONE)), {("≠ 0", sub(N, ONE))}),
        (div(A, add(N, EPS)), set()),
        (sqrt(A), {("≥ 0", A)}),
        (sqrt(add(power(A, 2), EPS)), set()),
        (log(A), {("> 0", A)}),
        (power(A, 2), set()),
    ],
)
def test_conditions_are_what_the_proof_divides_by_and_takes_roots_of(term: object, conditions: set[object]) -> None:
    for _ in range(2):  # also where the form is known from before
        found = prove(Equation(term, term, PLAIN))  # type: ignore[arg-type]
        assert found is not None
        assert set(found.conditions) == conditions


def test_a_condition_of_a_definition_stays_with_every_proof() -> None:
    for _ in range(2):
        found = prove(Equation(hat(I), hat(I), UNBIASED))
        assert found is not None
        assert ("≠ 0", sub(N, ONE)) in found.conditions


def test_every_coincidence_of_the_indices_is_a_case() -> None:
    found = prove(Equation(Delta(I, J), Delta(J, I), PLAIN))
    assert found is not None
    assert found.cases == 2
    # 1, 2, 5, 15 and 52 ways to part a set; representatives never coincide
    for count, ways in ((1, 1), (2, 2), (3, 5), (4, 15), (5, 52)):
        assert len(list(coincidences(frozenset(Index(letter) for letter in "ijklm"[:count])))) == ways
    assert len(list(coincidences(frozenset((FIRST, SECOND))))) == 1
    assert len(list(coincidences(frozenset((FIRST, I))))) == 2
    assert len(list(coincidences(frozenset((Index("i", "N"), Index("k", "M")))))) == 1


def test_restrictions_that_contradict_each_other_prove_nothing() -> None:
    assert prove(Equation(A, A, PLAIN, (("=", I, J), ("≠", I, J)))) is None


# -- refuting ----------------------------------------------------------------------------------------------------------

POINT = Point({"N": 2}, {("x", (1,)): Fraction(0), ("x", (2,)): Fraction(3), ("eps", ()): Fraction(1)}, {I: 1, J: 2})


def test_refuted_holds_both_values() -> None:
    found = refute(Equation(x(I), x(J), PLAIN), POINT)
    assert found is not None
    assert (found.left, found.right) == (Fraction(0), Fraction(3))
    assert refute(Equation(x(I), x(I), PLAIN), POINT) is None


@pytest.mark.parametrize(
    "point",
    [
        dataclasses.replace(POINT, sizes={"N": 0}, positions={}),
        dataclasses.replace(POINT, positions={I: 1, J: 3}),
        dataclasses.replace(POINT, positions={I: 0, J: 2}),
        dataclasses.replace(POINT, values={**POINT.values, ("eps", ()): Fraction(0)}),
        dataclasses.replace(POINT, values={**POINT.values, ("var", ()): Fraction(1)}),
    ],
    ids=["no element", "beyond the batch", "before the batch", "ε = 0", "a node by decree"],
)
def test_nothing_is_refuted_outside_the_domain(point: Point) -> None:
    left = Sum(K, x(K)) if not point.positions else x(I)
    assert refute(Equation(left, ONE, BATCH_NORM), point) is None


def test_nothing_is_refuted_where_the_restriction_does_not_hold() -> None:
    assert refute(Equation(x(I), x(J), PLAIN, (("=", I, J),)), POINT) is None
    assert refute(Equation(x(I), ONE, PLAIN, (("≠", I, K),)), POINT) is None
    assert refute(Equation(x(I), x(J), PLAIN, (("≠", I, J),)), POINT) is not None


def test_a_representative_beyond_the_batch_refutes_nothing() -> None:
    true = Equation(Sum(J, Delta(J, SECOND)), ONE, PLAIN)
    assert prove(true) is not None
    with pytest.raises(Inexact):
        refute(true, Point({"N": 1}, {}))


@pytest.mark.parametrize("term", [sqrt(VAR), div(ONE, x(I)), log(x(I)), sqrt(sub(x(I), x(J)))])
def test_a_value_that_is_not_rational_refutes_nothing(term: object) -> None:
    values = {**POINT.values, ("x", (2,)): Fraction(5, 2), ("x", (1,)): Fraction(0)}
    point = dataclasses.replace(POINT, sizes={"N": 3}, values={**values, ("x", (3,)): Fraction(1)})
    with pytest.raises(Inexact):
        refute(Equation(term, A, BATCH_NORM), point)  # type: ignore[arg-type]


def test_bounds_refute_where_they_are_disjoint_only() -> None:
    two, three = sqrt(num(2)), sqrt(num(3))
    assert refute(Equation(mul(two, three), sqrt(num(6)), PLAIN), POINT, enclosing=True) is None
    found = refute(Equation(mul(two, three), sqrt(num(7)), PLAIN), POINT, enclosing=True)
    assert found is not None
    assert (str(found.left), str(found.right)) == ("≈ 2.44948974278", "≈ 2.64575131106")
    with pytest.raises(Inexact):
        refute(Equation(two, three, PLAIN), POINT)


def test_logarithms_of_other_numbers_refute() -> None:
    half = div(log(num(4)), num(2))
    assert refute(Equation(half, log(num(2)), PLAIN), POINT) is None
    assert refute(Equation(half, log(num(3)), PLAIN), POINT) is not None


C = Index("c")

# -- what is supposed --------------------------------------------------------------------------------------------------

SUM_IS_ONE = (sum_is(Sum(K, x(K)), ONE),)


def test_a_sum_that_is_given_proves_and_is_a_condition() -> None:
    claim = Equation(Sum(I, mul(x(I), x(J))), x(J), PLAIN)
    assert prove(claim) is None
    found = prove(dataclasses.replace(claim, given=SUM_IS_ONE))
    assert found is not None
    assert found.conditions == (("= 1", SUM_IS_ONE[0].term),)


@pytest.mark.parametrize("right", [ONE, div(ONE, N), power(x(J), 2)])
def test_a_sum_that_is_given_gives_no_other(right: object) -> None:
    for left in (Sum(K, power(x(K), 2)), x(I), Sum(K, g(K))):
        assert prove(Equation(left, right, PLAIN, given=SUM_IS_ONE)) is None  # type: ignore[arg-type]


def test_a_proof_that_needs_no_supposition_has_none_as_a_condition() -> None:
    assert prove(Equation(Sum(K, x(K)), ONE, PLAIN, given=SUM_IS_ONE)) is not None
    found = prove(Equation(x(I), x(I), PLAIN, given=SUM_IS_ONE))
    assert found is not None
    assert found.conditions == ()


def test_only_a_sum_without_free_indices_is_supposed() -> None:
    for term in (Sum(K, add(x(K), g(K))), Sum(K, mul(x(K), x(I)))):
        assert prove(Equation(term, ONE, PLAIN, given=(sum_is(term, ONE),))) is None


def test_an_array_that_is_one_hot() -> None:
    given = (one_hot("x", C),)
    for left, right in (
        (x(I), Delta(I, C)),
        (x(C), ONE),
        (power(x(I), 2), x(I)),
        (Sum(K, mul(x(K), g(K))), g(C)),
        (Sum(K, x(K)), ONE),
    ):
        assert prove(Equation(left, right, PLAIN)) is None
        found = prove(Equation(left, right, PLAIN, given=given))
        assert found is not None
        assert [relation for relation, _ in found.conditions] == ["is 1 at c and 0 elsewhere"]
    for left, right in ((x(I), ONE), (x(I), Delta(I, J)), (mul(x(I), x(J)), x(I)), (x(I), sub(ONE, ONE))):
        assert prove(Equation(left, right, PLAIN, given=given)) is None
    distinct = (("≠", I, J),)
    assert prove(Equation(mul(x(I), x(J)), sub(ONE, ONE), PLAIN, distinct, given)) is not None


# -- issuing -----------------------------------------------------------------------------------------------------------


def test_nobody_else_issues_a_verdict() -> None:
    false = Equation(A, B, PLAIN)
    genuine = prove(Equation(A, A, PLAIN))
    assert genuine is not None
    with pytest.raises(InternalError):
        Proved(false, (), 1, object())
    with pytest.raises(InternalError):
        Refuted(false, POINT, Fraction(0), Fraction(1), None)
    with pytest.raises((TypeError, ValueError)):
        dataclasses.replace(genuine, equation=false)  # type: ignore[call-arg]
    with pytest.raises(dataclasses.FrozenInstanceError):
        genuine.equation = false  # type: ignore[misc]


def test_an_open_derivative_inside_an_equation_is_carried_out() -> None:
    assert prove(Equation(total(Sym("L"), x(I)), total(Sym("L"), x(I)), BATCH_NORM)) is not None
    assert prove(Equation(total(Sym("L"), g(I)), total(Sym("L"), B), BATCH_NORM)) is None
