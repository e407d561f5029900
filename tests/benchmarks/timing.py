"""Times of things run by turns: processes as a whole, or tasks that take their own time in a process of their own.

Every child has a clean environment: no PYTHON* variable of the caller, bytecode kept in a scratch folder that is filled
before anything is timed. So compilation, which a user pays once after installing, is in no figure.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import log
from pathlib import Path
from statistics import linear_regression, median
from time import perf_counter

ROOT = Path(__file__).parents[2]
LONGEST = 600.0


@dataclass(frozen=True, slots=True)
class Sample:
    """Seconds of one run; `is_cut` where it was killed after so many, and so took longer. `memory` is the most that its
    process had, in MB, where it tells.
    """

    seconds: float
    note: str = ""
    is_cut: bool = False
    memory: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what was run and what beside it, in the same rounds."""

    what: str
    samples: Sequence[Sample]
    beside: str = ""
    base: Sequence[Sample] = ()
    note: str = ""

    @property
    def best(self) -> float:
        return min(s.seconds for s in self.samples)

    @property
    def middle(self) -> float:
        return median(s.seconds for s in self.samples)

    @property
    def is_cut(self) -> bool:
        return any(s.is_cut for s in self.samples)

    @property
    def memory(self) -> float:
        return max(s.memory for s in self.samples)

    @property
    def ratio_of_bests(self) -> float:
        return self.best / min(s.seconds for s in self.base)

    @property
    def median_ratio(self) -> float:
        """The median of the ratios of single rounds, which a machine that slows down for a while does not move."""
        return median(s.seconds / b.seconds for s, b in zip(self.samples, self.base, strict=True))


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to run. `environment` is that of every child."""

    environment: Mapping[str, str]
    rounds: int
    few: int
    deadline: float
    is_quick: bool


@contextmanager
def planned(is_quick: bool) -> Iterator[Plan]:
    """A plan whose scratch folder for bytecode lasts as long as it does."""
    with tempfile.TemporaryDirectory(prefix="bnderive-bytecode-") as bytecode:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        environment = {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": bytecode, "NO_COLOR": "1"}
        yield Plan(environment, 3 if is_quick else 15, 1 if is_quick else 5, 10.0 if is_quick else 60.0, is_quick)


# -- one run -----------------------------------------------------------------------------------------------------------


def process(plan: Plan, *arguments: str, status: int = 0) -> Sample:
    """The interpreter with these arguments, from its start to its end. Raises SystemExit on another exit status."""
    start = perf_counter()
    run = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=plan.environment, capture_output=True, timeout=LONGEST
    )
    seconds = perf_counter() - start
    if run.returncode != status:
        raise SystemExit(f"{' '.join(arguments)}: exit status {run.returncode}\n{run.stderr.decode()}")
    return Sample(seconds)


def tasks(plan: Plan, name: str, *arguments: str, deadline: float = LONGEST) -> dict[str, Sample]:
    """The samples of a task by label. One that is killed at its deadline has the single label ''."""
    command = [sys.executable, "-m", "tests.benchmarks.tasks", name, *arguments]
    try:
        run = subprocess.run(command, cwd=ROOT, env=plan.environment, capture_output=True, timeout=deadline)
    except subprocess.TimeoutExpired:
        return {"": Sample(deadline, "killed", is_cut=True)}
    if run.returncode != 0:
        raise SystemExit(f"{name} {' '.join(arguments)}: exit status {run.returncode}\n{run.stderr.decode()}")
    found = json.loads(run.stdout)
    memory = found["memory"]
    return {label: Sample(seconds, note, memory=memory) for label, (seconds, note) in found["samples"].items()}


def task(plan: Plan, name: str, *arguments: str, deadline: float = LONGEST) -> Sample:
    """The one sample of a task."""
    [sample] = tasks(plan, name, *arguments, deadline=deadline).values()
    return sample


# -- many runs ---------------------------------------------------------------------------------------------------------


def alternate(runs: Mapping[str, Callable[[], Sample]], rounds: int) -> dict[str, list[Sample]]:
    """All of them in every round, in turned order in every second one. What was killed once is not run again."""
    found: dict[str, list[Sample]] = {label: [] for label in runs}
    for number in range(rounds):
        for label in list(runs)[:: -1 if number % 2 else 1]:
            before = found[label]
            found[label].append(before[0] if before and before[0].is_cut else runs[label]())
    return found


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> str:
    """The slope of log time over log size by least squares.

    >>> exponent([1, 10, 100], [3, 300, 30000])
    'fitted exponent 2.00'
    """
    return f"fitted exponent {slope(sizes, seconds):.2f}"


def slope(sizes: Sequence[float], values: Sequence[float]) -> float:
    return linear_regression([log(size) for size in sizes], [log(value) for value in values]).slope
