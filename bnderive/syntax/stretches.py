"""Stretches of tokens: how deep each token stands, where punctuation ends, whether there is a relation."""

from __future__ import annotations

from dataclasses import field

from bnderive.records import dataclass
from bnderive.syntax.tokens import Note, Token

GROUPS = {"{": 1, "begin": 1, "}": -1, "end": -1}
_BRACKETS = {**GROUPS, "open": 1, "close": -1}


@dataclass(slots=True)
class Line:
    """One line of mathematics: `aligned` says that its first column is empty."""

    tokens: list[Token]
    environment: str = ""
    boxed: bool = False
    aligned: bool = False
    remarks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def depths(tokens: list[Token], step: dict[str, int]) -> list[int]:
    """How many groups are open before each token; a stray closing one does not count."""
    depth, out = 0, []
    for token in tokens:
        change = step.get(token.kind, 0)
        if change < 0:
            depth = max(depth - 1, 0)
        out.append(depth)
        if change > 0:
            depth += 1
    return out


def bracket_depths(tokens: list[Token]) -> list[int]:
    return depths(tokens, _BRACKETS)


def without_spacing(tokens: list[Token]) -> list[Token]:
    """Without wide spaces at either end."""
    first, last = 0, len(tokens)
    while first < last and tokens[first].kind == "quad":
        first += 1
    while last > first and tokens[last - 1].kind == "quad":
        last -= 1
    return tokens[first:last]


def without_punctuation(tokens: list[Token]) -> list[Token]:
    last = len(tokens)
    while last and tokens[last - 1].kind in ("mark", "quad"):
        last -= 1
    return without_spacing(tokens[:last])


def has_relation(tokens: list[Token]) -> bool:
    return any(
        token.kind == "relation" and depth == 0 for token, depth in zip(tokens, bracket_depths(tokens), strict=True)
    )


def starts_with_relation(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[0].kind == "relation"


def words(latex: str, tokens: list[Token]) -> str:
    """A remark as running text."""
    if not tokens:
        return ""
    if all(token.kind.startswith("text:") for token in tokens):
        return " ".join(token.text.strip() for token in tokens)
    return latex[tokens[0].start : tokens[-1].end]
