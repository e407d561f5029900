"""A judged document in, the diagnostics that an editor shows of it out. Decides nothing.

A wrong row is an error, an undecided one a warning; what a comment of the document expects or hides is not shown.
"""

from __future__ import annotations

import re
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
PLACE = re.compile(r":([1-9][0-9]{0,8}):([1-9][0-9]{0,8}): ")


def diagnostics(report: DocumentReport, positions: Positions, uri: str, client: Client) -> list[types.Diagnostic]:
    """In the order of the document. A document that could not be read has one."""
    if report.error is not None:
        return [refusal(report.path, report.error, positions)]
    shown = for_terminal(report)
    rows = {row.id: row for row in shown.formulas}
    found = [diagnostic(notice, rows, positions, uri, client) for notice in failures(shown)]
    found += [suspect(row, positions) for row in shown.formulas if row.verdict is None and row.rule is not None]
    return sorted(found, key=lambda each: (each.range.start.line, each.range.start.character))


def refusal(path: str, error: str, positions: Positions) -> types.Diagnostic:
    """Why a document was not read, at the place that the error names after the path, or else at the start."""
    rest = error.removeprefix(path)
    found = PLACE.match(rest) if rest != error else None
    place = types.Position(0, 0)
    if found is not None and int(found[1]) <= len(positions.lines):
        place = positions.position(int(found[1]), int(found[2]))
    message = f"this document was not checked: {rest[found.end() :] if found is not None else error}"
    severity = types.DiagnosticSeverity.Error
    return types.Diagnostic(types.Range(place, place), for_terminal(message), severity, source=SOURCE)


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
