"""What a target of the command line stands for: its name, its settings, and the document that it holds."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bnderive.cli.targets import STDIN, Target
from bnderive.errors import UsageError
from bnderive.report import Report
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.source.model import Document

Judge = Callable[[Sequence["Document"], Settings], Report]


def asked_of(arguments: Namespace) -> Settings:
    """What the arguments say of how to judge."""
    return Settings(
        boxed=arguments.boxed,
        strict=arguments.strict,
        trust=arguments.trust,
        batch_size=arguments.batch_size,
        ignore_expectations=arguments.ignore_expectations,
        select=tuple(arguments.select),
        ignore=tuple(arguments.ignore),
        ignore_suppressions=arguments.ignore_suppressions,
        isolated=arguments.isolated,
        layer=arguments.layer,
    )


def settings_of(target: Target, name: str, asked: Settings) -> Settings:
    """Raises UsageError for what is not as expected in a pyproject.toml, or in what it selects."""
    from bnderive.configuration.project import configured
    from bnderive.selection import selection_of

    settings = configured(name, replace(asked, lines=tuple((name, line) for line in target.lines)))
    if settings.project is not None:
        try:
            selection_of(settings.project)
        except UsageError as error:
            raise UsageError(f"[tool.bnderive] of the project of {name}: {error}") from None
    return settings


def name_of(target: Target, stdin_filename: str | None) -> str:
    return (stdin_filename or "<stdin>") if target.path == STDIN else target.path


def format_of(target: Target, name: str, format: str | None) -> str:
    """A format that is asked for is that of standard input only: a file has the one that its suffix names."""
    from bnderive.source.files import format_named

    return (format if target.path == STDIN else None) or format_named(name) or "markdown"


def text_of(target: Target, name: str, format: str | None) -> tuple[str | None, str]:
    """The text of standard input, None for a file, and its format."""
    return standard_input() if target.path == STDIN else None, format_of(target, name, format)


def judged(judge: Judge, name: str, text: str | None, format: str, settings: Settings) -> Report:
    """The report on one document: on the file of that name, or on a text."""
    from bnderive.source import read_file, read_text

    return judge([read_file(name) if text is None else read_text(text, name, format)], settings)


def standard_input() -> str:
    """All of it, with a byte order mark if it has one."""
    from bnderive.source.files import LIMIT

    content = sys.stdin.buffer.read(LIMIT + 1)
    try:
        return content.decode("utf-8", "strict" if len(content) <= LIMIT else "ignore")
    except UnicodeDecodeError as error:
        raise UsageError(f"is no UTF-8 text (byte 0x{content[error.start]:02x} at {error.start})") from None
