"""Which documents a command line names, and which lines of them: `FILE`, `FILE:39`, `FOLDER`, `-`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from os.path import isdir
from pathlib import Path

STDIN = "-"
_SELECTOR = re.compile(r"(?P<path>.+):(?P<line>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Target:
    """A document to read, and the lines to judge; none means all of them."""

    path: str
    lines: tuple[int, ...] = ()


def targets(arguments: Iterable[str]) -> tuple[Target, ...]:
    """Each document once, in the order of its first mention, those of a folder sorted; named whole and by line, it is
    judged whole.
    """
    found: dict[str, list[int | None]] = {}
    for argument in arguments:
        path, line = _split(argument)
        for file in files_of(path):
            found.setdefault(file, []).append(line)
    return tuple(Target(path, _lines(lines)) for path, lines in found.items())


def files_of(path: str) -> tuple[str, ...]:
    """The documents of a folder; a folder without any stands for itself, and is then told to hold none."""
    if not isdir(path):
        return (path,)
    from bnderive.source.files import documents_in

    return documents_in(path) or (path,)


def _split(argument: str) -> tuple[str, int | None]:
    """A file whose name really ends in `:39` comes before a line selector."""
    selector = _SELECTOR.fullmatch(argument)
    if selector is None or Path(argument).exists():
        return argument, None
    return selector["path"], int(selector["line"])


def _lines(lines: list[int | None]) -> tuple[int, ...]:
    numbers = [line for line in lines if line is not None]
    return tuple(sorted(set(numbers))) if len(numbers) == len(lines) else ()
