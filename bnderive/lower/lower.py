"""A syntax tree to a term: names resolved, sums given their scope, derivatives made `Partial` nodes.

Everything that is not fully understood raises NotUnderstood with its span. Where notation has two meanings, `Choices`
says which one is tried; nothing is differentiated and nothing decided here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from bnderive.errors import NotUnderstood
from bnderive.lower.choices import Choices
from bnderive.lower.context import Scope, quote
from bnderive.lower.held import directly, names_held
from bnderive.lower.products import Products, is_indicator
from bnderive.lower.ranges import Free, Range, read_range
from bnderive.lower.symbols import INDICATORS
from bnderive.lower.vocabulary import Lowered, Remark, Vocabulary
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.meetings import sizes_above
from bnderive.survey.names import read_name
from bnderive.survey.survey import uses_in
from bnderive.syntax import nodes as s
from bnderive.terms import (
    ONE,
    Fun,
    Index,
    Num,
    Partial,
    Size,
    Sum,
    Term,
    add,
    div,
    free_indices,
    fresh,
    mul,
    neg,
    num,
    power,
    sub,
)

MAX_DIGITS = 40
FUNCTIONS = {"\\exp": "exp", "\\log": "log", "\\ln": "log", "exp": "exp", "log": "log", "ln": "log"}
AVERAGES = frozenset({"mean", "E", "\\mathbb{E}", "avg", "average"})
TOTALS = frozenset({"sum"})
VARIANCES = frozenset({"Var", "var"})
DEVIATIONS = frozenset({"Std", "std", "SD", "sd"})
STATISTICS = AVERAGES | TOTALS | VARIANCES | DEVIATIONS
PLACED = "a value at a place other than i = j, or with other than statistics held fixed,"
WHAT: Mapping[type[s.Node], str] = {
    s.Text: "a remark inside a formula",
    s.Dots: "an ellipsis",
    s.PlusMinus: "±",
    s.Row: "an equation inside a formula",
    s.Listing: "a list",
    s.Bracketed: "this kind of bracket",
    s.Scripted: "this subscript",
}


def lower(
    node: s.Node,
    vocabulary: Vocabulary,
    choices: Choices,
    here: tuple[Index, ...] = (),
    row: frozenset[str] = frozenset(),
    place: int = 0,
    axes: Mapping[str, str] | None = None,
) -> Lowered:
    """The term of one side. `here` are the free indices of the row's head: what an index left out is read as; `row`
    are the letters that are free anywhere in the row, `place` is the number of the side in it, `axes` the axis of each
    free letter where the document has several.
    """
    lowering = Lowering(vocabulary, choices, here, row, place, axes=axes or {})
    term = lowering.term(node, {})
    return Lowered(term, tuple(dict.fromkeys(lowering.remarks)))


class Lowering(Products):
    """One side of a row, by kind of node."""

    __slots__ = ()

    def term(self, node: s.Node, scope: Scope) -> Term:
        use = read_name(node, self.vocabulary.survey.spelling)
        if use is not None:
            return self.named(use, node, scope)
        match node:
            case s.Number(text):
                return self.numeral(text, node)
            case s.Addition(terms) | s.Product(factors=terms) if any(map(is_struck, terms)) and self.leaves_out(node):
                return self.without_struck(node, scope)
            case s.Addition(terms, signs):
                return add(*(self.signed(sign, t, scope) for sign, t in zip(signs, terms, strict=True)))
            case s.Negative(body):
                return neg(self.term(body, scope))
            case s.Positive(body) | s.Boxed(body) | s.Braced(body, _, _):
                return self.term(body, scope)
            case s.Product(factors, operators):
                return self.product(factors, operators, scope)
            case s.Fraction(numerator, denominator) | s.Slash(numerator, denominator):
                return self.fraction(node, numerator, denominator, scope)
            case s.Shorthand():
                return self.shorthand(node, scope)
            case s.Root(radicand, degree):
                return self.root(node, self.term(radicand, scope), degree, scope)
            case s.Bracketed("(" | "[" | "\\{", body, _):
                return self.bracket(node, body, scope)
            case s.Bracketed("|", body, _):
                return Fun("abs", self.term(body, scope))
            case s.Scripted(base, s.Row() | s.Bracketed(_, s.Row(), _) as condition, None) if is_comparing(base):
                return self.indicator(condition.body if isinstance(condition, s.Bracketed) else condition, scope, node)
            case s.Scripted(s.Bracketed("." | "(", body, _), s.Node() as sub, None) if read_derivative(body):
                return self.with_held(node, body, sub, scope)
            case s.Scripted(s.Bracketed(".")) | s.Bracketed("."):
                raise self.unknown(node, PLACED)
            case s.Scripted(base, None, sup) if sup is not None:
                return self.raised(self.term(base, scope), sup, scope)
            case s.BigOperator(operator, lower_part, upper, body):
                return self.summed(node, operator, lower_part, upper, body, scope)
            case s.Applied(function, argument):
                return self.applied(node, function, argument, scope)
            case s.Cases(alternatives):
                return self.cases(node, alternatives, scope)
        raise self.unknown(node, WHAT.get(type(node), "this notation"))

    def with_held(self, node: s.Node, body: s.Node, sub: s.Node, scope: Scope) -> Term:
        """A derivative with statistics held fixed, as a claim may have it."""
        survey, graph = self.vocabulary.survey, self.vocabulary.graph
        names, term = names_held(sub, survey.spelling, self.vocabulary.arity), self.term(body, scope)
        if graph is None or not names or not isinstance(term, Partial) or isinstance(term.of, Partial):
            raise self.unknown(node, PLACED)
        direct = directly(term, names, graph)
        if isinstance(direct, str):
            raise self.unknown(node, f"a derivative with some of the statistics held ({direct})")
        return direct

    def leaves_out(self, node: s.Node) -> bool:
        """Whether what is struck out counts no more: the usual reading is that it cancels, and still stands there."""
        return self.pick(("struck",), (False, True), f"what is struck out in {quote(node)} is left out")

    def without_struck(self, node: s.Addition | s.Product, scope: Scope) -> Term:
        if isinstance(node, s.Product):
            return mul(*(self.term(factor, scope) for factor in node.factors if not is_struck(factor)))
        kept = [(sign, t) for sign, t in zip(node.signs, node.terms, strict=True) if not is_struck(t)]
        return add(*(self.signed(sign, t, scope) for sign, t in kept))

    def signed(self, sign: str, node: s.Node, scope: Scope) -> Term:
        return neg(self.term(node, scope)) if sign == "-" else self.term(node, scope)

    def numeral(self, text: str, node: s.Node) -> Num:
        if len(text) > MAX_DIGITS:
            raise NotUnderstood(
                "BN290", "limit", f"a number of {len(text)} digits: at most {MAX_DIGITS} are read", node.span
            )
        return num(Fraction(text))

    def bracket(self, node: s.Node, body: s.Node, scope: Scope) -> Term:
        if isinstance(body, s.Row):
            return self.indicator(body, scope, node)
        return self.term(body, scope)

    def root(self, node: s.Node, radicand: Term, degree: s.Node | None, scope: Scope) -> Term:
        value = self.rational(degree, scope) if degree is not None else Fraction(2)
        if value <= 0:
            raise self.unknown(node, "a root of this degree")
        return power(radicand, 1 / value)

    def summed(
        self,
        node: s.Node,
        operator: str,
        lower_part: s.Node | None,
        upper: s.Node | None,
        body: s.Node,
        scope: Scope,
        lowered: Callable[[s.Node, Scope], Term] | None = None,
    ) -> Term:
        """Σ over a range; `lowered` makes the term of its body where that is not what `term` makes of it."""
        if operator not in {"\\sum", "\\Sigma"}:
            raise self.unknown(node, f"the operator {operator}")
        spelling = self.vocabulary.survey.spelling
        inside = frozenset(i for use in uses_in(body, spelling) for i in use.indices)
        if lower_part is None or is_word(lower_part):
            lower_part = self.left_out_range(node, inside - set(scope) - {i.name for i in self.here})
        row = self.row | {i.name for i in self.here}
        bounds = read_range(
            lower_part, upper, node, self.vocabulary, Free(frozenset(scope), inside, row, not self.place)
        )
        self.remarks.extend(bounds.remarks)
        indices = self.bound(bounds, upper, node, body, scope)
        inner = {**scope, **indices}
        term = (lowered or self.term)(body, inner)
        for letter, other in bounds.apart:
            bound = indices[letter]
            apart = Index(other, bound.axis) if other.isdigit() else self.index(other, inner, node)
            term = mul(sub(ONE, self.kronecker(bound, apart, node)), term)
        for letter in reversed(bounds.letters):
            term = Sum(indices[letter], term)
        return term

    def bound(self, bounds: Range, upper: s.Node | None, node: s.Node, body: s.Node, scope: Scope) -> dict[str, Index]:
        """The letters of a Σ as indices: over the axis of the places where they stand, or else of their size."""
        axes = self.vocabulary.survey.axes
        if axes.is_single:
            return {letter: Index(letter) for letter in bounds.letters}
        given = {**self.axes, **{letter: index.axis for letter, index in scope.items()}}
        outside = {letter: axis for letter, axis in given.items() if letter not in bounds.letters}
        outside |= {one: outside[other] for one, other in bounds.apart if other in outside}
        told = axes.letters([body], self.vocabulary.survey.spelling, outside)
        sizes = dict(zip(bounds.letters, sizes_above(upper, len(bounds.letters)), strict=False))
        found: dict[str, Index] = {}
        for letter in bounds.letters:
            measured = self.size(sizes[letter], node).axis if letter in sizes else told.get(letter)
            if measured is None:
                raise self.unmeasured(f"the index {letter}", node)
            if told.get(letter, measured) != measured:
                text = f"{quote(node)}: {letter} stands for {axes.spoken(told[letter])}, but runs to {sizes[letter]}"
                raise NotUnderstood("BN271", "axis-conflict", text, node.span)
            found[letter] = Index(letter, measured)
        return found

    def left_out_range(self, node: s.Node, letters: frozenset[str]) -> s.Node | None:
        """What a sum without a range runs over: the only letter of its body that nothing else binds or leaves free."""
        found = sorted(letter for letter in letters if not letter.isdigit())
        if len(found) != 1:
            return None
        self.remarks.append(Remark(f"{quote(node)} runs over {found[0]}"))
        return s.Identifier(found[0], span=node.span)

    def applied(self, node: s.Node, function: s.Node, argument: s.Node, scope: Scope) -> Term:
        match function:
            case s.Identifier(text) if text in FUNCTIONS:
                return Fun(FUNCTIONS[text], self.term(argument, scope))
            case s.Scripted(s.Identifier(text), None, sup) if text in FUNCTIONS and sup is not None:
                return power(Fun(FUNCTIONS[text], self.term(argument, scope)), self.rational(sup, scope))
            case s.Identifier(text) if text in INDICATORS and isinstance(argument, s.Bracketed):
                return self.indicator(argument.body, scope, node)
            case s.Scripted(s.Identifier(text), s.Identifier(letter), None) if text in STATISTICS and len(letter) == 1:
                return self.over_letter(node, text, letter, argument, scope)
            case s.Identifier(text) if text in STATISTICS:
                return self.over_axis(node, text, argument, scope)
            case s.Shorthand():
                return mul(self.term(function, scope), self.term(argument, scope))
        use = read_name(function, self.vocabulary.survey.spelling)
        if use is not None and use.name in self.vocabulary.arity and isinstance(argument, s.Bracketed):
            return mul(self.term(function, scope), self.term(argument, scope))
        raise NotUnderstood("BN212", "unknown-function", f"the function in {quote(node)} is not known", node.span)

    def over_axis(self, node: s.Node, word: str, argument: s.Node, scope: Scope) -> Term:
        """`mean(g)`, `E[x]`, `sum(g x̂)`, `Var(x)`: over the whole axis, of arrays written without an index."""
        if not self.vocabulary.survey.axes.is_single:
            raise self.unmeasured(f"the {word}", node)
        letters = {i for use in uses_in(argument, self.vocabulary.survey.spelling) for i in use.indices if i.isalpha()}
        if len(loose := letters - set(scope) - {i.name for i in self.here}) == 1:
            return self.over_letter(node, word, loose.pop(), argument, scope)
        index = fresh(Index("j"), {*self.here, *scope.values(), *map(Index, self.row)})
        within = replace(self, here=(index,), remarks=[])
        body = within.term(argument, {})
        self.remarks += [remark for remark in within.remarks if "read elementwise" not in remark.text]
        if index not in free_indices(body):
            raise NotUnderstood(
                "BN216", "missing-range", f"{word} of {quote(argument)} does not say over what it runs", argument.span
            )
        return statistic(word, index, body)

    def over_letter(self, node: s.Node, word: str, letter: str, argument: s.Node, scope: Scope) -> Term:
        """`\\mathbb{E}_i[x_i]`, `\\mathrm{Var}_i(x_i)`: over the axis of the letter, which is bound."""
        if not self.vocabulary.survey.axes.is_single:
            raise self.unmeasured(f"the {word}", node)
        index = Index(letter)
        return statistic(word, index, self.term(argument, {**scope, letter: index}))

    def cases(self, node: s.Node, alternatives: tuple[tuple[s.Node, s.Node | None], ...], scope: Scope) -> Term:
        """Σ value · [condition]: the conditions must be i = j and i ≠ j, the last may be `otherwise`."""
        conditions = [condition for _, condition in alternatives]
        if len(conditions) == 2 and isinstance(conditions[0], s.Row) and is_otherwise(conditions[1]):
            conditions[1] = replace(conditions[0], relations=(_OPPOSITE.get(conditions[0].relations[0], ""),))
        told = [c for c in conditions if isinstance(c, s.Row) and all(map(_IF.fullmatch, c.remarks))]
        if len(told) < len(conditions):
            raise self.unknown(node, "a case without a condition such as i = j")
        if {c.relations for c in told} != {("=",), ("\\ne",)} or len(set(map(_letters, told))) != 1:
            raise self.unknown(node, "cases other than i = j and i ≠ j")
        values = [self.term(value, scope) for value, _ in alternatives]
        return add(*(mul(self.indicator(c, scope, c), value) for c, value in zip(told, values, strict=True)))


_OPPOSITE = {"=": "\\ne", "\\ne": "="}
_IF = re.compile(r"\W*(if|for|when|where|in case|wenn|falls|für|si|pour|se|per|当|若|如果|对|对于)?\W*", re.IGNORECASE)
_OTHERWISE = re.compile(r"\W*(otherwise|else|sonst|sinon|altrimenti|en otro caso|其他|否则|其它)\W*", re.IGNORECASE)


def is_word(node: s.Node) -> bool:
    """`\\sum_{\\text{batch}}` says what it runs over, and not by which letter."""
    return isinstance(node, s.Identifier) and len(node.text) > 1 and not node.text.startswith("\\")


def is_struck(node: s.Node) -> bool:
    """`\\cancel{…}`."""
    return isinstance(node, s.Braced) and node.kind == "cancel"


def is_otherwise(condition: s.Node | None) -> bool:
    match condition:
        case s.Text(text) | s.Identifier(text):
            return _OTHERWISE.fullmatch(text) is not None
    return False


def statistic(word: str, index: Index, body: Term) -> Term:
    """The mean, the sum, the variance (over N) or its root, over the axis of an index."""
    if word in TOTALS:
        return Sum(index, body)
    if word in AVERAGES:
        return div(Sum(index, body), Size())
    variance = div(Sum(index, power(sub(body, div(Sum(index, body), Size())), 2)), Size())
    return power(variance, Fraction(1, 2)) if word in DEVIATIONS else variance


def is_comparing(node: s.Node) -> bool:
    """𝟙 or δ, with an equation as its subscript."""
    return is_indicator(node) or (isinstance(node, s.Identifier) and node.text in {"\\delta", "\\chi"})


def _letters(condition: s.Row) -> frozenset[s.Node | None]:
    return frozenset(condition.sides)
