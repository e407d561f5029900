"""Lines of a display in; those that only together make a formula come out as one, where that is certain."""

from __future__ import annotations

from bnderive.syntax.stretches import Line, has_relation, starts_with_relation
from bnderive.syntax.tokens import Token

_LOOK_AHEAD = 16


def joined_lines(lines: list[Line]) -> list[Line]:
    """The lines, those that go on with the formula before them joined to it."""
    out: list[Line] = []
    index = 0
    while index < len(lines):
        line, index = _with_open_brackets(lines, index)
        if out and out[-1].environment == line.environment and _continues(out[-1], line):
            _join(out[-1], line)
        else:
            out.append(line)
    return out


def _join(line: Line, following: Line) -> None:
    last, first = line.tokens[-1], following.tokens[0]
    if (last.kind, last.text) == ("close", ".") and (first.kind, first.text) == ("open", "."):
        line.tokens.pop()
        following.tokens = following.tokens[1:]
    line.tokens += following.tokens
    line.remarks += following.remarks
    line.notes += following.notes


def _balance(tokens: list[Token]) -> int:
    return sum({"open": 1, "close": -1}.get(token.kind, 0) for token in tokens)


def _with_open_brackets(lines: list[Line], index: int) -> tuple[Line, int]:
    """The line at `index` with as many following ones as close its brackets."""
    line, balance = lines[index], _balance(lines[index].tokens)
    last = index
    while balance > 0 and last + 1 < min(len(lines), index + _LOOK_AHEAD) and not _is_new(lines[last + 1]):
        last += 1
        balance += _balance(lines[last].tokens)
    if last == index or balance != 0:
        return line, index + 1
    for following in lines[index + 1 : last + 1]:
        _join(line, following)
    return line, last + 1


def _is_new(line: Line) -> bool:
    """Inside an open bracket no line has a relation of its own."""
    return has_relation(line.tokens)


def _continues(line: Line, following: Line) -> bool:
    """Whether `following` is certainly a part of the formula that `line` begins."""
    last, first = line.tokens[-1], following.tokens[0]
    if starts_with_relation(following.tokens):
        return False
    if last.kind in ("sign", "binary", "pm") or first.kind == "binary":
        return True
    if (last.kind, last.text) == ("close", ".") and (first.kind, first.text) == ("open", "."):
        return True
    if last.kind == "mark" and last.text != ",":
        return False
    own = has_relation(following.tokens)
    if last.kind == "relation":
        return not own
    if first.kind in ("sign", "pm"):
        return first.text == "+" or not own or following.aligned or line.environment.startswith(("multline", "split"))
    return line.environment.startswith("multline") or (
        following.aligned and not own and first.kind.partition(":")[0] != "text"
    )
