"""Subscripts, superscripts and primes, in whichever order: a base in, the base with its scripts out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from bnderive.errors import Span
from bnderive.records import dataclass
from bnderive.syntax.cursor import Cursor
from bnderive.syntax.nodes import Identifier, Node, Primed, Scripted
from bnderive.syntax.tokens import Token

SCRIPTS = ("^", "_", "'")


@dataclass(slots=True)
class _Found:
    sub: Node | None = None
    sup: Node | None = None


class Scripts(Cursor, ABC):
    @abstractmethod
    def atom(self) -> Node:
        """One atom, without the scripts after it."""

    @abstractmethod
    def contents(self) -> Node:
        """What may stand in brackets and scripts: expressions, relations between them, a list of those."""

    def enclosed(self, opening: Token, closing: str, read: Callable[[], Node], label: str = "") -> Node:
        """What `read` finds between a delimiter that was read and its closing one."""
        self.closers.append(label or closing)
        body = read()
        self.close(opening, closing)
        self.closers.pop()
        return body

    def one_token(self, expected: str) -> Node:
        """A single token as an argument: of a number only its first digit."""
        token = self.peek()
        if token.kind == "number" and len(token.text) > 1 and token.text.isdigit():
            first = replace(token, text=token.text[0], end=token.start + 1)
            rest = replace(token, text=token.text[1:], start=token.start + 1)
            self.tokens[self.position : self.position + 1] = [first, rest]
        if token.kind in ("end of row", "}", "sign", "relation", "mark", "binary", "open", "bar", "close", "function"):
            raise self.fail(expected)
        return self.atom()

    def scripts(self, base: Node) -> Node:
        """`base` with the scripts that follow it. Raises NotUnderstood for a second one of a kind."""
        start, found, primes = base.span[0], _Found(), 0
        if self.peek().kind not in SCRIPTS:
            return base
        if isinstance(base, Scripted):
            found = _Found(base.sub, base.sup)
            base = base.base
        while self.peek().kind in SCRIPTS:
            primes += self._script_into(found)
            if self.at("{") and self.peek(1).kind == "}" and self.peek(2).kind in SCRIPTS:
                self.position += 2
        if primes:
            base = _primed(base, primes, self.since(start))
        return base if found == _Found() else Scripted(base, found.sub, found.sup, span=self.since(start))

    def _script_into(self, found: _Found) -> int:
        """Reads one script; the number of primes that it was."""
        token = self.advance()
        if token.kind == "_" and found.sub is not None:
            raise self.fail("a single subscript; braces say which one is meant", token)
        if token.kind != "_" and found.sup is not None:
            raise self.fail("a single superscript; braces say which one is meant", token)
        if token.kind == "'" or (token.kind == "^" and self._primes()):
            return 1
        if token.kind == "_":
            found.sub = self.script()
        else:
            found.sup = self.script()
        return 0

    def _primes(self) -> bool:
        """`^\\prime` and `^{\\prime}`."""
        if self.take("prime"):
            return True
        if self.at("{") and self.peek(1).kind == "prime" and self.peek(2).kind == "}":
            self.position += 3
            return True
        return False

    def script(self) -> Node | None:
        """A subscript or superscript, None for empty braces. A lone sign or function is a name (`x^*`)."""
        if not self.at("{"):
            return self._lone_mark(0) or self._script_token()
        if self.peek(1).kind == "}":
            self.position += 2
            return None
        sign = self._lone_mark(1) if self.peek(2).kind == "}" else None
        if sign is not None:
            self.position += 2
            return sign
        with self.nested():
            opening = self.advance()
            stacked = self.take("substack")
            if stacked is None:
                return self.enclosed(opening, "}", self.contents, "script")
            inner = self.advance()
            body = self.enclosed(inner, "}", self.contents, "stack")
            self.close(opening, "}")
            return body

    def _script_token(self) -> Node:
        self.closers.append("script")
        body = self.one_token("a script")
        self.closers.pop()
        return body

    def _lone_mark(self, ahead: int) -> Node | None:
        token = self.peek(ahead)
        if token.kind not in ("sign", "function") and (token.kind, token.text) != ("binary", "*"):
            return None
        self.position += 1
        return Identifier(token.text, span=(token.start, token.end))


def _primed(base: Node, count: int, span: Span) -> Node:
    if isinstance(base, Primed):
        return Primed(base.base, base.count + count, span=span)
    return Primed(base, count, span=span)
