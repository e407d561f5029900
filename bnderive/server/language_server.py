"""The language server itself: the editor's messages to the documents on the desk, and what is found back to it.

Standard output belongs to the editor: whatever else is written there goes to standard error.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from bnderive import __version__
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.server.actions import FIX_ALL, differences, has_safe_repair, quick_fixes, wants
from bnderive.server.client import Client
from bnderive.server.desk import Desk, Judged, Later
from bnderive.server.diagnostics import diagnostics
from bnderive.server.hovering import hover
from bnderive.server.positions import Positions
from bnderive.server.sheets import Sheet

PROJECTS = "**/pyproject.toml"


def serve(later: Later) -> None:
    """Serves the editor at standard input and output until it leaves; `later` calls a function in another process."""
    sys.stdout.flush()
    editor = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    Service(later).server.start_io(sys.stdin.buffer, editor)


class Service:
    """Answers one editor."""

    def __init__(self, later: Later) -> None:
        # In full, since a range of a change would have to be read with line ends that not all take for such.
        self.server = LanguageServer("bnderive", __version__, types.TextDocumentSyncKind.Full)
        self.desk = Desk(later, self.publish)
        self.client = Client()
        actions = types.CodeActionOptions([types.CodeActionKind.QuickFix, FIX_ALL], resolve_provider=True)
        handlers: dict[str, tuple[Callable[..., Any], object]] = {
            types.INITIALIZE: (self.initialize, None),
            types.INITIALIZED: (self.initialized, None),
            types.TEXT_DOCUMENT_DID_OPEN: (self.opened, None),
            types.TEXT_DOCUMENT_DID_CHANGE: (self.changed, None),
            types.TEXT_DOCUMENT_DID_SAVE: (self.saved, None),
            types.TEXT_DOCUMENT_DID_CLOSE: (self.closed, None),
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: (self.projects_changed, None),
            types.TEXT_DOCUMENT_HOVER: (self.hovered, None),
            types.TEXT_DOCUMENT_CODE_ACTION: (self.actions, actions),
            types.CODE_ACTION_RESOLVE: (self.resolved, None),
        }
        for name, (handler, options) in handlers.items():
            self.server.feature(name, options)(partial(handler))

    # -- the connection --------------------------------------------------------------------------------------------

    def initialize(self, params: types.InitializeParams) -> None:
        self.client = Client.of(params.capabilities)

    def initialized(self, params: types.InitializedParams) -> None:
        """What a project says may change while its documents are open."""
        if self.client.watches:
            watched = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(PROJECTS)])
            name = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wanted = types.RegistrationParams([types.Registration("projects", name, watched)])
            self.server.client_register_capability(wanted)

    # -- documents ---------------------------------------------------------------------------------------------------

    def opened(self, params: types.DidOpenTextDocumentParams) -> None:
        item = params.text_document
        self.desk.open(Sheet.of(item.uri, item.language_id, item.version, item.text))

    def changed(self, params: types.DidChangeTextDocumentParams) -> None:
        if params.content_changes:
            document = params.text_document
            self.desk.change(document.uri, document.version, params.content_changes[-1].text)

    async def saved(self, params: types.DidSaveTextDocumentParams) -> None:
        await self.desk.look_again()

    def closed(self, params: types.DidCloseTextDocumentParams) -> None:
        uri = params.text_document.uri
        self.desk.close(uri)
        self.server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))

    async def projects_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        await self.desk.look_again()

    def publish(self, found: Judged) -> None:
        sheet = found.sheet
        shown = diagnostics(found.report, self.positions(found), sheet.uri, self.client)
        params = types.PublishDiagnosticsParams(sheet.uri, shown, version=sheet.version)
        self.server.text_document_publish_diagnostics(params)

    def positions(self, found: Judged) -> Positions:
        return Positions.of(found.sheet.text, self.client.encoding)

    # -- questions ---------------------------------------------------------------------------------------------------

    async def hovered(self, params: types.HoverParams) -> types.Hover | None:
        found = await self.desk.judged(params.text_document.uri)
        if found is None:
            return None
        return hover(found.report, self.positions(found), params.position, self.client.markdown)

    async def actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        found = await self.desk.judged(params.text_document.uri)
        if found is None:
            return []
        offered = []
        if wants(params.context.only, types.CodeActionKind.QuickFix.value):
            for action, edits in quick_fixes(found.report, self.positions(found), params):
                action.edit = self.workspace_edit(found, edits)
                offered.append(action)
        if wants(params.context.only, FIX_ALL) and has_safe_repair(found.report):
            action = types.CodeAction("Mend all slips (safe repairs)", kind=FIX_ALL, data=found.sheet.uri)
            offered.append(action if self.client.resolves else await self.resolved(action))
        return offered

    async def resolved(self, action: types.CodeAction) -> types.CodeAction:
        """The action with its edit: what the command `fix` makes of the text, which proves every change."""
        found = await self.desk.judged(action.data) if isinstance(action.data, str) and action.edit is None else None
        if found is not None:
            try:
                text = await self.desk.mended_text(found)
            except UsageError as error:
                message = types.ShowMessageParams(types.MessageType.Warning, f"bnderive: {one_line(str(error))}")
                self.server.window_show_message(message)
                return action
            edits = differences(found.sheet.text, text, self.client.encoding)
            action.edit = self.workspace_edit(found, edits)
        return action

    def workspace_edit(self, found: Judged, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
        """The edits of the version that was judged, where an editor can hold them to that."""
        uri, version = found.sheet.uri, found.sheet.version
        if not self.client.versioned:
            return types.WorkspaceEdit(changes={uri: edits})
        document = types.OptionalVersionedTextDocumentIdentifier(uri, version)
        return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(document, edits)])
