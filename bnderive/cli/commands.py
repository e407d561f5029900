"""What each command does: reads documents, hands them to the pipeline, shows the report, returns the exit status."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bnderive.cli.targets import STDIN, Target, targets
from bnderive.cli.terminal import is_unicode, wants_color, width, with_progress, write_file, write_out
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.report import DocumentReport, Report, exit_status, summarise
from bnderive.reports import View, load_format
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.source.model import Document

Judge = Callable[[Sequence["Document"], Settings], Report]


def check(arguments: Namespace) -> int:
    from bnderive.check import check_documents

    asked = Settings(arguments.boxed, arguments.strict, arguments.batch_size, layer=arguments.layer)
    report = _run(arguments, check_documents, asked)
    _deliver(arguments, report, judged=True)
    return exit_status(report, arguments.fail_on)


def read(arguments: Namespace) -> int:
    from bnderive.check import read_documents

    report = _run(arguments, read_documents, Settings(layer=arguments.layer))
    _deliver(arguments, report, judged=False)
    return exit_status(report, "never")


def show(arguments: Namespace) -> int:
    from bnderive.show import show as standard_layer

    color = wants_color(arguments.color, sys.stdout)
    write_out(standard_layer(arguments.name, batch_size=arguments.batch_size, width=width(), color=color))
    return 0


def _run(arguments: Namespace, judge: Judge, asked: Settings) -> Report:
    """Every document by itself, so that what one of them does to the program costs the others nothing."""
    wanted = targets(arguments.files)
    documents: list[DocumentReport] = []
    explicit: list[object] = []
    for target in with_progress(wanted, [target.path for target in wanted], not arguments.no_progress):
        name = _name(target, arguments.stdin_filename)
        settings = replace(asked, lines=tuple((name, line) for line in target.lines))
        try:
            report = judge([_document(target, name, arguments.format)], settings)
        except UsageError as error:
            documents.append(DocumentReport(name, error=str(error).removeprefix(f"{name}: ")))
        else:
            documents.extend(report.documents)
            explicit.extend(report.explicit)
    return Report(tuple(documents), summarise(documents), tuple(explicit))


def _name(target: Target, stdin_filename: str | None) -> str:
    return (stdin_filename or "<stdin>") if target.path == STDIN else target.path


def _document(target: Target, name: str, format: str | None) -> Document:
    """A format that is asked for is that of standard input only: a file has the one that its suffix names."""
    from bnderive.source import read_file, read_text
    from bnderive.source.files import format_named

    if target.path != STDIN:
        return read_file(name)
    return read_text(_standard_input(), name, format or format_named(name) or "markdown")


def _standard_input() -> str:
    from bnderive.source.files import LIMIT

    content = sys.stdin.buffer.read(LIMIT + 1)
    try:
        return content.decode("utf-8-sig", "strict" if len(content) <= LIMIT else "ignore")
    except UnicodeDecodeError as error:
        raise UsageError(f"is no UTF-8 text (byte 0x{content[error.start]:02x} at {error.start})") from None


def _deliver(arguments: Namespace, report: Report, judged: bool) -> None:
    """Writes the report where it was asked for; what could not be read is also said where a person will see it."""
    to_file = arguments.output_file is not None
    view = View(
        width=width(),
        color=wants_color(arguments.color, sys.stdout) if not to_file else arguments.color == "always",
        judged=judged,
        findings_only=arguments.quiet,
        encodable=to_file or is_unicode(sys.stdout),
    )
    text = load_format(arguments.output_format).render(report, view)
    if to_file:
        write_file(arguments.output_file, text)
    else:
        write_out(text)
    if to_file or not sys.stdout.isatty():
        _complain(report)


def _complain(report: Report) -> None:
    for document in report.documents:
        if document.error is not None:
            print(f"bnderive: {one_line(document.path)}: cannot be read: {one_line(document.error)}", file=sys.stderr)
