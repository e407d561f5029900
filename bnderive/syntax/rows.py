"""A display in, its rows out: each with its exact span and its tree, or the reason why it was not understood.

Several equations of one line are parted, labels, words and punctuation taken off. Never raises on any text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bnderive.errors import NotUnderstood, Reason, Span
from bnderive.records import dataclass
from bnderive.syntax.equations import Equation, equations
from bnderive.syntax.lines import box_content, read_lines
from bnderive.syntax.nodes import Row
from bnderive.syntax.parser import Parser
from bnderive.syntax.shapes import check_depth
from bnderive.syntax.stretches import Line, bracket_depths, without_punctuation, without_spacing
from bnderive.syntax.tokens import MAX_DEPTH, MAX_TOKENS, Note, Token, not_understood, over_limit


@dataclass(frozen=True, slots=True)
class RowResult:
    """One row: `span` is the extent of its mathematics in the display. Either `row` or `reason` is None."""

    span: Span
    latex: str
    row: Row | None
    reason: Reason | None
    notes: tuple[Note, ...] = ()


def read_rows(latex: str) -> tuple[RowResult, ...]:
    """Every row of the display, in order; at least one, since a display without mathematics is not understood."""
    try:
        lines = read_lines(latex)
    except NotUnderstood as error:
        return (_whole(latex, error.reason),)
    results = tuple(result for line in lines for result in _results(latex, line))
    return results or (_whole(latex, not_understood(latex, _extent(latex), "a formula").reason),)


def parse_formula(latex: str) -> Row:
    """The one row that `latex` holds. Raises NotUnderstood for anything else.

    >>> parse_formula("a = b").relations
    ('=',)
    """
    results = read_rows(latex)
    for result in results:
        if result.reason is not None:
            raise NotUnderstood(result.reason.rule, result.reason.name, result.reason.message, result.reason.span)
    row = results[0].row
    if row is None or len(results) > 1:
        raise not_understood(latex, results[-1].span, "one formula")
    return row


def _extent(latex: str) -> Span:
    start = len(latex) - len(latex.lstrip())
    return (start, max(len(latex.rstrip()), start))


def _whole(latex: str, reason: Reason) -> RowResult:
    span = _extent(latex)
    return RowResult(span, latex[span[0] : span[1]], None, reason)


def _results(latex: str, line: Line) -> Iterator[RowResult]:
    notes = line.notes
    for equation in equations(latex, line):
        result = _read(latex, equation, line.boxed, notes)
        if result is not None:
            yield result
            notes = []


# -- one equation


def _read(latex: str, equation: Equation, boxed: bool, notes: list[Note]) -> RowResult | None:
    tokens, label = _without_label(latex, without_punctuation(equation.tokens))
    inner = box_content(tokens)
    while inner is not None:
        tokens, boxed = without_punctuation(inner), True
        inner = box_content(tokens)
    if not label:
        tokens, label = _without_label(latex, tokens)
    if not tokens:
        return None
    found = list(notes)
    tokens = _without_stray(tokens, found)
    span = (tokens[0].start, tokens[-1].end)
    parser = Parser(latex, tokens, found)
    try:
        _check_limits(tokens)
        row = parser.row()
        check_depth(row)
    except NotUnderstood as error:
        return RowResult(span, latex[span[0] : span[1]], None, error.reason, tuple(found))
    boxed = boxed or row.boxed or parser.opened_box
    row = replace(row, label=label, remarks=tuple(equation.remarks), boxed=boxed)
    return RowResult(span, latex[span[0] : span[1]], row, None, tuple(found))


def _without_label(latex: str, tokens: list[Token]) -> tuple[list[Token], str]:
    """`a)`, `(a) ` and `1.` at the very start of a row."""
    length = _label_length(latex, tokens)
    if not length or not without_punctuation(tokens[length:]):
        return tokens, ""
    return without_spacing(tokens[length:]), latex[tokens[0].start : tokens[length - 1].end]


_NUMBERED = (["letter", "close"], ["number", "close"], ["number", "mark"])
_LABELLED = ("letter", "symbol", "fraction", "accent", "font", "big", "boxed", "sqrt", "function")
_GAPS = (" ", "\n", "\t", "~", "\\ ", "\\quad", "\\qquad")
_ROMAN = ("ii", "iii", "iv", "vi", "vii", "viii", "ix")


def _label_length(latex: str, tokens: list[Token]) -> int:
    """How many tokens are a label; `(a)` is one only with a space after it and a name or a fraction to follow."""
    kinds = [token.kind for token in tokens[:4]]
    if kinds[:2] in _NUMBERED and tokens[1].text in (")", ".") and len(tokens) > 2:
        return 2
    if kinds[:3] in (["open", "letter", "close"], ["open", "number", "close"]):
        last = 2
    else:
        last = next((k for k, token in enumerate(tokens[:5]) if token.kind == "close"), 0)
        if "".join(token.text for token in tokens[1:last]) not in _ROMAN or tokens[0].kind != "open":
            return 0
    following = next((token for token in tokens[last + 1 :] if token.kind != "quad"), None)
    if tokens[0].text != "(" or following is None or following.kind not in _LABELLED:
        return 0
    gap = latex[tokens[last].end : following.start]
    return last + 1 if gap.startswith(_GAPS) else 0


def _without_stray(tokens: list[Token], notes: list[Note]) -> list[Token]:
    """Leaves out one closing parenthesis at the end that nothing opens."""
    last = tokens[-1]
    if len(tokens) < 2 or (last.kind, last.text) != ("close", ")"):
        return tokens
    depth = 0
    for token in tokens[:-1]:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth < 0:
            return tokens
    if depth:
        return tokens
    core = without_punctuation(tokens[:-1])
    if not core:
        return tokens
    notes.append(Note("BN110", "stray-parenthesis", (last.start, last.end), "nothing opens this `)`; it is left out"))
    return core


# -- limits


def _check_limits(tokens: list[Token]) -> None:
    span = (tokens[0].start, tokens[-1].end)
    if len(tokens) > MAX_TOKENS:
        raise over_limit(span, f"the formula has {len(tokens)} tokens, the limit is {MAX_TOKENS}")
    for token, depth in zip(tokens, bracket_depths(tokens), strict=True):
        if depth >= MAX_DEPTH:
            raise over_limit((token.start, token.end), f"brackets are nested more than {MAX_DEPTH} levels deep")
