"""A line in, its equations out: `,`, `;`, wide spaces and words part them. Words are kept as remarks, never dropped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from bnderive.syntax.cursor import is_word
from bnderive.syntax.stretches import (
    Line,
    bracket_depths,
    has_relation,
    starts_with_relation,
    without_punctuation,
    words,
)
from bnderive.syntax.tokens import Token

_PARTING = ("\\Rightarrow",)


@dataclass(slots=True)
class Equation:
    """The tokens of one equation, and the words that stand with it."""

    tokens: list[Token]
    remarks: list[str] = field(default_factory=list)


def _kinds(tokens: list[Token]) -> list[str]:
    """What each token of a line does to it: `,` and `;` part equations, so do wide spaces, words are remarks."""
    out = []
    for index, (token, depth) in enumerate(zip(tokens, bracket_depths(tokens), strict=True)):
        kind = ""
        if depth == 0:
            if token.kind == "mark" and token.text in (",", ";"):
                kind = token.text
            elif token.kind == "quad":
                kind = "quad"
            elif token.kind.startswith("text:") and not _is_name(tokens, index):
                kind = "words"
            elif token.kind == "relation" and token.text in _PARTING:
                kind = "implies"
        out.append(kind)
    return out


def _is_name(tokens: list[Token], index: int) -> bool:
    """A word next to mathematics is a name, unless a wide space sets it off as a remark."""
    if index and tokens[index - 1].kind in ("^", "_"):
        return True
    if not is_word(tokens[index].text):
        return False
    following = tokens[index + 1].kind if index + 1 < len(tokens) else ""
    return not (index and tokens[index - 1].kind == "quad") or following in ("relation", "_", "^", "open")


def equations(latex: str, line: Line) -> list[Equation]:
    out = [Equation([])]
    parting: list[Token] = []
    pending: list[str] = []
    for parts, said, chunk in _chunks(latex, line.tokens):
        parting = parts
        pending = said
        _place(latex, out, parting, pending, chunk)
    out[0 if len(out) == 1 else -1].remarks += [remark for remark in line.remarks if remark]
    return out


def _chunks(latex: str, tokens: list[Token]) -> Iterator[tuple[list[Token], list[str], list[Token]]]:
    """Stretches of mathematics, each with what parts it from the one before and the words between."""
    parts: list[Token] = []
    chunk: list[Token] = []
    said: list[str] = []
    for token, kind in zip(tokens, _kinds(tokens), strict=True):
        if kind and chunk:
            yield parts, said, chunk
            parts, said, chunk = [], [], []
        if kind:
            parts.append(token)
            said += [words(latex, [token])] if kind == "words" else []
        else:
            chunk.append(token)
    if chunk or parts:
        yield parts, said, chunk


def _place(latex: str, out: list[Equation], parts: list[Token], said: list[str], chunk: list[Token]) -> None:
    """Decides whether a stretch is an equation of its own, a part of the one before, or a remark on it."""
    current = out[-1]
    if not without_punctuation(chunk):
        current.remarks += said
        current.tokens += [part for part in parts if part.kind == "relation"]
        return
    wide = any(part.kind == "quad" for part in parts)
    spaced = all(part.kind == "quad" for part in parts)
    implied = any(part.kind == "relation" for part in parts)
    own = has_relation(chunk) and not starts_with_relation(chunk)
    if not current.tokens and not implied:
        current.tokens += chunk if not (said and starts_with_relation(chunk)) else [_unplaced(parts), *chunk]
        current.remarks += said
    elif spaced and _is_part(current.tokens, chunk):
        current.tokens += chunk
    elif said and not own and not starts_with_relation(chunk):
        current.remarks += [*said, words(latex, chunk)]
    elif own and (wide or said or has_relation(current.tokens)) and (not implied or current.tokens):
        out.append(Equation(list(chunk), list(said)))
    elif wide and _is_number_of_row(chunk):
        current.remarks.append(words(latex, chunk))
    elif wide and not own and not has_relation(current.tokens):
        out.append(Equation(list(chunk)))
    else:
        current.tokens += [*parts, *chunk]


def _unplaced(parts: list[Token]) -> Token:
    """Words that stand where a side of the relation should: they keep the row from being read without them."""
    return next(part for part in parts if part.kind.startswith("text:"))


def _is_part(tokens: list[Token], chunk: list[Token]) -> bool:
    """A wide space before or after an operator or a relation is only a space."""
    joints = ("relation", "sign", "binary", "pm")
    return bool(tokens) and (chunk[0].kind in joints or tokens[-1].kind in joints)


def _is_number_of_row(chunk: list[Token]) -> bool:
    core = without_punctuation(chunk)
    kinds = [token.kind for token in core]
    return kinds in (["open", "number", "close"], ["open", "binary", "close"]) and core[0].text == "("
