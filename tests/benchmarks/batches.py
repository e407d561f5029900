"""What `--batch-size K` adds to a warm check of the seed's derivation, beside the same check without it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median

from tests.benchmarks.processes import DOCUMENT
from tests.benchmarks.timing import Plan, Row, alternate, exponent, task

BASE = "check without it"


def rows(plan: Plan) -> Iterator[Row]:
    sizes = (2, 4) if plan.is_quick else (2, 4, 8, 16, 32, 64)
    runs = {f"--batch-size {size}": partial(task, plan, "batch", DOCUMENT, str(size)) for size in sizes}
    found = alternate({BASE: partial(task, plan, "batch", DOCUMENT, "0"), **runs}, min(plan.few, 2))
    for label, samples in found.items():
        is_base = label == BASE
        yield Row(label, samples, "" if is_base else BASE, () if is_base else found[BASE], samples[0].note)
    plain = median(s.seconds for s in found[BASE])
    added = [max(median(s.seconds for s in found[label]) - plain, 1e-6) for label in runs]
    yield Row("what is added, over K", (), note=exponent(sizes, added))
