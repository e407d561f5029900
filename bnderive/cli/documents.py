"""What a target of the command line stands for: its name, its settings, and the document that it holds."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace

from bnderive.cli.targets import STDIN, Target
from bnderive.errors import UsageError
from bnderive.runs.work import Work
from bnderive.settings import Settings


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


def work_of(target: Target, arguments: Namespace, asked: Settings) -> Work:
    """What is to be done. Raises UsageError as `settings_of` does."""
    name = name_of(target, arguments.stdin_filename)
    return Work(name, settings_of(target, name, asked), format_of(target, name, arguments.format), target.path != STDIN)


def format_of(target: Target, name: str, format: str | None) -> str | None:
    """A format that is asked for is that of standard input only: None for a file, which has that of its suffix."""
    from bnderive.source.files import format_named

    return (format or format_named(name) or "markdown") if target.path == STDIN else None
