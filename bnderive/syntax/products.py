"""Products and what binds like them: factors, slashes, sums over an index, functions with their arguments."""

from __future__ import annotations

from abc import abstractmethod

from bnderive.syntax.atoms import Atoms
from bnderive.syntax.nodes import (
    Applied,
    BigOperator,
    Identifier,
    Negative,
    Node,
    Positive,
    Product,
    Scripted,
    Slash,
)
from bnderive.syntax.scripts import SCRIPTS
from bnderive.syntax.shapes import differential, is_called, is_open_ended, is_signed

_STARTING = (
    "letter symbol function big number dots text font accent fraction sqrt "
    "boxed brace open { begin unknown unknown-macro prime"
)
_ALL = ("all", "for all", "over all", "alle", "every", "each")
_STARTERS = frozenset(_STARTING.split())
NODE_SIGNS: dict[str, type[Negative] | type[Positive]] = {"-": Negative, "+": Positive}


class Products(Atoms):
    """`opened_box` tells whether a box was taken off that held a relation.

    Groups that hold a relation are not opened behind a comma or an implication, where it would start another equation.
    """

    opened_box = False
    opened_group = False
    opens_groups = True

    @abstractmethod
    def signed(self) -> Node:
        """A term with the signs before it."""

    def term(self) -> Node:
        start = self.peek().start
        factors: list[Node] = []
        operators: list[str] = []
        self._append(factors, operators, "", self._factor())
        while True:
            self.open_groups()
            if self.take("binary", "/"):
                self._divide(factors, operators)
            elif self.at("binary"):
                operator = self.advance().text
                self._append(factors, operators, operator, self._signed_factor())
            elif self.starts_factor():
                self._append(factors, operators, "", self._factor())
            else:
                break
        if len(factors) == 1:
            return factors[0]
        for factor in factors:
            self.check_loose(factor)
        return Product(tuple(factors), tuple(operators), span=self.since(start))

    def _append(self, factors: list[Node], operators: list[str], operator: str, factor: Node) -> None:
        if factors:
            if operator == "" and is_signed(factor):
                raise self.fail_span(factor.span, "parentheses around this sign")
            operators.append(operator)
        if isinstance(factor, Product):
            factors += factor.factors
            operators += factor.operators
        else:
            factors.append(factor)

    def _signed_factor(self) -> Node:
        self.open_groups()
        token = self.take("sign")
        if token is None:
            return self._factor()
        with self.nested():
            body = self._signed_factor()
        self.check_loose(body)
        return NODE_SIGNS[token.text](body, span=self.since(token.start))

    def starts_factor(self) -> bool:
        token = self.peek()
        if token.kind == "bar":
            return not (self.closers and self.closers[-1] == "bar" + token.text)
        return token.kind.partition(":")[0] in _STARTERS

    def open_groups(self) -> None:
        """Passes empty groups, and opens those at the level of the row that hold a relation."""
        while self.at("{") or self.at("boxed"):
            if self.at("{") and self.peek(1).kind == "}":
                self.position += 2
            elif self.closers or not self.opens_groups or not self._opens_relation():
                return

    # -- the slash

    def _divide(self, factors: list[Node], operators: list[str]) -> None:
        """Divides what stands before a slash; `y dL/dx` is y times dL/dx, `\\partial 1/s` is ∂ of 1/s."""
        grouped = self.at("{")
        denominator = self._denominator(factors)
        split = _numerator_start(factors, denominator)
        for node in (*factors[split:], denominator):
            self.check_loose(node)
        numerator = factors[split:]
        inner = Product(tuple(numerator), tuple(operators[split:]), span=(numerator[0].span[0], numerator[-1].span[1]))
        slash = Slash(inner if len(numerator) > 1 else numerator[0], denominator, span=self.since(numerator[0].span[0]))
        del factors[split:], operators[split:]
        factors.append(slash)
        if not isinstance(denominator, Product):
            self._warn_of_slash(slash, grouped=False)
        elif differential(denominator.factors[0]) is None:
            self._warn_of_slash(slash, grouped)

    def _warn_of_slash(self, slash: Slash, grouped: bool) -> None:
        if self.starts_factor():
            message = f"`{self.latex[slash.span[0] : slash.span[1]][:60]}` before another factor is read as (a/b)c"
            self.note("BN113", "ambiguous-slash", slash.span, message)
        elif grouped:
            message = "all that the braces hold is read as the denominator, though the braces do not show"
            self.note("BN113", "ambiguous-slash", slash.span, message)

    def _denominator(self, factors: list[Node]) -> Node:
        start = self.peek().start
        first = self._signed_factor()
        kind = differential(first)
        if kind is None or all(differential(factor) != kind for factor in factors) or not self.starts_factor():
            return first
        parts = [first, self._factor()]
        while self.starts_factor() and self._next_differential() == kind:
            parts.append(self._factor())
            if self.starts_factor():
                parts.append(self._factor())
        operators: list[str] = []
        flat: list[Node] = []
        for part in parts:
            self._append(flat, operators, "", part)
        return Product(tuple(flat), tuple(operators), span=self.since(start))

    def _next_differential(self) -> str | None:
        token = self.peek()
        return token.text if token.text in ("d", "\\partial") and token.kind in ("letter", "symbol") else None

    # -- factors

    def _factor(self) -> Node:
        return self.with_place(self._plain_factor())

    def _plain_factor(self) -> Node:
        token = self.peek()
        if self._is_big():
            return self._big()
        base = self.scripts(self.atom())
        if token.kind == "function":
            return self._apply(base)
        if self.at("open") and is_called(base) and self.peek().text in ("(", "[", "\\{"):
            argument = self.bracket()
            return self.scripts(Applied(base, argument, span=self.since(token.start)))
        return base

    def _opens_relation(self) -> bool:
        """Takes the braces off a group or box that holds a relation: the relation is the row's."""
        boxed = self.at("boxed")
        first = self.position + boxed
        if self.peek(boxed).kind != "{":
            return False
        last = self.closing_brace(first)
        if not self._holds_relation(first + 1, last):
            return False
        if not boxed:
            span = (self.tokens[first].start, self.tokens[last].end)
            self.note("BN111", "relation-in-braces", span, "these braces hold a relation; it is read as one of the row")
        del self.tokens[last]
        del self.tokens[self.position : first + 1]
        self.opened_box, self.opened_group = self.opened_box or boxed, True
        return True

    def _holds_relation(self, first: int, last: int) -> bool:
        depth = 0
        for index in range(first, last):
            kind = self.tokens[index].kind
            depth += {"{": 1, "}": -1, "open": 1, "close": -1, "begin": 1, "end": -1}.get(kind, 0)
            if kind == "relation" and depth == 0:
                return True
        return False

    # -- sums over an index

    def _is_big(self) -> bool:
        """`\\sum`, and `\\Sigma` where its subscript is a range such as `i=1`."""
        if self.at("big"):
            return True
        if not self.at("symbol", "\\Sigma"):
            return False
        position = self.position + 1
        if self.peek(1).kind == "^":
            position = self.closing_brace(self.position + 2) + 1 if self.peek(2).kind == "{" else self.position + 3
        kinds = [token.kind for token in self.tokens[position : position + 2]]
        return kinds == ["_", "{"] and self._holds_relation(position + 2, self.closing_brace(position + 1))

    def _big(self) -> Node:
        token = self.advance()
        self._leave_out_words()
        operator = "\\sum" if token.text == "\\Sigma" else token.text
        scripts = self.scripts(Identifier(operator, span=(token.start, token.end)))
        lower, upper = (scripts.sub, scripts.sup) if isinstance(scripts, Scripted) else (None, None)
        if not isinstance(scripts, Scripted | Identifier):
            raise self.fail(f"no prime on `{operator}`", token)
        with self.nested():
            body = self.signed()
        self.check_loose(body)
        return BigOperator(operator, lower, upper, body, span=self.since(token.start))

    def _leave_out_words(self) -> None:
        """`\\sum_{\\forall j}` and `\\sum_{\\text{all } j}` are sums over j."""
        said = self.peek(2)
        if not self.at("_") or self.peek(1).kind != "{" or self.peek(3).kind == "}":
            return
        if said.kind.startswith("text:") and said.text.strip().lower() in _ALL:
            del self.tokens[self.position + 2]

    # -- functions

    def _apply(self, function: Node) -> Node:
        start = function.span[0]
        if self.at("open") and self.peek().text in ("(", "[", "\\{"):
            argument: Node = self.bracket()
            return self.scripts(Applied(function, argument, span=self.since(start)))
        with self.nested():
            argument = self._juxtaposed()
        return Applied(function, argument, span=self.since(start))

    def _juxtaposed(self) -> Node:
        start = self.peek().start
        grouped = self.at("{") and self.peek(self.closing_brace(self.position) - self.position + 1).kind not in SCRIPTS
        if self.at("function") or self._is_big():
            return self._factor()
        first = self._factor()
        self.check_loose(first)
        if not self._continues_argument():
            return first
        if grouped or is_signed(first) or is_open_ended(first):
            raise self.fail_span(first.span, "parentheses around the argument, since braces do not show")
        factors: list[Node] = []
        operators: list[str] = []
        self._append(factors, operators, "", first)
        while self._continues_argument():
            factor = self._factor()
            self.check_loose(factor)
            self._append(factors, operators, "", factor)
        return Product(tuple(factors), tuple(operators), span=self.since(start))

    def _continues_argument(self) -> bool:
        return self.starts_factor() and not self.at("function") and not self._is_big()


def _numerator_start(factors: list[Node], denominator: Node) -> int:
    """The index of the first factor that a slash divides."""
    lead = denominator.factors[0] if isinstance(denominator, Product) else denominator
    kind = differential(lead)
    for index in range(len(factors) - 1, -1, -1):
        if kind is not None and differential(factors[index]) == kind:
            return index
        if kind is None and differential(factors[index]) == "\\partial" and index + 1 < len(factors):
            return index + 1
    return 0
