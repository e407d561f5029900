"""What each command does: reads documents, hands them to the pipeline, shows the report, returns the exit status."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import field, replace
from functools import partial
from typing import TYPE_CHECKING

from bnderive.cli.documents import asked_of, work_of
from bnderive.cli.faults import INTERNAL_ERROR, INTERRUPTED, internal_error, say
from bnderive.cli.known import baseline_in, with_known
from bnderive.cli.many import Means, means_of, share_of
from bnderive.cli.targets import named
from bnderive.cli.terminal import Bar, file_for, is_unicode, progress, wants_color, width, write_file, write_out
from bnderive.cli.watch import watch
from bnderive.escape import one_line
from bnderive.records import dataclass
from bnderive.report import DEFAULT_FAIL_ON, Report, Summary, exit_status
from bnderive.reports import View, load_format
from bnderive.runs import Way, outcomes
from bnderive.runs.work import Judge, Outcome, Work
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.baseline import Baseline


@dataclass(slots=True)
class Ran:
    """What a run came to: the gravest of the exit statuses, what was found, and what certificates need."""

    status: int = 0
    is_interrupted: bool = False
    documents: int = 0
    summary: Summary = field(default_factory=Summary)
    certified: list[object] = field(default_factory=list)

    def add(self, work: Work, end: Outcome) -> None:
        statuses = [exit_status(end.report, work.settings.over(work.settings.project).fail_on or DEFAULT_FAIL_ON)]
        if end.fault is not None:
            statuses.append(INTERNAL_ERROR)
        if end.is_interrupted:
            self.is_interrupted = True
            statuses.append(INTERRUPTED)
        self.status = max(self.status, *statuses)
        self.documents += 1
        self.summary += end.report.summary
        self.certified += end.report.certified


def check(arguments: Namespace) -> int:
    if arguments.watch:
        from bnderive.check import check_again as judge
    else:
        from bnderive.check import check_documents as judge

    asked = replace(asked_of(arguments), fail_on=arguments.fail_on, certificate=arguments.certificate is not None)

    def run(means: Callable[[int], Means]) -> Ran:
        ran = _run(arguments, judge, asked, means, baseline_in(arguments))
        if arguments.certificate is not None:
            _certify(arguments.certificate, ran)
        return ran

    return watch(arguments, run) if arguments.watch else run(partial(means_of, arguments)).status


def _certify(path: str, ran: Ran) -> None:
    import json

    from bnderive.certificate import certificate

    write_file(path, json.dumps(certificate(ran.certified), ensure_ascii=False, indent=1) + "\n")


def read(arguments: Namespace) -> int:
    from bnderive.check import read_documents

    asked = Settings(boxed=False, fail_on="never", layer=arguments.layer, isolated=arguments.isolated)
    return _run(arguments, read_documents, asked, partial(means_of, arguments), judged=False).status


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
    arguments: Namespace,
    judge: Judge,
    asked: Settings,
    means: Callable[[int], Means],
    known: Baseline | None = None,
    judged: bool = True,
) -> Ran:
    """Judges all documents and writes what is found of each as soon as those before it are written. Raises UsageError
    for a pyproject.toml that is not as expected.
    """
    found = named(arguments.files, not arguments.no_ignore_vcs)
    work = share_of([work_of(target, arguments, asked) for target in found.targets], arguments)
    ended: Iterator[Outcome] = outcomes(work, Way(judge, *means(len(work))))
    if known is not None:
        ended = with_known(known, arguments.update_baseline, work, ended)
    ran = Ran()
    # From here on documents are at work; what shows them is loaded meanwhile.
    with progress(len(work), not arguments.no_progress) as bar, _output(arguments) as write:
        reports = _reports(work, ended, ran, bar, _is_told(arguments))
        for part in filter(None, load_format(arguments.output_format).parts(reports, _view(arguments, judged))):
            with bar.aside():
                write(part)
    if found.left_out:
        _tell_left_out(len(work), found.left_out)
    return ran


def _reports(work: list[Work], ended: Iterator[Outcome], ran: Ran, bar: Bar, is_told: bool) -> Iterator[Report]:
    """The reports in order; what could not be read is also said where a person will see it."""
    for done, each in enumerate(work):
        bar.at(done, each.name)
        end = next(ended)
        ran.add(each, end)
        if end.report.documents[0].error is not None:
            with bar.aside():
                _tell(end, is_told)
        yield end.report
    for _ in ended:  # what is done after the last
        raise AssertionError("more outcomes than documents")


def _tell_left_out(documents: int, left_out: int) -> None:
    what = "1 file or folder that .gitignore names is" if left_out == 1 else f"{left_out} that .gitignore names are"
    them = "it" if left_out == 1 else "them"
    say(f"bnderive: {documents} documents; {what} left out: --no-ignore-vcs reads {them} too")


@contextmanager
def _output(arguments: Namespace) -> Iterator[Callable[[str], object]]:
    """What writes pieces of the report where it was asked for."""
    if arguments.output_file is None:
        yield write_out
    else:
        with file_for(arguments.output_file) as write:
            yield write


def _view(arguments: Namespace, judged: bool) -> View:
    to_file = arguments.output_file is not None
    return View(
        width=width(),
        color=wants_color(arguments.color, sys.stdout) if not to_file else arguments.color == "always",
        judged=judged,
        findings_only=arguments.quiet,
        encodable=to_file or is_unicode(sys.stdout),
        root=_here(),
    )


def _is_told(arguments: Namespace) -> bool:
    """Whether the report goes where nobody may look."""
    return arguments.output_file is not None or not sys.stdout.isatty()


def _here() -> str:
    try:
        return os.getcwd()
    except OSError:  # the folder is gone
        return ""


def _tell(end: Outcome, everything: bool) -> None:
    """A fault of ours; and, where that is asked for, what could not be read."""
    if end.fault is not None:
        internal_error(end.fault)
    for document in end.report.documents if everything else ():
        print(f"bnderive: {one_line(document.path)}: {one_line(document.error or '')}", file=sys.stderr)
