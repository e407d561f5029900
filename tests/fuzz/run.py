"""A slice of inputs in, what became of them out: how many of each kind, how long they took, which failed and why."""

from __future__ import annotations

import faulthandler
import random
import time
import traceback
from collections import Counter
from dataclasses import dataclass

from tests.fuzz.held import HELD
from tests.fuzz.made import MAKERS

DEADLINE = 2.0  # seconds of processor time for one input
HANGING = 120.0  # seconds after which the process tells where it hangs, and dies
SHARES = ("rows",) * 80 + ("source",) * 19 + ("check",)


@dataclass(frozen=True, slots=True)
class Slice:
    """The inputs `first` to `end` (exclusive) of a seed."""

    seed: int
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Failure:
    name: str
    what: str
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    counts: dict[str, int]
    seconds: float
    slowest: tuple[float, str]
    failures: tuple[Failure, ...]


def run(part: Slice) -> Outcome:
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    slowest, total = (0.0, ""), 0.0
    for number in range(part.first, part.end):
        kind, seconds, failure = one(part.seed, number)
        counts[kind] += 1
        total += seconds
        slowest = max(slowest, (seconds, f"{kind}-{part.seed}-{number}"))
        failures += [failure] if failure else []
    return Outcome(dict(counts), total, slowest, tuple(failures))


def one(seed: int, number: int) -> tuple[str, float, Failure | None]:
    """The input of this number: which property it is held to, the seconds that took, and how it failed."""
    draw = random.Random(f"{seed}/{number}")
    kind = draw.choice(SHARES)
    makers, holds = HELD[kind]
    given = MAKERS[draw.choice(makers)](draw)
    faulthandler.dump_traceback_later(HANGING, exit=True)
    start, what = time.process_time(), ""
    try:
        holds(given)
    except Exception as fault:  # whatever escapes is what is looked for
        place = traceback.extract_tb(fault.__traceback__)[-1]
        what = f"{type(fault).__name__}: {fault} ({place.filename.rpartition('/')[2]}:{place.lineno})"
    seconds = time.process_time() - start
    faulthandler.cancel_dump_traceback_later()
    if not what and seconds > DEADLINE:
        what = f"{seconds:.1f} s, over its deadline"
    name = f"{kind}-{seed}-{number}"
    return kind, seconds, Failure(name, what, given.text) if what else None
