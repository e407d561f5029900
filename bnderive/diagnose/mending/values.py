"""Exact values of the parts of a side, part by part, so that an edit costs no more than what it touches.

A syntax node comes in, its values at every cell of a scope go out. It steers what is tried: nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from fractions import Fraction
from functools import partial, reduce
from math import prod
from typing import Any

from bnderive.diagnose.mending.scopes import Scope, exactly, inside
from bnderive.enclosure import Inexact
from bnderive.errors import Misfit, NotUnderstood
from bnderive.evaluate import applied
from bnderive.exact import Exact, bits, comparison, plus, power, times
from bnderive.lower.lower import FUNCTIONS, Lowering, is_struck
from bnderive.lower.products import MULTIPLICATIONS, is_equation, is_indicator
from bnderive.records import dataclass
from bnderive.survey.derivatives import read_derivative, read_operator, stray_partials
from bnderive.survey.names import read_name
from bnderive.survey.survey import is_differential
from bnderive.syntax import nodes as s
from bnderive.syntax.shapes import walk
from bnderive.terms import Index, Mul, Sum, Sym, Term, mul

Values = tuple[Exact | None, ...]  # None where there is no exact value
MAX_VALUES = 120_000
MAX_BITS = 512
NODE = 3  # what it costs to read one part of a node that is taken as a whole
BODY = Sym("the body of a sum")
HALF, INVERSE, MINUS = Fraction(1, 2), Fraction(-1), Fraction(-1)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One node as it is made of others: its `children`, the scope of each, and the values of the node by those of its
    children. `undo` gives what a child has to be worth for the node to have given values, where that can be told.
    """

    children: tuple[s.Node, ...]
    scopes: tuple[Scope, ...]
    value: Callable[[tuple[Values, ...]], Values]
    with_child: Callable[[int, s.Node], s.Node]
    undo: Callable[[tuple[Values, ...], int, Values], Values] | None = None

    @property
    def cost(self) -> int:
        """How many values have to be put together for those of the node."""
        return sum(len(scope.cells) for scope in self.scopes)


@dataclass(slots=True)
class Budget:
    """How many values may still be computed or put together for one row. The count is the same on every machine."""

    left: int = MAX_VALUES

    def spend(self, count: int) -> bool:
        self.left -= count
        return self.left >= 0


