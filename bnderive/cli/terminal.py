"""What the surroundings of a run allow: colour, width, progress, and how its output is written."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from bnderive.errors import UsageError
from bnderive.escape import one_line

if TYPE_CHECKING:
    from rich.progress import Progress

PIPED_WIDTH = 100
ROOM = 44  # columns of a bar before the name


def wants_color(choice: str, stream: TextIO) -> bool:
    """The option decides, then NO_COLOR, then FORCE_COLOR, then whether the output is a terminal that has colours."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to print in: COLUMNS, the terminal's, or a fixed number where the output is no terminal."""
    return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns


def is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "").replace("_", "").startswith("utf")


@contextmanager
def file_for(path: str) -> Iterator[Callable[[str], object]]:
    """A new file for pieces of text, which are in it at once. Raises UsageError where it cannot be written."""
    with _told(path):
        file = open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n")  # noqa: SIM115

    def write(text: str) -> None:
        with _told(path):
            file.write(text)
            file.flush()

    try:
        yield write
    finally:
        with _told(path):
            file.close()


@contextmanager
def _told(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise UsageError(f"cannot write {path}: {reason(error)}") from error


def write_file(path: str, text: str) -> None:
    with file_for(path) as write:
        write(text)


def write_out(text: str) -> None:
    """Prints to standard output; a reader that went away (`| head`) is no fault. Raises UsageError where it is full."""
    with _output_told():
        sys.stdout.write(text)
        sys.stdout.flush()


def write_out_exactly(text: str) -> None:
    """Prints a text of a document with its own line ends; in a terminal without what a terminal would obey."""
    if sys.stdout.isatty():
        write_out("".join(f"{one_line(line)}\n" for line in text.splitlines()))
        return
    with _output_told():
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()


@contextmanager
def _output_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # The interpreter flushes once more at its end: let that go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise UsageError(f"cannot write to standard output: {reason(error)}") from error


def replace_file(path: str, content: bytes) -> None:
    """Puts new content in the place of a file, all of it or nothing; a link goes on leading to it."""
    path = os.path.realpath(path)
    draft = f"{path}.{os.getpid()}.tmp"
    try:
        with open(draft, "xb") as file:
            file.write(content)
        shutil.copymode(path, draft)
        os.replace(draft, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(draft)
        raise UsageError(f"cannot write {path}: {reason(error)}") from error


def reason(error: OSError) -> str:
    """Why a file could not be read or written, in the system's words."""
    text = error.strerror or type(error).__name__
    return text[:1].lower() + text[1:]


class Bar:
    """How far a run is: how many documents are done, the time that is left, and the document that is at work."""

    def __init__(self, shown: Progress | None = None, total: int = 0) -> None:
        self.shown = shown
        self.task = shown.add_task("", total=total) if shown is not None else None

    def at(self, done: int, name: str) -> None:
        if self.shown is not None and self.task is not None:
            room = max(width() - ROOM, 0)
            self.shown.update(self.task, completed=done, description=one_line(name)[:room], refresh=True)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """It is not there meanwhile, so that something else can be printed."""
        if self.shown is not None:
            self.shown.stop()
        yield
        if self.shown is not None:
            self.shown.start()


@contextmanager
def progress(total: int, wanted: bool) -> Iterator[Bar]:
    """A bar on standard error, of several documents, where a person can see it."""
    if not (wanted and total > 1 and sys.stderr.isatty()):
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    # Drawn at each step only: processes are forked off meanwhile, and a thread that draws would hold locks.
    name = TextColumn("{task.description}", markup=False)
    columns = (BarColumn(20), MofNCompleteColumn(), TimeRemainingColumn(), name)
    console = Console(stderr=True, width=width(), color_system="standard" if wants_color("auto", sys.stderr) else None)
    with Progress(*columns, console=console, auto_refresh=False, transient=True) as shown:
        yield Bar(shown, total)
