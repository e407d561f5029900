"""Sums of terms, relations between them, and the whole row. Tokens of one row in, its tree out.

Raises NotUnderstood at the first token that it cannot place; never reads a row in part.
"""

from __future__ import annotations

from bnderive.errors import NotUnderstood
from bnderive.syntax.equations import PARTING
from bnderive.syntax.nodes import Addition, Boxed, Fraction, Listing, Node, PlusMinus, Row
from bnderive.syntax.products import NODE_SIGNS, Products


class Parser(Products):
    # -- relations

    def row(self) -> Row:
        """The whole row. Raises NotUnderstood unless every token is used."""
        start = self.peek().start
        sides: list[Node | None] = [None if self.at("relation") else self._side()]
        relations: list[str] = []
        while relation := self.take("relation"):
            relations.append(relation.text)
            if relation.text in PARTING:
                self.opens_groups = False
                if self.opened_group:
                    raise self.fail("no implication beside braces that hold a relation", relation)
            if self.at("relation"):
                raise self.fail(f"an expression after `{relation.text}`")
            sides.append(None if self.at("end of row") else self._side())
        if not self.at("end of row"):
            raise self.misplaced()
        boxed = any(isinstance(side, Boxed) for side in sides)
        while not relations and isinstance(sides[0], Boxed):
            sides = [sides[0].body]
        return Row(tuple(sides), tuple(relations), boxed=boxed, span=self.since(start))

    def misplaced(self) -> NotUnderstood:
        if self.at("close"):
            self.atom()
        return self.fail("an operator, a relation or the end of the row")

    def _side(self) -> Node:
        start = self.peek().start
        items = [self.sum()]
        while self.at("mark", ","):
            if self.opened_group:
                raise self.fail("no list beside braces that hold a relation")
            self.advance()
            self.opens_groups = False
            items.append(self.sum())
        return items[0] if len(items) == 1 else Listing(tuple(items), span=self.since(start))

    def contents(self) -> Node:
        start = self.peek().start
        items = [self._chain()]
        stacked = bool(self.closers) and self.closers[-1] == "stack"
        while (stacked and self.take("newline")) or (
            self.peek(1).kind not in ("newline", "end") and self.take("mark", ",")
        ):
            items.append(self._chain())
        if len(items) == 1 and self.at("mark", ":"):
            items.append(self._such_that())
        return items[0] if len(items) == 1 else Listing(tuple(items), span=self.since(start))

    def _such_that(self) -> Node:
        """The condition in `j : j \\ne i`; of a slice such as `1:n` nothing is made."""
        colon = self.advance()
        condition = self._chain()
        if not isinstance(condition, Row):
            raise self.fail("an operator or a closing bracket", colon)
        return condition

    def _chain(self) -> Node:
        start = self.peek().start
        sides, relations = [self.expression()], []
        while relation := self.take("relation"):
            relations.append(relation.text)
            sides.append(self.expression())
        return Row(tuple(sides), tuple(relations), span=self.since(start)) if relations else sides[0]

    # -- sums of terms

    def expression(self) -> Node:
        start = self.peek().start
        numerator = self.sum()
        if not self.take("over"):
            return numerator
        return Fraction(numerator, self.sum(), "over", span=self.since(start))

    def sum(self) -> Node:
        start = self.peek().start
        first = self.signed()
        terms: list[Node] = list(first.terms) if isinstance(first, Addition) else [first]
        signs: list[str] = list(first.signs) if isinstance(first, Addition) else ["+"]
        while self.at("sign") or self.at("pm"):
            sign = "+" if self.at("pm") else self.advance().text
            term = self.signed()
            if sign == "-":
                self.check_loose(term)
            if isinstance(term, Addition):
                terms += term.terms
                signs += term.signs
            else:
                terms.append(term)
                signs.append(sign)
        if len(terms) == 1:
            return terms[0]
        return Addition(tuple(terms), tuple(signs), span=self.since(start))

    def signed(self) -> Node:
        """A term with the signs before it."""
        self.open_groups()
        token = self.peek()
        if token.kind not in ("sign", "pm"):
            return self.term()
        self.advance()
        with self.nested():
            body = self.signed()
        self.check_loose(body)
        span = self.since(token.start)
        return PlusMinus(body, span=span) if token.kind == "pm" else NODE_SIGNS[token.text](body, span=span)
