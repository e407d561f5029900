"""What an editor shows at the cursor: all that is known of a row, with nothing of the document as markup."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types
from markdown_it import MarkdownIt

from bnderive.report import DocumentReport
from bnderive.server.hovering import hover
from bnderive.server.positions import Positions
from tests.reports.explained_report import ACCENT, EXPLAINED
from tests.server.pages import TEXT, repair, with_row

HOSTILE = "</b> [x](command:run) ![i](https://e.vil) `c` <img src=x> \x1b[2J \u202e"


def at(report: DocumentReport, line: int, character: int = 20, markdown: bool = True) -> str:
    found = hover(report, Positions.of(TEXT), types.Position(line - 1, character), markdown)
    assert found is not None
    return found.contents.value


def test_a_wrong_row_has_verdict_reading_truth_repair_counterexample_and_conditions():
    assert at(EXPLAINED, 39, markdown=False).splitlines() == [
        "wrong · direct · boxed · BN301 missing-accent · does not follow",
        "missing accent: Sᵢ² should be Ŝᵢ²",
        "read as: ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ = −Sᵢ²/(N√(σ²+ε))",
        "true value: −Ŝᵢ²/(N√(σ²+ε))",
        r"LaTeX: -\frac{\hat{S}_i^2}{N\sqrt{\sigma^2 + \epsilon}}",
        f"repair: {ACCENT}",
        "fails at: N = 3, i = 1, S = (0, 1, 2), ε = 1/3",
        "there: claimed 0 ≠ true −1/3",
        "conditions: N ≥ 1, ε > 0",
    ]


def test_of_a_correct_row_it_says_how_it_was_read():
    assert at(EXPLAINED, 27, markdown=False).splitlines() == ["correct · direct", "read as: ∂μ/∂Sᵢ = 1/N"]


def test_a_row_that_claims_nothing_says_what_it_is():
    assert at(EXPLAINED, 9, markdown=False).splitlines() == ["definition", "read as: μ = 1/m Σᵢ₌₁ⁿ Sᵢ"]
    assert at(EXPLAINED, 33, markdown=False).splitlines() == ["asserts nothing", "read as: ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ"]


def test_an_inherited_error_says_where_it_is_from():
    assert "has its error from lines 13 and 39" in at(EXPLAINED, 45, markdown=False)


def test_an_unsafe_repair_is_called_so():
    assert "\nunsafe repair: " in at(with_row(39, repair=repair(safe=False)), 39, markdown=False)


def test_beside_formulas_there_is_nothing():
    assert hover(EXPLAINED, Positions.of(TEXT), types.Position(0, 0), True) is None
    assert hover(EXPLAINED, Positions.of(TEXT), types.Position(38, 390), True) is None


def test_it_is_for_the_whole_row():
    found = hover(EXPLAINED, Positions.of(TEXT), types.Position(38, 20), True)
    assert found is not None
    assert (found.range.start.line, found.range.start.character) == (38, 9)


def test_in_markdown_only_our_own_markup_is_markup():
    report = with_row(39, message=HOSTILE, special_case=HOSTILE, conditions=(HOSTILE,), repair=None)
    allowed = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "code_inline"}
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(at(report, 39))
    assert {token.type for token in tokens} == {"paragraph_open", "paragraph_close", "inline", "fence"}
    assert {each.type for token in tokens for each in token.children or ()} <= allowed
    assert "\x1b" not in at(report, 39)
    assert "\u202e" not in at(report, 39)


def test_what_is_pasted_stands_in_a_block():
    fences = [token for token in MarkdownIt().parse(at(EXPLAINED, 39)) if token.type == "fence"]
    assert [fence.content for fence in fences][1] == f"{ACCENT}\n"
