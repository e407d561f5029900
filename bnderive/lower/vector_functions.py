"""Functions of vectors: element by element, norms and inner products, means and sums in words, sums over an index."""

from __future__ import annotations

from functools import reduce

from bnderive.errors import Misfit, NotUnderstood
from bnderive.lower.context import Scope, quote
from bnderive.lower.lower import AVERAGES, FUNCTIONS, TOTALS, VARIANCES
from bnderive.lower.values import ACROSS, DOWN, MATRIX, SCALAR, SPOKEN, Value, contracted, diagonal, inner, unused
from bnderive.lower.vector_products import Changing, VectorProducts
from bnderive.records import dataclass
from bnderive.survey.vector_signs import bare_name
from bnderive.syntax import nodes as s
from bnderive.terms import Fun, Size, Sum, Term, div, power, rename, sub


@dataclass(slots=True)
class VectorFunctions(VectorProducts):
    """How functions of vectors are read."""

    def each(self, value: Value, change: Changing, node: s.Node) -> Value:
        """A function of every element of a vector."""
        if value.shape == MATRIX:
            raise Misfit(f"{quote(node)} takes a function of a matrix, element by element or not", node.span)
        return Value(change(value.term), value.shape)

    def raised_to(self, value: Value, sup: s.Node, node: s.Node, scope: Scope) -> Value:
        """A power: of a vector element by element, of a matrix as a product."""
        exponent = self.rational(sup, scope)
        if value.shape == MATRIX and exponent in {2, 3, 4}:
            return reduce(lambda power, _: contracted(power, ACROSS, value, DOWN), range(int(exponent) - 1), value)
        return self.each(value, lambda term: power(term, exponent), node)

    def absolute(self, node: s.Node, body: s.Node, scope: Scope) -> Value:
        value = self.value(body, scope)
        if value.shape != SCALAR:
            raise Misfit(f"{quote(node)}: a norm or the absolute values of {SPOKEN[value.shape]}?", node.span)
        return Value(Fun("abs", value.term))

    def square(self, body: s.Node, scope: Scope) -> Term:
        """‖v‖², and g² of what is known to be a scalar."""
        value = self.value(body, scope)
        if value.shape == SCALAR and bare_name(body, self.vocabulary.survey.spelling) in self.notation.scalars:
            return power(value.term, 2)
        if value.shape in {SCALAR, MATRIX}:
            raise Misfit(f"the norm is of a vector, but {quote(body)} is {SPOKEN[value.shape]}", body.span)
        return inner(value, value).term

    def inner_product(self, node: s.Node, left: s.Node, right: s.Node, scope: Scope) -> Value:
        values = self.value(left, scope), self.value(right, scope)
        if any(value.shape in {SCALAR, MATRIX} for value in values):
            raise Misfit(f"{quote(node)} is an inner product of two vectors", node.span)
        return inner(*values)

    def sum_of_values(
        self, node: s.Node, operator: str, lower_part: s.Node | None, upper: s.Node | None, body: s.Node, scope: Scope
    ) -> Value:
        shapes: list[str] = []

        def lowered(inside: s.Node, within: Scope) -> Term:
            value = self.value(inside, within)
            shapes.append(value.shape)
            return value.term

        term = self.summed(node, operator, lower_part, upper, body, scope, lowered)
        return Value(term, shapes[0])

    def applied_to_value(self, node: s.Node, word: str, argument: s.Node, scope: Scope) -> Value:
        inside = argument.body if isinstance(argument, s.Bracketed) else argument
        if isinstance(inside, s.Row):
            return Value(self.applied(node, s.Identifier(word), argument, scope))
        if word in FUNCTIONS:
            return self.each(self.value(argument, scope), lambda term: Fun(FUNCTIONS[word], term), node)
        if word in {"diag", "Diag"}:
            return self.placed(node, diagonal, self.value(argument, scope))
        if word in AVERAGES | TOTALS | VARIANCES:
            return self.over_all(word, self.value(argument, scope), argument)
        raise NotUnderstood("BN212", "unknown-function", f"the function in {quote(node)} is not known", node.span)

    def over_all(self, word: str, value: Value, node: s.Node) -> Value:
        """mean(v), sum(v), Var(v): over all elements of a vector."""
        if value.shape == SCALAR:
            text = f"{word} of {quote(node)} does not say over what it runs"
            raise NotUnderstood("BN216", "missing-range", text, node.span)
        if value.shape == MATRIX:
            raise Misfit(f"{word} of a matrix, {quote(node)}: over its rows or its columns?", node.span)
        index = unused(value.term)
        body = rename(value.term, {value.open[0]: index})
        if word in VARIANCES:
            body = power(sub(body, div(Sum(index, body), Size())), 2)
        return Value(Sum(index, body) if word in TOTALS else div(Sum(index, body), Size()))
