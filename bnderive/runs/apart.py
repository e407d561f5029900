"""Work on a document runs in a process of its own, which is ended when it takes too much time or memory.

What that process dies of costs its document alone: the next one finds a new process. Several documents share one as
long as it lives.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool
from pebble.concurrent import process

from bnderive import garbage
from bnderive.errors import UsageError

_T = TypeVar("_T")
MEMORY = 2 * 1024**3  # bytes that a process may have, where the system can hold it to that
TASKS = 500  # documents after which a process gives way to a new one, so that no memory is kept for ever


class Apart:
    """Calls functions of modules in other processes, `at_once` at a time; a call may take `seconds`. A program that has
    threads is forked at no call, since a lock that another thread holds would stay locked there.
    """

    def __init__(self, seconds: float, several: bool, at_once: int = 1, has_threads: bool = False) -> None:
        self.seconds = seconds
        self.at_once = at_once
        self.context = clean_context() if has_threads else get_context("fork" if sys.platform == "linux" else None)
        self.pool = ProcessPool(at_once, max_tasks=TASKS, context=self.context) if several else None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.pool is not None:
            self.pool.stop()  # type: ignore[no-untyped-call]
            self.pool.join()

    def __call__(self, function: Callable[..., _T], *arguments: object) -> _T:
        """What the function returns or raises; UsageError where its process was ended or died."""
        return self.ended(self.begun(function, *arguments))

    def tend(self, call: Future[_T]) -> None:
        """Nothing: what takes too long is ended without being asked for."""

    def ended(self, call: Future[_T]) -> _T:
        """What a call returns or raises, once it does."""
        with deaths_told(self.seconds):
            return call.result()

    async def later(self, function: Callable[..., _T], *arguments: object) -> _T:
        """The same, while other work goes on here; whoever cancels it ends the process."""
        from asyncio import wrap_future

        with deaths_told(self.seconds):
            return await wrap_future(self.begun(function, *arguments))

    def begun(self, function: Callable[..., _T], *arguments: object) -> Future[_T]:
        """The call, which waits for a free process where there are several."""
        # What pebble's types call mp_context its code calls context.
        where: Any = {"context": self.context, "mp_context": self.context, "pool": self.pool}
        future: Future[_T] = process(timeout=self.seconds, **where)(with_limits)(function, *arguments)
        return future


@contextmanager
def deaths_told(seconds: float) -> Iterator[None]:
    """What ends a process is what its user hears."""
    try:
        yield
    except TimeoutError:
        raise UsageError(f"took longer than {seconds:g} s, and was ended; --timeout allows more") from None
    except MemoryError:
        raise UsageError(f"needs more than {MEMORY // 1024**3} GiB of memory") from None
    except ProcessExpired as died:
        raise UsageError(f"the process that worked on it died, with status {died.exitcode}") from None


def clean_context() -> BaseContext:
    """Processes that have nothing of this one: forked off a server of their own, which has the pipeline loaded, or, as
    on Windows, begun anew.
    """
    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(["bnderive.check"])
    return context


@cache
def end_with_parent() -> None:
    """Sees to it that this process does not outlive the one that it works for, whatever that dies of."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def with_limits(function: Callable[..., _T], *arguments: object) -> _T:
    """What the function returns; beyond its limit an allocation fails. Windows has no such limits."""
    end_with_parent()
    garbage.seldom()
    try:
        from resource import RLIMIT_AS, getrlimit, setrlimit
    except ImportError:
        return function(*arguments)
    _, most = getrlimit(RLIMIT_AS)
    setrlimit(RLIMIT_AS, (MEMORY if most < 0 else min(MEMORY, most), most))
    return function(*arguments)
