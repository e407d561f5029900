"""Documents are judged, each by itself and apart, several at a time; what is found is put together in their order.

What one of them does to the program costs the others nothing. An interruption ends the work with what is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from bnderive.cli.documents import Judge, judged, text_of
from bnderive.cli.faults import internal_error
from bnderive.cli.targets import Target
from bnderive.cli.terminal import with_progress
from bnderive.errors import UsageError
from bnderive.report import DocumentReport, Report, summarise
from bnderive.settings import Settings

if TYPE_CHECKING:
    from bnderive.cli.apart import Apart

INTERRUPTED = 130
NOT_REACHED = "was not judged: interrupted"


@dataclass(frozen=True, slots=True)
class Work:
    """A document to judge: where it is, what it goes by, and what holds for it."""

    target: Target
    name: str
    settings: Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report on one document, and the exit status of a fault of ours or of an interruption, else 0."""

    report: Report
    status: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """How documents are judged: by which function, in how many seconds each, how many at once, seen or not."""

    judge: Judge
    seconds: float
    format: str | None
    at_once: int = 1
    shows_progress: bool = False


Outcomes = Callable[[Sequence[Work], Way], Sequence[Outcome]]


def outcomes(work: Sequence[Work], way: Way) -> list[Outcome]:
    """One for every document, in order, whatever order they end in."""
    from bnderive.cli.apart import Apart

    with Apart(way.seconds, len(work) > 1, min(way.at_once, len(work) or 1)) as apart:
        begun: list[Future[Report]] = []
        try:
            begun += (_begun(apart, each, way) for each in work)
            for _ in _watched(begun, work, way):
                pass
        except KeyboardInterrupt:
            pass  # what has ended stays
        reached = [call if call.done() else None for call in begun]
        return [_outcome(apart, each.name, call) for each, call in zip_longest(work, reached)]


def _begun(apart: Apart, each: Work, way: Way) -> Future[Report]:
    """A document that has no text ends at once."""
    try:
        text, format = text_of(each.target, each.name, way.format)
    except UsageError as error:
        call: Future[Report] = Future()
        call.set_exception(error)
        return call
    return apart.begun(judged, way.judge, each.name, text, format, each.settings)


def _watched(begun: Sequence[Future[Report]], work: Sequence[Work], way: Way) -> Iterator[Future[Report]]:
    """The calls as they end."""
    names = {id(call): each.name for call, each in zip(begun, work, strict=True)}
    return with_progress(as_completed(begun), len(begun), lambda call: names[id(call)], way.shows_progress)


def _outcome(apart: Apart, name: str, call: Future[Report] | None) -> Outcome:
    if call is None:
        return Outcome(_failed(name, NOT_REACHED), INTERRUPTED)
    try:
        return Outcome(apart.ended(call))
    except UsageError as error:
        return Outcome(_failed(name, str(error).removeprefix(f"{name}: ")))
    except Exception as fault:
        return Outcome(_failed(name, f"internal error: {type(fault).__name__}: {fault}"), internal_error(fault))


def _failed(name: str, error: str) -> Report:
    document = DocumentReport(name, error=error)
    return Report((document,), summarise((document,)))
