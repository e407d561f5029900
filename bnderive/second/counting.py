"""How many Σ stand in one product of a term, its definitions put in, and of what degree it is.

A term comes in; bounds of its numerator and denominator and doubts about the argument come out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field, replace
from fractions import Fraction
from functools import reduce
from typing import TypeVar

from bnderive import terms as t
from bnderive.enclosure import Inexact
from bnderive.groups import ELEMENTS
from bnderive.records import dataclass
from bnderive.terms import Graph, Index, Sum, Sym, Term

MAX_DEGREE = 2**36
ROOTED, FUNCTION = "the free root", "a function"
SIGN = "a root that no parameter makes free has one of two signs modulo p"
BELOW = "a denominator under a sum holds a sum"
WITHIN = "an exponential or an absolute value holds a sum"
Key = TypeVar("Key", str, Term)


@dataclass(frozen=True, slots=True)
class Count:
    """A fraction: Σ multiplied in its numerator, by axis; its denominators; a bound of the degree of both.

    `height` bounds the degree of its exponential; `marks` are what it holds, and doubts.
    """

    sums: Counter[str] = field(default_factory=Counter)
    below: Counter[Term] = field(default_factory=Counter)
    degree: int = 2
    height: int = 2
    marks: frozenset[str] = frozenset()

    def times(self, other: Count) -> Count:
        height, marks = min(self.height * other.height, MAX_DEGREE), self.marks | other.marks
        return Count(self.sums + other.sums, self.below + other.below, self.degree + other.degree, height, marks)

    def to_the(self, n: int) -> Count:
        height = min(self.height ** min(n, 32), MAX_DEGREE)
        return Count(scaled(self.sums, n), scaled(self.below, n), self.degree * n, height, self.marks)

    def marked(self, mark: str) -> Count:
        return replace(self, marks=self.marks | {mark})


def scaled(measure: Counter[Key], n: int) -> Counter[Key]:
    return Counter({key: value * n for key, value in measure.items() if n})


class Counting:
    """Counts of the terms of one graph, in which a parameter may make one root free: its name, and v of √(v + ε)."""

    def __init__(self, graph: Graph, free: tuple[str, Term] | None) -> None:
        self.graph = graph
        self.free = free
        self.known: dict[Term, Count] = {}

    def of(self, term: Term) -> Count:
        if term not in self.known:
            self.known[term] = self.counted(term)
        return self.known[term]

    def counted(self, term: Term) -> Count:
        match term:
            case t.Num(value):
                size = abs(value.numerator) * value.denominator + 2
                return Count(degree=2 + size.bit_length() // 64, height=min(size, MAX_DEGREE))
            case Sym(name, indices) if name in self.graph.definitions:
                return self.of(self.graph.definitions[name].at(indices))
            case Sym(name) if self.graph.is_opaque_loss(name):
                return self.of(self.graph.linear_loss)
            case Sym(name) if self.free is not None and name == self.free[0]:  # ε = r² − v
                return self.of(self.free[1])
            case t.Add(terms):
                return self.total(map(self.of, terms))
            case t.Mul(factors):
                return reduce(Count.times, map(self.of, factors))
            case t.Pow(base, exponent):
                return self.power(base, exponent)
            case Sum(index, body):
                return self.summed(index, self.of(body))
            case t.Fun(name, argument):
                return self.function(name, argument).marked(FUNCTION)
            case t.Partial(of, by):  # by a node: μ^k = M^k/D^k becomes kμ^(k−1)
                slope = self.slope(self.of(of), by.name)
                return replace(slope, sums=slope.sums + self.cleared(self.of(by).below))
        return Count()

    def cleared(self, below: Counter[Term]) -> Counter[str]:
        return sum((scaled(self.of(factor).sums, k) for factor, k in below.items()), Counter[str]())

    def total(self, counts: Iterable[Count]) -> Count:
        """The sum, over the least common denominator."""
        parts = tuple(counts)
        below = reduce(Counter.__or__, (part.below for part in parts))
        above = (part.sums + self.cleared(below - part.below) for part in parts)
        return replace(reduce(Count.times, parts), sums=reduce(Counter.__or__, above), below=below)

    def power(self, base: Term, exponent: Fraction) -> Count:
        n, is_root = abs(exponent.numerator), exponent.denominator > 1
        match base:
            case Sym(name, indices) if name in self.graph.definitions:
                return self.power(self.graph.definitions[name].at(indices), exponent)
            case t.Mul(factors) if not is_root:
                return reduce(Count.times, (self.power(factor, exponent) for factor in factors))
            case t.Pow(inner, own) if not is_root:
                return self.power(inner, own * exponent)
        if self.free is not None and exponent.denominator == 2 and freed(base, self.graph) == self.free:
            return Count(marks=frozenset({ROOTED})).to_the(n)
        count = self.of(base).to_the(n)
        if is_root:
            return count.marked(SIGN)
        if exponent >= 0:
            return count
        below = Counter({base: n}) if count.sums else Counter[Term]()  # without Σ it need not be cleared
        return replace(count, sums=self.cleared(count.below), below=below)

    def summed(self, index: Index, body: Count) -> Count:
        count = Count(Counter({index.axis: 1}), degree=2 * ELEMENTS, height=ELEMENTS).times(body)
        count = replace(count, degree=ELEMENTS * (body.degree + 2))
        return count.marked(BELOW) if any(index in t.free_indices(each) for each in body.below) else count

    def function(self, name: str, argument: Term) -> Count:
        """log u stands for its derivative u′/u, which u·(1/u) bounds: a value of it is never used."""
        count = self.of(argument)
        if name == "log":
            return count.times(self.power(argument, Fraction(-1)))
        if count.marks:
            raise Inexact("a root or a function in an exponent")
        result = Count(degree=count.degree + count.height)
        return result.marked(WITHIN) if count.sums or count.below else result

    def slope(self, count: Count, by: str) -> Count:
        """(n/d)′ = (n′d − nd′)/d² for each factor d by itself, and r′ = v′/(2r)."""
        plain = Counter({factor: 1 for factor in count.below if self.varies(factor, by)})
        slope = count.times(Count(self.cleared(plain), plain, count.degree))
        if self.free is None or ROOTED not in count.marks:
            return slope
        if not self.varies(t.add(Sym(self.free[0]), self.free[1]), by):
            return slope
        inner = self.slope(self.of(self.free[1]), by)
        return slope.times(replace(inner, sums=inner.sums | self.cleared(inner.below)))

    def varies(self, factor: Term, by: str) -> bool:
        return any(self.graph.reaches(by, name) for name in t.names_of(factor))


def freed(base: Term, graph: Graph) -> tuple[str, Term] | None:
    """The parameter ε and v, where a radicand is v + ε and v does not hold ε: a free square r² if ε is r² − v."""
    terms = base.terms if isinstance(base, t.Add) and not t.free_indices(base) else ()
    for k, term in enumerate(terms):
        rest = t.normal(t.add(*terms[:k], *terms[k + 1 :]))
        held = (graph.reaches(term.name, name) for name in t.names_of(rest)) if isinstance(term, Sym) else ()
        if isinstance(term, Sym) and graph.definition(term.name) is None and not any(held):
            return term.name, rest
    return None
