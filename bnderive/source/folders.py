"""A folder or a glob comes in, the documents that it stands for go out, and how many were left out.

Hidden folders, what tools keep for themselves, and what a .gitignore names are left out; no link to a folder is
followed. A file that a command names itself never comes here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from os import altsep, sep, walk
from os.path import abspath, dirname, exists, isdir, isfile, join, relpath
from typing import TYPE_CHECKING

from bnderive.errors import UsageError
from bnderive.records import dataclass
from bnderive.source.files import format_named

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

KEPT_BY_TOOLS = ("__pycache__", "node_modules")
ENVIRONMENT = "pyvenv.cfg"  # marks a virtual environment, whatever it is called
IGNORE_FILE = ".gitignore"
LARGEST = 1024 * 1024
MOST_STARS = 5  # of one pattern: each more may cost as many steps again as a name has letters
MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Found:
    """The documents, sorted by their paths, and the number of files and folders that a .gitignore left out."""

    documents: tuple[str, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Ignored:
    """What the .gitignore of one folder says of the paths below it."""

    folder: str
    spec: GitIgnoreSpec

    def says(self, path: str, is_folder: bool) -> bool | None:
        """Whether a path is left out; None where no pattern speaks of it."""
        inside = relpath(path, self.folder).replace(sep, "/")
        return self.spec.check_file(f"{inside}/" if is_folder else inside).include


def documents_in(folder: str) -> tuple[str, ...]:
    """Every document of a known format in a folder and in its folders, sorted by their paths; of no folder none."""
    return found_in(folder).documents


def found_in(folder: str, hears_vcs: bool = True) -> Found:
    """What a folder stands for. Raises UsageError for a .gitignore that cannot be followed."""
    if not isdir(folder):
        return Found()
    search = _Search(hears_vcs)
    documents = tuple(sorted(search.below(folder), key=_parts))
    return Found(documents, search.left_out)


def is_glob(path: str) -> bool:
    """Whether a path is a pattern: a file that really has such a name comes before it."""
    return MAGIC.search(path) is not None and not exists(path)


def found_by(pattern: str, hears_vcs: bool = True) -> Found:
    """The documents whose path, or a folder above them, a glob matches; ** stands for any number of folders."""
    parts, fixed = _parts(pattern), _fixed(pattern)
    found = found_in(base_of(pattern), hears_vcs)
    documents = found.documents if fixed else (path.removeprefix(f".{sep}") for path in found.documents)
    matching = tuple(path for path in documents if _is_meant(_parts(path)[fixed:], parts[fixed:]))
    return Found(matching, found.left_out)


def base_of(pattern: str) -> str:
    """The folder in which everything is that a glob may match."""
    fixed = _fixed(pattern)
    return (sep.join(_parts(pattern)[:fixed]) or sep) if fixed else "."


def _fixed(pattern: str) -> int:
    """How many parts of a glob match themselves only."""
    return next(k for k, part in enumerate(_parts(pattern)) if MAGIC.search(part))


def _parts(path: str) -> list[str]:
    return (path.replace(altsep, sep) if altsep else path).split(sep)


def _is_meant(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Whether the pattern matches the path or a folder above it."""
    ends = {0}  # how many parts the pattern may have taken so far
    for wanted in pattern:
        if wanted == "**":
            ends = set(range(min(ends), len(parts) + 1)) if ends else ends
        else:
            ends = {end + 1 for end in ends if end < len(parts) and fnmatchcase(parts[end], wanted)}
    return bool(ends - {0})


class _Search:
    """One walk through a folder, which counts what a .gitignore leaves out."""

    def __init__(self, hears_vcs: bool) -> None:
        self.hears_vcs = hears_vcs
        self.left_out = 0
        self.ignored: dict[str, tuple[Ignored, ...]] = {}

    def below(self, folder: str) -> Iterator[str]:
        for base, folders, files in walk(folder):
            here = self._heard_in(base, is_top=base == folder)
            folders[:] = [each for each in folders if self._is_open(join(base, each), each, here)]
            for file in files:
                path = join(base, file)
                if not file.startswith(".") and format_named(file) and self._is_wanted(path, False, here):
                    yield path

    def _heard_in(self, base: str, is_top: bool) -> tuple[Ignored, ...]:
        if not self.hears_vcs:
            return ()
        above = tuple(_above(abspath(base))) if is_top else self.ignored[dirname(base)]
        self.ignored[base.rstrip(sep) or base] = here = (*above, *_in(abspath(base)))
        return here

    def _is_open(self, path: str, name: str, ignored: Sequence[Ignored]) -> bool:
        if name.startswith(".") or name in KEPT_BY_TOOLS or isfile(join(path, ENVIRONMENT)):
            return False
        return self._is_wanted(path, True, ignored)

    def _is_wanted(self, path: str, is_folder: bool, ignored: Sequence[Ignored]) -> bool:
        """The innermost .gitignore that speaks of a path decides."""
        said = (each.says(abspath(path), is_folder) for each in reversed(ignored))
        is_left_out = next((answer for answer in said if answer is not None), False)
        self.left_out += is_left_out
        return not is_left_out


def _above(folder: str) -> Iterator[Ignored]:
    """From the root of the repository down to above the folder; nothing where there is no repository."""
    parents: list[str] = []
    inner = folder
    while not exists(join(inner, ".git")):
        if dirname(inner) == inner:
            return
        inner = dirname(inner)
        parents.append(inner)
    for parent in reversed(parents):
        yield from _in(parent)


def _in(folder: str) -> Iterator[Ignored]:
    file = join(folder, IGNORE_FILE)
    if isfile(file):
        from pathspec import GitIgnoreSpec

        yield Ignored(folder, GitIgnoreSpec.from_lines(_patterns(file)))


def _patterns(file: str) -> list[str]:
    try:
        with open(file, "rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as fault:
        raise UsageError(f"{file}: cannot be read: {fault.strerror}") from None
    if len(content) > LARGEST:
        raise UsageError(f"{file}: is larger than {LARGEST // 1024} KiB; --no-ignore-vcs reads no such file")
    lines = content.decode("utf-8-sig", "replace").splitlines()
    for number, line in enumerate(lines, start=1):
        if len(re.findall(r"\*+", line)) > MOST_STARS and not line.startswith("#"):
            raise UsageError(f"{file}:{number}: more than {MOST_STARS} stars in a pattern; --no-ignore-vcs reads none")
    return lines
