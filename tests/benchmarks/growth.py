"""Time and memory of a check over the size of what is checked, in every direction in which a document can grow.

Each size is checked in a process of its own that was warmed up before. What is beyond a limit stands in the table with
the words of the report, and in no exponent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from statistics import median

from tests.benchmarks.growing import FAMILIES, Family
from tests.benchmarks.timing import Plan, Row, Sample, alternate, exponent, slope, task

DEADLINE = 60.0
ROUNDS, FEW_SIZES = 1, 2


def rows(plan: Plan) -> Iterator[Row]:
    for name, family in FAMILIES.items():
        yield from of_family(plan, name, family)


def of_family(plan: Plan, name: str, family: Family) -> Iterator[Row]:
    sizes = family.sizes[:FEW_SIZES] if plan.is_quick else family.sizes
    runs = {str(size): partial(task, plan, "growth", name, str(size), deadline=DEADLINE) for size in sizes}
    found = alternate(runs, 1 if plan.is_quick else ROUNDS)
    yield from (Row(f"{size} {family.unit}", found[str(size)], note=found[str(size)][0].note) for size in sizes)
    decided = [size for size in sizes if is_decided(found[str(size)])]
    yield Row("  how it grows", (), note=grows(decided, [found[str(size)] for size in decided]))


def is_decided(samples: Sequence[Sample]) -> bool:
    return not any(sample.is_cut or "undecided" in sample.note for sample in samples)


def grows(sizes: Sequence[int], found: Sequence[Sequence[Sample]]) -> str:
    """The exponents of time and memory over all sizes, and over the last two: the start of a curve is flat."""
    if len(sizes) < 2:
        return ""
    seconds = [median(s.seconds for s in samples) for samples in found]
    memory = [max(s.memory for s in samples) for samples in found]
    end = f"from {sizes[-2]} to {sizes[-1]}: {slope(sizes[-2:], seconds[-2:]):.2f}"
    return f"time: {exponent(sizes, seconds)}, {end}; memory: {exponent(sizes, memory)}"
