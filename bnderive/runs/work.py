"""A document to judge, and what came of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bnderive.errors import UsageError
from bnderive.records import dataclass
from bnderive.report import DocumentReport, Report, summarise
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.source.model import Document

Judge = Callable[[Sequence["Document"], Settings], Report]
NOT_REACHED = "was not judged: interrupted"


@dataclass(frozen=True, slots=True)
class Work:
    """A document to judge: what it goes by, and what holds for it. One that comes on standard input has no suffix that
    names its format.
    """

    name: str
    settings: Settings
    format: str | None = None
    is_file: bool = True

    def content(self) -> bytes:
        """Raises UsageError for what cannot be read."""
        from bnderive.source.files import LIMIT, content_of

        return content_of(self.name) if self.is_file else sys.stdin.buffer.read(LIMIT + 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report on one document; the fault of ours, if one ended the work, and whether an interruption did."""

    report: Report
    fault: Exception | None = None
    is_interrupted: bool = False


def judged(judge: Judge, name: str, content: bytes, format: str | None, settings: Settings) -> Report:
    """The report on one document, which any process can make. Raises UsageError for what is no document."""
    from bnderive.source.files import read_bytes

    return judge([read_bytes(content, name, format)], settings)


def failed(name: str, error: Exception) -> Outcome:
    """A document whose work ended with an error: that of its author, or of ours."""
    if isinstance(error, UsageError):
        return Outcome(_unread(name, str(error).removeprefix(f"{name}: ")))
    return Outcome(_unread(name, f"internal error: {type(error).__name__}: {error}"), fault=error)


def not_reached(name: str) -> Outcome:
    return Outcome(_unread(name, NOT_REACHED), is_interrupted=True)


def _unread(name: str, error: str) -> Report:
    document = DocumentReport(name, error=error)
    return Report((document,), summarise((document,)))
