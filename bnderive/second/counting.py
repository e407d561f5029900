"""How many Σ, explicit sizes and degrees a term has with its definitions put in: what the size argument asks for.

A term comes in; a bound of its numerator, the factors of its denominator, and doubts about the argument come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache, reduce
from typing import TypeVar

from bnderive import terms as t
from bnderive.enclosure import Inexact
from bnderive.terms import Add, Graph, Index, Pow, Size, Sum, Sym, Term, free_indices

# "Σ axis": Σ multiplied together; "w axis": these and explicit sizes; "degree"; "each": that of what every element has
# below
Measure = Counter[str]
Key = TypeVar("Key", str, Term)
DEGREE: Measure = Counter(degree=1)
MAX_EXTENT = 2000
DENOMINATOR = "a denominator under a sum holds a sum or a size"
ROOT = "a root that no parameter makes free has one of two signs modulo p"
FUNCTION = "an exponential or an absolute value holds a sum or a size"


@dataclass(frozen=True, slots=True)
class Solved:
    """A radicand `rest` + ε, in terms of the inputs, that is a square because ε is taken to be r² − `rest`."""

    name: str
    base: Term
    rest: Term


@dataclass(frozen=True, slots=True)
class Count:
    """A fraction: a bound of its numerator, the factors of its denominator with their powers, the roots in both."""

    above: Measure = field(default_factory=Counter)
    below: Counter[Term] = field(default_factory=Counter)
    roots: frozenset[Term] = frozenset()

    def times(self, other: Count) -> Count:
        return Count(self.above + other.above, self.below + other.below, self.roots | other.roots)

    def to_the(self, n: int) -> Count:
        return Count(scaled(self.above, n), scaled(self.below, n), self.roots)


def scaled(measure: Counter[Key], factor: int) -> Counter[Key]:
    return Counter({key: value * factor for key, value in measure.items() if factor})


def product(counts: Iterable[Count]) -> Count:
    return reduce(Count.times, counts, Count())


class Counting:
    """Counts of the terms of one graph; `doubts` are where the size argument does not reach."""

    def __init__(self, graph: Graph, solved: Solved | None = None) -> None:
        self.graph = graph
        self.solved = solved
        self.factors: dict[Term, Measure] = {}
        self.radicands: dict[Term, Count] = {}
        self.names: dict[Term, frozenset[str]] = {}
        self.known: dict[Term, Count] = {}
        self.doubts: dict[str, None] = {}

    def of(self, term: Term) -> Count:
        if term not in self.known:
            self.known[term] = self.counted(term)
        return self.known[term]

    def counted(self, term: Term) -> Count:
        match term:
            case Size(axis):
                return Count(Counter({f"w {axis}": 1}))
            case Sym():
                return self.symbol(term)
            case Add(terms):
                return self.rooted(term, Fraction(1)) if self.is_solved(term) else self.total(map(self.of, terms))
            case t.Mul(factors):
                return product(map(self.of, factors))
            case Pow(base, exponent):
                return self.power(base, exponent)
            case Sum(index, body):
                return self.summed(index, self.of(body))
            case t.Fun(name, argument):
                return self.function(name, argument)
            case t.Partial(of, by):  # by a node: μ^k = M^k/N^k becomes kμ^(k−1)
                slope = self.slope(self.of(of), by.name)
                return Count(slope.above + self.cleared(self.of(by).below), slope.below, slope.roots)
        return Count()

    def is_solved(self, term: Term) -> bool:
        return self.solved is not None and put_in(term, self.graph) == self.solved.base

    def symbol(self, term: Sym) -> Count:
        if (found := self.graph.definition(term.name)) is not None:
            return self.of(found.at(term.indices))
        if self.graph.is_opaque_loss(term.name):
            return self.of(linear_loss(self.graph))
        if self.solved is not None and term.name == self.solved.name:
            return self.total((self.of(self.solved.rest), Count(scaled(DEGREE, 2))))
        return Count(DEGREE)

    def cleared(self, below: Counter[Term]) -> Measure:
        result: Measure = Counter()
        for factor, k in below.items():
            for key, value in self.factors[factor].items():
                result[key] += k * value
        return result

    def holds_size(self, count: Count) -> bool:
        return any(key[0] == "w" for key in count.above + self.cleared(count.below))

    def total(self, counts: Iterable[Count]) -> Count:
        """The sum, over the least common denominator."""
        parts = tuple(counts)
        shared = reduce(Counter.__or__, (part.below for part in parts))
        above = reduce(Counter.__or__, (part.above + self.cleared(shared - part.below) for part in parts))
        return Count(above, shared, frozenset().union(*(part.roots for part in parts)))

    def power(self, base: Term, exponent: Fraction) -> Count:
        if exponent.denominator > 1 or self.is_solved(base):
            return self.rooted(base, exponent)
        found = self.graph.definition(base.name) if isinstance(base, Sym) else None
        if found is not None and isinstance(base, Sym):
            return self.power(found.at(base.indices), exponent)
        if isinstance(base, t.Mul):
            return product(self.power(factor, exponent) for factor in base.factors)
        if isinstance(base, Pow):
            return self.power(base.base, base.exponent * exponent)
        n, count = exponent.numerator, self.of(base)
        if n >= 0:
            return count.to_the(n)
        self.factors[base] = count.above
        self.names[base] = frozenset(t.names_of(base))
        return Count(scaled(self.cleared(count.below), -n), Counter({base: -n}), count.roots)

    def rooted(self, base: Term, exponent: Fraction) -> Count:
        """A power of r, which is free where ε is r² − rest."""
        own = self.is_solved(base)
        degree = 2 if own else exponent.denominator
        key = Pow(put_in(base, self.graph) if own else base, Fraction(1, degree))
        self.factors[key] = DEGREE
        self.names[key] = self.names.get(key, frozenset()) | t.names_of(base)
        self.radicands[key] = self.of(self.solved.rest if own and self.solved else base)
        if not own:
            self.doubts[ROOT] = None
        n = int(exponent * degree)
        return Count(scaled(DEGREE, max(n, 0)), scaled(Counter[Term]({key: 1}), max(-n, 0)), frozenset({key}))

    def summed(self, index: Index, body: Count) -> Count:
        """Factors with the index need no clearing where they are one function of each element."""
        own = Counter({factor: k for factor, k in body.below.items() if index in free_indices(factor)})
        if self.holds_size(Count(below=own)):
            self.doubts[DENOMINATOR] = None
        cost = Counter({f"Σ {index.axis}": 1, f"w {index.axis}": 1, "each": self.cleared(own)["degree"]})
        roots = frozenset(root for root in body.roots if index not in free_indices(root))
        return Count(body.above + cost, body.below - own, roots)

    def function(self, name: str, argument: Term) -> Count:
        """log u stands for its derivative u′/u, which u·(1/u) bounds: a value of it is never used."""
        count = self.of(argument)
        if name == "log":
            return count.times(self.power(argument, Fraction(-1)))
        if self.holds_size(count):
            self.doubts[FUNCTION] = None
        return Count(scaled(DEGREE, steps(argument)))

    def slope(self, count: Count, by: str) -> Count:
        """(n/d)′ = (n′d − nd′)/d² for each factor d by itself; (√b)′ = b′√b/(2b)."""
        plain: Counter[Term] = Counter({f: 1 for f in count.below if f not in self.radicands and self.varies(f, by)})
        above, below = count.above + self.cleared(plain) + Counter(each=count.above["each"]), count.below + plain
        for root in sorted((root for root in count.roots if self.varies(root, by)), key=repr):
            inner = self.slope(self.radicands[root], by)
            above = above + (inner.above | (self.cleared(inner.below) + scaled(DEGREE, 2)))
            below = below + inner.below + Counter[Term]({root: 2})
        return Count(above, below, count.roots)

    def varies(self, factor: Term, by: str) -> bool:
        return any(self.graph.reaches(by, name) for name in self.names[factor])


def linear_loss(graph: Graph) -> Term:
    """Σ over the outputs of ∂L/∂y · y: it has the derivatives that the loss has."""
    parts: list[Term] = []
    for output in graph.outputs:
        letters = tuple(Index(f"#{output} {k}", axis) for k, axis in enumerate(graph.axes(output)))
        term = t.mul(Sym(t.upstream_name(graph.loss or "", output), letters), Sym(output, letters))
        parts.append(reduce(lambda body, letter: Sum(letter, body), letters, term))
    return t.add(*parts)


def steps(exponent: Term) -> int:
    """The degree of an exponential in those of single elements: 2 of e^(x + y) and of e^(2x)."""
    match exponent:
        case t.Num(value):
            return max(abs(value.numerator), 1)
        case Add(terms):
            return sum(map(steps, terms))
        case t.Mul(factors):
            return reduce(int.__mul__, map(steps, factors))
    return 1


def reached(terms: Iterable[Term], graph: Graph) -> Iterator[Term]:
    """All nodes of the terms and of the definitions that they rest on."""
    waiting, seen = list(terms), set[str]()
    while waiting:
        for node in t.walk(waiting.pop()):
            yield node
            if isinstance(node, Sym) and node.name not in seen:
                seen.add(node.name)
                read = graph.outputs if graph.is_opaque_loss(node.name) else (node.name,)
                waiting.extend(found.body for name in read if (found := graph.definition(name)) is not None)


def is_rooted(node: Term) -> bool:
    return isinstance(node, Pow) and node.exponent.denominator > 1


def solved(base: Term) -> Solved | None:
    """A radicand v + ε with ε a parameter that v does not hold."""
    if not isinstance(base, Add) or free_indices(base) or any(isinstance(node, t.Partial) for node in t.walk(base)):
        return None
    for k, term in enumerate(base.terms):
        rest = t.add(*base.terms[:k], *base.terms[k + 1 :])
        if isinstance(term, Sym) and term.name not in t.names_of(rest):
            return Solved(term.name, base, rest)
    return None


def put_in(term: Term, graph: Graph) -> Term:
    """The term in the inputs alone, its bound letters by their depth; a ∂ is left as it is. Raises Inexact."""
    if extent(term, graph) > MAX_EXTENT:
        raise Inexact("definitions too large to put in")
    return _put_in(term, graph, 0)


@lru_cache(maxsize=1024)
def _put_in(term: Term, graph: Graph, depth: int) -> Term:
    match term:
        case Sym(name, indices) if (found := graph.definition(name)) is not None:
            return _put_in(found.at(indices), graph, depth)
        case Sum(index, body):
            bound = Index(f"#{depth}", index.axis)
            return Sum(bound, _put_in(t.rename(body, {index: bound}), graph, depth + 1))
        case t.Partial():
            return term
    return t.normal(t.rebuild(term, lambda child: _put_in(child, graph, depth)))


@lru_cache(maxsize=4096)
def extent(term: Term, graph: Graph) -> int:
    """The number of nodes with the definitions put in."""
    found = graph.definition(term.name) if isinstance(term, Sym) else None
    return 1 + sum(extent(part, graph) for part in ((found.body,) if found else t.children(term)))
