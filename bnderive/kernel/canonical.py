"""The canonical form: a ∂-free term as a polynomial in independent generators, over an axis of symbolic size.

Σ distributes into power sums, roots and denominators become powers of irreducible bases, δ and coinciding indices are
resolved. Only true relations are used, each named where it is used; a zero form proves, a nonzero one proves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import reduce
from itertools import islice, permutations, product
from math import floor
from typing import TypeVar

from bnderive.calculus import resolve
from bnderive.equation import Given
from bnderive.errors import NotUnderstood
from bnderive.kernel.factor import factorised
from bnderive.kernel.generators import (
    Base,
    Element,
    Exponential,
    Generator,
    Kronecker,
    Length,
    Logarithm,
    Sign,
    Total,
)
from bnderive.kernel.polynomial import (
    EFFORT,
    Exponent,
    Monomial,
    Number,
    Polynomial,
    constant,
    content,
    evaluate_signs,
    generator,
    generators,
    inverse,
    key,
    plus,
    power_of_term,
    raised,
    scaled,
    times,
    times_monomial,
)  # fmt: skip
from bnderive.terms import (
    Add,
    Delta,
    Fun,
    Graph,
    Index,
    Mul,
    Num,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    free_indices,
    fresh,
    is_representative,
    rename,
)

_T = TypeVar("_T")
Conditions = dict[tuple[str, Term], None]
Forms = dict[_T, tuple[Polynomial, Conditions]]
NUMERALS = 10_000
MAX_BOUND = 6
MAX_ORDERS = 120


class Canonical:
    """Canonical forms in one graph, for one case of the free indices: those in `distinct` are pairwise different."""

    def __init__(self, graph: Graph, distinct: frozenset[Index] = frozenset()) -> None:
        self.graph = graph
        self.distinct = distinct
        self.table: list[Generator] = []
        self.numbers: dict[Generator, int] = {}
        self.known: dict[int, bool] = {}  # generators known to be positive (True) or not negative (False)
        self.free: dict[int, frozenset[Index]] = {}
        self.forms: Forms[Term] = {}
        self.powers: Forms[tuple[frozenset[tuple[Monomial, Number]], Exponent]] = {}
        self.relations: dict[int, Polynomial] = {}  # power sums with a value, by generator
        self.supposed: dict[int, tuple[str, Term]] = {}  # those that have it by supposition only
        self.classes: dict[str, Given] = {}  # one-hot arrays
        self.families: dict[tuple[str, int, Exponent], tuple[Index, Polynomial]] = {}  # Σ_i c_ij^e for every j
        self.conditions: Conditions = {}

    # -- generators ----------------------------------------------------------------------------------------------------

    def number(self, made: Generator) -> int:
        if made not in self.numbers:
            self.numbers[made] = len(self.table)
            self.table.append(made)
            self.free[self.numbers[made]] = self.indices_of(made)
            sign = self.sign_of(made)
            if sign != "unknown":
                self.known[self.numbers[made]] = sign == "positive"
        return self.numbers[made]

    def make(self, made: Generator) -> Polynomial:
        number = self.number(made)
        if number in self.supposed:
            self.conditions[self.supposed[number]] = None
        if self.families and number not in self.relations and isinstance(made, Total):
            known = self.of_family(made)
            return generator(number) if known is None else known
        return self.relations.get(number, generator(number))

    def of_family(self, made: Total) -> Polynomial | None:
        """The value of Σ_i c_ij^e, known for every j."""
        match [(self.table[g], e) for g, e in made.monomial], made.indices:
            case [(Element(name, indices), e)], (bound,):
                place = indices.index(bound)
                known = self.families.get((name, place, e))
                others = indices[:place] + indices[place + 1 :]
                return self.renamed(known[1], {known[0]: others[0]}) if known else None
        return None

    def suppose(self, given: Given) -> None:
        """A power sum without free indices takes a value, or an array is one-hot, wherever it is made from now on."""
        if isinstance(given.term, Sym) and isinstance(given.value, Index):
            self.classes[given.term.name] = given
        elif isinstance(given.value, Num) and not free_indices(given.term):
            self.give(self.of(given.term), given, given.value.value)
        self.forget()

    def give(self, polynomial: Polynomial, given: Given, value: Fraction) -> None:
        match list(polynomial.items()):
            case [(((g, 1),), c)] if isinstance(self.table[g], Total):
                self.relations[g] = constant(value / Fraction(c))
                self.supposed[g] = (given.relation, given.term)

    def indices_of(self, made: Generator) -> frozenset[Index]:
        match made:
            case Element(_, indices):
                return frozenset(indices)
            case Kronecker(left, right):
                return frozenset((left, right))
        found = frozenset[Index]().union(*(self.indices(m) for inner in self.held(made) for m in inner))
        return found.difference(made.indices) if isinstance(made, Total) else found

    def indices(self, monomial: Monomial) -> frozenset[Index]:
        return frozenset[Index]().union(*(self.free[g] for g, _ in monomial))

    def sign_of(self, made: Generator) -> str:
        match made:
            case Element(name, _):
                return "positive" if name in self.graph.positive else "unknown"
            case Length() | Exponential():
                return "positive"
            case Total(_, monomial):
                return evaluate_signs({monomial: Fraction(1)}, self.known)
            case Kronecker():
                return "nonnegative"
            case Base(polynomial):
                return self.sign(dict(polynomial))
        return "unknown"

    def sign(self, polynomial: Polynomial) -> str:
        """As evident from its terms; else with Σu² = C + (Σu)²/N, C >= 0 (Cauchy and Schwarz), N = n + 1, n >= 0."""
        evident = evaluate_signs(polynomial, self.known)
        if evident != "unknown" or not any(c < 0 for c in polynomial.values()):
            return evident
        spread: dict[int, Polynomial] = {}
        known = dict(self.known)
        for g in generators([polynomial]):
            made = self.table[g]
            if isinstance(made, Length):
                spread[g] = plus(generator(-1 - g), constant(1))
                known[-1 - g] = False
            if isinstance(made, Total) and all(e % 2 == 0 for _, e in made.monomial):
                half = self.number(Total(made.indices, tuple((h, e // 2) for h, e in made.monomial)))
                lengths = [generator(self.number(Length(index.axis)), -1) for index in made.indices]
                spread[g] = plus(generator(-1 - g), reduce(times, lengths, generator(half, 2)))
                known[-1 - g] = False
        centred = self.substituted(polynomial, {g: p for g, p in spread.items() if isinstance(self.table[g], Total)})
        _, m = content(centred)
        shared = tuple((g, e) for g, e in m if known.get(g))  # dividing by what is positive leaves the sign as it is
        shifted = self.substituted(scaled(centred, 1, inverse(shared)), spread)
        return evaluate_signs(shifted, known)

    @staticmethod
    def substituted(polynomial: Polynomial, values: Mapping[int, Polynomial]) -> Polynomial:
        """Generators in whole non-negative powers replaced."""
        parts: list[Polynomial] = []
        for monomial, coefficient in polynomial.items():
            part = {tuple((g, e) for g, e in monomial if g not in values or e < 0 or e % 1): coefficient}
            for g, e in monomial:
                if g in values and e >= 0 and not e % 1:
                    part = times(part, raised(values[g], int(e)))
            parts.append(part)
        return plus(*parts)

    # -- terms ---------------------------------------------------------------------------------------------------------

    def of(self, term: Term) -> Polynomial:
        """The canonical form of a ∂-free term."""
        return self.once(self.forms, term, lambda: self.computed(term))

    def once(self, known: Forms[_T], of: _T, find: Callable[[], Polynomial]) -> Polynomial:
        """What is found the first time, with the conditions that it needs every time."""
        if of not in known:
            outside, self.conditions = self.conditions, {}
            try:
                with EFFORT.afresh():
                    known[of] = find(), self.conditions
            finally:
                self.conditions = outside
        polynomial, conditions = known[of]
        self.conditions |= conditions
        return polynomial

    def forget(self) -> None:
        """What was found before something was supposed may be another now."""
        self.forms.clear()
        self.powers.clear()

    def computed(self, term: Term) -> Polynomial:
        match term:
            case Num(value):
                return constant(value)
            case Sym(name, indices):
                return self.symbol(name, indices)
            case Size(axis):
                return self.make(Length(axis))
            case Add(terms):
                return plus(*map(self.of, terms))
            case Mul(factors):
                return reduce(times, map(self.of, factors), constant(1))
            case Pow(base, exponent):
                return self.power(self.of(base), exponent, base)
            case Sum(index, body):  # the bound letter must be none of those that are told apart
                bound = fresh(index, self.distinct | (free_indices(body) - {index}))
                return self.summed(self.of(rename(body, {index: bound})), bound)
            case Delta(left, right):
                return self.kronecker(left, right)
            case Fun(name, argument):
                return self.function(name, self.of(argument), argument)
        raise NotUnderstood("BN220", "open-derivative", "a derivative was left standing")

    def symbol(self, name: str, indices: tuple[Index, ...]) -> Polynomial:
        found = self.graph.definition(name)
        if found is None:
            if name in self.classes:
                return self.one_hot(self.classes[name], indices)
            return self.make(Element(name, indices))
        slots = tuple(Index(f"#{k}", i.axis) for k, i in enumerate(found.indices))
        if indices != slots:
            return self.renamed(self.of(Sym(name, slots)), dict(zip(slots, indices, strict=True)))
        return self.of(resolve(found.at(slots), self.graph))

    def one_hot(self, given: Given, indices: tuple[Index, ...]) -> Polynomial:
        self.conditions[given.relation, given.term] = None
        return self.kronecker(indices[0], given.indices[0])

    def kronecker(self, left: Index, right: Index) -> Polynomial:
        if left == right:
            return constant(1)
        if {left, right} <= self.distinct or (is_representative(left) and is_representative(right)):
            return {}
        return self.make(Kronecker(*sorted((left, right))))

    # -- sums ----------------------------------------------------------------------------------------------------------

    def summed(self, polynomial: Polynomial, index: Index) -> Polynomial:
        """Σ_j f = Σ_j f|_{j≠k} + (f − f|_{j≠k}) at j = k for every δ_jk in f; then term by term into power sums."""
        polynomial = self.reduced(polynomial)
        for g in sorted(self.inside(polynomial)):
            made = self.table[g]
            if isinstance(made, Kronecker) and index in (made.left, made.right):
                other = made.left if made.right == index else made.right
                apart = self.transformed(polynomial, {}, vanishing=g)
                at = {index: other}
                jump = plus(self.renamed(polynomial, at), scaled(self.renamed(apart, at), -1))
                return plus(self.summed(apart, index), jump)
        return plus(*(self.power_sum(m, c, index) for m, c in polynomial.items()))

    def power_sum(self, monomial: Monomial, coefficient: Number, index: Index) -> Polynomial:
        inner = tuple((g, e) for g, e in monomial if index in self.free[g])
        outer: Polynomial = {tuple((g, e) for g, e in monomial if index not in self.free[g]): coefficient}
        if not inner:
            return times(outer, self.make(Length(index.axis)))
        opened = self.joined(inner, index)
        if opened is None:
            return times(outer, self.closed(inner, (index,)))
        return times(outer, plus(*(self.components(m, c, opened[1]) for m, c in opened[0].items())))

    def joined(self, monomial: Monomial, index: Index) -> tuple[Polynomial, tuple[Index, ...]] | None:
        """Σ_j γ_j Σ_i g_ij = Σ_ij γ_j g_ij: the sums in whole powers opened, each copy with letters of its own."""
        made = [(self.table[g], e) for g, e in monomial]
        totals = [(m, int(e)) for m, e in made if isinstance(m, Total) and e > 0 and e % 1 == 0]
        if not totals or 1 + sum(e * len(m.indices) for m, e in totals) > MAX_BOUND:
            return None
        slots = self.indices(monomial)
        first = max([self.depth(monomial), *(1 + number_of(i) for i in slots if is_slot(i))])
        result: Polynomial = {
            tuple(pair for pair, (m, e) in zip(monomial, made, strict=True) if (m, e) not in totals): 1
        }
        bound = [index]
        for total in (m for m, e in totals for _ in range(e)):
            own = tuple(Index(f"·{first + len(bound) + k}", i.axis) for k, i in enumerate(total.indices))
            bound += own
            result = times(result, self.renamed({total.monomial: 1}, dict(zip(total.indices, own, strict=True))))
        return self.reduced(result), tuple(bound)

    def components(self, monomial: Monomial, coefficient: Number, bound: tuple[Index, ...]) -> Polynomial:
        """Σ over all the letters, taken apart into factors that share none of them."""
        waiting = {(g, e): self.free[g].intersection(bound) for g, e in monomial}
        result: Polynomial = {tuple(pair for pair in monomial if not waiting[pair]): coefficient}
        left = list(bound)
        while left:
            group = frozenset((left[0],))
            while (wider := group.union(*(own for own in waiting.values() if own & group))) != group:
                group = wider
            part = tuple(pair for pair in monomial if waiting[pair] & group)
            letters = tuple(index for index in left if index in group)
            result = times(result, self.closed(part, letters) if part else self.make(Length(left[0].axis)))
            left = [index for index in left if index not in group]
        return result

    def closed(self, monomial: Monomial, bound: tuple[Index, ...]) -> Polynomial:
        """The power sum of a monomial; the bound letters get one and the same names however they were called."""
        taken = {number_of(i) for i in self.indices(monomial).difference(bound) if is_slot(i)}
        first = self.depth(monomial)
        while not taken.isdisjoint(range(first, first + len(bound))):
            first += 1
        found: list[tuple[Monomial, Number, tuple[Index, ...]]] = []
        for order in self.orders(monomial, bound):
            slots = tuple(Index(f"·{first + k}", index.axis) for k, index in enumerate(order))
            ((renamed, one),) = self.renamed({monomial: 1}, dict(zip(order, slots, strict=True))).items()
            found.append((renamed, one, slots))
        renamed, one, slots = min(found)
        return scaled(self.make(Total(slots, renamed)), one)

    def orders(self, monomial: Monomial, bound: tuple[Index, ...]) -> Iterator[tuple[Index, ...]]:
        """The orders of bound letters that what they stand in does not decide; all but a few of very many."""
        if len(bound) == 1:
            return iter((bound,))
        marks = {index: (index.axis, self.mark(monomial, index, bound)) for index in bound}
        groups = [[i for i in bound if marks[i] == mark] for mark in sorted(set(marks.values()))]
        whole = product(*(permutations(group) for group in groups))
        return islice((tuple(index for group in order for index in group) for order in whole), MAX_ORDERS)

    def mark(self, monomial: Monomial, index: Index, bound: tuple[Index, ...]) -> str:
        """What a bound letter stands in, whatever the bound letters are called."""
        found: list[str] = []
        for g, e in monomial:
            match self.table[g]:
                case Element(name, indices) if index in indices:
                    places = ["*" if i == index else "_" if i in bound else f"{i.name}:{i.axis}" for i in indices]
                    found.append(f"{name}{places}^{e}")
                case made if index in self.free[g]:
                    found.append(f"{type(made).__name__}^{e}")
        return str(sorted(found))

    def depth(self, monomial: Monomial) -> int:
        """The number of the first letter for what is bound that no Σ inside a monomial uses."""
        made = [self.table[g] for g in self.inside({monomial: 1})]
        return 1 + max((number_of(i) for m in made if isinstance(m, Total) for i in m.indices), default=-1)

    def inside(self, polynomial: Polynomial) -> set[int]:
        """The generators of a polynomial and, through them, of all that they hold."""
        found: set[int] = set()
        waiting = list(generators([polynomial]))
        while waiting:
            g = waiting.pop()
            if g not in found:
                found.add(g)
                waiting.extend(generators(self.held(self.table[g])))
        return found

    @staticmethod
    def held(made: Generator) -> list[Polynomial]:
        match made:
            case Total(_, monomial) | Exponential(monomial):
                return [{monomial: Fraction(1)}]
            case Base(polynomial) | Logarithm(polynomial) | Sign(polynomial):
                return [dict(polynomial)]
        return []

    # -- renaming ------------------------------------------------------------------------------------------------------

    def renamed(self, polynomial: Polynomial, mapping: Mapping[Index, Index]) -> Polynomial:
        return self.transformed(polynomial, {a: b for a, b in mapping.items() if a != b})

    def transformed(self, polynomial: Polynomial, mapping: Mapping[Index, Index], vanishing: int = -1) -> Polynomial:
        """Indices replaced, and the generator `vanishing` (a δ) put to zero, at every depth."""
        parts: list[Polynomial] = []
        for monomial, coefficient in polynomial.items():
            moving = [(g, e) for g, e in monomial if self.is_touched(g, mapping, vanishing)]
            part: Polynomial = {tuple(pair for pair in monomial if pair not in moving): coefficient}
            for g, e in moving:
                part = times(part, self.moved(g, e, mapping, vanishing))
            parts.append(part)
        return plus(*parts)

    def is_touched(self, g: int, mapping: Mapping[Index, Index], vanishing: int) -> bool:
        return vanishing in self.inside(generator(g)) if vanishing >= 0 else not self.free[g].isdisjoint(mapping)

    def moved(self, g: int, e: Exponent, mapping: Mapping[Index, Index], vanishing: int) -> Polynomial:
        if g == vanishing:
            return self.to_power({}, e)
        made = self.table[g]
        match made:
            case Element(name, indices):
                return self.to_power(self.make(Element(name, tuple(mapping.get(i, i) for i in indices))), e)
            case Kronecker(left, right):
                return self.to_power(self.kronecker(mapping.get(left, left), mapping.get(right, right)), e)
        if isinstance(made, Total):
            return self.to_power(self.resummed(made, mapping, vanishing), e)
        (inner,) = (self.transformed(held, mapping, vanishing) for held in self.held(made))
        match made:
            case Exponential():
                inner = self.exponential(inner)
            case Logarithm():
                inner = self.logarithm(inner)
            case Sign():
                inner = self.signum(inner)
        return self.to_power(inner, e)

    def resummed(self, made: Total, mapping: Mapping[Index, Index], vanishing: int) -> Polynomial:
        """A power sum with what is in it replaced; its own letters step aside where they would be mixed up."""
        own, bound = dict[Index, Index](), made.indices
        if not {*mapping, *mapping.values()}.isdisjoint(bound):
            held = [
                self.depth(made.monomial),
                *(number_of(i) for i in (*bound, *mapping, *mapping.values()) if is_slot(i)),
            ]
            own = {index: Index(f"·{max(held) + 1 + k}", index.axis) for k, index in enumerate(bound)}
            bound = tuple(own.values())
        inner = self.transformed({made.monomial: 1}, {**mapping, **own}, vanishing)
        for index in bound:
            inner = self.summed(inner, index)
        return inner

    def to_power(self, polynomial: Polynomial, e: Exponent) -> Polynomial:
        if len(polynomial) == 1 and Fraction(e).denominator == 1:
            ((monomial, c),) = polynomial.items()
            return power_of_term(monomial, c, int(e))
        same = (frozenset(polynomial.items()), e)  # many orders of bound letters give one
        return self.once(self.powers, same, lambda: self.power(polynomial, Fraction(e)))

    # -- powers --------------------------------------------------------------------------------------------------------

    def power(self, polynomial: Polynomial, q: Fraction, source: Term | None = None) -> Polynomial:
        """p^q: whole powers by multiplication; else p is factored, each factor with a proved sign split off."""
        if q.denominator == 1 and q >= 0:
            return raised(polynomial, int(q))
        polynomial = self.gathered(polynomial)
        if not polynomial:
            if q > 0:
                return {}
            raise NotUnderstood("BN222", "division-by-zero", "a denominator is zero for every input")
        c, parts = self.factors(polynomial)
        if q < 0 and source is not None and not all(self.is_positive(f) for f, _ in parts):
            self.conditions["≠ 0", source] = None
        if q.denominator == 1:
            return reduce(times, (self.factor_power(f, e * q) for f, e in parts), power_of_term((), c, int(q)))
        return self.root(c, parts, q, source)

    def factors(self, polynomial: Polynomial) -> tuple[Fraction, list[tuple[Polynomial, Exponent]]]:
        """p = c · Π f^k, f generators and irreducible polynomials; turned round where the negative has a sign."""
        c, m, irreducible = factorised(polynomial)
        parts: list[tuple[Polynomial, Exponent]] = [(generator(g), e) for g, e in m]
        for factor, k in irreducible:
            turned = self.sign(factor) == "unknown" and self.sign(scaled(factor, -1)) != "unknown"
            c *= (-1) ** k if turned else 1
            parts.append((scaled(factor, -1) if turned else factor, k))
        return c, parts

    def is_positive(self, polynomial: Polynomial) -> bool:
        return self.sign(polynomial) == "positive"

    def factor_power(self, factor: Polynomial, exponent: Exponent) -> Polynomial:
        """The power of a generator or of an irreducible polynomial, as a generator to that power."""
        if len(factor) == 1:
            ((monomial, c),) = factor.items()
            if c == 1 and len(monomial) == 1 and monomial[0][1] == 1:
                g = monomial[0][0]
                return generator(g, int(exponent) if Fraction(exponent).denominator == 1 else exponent)
        g = self.number(Base(key(factor)))
        return generator(g, int(exponent) if Fraction(exponent).denominator == 1 else exponent)

    def root(
        self, c: Fraction, parts: list[tuple[Polynomial, Exponent]], q: Fraction, source: Term | None
    ) -> Polynomial:
        """√(ab) = √a √b where a or b is known not to be negative, √(a²) = |a|; the rest stays under one root."""
        result, rest = constant(1), constant(1)
        for factor, e in parts:
            if self.sign(factor) != "unknown":
                result = times(result, self.factor_power(factor, e * q))
            elif e % 2 == 0 and (e * q) % 1 == 0:
                whole_power = int(e * q)
                result = times(
                    result, times(self.factor_power(factor, whole_power), raised(self.signum(factor), abs(whole_power)))
                )
            else:
                rest = times(rest, self.factor_power(factor, e))
        rest = self.reduced(scaled(rest, 1 if c > 0 else -1))
        if rest == constant(-1):
            raise NotUnderstood("BN223", "root-of-negative", "a root is taken of a negative number")
        if rest != constant(1):
            if source is not None:
                self.conditions["≥ 0", source] = None
            result = times(result, self.factor_power(rest, q))
        return times(result, times(self.numeral(abs(c.numerator), q), self.numeral(c.denominator, -q)))

    def numeral(self, n: int, q: Fraction) -> Polynomial:
        """n^q by primes, one generator a prime: √8 = 2√2."""
        result = constant(1)
        for prime, multiplicity in primes(n):
            exponent = multiplicity * q
            outside = floor(exponent)
            result = times(result, power_of_term((), Fraction(prime), outside))
            if exponent != outside:
                result = times(result, generator(self.number(Base(key(constant(prime)))), exponent - outside))
        return result

    def signum(self, polynomial: Polynomial) -> Polynomial:
        """±1, a product of the signs that are not known; sign(−p) = −sign(p), and the sign of zero does not matter."""
        if not polynomial:
            return constant(1)
        c, parts = self.factors(polynomial)
        unknown = [factor for factor, e in parts if e % 2 == 1 and self.sign(factor) == "unknown"]
        return reduce(times, (self.make(Sign(key(factor))) for factor in unknown), constant(1 if c > 0 else -1))

    # -- functions -----------------------------------------------------------------------------------------------------

    def function(self, name: str, argument: Polynomial, source: Term) -> Polynomial:
        match name:
            case "exp":
                return self.exponential(argument)
            case "log":
                self.conditions["> 0", source] = None
                return self.logarithm(argument)
            case "abs":
                return self.power(times(argument, argument), Fraction(1, 2))
        raise NotUnderstood("BN212", "unknown-function", f"the function {name} is not known")

    def exponential(self, argument: Polynomial) -> Polynomial:
        """e^{a+b} = e^a e^b; one generator a monomial, its coefficient the exponent; e^{c log u} = u^c."""
        result = constant(1)
        for monomial, c in self.reduced(argument).items():
            made = self.table[monomial[0][0]] if len(monomial) == 1 and monomial[0][1] == 1 else None
            if isinstance(made, Logarithm):
                result = times(result, self.power(dict(made.polynomial), Fraction(c)))
            else:
                result = times(
                    result, generator(self.number(Exponential(monomial)), c if c.denominator > 1 else int(c))
                )
        return result

    def logarithm(self, argument: Polynomial) -> Polynomial:
        """log of a product of factors known to be positive is the sum of their logs; log e^u = u."""
        argument = self.gathered(argument)
        if not argument:
            raise NotUnderstood("BN224", "logarithm-of-zero", "a logarithm is taken of zero")
        if set(argument) == {()} and argument[()] < 0:
            raise NotUnderstood("BN224", "logarithm-of-negative", "a logarithm is taken of a negative number")
        c, parts = self.factors(argument)
        if c < 0 or not all(self.is_positive(f) for f, _ in parts):
            return self.make(Logarithm(key(argument)))
        numerals = [(constant(p), Fraction(k)) for p, k in primes(c.numerator)]
        numerals += [(constant(p), Fraction(-k)) for p, k in primes(c.denominator)]
        return plus(*(scaled(self.log_of_factor(f), Fraction(e)) for f, e in parts + numerals))

    def log_of_factor(self, factor: Polynomial) -> Polynomial:
        ((monomial, _), *more) = factor.items()
        made = self.table[monomial[0][0]] if not more and len(monomial) == 1 else None
        if isinstance(made, Exponential):
            return {made.monomial: Fraction(1)}
        return self.make(Logarithm(made.polynomial if isinstance(made, Base) else key(factor)))

    # -- the zero test -------------------------------------------------------------------------------------------------

    def reduced(self, polynomial: Polynomial) -> Polynomial:
        """Whole powers of bases multiplied out where that needs no clearing: an equal polynomial."""
        while candidates := [g for g in self.bases(polynomial) if any(dict(m).get(g, 0) >= 1 for m in polynomial)]:
            polynomial = self.opened(polynomial, max(candidates))
        return self.without_squared_signs(polynomial)

    def gathered(self, polynomial: Polynomial) -> Polynomial:
        """An equal polynomial: the lowest power of every base in front, what is left of it multiplied out."""
        if not polynomial:
            return polynomial
        _, lowest = content(polynomial)
        shared = tuple((g, e) for g, e in lowest if isinstance(self.table[g], Base))
        with EFFORT.afresh():
            return scaled(self.reduced(scaled(polynomial, 1, inverse(shared))), 1, shared)

    def vanishes(self, polynomial: Polynomial) -> bool:
        """Whether a polynomial is zero for certain: denominators cleared, base^1 = its polynomial, roots apart."""
        with EFFORT.afresh():
            return not self.cleared(polynomial)

    def cleared(self, polynomial: Polynomial) -> Polynomial:
        """A polynomial that is zero where the given one is."""
        while candidates := [
            g for g in self.bases(polynomial) if any(not 0 <= dict(m).get(g, 0) < 1 for m in polynomial)
        ]:
            g = max(candidates)  # a base is made after all that it holds: the outermost first
            lowest = min(floor(dict(m).get(g, 0)) for m in polynomial)
            polynomial = self.opened(scaled(polynomial, 1, ((g, -lowest),) if lowest < 0 else ()), g)
        return self.without_squared_signs(polynomial)

    def bases(self, polynomial: Polynomial) -> list[int]:
        return [g for g in generators([polynomial]) if isinstance(self.table[g], Base)]

    def opened(self, polynomial: Polynomial, g: int) -> Polynomial:
        made = self.table[g]
        inner = dict(made.polynomial) if isinstance(made, Base) else {}
        parts: list[Polynomial] = []
        for monomial, c in polynomial.items():
            exponent = dict(monomial).get(g, 0)
            times_inner = max(floor(exponent), 0)
            left = times_monomial(monomial, ((g, -times_inner),) if times_inner else ())
            parts.append(times({left: c}, raised(inner, times_inner)))
        return plus(*parts)

    def without_squared_signs(self, polynomial: Polynomial) -> Polynomial:
        """sign² = 1."""
        parts: list[Polynomial] = []
        for monomial, c in polynomial.items():
            kept = tuple((g, e % 2 if isinstance(self.table[g], Sign) else e) for g, e in monomial)
            parts.append({tuple((g, e) for g, e in kept if e): c})
        return plus(*parts)


def is_slot(index: Index) -> bool:
    """A letter of our own for what a power sum binds."""
    return index.name.startswith("·")


def number_of(slot: Index) -> int:
    return int(slot.name[1:])


def primes(n: int) -> list[tuple[int, int]]:
    """Trial division up to a bound; what is left over is kept whole."""
    found: list[tuple[int, int]] = []
    p = 2
    while p * p <= n and p <= NUMERALS:
        k = 0
        while n % p == 0:
            n, k = n // p, k + 1
        if k:
            found.append((p, k))
        p += 1
    return found + ([(n, 1)] if n > 1 else [])
