"""Products and derivatives of vectors: in what order they are taken, what ∂ and ∇ stand for, in which layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import field, replace
from fractions import Fraction

from bnderive.errors import Misfit, NotUnderstood, Span
from bnderive.lower.context import Scope, quote
from bnderive.lower.lower import Lowering
from bnderive.lower.products import OPERAND, is_equation, is_indicator, is_iverson
from bnderive.lower.values import (
    ACROSS,
    COLUMN,
    DOWN,
    MATRIX,
    PRODUCTS,
    ROW,
    SCALAR,
    SPOKEN,
    VECTOR,
    Value,
    transposed,
)
from bnderive.lower.vocabulary import Remark
from bnderive.records import dataclass
from bnderive.survey.derivatives import Derivative, read_operator
from bnderive.survey.names import read_name
from bnderive.survey.survey import is_differential
from bnderive.survey.vector_signs import is_nabla
from bnderive.survey.vectors import DENOMINATOR, NUMERATOR, VectorNotation
from bnderive.syntax import nodes as s
from bnderive.terms import Partial, Sym, Term, rename

Changing = Callable[[Term], Term]
TWO_PRODUCTS = "a product of vectors without a sign is not taken element by element"
GROUPING = "a product of vectors by several signs is grouped in another way than is usual"
NABLA = "the gradient of a vector is taken as its Jacobian, not as the transpose of that"
LAYOUT = "derivatives are laid out in another way than is usual"


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor that is read, the sign before it, and where it stands."""

    value: Value
    operator: str
    span: Span


