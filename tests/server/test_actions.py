"""The repairs that an editor offers: at the rows they are for, the safe ones first, and nothing that is not wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from bnderive.report import DocumentReport
from bnderive.server.actions import differences, has_safe_repair, quick_fixes, wants
from bnderive.server.client import Client
from bnderive.server.diagnostics import diagnostics
from bnderive.server.positions import Positions
from bnderive.source.lines import Lines
from tests.server.edited import edited
from tests.server.pages import TEXT, URI, repair, with_row

MENDED = with_row(39, repair=repair())


def offered(
    report: DocumentReport, line: int, character: int = 20
) -> list[tuple[types.CodeAction, list[types.TextEdit]]]:
    positions = Positions.of(TEXT)
    place = types.Position(line - 1, character)
    context = types.CodeActionContext(diagnostics(report, positions, URI, Client()))
    params = types.CodeActionParams(types.TextDocumentIdentifier(URI), types.Range(place, place), context)
    return list(quick_fixes(report, positions, params))


def test_a_safe_repair_is_preferred_and_mends_its_finding():
    ((action, edits),) = offered(MENDED, 39)
    assert action.title == "Mend missing accent, line 39"
    assert (action.kind, action.is_preferred) == (types.CodeActionKind.QuickFix, True)
    assert [each.code for each in action.diagnostics] == ["BN301"]
    assert edits == [types.TextEdit(types.Range(types.Position(38, 11), types.Position(38, 12)), r"\hat{S}")]


@pytest.mark.parametrize(
    ("rules", "title"),
    [
        (("BN300",), "Put the true value in its place, line 39 (unsafe: look at it)"),
        (("BN301", "BN308"), "Mend missing accent and wrong sign, line 39 (unsafe: look at it)"),
    ],
)
def test_an_unsafe_one_says_so_and_is_not_preferred(rules: tuple[str, ...], title: str):
    ((action, _),) = offered(with_row(39, repair=repair(rules, safe=False)), 39)
    assert (action.title, action.is_preferred) == (title, None)


@pytest.mark.parametrize(("line", "character"), [(38, 20), (40, 0), (39, 8), (39, 390)])
def test_elsewhere_nothing_is_offered(line: int, character: int):
    assert offered(MENDED, line, character) == []


def test_a_repair_that_cannot_be_written_is_not_offered():
    assert offered(with_row(39), 39) == []  # its repair has no edits


def test_what_a_comment_expects_to_be_wrong_stays():
    assert offered(with_row(39, repair=repair(), expected="wrong"), 39) == []


def test_whether_there_is_a_safe_repair():
    assert has_safe_repair(MENDED)
    rows = tuple(replace(row, expected=row.verdict) for row in MENDED.formulas)
    assert not has_safe_repair(replace(MENDED, formulas=rows))
    rows = tuple(replace(row, repair=repair(safe=False)) for row in MENDED.formulas)
    assert not has_safe_repair(replace(MENDED, formulas=rows))


@pytest.mark.parametrize(
    ("only", "fix", "all_"),
    [
        (None, True, True),
        (["quickfix"], True, False),
        (["source"], False, True),
        (["source.fixAll"], False, True),
        (["source.fixAll.bnderive"], False, True),
        (["source.fixAll.ruff"], False, False),
        (["refactor"], False, False),
        ([""], True, True),
    ],
)
def test_kinds(only: list[str] | None, fix: bool, all_: bool):
    assert wants(only, "quickfix") is fix
    assert wants(only, "source.fixAll.bnderive") is all_


LINE = st.text(st.sampled_from("ab𝒙\u2028 "), max_size=5)
TEXTS = st.builds(
    lambda lines, end: end.join(lines), st.lists(LINE, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"])
)


@given(TEXTS, TEXTS, st.sampled_from(["utf-8", "utf-16", "utf-32"]))
def test_differences_make_the_new_text_of_the_old_one(old: str, new: str, encoding: str):
    assert edited(old, differences(old, new, encoding), encoding) == new


@given(TEXTS, st.data())
def test_lines_that_are_alike_are_left_alone(old: str, data: st.DataObject):
    lines = Lines.of(old)
    number = data.draw(st.integers(0, len(lines) - 1))
    new = old[: lines.ends[number]] + "!" + old[lines.ends[number] :]
    (edit,) = differences(old, new, "utf-16")
    assert (edit.range.start.line, edit.range.end.line, edit.new_text) == (number, number, lines.line(number) + "!")
