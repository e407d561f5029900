"""Earlier claims as rewritings: their left side, a ∂ or a product of them, into their right side as written.

Terms in, terms out. A wrong claim rewrites as well as a right one; nothing is assumed to be equal, and nothing proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bnderive.records import dataclass
from bnderive.terms import (
    Delta,
    Fun,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    children,
    free_indices,
    fresh,
    is_representative,
    mul,
    names_of,
    rebuild,
    rename,
    walk,
)

MAX_FACTORS = 4
MAX_NODES = 2000
MAX_PASSES = 3

Letters = Mapping[Index, Index]
Slope = tuple[frozenset[str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Rewriting:
    """The product of `factors` into `result`, as the row with this number has it. `slopes` are the ∂'s that a term
    must have for it, `unbound` the letters of the result that the left side does not have.
    """

    factors: tuple[Term, ...]
    result: Term
    row: int
    slopes: frozenset[Slope]
    unbound: frozenset[Index]

    @staticmethod
    def of(factors: tuple[Term, ...], result: Term, row: int) -> Rewriting:
        named = frozenset[Index]().union(*map(free_indices, factors))
        unbound = frozenset(i for i in free_indices(result) - named if not is_representative(i))
        return Rewriting(factors, result, row, slopes_in(factors), unbound)

    def at(self, letters: Letters, bound: frozenset[Index]) -> Term | None:
        """The result for some letters; None where a letter that only it has would come to mean another."""
        if self.unbound & (bound | frozenset(letters.values())):
            return None
        return rename(self.result, letters)


def factors_of(left: Term) -> tuple[Term, ...]:
    """The ∂'s that a left side is the product of; none where it is anything else."""
    factors = left.factors if isinstance(left, Mul) else (left,)
    return factors if len(factors) <= MAX_FACTORS and all(isinstance(f, Partial) for f in factors) else ()


def slopes_in(terms: Iterable[Term]) -> frozenset[Slope]:
    """What is differentiated by what, anywhere in some terms; a name alone by nothing."""
    nodes = [node for term in terms for node in walk(term)]
    partials = {(frozenset(names_of(n.of)), n.by.name) for n in nodes if isinstance(n, Partial)}
    return frozenset(partials | {(frozenset((n.name,)), "") for n in nodes if isinstance(n, Sym)})


# -- matching ----------------------------------------------------------------------------------------------------------


def matched(pattern: Term, term: Term, letters: Letters) -> Letters | None:
    """What the index letters of a pattern stand for in a term: one letter each, and several may be the same one.

    The diagonal ∂x̂_i/∂x_i is therefore no pattern of ∂x̂_j/∂x_i.
    """
    match pattern, term:
        case Sym(name, indices), Sym(other, others) if name == other:
            return placed(indices, others, letters)
        case Delta(left, right), Delta(first, second):
            return placed((left, right), (first, second), letters)
        case Sum(index, body), Sum(bound, other_body):
            return within_sum((index, body), (bound, other_body), letters)
    if type(pattern) is not type(term) or payload(pattern) != payload(term):
        return None
    return all_matched(children(pattern), children(term), letters)


def all_matched(patterns: tuple[Term, ...], terms: tuple[Term, ...], letters: Letters) -> Letters | None:
    found: Letters | None = letters if len(patterns) == len(terms) else None
    for pattern, term in zip(patterns, terms, strict=False):
        found = matched(pattern, term, found) if found is not None else None
    return found


def placed(indices: tuple[Index, ...], places: tuple[Index, ...], letters: Letters) -> Letters | None:
    if len(indices) != len(places):
        return None
    found = dict(letters)
    for index, place in zip(indices, places, strict=True):
        is_fit = index == place if is_representative(index) else index.axis == place.axis
        if not is_fit or found.setdefault(index, place) != place:
            return None
    return found


def within_sum(pattern: tuple[Index, Term], term: tuple[Index, Term], letters: Letters) -> Letters | None:
    """The letters of two sums; what one binds stands for what the other binds, and for nothing else."""
    (index, body), (bound, other) = pattern, term
    if index.axis != bound.axis:
        return None
    place = fresh(bound, (*letters.values(), *(free_indices(other) - {bound})))
    inner = {i: at for i, at in letters.items() if i != index}
    found = matched(body, rename(other, {bound: place}), inner | {index: place})
    if found is None:
        return None
    outer = {i: at for i, at in found.items() if i != index}
    return None if place in outer.values() else outer | {i: at for i, at in letters.items() if i == index}


def payload(term: Term) -> object:
    """What a node is beside its kind, its indices and its children."""
    match term:
        case Num(value):
            return value
        case Size(axis):
            return axis
        case Pow(_, exponent):
            return exponent
        case Fun(name, _) | Sym(name, _):
            return name
        case Partial(_, _, reading):
            return reading
    return None


# -- rewriting ---------------------------------------------------------------------------------------------------------


def rewritten(term: Term, rule: Rewriting, bound: frozenset[Index] = frozenset()) -> Term:
    """The term with the left side of a rewriting replaced wherever it stands, but not below a ∂."""
    if len(rule.factors) == 1 and (letters := matched(rule.factors[0], term, {})) is not None:
        result = rule.at(letters, bound)
        return term if result is None else result
    match term:
        case Partial():
            return term
        case Sum(index, body):
            return Sum(index, rewritten(body, rule, bound | {index}))
        case Mul(factors) if len(rule.factors) > 1:
            return product_rewritten(factors, rule, bound)
    return rebuild(term, lambda child: rewritten(child, rule, bound))


def product_rewritten(factors: tuple[Term, ...], rule: Rewriting, bound: frozenset[Index]) -> Term:
    for places, letters in placings(rule.factors, factors, {}):
        result = rule.at(letters, bound)
        if result is not None:
            rest = [factor for k, factor in enumerate(factors) if k not in places]
            return mul(result, *(rewritten(factor, rule, bound) for factor in rest))
    return mul(*(rewritten(factor, rule, bound) for factor in factors))


def placings(
    patterns: tuple[Term, ...], factors: tuple[Term, ...], letters: Letters, taken: frozenset[int] = frozenset()
) -> Iterator[tuple[frozenset[int], Letters]]:
    """Every way to find the factors of a pattern among those of a product."""
    if not patterns:
        yield taken, letters
        return
    for k, factor in enumerate(factors):
        if k not in taken and (found := matched(patterns[0], factor, letters)) is not None:
            yield from placings(patterns[1:], factors, found, taken | {k})


def with_all(term: Term, rules: Iterable[Rewriting]) -> tuple[Term, tuple[Rewriting, ...]]:
    """A term with some rewritings applied, one after the other, as long as they find anything; and those that did."""
    rules = tuple(rules)
    fired: dict[Rewriting, None] = {}
    present = slopes_in((term,))
    for _ in range(MAX_PASSES):
        before = term
        for rule in rules:
            if not rule.slopes <= present:
                continue
            changed = rewritten(term, rule)
            if changed != term and sum(1 for _ in walk(changed)) <= MAX_NODES:
                term, present = changed, slopes_in((changed,))
                fired[rule] = None
        if term is before:
            break
    return term, tuple(fired)
