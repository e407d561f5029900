"""Rewriting: a pattern finds its own instances and the letters they were made with, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bnderive.diagnose.rewriting import MAX_NODES, Rewriting, factors_of, matched, rewritten, with_all
from bnderive.terms import Delta, Index, Partial, Sum, Sym, add, free_indices, mul, num, power, rename, walk

HERE, J, K, OTHER, FIRST = Index("i"), Index("j"), Index("k"), Index("i", "A"), Index("1")
LETTERS = (HERE, J, K, Index("l"))
MU, V, L = Sym("mu"), Sym("v"), Sym("L")


def x(index: Index) -> Sym:
    return Sym("x", (index,))


def hat(index: Index) -> Sym:
    return Sym("h", (index,))


def slope(of: Sym, by: Sym) -> Partial:
    return Partial(of, by)


PATTERNS = (
    slope(MU, x(HERE)),
    slope(hat(J), x(HERE)),
    slope(hat(HERE), x(HERE)),
    mul(slope(hat(HERE), V), slope(V, x(J))),
    Partial(add(x(J), mul(num(-1), MU)), x(HERE)),
    Partial(Sum(K, mul(x(K), x(J))), x(HERE)),
    add(Delta(HERE, J), power(hat(HERE), 2), Sum(K, mul(x(K), x(HERE)))),
)
placings = st.fixed_dictionaries({HERE: st.sampled_from(LETTERS), J: st.sampled_from(LETTERS)})


@given(st.sampled_from(PATTERNS), placings)
def test_an_instance_is_matched_with_its_own_letters(pattern, letters):
    found = matched(pattern, rename(pattern, letters), {})
    assert found is not None
    assert {i: found[i] for i in free_indices(pattern)} == {i: letters[i] for i in free_indices(pattern)}


@given(st.sampled_from(PATTERNS), st.sampled_from(PATTERNS), placings)
def test_what_is_matched_is_an_instance(pattern, other, letters):
    term = rename(other, letters)
    found = matched(pattern, term, {})
    if found is not None and not any(isinstance(node, Sum) for node in walk(pattern)):
        assert rename(pattern, found) == term


@pytest.mark.parametrize(
    ("pattern", "term"),
    [
        (slope(hat(HERE), x(HERE)), slope(hat(J), x(HERE))),
        (slope(hat(HERE), x(HERE)), slope(x(HERE), hat(HERE))),
        (slope(hat(HERE), V), slope(hat(OTHER), V)),
        (slope(hat(FIRST), V), slope(hat(HERE), V)),
        (slope(MU, x(HERE)), MU),
        (Partial(Sum(K, mul(x(K), x(J))), x(HERE)), Partial(Sum(K, mul(x(K), x(K))), x(HERE))),
    ],
    ids=["diagonal", "turned", "other axis", "representative", "name alone", "bound for free"],
)
def test_what_is_no_instance_is_not_matched(pattern, term):
    assert matched(pattern, term, {}) is None


def test_a_product_is_found_among_other_factors():
    left = mul(slope(hat(HERE), V), slope(V, x(HERE)))
    rule = Rewriting.of(factors_of(left), mul(num(5), x(HERE)), 1)
    term = add(mul(slope(V, x(J)), MU, slope(hat(J), V)), mul(slope(V, x(J)), slope(hat(K), V)))
    assert rewritten(term, rule) == add(mul(num(5), x(J), MU), term.terms[1])


def test_a_claim_is_put_in_below_a_sum_and_not_below_a_derivative():
    rule = Rewriting.of((slope(MU, x(HERE)),), mul(num(5), x(HERE)), 1)
    assert rewritten(Sum(J, slope(MU, x(J))), rule) == Sum(J, mul(num(5), x(J)))
    outer = Partial(slope(MU, x(J)), x(K))
    assert rewritten(outer, rule) == outer


def test_sums_of_what_is_put_in_do_not_bind_the_letters_around_it():
    rule = Rewriting.of((slope(MU, x(HERE)),), Sum(J, mul(x(J), x(HERE))), 1)
    result = rewritten(Sum(J, slope(MU, x(J))), rule)
    assert isinstance(result, Sum)
    assert result.index in free_indices(result.body)
    assert isinstance(result.body, Sum)
    assert result.body.index != result.index


def test_a_letter_that_only_the_right_side_has_is_not_caught_by_a_sum():
    rule = Rewriting.of((slope(MU, x(HERE)),), x(J), 1)
    term = Sum(J, slope(MU, x(J)))
    assert rewritten(term, rule) == term
    assert rewritten(slope(MU, x(K)), rule) == x(J)


def test_a_claim_that_holds_itself_comes_to_an_end():
    rule = Rewriting.of((slope(MU, x(HERE)),), mul(num(2), slope(MU, x(HERE)), slope(MU, x(HERE))), 1)
    changed, fired = with_all(slope(MU, x(J)), [rule])
    assert fired == (rule,)
    assert sum(1 for _ in walk(changed)) <= MAX_NODES


@settings(max_examples=50)
@given(st.lists(st.sampled_from(PATTERNS), max_size=4))
def test_nothing_is_fired_by_no_rules(parts):
    term = add(*parts)
    assert with_all(term, []) == (term, ())


@pytest.mark.parametrize(
    ("left", "count"),
    [
        (slope(MU, x(HERE)), 1),
        (mul(slope(MU, x(HERE)), slope(L, MU)), 2),
        (mul(num(2), slope(MU, x(HERE))), 0),
        (MU, 0),
    ],
)
def test_left_sides_are_derivatives_and_products_of_them(left, count):
    assert len(factors_of(left)) == count
