"""Puts questions to a peer in a process of its own, each with a deadline, and bnderive's beside it in every round.

The process keeps the deadline itself, in processor time; this one ends what hangs without using any.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, Queue
from statistics import median
from threading import Thread
from typing import IO, Any

from tests.benchmarks.peers.answers import NONE
from tests.benchmarks.peers.claims import ROOT

STARTING = 300.0
"""Seconds in which a peer must be imported."""
LONG = 20.0
"""A peer that took this long for a round is not asked again."""
OUT_OF_TIME = -getattr(signal, "SIGXCPU", 24)
PATIENCE = 10
"""How much longer than the deadline is waited for an answer on a busy machine."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Processor seconds of the question alone; those of the deadline where it was ended there."""

    word: str
    note: str
    seconds: float
    is_cut: bool = False


Replies = Mapping[str, Reply]


@dataclass(frozen=True, slots=True)
class Asker:
    """An encoding of an installed peer."""

    python: str
    table: str
    deadline: float

    def ask(self, names: Sequence[str]) -> dict[str, Reply]:
        """A process that is ended at a deadline is followed by another one for the questions that are left."""
        replies: dict[str, Reply] = {}
        while left := [name for name in names if name not in replies]:
            replies.update(self.asked_once(left))
        return replies

    def asked_once(self, names: Sequence[str]) -> Iterator[tuple[str, Reply]]:
        command = (self.python, "-m", "tests.benchmarks.peers.child", self.table, str(self.deadline), *names)
        with running(command) as (process, queue):
            if next_line(queue, STARTING) is None:
                yield from ((name, Reply(NONE, "it does not start", 0.0)) for name in names)
                return
            for name in names:
                line = next_line(queue, self.deadline * PATIENCE)
                if line is None:
                    yield name, self.cut(process)
                    return
                yield line[0], Reply(*line[1:])

    def cut(self, process: subprocess.Popen[str]) -> Reply:
        """Of one that printed nothing more: it was ended, or hangs, or has broken off."""
        try:
            status = process.wait(timeout=1.0)
        except subprocess.TimeoutExpired:
            status = OUT_OF_TIME
        if status == OUT_OF_TIME:
            return Reply(NONE, f"ended after {self.deadline:.0f} s", self.deadline, is_cut=True)
        return Reply(NONE, f"its process breaks off with status {status}", 0.0)


@contextmanager
def running(command: Sequence[str]) -> Iterator[tuple[subprocess.Popen[str], Queue[str | None]]]:
    """A process and what it prints, line by line and None at its end; it is ended with the block."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    queue: Queue[str | None] = Queue()
    reader = Thread(target=pass_on, args=(process.stdout, queue), daemon=True)
    reader.start()
    try:
        yield process, queue
    finally:
        process.kill()
        process.wait()
        reader.join()


def pass_on(stream: IO[str], queue: Queue[str | None]) -> None:
    with stream:
        for line in stream:
            queue.put(line)
    queue.put(None)


def next_line(queue: Queue[str | None], seconds: float) -> Any:
    """What the next line says; None at the deadline or the end."""
    try:
        line = queue.get(timeout=seconds)
    except Empty:
        return None
    return None if line is None else json.loads(line)


# -- rounds ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rounds:
    """A peer's replies, and bnderive's of the same rounds."""

    found: tuple[Replies, ...]
    beside: tuple[Replies, ...]

    def seconds(self, names: Sequence[str]) -> float:
        return median(spent(replies, names) for replies in self.found)

    def ratio(self, names: Sequence[str], base: Sequence[str]) -> float:
        pairs = zip(self.found, self.beside, strict=True)
        return median(spent(replies, names) / spent(beside, base) for replies, beside in pairs)


def spent(replies: Replies, names: Sequence[str]) -> float:
    return sum(replies[name].seconds for name in names)


def rounds(asker: Asker, base: Asker, names: Sequence[str], base_names: Sequence[str], number: int) -> Rounds:
    """bnderive itself is its own measure."""
    found: list[Replies] = []
    beside: list[Replies] = []
    while len(found) < number and not (found and spent(found[-1], names) > LONG):
        beside.append(base.ask(base_names))
        found.append(beside[-1] if asker == base else asker.ask(names))
    return Rounds(tuple(found), tuple(beside))
