"""Tokens of LaTeX come in; what is the argument of what goes out, and where two texts may not touch."""

from __future__ import annotations

import re

from bnderive.source.definitions import Scanned

LONGEST_OPTION = 200
_TWO = "frac dfrac tfrac cfrac binom overset underset stackrel"
_ONE = (
    "sqrt hat widehat tilde widetilde bar overline vec check dot ddot breve underline boxed text operatorname "
    "mathrm mathbf mathcal mathbb mathit mathsf mathtt boldsymbol bm"
)
TAKING = {name: count for names, count in ((_TWO, 2), (_ONE, 1)) for name in names.split()}
"""How many arguments a macro of LaTeX takes: a macro of the author's in such a place is one argument as a whole."""

CONTROL_WORD_END = re.compile(r"\\[A-Za-z]+\Z")
Span = tuple[Scanned, int, int]


class Failure(Exception):
    """Why a use of a macro cannot be expanded."""


class Waiting:
    """How many of the next tokens are arguments of a macro of LaTeX, or a script; groups are counted by themselves."""

    def __init__(self) -> None:
        self.count = 0
        self.outer: list[int] = []

    def take(self, token: str) -> None:
        match token:
            case "{":
                self.outer.append(max(self.count - 1, 0))
                self.count = 0
            case "}":
                self.count = self.outer.pop() if self.outer else 0
            case "^" | "_":
                self.count = 1
            case _ if not token.isspace():
                self.count = TAKING.get(token[1:], max(self.count - 1, 0))

    def argument(self, text: str, is_whole: bool = True) -> str:
        """The text as it must stand here: in braces where it is one argument and an argument is awaited."""
        if self.count == 0:
            return text
        self.count -= 1
        return "{" + text + "}" if is_whole else text


def arguments(scanned: Scanned, index: int, end: int, count: int, default: str | None) -> tuple[int, list[Span]]:
    """The index after `count` arguments, and each of them as a range of tokens."""
    spans: list[Span] = []
    if default is not None:
        index, span = _option(scanned, index, end, default)
        spans.append(span)
    while len(spans) < count:
        index = scanned.past_space(index, end)
        if index >= end:
            raise Failure(f"it takes {count} arguments, and fewer stand here")
        if scanned.tokens[index] == "{":
            close = scanned.closing.get(index, end)
            if close >= end:
                raise Failure("the { of its argument is not closed")
            spans.append((scanned, index + 1, close))
            index = close + 1
        else:
            spans.append((scanned, index, index + 1))
            index += 1
    return index, spans


def _option(scanned: Scanned, index: int, end: int, default: str) -> tuple[int, Span]:
    opening = scanned.past_space(index, end)
    if opening >= end or scanned.tokens[opening] != "[":
        otherwise = Scanned(default)
        return index, (otherwise, 0, len(otherwise.tokens))
    k = opening + 1
    while k < min(end, opening + LONGEST_OPTION):
        if scanned.tokens[k] == "]":
            return k + 1, (scanned, opening + 1, k)
        k = scanned.closing.get(k, k) + 1
    raise Failure("the [ of its argument is not closed")


def runs_on(before: str, after: str) -> bool:
    """Whether a control word at the end of the one text would swallow the first letter of the other."""
    return after[:1].isascii() and after[:1].isalpha() and CONTROL_WORD_END.search(before[-80:]) is not None


def apart(before: str, after: str) -> str:
    """The second text as it can follow the first."""
    return f" {after}" if runs_on(before, after) else after
