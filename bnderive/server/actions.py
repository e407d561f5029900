"""A judged document and a stretch of it in, the repairs that an editor can carry out there out. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol import types

from bnderive.escape import one_line
from bnderive.report import DocumentReport, Edit, Formula, Repair
from bnderive.reports.rulebook import name_of_rule
from bnderive.server.diagnostics import SOURCE
from bnderive.server.positions import Positions, units
from bnderive.source.lines import Lines

FIX_ALL = "source.fixAll.bnderive"
CLOSED_FORM = "BN300"


def quick_fixes(
    report: DocumentReport, positions: Positions, params: types.CodeActionParams
) -> Iterator[tuple[types.CodeAction, list[types.TextEdit]]]:
    """The repairs of the rows that a stretch touches, each with its edits, but not of those that a comment accepts."""
    for row in report.formulas:
        extent = positions.range(row)
        if row.repair is not None and row.repair.edits and row.is_failure and do_touch(extent, params.range):
            yield quick_fix(row, row.repair, extent, params.context), text_edits(row.repair.edits, positions)


def quick_fix(row: Formula, repair: Repair, extent: types.Range, context: types.CodeActionContext) -> types.CodeAction:
    mended = [each for each in context.diagnostics if each.source == SOURCE and each.range == extent]
    return types.CodeAction(
        title_of(repair, row.line),
        kind=types.CodeActionKind.QuickFix,
        diagnostics=mended or None,
        is_preferred=True if repair.safe else None,
    )


def title_of(repair: Repair, line: int) -> str:
    """What a repair does; of an unsafe one, why it wants a look: it changes more than a slip on the right side."""
    if CLOSED_FORM in repair.rules:
        return f"Put the true value in its place, line {line} (unsafe: look at it)"
    names = " and ".join(name_of_rule(rule).replace("-", " ") for rule in repair.rules)
    return one_line(f"Mend {names}, line {line}" + ("" if repair.safe else " (unsafe: look at it)"))


def text_edits(edits: Iterable[Edit], positions: Positions) -> list[types.TextEdit]:
    return [types.TextEdit(positions.range(edit), edit.text) for edit in edits]


def has_safe_repair(report: DocumentReport) -> bool:
    return any(row.is_failure and row.repair is not None and row.repair.safe for row in report.formulas)


def wants(only: Iterable[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Whether an editor asks for actions of a kind: for all of them, for that one, or for one above it.

    >>> wants(["source.fixAll"], "source.fixAll.bnderive"), wants(["source.fix"], "source.fixAll.bnderive")
    (True, False)
    """
    asked = [each.value if isinstance(each, types.CodeActionKind) else each for each in only or ()]
    return only is None or any(not each or kind == each or kind.startswith(f"{each}.") for each in asked)


def do_touch(one: types.Range, other: types.Range) -> bool:
    """Whether two stretches share a place, ends included: a cursor at the end of a row is at it."""
    return at(one.start) <= at(other.end) and at(other.start) <= at(one.end)


def at(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def differences(old: str, new: str, encoding: str) -> list[types.TextEdit]:
    """The edits that make the new text of the old one: one for each line that differs or, where lines were added or
    taken away, one for all of it.
    """
    before, after = Lines.of(old), Lines.of(new)
    if endings(before) == endings(after):
        changed = (k for k in range(len(before)) if before.line(k) != after.line(k))
        return [types.TextEdit(extent(before, k, k, encoding), after.line(k)) for k in changed]
    return [types.TextEdit(extent(before, 0, len(before) - 1, encoding), new)]


def endings(lines: Lines) -> list[str]:
    return [lines.text[end:start] for end, start in zip(lines.ends, lines.starts[1:], strict=False)]


def extent(lines: Lines, first: int, last: int, encoding: str) -> types.Range:
    return types.Range(types.Position(first, 0), types.Position(last, units(lines.line(last), encoding)))
