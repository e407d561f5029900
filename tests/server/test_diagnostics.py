"""What an editor shows of a report: every finding once, where it is, as grave as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types

from bnderive.report import DocumentReport, Finding, Place
from bnderive.server import diagnostics as module
from bnderive.server.client import Client
from bnderive.server.diagnostics import diagnostics
from bnderive.server.positions import Positions
from tests.reports.explained_report import EXPLAINED
from tests.server.pages import TEXT, URI, row, with_row

ABLE = Client(related=True, tags=True)
SEVERITY = types.DiagnosticSeverity


def shown(report: DocumentReport, client: Client = ABLE) -> list[types.Diagnostic]:
    return diagnostics(report, Positions.of(TEXT, client.encoding), URI, client)


def at(line: int, found: list[types.Diagnostic]) -> types.Diagnostic:
    (one,) = (each for each in found if each.range.start.line == line - 1)
    return one


def test_each_wrong_row_and_each_problem_has_one():
    found = shown(EXPLAINED)
    assert [(each.range.start.line + 1, each.code) for each in found] == [
        (9, "BN101"),
        (11, "BN102"),
        (13, "BN317"),
        (37, "BN307"),
        (39, "BN301"),
        (43, "BN399"),
        (45, "BN399"),
        (47, "BN399"),
        (49, "BN399"),
    ]
    assert {each.source for each in found} == {"bnderive"}
    assert {each.severity for each in found if each.code >= "BN3"} == {SEVERITY.Error}
    assert {each.severity for each in found if each.code < "BN3"} == {SEVERITY.Warning}


def test_it_is_where_the_row_is():
    wrong, found = row(EXPLAINED, 39), at(39, shown(EXPLAINED)).range
    assert (found.start, found.end) == (types.Position(38, wrong.column - 1), types.Position(38, wrong.end_column - 1))


def test_it_says_what_is_wrong_and_what_is_true():
    assert at(39, shown(EXPLAINED)).message == ("wrong: missing accent: Sᵢ² should be Ŝᵢ²; true value: −Ŝᵢ²/(N√(σ²+ε))")


def test_an_inherited_error_leads_to_its_causes():
    causes = at(45, shown(EXPLAINED)).related_information
    assert [cause.location.range.start.line + 1 for cause in causes] == [13, 39]
    assert {cause.location.uri for cause in causes} == {URI}
    assert causes[1].message == "the error comes from here: missing accent: Sᵢ² should be Ŝᵢ²"
    assert at(39, shown(EXPLAINED)).related_information is None


def test_of_many_causes_it_leads_to_the_first(monkeypatch):
    monkeypatch.setattr(module, "MOST_ORIGINS", 1)
    found = at(45, shown(EXPLAINED))
    assert [cause.location.range.start.line + 1 for cause in found.related_information] == [13]
    assert "lines 13 and 39" in found.message


def test_an_editor_that_cannot_lead_there_is_told_in_words():
    found = at(45, shown(EXPLAINED, Client()))
    assert found.related_information is None
    assert "lines 13 and 39" in found.message


def test_an_undecided_row_is_a_warning_at_what_was_not_understood():
    place = Place(39, 30, 39, 33)
    found = at(39, shown(with_row(39, verdict="undecided", rule="BN201", name="unknown-name", place=place, truth=None)))
    assert (found.severity, found.code) == (SEVERITY.Warning, "BN201")
    assert (found.range.start.character, found.range.end.character) == (29, 32)
    assert found.message.startswith("undecided: ")


@pytest.mark.parametrize(("said", "is_shown"), [("wrong", False), ("correct", True), (None, True)])
def test_what_a_comment_expects_is_no_finding(said: str | None, is_shown: bool):
    found = shown(with_row(39, expected=said))
    assert any(each.range.start.line == 38 for each in found) is is_shown


def test_what_a_comment_ignores_is_none():
    first, second = EXPLAINED.problems
    report = replace(EXPLAINED, problems=(replace(first, suppressed="known"), second))
    assert [each.code for each in shown(report)][:1] == ["BN102"]


def test_a_suspected_definition_is_where_to_look():
    report = with_row(9, rule="BN309", name="wrong-size", message="3 claims would be true with another definition")
    found = [each for each in shown(report) if each.code == "BN309"]
    assert [(each.severity, each.range.start.line) for each in found] == [(SEVERITY.Information, 8)]


def test_a_document_without_formulas_is_no_news_in_an_editor():
    finding = Finding("BN104", "no-formulas", "warning", 1, 1, 1, 1, "no formulas")
    (found,) = shown(DocumentReport("a.md", problems=(finding,)))
    assert found.severity == SEVERITY.Hint


@pytest.mark.parametrize(("client", "tags"), [(ABLE, [types.DiagnosticTag.Unnecessary]), (Client(), None)])
def test_what_nothing_uses_is_marked_so(client: Client, tags: object):
    finding = Finding("BN120", "unused-definition", "warning", 1, 1, 1, 9, "nothing uses it")
    (found,) = shown(DocumentReport("a.md", problems=(finding,)), client)
    assert found.tags == tags


def test_a_document_that_cannot_be_read_has_one_that_says_why():
    (found,) = shown(DocumentReport("a.md", error="contains a NUL byte"))
    assert (found.severity, found.range.start) == (SEVERITY.Error, types.Position(0, 0))
    assert found.message == "this document was not checked: contains a NUL byte"


def test_it_is_where_the_document_cannot_be_read():
    (found,) = shown(DocumentReport("a.ipynb", error="a.ipynb:2:5: is no notebook"))
    assert (found.range.start, found.message) == (types.Position(1, 4), "this document was not checked: is no notebook")
    for error in ("b.ipynb:2:5: is no notebook", "a.ipynb:99:1: is no notebook"):
        (found,) = shown(DocumentReport("a.ipynb", error=error))
        assert found.range.start == types.Position(0, 0)


def test_nothing_of_a_document_turns_or_hides_text():
    (found,) = shown(DocumentReport("a.md", error="a\u202eb\x1b[2J\nc"))
    assert found.message.endswith("a\ufffdb\ufffd[2J c")
