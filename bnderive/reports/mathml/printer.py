"""Prints a syntax tree as elements of MathML Core, as its author would see it set. Trees are at most 64 deep.

Stretches of the LaTeX that are marked give the class `changed` to what was written there, the smallest parts first.
"""

from __future__ import annotations

from bnderive.records import dataclass
from bnderive.reports.differences import Stretch
from bnderive.reports.markup import Element, element
from bnderive.reports.mathml.letters import ACCENTS, BIG, BRACES, BRACKETS, LETTERS, SIGNS, in_font
from bnderive.syntax.nodes import (
    Accented,
    Addition,
    Applied,
    BigOperator,
    Boxed,
    Braced,
    Bracketed,
    Cases,
    Dots,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    PlusMinus,
    Positive,
    Primed,
    Product,
    Root,
    Row,
    Scripted,
    Slash,
    Span,
    Text,
)
from bnderive.syntax.shapes import differential, is_loose, is_open_ended, is_signed, walk

_UPRIGHT = ("mathrm", "text", "textrm", "textnormal", "operatorname", "mbox")
_THIN = "0.17em"
_SIGNS: dict[type, str] = {Negative: "−", Positive: "+", PlusMinus: "±"}


@dataclass(frozen=True, slots=True)
class Printer:
    """Shows the nodes of one text; the spans of the nodes are those of that text."""

    latex: str
    marked: tuple[Stretch, ...] = ()

    def show(self, node: Node) -> Element:
        match node:
            case Number(text):
                return element("mn", text, class_=self.mark(node.span))
            case Identifier():
                return self._identifier(node)
            case Text(text):
                return element("mtext", _words(text), class_=self.mark(node.span))
            case Dots():
                return element("mo", "…", class_=self.mark(node.span))
            case Accented(accent, body):
                return self._accented(node, accent, body)
            case Scripted(base, sub, sup):
                return self._scripted(base, sub, sup)
            case Primed(base, count):
                return element("msup", self.base(base), self._primes(node, base, count))
            case Fraction(numerator, denominator, style):
                large = {"dfrac": "true", "cfrac": "true", "tfrac": "false"}.get(style)
                return element("mfrac", self.show(numerator), self.show(denominator), displaystyle=large)
            case Root(radicand, None):
                return element("msqrt", self.show(radicand), class_=self.gap(node.span[0], radicand.span[0]))
            case Root(radicand, degree) if degree is not None:
                return element("mroot", self.show(radicand), self.show(degree))
            case BigOperator():
                return self._big(node)
            case Cases():
                return self._cases(node)
            case Boxed(body):
                return element("mrow", self.show(body), class_="boxed")
            case Braced(body, label, kind):
                return self._braced(body, label, kind)
            case Row():
                return self.row(node)
        return self._line(node)

    def _line(self, node: Node) -> Element:
        """What stands in a line, with signs before or between its parts."""
        match node:
            case Negative(body) | Positive(body) | PlusMinus(body):
                sign = self.sign(_SIGNS[type(node)], node.span[0], body.span[0], form="prefix")
                return element("mrow", sign, self.part(body, is_loose(body)))
            case Addition():
                return self._addition(node)
            case Product():
                return self._product(node)
            case Slash(above, below):
                stroke = self.sign("/", above.span[1], below.span[0])
                denominator = self.part(below, is_loose(below) or _is_loose_product(below))
                return element("mrow", self.part(above, is_loose(above)), stroke, denominator)
            case Bracketed():
                return self._bracketed(node)
            case Applied(function, argument):
                gap = None if isinstance(argument, Bracketed) else element("mspace", width=_THIN)
                return element("mrow", self.show(function), gap, self.part(argument, is_loose(argument)))
            case Listing(items):
                return self._listing(items)
        raise TypeError(f"no way to print a {type(node).__name__}")

    # -- what is marked

    def mark(self, span: Span) -> str | None:
        return "changed" if any(start < span[1] and span[0] < end for start, end in self.marked) else None

    def gap(self, start: int, end: int) -> str | None:
        """The mark of what is written between two parts."""
        return self.mark((start, end)) if self.marked and self.latex[start:end].strip() else None

    def sign(self, sign: str, start: int, end: int, form: str | None = None) -> Element:
        return element("mo", sign, class_=self.gap(start, end), form=form)

    # -- parts

    def part(self, node: Node, needs_brackets: bool) -> Element:
        shown = self.show(node)
        return element("mrow", element("mo", "("), shown, element("mo", ")")) if needs_brackets else shown

    def base(self, node: Node) -> Element:
        """What a script stands on: brackets around a sum of terms that shows none."""
        return self.part(node, is_loose(node) or is_signed(node) or isinstance(node, Product | Slash))

    def _identifier(self, node: Identifier) -> Element:
        text = in_font(LETTERS.get(node.text, node.text.removeprefix("\\")), node.font)
        upright = len(text) == 1 and (node.font in _UPRIGHT or text in "0123456789")
        return element("mi", text, class_=self.mark(node.span), mathvariant="normal" if upright else None)

    def _accented(self, node: Node, accent: str, body: Node) -> Element:
        mark = self.gap(node.span[0], body.span[0])
        if accent == "underline":
            return element("munder", self.show(body), element("mo", "_"), accentunder="true", class_=mark)
        wide = None if isinstance(body, Identifier | Number) and accent != "vec" else "true"
        over = element("mo", ACCENTS.get(accent, accent), stretchy=wide or "false")
        return element("mover", self.show(body), over, accent="true", class_=mark)

    def _primes(self, node: Node, base: Node, count: int) -> Element:
        return element("mo", "′" * count, class_=self.gap(base.span[1], node.span[1]))

    def _scripted(self, base: Node, sub: Node | None, sup: Node | None) -> Element:
        above = None if sup is None else self.show(sup)
        if isinstance(base, Primed):
            above = element("mrow", self._primes(base, base.base, base.count), above)
            base = base.base
        below = None if sub is None else self.show(sub)
        tag = "msubsup" if above and below else "msup" if above else "msub"
        return element(tag, self.base(base), below, above)

    def _big(self, node: BigOperator) -> Element:
        first = node.lower or node.upper or node.body
        name = node.operator.removeprefix("\\")
        operator = element("mo", BIG.get(node.operator, name), class_=self.gap(node.span[0], first.span[0]))
        below, above = (None if part is None else self.show(part) for part in (node.lower, node.upper))
        integral = name in ("int", "oint")
        both, under, over = ("msubsup", "msub", "msup") if integral else ("munderover", "munder", "mover")
        tag = both if below and above else under if below else over if above else "mrow"
        return element("mrow", element(tag, operator, below, above), self.part(node.body, is_loose(node.body)))

    def _braced(self, body: Node, label: Node | None, kind: str) -> Element:
        if kind not in BRACES:
            return element("mrow", self.show(body), class_="cancelled")
        tag = "munder" if kind == "underbrace" else "mover"
        braced = element(tag, self.show(body), element("mo", BRACES[kind], stretchy="true"))
        return braced if label is None else element(tag, braced, self.show(label))

    # -- lines

    def _addition(self, node: Addition) -> Element:
        parts = [self.part(node.terms[0], is_loose(node.terms[0]))]
        for k, (sign, term) in enumerate(zip(node.signs[1:], node.terms[1:], strict=True)):
            if not isinstance(term, PlusMinus):
                parts.append(self.sign(SIGNS.get(sign, sign), node.terms[k].span[1], term.span[0]))
            parts.append(self.part(term, is_loose(term) and not isinstance(term, PlusMinus)))
        return element("mrow", *parts)

    def _product(self, node: Product) -> Element:
        parts = [self._factor(node.factors, 0)]
        for k, operator in enumerate(node.operators, start=1):
            left, right = node.factors[k - 1], node.factors[k]
            if operator:
                parts.append(self.sign(SIGNS.get(operator, operator), left.span[1], right.span[0]))
            elif isinstance(left, Number) and isinstance(right, Number):
                parts.append(element("mo", "⋅"))
            elif isinstance(left, Applied | Identifier) and _is_word(left):
                parts.append(element("mspace", width=_THIN))
            parts.append(self._factor(node.factors, k))
        return element("mrow", *parts)

    def _factor(self, factors: tuple[Node, ...], k: int) -> Element:
        node = factors[k]
        swallows = is_open_ended(node) and k < len(factors) - 1 and not isinstance(node, Product)
        return self.part(node, is_loose(node) or (k > 0 and is_signed(node)) or swallows)

    def _bracketed(self, node: Bracketed) -> Element:
        """Brackets grow with what is high; around what stands in a line they are as high as the line, as in TeX."""
        is_high = any(isinstance(part, Fraction | BigOperator | Cases | Braced) for part in walk(node.body))
        left = self._bracket(node.left, "prefix", is_high, (node.span[0], node.body.span[0]))
        right = self._bracket(node.right, "postfix", is_high, (node.body.span[1], node.span[1]))
        return element("mrow", left, self.show(node.body), right)

    def _bracket(self, bracket: str, form: str, is_high: bool, span: Span) -> Element | None:
        """A browser does not know whether a bar opens or closes; other brackets grow unless they are told not to."""
        text, mark = BRACKETS.get(bracket, bracket), self.gap(*span)
        if not text:
            return None
        if text in ("|", "‖"):
            return element("mo", text, form=form, stretchy="true" if is_high else "false", class_=mark)
        return element("mo", text, stretchy=None if is_high else "false", class_=mark)

    def _listing(self, items: tuple[Node, ...]) -> Element:
        parts = [self.show(items[0])]
        for item in items[1:]:
            parts += [element("mo", ",", separator="true"), self.show(item)]
        return element("mrow", *parts)

    def _cases(self, node: Cases) -> Element:
        rows = []
        for value, condition in node.alternatives:
            second = None if condition is None else element("mtd", self.show(condition))
            rows.append(element("mtr", element("mtd", self.show(value)), second))
        return element("mrow", element("mo", "{"), element("mtable", *rows, class_="cases"))

    def row(self, row: Row) -> Element:
        parts = [element("mtext", f"{row.label}\u00a0")] if row.label else []
        end = row.span[0]
        for relation, side in zip(("", *row.relations), row.sides, strict=True):
            if relation:
                start, end = end, row.span[1] if side is None else side.span[0]
                parts.append(self.sign(SIGNS.get(relation, relation), start, end))
            if side is not None:
                parts.append(self.show(side))
                end = side.span[1]
        remarks = (element("mtext", f"\u2003{remark}") for remark in row.remarks)
        shown = _together([*parts, *remarks])
        drawn = any(isinstance(side, Boxed) for side in row.sides)
        return element("mrow", shown, class_="boxed") if row.boxed and not drawn else shown


def _together(parts: list[Element]) -> Element:
    return parts[0] if len(parts) == 1 else element("mrow", *parts)


def _is_word(node: Node) -> bool:
    return isinstance(node, Applied) or (isinstance(node, Identifier) and len(LETTERS.get(node.text, node.text)) > 1)


def _is_loose_product(node: Node) -> bool:
    """A product or a quotient below a stroke, but for a differential such as ∂x."""
    is_product = isinstance(node, Product | Slash)
    return is_product and not (isinstance(node, Product) and differential(node.factors[0]) is not None)


def _words(text: str) -> str:
    """The words of a remark, without the macro around them; spaces at its ends are kept by a browser as these."""
    inner = text[text.find("{") + 1 : -1] if text.startswith("\\") and text.endswith("}") else text
    return f"\u00a0{inner.strip()}\u00a0"
