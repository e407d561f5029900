"""One proof by several means: ∂L/∂S_i of batch normalisation equals its closed form.

bnderive proves it for every batch size. SymPy (`diff`, `simplify`) and SymEngine (`diff`, `expand`) prove it for one
written-out batch of K inputs, with a linear loss. Each proof is the first one in a process of its own and starts
after the imports; it is killed at a deadline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec

from tests.benchmarks.timing import Plan, Row, Sample, alternate, task

BASE = "bnderive, every N: the proof"
SIZES = (2, 4, 8)


def rows(plan: Plan) -> Iterator[Row]:
    found = alternate(proofs(plan), plan.few)
    for label, samples in found.items():
        is_base = label == BASE
        yield Row(label, samples, "" if is_base else BASE, () if is_base else found[BASE], samples[0].note)
    if find_spec("symengine") is None:
        yield Row("SymEngine", (), note="not installed")


def proofs(plan: Plan) -> dict[str, Callable[[], Sample]]:
    engines = ["SymPy"] + ["SymEngine"] * (find_spec("symengine") is not None)
    sizes = SIZES[:2] if plan.is_quick else SIZES
    written_out = {
        f"{engine}, K = {size}": partial(task, plan, f"proof-{engine.lower()}", str(size), deadline=plan.deadline)
        for engine in engines
        for size in sizes
    }
    return {
        BASE: partial(task, plan, "proof-bnderive"),
        "bnderive, every N: reading, proof, report": partial(task, plan, "check-gradient"),
        **written_out,
    }
