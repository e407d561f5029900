"""Work on a document runs in a process of its own, which is ended when it takes too much time or memory.

What that process dies of costs its document alone: the next one finds a new process. Several documents share one as
long as it lives.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from multiprocessing import get_context
from types import TracebackType
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool
from pebble.concurrent import process

from bnderive.errors import UsageError

_T = TypeVar("_T")
MEMORY = 2 * 1024**3  # bytes that a process may have, where the system can hold it to that
GARBAGE = 200_000  # objects that may be made before cycles are looked for: there are few, and many modules to look at


class Apart:
    """Calls functions of modules in another process, one call after the other; a call may take `seconds`."""

    def __init__(self, seconds: float, several: bool) -> None:
        self.seconds = seconds
        self.context = get_context("fork" if sys.platform == "linux" else None)
        self.pool = ProcessPool(max_workers=1, context=self.context) if several else None

    def __enter__(self) -> Apart:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.pool is not None:
            self.pool.stop()  # type: ignore[no-untyped-call]
            self.pool.join()

    def __call__(self, function: Callable[..., _T], *arguments: object) -> _T:
        """What the function returns or raises; UsageError where its process was ended or died."""
        work = process(timeout=self.seconds, mp_context=self.context, pool=self.pool)(with_limits)
        try:
            answer: _T = work(function, *arguments).result()
        except TimeoutError:
            raise UsageError(f"took longer than {self.seconds:g} s, and was ended; --timeout allows more") from None
        except MemoryError:
            raise UsageError(f"needs more than {MEMORY // 1024**3} GiB of memory") from None
        except ProcessExpired as died:
            raise UsageError(f"the process that worked on it died, with status {died.exitcode}") from None
        return answer


def with_limits(function: Callable[..., _T], *arguments: object) -> _T:
    """What the function returns; beyond its limit an allocation fails. Windows has no such limits."""
    gc.set_threshold(GARBAGE)
    try:
        from resource import RLIMIT_AS, getrlimit, setrlimit
    except ImportError:
        return function(*arguments)
    _, most = getrlimit(RLIMIT_AS)
    setrlimit(RLIMIT_AS, (MEMORY if most < 0 else min(MEMORY, most), most))
    return function(*arguments)
