"""Random terms over a layer, true rewritings of a term, and slips of one symbol."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from bnderive.terms import (
    ONE,
    Add,
    Delta,
    Fun,
    Index,
    Mul,
    Num,
    Pow,
    Sum,
    Sym,
    Term,
    add,
    children,
    div,
    free_indices,
    fresh,
    mul,
    neg,
    num,
    power,
    rename,
    sub,
)  # fmt: skip
from tests.terms.layers import EPS, LAYERS, A, B, I, J, K, L, Layer, N, g, hat, x

LETTERS = (I, J, K, L)


def leaves(layer: Layer, letters: tuple[Index, ...]) -> st.SearchStrategy[Term]:
    elements = [make(letter) for make in (x, g, hat) for letter in letters]
    roots = [Pow(layer.radicand, Fraction(n, 2)) for n in (-3, -1, 1)]
    deltas = [Delta(p, q) for p in letters for q in letters if p < q]
    numbers = [num(n) for n in (-1, 2, 3)]
    return st.sampled_from([*elements, *roots, *deltas, *numbers, *layer.statistics, A, B, EPS, N, power(N, -1)])


def terms(layer: Layer, letters: tuple[Index, ...] = (I, J), depth: int = 2) -> st.SearchStrategy[Term]:
    """Terms with every free index among the letters; whatever is divided by, or stands under a root, is positive."""
    if depth == 0:
        return leaves(layer, letters)
    inner = terms(layer, letters, depth - 1)
    bound = terms(layer, (*letters, LETTERS[len(letters)]), depth - 1) if len(letters) < len(LETTERS) else inner
    shadowed = inner.map(lambda body: Sum(letters[-1], body))
    return st.one_of(
        inner,
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: add(*parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: mul(*parts)),
        bound.map(lambda body: Sum(LETTERS[min(len(letters), 3)], body)),
        shadowed,
        inner.map(lambda base: power(base, 2)),
        inner.map(lambda base: power(add(power(base, 2), ONE), -1)),
    )


@st.composite
def layers_and_terms(draw: st.DrawFn) -> tuple[Layer, Term]:
    layer = draw(st.sampled_from(LAYERS))
    return layer, draw(terms(layer))


# -- places ------------------------------------------------------------------------------------------------------------


def places(term: Term) -> list[tuple[int, ...]]:
    """The way to every node, by the numbers of children."""
    return [(), *((k, *rest) for k, child in enumerate(children(term)) for rest in places(child))]


def changed(term: Term, place: tuple[int, ...], change: Callable[[Term], Term]) -> Term:
    """The term with the node at one place changed, written without any simplification."""
    if not place:
        return change(term)
    k, *rest = place
    parts = [changed(c, tuple(rest), change) if at == k else c for at, c in enumerate(children(term))]
    match term:
        case Add():
            return Add(tuple(parts))
        case Mul():
            return Mul(tuple(parts))
        case Pow():
            return replace(term, base=parts[0])
        case Sum():
            return replace(term, body=parts[0])
        case Fun():
            return replace(term, argument=parts[0])
    raise AssertionError(term)


# -- true rewritings: what a careful person may do at any place --------------------------------------------------------


def reordered(term: Term, layer: Layer) -> Term:
    match term:
        case Add(terms):
            return Add(terms[::-1])
        case Mul(factors):
            return Mul(factors[::-1])
    return term


def expanded(term: Term, layer: Layer) -> Term:
    match term:
        case Mul(factors):
            for k, factor in enumerate(factors):
                if isinstance(factor, Add):
                    return add(*(mul(*factors[:k], part, *factors[k + 1 :]) for part in factor.terms))
        case Pow(Add(terms) as base, exponent) if exponent == 2:
            return add(*(mul(part, base) for part in terms))
    return term


def relettered(term: Term, layer: Layer) -> Term:
    if isinstance(term, Sum):
        letter = fresh(Index("j"), free_indices(term) | {term.index})
        return Sum(letter, rename(term.body, {term.index: letter}))
    return term


def split(term: Term, layer: Layer) -> Term:
    if isinstance(term, Sum) and isinstance(term.body, Add):
        return add(*(Sum(term.index, part) for part in term.body.terms))
    return term


def written_out(term: Term, layer: Layer) -> Term:
    found = layer.graph.definition(term.name) if isinstance(term, Sym) else None
    return found.at(term.indices) if found is not None and isinstance(term, Sym) else term


def repowered(term: Term, layer: Layer) -> Term:
    match term:
        case Pow(base, exponent) if exponent == 2:
            return mul(base, base)
        case Pow(base, exponent) if exponent.denominator == 2:
            return mul(Pow(base, exponent + 1), power(base, -1))
    return term


def times_one(term: Term, layer: Layer) -> Term:
    root = Pow(layer.radicand, Fraction(1, 2))
    return mul(root, term, N, power(root, -1), power(N, -1))


def plus_zero(term: Term, layer: Layer) -> Term:
    free = sorted(free_indices(term)) or [I]
    return add(x(free[0]), term, neg(x(free[0])))


def as_root(term: Term, layer: Layer) -> Term:
    return Pow(power(term, 2), Fraction(1, 2)) if term in (EPS, N) else term


def picked(term: Term, layer: Layer) -> Term:
    """x_i = Σ_k δ_ik x_k."""
    if isinstance(term, Sym) and len(term.indices) == 1:
        letter = fresh(Index("k"), term.indices)
        return Sum(letter, mul(Delta(term.indices[0], letter), Sym(term.name, (letter,))))
    return term


def shifted_mean(term: Term, layer: Layer) -> Term:
    """t + Σ_k (t − t)/N = t, written as a mean: Σ_k t / N."""
    letter = fresh(Index("i"), free_indices(term))
    return div(Sum(letter, term), N)


REWRITINGS = (
    reordered,
    expanded,
    relettered,
    split,
    written_out,
    repowered,
    times_one,
    plus_zero,
    as_root,
    picked,
    shifted_mean,
)


@st.composite
def rewritten(draw: st.DrawFn, term: Term, layer: Layer, steps: int = 3) -> Term:
    for _ in range(steps):
        rule = draw(st.sampled_from(REWRITINGS))
        moved = [p for p in places(term) if changed(term, p, lambda node, rule=rule: rule(node, layer)) != term]
        if moved:
            term = changed(term, draw(st.sampled_from(moved)), lambda node, rule=rule: rule(node, layer))
    return term


# -- slips -------------------------------------------------------------------------------------------------------------


def slips_at(term: Term) -> list[Term]:
    """What a tired person may write instead of a node."""
    match term:
        case Num(value):
            return [num(value + 1), num(-value)]
        case Sym(name, indices) if indices:
            other = {"x": "h", "h": "x", "g": "x"}.get(name, name)
            swapped = tuple(J if i == I else I for i in indices)
            return [Sym(other, indices), Sym(name, swapped)]
        case Sym():
            return [A, neg(term), power(term, 2)]
        case Add(terms):
            return [add(*terms[1:]), add(neg(terms[0]), *terms[1:])]
        case Mul(factors):
            return [mul(*factors[1:]), neg(term)]
        case Pow(base, exponent):
            return [power(base, exponent + 1), power(base, -exponent) if exponent.denominator == 2 else base]
        case Sum(index, body):
            return [rename(body, {index: I}), Sum(index, sub(body, ONE))]
        case Delta(left, _):
            return [ONE, sub(ONE, term), Delta(left, left)]
    return [mul(term, N)]


@st.composite
def slipped(draw: st.DrawFn, term: Term) -> Term:
    place = draw(st.sampled_from(places(term)))
    return changed(term, place, lambda node: draw(st.sampled_from(slips_at(node))))