@dataclass(slots=True)
class VectorProducts(Lowering):
    """How products and derivatives of vectors are read; `defining` in a row that defines, `told_apart` in one that has
    a sign of its own for products element by element: a dot is then the inner product.
    """

    defining: bool = False
    told_apart: bool = False
    notation: VectorNotation = field(default_factory=lambda: VectorNotation(frozenset()))

    def value(self, node: s.Node, scope: Scope) -> Value:
        raise NotImplementedError

    def half(self) -> Fraction:
        return Fraction(1, 2)

    @property
    def upright(self) -> str:
        """The shape of a vector as such: a column where the document transposes."""
        return COLUMN if self.notation.transposes else VECTOR

    def placed(self, node: s.Node, combine: Callable[..., Value], *values: Value) -> Value:
        """What comes of some values; a misfit is told where it stands."""
        try:
            return combine(*values)
        except Misfit as error:
            raise error if error.reason.span else Misfit(f"{quote(node)}: {error}", node.span) from None

    # -- products

    def product_of_values(
        self, node: s.Node, factors: tuple[s.Node, ...], operators: tuple[str, ...], scope: Scope
    ) -> Value:
        if bad := next((o for o in operators if o not in PRODUCTS), None):
            raise NotUnderstood("BN210", "not-understood", f"the operator {bad} is not understood here", node.span)
        self.refuse_mangled_square(factors, operators)
        if (regrouped := self.slashed(factors, operators)) is not None:
            return self.value(regrouped, scope)
        return self.multiplied(self.factors(factors, ("", *operators), scope), node)

    def factors(self, nodes: tuple[s.Node, ...], signs: tuple[str, ...], scope: Scope) -> list[Factor]:
        """What is multiplied: an operator with what it is applied to is one factor."""
        found: list[Factor] = []
        k = 0
        while k < len(nodes):
            value, taken = self.factor(nodes[k:], signs[k:], scope, bool(k) and is_indicator(nodes[k - 1]))
            if value is not None:
                found.append(Factor(value, signs[k], nodes[k].span))
            k += taken
        return found

    def factor(
        self, nodes: tuple[s.Node, ...], signs: tuple[str, ...], scope: Scope, indicated: bool
    ) -> tuple[Value | None, int]:
        """The first factor and of how many nodes it is made."""
        first, rest = nodes[0], nodes[1:]
        followed = bool(rest) and not signs[1]
        if followed and is_differential(first) and self.stands_for_gradients():
            return self.named_gradient(rest[0], scope), 2
        operator = read_operator(first)
        if operator is not None and rest and not self.stands_alone(first, rest[0], followed):
            return self.operated(operator, nodes, signs, scope)
        if rest and is_indicator(first) and is_equation(rest[0]):
            return None, 1
        if is_equation(first) and not indicated and not is_iverson(first):
            raise self.unknown(first, "an equation among factors")
        return self.value(first, scope), 1

    def stands_for_gradients(self) -> bool:
        return self.vocabulary.survey.spelling.has_differentials and "d" not in self.vocabulary.arity

    def stands_alone(self, nabla: s.Node, after: s.Node, followed: bool) -> bool:
        """∇_y in `∇_y ⊙ w`; also in `∇_y w` where the document writes its gradients without the loss."""
        return is_nabla(nabla) and (not followed or (self.notation.lone_gradients and not self.is_loss(after)))

    def is_loss(self, node: s.Node) -> bool:
        use = read_name(node, self.vocabulary.survey.spelling)
        return use is not None and use.name == self.vocabulary.survey.loss

    def multiplied(self, factors: Sequence[Factor], node: s.Node) -> Value:
        """The product in one of the orders in which it can be taken."""
        signs = {factor.operator for factor in factors[1:]}
        several = sum(factor.value.shape != SCALAR for factor in factors) > 2
        groupings = (LOOSE, LEFT, TIGHT) if several and len(signs) > 1 else (LEFT,)
        grouping = self.pick(("grouping", node.span), groupings, GROUPING)
        return self.grouped(factors, grouping, node).value

    def grouped(self, factors: Sequence[Factor], grouping: str, node: s.Node) -> Factor:
        if grouping == LEFT:
            return self.in_order(factors, node)
        together = {""} if grouping == LOOSE else ELEMENTWISE
        groups: list[list[Factor]] = []
        for factor in factors:
            if groups and factor.operator in together:
                groups[-1].append(factor)
            else:
                groups.append([factor])
        return self.in_order([self.in_order(group, node) for group in groups], node)

    def in_order(self, factors: Sequence[Factor], node: s.Node) -> Factor:
        result = factors[0]
        for factor in factors[1:]:
            options = self.options(result, factor, node)
            spot = ("product", factor.span, len(options))
            result = replace(result, value=self.pick(spot, options, TWO_PRODUCTS))
        return result

    def options(self, left: Factor, right: Factor, node: s.Node) -> tuple[Value, ...]:
        try:
            found = PRODUCTS[right.operator](left.value, right.value)
        except Misfit as error:
            raise Misfit(f"{quote(node)}: {error}", right.span) from None
        return found[:1] if self.told_apart and found[0].is_dotted else found

    # -- derivatives

    def is_laid_out(self, layout: str) -> bool:
        """Whether a layout is that of the document; where that is open, one choice holds for the whole row."""
        layouts = self.notation.layouts
        is_open = len({layout == other for other in layouts}) > 1
        found = self.choices.pick("layout", layouts, LAYOUT) if is_open else layouts[0]
        if self.notation.transposes:
            self.remarks.append(Remark(SAID[found]))
        return found == layout

    def gradient_of_loss(self, node: s.Node, scope: Scope) -> Value:
        """∇_v by itself: the gradient of the loss."""
        operator = read_operator(node)
        assert operator is not None
        by = self.variable(operator.by[0], scope)
        loss = self.vocabulary.survey.loss
        self.remarks.append(Remark(f"$\\nabla$ standing alone is the gradient of the loss ${loss}$"))
        return self.slope(Value(Sym(loss)), loss, by, node)

    def named_gradient(self, node: s.Node, scope: Scope) -> Value:
        """`dx`: the gradient of the loss, in the shape of x; or a differential."""
        by = self.variable(node, scope)
        if self.is_differential():
            return by.with_term(self.differential(self.symbol_of(by)))
        loss = self.vocabulary.survey.loss
        name = self.symbol_of(by).name
        self.remarks.append(Remark(f"$d{name}$ is the gradient of the loss, $\\partial {loss} / \\partial {name}$"))
        return self.slope(Value(Sym(loss)), loss, by, node)

    def short_gradient(self, node: s.Shorthand, scope: Scope) -> Value:
        """A name that the document uses for a gradient, in the shape of what it is by."""
        by = self.variable(node.by, scope)
        name = self.symbol_of(by).name
        text = f"${node.written}$ is the gradient of the loss, $\\partial {node.of.text} / \\partial {name}$"
        self.remarks.append(Remark(text))
        return self.slope(self.value(node.of, scope), self.name_of(node.of), by, node)

    def operated(
        self, derivative: Derivative, nodes: tuple[s.Node, ...], signs: tuple[str, ...], scope: Scope
    ) -> tuple[Value, int]:
        """∂/∂x (…)(…): of all that follows, or of the first bracket only; ∇_v L is of the loss."""
        node, rest = nodes[0], nodes[1:]
        whole = isinstance(node, s.Fraction | s.Slash)
        reaches = [1] if len(rest) == 1 or self.is_loss(rest[0]) else [len(rest), 1] if whole else [1, len(rest)]
        reach = self.pick(("operand", node.span), tuple(reaches), OPERAND.format(quote(node)))
        operand = rest[:reach]
        span = (operand[0].span[0], operand[-1].span[1])
        inside = s.Product(operand, signs[2 : reach + 1], span=span) if reach > 1 else operand[0]
        of = self.value(inside, scope)
        self.refuse_unknown_above(of.term, replace(derivative, of=inside))
        name = self.name_of(inside)
        if is_nabla(node):
            return self.slope(of, name, self.variable(derivative.by[0], scope), node), reach + 1
        return self.derived(of, derivative, scope, name, node), reach + 1

    def name_of(self, node: s.Node) -> str:
        use = read_name(node, self.vocabulary.survey.spelling)
        return use.name if use is not None and use.power is None else ""

    def variable(self, node: s.Node, scope: Scope) -> Value:
        """What is differentiated by: a symbol."""
        value = self.value(node, scope)
        if not isinstance(value.term, Sym):
            raise NotUnderstood(
                "BN219", "differentiated-by", f"{quote(node)} is nothing to differentiate by", node.span
            )
        if value.shape == MATRIX:
            raise Misfit(f"a derivative by the matrix {quote(node)} is not read", node.span)
        return value

    def symbol_of(self, value: Value) -> Sym:
        assert isinstance(value.term, Sym)
        return value.term

    def derived(self, of: Value, derivative: Derivative, scope: Scope, name: str, node: s.Node) -> Value:
        """∂of/∂by in the layout of the document."""
        variables = [self.variable(part, scope) for part in derivative.by]
        if of.shape == SCALAR and [by.shape for by in variables] == [COLUMN, ROW]:
            first, second = map(self.symbol_of, variables)
            if first.name == second.name:  # by two names the order would matter
                return Value(Partial(Partial(of.term, second), first), MATRIX)
        if len(variables) > 1 and any(value.shape != SCALAR for value in (of, *variables)):
            raise Misfit(f"{quote(node)}: a second derivative of vectors is read with indices only", node.span)
        for by in reversed(variables):
            of = self.laid_out(of, name, by, node)
        return of

    def laid_out(self, of: Value, name: str, by: Value, node: s.Node) -> Value:
        if of.shape == SCALAR and by.shape == SCALAR:
            return Value(Partial(of.term, self.symbol_of(by)))
        if of.shape == MATRIX:
            raise Misfit(f"{quote(node)} is the derivative of a matrix", node.span)
        if by.shape == SCALAR:
            term, shape = self.with_row_as_column(of)
            upright = Value(Partial(term, self.symbol_of(by)), shape, ((DOWN, "of", name),) if name else ())
            return transposed(upright) if upright.shape == COLUMN and self.is_laid_out(DENOMINATOR) else upright
        if of.shape == SCALAR:
            gradient = self.slope(of, name, by, node)
            return transposed(gradient) if gradient.shape == COLUMN and self.is_laid_out(NUMERATOR) else gradient
        jacobian = self.jacobian(of, name, by)
        return transposed(jacobian) if self.is_laid_out(DENOMINATOR) else jacobian

    def slope(self, of: Value, name: str, by: Value, node: s.Node) -> Value:
        """∇_by of: the gradient of a scalar is of the shape of what it is by; of a vector, the transposed Jacobian."""
        if of.shape == SCALAR:
            variable = self.symbol_of(by)
            links = ((by.open[0], "by", variable.name),) if by.open else ()
            return Value(Partial(of.term, variable), by.shape, links)
        if of.shape == MATRIX or by.shape == SCALAR:
            raise Misfit(f"{quote(node)} of {SPOKEN[of.shape]} by {SPOKEN[by.shape]}", node.span)
        jacobian = self.jacobian(of, name, by)
        return self.choices.pick("nabla", (transposed(jacobian), jacobian), NABLA)

    def jacobian(self, of: Value, name: str, by: Value) -> Value:
        """Rows are outputs, columns inputs."""
        variable = self.symbol_of(by)
        of_term, _ = self.with_row_as_column(of)
        links = ((DOWN, "of", name), (ACROSS, "by", variable.name))
        return Value(Partial(of_term, Sym(variable.name, (ACROSS,))), MATRIX, links if name else links[1:])

    def with_row_as_column(self, value: Value) -> tuple[Term, str]:
        if value.shape == ROW:
            return rename(value.term, {ACROSS: DOWN}), COLUMN
        return value.term, value.shape


LOOSE, LEFT, TIGHT = "signs last", "in order", "signs first"
ELEMENTWISE = frozenset({"\\odot", "\\oslash", "*", "\\ast", "\\circ"})
SAID = {
    NUMERATOR: "numerator layout: rows of a Jacobian are outputs, and $\\partial L/\\partial v$ is a row",
    "mixed": "rows of a Jacobian are outputs, and $\\partial L/\\partial v$ is a column",
    DENOMINATOR: "denominator layout: rows of a Jacobian are inputs, and $\\partial L/\\partial v$ is a column",
}
