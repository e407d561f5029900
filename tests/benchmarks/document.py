"""The seed's derivation in a process that has everything loaded, and each of its claims by itself.

*Warm* means that the document was checked once before in the same process. What a check keeps of a document goes with
the document, so that nothing is left of it but interned terms and the text of printed ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from tests.benchmarks.processes import BASE, DOCUMENT
from tests.benchmarks.timing import Plan, Row, Sample, process, tasks


def rows(plan: Plan) -> Iterator[Row]:
    base: list[Sample] = []
    found: dict[str, list[Sample]] = {}
    import_sympy = partial(process, plan, "-c", "import sympy")
    import_sympy()
    for _ in range(plan.few):
        base.append(import_sympy())
        for label, sample in tasks(plan, "document", DOCUMENT).items():
            found.setdefault(label, []).append(sample)
    yield Row(BASE, base)
    for label, samples in found.items():
        yield Row(label, samples, BASE, base, samples[0].note)
