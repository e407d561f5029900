"""Ctrl-C: heard at any time, and obeyed where a run waits, so that what it has begun to write is never cut off."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType


class Interruption:
    """While it is entered: whether the program was interrupted. A second interruption ends it at once."""

    def __init__(self) -> None:
        self.is_heard = False
        self.is_waiting = False

    def __enter__(self) -> Interruption:
        self.is_main = threading.current_thread() is threading.main_thread()
        if self.is_main:  # only there can signals be heard
            self.before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.is_main:
            signal.signal(signal.SIGINT, self.before)

    @contextmanager
    def ends_this(self) -> Iterator[None]:
        """What is done here ends by an interruption, with KeyboardInterrupt."""
        self.is_waiting = True
        try:
            yield
        finally:
            self.is_waiting = False

    def _hear(self, number: int, frame: FrameType | None) -> None:
        again, self.is_heard = self.is_heard, True
        if self.is_waiting or again:
            raise KeyboardInterrupt
