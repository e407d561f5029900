"""A canonical polynomial as a term that people would write: common factors in front, the rest in a customary order."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from bnderive.kernel.canonical import Canonical
from bnderive.kernel.generators import Base, Element, Exponential, Kronecker, Length, Logarithm, Sign, Total
from bnderive.kernel.polynomial import Monomial, Number, Polynomial, content, generator, inverse, key, scaled
from bnderive.records import dataclass
from bnderive.terms import (
    ONE,
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
    free_indices,
    fresh,
    mul,
    num,
    power,
    rename,
)  # fmt: skip

LETTERS = ("j", "k", "l", "i", "p", "q")


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes polynomials of one canonical form; `meaning` says what its own arrays are in the document's terms, and
    `abbreviations` which scalars of the document are a power of one generator; no Σ binds a letter that is `free`.
    """

    form: Canonical
    graph: Graph
    meaning: Mapping[str, Term]
    abbreviations: Mapping[int, tuple[str, Fraction]]
    free: frozenset[str] = frozenset()

    def written(self, polynomial: Polynomial) -> Term:
        """The factored term of a polynomial whose bases are opened."""
        if not polynomial:
            return num(0)
        c, m = content(polynomial)
        rest = scaled(polynomial, 1 / c, inverse(m))
        if self.leading(rest) < 0:
            c, rest = -c, scaled(rest, -1)
        parts = [self.sum(rest)] if len(rest) > 1 else []
        sign = self.sign_of(key(rest), m)
        if sign is not None:  # sign(p) · p = |p|
            m, parts = without(m, sign), [Fun("abs", part) for part in parts]
        return mul(*([num(c)] if c != 1 else []), *self.monomial(m), *parts)

    def sign_of(self, polynomial: tuple[tuple[Monomial, Number], ...], monomial: Monomial) -> int | None:
        """The generator among some that is the sign of a polynomial."""
        return next((g for g, e in monomial if self.form.table[g] == Sign(polynomial) and e == 1), None)

    def leading(self, polynomial: Polynomial) -> Fraction:
        return Fraction(polynomial[min(polynomial, key=self.place)])

    def sum(self, polynomial: Polynomial) -> Term:
        ordered = sorted(polynomial.items(), key=lambda item: self.place(item[0]))
        if ordered[0][1] < 0:
            ordered.sort(key=lambda item: item[1] < 0)
        return add(*(mul(*([num(c)] if c != 1 or not m else []), *self.monomial(m)) for m, c in ordered))

    def place(self, monomial: Monomial) -> tuple[object, ...]:
        """Where a term stands in a sum: few Σ first, then few elements, then high powers of N; indexed names
        before others.
        """
        made = [(self.form.table[g], e) for g, e in monomial]
        totals = sum(isinstance(g, Total) for g, _ in made)
        elements = sum(e for g, e in made if isinstance(g, Element | Exponential))
        sizes = sum(e for g, e in made if isinstance(g, Length))
        indexed = sum(isinstance(g, Element) and bool(g.indices) for g, _ in made)
        names = tuple((g.name in self.graph.positive, g.name, str(e)) for g, e in made if isinstance(g, Element))
        return totals, elements, -sizes, -indexed, names, len(monomial), str(made)

    def monomial(self, monomial: Monomial) -> list[Term]:
        """The factors of a monomial in customary order: N, parameters, gradients, elements, sums; then what is
        below.
        """
        made = sorted(((self.rank(g), g, e) for g, e in monomial), key=lambda item: item[0])
        for _, g, e in made:
            sign = self.sign_of(self.polynomial_of(g), monomial)
            if sign is not None and e >= 1 and not e % 1:
                rest = tuple((h, k - 1 if h == g else k) for h, k in without(monomial, sign) if h != g or k != 1)
                return [Fun("abs", self.generator(g)), *self.monomial(rest)]
        return [self.raised(g, Fraction(e)) for _, g, e in made]

    def polynomial_of(self, g: int) -> tuple[tuple[Monomial, Number], ...]:
        """What a generator to the power 1 is worth."""
        made = self.form.table[g]
        return made.polynomial if isinstance(made, Base) else key(generator(g))

    def raised(self, g: int, exponent: Fraction) -> Term:
        """A power of a generator: under the document's abbreviation for it, and b^{−1/2} as one over a root."""
        name, unit = self.abbreviations.get(g, ("", Fraction(0)))
        if unit and (exponent / unit).denominator == 1:
            return power(Sym(name), exponent / unit)
        term = self.generator(g)
        return div(ONE, Pow(term, Fraction(1, 2))) if exponent == Fraction(-1, 2) else power(term, exponent)

    def rank(self, g: int) -> tuple[object, ...]:
        made = self.form.table[g]
        match made:
            case Length():
                return (0, "")
            case Element(name, indices):
                return (1 if not indices else 2 if name.startswith("∂") else 3, name, tuple(indices))
            case Exponential():
                return (4, str(made))
            case Kronecker():
                return (5, str(made))
            case Base() | Sign() | Logarithm():
                return (6, "", str(g))
            case Total(_, monomial):
                return (7, len(monomial), sorted(map(str, (self.form.table[h] for h, _ in monomial))))

    def generator(self, g: int) -> Term:
        made = self.form.table[g]
        match made:
            case Length(axis):
                return Size(axis)
            case Element(name, indices):
                return self.element(name, indices)
            case Kronecker(left, right):
                return Delta(left, right)
            case Exponential(monomial):
                return Fun("exp", mul(*self.monomial(monomial)))
            case Logarithm(polynomial):
                return Fun("log", self.sum(dict(polynomial)))
            case Base(polynomial):
                return self.sum(dict(polynomial))
            case Sign(polynomial):
                inner = self.sum(dict(polynomial))
                return div(Fun("abs", inner), inner)
            case Total(indices, monomial):
                return self.total(indices, monomial)

    def total(self, indices: tuple[Index, ...], monomial: Monomial) -> Term:
        term = mul(*self.monomial(monomial))
        taken = self.free | {index.name for index in free_indices(term)}
        spare = (name for name in LETTERS if name not in taken)
        letters = {
            i: Index(name, i.axis) if (name := next(spare, "")) else fresh(i, free_indices(term)) for i in indices
        }
        term = rename(term, letters)
        for letter in letters.values():
            term = Sum(letter, term)
        return term

    def element(self, name: str, indices: tuple[Index, ...]) -> Term:
        if name in self.meaning:
            return rename(self.meaning[name], {Index(slot, i.axis): i for slot, i in zip("ij", indices, strict=False)})
        return self.gradient(name, indices) if name.startswith("∂") else Sym(name, indices)

    def gradient(self, name: str, indices: tuple[Index, ...]) -> Term:
        """∂L/∂y_i, under the name that the document has for it."""
        loss = Sym(self.graph.loss or "")
        output = next(o for o in self.graph.outputs if name == f"∂{loss.name}/∂{o}")
        for definition in self.graph.definitions.values():
            body = definition.body
            if isinstance(body, Partial) and body.of == loss and body.by == Sym(output, definition.indices):
                return Sym(definition.name, indices)
        return Partial(loss, Sym(output, indices), "total")


def abbreviations(form: Canonical, graph: Graph) -> dict[int, tuple[str, Fraction]]:
    """Scalars that the document defines as a power of one base: σ = √(v + ε), rstd = 1/σ."""
    found: dict[int, tuple[str, Fraction]] = {}
    for name, definition in graph.definitions.items():
        if not definition.indices and not definition.is_statistic and name in form.graph.definitions:
            polynomial = form.of(Sym(name))
            ((monomial, c), *more) = polynomial.items() or [((), 0)]
            if c == 1 and not more and len(monomial) == 1 and isinstance(form.table[monomial[0][0]], Base):
                found.setdefault(monomial[0][0], (name, Fraction(monomial[0][1])))
    return found


def without(monomial: Monomial, g: int) -> Monomial:
    return tuple((h, e) for h, e in monomial if h != g)
