"""A product of two arrays that formulas hold more than twice, as a quantity of its own: γ_i ∂L/∂y_i, mostly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from bnderive.code.keys import key_of
from bnderive.terms import Mul, Sym, Term, mul, rebuild, walk

ENOUGH = 3  # times that a product is worth a line of its own


def shared_product(terms: Iterable[Term]) -> tuple[str, str] | None:
    """The two arrays that the most products have, element by element; None where no two are often enough."""
    products = {key_of(node): node for term in terms for node in walk(term) if isinstance(node, Mul)}
    count = Counter(pair for node in products.values() for pair in pairs(node))
    most = max(sorted(count), key=lambda pair: count[pair], default=None)
    return most if most is not None and count[most] >= ENOUGH else None


def pairs(term: Term) -> Iterator[tuple[str, str]]:
    """Arrays with the same indices among the factors of a product, by name."""
    factors = term.factors if isinstance(term, Mul) else ()
    arrays = sorted({(f.name, f.indices) for f in factors if isinstance(f, Sym) and f.indices})
    for (one, here), (other, there) in combinations(arrays, 2):
        if here == there:
            yield one, other


def sharing(term: Term, pair: tuple[str, str], name: str) -> Term:
    """The term with the array of that name for the product of the two."""
    term = rebuild(term, lambda part: sharing(part, pair, name))
    if not isinstance(term, Mul) or pair not in pairs(term):
        return term
    first = next(f for f in term.factors if isinstance(f, Sym) and f.name == pair[0] and has_partner(f, term, pair[1]))
    rest = list(term.factors)
    rest[rest.index(first)] = Sym(name, first.indices)
    rest.remove(Sym(pair[1], first.indices))
    return mul(*rest)


def has_partner(factor: Sym, product: Mul, name: str) -> bool:
    return Sym(name, factor.indices) in product.factors
