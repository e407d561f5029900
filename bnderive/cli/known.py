"""The options --baseline and --update-baseline: findings that are known are marked, or written down as known."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from os import sep
from os.path import abspath, dirname, exists, join, relpath
from typing import TYPE_CHECKING

from bnderive.cli.faults import say
from bnderive.cli.terminal import reason, replace_file
from bnderive.errors import UsageError
from bnderive.escape import one_line
from bnderive.report import DocumentReport, summarise
from bnderive.runs.work import Outcome, Work

if TYPE_CHECKING:
    from bnderive.baseline import Baseline, Key


def baseline_in(arguments: Namespace) -> Baseline | None:
    """The baseline that is asked for; an empty one where it is to be written and is not there yet."""
    from bnderive.baseline import LIMIT, Baseline, baseline_of

    if arguments.baseline is None:
        if arguments.update_baseline:
            raise UsageError("--update-baseline needs --baseline FILE")
        return None
    if arguments.update_baseline and not exists(arguments.baseline):
        return Baseline(arguments.baseline)
    try:
        with open(arguments.baseline, "rb") as file:
            return baseline_of(arguments.baseline, file.read(LIMIT + 1))
    except OSError as fault:
        hint = "; --update-baseline makes it" if isinstance(fault, FileNotFoundError) else ""
        raise UsageError(f"{arguments.baseline}: cannot be read: {reason(fault)}{hint}") from None


def with_known(baseline: Baseline, updates: bool, work: Sequence[Work], ended: Iterable[Outcome]) -> Iterator[Outcome]:
    """What was found, all that is known marked; with `updates` all that is found is known, and written in the end.
    Raises UsageError for parts of documents, of which nothing can be written down.
    """
    if updates and not all(map(_is_whole, work)):
        raise UsageError("--update-baseline needs whole documents: no FILE:LINE, and no --boxed")
    return _found_anew(baseline, work, ended) if updates else _known(baseline, work, ended)


def _known(baseline: Baseline, work: Sequence[Work], ended: Iterable[Outcome]) -> Iterator[Outcome]:
    for each, end in zip(work, ended, strict=True):
        path = path_of(each, baseline.file)
        _tell_gone(baseline, each, path, end.report.documents[0])
        yield _marked(baseline, path, end)


def _found_anew(baseline: Baseline, work: Sequence[Work], ended: Iterable[Outcome]) -> Iterator[Outcome]:
    from bnderive.baseline import findings

    read: set[str] = set()
    found: Counter[Key] = Counter()
    for each, end in zip(work, ended, strict=True):
        path, (document,) = path_of(each, baseline.file), end.report.documents
        if document.error is None:
            read.add(path)
            found.update(own := findings(path, document))
            end = _marked(baseline.updated(own, ()), path, end)
        yield end
    _update(baseline, found, read)


def path_of(work: Work, file: str) -> str:
    """What a document is called in a baseline, from whatever folder the program is run."""
    if not work.is_file:
        return work.name
    return relpath(abspath(work.name), dirname(abspath(file))).replace(sep, "/")


def _marked(baseline: Baseline, path: str, end: Outcome) -> Outcome:
    documents = tuple(baseline.marked(path, document) for document in end.report.documents)
    return replace(end, report=replace(end.report, documents=documents, summary=summarise(documents)))


def _update(baseline: Baseline, found: Counter[Key], read: Container[str]) -> None:
    """A document that was not read keeps what is known of it, and so does one that was not looked at and is there."""
    folder = dirname(abspath(baseline.file))
    others = {key.path for key in baseline.known if key.path not in read}
    new = baseline.updated(found, {path for path in others if exists(join(folder, path))})
    replace_or_make(new.file, new.text().encode())
    say(f"bnderive: {one_line(new.file)}: {_findings(sum(new.known.values()))} known from now on")


def replace_or_make(path: str, content: bytes) -> None:
    """Makes a file, or puts all of the new content in the place of the old."""
    try:
        with open(path, "ab"):
            pass
    except OSError as fault:
        raise UsageError(f"cannot write {path}: {reason(fault)}") from None
    replace_file(path, content)


def _tell_gone(baseline: Baseline, work: Work, path: str, document: DocumentReport) -> None:
    count = baseline.gone(path, document) if _is_whole(work) and document.error is None else 0
    if count:
        say(
            f"bnderive: {one_line(baseline.file)}: {_findings(count)} known of {one_line(path)} and not found any "
            "more; --update-baseline takes out what is gone"
        )


def _is_whole(work: Work) -> bool:
    settings = work.settings.over(work.settings.project)
    return not settings.lines and not settings.boxed


def _findings(count: int) -> str:
    return "1 finding is" if count == 1 else f"{count} findings are"
