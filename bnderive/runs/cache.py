"""Reports that were made before, in one file: the same content under the same settings is not judged twice.

A report is known by a digest of all that it depends on: the program itself and what it rests on, the settings, the
name, the format and the content of the document. What is not as it was written is made again, and never believed.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from time import time
from typing import TypeVar

import bnderive
from bnderive.report import Report
from bnderive.runs.stored import restored, stored
from bnderive.runs.work import Judge, Work

_T = TypeVar("_T")
FILE = "reports-1.sqlite"  # of another name as soon as the table is another
IN_MEMORY = ":memory:"
MONTH = 30  # days after which what was not asked for is forgotten
DAY = 86_400
RESTS_ON = ("markdown-it-py", "sympy")  # what reads and what factors
PATIENCE = 10.0  # seconds to wait for another program that writes
FAULTS = (OSError, sqlite3.DatabaseError, UnicodeDecodeError)  # the last of a message that quotes what is broken
TABLE = "CREATE TABLE IF NOT EXISTS reports (key TEXT PRIMARY KEY, digest TEXT, report BLOB, day INTEGER) WITHOUT ROWID"


class Cache:
    """The file in a folder, made when it is not there, or none, only in memory. `say` is told what becomes of it. The
    same file serves several programs at once; one that cannot be used any more is done without.
    """

    def __init__(self, folder: Path | None = None, say: Callable[[str], object] = lambda text: None) -> None:
        self.file = IN_MEMORY if folder is None else str(folder / FILE)
        self.say = say
        self.connection: sqlite3.Connection | None = None
        self.hits = 0

    def __enter__(self) -> Cache:
        self._tried(self._opened)
        return self

    def __exit__(self, *_: object) -> None:
        if self.connection is not None:
            self.connection.close()

    def key(self, judge: Judge, work: Work, content: bytes) -> str:
        """What the report on a document is known by."""
        said = repr((program(), judge.__name__, work.name, work.format, work.settings)).encode()
        return sha256(len(said).to_bytes(8) + said + content).hexdigest()

    def found(self, key: str, name: str) -> Report | None:
        """The report that is kept under a key, if it is one on the document of that name."""
        report = self._tried(partial(self._found, key, name))
        self.hits += report is not None
        return report

    def keep(self, key: str, report: Report) -> None:
        """From now on the report is found, unless its document was not judged to the end, or the same report would not
        come back.
        """
        is_whole = all(document.error is None for document in report.documents)
        content = stored(report) if is_whole else None
        if content is not None:
            values = key, digest(key, content), content, today()
            self._tried(partial(self._run, "INSERT OR REPLACE INTO reports VALUES (?, ?, ?, ?)", *values))

    # -- the file

    def _found(self, key: str, name: str) -> Report | None:
        row = self._run("SELECT digest, report, day FROM reports WHERE key = ?", key).fetchone()
        if row is None:
            return None
        known, content, day = row
        report = restored(content) if known == digest(key, content) else None
        if report is None or [document.path for document in report.documents] != [name]:
            self._run("DELETE FROM reports WHERE key = ?", key)
            self.say("an entry of the cache was not as it was written, and is judged anew")
            return None
        if day != today():
            self._run("UPDATE reports SET day = ? WHERE key = ?", today(), key)
        return report

    def _run(self, statement: str, *values: object) -> sqlite3.Cursor:
        assert self.connection is not None
        return self.connection.execute(statement, values)

    def _opened(self) -> None:
        if self.file != IN_MEMORY:
            Path(self.file).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.connection = sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)
        self.connection.text_factory = partial(str, encoding="utf-8", errors="replace")  # a broken text costs its entry
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA synchronous = NORMAL")
        self._run(TABLE)
        self._run("SELECT key, digest, report, day FROM reports LIMIT 1")
        self._run("DELETE FROM reports WHERE day < ?", today() - MONTH)

    def _tried(self, work: Callable[[], _T]) -> _T | None:
        """What the work gives. A file that is broken is made anew, one that cannot be used is told and left alone."""
        if self.connection is None and work != self._opened:
            return None
        try:
            return work()
        except FAULTS as fault:
            if is_broken(fault):
                self._left(f"is broken, and is made anew: {fault}")
                self._made_anew()
            else:
                self._left(f"cannot be used, and is done without: {fault}")
        return None

    def _left(self, why: str) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        self.say(f"the cache {self.file} {why}")

    def _made_anew(self) -> None:
        try:
            for suffix in ("", "-wal", "-shm"):
                Path(self.file + suffix).unlink(missing_ok=True)
            self._opened()
        except FAULTS as fault:
            self._left(f"cannot be made anew, and is done without: {fault}")


def is_broken(fault: Exception) -> bool:
    """Whether it lies in what the file holds; else in the way there, as a lock, a full disk or a missing right."""
    if isinstance(fault, sqlite3.OperationalError):
        return getattr(fault, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return not isinstance(fault, OSError)


def digest(key: str, content: object) -> str:
    """What an entry must have beside it; of what is no content at all, nothing that one has."""
    return sha256(key.encode() + content).hexdigest() if isinstance(content, bytes) else ""


def today() -> int:
    return int(time() // DAY)


@cache
def program() -> str:
    """A digest of this program, of the version of what it rests on, and of the interpreter's."""
    found = sha256(repr((sys.version_info[:3], *map(version, RESTS_ON))).encode())
    folder = Path(bnderive.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        found.update(repr(str(file.relative_to(folder))).encode() + sha256(file.read_bytes()).digest())
    return found.hexdigest()
