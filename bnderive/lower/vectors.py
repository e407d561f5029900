"""Rows of vectors and matrices: a syntax tree to a term with open indices, one for each row and column that is meant.

Scalars are lowered as in documents without vectors. Where a product of vectors has two meanings, `Choices` says which
one is tried; shapes that do not go together raise `Misfit`. Nothing is differentiated and nothing decided here.
"""

from __future__ import annotations

from dataclasses import replace

from bnderive.errors import Misfit, NotUnderstood
from bnderive.lower.context import Scope, quote
from bnderive.lower.values import (
    ACROSS,
    DOWN,
    MATRIX,
    SCALAR,
    SPOKEN,
    Value,
    added,
    elementwise,
    transposed,
)
from bnderive.lower.vector_functions import VectorFunctions
from bnderive.records import dataclass
from bnderive.survey.derivatives import read_derivative, stray_partials
from bnderive.survey.names import NameUse, read_name
from bnderive.survey.survey import CONVENTIONAL_SIZES
from bnderive.survey.vector_signs import is_capital, is_comparison, is_identity, is_nabla, is_ones
from bnderive.survey.vectors import is_letter
from bnderive.syntax import nodes as s
from bnderive.terms import ONE, ZERO, Delta, Fun, Partial, Sym, Term, div, neg, power, rename


