"""A line in, its equations out: `,`, `;`, wide spaces and words part them. Words are kept as remarks, never dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field

from bnderive.records import dataclass
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

PARTING = ("\\Rightarrow", "\\Leftrightarrow")
_ARITHMETIC = re.compile(r"\b(plus|minus|times|over|divided|mal|durch|geteilt|fois|sur)\b|[加减乘除]", re.IGNORECASE)
_JOINING = re.compile(
    r"\b(and|or|resp|respectively|else|otherwise|also|und|oder|sonst|et|ou|sinon|y|o|e|if|when|whenever)\b|[和或否]",
    re.IGNORECASE,
)
_JOINTS = ("relation", "sign", "binary", "pm")


@dataclass(slots=True)
class Equation:
    """The tokens of one equation, and the words that stand with it."""

    tokens: list[Token]
    remarks: list[str] = field(default_factory=list)


def _kinds(tokens: list[Token]) -> list[str]:
    """What each token of a line does to it: `,` and `;` part equations, so do wide spaces; words are remarks, so is
    what a colon stands behind.
    """
    out: list[str] = []
    noted = 0
    for index, (token, depth) in enumerate(zip(tokens, bracket_depths(tokens), strict=True)):
        kind = ""
        if index < noted:
            kind = "words"
        elif depth == 0:
            noted = _end_of_bracketed_words(tokens, index)
            if index < noted:
                kind = "words"
            elif token.kind == "mark" and token.text in (",", ";"):
                kind = token.text
            elif token.kind == "quad":
                kind = "quad"
            elif (token.kind, token.text) == ("mark", ":"):
                kind = "colon"
            elif token.kind.startswith("text:") and not _is_name(tokens, index):
                kind = "words"
            elif token.kind == "relation" and token.text in PARTING:
                kind = "implies"
        out.append(kind)
    return out


def _end_of_bracketed_words(tokens: list[Token], index: int) -> int:
    """Where a bracket ends that holds nothing but words: `(\\text{by linearity})`; the index itself if it is none."""
    end = index + 1
    while end < len(tokens) and tokens[end].kind.startswith("text:") and not is_word(tokens[end].text):
        end += 1
    closed = tokens[index].kind == "open" and end > index + 1 and end < len(tokens) and tokens[end].kind == "close"
    return end + 1 if closed else index


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
            said += [words(latex, [token])] if token.kind.startswith("text:") else []
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
    if wide and own and _is_label(current.tokens) and len(out) == 1:
        current.tokens += [*parts, *chunk]
    elif own and parts and parts[0].text == ":" and len(out) == 1 and not has_relation(current.tokens):
        current.remarks.append(words(latex, current.tokens))
        current.tokens = list(chunk)
    elif not current.tokens and (not implied or has_relation(chunk)):
        current.tokens += chunk if not (said and starts_with_relation(chunk)) else [_unplaced(parts), *chunk]
        current.remarks += said
    elif spaced and _is_part(current.tokens, chunk):
        current.tokens += chunk
    elif said and not own and (_operates(current.tokens, said, chunk) or _is_value(said, chunk)):
        current.tokens += [_unplaced(parts), *chunk]
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
    return bool(tokens) and (chunk[0].kind in _JOINTS or tokens[-1].kind in _JOINTS)


def _operates(tokens: list[Token], said: list[str], chunk: list[Token]) -> bool:
    """Whether words stand between parts of one formula: what follows them is no remark then."""
    if starts_with_relation(chunk):
        return False
    return _is_part(tokens, chunk) or any(_ARITHMETIC.search(remark) for remark in said)


def _is_value(said: list[str], chunk: list[Token]) -> bool:
    """Whether what follows words is one more value, `1 \\text{ if } i=j \\text{ and } 0 \\text{ otherwise}`."""
    letters = all(token.kind in ("letter", "mark") for token in chunk)
    worded = any(re.search(r"[^\W\d_]", remark) for remark in said)
    joined = not worded or any(_JOINING.search(remark) for remark in said)
    return joined and not letters and not starts_with_relation(chunk)


def _is_label(tokens: list[Token]) -> bool:
    """`(a)` or `(1)`, alone before a wide space."""
    return [token.kind for token in tokens] in (["open", "letter", "close"], ["open", "number", "close"])


def _is_number_of_row(chunk: list[Token]) -> bool:
    core = without_punctuation(chunk)
    kinds = [token.kind for token in core]
    return kinds in (["open", "number", "close"], ["open", "binary", "close"]) and core[0].text == "("
