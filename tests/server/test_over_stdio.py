"""A real client and `bnderive server` in a process of its own."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types

import bnderive
from bnderive.fixing import fixed
from bnderive.settings import Settings
from tests.server.editor import CAPABLE, ROOT, Editor, editor, run

SEED = (ROOT / "derivations" / "batch_norm_seed.md").read_text("utf-8").replace("<!-- bnderive: expect", "<!-- known:")
URI = "untitled:seed"
MEAN = r"$$\mu = \frac{1}{N} \sum_i x_i$$"
WRONG = r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}"

LONG = "\n\n".join([MEAN, *(f"$${WRONG.replace('2}{N', f'{k}}}{{N')}$$" for k in range(2, 3000))])


def lines(found: types.PublishDiagnosticsParams, severity: types.DiagnosticSeverity) -> list[int]:
    return [each.range.start.line + 1 for each in found.diagnostics if each.severity == severity]


def marked(text: str, found: types.Diagnostic) -> str:
    """What an editor that counts in UTF-16 underlines, of a finding on one line."""
    units = text.split("\n")[found.range.start.line].encode("utf-16-le")
    return units[2 * found.range.start.character : 2 * found.range.end.character].decode("utf-16-le")


def test_the_seed_from_its_opening_to_its_closing():
    async def test() -> None:
        async with editor() as one:
            one.open(URI, SEED)
            found = await one.heard()
            report = bnderive.check_text(SEED)
            assert (found.uri, found.version) == (URI, 1)
            assert lines(found, types.DiagnosticSeverity.Error) == [row.line for row in report.wrong]
            assert len(report.wrong) == 7
            for row, each in zip(report.wrong, (d for d in found.diagnostics if d.severity == 1), strict=True):
                assert marked(SEED, each) == row.latex
            related = [each for each in found.diagnostics if each.related_information]
            assert {i.location.range.start.line + 1 for each in related for i in each.related_information} == {23, 61}

            shown = await one.hover(URI, 60, 20)
            assert shown is not None
            assert shown.contents.kind == types.MarkupKind.Markdown
            assert "missing accent" in shown.contents.value
            assert r"\hat{S}_i^2" in shown.contents.value
            assert await one.hover(URI, 0, 0) is None

            one.close(URI)
            assert (await one.heard()).diagnostics == ()
            assert await one.hover(URI, 60, 20) is None
        assert one.process.returncode == 0
        assert one.errors == []

    run(test)


def test_a_repair_is_carried_out_and_proved():
    async def test() -> None:
        async with editor() as one:
            one.open(URI, SEED)
            found = await one.heard()
            (accent,) = (each for each in found.diagnostics if each.code == "BN301")
            (action,) = await one.actions(URI, accent.range, [accent], ["quickfix"])
            assert (action.is_preferred, list(action.diagnostics or ())) == (True, [accent])
            after = one.carried_out(action, version=1)
            assert after != SEED
            one.change(URI, 2, after)
            left = await one.heard()
            assert left.version == 2
            assert accent.range.start.line + 1 not in lines(left, types.DiagnosticSeverity.Error)

    run(test)


def test_to_fix_all_does_what_the_command_fix_does():
    async def test() -> None:
        async with editor() as one:
            one.open(URI, SEED)
            found = await one.heard()
            whole = types.Range(types.Position(0, 0), types.Position(90, 0))
            (action,) = await one.actions(URI, whole, found.diagnostics, ["source.fixAll"])
            assert (action.kind, action.edit) == ("source.fixAll.bnderive", None)
            after = one.carried_out(await one.resolved(action), version=1)
            assert after == fixed(SEED, URI, "markdown", Settings(isolated=True), False).text
            one.change(URI, 2, after)
            await one.heard()
            assert [each.title for each in await one.actions(URI, whole, (), ["source.fixAll"])] == []

    run(test)


def test_an_editor_that_can_do_little_is_served_too():
    async def test() -> None:
        async with editor(types.ClientCapabilities()) as one:
            one.open(URI, SEED)
            found = await one.heard()
            assert not any(each.related_information or each.tags for each in found.diagnostics)
            shown = await one.hover(URI, 60, 20)
            assert shown is not None
            assert shown.contents.kind == types.MarkupKind.PlainText
            whole = types.Range(types.Position(0, 0), types.Position(90, 0))
            actions = await one.actions(URI, whole)
            assert len(actions) == 8
            assert all(action.edit is not None and list(action.edit.changes or ()) == [URI] for action in actions)

    run(test)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
def test_columns_count_what_the_editor_counts(encoding: str):
    """Two characters beyond the first plane stand before the formula: of 4 bytes, 2 units of UTF-16, 1 character."""
    text = f"{MEAN}\n\n𝒙𝒚 ${WRONG}$\n"
    before = {"utf-8": 4 + 4 + 2, "utf-16": 2 + 2 + 2, "utf-32": 1 + 1 + 2}[encoding]
    general = types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind(encoding)])
    able = types.ClientCapabilities(general=general, workspace=CAPABLE.workspace)

    async def test() -> None:
        async with editor(able) as one:
            one.open(URI, text)
            found = await one.heard()
            (each,) = found.diagnostics
            assert (each.range.start, each.range.end) == (
                types.Position(2, before),
                types.Position(2, before + len(WRONG)),
            )
            assert await one.hover(URI, 2, before) is not None
            assert await one.hover(URI, 2, before - 1) is None
            (action, _) = await one.actions(URI, each.range)
            assert action.edit is not None
            (edit,) = action.edit.document_changes[0].edits  # type: ignore[index,union-attr]
            assert edit.range.start.character == before + WRONG.index("2}{N")

    run(test)


@pytest.mark.parametrize(
    ("language", "name", "text"),
    [
        ("latex", "a.tex", rf"\[\mu = \frac{{1}}{{N}} \sum_i x_i\] \[{WRONG}\]"),
        ("restructuredtext", "a.rst", f".. math:: \\mu = \\frac{{1}}{{N}} \\sum_i x_i\n\n.. math:: {WRONG}\n"),
        ("python", "a.py", f'r"""\n{MEAN}\n\n$${WRONG}$$\n"""\n'),
        ("json", "a.ipynb", None),
    ],
)
def test_formats(language: str, name: str, text: str | None, tmp_path: Path):
    import json

    cell = {"cell_type": "markdown", "metadata": {}, "source": f"{MEAN}\n\n$${WRONG}$$"}
    notebook = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})

    async def test() -> None:
        async with editor() as one:
            one.open((tmp_path / name).as_uri(), text or notebook, language)
            found = await one.heard()
            assert [each.code for each in found.diagnostics if each.severity == 1] == ["BN305"]

    run(test)


def test_what_a_project_says_is_heard(tmp_path: Path):
    text = f"{MEAN}\n\n$\\frac{{\\partial \\mu}}{{\\partial x_i}} = \\frac{{2}}{{N}}$\n"
    (tmp_path / "pyproject.toml").write_text("[tool.bnderive]\nboxed = true\n", "utf-8")

    async def test() -> None:
        async with editor() as one:
            uri = (tmp_path / "a.md").as_uri()
            one.open(uri, text)
            assert (await one.heard()).diagnostics == ()
            (tmp_path / "pyproject.toml").write_text("[tool.bnderive]\nboxed = false\n", "utf-8")
            document = types.TextDocumentIdentifier(uri)
            one.client.text_document_did_save(types.DidSaveTextDocumentParams(document))
            assert [each.code for each in (await one.heard()).diagnostics] == ["BN305"]

    run(test)


def test_a_project_that_changes_is_heard_of_from_an_editor_that_watches_it(tmp_path: Path):
    watching = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True)
    able = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(did_change_watched_files=watching))

    async def test() -> None:
        async with editor(able) as one:
            uri, project = (tmp_path / "a.md").as_uri(), tmp_path / "pyproject.toml"
            one.open(uri, f"{MEAN}\n\n$${WRONG}$$")
            assert [each.code for each in (await one.heard()).diagnostics] == ["BN305"]
            (registration,) = one.watched
            assert registration.register_options["watchers"][0]["globPattern"] == "**/pyproject.toml"  # type: ignore[index]
            project.write_text("[tool.bnderive]\nboxed = true\n", "utf-8")
            change = types.FileEvent(project.as_uri(), types.FileChangeType.Created)
            one.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
            assert (await one.heard()).diagnostics == ()

    run(test)


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("a\0b", "markdown", "contains a NUL byte"),
        ("x" * (2 * 1024 * 1024 + 1), "markdown", "is larger than 2 MiB"),
        ("int a;", "c", "no document in 'c' can be read"),
        ("a\ud800", "markdown", "is no Unicode text"),
    ],
)
def test_a_document_that_cannot_be_read_has_one_diagnostic(text: str, language: str, words: str):
    async def test() -> None:
        async with editor() as one:
            one.open("untitled:a", text, language)
            (found,) = (await one.heard()).diagnostics
            assert words in found.message
            one.open("untitled:b", f"{MEAN} ${WRONG}$")
            assert [each.code for each in (await one.heard()).diagnostics] == ["BN305"]

    run(test)


def test_typing_never_hangs_and_a_deadline_ends_what_does():
    """A document that takes long is ended at the deadline; until then others are judged, and it may change."""

    async def test() -> None:
        async with editor(arguments=["--timeout", "3"]) as one:
            one.open("untitled:long", LONG)
            one.open("untitled:short", f"{MEAN}\n\n$${WRONG}$$")
            start = time.monotonic()
            first = await one.heard()
            assert first.uri == "untitled:short"
            second = await one.heard()
            assert time.monotonic() - start < 30
            (only,) = second.diagnostics
            assert (
                only.message
                == "this document was not checked: took longer than 3 s, and was ended; --timeout allows more"
            )
            one.change("untitled:long", 2, f"{MEAN}\n\n$${WRONG}$$")
            assert [each.code for each in (await one.heard()).diagnostics] == ["BN305"]

    run(test)


def test_what_is_typed_in_one_go_is_told_once():
    async def test() -> None:
        async with editor() as one:
            one.open(URI, MEAN)
            await one.heard()
            for version, length in enumerate(range(len(WRONG) - 5, len(WRONG) + 1), start=2):
                one.change(URI, version, f"{MEAN}\n\n${WRONG[:length]}$")
            found = await one.heard()
            assert found.version == 7
            assert [each.code for each in found.diagnostics] == ["BN305"]
            await asyncio.sleep(0.5)
            assert one.told.empty()

    run(test)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="the system does not list its processes in /proc")
@pytest.mark.parametrize("end", ["leaves", "is killed"])
def test_nothing_is_left_behind(end: str):
    """Neither by an editor that goes away without a word, nor by a server that is killed in the middle of its work."""

    async def test() -> None:
        one = Editor()
        await one.start(CAPABLE, ())
        one.open(URI, LONG)
        while not one.busy():
            await asyncio.sleep(0.05)
        if end == "leaves":
            assert one.process.stdin is not None
            one.process.stdin.close()
        else:
            one.process.kill()
        await asyncio.wait_for(one.process.wait(), 30)
        for _ in range(300):
            if not one.processes():
                break
            await asyncio.sleep(0.1)
        assert one.processes() == []
        await one.client.stop()

    run(test)
