"""What each command does: reads documents, hands them to the pipeline, shows the report, returns the exit status."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from bnderive.cli.documents import Judge, asked_of, name_of, settings_of
from bnderive.cli.faults import say
from bnderive.cli.known import baseline_in, with_known
from bnderive.cli.run import Outcomes, Way, Work, outcomes
from bnderive.cli.targets import named
from bnderive.cli.terminal import is_unicode, wants_color, width, write_file, write_out
from bnderive.cli.watch import watch
from bnderive.escape import one_line
from bnderive.report import DEFAULT_FAIL_ON, Report, exit_status, together
from bnderive.reports import View, load_format
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.baseline import Baseline


def check(arguments: Namespace) -> int:
    from bnderive.check import check_documents

    asked = replace(asked_of(arguments), fail_on=arguments.fail_on, certificate=arguments.certificate is not None)

    def run(outcomes: Outcomes) -> tuple[Report, int]:
        report, status = _run(arguments, check_documents, asked, outcomes, baseline_in(arguments))
        if arguments.certificate is not None:
            _certify(arguments.certificate, report)
        _deliver(arguments, report, judged=True)
        return report, status

    return watch(arguments, run) if arguments.watch else run(outcomes)[1]


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
        outcomes,
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


def _run(
    arguments: Namespace, judge: Judge, asked: Settings, outcomes: Outcomes, known: Baseline | None = None
) -> tuple[Report, int]:
    """The report on all documents, and the gravest of the exit statuses. Raises UsageError for a pyproject.toml that is
    not as expected.
    """
    found = named(arguments.files, not arguments.no_ignore_vcs)
    names = [name_of(target, arguments.stdin_filename) for target in found.targets]
    work = [
        Work(target, name, settings_of(target, name, asked)) for target, name in zip(found.targets, names, strict=True)
    ]
    way = Way(judge, arguments.timeout, arguments.format, arguments.jobs, not arguments.no_progress)
    ended = outcomes(work, way)
    if known is not None:
        ended = with_known(known, arguments.update_baseline, work, ended)
    statuses = [max(end.status, _status(end.report, each.settings)) for each, end in zip(work, ended, strict=True)]
    if found.left_out:
        _tell_left_out(len(work), found.left_out)
    return together([end.report for end in ended]), max(statuses, default=0)


def _status(report: Report, settings: Settings) -> int:
    return exit_status(report, settings.over(settings.project).fail_on or DEFAULT_FAIL_ON)


def _tell_left_out(documents: int, left_out: int) -> None:
    what = "1 file or folder that .gitignore names is" if left_out == 1 else f"{left_out} that .gitignore names are"
    them = "it" if left_out == 1 else "them"
    say(f"bnderive: {documents} documents; {what} left out: --no-ignore-vcs reads {them} too")


def _deliver(arguments: Namespace, report: Report, judged: bool) -> None:
    """Writes the report where it was asked for; what could not be read is also said where a person will see it."""
    to_file = arguments.output_file is not None
    view = View(
        width=width(),
        color=wants_color(arguments.color, sys.stdout) if not to_file else arguments.color == "always",
        judged=judged,
        findings_only=arguments.quiet,
        encodable=to_file or is_unicode(sys.stdout),
        root=_here(),
    )
    text = load_format(arguments.output_format).render(report, view)
    if to_file:
        write_file(arguments.output_file, text)
    else:
        write_out(text)
    if to_file or not sys.stdout.isatty():
        _complain(report)


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # the folder is gone
        return ""


def _complain(report: Report) -> None:
    for document in report.documents:
        if document.error is not None:
            print(f"bnderive: {one_line(document.path)}: {one_line(document.error)}", file=sys.stderr)
