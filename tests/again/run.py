"""Documents edited at random; each state is checked again after the one before, and by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

from bnderive.check import check_again, check_documents
from bnderive.report import DocumentReport
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.source.files import format_named
from tests.again.editing import states

ROOT = Path(__file__).parents[2]
SUFFIXES = (".md", ".tex")
ORDINARY = Settings()


@dataclass(frozen=True, slots=True)
class State:
    """A document after an edit: its report and how long it took, by itself and after the state before."""

    path: Path
    text: str
    alone: DocumentReport | str
    seconds_alone: float
    again: DocumentReport | str
    seconds_again: float


def documents() -> list[Path]:
    folders = (ROOT / "derivations", ROOT / "tests" / "corpus" / "written")
    return sorted(path for folder in folders for path in folder.iterdir() if path.suffix in SUFFIXES)


def checked(path: Path, edits: int, seed: int) -> Iterator[State]:
    text = path.read_text("utf-8")
    check_again([read_text(text, path.name, format_of(path))], ORDINARY)
    for state in states(text, edits, Random(f"{path.name} {seed}")):
        yield State(path, state, *answered(check_documents, path, state), *answered(check_again, path, state))


def answered(check, path: Path, text: str) -> tuple[DocumentReport | str, float]:
    """The report, or what was raised instead; and the seconds that it took."""
    start = perf_counter()
    try:
        found: DocumentReport | str = check([read_text(text, path.name, format_of(path))], ORDINARY).documents[0]
    except Exception as error:
        found = repr(error)
    return found, perf_counter() - start


def format_of(path: Path) -> str:
    return format_named(path.name) or "markdown"
