"""`cases`, and `array` used as such: alternatives with their conditions."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace

from bnderive.syntax.macros import TABLES
from bnderive.syntax.nodes import Bracketed, Cases, Node, Row, Text
from bnderive.syntax.scripts import Scripts
from bnderive.syntax.tokens import tokenize

_WITH_MATHEMATICS = re.compile(r"([^$]*)\$([^$]*)\$([^$]*)")


class Tables(Scripts):
    @abstractmethod
    def expression(self) -> Node:
        """A sum of terms, or `a \\over b`."""

    def environment(self) -> Node:
        opening = self.advance()
        if opening.text not in TABLES:
            raise self.fail("`cases` or `array`, or an alignment around the whole row", opening)
        self.closers.append("table")
        alternatives = []
        while not self.at("end"):
            alternatives.append(self._alternative())
            if not self._row_break() and not self.at("end"):
                raise self.fail("`\\\\` or the end of the environment")
        self.advance()
        self.closers.pop()
        if not alternatives:
            raise self.fail("an alternative", opening)
        return Cases(tuple(alternatives), span=self.since(opening.start))

    def _alternative(self) -> tuple[Node, Node | None]:
        value = self.expression()
        while self.take("mark"):
            pass
        condition = self._condition() if self.take("&") else None
        return value, condition

    def _condition(self) -> Node | None:
        start, words = self.peek().start, []
        while self.peek().kind.startswith("text:") or self.at("mark"):
            self._open_text()
            token = self.advance()
            if token.kind != "mark" and token.text.strip():
                words.append(token.text)
        if self.peek().kind in ("newline", "end"):
            return Text(" ".join(words), span=self.since(start)) if words else None
        condition = self.contents()
        if isinstance(condition, Bracketed) and isinstance(condition.body, Row):
            condition = condition.body
        while self.take("mark"):
            pass
        if isinstance(condition, Row):
            return replace(condition, remarks=tuple(word.strip() for word in words))
        return condition

    def _open_text(self) -> None:
        """Puts the mathematics of `\\text{if $i = j$}` in the place of the text."""
        token = self.peek()
        found = _WITH_MATHEMATICS.fullmatch(token.text)
        if found is None:
            return
        offset = self.latex.index("$", token.start) + 1
        inner = [replace(part, start=part.start + offset, end=part.end + offset) for part in tokenize(found[2]).items]
        said = replace(token, text=f"{found[1]} {found[3]}")
        self.tokens[self.position : self.position + 1] = [said, *inner]

    def _row_break(self) -> bool:
        token = self.take("newline")
        if token is not None and token.text.startswith("\\\\\\\\"):
            self.note("BN112", "doubled-row-break", (token.start, token.end), "`\\\\\\\\` is read as one `\\\\`")
        return token is not None