@dataclass(slots=True)
class Valuing:
    """The values of nodes of one side in one reading of its ∂; `read` marks the ∂ of a term with that reading."""

    lowering: Lowering
    read: Callable[[Term], Term]
    budget: Budget = field(default_factory=Budget)
    known: dict[tuple[int, int], tuple[s.Node, Values | None]] = field(default_factory=dict)
    terms: dict[tuple[Term, int], tuple[Scope, Values | None]] = field(default_factory=dict)
    parts: dict[tuple[int, int], tuple[s.Node, Part | None]] = field(default_factory=dict)
    understood: dict[tuple[int, int], tuple[s.Node, Term | None]] = field(default_factory=dict)

    def reading(self, read: Callable[[Term], Term]) -> Valuing:
        """The same side in another reading; what does not depend on that is shared."""
        return Valuing(self.lowering, read, self.budget, {}, self.terms, self.parts, self.understood)

    def __call__(self, node: s.Node, scope: Scope) -> Values | None:
        """The values of a node; None where it is not understood."""
        key = (id(node), id(scope))
        if key not in self.known:
            self.known[key] = node, self.computed(node, scope)
        return self.known[key][1]

    def computed(self, node: s.Node, scope: Scope) -> Values | None:
        if not self.budget.spend(len(scope.cells)):
            return None
        part = self.part(node, scope)
        if part is None:
            return self.lowered(node, scope)
        values = []
        for child, within in zip(part.children, part.scopes, strict=True):
            value = self(child, within)
            if value is None:
                return None
            values.append(value)
        return self.made(part, tuple(values))

    def made(self, part: Part, values: tuple[Values, ...]) -> Values | None:
        """The values of a node by those of its children; None where there is no budget left."""
        if not self.budget.spend(part.cost):
            return None
        return tuple([None if value is None else short(value) for value in part.value(values)])

    def needed(self, part: Part, values: tuple[Values, ...], k: int, wanted: Values) -> Values | None:
        """What child k has to be worth for the node to have the values that are wanted, where that is told."""
        if part.undo is None or not self.budget.spend(part.cost):
            return None
        needed = part.undo(values, k, wanted)
        return None if None in needed else needed

    def lowered(self, node: s.Node, scope: Scope) -> Values | None:
        """The values of a node that is taken as a whole: a name, a derivative; cases, which cost by their length."""
        if isinstance(node, s.Cases) and not self.budget.spend(NODE * sum(1 for _ in walk(node))):
            return None
        term = self.term(node, scope)
        try:
            return self.of_term(self.read(term), scope) if term is not None else None
        except (NotUnderstood, Misfit):
            return None

    def term(self, node: s.Node, scope: Scope) -> Term | None:
        """What a node is lowered to; None where it is not understood."""
        key = (id(node), id(scope))
        if key not in self.understood:
            try:
                self.understood[key] = node, self.lowering.term(node, scope.letters)
            except (NotUnderstood, Misfit):
                self.understood[key] = node, None
        return self.understood[key][1]

    def of_term(self, term: Term, scope: Scope) -> Values | None:
        key = (term, id(scope))
        if key not in self.terms:
            self.terms[key] = scope, self.at_cells(term, scope)
        return self.terms[key][1]

    def at_cells(self, term: Term, scope: Scope) -> Values | None:
        try:
            return tuple(exactly(term, cell) for cell in scope.cells)
        except NotUnderstood:
            return None

    # -- what a node is made of

    def part(self, node: s.Node, scope: Scope) -> Part | None:
        """How a node is made of its children; None for one that is taken as a whole."""
        key = (id(node), id(scope))
        if key not in self.parts:
            self.parts[key] = node, self.taken_apart(node, scope)
        return self.parts[key][1]

    def taken_apart(self, node: s.Node, scope: Scope) -> Part | None:
        if read_name(node, self.lowering.vocabulary.survey.spelling) is not None:
            return None
        match node:
            case s.Addition(terms, signs) if not any(map(is_struck, terms)):
                return summed_up(node, signs, scope)
            case s.Negative(body):
                return single(node, body, scope, lambda v: scaled(v, MINUS), lambda v: scaled(v, MINUS))
            case s.Braced(kind="cancel"):
                return None
            case s.Positive(body) | s.Boxed(body) | s.Braced(body=body):
                return single(node, body, scope, same, same)
            case s.Bracketed("(" | "[" | "\\{", body, _) if not isinstance(body, s.Row | s.Listing):
                return single(node, body, scope, same, same)
            case s.Product() if self.is_plain(node):
                return multiplied(node, scope)
            case s.Fraction(above, below) | s.Slash(above, below):
                return None if read_derivative(node) or stray_partials(node) else divided(node, above, below, scope)
            case s.Root(radicand, None):
                return powered(node, radicand, HALF, scope, "radicand")
            case s.Scripted(s.Bracketed("(" | "[" | "\\{", s.Node()) as base, None, sup) if sup is not None:
                exponent = self.exponent(sup, scope)
                return powered(node, base, exponent, scope, "base") if exponent is not None else None
            case s.Applied(s.Identifier(text), argument) if text in FUNCTIONS:
                return single(node, argument, scope, lambda v: function(FUNCTIONS[text], v), None)
            case s.BigOperator():
                return self.sum(node, scope)
        return None

    def exponent(self, node: s.Node, scope: Scope) -> Fraction | None:
        try:
            return self.lowering.rational(node, scope.letters)
        except (NotUnderstood, Misfit):
            return None

    def is_plain(self, node: s.Product) -> bool:
        """Whether a product is that of its factors one by one: no operator, no indicator, no ambiguous slash."""
        lowering = self.lowering
        spelling = lowering.vocabulary.survey.spelling
        if not set(node.operators) <= MULTIPLICATIONS or lowering.linked(node.factors):
            return False
        marks = [
            factor
            for factor in node.factors
            if isinstance(factor, s.Slash)
            or is_struck(factor)
            or read_operator(factor) is not None
            or is_indicator(factor)
            or is_equation(factor)
            or (spelling.has_differentials and is_differential(factor))
            or (isinstance(factor, s.Bracketed) and isinstance(factor.body, s.Row | s.Listing))
        ]
        return not marks

    def sum(self, node: s.BigOperator, scope: Scope) -> Part | None:
        """Σ over its indices of the body, and of what says that two of them are apart."""
        found: list[dict[str, Index]] = []

        def body(_: s.Node, letters: Mapping[str, Index]) -> Term:
            found.append(dict(letters))
            return BODY

        try:
            term = self.lowering.summed(node, node.operator, node.lower, node.upper, node.body, scope.letters, body)
        except (NotUnderstood, Misfit):
            return None
        indices: list[Index] = []
        while isinstance(term, Sum):
            indices.append(term.index)
            term = term.body
        factors = term.factors if isinstance(term, Mul) else (term,)
        within = inside(scope, indices, found[0]) if indices and BODY in factors and len(found) == 1 else None
        if within is None:
            return None
        weights = self.of_term(mul(*(factor for factor in factors if factor != BODY)), within)
        if weights is None:
            return None
        return gathered(node, scope, within, indices, weights)


def alike(values: Values | None, wanted: Values) -> bool:
    """Whether values are equal, as far as their bounds tell."""
    if values is None:
        return False
    pairs = zip(values, wanted, strict=True)
    return all(a is not None and b is not None and (a == b or comparison(a, b) in (0, None)) for a, b in pairs)


# -- one kind of node each: how its values come from those of its children -------------------------------------------


def same(values: Values) -> Values:
    return values


