"""What a claim costs in longer and longer documents, made up of true and false rows; linear cost is exponent 1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from tests.benchmarks.timing import Plan, Row, Sample, alternate, exponent, task

DEADLINE = 300.0


def rows(plan: Plan) -> Iterator[Row]:
    sizes = (10, 100) if plan.is_quick else (10, 100, 1000, 10_000)
    runs = {str(size): partial(task, plan, "claims", str(size), deadline=DEADLINE) for size in sizes}
    found = alternate(runs, 1)
    base = per_claim(found[str(sizes[0])], sizes[0])
    for size in sizes:
        samples = per_claim(found[str(size)], size)
        note, is_base = samples[0].note, size == sizes[0]
        beside = "" if is_base else f"{sizes[0]} claims, a claim"
        yield Row(f"{size} claims, a claim", samples, beside, () if is_base else base, note)
    seconds = [median(s.seconds for s in found[str(size)]) for size in sizes]
    yield Row("time of a document over its claims", (), note=exponent(sizes, seconds))


def per_claim(samples: list[Sample], size: int) -> list[Sample]:
    return [Sample(s.seconds / size, s.note, s.is_cut, s.memory) for s in samples]
