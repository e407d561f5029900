"""What each command does: reads documents, hands them to the pipeline, shows the report, returns the exit status."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace

from bnderive.cli.documents import Judge, asked_of, judged, name_of, settings_of, text_of
from bnderive.cli.faults import internal_error
from bnderive.cli.targets import targets
from bnderive.cli.terminal import is_unicode, wants_color, width, with_progress, write_file, write_out
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.report import DEFAULT_FAIL_ON, DocumentReport, Report, exit_status, summarise, together
from bnderive.reports import View, load_format
from bnderive.settings import Settings


def check(arguments: Namespace) -> int:
    from bnderive.check import check_documents

    asked = replace(asked_of(arguments), fail_on=arguments.fail_on, certificate=arguments.certificate is not None)
    report, status = _run(arguments, check_documents, asked)
    if arguments.certificate is not None:
        _certify(arguments.certificate, report)
    _deliver(arguments, report, judged=True)
    return status


def _certify(path: str, report: Report) -> None:
    import json

    from bnderive.certificate import certificate

    write_file(path, json.dumps(certificate(report.certified), ensure_ascii=False, indent=1) + "\n")


def read(arguments: Namespace) -> int:
    from bnderive.check import read_documents

    report, status = _run(
        arguments,
        read_documents,
        Settings(boxed=False, fail_on="never", layer=arguments.layer, isolated=arguments.isolated),
    )
    _deliver(arguments, report, judged=False)
    return status


def show(arguments: Namespace) -> int:
    from bnderive.show import show as standard_layer

    color = wants_color(arguments.color, sys.stdout)
    write_out(standard_layer(arguments.name, batch_size=arguments.batch_size, width=width(), color=color))
    return 0


def rule(arguments: Namespace) -> int:
    from bnderive.reports.rulebook import pages

    write_out(pages(None if arguments.all else arguments.name))
    return 0


def _run(arguments: Namespace, judge: Judge, asked: Settings) -> tuple[Report, int]:
    """Every document by itself and apart, so that what one of them does to the program costs the others nothing; the
    report, and the gravest of the exit statuses. Raises UsageError for a pyproject.toml that is not as expected.
    """
    from bnderive.cli.apart import Apart

    wanted = targets(arguments.files)
    named = [(target, name_of(target, arguments.stdin_filename)) for target in wanted]
    settings = [settings_of(target, name, asked) for target, name in named]
    reports: list[Report] = []
    statuses = [0]
    work = list(zip(named, settings, strict=True))
    with Apart(arguments.timeout, len(work) > 1) as apart:
        for (target, name), held in with_progress(work, [name for _, name in named], not arguments.no_progress):
            try:
                report = apart(judged, judge, name, *text_of(target, name, arguments.format), held)
                statuses.append(exit_status(report, held.over(held.project).fail_on or DEFAULT_FAIL_ON))
            except UsageError as error:
                report = _failed(name, str(error).removeprefix(f"{name}: "))
                statuses.append(exit_status(report, DEFAULT_FAIL_ON))
            except Exception as fault:
                report = _failed(name, f"internal error: {type(fault).__name__}: {fault}")
                statuses.append(internal_error(fault))
            reports.append(report)
    return together(reports), max(statuses)


def _failed(name: str, error: str) -> Report:
    document = DocumentReport(name, error=error)
    return Report((document,), summarise((document,)))


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
            print(f"bnderive: {one_line(document.path)}: {one_line(document.error)}", file=sys.stderr)
