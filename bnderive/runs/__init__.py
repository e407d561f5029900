"""Documents are judged, each by itself and apart, several at a time; what is found comes out in their order.

What one of them does to the program costs the others nothing. An interruption ends the work with what is there. Of many
documents only some are held: those that are at work, and those that wait for one before them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import field
from typing import TYPE_CHECKING, Protocol, cast

from bnderive.errors import UsageError
from bnderive.records import dataclass
from bnderive.report import Report
from bnderive.runs.interruption import Interruption
from bnderive.runs.work import Judge, Outcome, Work, failed, judged, not_reached

if TYPE_CHECKING:
    from concurrent.futures import Future

    from bnderive.runs.cache import Cache

AHEAD = 250  # documents for each of those that are judged at once, so that a slow one holds up none after it
TICK = 1.0  # seconds after which what is waited for is looked after
CONTENT = 64 * 1024 * 1024  # bytes of documents that are held meanwhile


class Executor(Protocol):
    """Where documents are judged: in processes of this machine, or on others. `at_once` is how many it judges."""

    @property
    def at_once(self) -> int: ...

    def begun(self, function: Callable[..., Report], *arguments: object) -> Future[Report]: ...

    def tend(self, call: Future[Report]) -> None:
        """Looks after a call that is waited for; is asked to from time to time."""

    def ended(self, call: Future[Report]) -> Report:
        """What a call that has ended returns or raises; UsageError where it took too long or its process died."""


@dataclass(frozen=True, slots=True)
class Way:
    """How documents are judged: by which function, where, and what keeps what was found, if anything does."""

    judge: Judge
    executor: AbstractContextManager[Executor]
    cache: AbstractContextManager[Cache | None] = field(default_factory=nullcontext)


Outcomes = Callable[[Sequence[Work], Way], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Begun:
    """A document at work. `key` is what its report is to be kept under: None where it is not to be."""

    name: str
    call: Future[Report]
    key: str | None = None
    size: int = 0


def outcomes(work: Sequence[Work], way: Way) -> Iterator[Outcome]:
    """One for every document, in order, whatever order they end in. The first are at work when this returns, so that
    its caller can make ready for them meanwhile.
    """
    found = _outcomes(work, way)
    next(found)
    return cast("Iterator[Outcome]", found)


def _outcomes(work: Sequence[Work], way: Way) -> Iterator[Outcome | None]:
    """None when the first are at work, then the outcomes."""
    with Interruption() as interruption, way.executor as executor, way.cache as cache:
        run = Run(way.judge, executor, cache, interruption)
        waiting: deque[Begun] = deque()
        rest = iter(work)
        _begin(run, rest, waiting)
        yield None
        while waiting:
            yield run.outcome(waiting.popleft(), waiting)
            _begin(run, rest, waiting)


def _begin(run: Run, rest: Iterator[Work], waiting: deque[Begun]) -> None:
    """As many documents as may be at work, or wait for those before them."""
    while len(waiting) < AHEAD * run.executor.at_once and sum(begun.size for begun in waiting) <= CONTENT:
        each = next(rest, None)
        if each is None:
            return
        waiting.append(run.begun(each))


@dataclass(frozen=True, slots=True)
class Run:
    """Documents at work, and what was found before."""

    judge: Judge
    executor: Executor
    cache: Cache | None
    interruption: Interruption
    kept: set[str] = field(default_factory=set)

    def begun(self, work: Work) -> Begun:
        """A document that cannot be read, or of which everything is known, is done at once."""
        from concurrent.futures import Future

        call: Future[Report] = Future()
        if self.interruption.is_heard:
            call.cancel()
            return Begun(work.name, call)
        try:
            with self.interruption.ends_this():  # standard input may never come
                content = work.content()
        except KeyboardInterrupt:
            call.cancel()
            return Begun(work.name, call)
        except UsageError as error:
            call.set_exception(error)
            return Begun(work.name, call)
        key = self.cache.key(self.judge, work, content) if self.cache is not None else None
        known = self.cache.found(key, work.name) if self.cache is not None and key is not None else None
        if known is not None:
            call.set_result(known)
            return Begun(work.name, call)
        call = self.executor.begun(judged, self.judge, work.name, content, work.format, work.settings)
        return Begun(work.name, call, key, len(content))

    def outcome(self, begun: Begun, waiting: Iterable[Begun]) -> Outcome:
        """What came of it, once that is known; an interruption ends the waiting. Those that wait for it and have ended
        are kept meanwhile, so that nothing is lost with this program.
        """
        if begun.call.cancelled() or (self.interruption.is_heard and not begun.call.done()):
            return not_reached(begun.name)
        try:
            with self.interruption.ends_this():
                self.wait(begun, waiting)
                report = self.executor.ended(begun.call)
        except KeyboardInterrupt:
            return not_reached(begun.name)
        except Exception as error:
            return failed(begun.name, error)
        self.keep(begun)
        self.kept.discard(begun.key or "")
        return Outcome(report)

    def wait(self, begun: Begun, waiting: Iterable[Begun]) -> None:
        from concurrent.futures import wait

        while not begun.call.done():
            self.executor.tend(begun.call)
            if not wait([begun.call], TICK).done:
                for each in waiting:
                    if each.call.done() and not each.call.cancelled() and each.call.exception() is None:
                        self.keep(each)

    def keep(self, begun: Begun) -> None:
        """Keeps a report, once."""
        if self.cache is not None and begun.key is not None and begun.key not in self.kept:
            self.kept.add(begun.key)
            self.cache.keep(begun.key, begun.call.result())
