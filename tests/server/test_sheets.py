"""Which format a document is read in, and whose settings hold for it."""

from __future__ import annotations

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types

from bnderive.errors import UsageError
from bnderive.server.client import Client
from bnderive.server.sheets import Sheet
from bnderive.settings import Settings


def sheet(uri: str, language: str = "") -> Sheet:
    return Sheet.of(uri, language, 1, "")


@pytest.mark.parametrize(
    ("uri", "language", "format"),
    [
        ("file:///a.md", "markdown", "markdown"),
        ("file:///a.txt", "latex", "tex"),
        ("file:///a.tex", "plaintex", "tex"),
        ("file:///a.tex", "plaintext", "tex"),
        ("file:///a.rst", "restructuredtext", "rst"),
        ("file:///a.py", "python", "python"),
        ("file:///a.ipynb", "json", "notebook"),
        ("file:///a.ipynb", "jupyter", "notebook"),
        ("file:///a.qmd", "quarto", "markdown"),
        ("file:///notes", "plaintext", "text"),
        ("untitled:Untitled-1", "markdown", "markdown"),
        ("untitled:Untitled-1", "plaintext", "text"),
    ],
)
def test_formats(uri: str, language: str, format: str):
    assert sheet(uri, language).format() == format


def test_a_language_without_formulas_is_not_read():
    with pytest.raises(UsageError, match="no document in 'c' can be read; known are markdown, "):
        sheet("file:///a.c", "c").format()


def test_a_document_has_its_path_for_a_name(tmp_path):
    path = tmp_path / "a b%é.md"
    assert sheet(path.as_uri()).name == str(path)
    assert sheet("untitled:Untitled-1").name == "untitled:Untitled-1"


def test_settings_are_those_of_its_project(tmp_path, monkeypatch):
    (tmp_path / "pyproject.toml").write_text("[tool.bnderive]\nstrict = true\n", "utf-8")
    assert sheet((tmp_path / "folder" / "a.md").as_uri()).settings().project == Settings(strict=True)
    monkeypatch.chdir(tmp_path)
    assert sheet("untitled:Untitled-1").settings() == Settings(isolated=True)


def test_what_an_editor_can_do_is_asked_of_it():
    assert Client.of(types.ClientCapabilities()) == Client()
    can = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf32]),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
        ),
        text_document=types.TextDocumentClientCapabilities(
            hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
            publish_diagnostics=types.PublishDiagnosticsClientCapabilities(
                related_information=True,
                tag_support=types.ClientDiagnosticsTagOptions([types.DiagnosticTag.Unnecessary]),
            ),
            code_action=types.CodeActionClientCapabilities(
                data_support=True, resolve_support=types.ClientCodeActionResolveOptions(["edit"])
            ),
        ),
    )
    assert Client.of(can) == Client("utf-32", *[True] * 6)
