"""A text comes in, everything in it that may delimit mathematics, code, comments or links goes out, in one linear pass.

A backslash escapes what stands after it. Whether a token delimits anything is for the scanner to say.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bnderive.records import dataclass

CLOSERS = {"$$": "$$", r"\[": r"\]", r"\(": r"\)", r"\\[": r"\\]", r"\\(": r"\\)"}
INLINE = (r"\(", r"\\(")
LONGEST_DOLLARS = 4
_NAMES = (
    "align|alignat|alignedat|aligned|array|cases|dcases|displaymath|dmath|empheq|eqnarray|equation|flalign|gather|gathered"
    "|IEEEeqnarray|math|multline|numcases|split|xalignat"
)
ENVIRONMENTS = frozenset(name + star for name in _NAMES.split("|") for star in ("", "*"))

TOKEN = re.compile(
    r"(?P<bracket>\\+[()\[\]])"
    r"|(?P<environment>\\+(?P<side>begin|end)\{(?P<name>[A-Za-z]+\*?)\})"
    r"|(?P<escape>(?:\\\\)*\\[$`<])"
    r"|(?P<backslashes>\\+)"
    r"|(?P<dollars>\$+)"
    r"|(?P<code>`+)"
    r"|(?P<comment><!--)"
    r"|(?P<angle><)"
    r"|(?P<link>\]\()"
)
BACKTICKS = re.compile("`+")


class Token(NamedTuple):
    """`kind` is the delimiter itself for brackets, `begin` or `end` for environments, else what the token may start.

    A named tuple, since a document may hold half a million of them.
    """

    kind: str
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in order, and the sorted positions of what may close brackets, `$`, `$$`, code spans, comments."""

    all: list[Token]
    closers: dict[str, list[int]]
    dollars: list[int]
    backticks: dict[int, list[int]]
    backtick_runs: list[int]
    comment_ends: list[int]
    environment_ends: dict[int, int]


def tokens(text: str) -> Tokens:
    """All tokens of a text."""
    found = [token for match in TOKEN.finditer(text) if (token := _token(match)) is not None]
    closers: dict[str, list[int]] = {delimiter: [] for pair in CLOSERS.items() for delimiter in pair}
    for token in found:
        if token.kind in closers:
            closers[token.kind].append(token.start)
        elif token.kind == "dollars" and 2 <= token.end - token.start <= LONGEST_DOLLARS:
            closers["$$"].append(token.start)
    dollars = [token.start for token in found if token.kind == "dollars"]
    ticks = [match.span() for match in BACKTICKS.finditer(text)]
    by_length: dict[int, list[int]] = {}
    for start, end in ticks:
        by_length.setdefault(end - start, []).append(start)
    comment_ends = [match.end() for match in re.finditer("-->", text)]
    return Tokens(found, closers, dollars, by_length, [start for start, _ in ticks], comment_ends, matched(found))


def _token(match: re.Match[str]) -> Token | None:
    start, end = match.span()
    match match.lastgroup:
        case "bracket":
            return _bracket(start, end, match.string[end - 1])
        case "environment":
            return _environment(match)
        case "escape" | "backslashes" | None:
            return None
        case kind:
            return Token(kind, start, end)


def _bracket(start: int, end: int, bracket: str) -> Token | None:
    """An odd run of backslashes ends in a single delimiter, one of 2, 6, … in a doubled one; pairs part rows."""
    length = (end - 1 - start) % 4
    if length == 0:
        return None
    backslashes = 2 if length == 2 else 1
    return Token("\\" * backslashes + bracket, end - 1 - backslashes, end)


def _environment(match: re.Match[str]) -> Token | None:
    backslashes = match.start("side") - match.start()
    if backslashes % 2 == 0 or match["name"] not in ENVIRONMENTS:
        return None
    return Token(match["side"], match.start("side") - 1, match.end(), match["name"])


def matched(found: list[Token]) -> dict[int, int]:
    """From the start of each `\\begin{name}` to the end of its `\\end{name}`; environments of a name nest."""
    opened: dict[str, list[int]] = {}
    ends: dict[int, int] = {}
    for token in found:
        if token.kind == "begin":
            opened.setdefault(token.name, []).append(token.start)
        elif token.kind == "end" and opened.get(token.name):
            ends[opened[token.name].pop()] = token.end
    return ends
