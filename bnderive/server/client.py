"""What an editor can do, as far as this program asks; it says so once, when it connects."""

from __future__ import annotations

from typing import Any

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder, get_capability

from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class Client:
    """`encoding` is what its columns count in. `related` and `tags` are of diagnostics, `markdown` of hovers.
    `resolves` is whether an action may lack its edit until it is chosen; `versioned` whether edits may name the version
    of the document that they are for.
    """

    encoding: str = "utf-16"
    related: bool = False
    tags: bool = False
    markdown: bool = False
    versioned: bool = False
    resolves: bool = False
    watches: bool = False

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> Client:
        def asked(path: str) -> Any:
            return get_capability(capabilities, path, None)

        encoding = ServerCapabilitiesBuilder.choose_position_encoding(capabilities)
        properties = asked("text_document.code_action.resolve_support.properties")
        formats = asked("text_document.hover.content_format")
        return cls(
            encoding=types.PositionEncodingKind(encoding).value,
            related=bool(asked("text_document.publish_diagnostics.related_information")),
            tags=asked("text_document.publish_diagnostics.tag_support") is not None,
            markdown=types.MarkupKind.Markdown in (formats or ()),
            versioned=bool(asked("workspace.workspace_edit.document_changes")),
            resolves="edit" in (properties or ()) and bool(asked("text_document.code_action.data_support")),
            watches=bool(asked("workspace.did_change_watched_files.dynamic_registration")),
        )
