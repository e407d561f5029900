"""Atoms of a formula: letters, numbers, fonts, accents, fractions, roots, brackets and groups.

In: a cursor at the first token of an atom. Out: its node. How atoms combine is the parser's matter.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from bnderive.errors import Span
from bnderive.syntax.cursor import is_word
from bnderive.syntax.macros import CLOSERS
from bnderive.syntax.nodes import (
    Accented,
    Boxed,
    Braced,
    Bracketed,
    Cases,
    Dots,
    Fraction,
    Identifier,
    Node,
    Number,
    Primed,
    Root,
    Scripted,
    Text,
)
from bnderive.syntax.scripts import SCRIPTS
from bnderive.syntax.shapes import INVISIBLE_BASES, is_loose, is_open_ended
from bnderive.syntax.tables import Tables
from bnderive.syntax.tokens import Token, unclosed

_UPRIGHT = ("mathrm", "mathit", "mathnormal")
_INVISIBLE = "parentheses: these braces do not show in print, so a reader sees another formula"


class Atoms(Tables):
    @abstractmethod
    def starts_factor(self) -> bool:
        """Whether the next token can begin a factor."""

    def atom(self) -> Node:
        token = self.peek()
        read = self._readers.get(token.kind.partition(":")[0])
        if read is None:
            raise self.fail("a number, a name, a fraction or a bracket")
        with self.nested():
            return read(self)

    # -- names and numbers

    def _letter(self) -> Node:
        token = self.advance()
        return Identifier(token.text, span=(token.start, token.end))

    def _number(self) -> Node:
        token = self.advance()
        return Number(token.text, span=(token.start, token.end))

    def _dots(self) -> Node:
        token = self.advance()
        return Dots(span=(token.start, token.end))

    def _text(self) -> Node:
        token = self.peek()
        span = (token.start, token.end)
        script = bool(self.closers) and self.closers[-1] == "script"
        if is_word(token.text) or (script and token.text.isalnum() and token.text.isascii()):
            self.advance()
            written = re.sub(r"(?<!\\)_", r"\\_", token.text)
            return Identifier(written, token.kind.partition(":")[2], span=span)
        if not script:
            raise self.fail("mathematics, or the words at the end of the row")
        self.advance()
        return Text(token.text, span=span)

    def _font(self) -> Node:
        token = self.advance()
        word = self._plain_word()
        if word is not None:
            if word.isdigit() and token.text in _UPRIGHT:
                return Number(word, span=self.since(token.start))
            return Identifier(word, token.text, span=self.since(token.start))
        body = self.argument()
        self._check_scope(body, self.since(token.start))
        return _with_font(body, token.text)

    def _plain_word(self) -> str | None:
        """The letters and digits of `{word}`, written without a gap; nothing is read if the group is something else."""
        if not self.at("{"):
            return None
        length = 1
        while (
            self.peek(length).kind in ("letter", "number", "underscore")
            and self.peek(length).start == self.peek(length - 1).end
        ):
            length += 1
        if length == 1 or self.peek(length).kind != "}":
            return None
        word = "".join(
            "\\_" if token.kind == "underscore" else token.text for token in map(self.peek, range(1, length))
        )
        if not word.replace("\\_", "").isalnum():
            return None
        self.position += length + 1
        return word

    # -- macros with arguments

    def _accent(self) -> Node:
        token = self.advance()
        body = self.argument()
        return Accented(token.text, body, span=self.since(token.start))

    def _fraction(self) -> Node:
        token = self.advance()
        numerator, denominator = self.argument(), self.argument()
        return Fraction(numerator, denominator, token.text, span=self.since(token.start))

    def _root(self) -> Node:
        token = self.advance()
        degree = None
        if self.at("open", "["):
            opening = self.advance()
            degree = self.enclosed(opening, "]", self.expression)
        typed = self.at("open", "(") and self.latex[token.start : token.end] == "√"
        radicand = self.bracket() if typed else self.argument()
        return Root(radicand, degree, span=self.since(token.start))

    def _boxed(self) -> Node:
        token = self.advance()
        body = self.argument()
        return Boxed(body, span=self.since(token.start))

    def _brace(self) -> Node:
        token = self.advance()
        body = self.argument()
        if token.text == "cancel":
            return Braced(body, None, token.text, span=self.since(token.start))
        mark = "_" if token.text == "underbrace" else "^"
        label = self._remark() if self.take(mark) else None
        if self.peek().kind in SCRIPTS:
            raise self.fail("one label and no further script")
        return Braced(body, label, token.text, span=self.since(token.start))

    def _remark(self) -> Node:
        """The label under a brace, kept as the author wrote it."""
        token = self.peek()
        if not self.at("{"):
            self.atom()
            return Text(self.latex[token.start : self.since(token.start)[1]], span=self.since(token.start))
        last = self.closing_brace(self.position)
        self.position = last + 1
        inside = self.latex[token.end : self.tokens[last].start]
        return Text(inside.strip(), span=(token.start, self.tokens[last].end))

    def argument(self) -> Node:
        """The argument of a macro: a group, or one token (`\\frac12`)."""
        if self.at("{"):
            opening = self.advance()
            return self.enclosed(opening, "}", self.expression)
        return self.one_token("an argument")

    # -- groups and brackets

    def bracket(self) -> Node:
        opening = self.advance()
        closing = CLOSERS.get(opening.text)
        if closing is None:
            raise self.fail("an opening bracket", opening)
        if closing == ".":
            return self._unbracketed(opening)
        self.closers.append(("bar" if opening.kind == "bar" else "") + closing)
        body = self.contents()
        if not (isinstance(body, Cases) and opening.text == "\\{" and self.take("close", ".")):
            self.close(opening, closing)
            body = Bracketed(opening.text, body, closing, span=self.since(opening.start))
        self.closers.pop()
        return body

    def _unbracketed(self, opening: Token) -> Node:
        """`\\left. … \\right|_{…}`, the value at a place; and `\\left. … \\right.`, which shows nothing."""
        self.closers.append("left")
        body = self.expression()
        if self.take("close", "."):
            self.closers.pop()
            self._check_scope(body, self.since(opening.start))
            return body
        self.close(opening, "|")
        self.closers.pop()
        return Bracketed(".", body, "|", span=self.since(opening.start))

    def with_place(self, node: Node) -> Node:
        """A factor with a bar and a subscript behind it: `\\frac{…}{…} \\Big|_{i=j}`, its value there."""
        own = bool(self.closers) and self.closers[-1] in ("bar|", "|", "left")
        if own or self.peek(1).kind != "_" or not (self.at("bar", "|") or self.at("close", "|")):
            return node
        self.advance()
        return self.scripts(Bracketed(".", node, "|", span=self.since(node.span[0])))

    def _group(self) -> Node:
        opening = self.advance()
        body = self.enclosed(opening, "}", self.expression)
        self._check_scope(body, self.since(opening.start))
        return body

    def _check_scope(self, body: Node, span: Span) -> None:
        """Braces do not show: they may not change where a sum, a function or a script ends."""
        if self.peek().kind in ("^", "_", "'") and (isinstance(body, INVISIBLE_BASES) or is_open_ended(body)):
            raise self.fail_span(span, _INVISIBLE)
        if is_open_ended(body) and (self.starts_factor() or self.at("binary")):
            raise self.fail_span(span, _INVISIBLE)

    def check_loose(self, node: Node) -> None:
        """A sum in braces may only stand where parentheses around it would change nothing."""
        if is_loose(node):
            raise self.fail_span(node.span, _INVISIBLE)

    def _stray(self) -> Node:
        token = self.peek()
        raise unclosed(self.latex, (token.start, token.end), f"an opening bracket before this `{token.text}`")

    _readers: ClassVar[dict[str, Callable[[Atoms], Node]]] = {
        "letter": _letter,
        "symbol": _letter,
        "function": _letter,
        "number": _number,
        "dots": _dots,
        "text": _text,
        "font": _font,
        "accent": _accent,
        "fraction": _fraction,
        "sqrt": _root,
        "boxed": _boxed,
        "brace": _brace,
        "open": bracket,
        "bar": bracket,
        "{": _group,
        "begin": Tables.environment,
        "close": _stray,
    }


def _with_font(node: Node, font: str) -> Node:
    """Fonts make no name: a font around something composite is set on its base, or falls away."""
    match node:
        case Identifier(font=""):
            return replace(node, font=font)
        case Number(text=text) if font not in _UPRIGHT and text.isdigit():
            return Identifier(text, font, span=node.span)
        case Scripted(base=base):
            return replace(node, base=_with_font(base, font))
        case Accented(body=body) | Primed(base=body):
            inner = _with_font(body, font)
            return (
                replace(node, body=inner) if isinstance(node, Accented) else Primed(inner, node.count, span=node.span)
            )
        case _:
            return node
