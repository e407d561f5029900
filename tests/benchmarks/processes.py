"""Whole processes, from start to end, beside a bare `import sympy`: what a person waits for at the prompt."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tests.benchmarks.timing import Plan, Row, Sample, alternate, process

DOCUMENT = "derivations/batch_norm_seed.md"
BASE = "import sympy"
WARMING = 2


def rows(plan: Plan) -> Iterator[Row]:
    runs = commands(plan)
    alternate(runs, WARMING)
    found = alternate(runs, plan.rounds)
    for label, samples in found.items():
        yield Row(label, samples, "" if label == BASE else BASE, () if label == BASE else found[BASE])


def commands(plan: Plan) -> dict[str, Callable[[], Sample]]:
    """The document expects its wrong formulas, so that checking it ends with status 0."""
    check = partial(process, plan, "-m", "bnderive", "check", DOCUMENT)
    check_json = partial(process, plan, "-m", "bnderive", "check", "--output-format", "json", DOCUMENT)
    return {
        BASE: partial(process, plan, "-c", "import sympy"),
        "bnderive check, full report": check,
        "bnderive check, JSON": check_json,
        "bnderive --help": partial(process, plan, "-m", "bnderive", "--help"),
        "bnderive --version": partial(process, plan, "-m", "bnderive", "--version"),
        "import bnderive": partial(process, plan, "-c", "import bnderive"),
        "the interpreter alone": partial(process, plan, "-c", "pass"),
    }
