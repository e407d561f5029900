"""Which documents a command line names, and which lines of them: `FILE`, `FILE:39`, `FOLDER`, `'docs/**/*.md'`, `-`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from os.path import isdir, normpath
from pathlib import Path

from bnderive.records import dataclass

STDIN = "-"
_SELECTOR = re.compile(r"(?P<path>.+):(?P<line>[1-9][0-9]{0,8})")
_MAY_BE_GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Target:
    """A document to read, and the lines to judge; none means all of them."""

    path: str
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """What a command line names, and how many files and folders below it a .gitignore left out."""

    targets: tuple[Target, ...]
    left_out: int


def targets(arguments: Iterable[str], hears_vcs: bool = True) -> tuple[Target, ...]:
    """Each document once, in the order of its first mention, those of a folder sorted; named whole and by line, it is
    judged whole.
    """
    return named(arguments, hears_vcs).targets


def named(arguments: Iterable[str], hears_vcs: bool = True) -> Named:
    """The targets, and what was left out on the way to them."""
    found: dict[str, tuple[str, list[int | None]]] = {}
    left_out = 0
    for argument in arguments:
        path, line = _split(argument)
        files, without = _files_of(path, hears_vcs)
        left_out += without
        for file in files:
            found.setdefault(normpath(file), (file, []))[1].append(line)
    return Named(tuple(Target(path, _lines(lines)) for path, lines in found.values()), left_out)


def _files_of(path: str, hears_vcs: bool) -> tuple[tuple[str, ...], int]:
    """The documents of a folder or a glob; one without any stands for itself, and is then told to hold none."""
    if not isdir(path) and not _MAY_BE_GLOB.search(path):
        return (path,), 0
    from bnderive.source.folders import found_by, found_in, is_glob

    if not isdir(path) and not is_glob(path):
        return (path,), 0
    found = found_in(path, hears_vcs) if isdir(path) else found_by(path, hears_vcs)
    return found.documents or (path,), found.left_out


def without_line(argument: str) -> str:
    """The path that an argument names."""
    return _split(argument)[0]


def _split(argument: str) -> tuple[str, int | None]:
    """A file whose name really ends in `:39` comes before a line selector."""
    selector = _SELECTOR.fullmatch(argument)
    if selector is None or Path(argument).exists():
        return argument, None
    return selector["path"], int(selector["line"])


def _lines(lines: list[int | None]) -> tuple[int, ...]:
    numbers = [line for line in lines if line is not None]
    return tuple(sorted(set(numbers))) if len(numbers) == len(lines) else ()
