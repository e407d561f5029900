"""How often each rule is found, the most frequent first: `3  BN301  missing-accent`, of all documents together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from bnderive.escape import for_terminal
from bnderive.report import Report
from bnderive.reports import View

Rule = tuple[str, str]


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    """One line a rule; a finding that is ignored does not count, a document that was not read is said."""
    counts: Counter[Rule] = Counter()
    errors: list[str] = []
    for report in reports:
        counts.update(_found(report))
        errors += (f"{each.path}: error: {each.error}" for each in report.documents if each.error is not None)
    width = len(str(max(counts.values(), default=0)))
    rows = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    lines = [f"{count:>{width}}  {rule}  {name}" for (rule, name), count in rows]
    yield from (f"{line}\n" for line in for_terminal((*lines, *errors)))


def _found(report: Report) -> Iterator[Rule]:
    for document in report.documents:
        yield from ((each.rule, each.name) for each in document.problems if each.suppressed is None)
    for formula in report:
        if formula.is_failure:
            yield formula.rule or "", formula.name or ""
