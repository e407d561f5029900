"""How the time of some work grows with its size, whatever the machine is doing beside it."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable


def seconds(work: Callable[[], object]) -> float:
    """Processor time of one run, without garbage collection: a test run has a large heap."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    try:
        work()
    finally:
        gc.enable()
    return time.process_time() - start


def is_linear(work: Callable[[int], object], size: int) -> bool:
    """Whether twice the size takes about twice the time; what grows with the square would take four times as long."""
    half, whole = (min(seconds(lambda n=n: work(n)) for _ in range(2)) for n in (size // 2, size))  # type: ignore[misc]
    return whole < 3 * half + 0.05
