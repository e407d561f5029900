"""A place in the tokens of one row, and the ways to stop there. Knows no grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bnderive.errors import NotUnderstood, Span
from bnderive.syntax.macros import REMARKS
from bnderive.syntax.tokens import MAX_DEPTH, Note, Token, not_understood, over_limit, unclosed, unknown_macro

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?:\\_|_|-)[A-Za-z0-9]+)*")


def is_word(text: str) -> bool:
    """Whether a text set in one piece can be a name (`rstd`), and not a remark (`for`)."""
    return _WORD.fullmatch(text) is not None and text.lower() not in REMARKS


def with_columns(tokens: list[Token]) -> list[Token]:
    """In `cases` a wide space before words or a relation sets off a condition as `&` does."""
    inside, has_column = 0, False
    out: list[Token] = []
    for token, is_condition in zip(tokens, _before_conditions(tokens), strict=True):
        if token.kind in ("begin", "end", "newline", "&"):
            inside += {"begin": 1, "end": -1}.get(token.kind, 0)
            has_column = token.kind == "&"
        elif token.kind == "quad" and inside and is_condition and not has_column:
            token, has_column = replace(token, kind="&", text="&"), True
        out.append(token)
    return out


def _before_conditions(tokens: list[Token]) -> list[bool]:
    """For each token, whether words follow it at once or a relation follows in the same cell."""
    out: list[bool] = []
    relation = words = False
    for token in reversed(tokens):
        out.append(relation or words)
        words = token.kind.startswith("text:")
        relation = token.kind == "relation" or (relation and token.kind not in ("begin", "end", "newline", "&"))
    return out[::-1]


class Cursor:
    """Walks over tokens; `closers` holds what the open groups and brackets wait for, innermost last."""

    def __init__(self, latex: str, tokens: list[Token], notes: list[Note]) -> None:
        self.latex = latex
        self.tokens = [token for token in with_columns(tokens) if token.kind != "quad"]
        self.position = 0
        self.notes = notes
        self.closers: list[str] = []
        self.depth = 0
        end = self.tokens[-1].end if self.tokens else 0
        self.end = Token("end of row", "", end, end)

    def peek(self, ahead: int = 0) -> Token:
        index = self.position + ahead
        return self.tokens[index] if index < len(self.tokens) else self.end

    def advance(self) -> Token:
        token = self.peek()
        self.position += 1
        return token

    def at(self, kind: str, text: str | None = None) -> bool:
        token = self.peek()
        return token.kind == kind and (text is None or token.text == text)

    def take(self, kind: str, text: str | None = None) -> Token | None:
        return self.advance() if self.at(kind, text) else None

    def since(self, start: int) -> Span:
        """The span from `start` to the end of the token that was read last."""
        return (start, self.tokens[self.position - 1].end if self.position else start)

    def fail(self, expected: str, token: Token | None = None) -> NotUnderstood:
        token = token or self.peek()
        span = (token.start, token.end)
        if token.kind == "unknown-macro":
            return unknown_macro(self.latex, span, token.text)
        return not_understood(self.latex, span, expected)

    def fail_span(self, span: Span, expected: str) -> NotUnderstood:
        return not_understood(self.latex, span, expected)

    def note(self, rule: str, name: str, span: Span, message: str) -> None:
        self.notes.append(Note(rule, name, span, message))

    @contextmanager
    def nested(self) -> Iterator[None]:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            token = self.peek()
            raise over_limit((token.start, token.end), f"the formula is nested more than {MAX_DEPTH} levels deep")
        yield
        self.depth -= 1

    def close(self, opening: Token, closing: str) -> None:
        """Reads the closing delimiter of `opening`, or says what stands in its place."""
        token = self.peek()
        if token.kind in ("close", "bar", "}") and token.text == closing:
            self.advance()
        elif token.kind in ("close", "}", "end of row"):
            raise unclosed(self.latex, (opening.start, opening.end), f"a `{closing}` that closes this `{opening.text}`")
        else:
            raise self.fail(f"an operator or the closing `{closing}`")

    def closing_brace(self, position: int) -> int:
        """The index of the token that closes the `{` at `position`; braces are known to match."""
        depth = 0
        for index in range(position, len(self.tokens)):
            depth += {"{": 1, "}": -1}.get(self.tokens[index].kind, 0)
            if depth == 0:
                return index
        opening = self.tokens[position]
        raise unclosed(self.latex, (opening.start, opening.end), "a `}` that closes this `{`")
