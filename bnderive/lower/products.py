"""Products, fractions and derivatives: what multiplies, what divides, and what a ∂ before or above it is of."""

from __future__ import annotations

from dataclasses import replace

from bnderive.errors import NotUnderstood
from bnderive.lower.context import Scope, quote
from bnderive.lower.symbols import INDICATORS, Symbols
from bnderive.lower.vocabulary import Remark
from bnderive.survey.derivatives import Derivative, read_derivative, read_operator, stray_partials
from bnderive.survey.names import read_name
from bnderive.survey.survey import is_differential
from bnderive.syntax import nodes as s
from bnderive.terms import Index, Partial, Sum, Sym, Term, add, differential_name, div, fresh, mul

MULTIPLICATIONS = frozenset({"", "*", "\\cdot", "\\times", "\\odot", "\\circ", "\\ast"})


SLASH = "{} divides by all that follows it"
OPERAND = "{} differentiates another part of what follows it than is usual"
CHAIN = "a product of derivatives without indices is read elementwise"


class Products(Symbols):
    """How juxtaposition, fraction lines and ∂ are read."""

    __slots__ = ()

    def product(self, factors: tuple[s.Node, ...], operators: tuple[str, ...], scope: Scope) -> Term:
        """Factor by factor; an operator ∂/∂x waits for what follows it, d before a name is a gradient of the loss."""
        if bad := next((o for o in operators if o not in MULTIPLICATIONS), None):
            place = operators.index(bad)
            span = (factors[place].span[1], factors[place + 1].span[0])
            raise NotUnderstood("BN210", "not-understood", f"the operator {bad} is not understood here", span)
        self.refuse_mangled_square(factors, operators)
        if links := self.linked(factors):
            return self.contracted(links, factors, operators, scope)
        if (regrouped := self.slashed(factors, operators)) is not None:
            return self.term(regrouped, scope)
        parts: list[Term] = []
        gradient = False
        for k, factor in enumerate(factors):
            rest = factors[k + 1 :]
            if gradient:
                parts.append(self.gradient(factor, scope))
                gradient = False
                continue
            spelling = self.vocabulary.survey.spelling
            if (
                rest
                and spelling.has_differentials
                and is_differential(factor)
                and not operators[k]
                and "d" not in self.vocabulary.arity
            ):
                gradient = True
                continue
            derivative = read_operator(factor)
            if derivative is not None and rest:
                parts.extend(self.operator(derivative, factor, rest, operators[k + 1 :], scope))
                break
            if rest and is_indicator(factor) and is_equation(rest[0]):
                continue
            if rest and not operators[k] and self.compared(factor, rest[0]) is not None:
                continue
            if k and not operators[k - 1] and (pair := self.compared(factors[k - 1], factor)) is not None:
                parts.append(self.indicator(pair, scope, factor))
                continue
            if is_equation(factor) and not (k and is_indicator(factors[k - 1])) and not is_iverson(factor):
                raise self.unknown(factor, "an equation among factors")
            parts.append(self.term(factor, scope))
        return mul(*parts)

    def compared(self, name: s.Node, bracket: s.Node) -> s.Listing | None:
        """The letters of `\\delta(i, j)`."""
        match name, bracket:
            case s.Identifier("\\delta"), s.Bracketed("(", s.Listing() as pair) if not self.is_given("\\delta"):
                return pair
        return None

    def refuse_mangled_square(self, factors: tuple[s.Node, ...], operators: tuple[str, ...]) -> None:
        """`\\sigma^2B` where only `\\sigma_{B}^{2}` is a name."""
        spelling = self.vocabulary.survey.spelling
        for factor, label, operator in zip(factors, factors[1:], operators, strict=False):
            match factor, label:
                case s.Scripted(base, None, s.Number("2")), s.Identifier(text) if not operator:
                    use = read_name(base, spelling)
                    meant = f"{use.name}_{{{text}}}^{{2}}" if use else ""
                    if use and meant in spelling.atoms and use.name not in self.vocabulary.survey.defined:
                        what = f"{quote(factor)} {quote(label)} is no name here; did you mean ${meant}$?"
                        raise NotUnderstood("BN211", "undefined-name", what, factor.span)

    def slashed(self, factors: tuple[s.Node, ...], operators: tuple[str, ...]) -> s.Node | None:
        """`a/2b`: as written (a/2)·b, or else a/(2b), where the second reading is chosen."""
        for k, factor in enumerate(factors[:-1]):
            if isinstance(factor, s.Slash) and not operators[k] and read_derivative(factor) is None:
                if self.pick(("slash", factor.span), ("narrow", "wide"), SLASH.format(quote(factor))) == "narrow":
                    return None
                end = next((n for n in range(k, len(operators)) if operators[n]), len(operators)) + 1
                below = s.Product((factor.denominator, *factors[k + 1 : end]), ("", *operators[k + 1 : end - 1]))
                whole = (*factors[:k], s.Slash(factor.numerator, below), *factors[end:])
                return s.Product(whole, (*operators[:k], *operators[end - 1 :])) if len(whole) > 1 else whole[0]
        return None

    def linked(self, factors: tuple[s.Node, ...]) -> list[str]:
        """Arrays without an index that one ∂ of a product is of and another by: ∂z/∂x · ∂L/∂z."""
        found = [
            derivative for factor in factors if (derivative := read_derivative(factor)) and derivative.of is not None
        ]
        above = {self.bare_array(d.of) for d in found if d.of is not None}
        below = [self.bare_array(part) for d in found for part in d.by]
        return [name for name in dict.fromkeys(below) if name and name in above and name not in self.links]

    def bare_array(self, node: s.Node) -> str:
        use = read_name(node, self.vocabulary.survey.spelling)
        return use.name if use and not use.indices and self.vocabulary.arity.get(use.name) == 1 else ""

    def contracted(
        self, links: list[str], factors: tuple[s.Node, ...], operators: tuple[str, ...], scope: Scope
    ) -> Term:
        """A chain rule of arrays without indices: a product of Jacobians, summed over what links them; or read
        elementwise.
        """
        spot = ("chain", factors[0].span, factors[-1].span)
        shapes = {self.vocabulary.survey.axes.shape(name, 1) for name in links}
        own = bool(self.here) and shapes == {(self.here[0].axis,)}
        ways = ("contracted", "elementwise") if own else ("contracted",)
        if self.pick(spot, ways, CHAIN) == "elementwise":
            elementwise = replace(self, links={**self.links, **dict.fromkeys(links, self.here[0])})
            return elementwise.product(factors, operators, scope)
        taken = {*self.here, *scope.values(), *self.links.values(), *map(Index, self.row)}
        indices: dict[str, Index] = {}
        for name in links:
            (axis,) = self.vocabulary.survey.axes.shape(name, 1)
            indices[name] = fresh(Index("k", axis), {*taken, *indices.values()})
        term = replace(self, links={**self.links, **indices}).product(factors, operators, scope)
        self.remarks.append(
            Remark(f"a product of derivatives without indices is summed over the index of {', '.join(links)}")
        )
        for index in reversed(indices.values()):
            term = Sum(index, term)
        return term

    def gradient(self, node: s.Node, scope: Scope) -> Term:
        """`dx_i`: the gradient of the loss with respect to x_i."""
        by = self.term(node, scope)
        if not isinstance(by, Sym):
            raise NotUnderstood(
                "BN219", "differentiated-by", f"d stands before {quote(node)}, which is no name", node.span
            )
        if self.is_differential():
            return self.differential(by)
        loss = self.vocabulary.survey.loss
        text = f"$d{by.name}$ is the gradient of the loss, $\\partial {loss} / \\partial {by.name}$"
        self.remarks.append(Remark(text))
        return Partial(Sym(self.vocabulary.survey.loss), by)

    def shorthand(self, node: s.Shorthand, scope: Scope) -> Term:
        """A name that the document uses for a gradient of the loss."""
        by = self.term(node.by, scope)
        if not isinstance(by, Sym):
            raise NotUnderstood("BN219", "differentiated-by", f"{quote(node)} is a gradient by no name", node.span)
        text = f"${node.written}$ is the gradient of the loss, $\\partial {node.of.text} / \\partial {by.name}$"
        self.remarks.append(Remark(text))
        return Partial(self.term(node.of, scope), by)

    def is_differential(self) -> bool:
        """What d before a name means in the document; where that is open, one reading for the whole row."""
        means = self.vocabulary.survey.d_means
        return self.choices.pick(("d",), means, "d before a name is a differential, not a gradient of a loss")

    def differential(self, of: Sym) -> Term:
        """dA = Σ ∂A/∂u · du over all inputs u."""
        parts: list[Term] = []
        for name, arity in self.vocabulary.inputs.items():
            shape = self.vocabulary.survey.axes.shape(name, arity)
            taken = {*of.indices, *self.here}
            indices = tuple(fresh(Index(letter, axis), taken) for letter, axis in zip("klpqrs", shape, strict=False))
            by = Sym(name, indices)
            part = mul(Partial(of, by, "total"), Sym(differential_name(name), indices))
            for index in reversed(indices):
                part = Sum(index, part)
            parts.append(part)
        return add(*parts)

    def operator(
        self, derivative: Derivative, node: s.Node, rest: tuple[s.Node, ...], operators: tuple[str, ...], scope: Scope
    ) -> list[Term]:
        """∂/∂x (…)(…): of all that follows, or of the first bracket only."""
        whole = isinstance(node, s.Fraction | s.Slash)  # \\partial_x and \\nabla_x take what stands next to them
        first = next((k for k, factor in enumerate(rest, 1) if read_operator(factor) is None), len(rest))
        spans = dict.fromkeys([len(rest), first] if whole else [first, len(rest)])
        reach = self.pick(("operand", node.span), tuple(spans), OPERAND.format(quote(node)))
        of = self.product(rest[:reach], operators[: reach - 1], scope) if reach > 1 else self.term(rest[0], scope)
        after = [self.product(rest[reach:], operators[reach:], scope)] if rest[reach:] else []
        return [self.differentiated(of, derivative, scope), *after]

    def fraction(self, node: s.Node, numerator: s.Node, denominator: s.Node, scope: Scope) -> Term:
        derivative = read_derivative(node)
        if derivative is not None and derivative.of is not None:
            return self.differentiated(self.term(derivative.of, scope), derivative, scope)
        if derivative is not None:
            raise NotUnderstood(
                "BN218", "empty-derivative", f"{quote(node)} stands before nothing to differentiate", node.span
            )
        if stray := stray_partials(node):
            what = (
                "∂ stands on one side of the fraction only" if len(stray) == 1 else "the orders above and below differ"
            )
            raise NotUnderstood("BN217", "half-derivative", f"{quote(node)}: {what}", stray[0].span)
        return div(self.term(numerator, scope), self.term(denominator, scope))

    def differentiated(self, of: Term, derivative: Derivative, scope: Scope) -> Term:
        self.refuse_unknown_above(of, derivative)
        for part in reversed(derivative.by):
            by = self.term(part, scope)
            if not isinstance(by, Sym):
                raise NotUnderstood(
                    "BN219", "differentiated-by", f"{quote(part)} is nothing to differentiate by", part.span
                )
            of = Partial(of, by)
        return of

    def refuse_unknown_above(self, of: Term, derivative: Derivative) -> None:
        """An undefined scalar above ∂ is a function of who knows what: only the loss may be."""
        survey = self.vocabulary.survey
        supplied = frozenset() if self.vocabulary.open else self.vocabulary.arity.keys() - self.vocabulary.inputs.keys()
        known = survey.defined | survey.differentiated | {survey.loss} | supplied
        if isinstance(of, Sym) and not of.indices and of.name not in known:
            node = derivative.of or derivative.by[0]
            raise NotUnderstood(
                "BN235", "unknown-function", f"{quote(node)} is differentiated, but nothing says what it is", node.span
            )


def is_indicator(node: s.Node) -> bool:
    """𝟙 or I, which the bracket after it gives its meaning."""
    return isinstance(node, s.Identifier | s.Number) and node.text in INDICATORS


def is_equation(node: s.Node) -> bool:
    return isinstance(node, s.Bracketed) and isinstance(node.body, s.Row)


def is_iverson(node: s.Node) -> bool:
    return isinstance(node, s.Bracketed) and node.left == "["