def scaled(values: Values, by: Fraction) -> Values:
    return tuple([None if v is None else times(by, v) for v in values])


def product_of(a: Values, b: Values) -> Values:
    return tuple([None if x is None or y is None else times(x, y) for x, y in zip(a, b, strict=True)])


def sum_of(a: Values, b: Values) -> Values:
    return tuple([None if x is None or y is None else plus(x, y) for x, y in zip(a, b, strict=True)])


def raised(values: Values, exponent: Fraction) -> Values:
    return tuple(None if v is None else tried(partial(power, v, exponent)) for v in values)


def function(name: str, values: Values) -> Values:
    return tuple(None if v is None else tried(partial(applied, name, v)) for v in values)


def tried(compute: Callable[[], Any]) -> Exact | None:
    """An exact number, or None."""
    try:
        value: Exact = compute()
    except Inexact:
        return None
    return value


def short(value: Exact) -> Exact | None:
    """The number, if it is not too long to go on with."""
    return value if bits(value) <= MAX_BITS else None


def single(
    node: s.Node,
    body: s.Node,
    scope: Scope,
    forth: Callable[[Values], Values],
    back: Callable[[Values], Values] | None,
    field_name: str = "",
) -> Part:
    name = field_name or ("argument" if isinstance(node, s.Applied) else "body")
    undo = None if back is None else lambda _values, _k, wanted: back(wanted)
    return Part((body,), (scope,), lambda v: forth(v[0]), lambda _, child: with_field(node, name, child), undo)


def with_field(node: s.Node, name: str, child: s.Node) -> s.Node:
    changes: dict[str, Any] = {name: child}
    return replace(node, **changes)


def powered(node: s.Node, base: s.Node, exponent: Fraction, scope: Scope, name: str) -> Part:
    back = (lambda v: raised(v, 1 / exponent)) if exponent else None
    return single(node, base, scope, lambda v: raised(v, exponent), back, name)


def summed_up(node: s.Addition, signs: tuple[str, ...], scope: Scope) -> Part:
    factors = tuple(MINUS if sign == "-" else Fraction(1) for sign in signs)

    def value(parts: tuple[Values, ...]) -> Values:
        total, *others = (part if sign != "-" else scaled(part, MINUS) for sign, part in zip(signs, parts, strict=True))
        return reduce(sum_of, others, total)

    def undo(parts: tuple[Values, ...], k: int, wanted: Values) -> Values:
        nothing = tuple(Fraction(0) for _ in scope.cells)
        others = value((*parts[:k], nothing, *parts[k + 1 :]))
        return scaled(sum_of(wanted, scaled(others, MINUS)), factors[k])

    def with_child(k: int, child: s.Node) -> s.Node:
        return replace(node, terms=(*node.terms[:k], child, *node.terms[k + 1 :]))

    return Part(node.terms, (scope,) * len(node.terms), value, with_child, undo)


def multiplied(node: s.Product, scope: Scope) -> Part:
    def value(parts: tuple[Values, ...]) -> Values:
        return reduce(product_of, parts)

    def undo(parts: tuple[Values, ...], k: int, wanted: Values) -> Values:
        others = value((*parts[:k], *parts[k + 1 :])) if len(parts) > 1 else tuple(Fraction(1) for _ in scope.cells)
        return product_of(wanted, raised(others, INVERSE))

    def with_child(k: int, child: s.Node) -> s.Node:
        return replace(node, factors=(*node.factors[:k], child, *node.factors[k + 1 :]))

    return Part(node.factors, (scope,) * len(node.factors), value, with_child, undo)


def divided(node: s.Fraction | s.Slash, above: s.Node, below: s.Node, scope: Scope) -> Part:
    def value(parts: tuple[Values, ...]) -> Values:
        return product_of(parts[0], raised(parts[1], INVERSE))

    def undo(parts: tuple[Values, ...], k: int, wanted: Values) -> Values:
        if k == 0:
            return product_of(wanted, parts[1])
        return product_of(parts[0], raised(wanted, INVERSE))

    def with_child(k: int, child: s.Node) -> s.Node:
        return replace(node, numerator=child) if k == 0 else replace(node, denominator=child)

    return Part((above, below), (scope, scope), value, with_child, undo)


def gathered(node: s.BigOperator, scope: Scope, within: Scope, indices: Sequence[Index], weights: Values) -> Part:
    lengths = [prod(cell.evaluator.point.sizes[i.axis] for i in indices) for cell in scope.cells]

    def value(parts: tuple[Values, ...]) -> Values:
        terms, totals, start = product_of(weights, parts[0]), [], 0
        for size in lengths:
            totals.append(total_of(terms[start : start + size]))
            start += size
        return tuple(totals)

    return Part((node.body,), (within,), value, lambda _, child: replace(node, body=child))


def total_of(values: Values) -> Exact | None:
    total: Exact = Fraction(0)
    for value in values:
        if value is None:
            return None
        total = plus(total, value)
    return total
