"""What goes wrong while an action is worked out is told, and changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from lsprotocol import types

from bnderive.errors import UsageError
from bnderive.report import DocumentReport, Report, summarise
from bnderive.server.language_server import Service
from bnderive.server.sheets import Sheet

URI = "untitled:a"


async def later(function: Callable[..., object], text: str, name: str, *rest: object) -> object:
    """Judges anything, and mends nothing."""
    if function.__name__ == "fixed":
        raise UsageError("took longer than 60 s\x1b[2J")
    document = DocumentReport(name)
    return Report((document,), summarise((document,)))


def resolved(sheet: Sheet, data: object) -> tuple[types.CodeAction, list[str]]:
    async def ask() -> types.CodeAction:
        service.desk.open(sheet)
        return await service.resolved(types.CodeAction("Mend all slips", data=data))

    said: list[str] = []
    service = Service(later)
    service.server = SimpleNamespace(  # type: ignore[assignment]
        window_show_message=lambda params: said.append(params.message),
        text_document_publish_diagnostics=lambda params: None,
    )
    return asyncio.run(ask()), said


def test_an_edit_that_takes_too_long_is_none_and_said_why():
    action, said = resolved(Sheet.of(URI, "markdown", 1, "a"), URI)
    assert action.edit is None
    assert said == ["bnderive: took longer than 60 s\ufffd[2J"]


@pytest.mark.parametrize("data", [None, 3, {"uri": URI}, "untitled:other"])
def test_an_action_of_another_server_stays_as_it_is(data: object):
    action, said = resolved(Sheet.of(URI, "markdown", 1, "a"), data)
    assert (action.edit, said) == (None, [])


def test_in_what_cannot_be_read_there_is_nothing_to_mend():
    action, said = resolved(Sheet.of(URI, "c", 1, "a"), URI)
    assert action.edit is not None
    assert [list(edits) for edits in (action.edit.changes or {}).values()] == [[]]
    assert said == []
