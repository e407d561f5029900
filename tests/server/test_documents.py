"""Real documents: every finding, hover and repair is where its row is, whatever the format and the units."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types

import bnderive
from bnderive.report import DocumentReport
from bnderive.server.actions import quick_fixes, text_edits
from bnderive.server.client import Client
from bnderive.server.diagnostics import diagnostics
from bnderive.server.hovering import hover
from bnderive.server.positions import Positions
from bnderive.source.files import format_named
from tests.server.edited import edited, offset

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(path for path in (ROOT / "derivations").iterdir() if format_named(path.name))
ENCODINGS = ("utf-8", "utf-16", "utf-32")


@cache
def judged(path: Path) -> tuple[str, DocumentReport]:
    """The text of a document without what it expects, and the report on that."""
    text = path.read_text("utf-8")
    settings = bnderive.Settings(isolated=True, ignore_expectations=True, ignore_suppressions=True)
    (report,) = bnderive.check_text(text, path.name, format_named(path.name) or "", settings).documents
    return text, report


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_all_stands_where_its_row_stands(path: Path, encoding: str):
    text, report = judged(path)
    positions, client = Positions.of(text, encoding), Client(encoding, related=True)
    lines = text.split("\n")

    def chosen(place: types.Range) -> str:
        start, end = (offset(text, each.line, each.character, encoding) for each in (place.start, place.end))
        return text[start:end]

    found = diagnostics(report, positions, "file:///a", client)
    assert len([each for each in found if each.severity == 1 and each.code >= "BN3"]) == len(
        [row for row in report.formulas if row.verdict == "wrong"]
    )
    for row in report.formulas:
        own = positions.range(row)
        assert chosen(own) == within(lines, row.line, row.column, row.end_line, row.end_column)
        shown = hover(report, positions, own.start, markdown=True)
        assert shown is not None
        context = types.CodeActionContext(found)
        params = types.CodeActionParams(types.TextDocumentIdentifier("file:///a"), own, context)
        for action, edits in quick_fixes(report, positions, params):
            assert action.diagnostics is not None
            assert edited(text, edits, encoding) != text
        if row.repair is not None:
            assert [chosen(edit.range) for edit in text_edits(row.repair.edits, positions)] == [
                within(lines, e.line, e.column, e.end_line, e.end_column) for e in row.repair.edits
            ]


def within(lines: list[str], line: int, column: int, end_line: int, end_column: int) -> str:
    """What the report counts as a stretch, in code points from 1."""
    stretch = lines[line - 1 : end_line]
    stretch[-1] = stretch[-1][: end_column - 1]
    stretch[0] = stretch[0][column - 1 :]
    return "\n".join(stretch)
