"""A judged row in, what an editor shows of it at the cursor out: as Markdown or, where that is not known, as text.

Whatever comes from the document is escaped: it can make no link, no markup and no HTML.
"""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from bnderive.escape import for_markdown, for_terminal, in_code, in_code_block, prose_for_markdown
from bnderive.records import dataclass
from bnderive.report import DocumentReport, Formula
from bnderive.reports import View
from bnderive.reports.blocks.inherited import has_from
from bnderive.reports.blocks.row import details, status
from bnderive.reports.unicode_math import readable, readable_prose
from bnderive.server.positions import Positions, is_within

AS_JUDGED = View()
READ_AS = "read as"
PASTED = ("LaTeX", "repair", "unsafe repair")
PROSE = ("true where", "try", "assuming", "conditions", "second engine")


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is known of a row; without a label it stands by itself."""

    label: str
    text: str


def hover(report: DocumentReport, positions: Positions, at: types.Position, markdown: bool) -> types.Hover | None:
    """What is known of the rows at a position; None where there is none."""
    place = positions.place(at)
    rows = [row for row in report.formulas if is_within(row, *place)]
    if not rows:
        return None
    by_id = {row.id: row for row in report.formulas}
    about = DocumentReport("", assumptions=for_terminal(report.assumptions))
    parts = []
    for row in rows:
        causes = tuple(by_id[cause] for cause in row.root_causes if cause in by_id)
        parts.append(list(known(for_terminal(row), for_terminal(causes), about)))
    kind = types.MarkupKind.Markdown if markdown else types.MarkupKind.PlainText
    text = "\n\n---\n\n".join(map(as_markdown, parts)) if markdown else "\n\n".join(map(as_text, parts))
    return types.Hover(types.MarkupContent(kind, text), positions.range(rows[0]))


def known(row: Formula, causes: tuple[Formula, ...], about: DocumentReport) -> Iterator[Line]:
    """Verdict, reason, what was understood, truth, repair, and then the rest of what was found of a row."""
    role = "asserts nothing" if row.role == "expression" else row.role
    yield Line("", status(row).plain if row.verdict is not None else role)
    message = has_from(row, causes) if row.root_causes else row.message
    if message:
        yield Line("", readable_prose(message))
    if row.understood:
        yield Line(READ_AS, readable(row.understood))
    if row.truth is not None:
        yield Line("true value", readable(row.truth.latex))
        yield Line("LaTeX", row.truth.latex)
    if row.repair is not None:
        yield Line("repair" if row.repair.safe else "unsafe repair", row.repair.latex)
    if row.special_case:
        yield Line("true where", readable_prose(row.special_case))
    found = details(row, about, AS_JUDGED)
    yield from (Line(label, body.plain) for label, body in found if label != READ_AS)
    if row.second_engine:
        yield Line("second engine", row.second_engine)


def as_text(lines: list[Line]) -> str:
    return "\n".join(f"{line.label}: {line.text}" if line.label else line.text for line in lines)


def as_markdown(lines: list[Line]) -> str:
    head, *rest = lines
    return "\n\n".join([f"**{for_markdown(head.text)}**", *map(in_markdown, rest)])


def in_markdown(line: Line) -> str:
    if not line.label:
        return prose_for_markdown(line.text)
    if line.label in PASTED:
        return f"{line.label}\n\n{in_code_block(line.text, 'latex')}"
    return f"*{line.label}* {prose_for_markdown(line.text) if line.label in PROSE else in_code(line.text)}"
