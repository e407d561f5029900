"""An editor: starts `bnderive server`, speaks with it over standard input and output, and keeps what it is told."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

from tests.server.edited import edited

ROOT = Path(__file__).parents[2]
MARK = "BNDERIVE_TEST_EDITOR"  # in the surroundings of a server, and of every process that it begins
SECONDS = 90  # a machine may be busy with other work
CAPABLE = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
    ),
    text_document=types.TextDocumentClientCapabilities(
        hover=types.HoverClientCapabilities(content_format=[types.MarkupKind.Markdown]),
        publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True),
        code_action=types.CodeActionClientCapabilities(
            data_support=True, resolve_support=types.ClientCodeActionResolveOptions(["edit"])
        ),
    ),
)


class Editor:
    def __init__(self) -> None:
        self.client = LanguageClient("editor", "1")
        self.mark = token_hex(16)
        self.told: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []
        self.errors: list[str] = []
        self.watched: list[types.Registration] = []
        self.texts: dict[str, str] = {}
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self.told.put_nowait(params))
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: self.messages.append(params.message))
        self.client.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: self.watched.extend(params.registrations))
        self.client.report_server_error = lambda error, source: self.errors.append(str(error))  # type: ignore[method-assign]

    async def start(self, capabilities: types.ClientCapabilities, arguments: Sequence[str]) -> types.InitializeResult:
        surroundings = {**os.environ, "PYTHONPATH": str(ROOT), MARK: self.mark}
        await self.client.start_io(sys.executable, "-m", "bnderive", "server", *arguments, env=surroundings, cwd=ROOT)
        params = types.InitializeParams(capabilities=capabilities, process_id=os.getpid(), root_uri=None)
        started = await self.client.initialize_async(params)
        self.client.initialized(types.InitializedParams())
        return started

    @property
    def process(self) -> asyncio.subprocess.Process:
        assert self.client._server is not None
        return self.client._server

    def processes(self) -> list[int]:
        """The server's, and those that it began, where the system lists them."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if f"{MARK}={self.mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found

    def busy(self) -> list[int]:
        """Those of them that have worked for longer than it takes to begin."""
        return [process for process in self.processes() if process != self.process.pid and worked(process) > 1.5]

    def open(self, uri: str, text: str, language: str = "markdown") -> None:
        self.texts[uri] = text
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, uri: str, version: int, text: str) -> None:
        self.texts[uri] = text
        document = types.VersionedTextDocumentIdentifier(version=version, uri=uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    async def heard(self) -> types.PublishDiagnosticsParams:
        return await asyncio.wait_for(self.told.get(), SECONDS)

    async def hover(self, uri: str, line: int, character: int) -> types.Hover | None:
        params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
        return await asyncio.wait_for(self.client.text_document_hover_async(params), SECONDS)

    async def actions(
        self, uri: str, range: types.Range, diagnostics: Iterable[types.Diagnostic] = (), only: list[str] | None = None
    ) -> Sequence[types.CodeAction]:
        context = types.CodeActionContext(list(diagnostics), only)  # type: ignore[arg-type]
        params = types.CodeActionParams(types.TextDocumentIdentifier(uri), range, context)
        found: Any = await asyncio.wait_for(self.client.text_document_code_action_async(params), SECONDS)
        return found

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        return await asyncio.wait_for(self.client.code_action_resolve_async(action), SECONDS)

    def carried_out(self, action: types.CodeAction, version: int) -> str:
        """The text after an action, which must be for that version of it."""
        assert action.edit is not None
        (document,) = action.edit.document_changes or ()
        assert isinstance(document, types.TextDocumentEdit)
        assert document.text_document.version == version
        return edited(self.texts[document.text_document.uri], document.edits)


def worked(process: int) -> float:
    """Seconds of the processor that a process has had since it began or was forked."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def editor(
    capabilities: types.ClientCapabilities = CAPABLE, arguments: Sequence[str] = ()
) -> AsyncIterator[Editor]:
    found = Editor()
    await asyncio.wait_for(found.start(capabilities, arguments), SECONDS)
    try:
        yield found
    finally:
        if found.process.returncode is None:
            await asyncio.wait_for(found.client.shutdown_async(None), SECONDS)
            found.client.exit(None)
        await asyncio.wait_for(found.process.wait(), SECONDS)
        await found.client.stop()


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 2 * SECONDS))
