"""The documents of the arena, what a checker says of each, and whether that is what it must say.

A folder is a verdict. All formulas after the comment `claim` of a document are judged, and what is before it is their
context: in `accept` every one of them is true for every size and input, in `refute` one fails for some, and in
`decline` nobody can tell from the document. The comment `why` says how that is known. This module knows no checker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
VERDICTS = ("accept", "refute", "decline")
SUFFIXES = (".md", ".tex")
CLAIM = {".md": "<!-- claim -->", ".tex": "% claim"}
WHY = {".md": "<!-- why: ", ".tex": "% why: "}

Checker = Callable[[Path], str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a checker says of a document, and what it must say."""

    path: Path
    due: str
    given: str

    @property
    def name(self) -> str:
        return f"{self.due}/{self.path.name}"

    @property
    def is_miss(self) -> bool:
        return self.given != self.due


def documents(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Every document of an arena, in the order of the verdicts and of their names."""
    return tuple(path for verdict in VERDICTS for path in sorted((folder / verdict).iterdir()))


def claim_line(path: Path) -> int:
    """The number, from 1, of the line after which the formulas are judged."""
    return path.read_text(encoding="utf-8").splitlines().index(CLAIM[path.suffix]) + 1


def answers(checker: Checker, paths: Iterable[Path]) -> tuple[Answer, ...]:
    """What a checker says of the documents."""
    return tuple(Answer(path, path.parent.name, checker(path)) for path in paths)


def tally(found: Iterable[Answer]) -> str:
    """One line for each verdict: how many documents are due to get it, got it, and got another."""
    found = tuple(found)
    return "\n".join(_row(verdict, [each for each in found if each.due == verdict]) for verdict in VERDICTS)


def _row(verdict: str, due: list[Answer]) -> str:
    given = {word: sum(each.given == word for each in due) for word in VERDICTS}
    others = len(due) - sum(given.values())
    counts = ", ".join(f"{given[word]} {word}" for word in VERDICTS)
    return f"{verdict:8}{len(due):4} documents: {counts}, {others} no answer"
