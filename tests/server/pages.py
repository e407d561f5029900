"""The report of the seed, explained by hand, and a text in which its rows could stand."""

from __future__ import annotations

from dataclasses import replace

from bnderive.report import DocumentReport, Edit, Formula, Repair
from tests.reports.explained_report import EXPLAINED

TEXT = "\n".join("x" * 400 for _ in range(60))
URI = "file:///folder/seed.md"


def with_row(line: int, **found: object) -> DocumentReport:
    """The report with one of its rows changed."""
    rows = (replace(row, **found) if row.line == line else row for row in EXPLAINED.formulas)  # type: ignore[arg-type]
    return replace(EXPLAINED, formulas=tuple(rows))


def row(report: DocumentReport, line: int) -> Formula:
    return next(row for row in report.formulas if row.line == line)


def repair(rules: tuple[str, ...] = ("BN301",), safe: bool = True) -> Repair:
    return Repair(r"\hat{S}_i", rules, safe, (Edit(39, 12, 39, 13, r"\hat{S}"),))
