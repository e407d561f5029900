"""Documents that want something shown that is not theirs to ask for: an editor shows none of it."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types
from markdown_it import MarkdownIt

import bnderive
from bnderive.errors import UsageError
from bnderive.report import DocumentReport
from bnderive.server.actions import quick_fixes
from bnderive.server.client import Client
from bnderive.server.diagnostics import diagnostics
from bnderive.server.hovering import hover
from bnderive.server.positions import Positions
from bnderive.source.files import format_named
from tests.hostile.attacks import ATTACKS
from tests.hostile.building import Bad

HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
OURS = {"text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "code_inline", "fence", "hr"}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
ABLE = Client(related=True, tags=True, markdown=True)


def judged(name: str, text: str) -> DocumentReport:
    settings = bnderive.Settings(isolated=True)
    try:
        return bnderive.check_text(text, name, format_named(name) or "markdown", settings).documents[0]
    except UsageError as error:
        return DocumentReport(name, error=str(error))


@pytest.mark.parametrize("bad", ATTACKS, ids=lambda bad: bad.name)
def test_nothing_hidden_and_no_markup_but_ours(bad: Bad):
    text = bad.content.decode("utf-8")
    report = judged(bad.name, text)
    positions = Positions.of(text)
    found = diagnostics(report, positions, "file:///a", ABLE)
    for each in found:
        assert not HIDDEN.search(each.message)
        params = types.CodeActionParams(
            types.TextDocumentIdentifier("file:///a"), each.range, types.CodeActionContext(found)
        )
        assert not any(HIDDEN.search(action.title) for action, _ in quick_fixes(report, positions, params))
    for row in report.formulas:
        shown = hover(report, positions, positions.range(row).start, markdown=True)
        assert shown is not None
        assert not HIDDEN.search(shown.contents.value)
        tokens = [each for token in MARKDOWN.parse(shown.contents.value) for each in token.children or (token,)]
        assert {token.type for token in tokens} - OURS <= {"paragraph_open", "paragraph_close"}
