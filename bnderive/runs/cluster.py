"""Documents are judged by the workers of a dask cluster, each in a process of its own there too.

What is judged and what is found goes over the network, never a path: the machines share no files. A document whose
process or worker dies or hangs is tried once more, and then reported; it costs no other one.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import CancelledError, Future, InvalidStateError
from contextlib import suppress
from functools import cache, partial
from time import monotonic
from types import TracebackType
from typing import Any

from pebble import ProcessExpired

from bnderive.errors import InternalError, UsageError
from bnderive.report import Report
from bnderive.runs.apart import Apart, deaths_told
from bnderive.runs.cache import program
from bnderive.runs.stored import restored, stored

ANSWER = 10.0  # seconds in which a scheduler answers
GRACE = 30.0  # seconds beyond twice what a document may take, after which a worker is taken for lost
LOOK = 5.0  # seconds between looks at how many workers there are
TRIES = 2
UNREAD = "deserialization of the task graph"  # in what dask raises where its scheduler lacks what is to be called


class Cluster:
    """The workers of the scheduler at an address. Raises UsageError where none answers or dask is not installed."""

    def __init__(self, address: str, seconds: float) -> None:
        self.address, self.seconds = address, seconds
        self.looked = (-LOOK, 1)

    def __enter__(self) -> Cluster:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError("--executor dask needs dask.distributed: pip install 'bnderive[dask]'") from None
        try:
            self.client = Client(self.address, timeout=ANSWER, set_as_default=False)
        except (OSError, ValueError, TypeError) as fault:
            raise UsageError(f"{self.address}: no dask scheduler answers: {fault}") from None
        self.heard = monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self.client.close()

    @property
    def at_once(self) -> int:
        """How many documents the workers can judge at once, of those that are there now."""
        if monotonic() - self.looked[0] > LOOK:
            self.looked = monotonic(), sum(self.client.nthreads().values()) or 1
        return self.looked[1]

    def begun(self, function: Callable[..., Report], *arguments: object) -> Future[Report]:
        return Call(self, function, *arguments)

    def tend(self, call: Future[Report]) -> None:
        """A call that is not answered in time is begun once more, elsewhere; where there is no worker, it is given up
        as soon as nothing was heard for as long.
        """
        patience = TRIES * self.seconds + GRACE
        if not isinstance(call, Call):
            return
        if monotonic() - self.heard > patience and not self.client.nthreads():
            call.fail("the scheduler has no workers")
        elif call.waited() > patience:
            call.move()

    def ended(self, call: Future[Report]) -> Report:
        with deaths_told(self.seconds):
            return call.result()


class Call(Future[Report]):
    """A document that a worker judges, or once more another one."""

    def __init__(self, cluster: Cluster, function: Callable[..., Report], *arguments: object) -> None:
        super().__init__()
        self.cluster = cluster
        self.task = (judged_here, program(), cluster.seconds, function, *arguments)
        self.tries = 0
        self.since: float | None = None
        self.begin()

    def begin(self, workers: list[str] | None = None) -> None:
        self.tries, self.since = self.tries + 1, None
        # A further try comes before what waits, or the patience with it would run out in the queue.
        self.there = self.cluster.client.submit(*self.task, pure=False, workers=workers, priority=self.tries)
        self.there.add_done_callback(partial(self.end, self.tries))

    def end(self, number: int, there: Any) -> None:
        """Hears of the end of a try, in a thread of the client's; only the last one counts."""
        self.cluster.heard = monotonic()
        if number != self.tries or self.done():
            return
        fault = fault_of(there)
        with suppress(InvalidStateError):  # it was given up meanwhile
            if fault is None:
                self.set_result(unpacked(there.result()))
            elif isinstance(fault, TimeoutError | ProcessExpired) and self.tries < TRIES:
                self.begin()
            else:
                self.set_exception(told(fault))

    def waited(self) -> float:
        """Seconds since this try was first asked about: what comes before it is done by then."""
        self.since = self.since or monotonic()
        return monotonic() - self.since

    def fail(self, why: str) -> None:
        with suppress(InvalidStateError):  # it was answered meanwhile
            self.set_exception(UsageError(why))

    def move(self) -> None:
        """Begins it once more, on workers that do not have it now; a second time it is given up."""
        if self.tries == TRIES:
            self.fail("its worker did not answer in time, twice")
            return
        had = {worker for worker, keys in self.cluster.client.processing().items() if self.there.key in keys}
        self.begin([worker for worker in self.cluster.client.nthreads() if worker not in had] or None)


def fault_of(there: Any) -> BaseException | None:
    """What a try ended with, if not with a report. Only of a fault the scheduler has to be asked what it is."""
    if there.status == "finished":
        return None
    fault: BaseException = CancelledError() if there.cancelled() else there.exception()
    return fault


def unpacked(found: bytes | Report) -> Report:
    report = restored(found) if isinstance(found, bytes) else found
    if report is None:
        raise InternalError("a worker's report was not as it was packed")
    return report


def told(fault: BaseException) -> BaseException:
    """What a user hears of a fault of the cluster's; others are as they would be here."""
    from distributed.scheduler import KilledWorker

    if isinstance(fault, KilledWorker):
        return UsageError("the workers that judged it died")
    if isinstance(fault, CancelledError):
        return UsageError("was not judged: the scheduler is gone")
    if isinstance(fault, ModuleNotFoundError) or UNREAD in str(fault):
        return UsageError(f"the scheduler or a worker has no bnderive, or another version; {WANTED}")
    return fault


# -- on a worker


def judged_here(known: str, seconds: float, function: Callable[..., Report], *arguments: object) -> bytes | Report:
    """What the function returns, packed, in a process that is ended when it takes too long. Raises UsageError where
    this machine has another program than the one that asks, since it could find something else.
    """
    if program() != known:
        raise UsageError(f"a worker has another version of bnderive, or of what it rests on; {WANTED}")
    return pool(seconds).begun(packed, function, *arguments).result()


def packed(function: Callable[..., Report], *arguments: object) -> bytes | Report:
    """What the function returns, as short as it is kept, so that nobody on its way has to read it."""
    report = function(*arguments)
    return stored(report) or report


WANTED = "install the same on all machines"


@cache
def pool(seconds: float) -> Apart:
    """The processes of this worker, as many as it has threads; they end when it does."""
    from distributed import get_worker

    # dask makes its workers daemons, which may have no children; these see for themselves that they do not outlive it.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    return Apart(seconds, several=True, at_once=get_worker().state.nthreads, has_threads=True)