@dataclass(slots=True)
class VectorLowering(VectorFunctions):
    """One side of a row in a document of vectors, by kind of node."""

    def term(self, node: s.Node, scope: Scope) -> Term:
        """The term of what must be a scalar."""
        value = self.value(node, scope)
        if value.shape != SCALAR:
            raise Misfit(f"{quote(node)} is {SPOKEN[value.shape]} where a scalar is expected", node.span)
        return value.term

    def value(self, node: s.Node, scope: Scope) -> Value:
        if is_nabla(node):
            return self.gradient_of_loss(node, scope)
        if (special := self.special_vector(node, scope)) is not None:
            return special
        use = read_name(node, self.vocabulary.survey.spelling)
        if use is not None:
            return self.name(use, node, scope)
        match node:
            case s.Addition(terms, signs):
                return self.addition(terms, signs, scope)
            case s.Negative(body):
                value = self.value(body, scope)
                return replace(value, term=neg(value.term))
            case s.Positive(body) | s.Boxed(body) | s.Braced(body, _, _):
                return self.value(body, scope)
            case s.Product(factors, operators):
                return self.product_of_values(node, factors, operators, scope)
            case s.Fraction(numerator, denominator) | s.Slash(numerator, denominator):
                return self.quotient(node, numerator, denominator, scope)
            case s.Root(radicand, None):
                return self.each(self.value(radicand, scope), lambda term: power(term, self.half()), node)
            case s.Bracketed("(" | "[" | "\\{", body, _) if not isinstance(body, s.Row | s.Listing):
                return self.value(body, scope)
            case s.Bracketed("|", body, _):
                return self.absolute(node, body, scope)
            case s.Bracketed("\\Vert", body, _):
                return Value(power(self.square(body, scope), self.half()))
            case s.Bracketed("\\langle", s.Listing((left, right)), _):
                return self.inner_product(node, left, right, scope)
            case s.Accented("bar", body):
                return self.over_all("mean", self.value(body, scope), body)
            case s.BigOperator("\\sum", None, None, body):
                return self.over_all("sum", self.value(body, scope), body)
            case s.BigOperator(operator, lower_part, upper, body):
                return self.sum_of_values(node, operator, lower_part, upper, body, scope)
            case s.Shorthand():
                return self.short_gradient(node, scope)
            case s.Applied(function, s.Bracketed() as argument) if self.is_factor(function):
                return self.product_of_values(node, (function, argument), ("",), scope)
            case s.Applied(s.Identifier(word), argument):
                return self.applied_to_value(node, word, argument, scope)
            case s.Scripted():
                return self.scripted(node, scope)
        return Value(super(VectorLowering, self).term(node, scope))  # noqa: UP008  # slots make the class anew

    def is_factor(self, function: s.Node) -> bool:
        """A quantity of the document that a bracket makes look like a function: `rstd (g - c)`."""
        use = read_name(function, self.vocabulary.survey.spelling)
        return isinstance(function, s.Shorthand) or (use is not None and use.name in self.vocabulary.arity)

    # -- names

    def special_vector(self, node: s.Node, scope: Scope) -> Value | None:
        """𝟏 and I, with the size of the axis below them or without, and their transposes."""
        match node:
            case s.Scripted(base, below, above) if is_ones(base) or is_identity(base):
                sized = below is None or self.is_size(below)
                turned = is_letter(above, self.notation.transpositions)
                if sized and (above is None or turned):
                    value = self.special_vector(base, scope)
                    return transposed(value) if turned and value is not None else value
            case _ if is_ones(node):
                return Value(ONE, self.upright)
            case s.Identifier("0", _):
                return Value(ZERO)
            case _ if is_identity(node) and "I" not in self.vocabulary.arity:
                return Value(Delta(DOWN, ACROSS), MATRIX)
        return None

    def is_size(self, node: s.Node) -> bool:
        return isinstance(node, s.Identifier) and node.text in {*self.vocabulary.sizes, *CONVENTIONAL_SIZES}

    def name(self, use: NameUse, node: s.Node, scope: Scope) -> Value:
        """A vector or matrix by its bare name; everything else is a scalar."""
        if is_letter(use.power, self.notation.transpositions) and isinstance(node, s.Scripted):
            bare = replace(node, sup=None) if node.sub is not None else node.base
            return self.transpose(self.value(bare, scope), use, node)
        if use.name == "e" and use.power is not None and "e" not in self.vocabulary.arity:
            return self.each(self.value(use.power, scope), lambda term: Fun("exp", term), node)
        if use.indices:
            return self.scalar_name(use, node, scope)
        value = self.whole(use, node, scope)
        if value is None:
            return self.scalar_name(use, node, scope)
        if use.power is None:
            return value
        return self.raised_to(value, use.power, node, scope)

    def transpose(self, value: Value, use: NameUse, node: s.Node) -> Value:
        if use.indices and value.shape == SCALAR:
            raise Misfit(f"{quote(node)}: an element is transposed, as if it were itself a vector", node.span)
        return transposed(value)

    def scalar_name(self, use: NameUse, node: s.Node, scope: Scope) -> Value:
        sizes = self.vocabulary.sizes
        if use.name in sizes and len(sizes) > 1 and use.name not in self.vocabulary.arity:
            named = ", ".join(sorted(sizes))
            text = f"{quote(node)}: of the sizes {named} it is not clear which is the length of the vectors"
            raise NotUnderstood("BN270", "several-axes", text, node.span)
        return Value(self.named(use, node, scope))

    def whole(self, use: NameUse, node: s.Node, scope: Scope) -> Value | None:
        """All of an array: a vector or a matrix by what the document makes of it."""
        known = self.vocabulary.arity
        shape = self.vocabulary.shapes.get(use.name)
        if shape is None and (known.get(use.name) == 1 or (use.name not in known and self.is_vector(use.name))):
            shape = self.upright
        if use.name not in known and (derived := self.derived_name(node, scope)) is not None:
            return derived
        if self.may_be_matrix(use):
            raise Misfit(f"{quote(node)} may be a matrix, which nothing defines; write its elements", node.span)
        if shape == SCALAR or (shape is None and not known.get(use.name)):
            return None
        if shape is None:
            raise Misfit(f"{quote(node)} runs over more than one axis; write its indices", node.span)
        if self.bound_instead(use, node, scope):
            return None
        return Value(Sym(use.name, Value(ONE, shape).open), shape)

    def may_be_matrix(self, use: NameUse) -> bool:
        """A capital that nothing defines: neither a size nor the loss nor known as a vector."""
        known = {*self.vocabulary.arity, *self.vocabulary.sizes, self.vocabulary.survey.loss}
        return use.name not in known | self.notation.names and is_capital(use.name)

    def is_vector(self, name: str) -> bool:
        return name in self.notation.names | self.notation.guessed

    def bound_instead(self, use: NameUse, node: s.Node, scope: Scope) -> bool:
        """Inside a sum an array without its index may be the element that the sum runs over."""
        if not scope or self.is_vector(use.name):
            return False
        ways = (True, False)
        return self.pick(("vector", node.span), ways, f"{quote(node)} takes another index than is usual")

    def derived_name(self, node: s.Node, scope: Scope) -> Value | None:
        """v′ for the transpose of v, v̄ for its mean, where only v is a name."""
        match node:
            case s.Primed(base, 1) if self.notation.transposes and self.notation.primes:
                value = self.value(base, scope)
                return None if value.shape == SCALAR else transposed(value)
            case s.Accented("bar", body):
                value = self.value(body, scope)
                return None if value.shape == SCALAR else self.barred(value, node)
        return None

    def barred(self, value: Value, node: s.Node) -> Value:
        """v̄: the mean of v, or its adjoint ∂L/∂v."""
        mean = self.over_all("mean", value, node)
        if not isinstance(value.term, Sym):
            return mean
        adjoint = value.with_term(Partial(Sym(self.vocabulary.survey.loss), value.term))
        return self.pick(("bar", node.span), (mean, adjoint), f"{quote(node)} is an adjoint, not a mean")

    # -- sums and quotients

    def addition(self, terms: tuple[s.Node, ...], signs: tuple[str, ...], scope: Scope) -> Value:
        values = [self.value(term, scope) for term in terms]
        total = values[0]
        for value, sign, node in zip(values[1:], signs[1:], terms[1:], strict=True):
            with_sign = replace(value, term=neg(value.term)) if sign == "-" else value
            if self.defining and total.shape != value.shape and (total.is_dotted or value.is_dotted):
                raise Misfit(f"an inner product and {quote(node)} in one sum: is element by element meant?", node.span)
            total = self.placed(node, added, total, with_sign)
        return total

    def quotient(self, node: s.Node, numerator: s.Node, denominator: s.Node, scope: Scope) -> Value:
        derivative = read_derivative(node)
        if derivative is not None and derivative.of is not None:
            of = self.value(derivative.of, scope)
            self.refuse_unknown_above(of.term, derivative)
            return self.derived(of, derivative, scope, self.name_of(derivative.of), node)
        if derivative is not None or stray_partials(node):
            return Value(self.fraction(node, numerator, denominator, scope))
        above, below = self.value(numerator, scope), self.value(denominator, scope)
        if below.shape == MATRIX or (below.shape != SCALAR and above.shape == MATRIX):
            raise Misfit(f"{quote(node)}: {SPOKEN[above.shape]} cannot be divided by {SPOKEN[below.shape]}", node.span)
        if below.shape == SCALAR:
            return replace(above, term=div(above.term, below.term), is_dotted=above.is_dotted)
        return elementwise(above, below, div, "cannot be divided")

    # -- scripts on brackets

    def scripted(self, node: s.Scripted, scope: Scope) -> Value:
        """Powers, transposes and elements of what is no name."""
        base, below, above = node.base, node.sub, node.sup
        if is_letter(above, self.notation.transpositions):
            bare = base if below is None else replace(node, sup=None)
            return transposed(self.value(bare, scope))
        if isinstance(base, s.Bracketed) and not is_comparison(base):
            if base.left == "\\Vert" and (below is None or below == s.Number("2")):
                exponent = self.rational(above, scope) if above is not None else self.half() * 2
                return Value(power(self.square(base.body, scope), exponent / 2))
            if below is None and above is not None:
                return self.raised_to(self.value(base, scope), above, node, scope)
            if below is not None and above is None and base.left != "\\Vert":
                return self.element(self.value(base, scope), below, node, scope)
        if isinstance(base, s.Applied | s.Root | s.Fraction) and below is None and above is not None:
            return self.raised_to(self.value(base, scope), above, node, scope)
        return Value(super(VectorLowering, self).term(node, scope))  # noqa: UP008  # slots make the class anew

    def element(self, value: Value, below: s.Node, node: s.Node, scope: Scope) -> Value:
        """`(J^T g)_i`, `(\\ldots)_{ij}`."""
        use = read_name(s.Scripted(s.Identifier("\\delta"), below), self.vocabulary.survey.spelling)
        indices = (
            tuple(self.index(letter, scope, node) for letter in use.indices) if use and use.name == "\\delta" else ()
        )
        if len(indices) != len(value.open) or not indices:
            raise Misfit(f"{quote(node)} takes {len(indices)} indices of {SPOKEN[value.shape]}", node.span)
        return Value(rename(value.term, dict(zip(value.open, indices, strict=True))))
