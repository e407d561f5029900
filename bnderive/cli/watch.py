"""The option --watch: documents are judged again whenever one of them changes, until it is interrupted."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from os.path import abspath, basename, dirname, isdir
from typing import TYPE_CHECKING

from bnderive.cli.faults import say
from bnderive.cli.many import SEVERAL, Means, executor_of
from bnderive.cli.targets import STDIN
from bnderive.errors import UsageError
from bnderive.escape import one_line

if TYPE_CHECKING:
    from bnderive.cli.commands import Ran
    from bnderive.runs import Executor
    from bnderive.runs.cache import Cache

CLEAR = "\x1b[2J\x1b[3J\x1b[H"
TICK = 250  # milliseconds
HEARD = (".gitignore", "pyproject.toml")

Run = Callable[[Callable[[int], Means]], "Ran"]


def watch(arguments: Namespace, run: Run) -> int:
    """Runs at once and after every change. 0 when it is interrupted while it waits, 130 while documents are judged.
    Raises UsageError where the extra is not installed, or for what cannot be watched.
    """
    if STDIN in arguments.files:
        raise UsageError("--watch watches files, and - is none")
    if arguments.no_cache or arguments.cache_dir is not None or arguments.shard is not None:
        raise UsageError("--watch keeps reports in memory, of all documents: no --no-cache, --cache-dir or --shard")
    if arguments.update_baseline:
        raise UsageError("--watch and --update-baseline do not go together: write the baseline once")
    from bnderive.runs.cache import Cache

    try:
        with Cache() as cache, executor_of(arguments, SEVERAL * arguments.jobs) as executor:
            return _watch(arguments, run, cache, executor)
    except KeyboardInterrupt:
        return 0


def _watch(arguments: Namespace, run: Run, cache: Cache, executor: Executor) -> int:
    """Ends when documents are interrupted while they are judged; else by an interruption. The processes stay from one
    change to the next, with what they know.
    """
    for _ in _changes(arguments):
        clear()
        known = cache.hits
        try:
            ran = run(lambda count: (nullcontext(executor), nullcontext(cache)))
        except UsageError as error:
            say(f"bnderive: error: {one_line(str(error))}")
            continue
        if ran.is_interrupted:
            return ran.status
        say(told(ran, ran.documents - (cache.hits - known)))
    return 0


def _changes(arguments: Namespace) -> Iterator[None]:
    """Once at the beginning, then after each change of a document; ends by an interruption only."""
    try:
        import watchfiles
    except ImportError:
        raise UsageError("--watch needs watchfiles: pip install 'bnderive[watch]'") from None
    folders = folders_of(arguments.files)
    written = {abspath(each) for each in (arguments.output_file, arguments.certificate) if each is not None}
    only_files = not any(map(is_several, arguments.files))
    ordinary = watchfiles.DefaultFilter()

    def is_heard(change: watchfiles.Change, path: str) -> bool:
        return ordinary(change, path) and path not in written and is_read(path)

    heard = watchfiles.watch(
        *folders,
        watch_filter=is_heard,
        recursive=not only_files,
        raise_interrupt=True,
        yield_on_timeout=True,
        rust_timeout=TICK,
    )
    next(heard)  # from here on no change is missed
    yield None
    yield from (None for changes in heard if changes)


def folders_of(files: list[str]) -> tuple[str, ...]:
    """The folders in which what is named may change: a file itself may be replaced by another of its name."""
    from bnderive.cli.targets import without_line
    from bnderive.source.folders import base_of, is_glob

    paths = [without_line(each) for each in files]
    found = (each if isdir(each) else base_of(each) if is_glob(each) else dirname(each) or "." for each in paths)
    folders = tuple(dict.fromkeys(map(abspath, found)))
    if missing := next((folder for folder in folders if not isdir(folder)), None):
        raise UsageError(f"{missing}: no such folder to watch")
    return folders


def is_several(argument: str) -> bool:
    """Whether it stands for documents of folders below."""
    from bnderive.cli.targets import without_line
    from bnderive.source.folders import is_glob

    return isdir(argument) or is_glob(without_line(argument))


def is_read(path: str) -> bool:
    from bnderive.source.files import format_named

    return basename(path) in HEARD or format_named(path) is not None


def clear() -> None:
    if sys.stdout.isatty():
        sys.stdout.write(CLEAR)
        sys.stdout.flush()


def told(ran: Ran, judged: int) -> str:
    """`12:30:59  1 of 3 documents judged: 5 correct, 7 wrong, 0 undecided; Ctrl-C ends`."""
    counts, now = ran.summary, datetime.now().strftime("%H:%M:%S")
    found = f"{counts.correct} correct, {counts.wrong} wrong, {counts.undecided} undecided"
    return f"{now}  {judged} of {ran.documents} documents judged: {found}; waiting for changes, Ctrl-C ends"
