"""A display in, its lines out: what `\\\\` parts, with environments, boxes, alignment and `&&` remarks taken off.

Lines that only together make a formula (a term on the next line, an open bracket) are joined where that is certain.
"""

from __future__ import annotations

from bisect import bisect_right

from bnderive.errors import NotUnderstood
from bnderive.syntax.joining import joined_lines
from bnderive.syntax.macros import ALIGNMENTS, TABLES
from bnderive.syntax.stretches import (
    GROUPS,
    Line,
    depths,
    has_relation,
    starts_with_relation,
    without_punctuation,
    without_spacing,
    words,
)
from bnderive.syntax.tokens import MAX_DEPTH, Note, Token, over_limit, tokenize, unclosed

_OPENING = {"{": "}", "begin": "end"}


def read_lines(latex: str) -> list[Line]:
    """Raises NotUnderstood where braces or environments do not match."""
    tokens = tokenize(latex)
    _check_matching(latex, tokens.items)
    lines = [part for line in _unwrapped(Line(tokens.items)) for part in _columns(latex, line)]
    joined = joined_lines([line for line in lines if line.tokens])
    _place_notes(joined, tokens.notes)
    return joined


def _check_matching(latex: str, tokens: list[Token]) -> None:
    waiting: list[Token] = []
    for token in tokens:
        if token.kind in _OPENING:
            waiting.append(token)
            if len(waiting) > MAX_DEPTH:
                raise over_limit((token.start, token.end), f"groups are nested more than {MAX_DEPTH} levels deep")
        elif token.kind in ("}", "end"):
            if not waiting or _OPENING[waiting[-1].kind] != token.kind:
                raise _mismatch(latex, token, waiting[-1] if waiting else None)
            if token.kind == "end" and token.text != waiting[-1].text:
                raise _mismatch(latex, token, waiting[-1])
            waiting.pop()
    if waiting:
        raise _mismatch(latex, waiting[0], None)


def _mismatch(latex: str, token: Token, opening: Token | None) -> NotUnderstood:
    partner = {"{": "a `}`", "}": "a `{`", "begin": "an `\\end`", "end": "a `\\begin`"}[token.kind]
    met = "" if opening is None else f", but `{latex[opening.start : opening.end]}` is open"
    return unclosed(latex, (token.start, token.end), f"{partner} to match `{latex[token.start : token.end]}`{met}")


def box_content(tokens: list[Token]) -> list[Token] | None:
    """What is in the `\\boxed` that the tokens are, punctuation after it aside."""
    core = without_punctuation(tokens)
    if len(core) < 3 or core[0].kind != "boxed" or core[1].kind != "{":
        return None
    return core[2:-1] if _closing_index(core, 1) == len(core) - 1 else None


def _closing_index(tokens: list[Token], position: int) -> int:
    depth = 0
    for index in range(position, len(tokens)):
        depth += GROUPS.get(tokens[index].kind, 0)
        if depth == 0:
            return index
    return -1


def _unwrapped(whole: Line) -> list[Line]:
    """Lines as they stand in the innermost alignment."""
    out: list[Line] = []
    waiting = [whole]
    while waiting:
        line = waiting.pop()
        inner = _inside(line)
        parts = [inner] if inner is not None else _split(line)
        if inner is None and len(parts) == 1:
            out += parts
        else:
            waiting += reversed(parts)
    return out


def _inside(line: Line) -> Line | None:
    box = box_content(line.tokens)
    if box is not None:
        return Line(box, line.environment, True, notes=line.notes)
    core = _without_brace(without_punctuation(line.tokens))
    if not core or core[0].kind not in _OPENING or _closing_index(core, 0) != len(core) - 1:
        return None
    if core[0].kind == "begin":
        table = Line(core[1:-1], core[0].text, line.boxed, notes=line.notes)
        rows = _holds_rows(table) if core[0].text == "array" else core[0].text in TABLES and _holds_equations(table)
        return table if core[0].text in ALIGNMENTS or rows else None
    inner = core[1:-1]
    breaks = any(
        token.kind == "newline" and depth == 0 for token, depth in zip(inner, depths(inner, GROUPS), strict=True)
    )
    return Line(inner, line.environment, line.boxed, notes=line.notes) if breaks else None


