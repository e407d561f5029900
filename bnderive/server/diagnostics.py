"""A judged document in, the diagnostics that an editor shows of it out. Decides nothing.

A wrong row is an error, an undecided one a warning; what a comment of the document expects or hides is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsprotocol import types

from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, Formula
from bnderive.reports.notices import Notice, failures
from bnderive.reports.unicode_math import readable_prose
from bnderive.server.client import Client
from bnderive.server.positions import Positions

SOURCE = "bnderive"
SEVERITIES = {"error": types.DiagnosticSeverity.Error, "warning": types.DiagnosticSeverity.Warning}
NO_FORMULAS = "BN104"  # most documents that an editor opens have none: no news there
SUPERFLUOUS = ("BN120", "BN133")  # a definition, and a comment, that nothing uses
MOST_ORIGINS = 10
START = types.Range(types.Position(0, 0), types.Position(0, 0))


def diagnostics(report: DocumentReport, positions: Positions, uri: str, client: Client) -> list[types.Diagnostic]:
    """In the order of the document. A document that could not be read has one, at its start."""
    if report.error is not None:
        message = for_terminal(f"this document was not checked: {report.error}")
        return [types.Diagnostic(START, message, types.DiagnosticSeverity.Error, source=SOURCE)]
    shown = for_terminal(report)
    rows = {row.id: row for row in shown.formulas}
    found = [diagnostic(notice, rows, positions, uri, client) for notice in failures(shown)]
    found += [suspect(row, positions) for row in shown.formulas if row.verdict is None and row.rule is not None]
    return sorted(found, key=lambda each: (each.range.start.line, each.range.start.character))


def diagnostic(
    notice: Notice, rows: Mapping[str, Formula], positions: Positions, uri: str, client: Client
) -> types.Diagnostic:
    """Of an undecided row the part that was not understood is marked, where that is one."""
    row = notice.formula
    severity = SEVERITIES.get(notice.severity, types.DiagnosticSeverity.Information)
    return types.Diagnostic(
        positions.range((row.place if row is not None else None) or notice),
        f"{row.verdict if row is not None else notice.name}: {notice.text}",
        types.DiagnosticSeverity.Hint if notice.rule == NO_FORMULAS else severity,
        code=notice.rule,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if client.tags and notice.rule in SUPERFLUOUS else None,
        related_information=list(origins(row, rows, positions, uri)) or None if client.related and row else None,
    )


def origins(
    row: Formula, rows: Mapping[str, Formula], positions: Positions, uri: str
) -> Iterator[types.DiagnosticRelatedInformation]:
    """The rows that an error comes from, the first of them; the message names all."""
    for cause in [rows[each] for each in row.root_causes if each in rows][:MOST_ORIGINS]:
        text = f"the error comes from here: {readable_prose(cause.message or cause.name or '')}"
        yield types.DiagnosticRelatedInformation(types.Location(uri, positions.range(cause)), text)


def suspect(row: Formula, positions: Positions) -> types.Diagnostic:
    """A definition that makes claims wrong: they are the errors, it is where to look."""
    text = f"{row.name}: {readable_prose(row.message or '')}"
    severity = types.DiagnosticSeverity.Information
    return types.Diagnostic(positions.range(row), text, severity, code=row.rule, source=SOURCE)