def _holds_rows(table: Line) -> bool:
    """Whether an `array` is an alignment: a relation parts two of its columns, or each of its rows is an equation."""
    rows = [[without_spacing(cell) for _, cell in _cells(row)] for row in _split(table)]
    ends = [token for cells in rows if len(cells) > 1 for cell in cells if cell for token in (cell[0], cell[-1])]
    whole = [len(cells) == 1 and has_relation(cells[0]) for cells in rows if any(cells)]
    return any(token.kind == "relation" for token in ends) or (bool(whole) and all(whole))


def _without_brace(tokens: list[Token]) -> list[Token]:
    """Without the brace that is open to the right around a whole line: `\\left\\{ … \\right.`"""
    ends = [(token.kind, token.text) for token in (tokens[:1] + tokens[-1:])]
    return tokens[1:-1] if ends == [("open", "\\{"), ("close", ".")] else tokens


def _holds_equations(table: Line) -> bool:
    """Whether every row of a table begins with an equation, or with a side and a cell that begins with a relation."""
    return all(
        has_relation(_before_space(cells[0][1]))
        or (len(cells) > 1 and starts_with_relation(without_spacing(cells[1][1])))
        for cells in (_cells(row) for row in _split(table) if without_spacing(row.tokens))
    )


def _before_space(tokens: list[Token]) -> list[Token]:
    """What stands before a wide space or words: behind them a relation is a condition."""
    core = without_spacing(tokens)
    end = next((k for k, token in enumerate(core) if token.kind == "quad" or token.kind.startswith("text:")), len(core))
    return core[:end]


def _split(line: Line) -> list[Line]:
    parts = [Line([], line.environment, line.boxed, notes=list(line.notes))]
    for token, depth in zip(line.tokens, depths(line.tokens, GROUPS), strict=True):
        if depth or token.kind != "newline":
            parts[-1].tokens.append(token)
            continue
        if token.text.startswith("\\\\\\\\"):
            message = "`\\\\\\\\` is read as one `\\\\`"
            parts[-1].notes.append(Note("BN112", "doubled-row-break", (token.start, token.end), message))
        parts.append(Line([], line.environment, line.boxed))
    return parts


def _columns(latex: str, line: Line) -> list[Line]:
    """Takes off `&`: a column with an equation of its own is a line, what stands after `&&` is a remark."""
    cells = _cells(line)
    aligned = len(cells) > 1 and not without_spacing(cells[0][1])
    out = [Line([], line.environment, line.boxed, aligned, notes=line.notes)]
    for remark, cell in cells:
        if _is_equation_beside(out[-1].tokens, without_spacing(cell)):
            out.append(Line(list(cell), line.environment, line.boxed))
        elif remark and without_spacing(cell):
            out[-1].remarks.append(words(latex, without_punctuation(cell)))
        else:
            out[-1].tokens += cell
    for part in out:
        part.tokens = without_spacing(part.tokens)
    return out


_JOINTS = ("relation", "sign", "binary", "pm")


def _is_equation_beside(tokens: list[Token], cell: list[Token]) -> bool:
    if not cell or cell[0].kind in _JOINTS or not has_relation(cell):
        return False
    return has_relation(tokens) and without_spacing(tokens)[-1].kind not in _JOINTS


def _cells(line: Line) -> list[tuple[bool, list[Token]]]:
    """The columns; with each whether `&&` parts it from the one before."""
    cells: list[tuple[bool, list[Token]]] = [(False, [])]
    for token, depth in zip(line.tokens, depths(line.tokens, GROUPS), strict=True):
        if depth or token.kind != "&":
            cells[-1][1].append(token)
        elif len(cells) > 1 and not cells[-1][1]:
            cells[-1] = (True, [])
        else:
            cells.append((False, []))
    return _paired(cells) if line.environment.startswith(("align", "flalign")) else cells


def _paired(cells: list[tuple[bool, list[Token]]]) -> list[tuple[bool, list[Token]]]:
    """Columns of an alignment come in pairs: `c` and `= d` are one equation. The first pair stays apart."""
    rest = cells[2:]
    pairs = [
        (remark, cell + (rest[index + 1][1] if index + 1 < len(rest) else []))
        for index, (remark, cell) in enumerate(rest)
        if index % 2 == 0
    ]
    return cells[:2] + pairs


def _place_notes(lines: list[Line], notes: list[Note]) -> None:
    """Notes of the tokenizer go to the line that they stand in, or the one before."""
    starts = [line.tokens[0].start for line in lines]
    for note in notes if lines else ():
        lines[max(bisect_right(starts, note.span[0]) - 1, 0)].notes.append(note)
