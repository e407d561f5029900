"""What the tools answer: a text for whoever reads, and a report in its own JSON shape for programs.

These functions run in a process apart, and raise UsageError for what cannot be answered. They touch no file.
"""

from __future__ import annotations

from typing import Any

from bnderive.check import check_text
from bnderive.check import prove as proved
from bnderive.escape import one_line
from bnderive.layers import standard_layer
from bnderive.records import dataclass
from bnderive.report import DocumentReport, Report, summarise
from bnderive.reports import View, load_format
from bnderive.reports.blocks.closing import Tally, summary
from bnderive.settings import Settings

SHOWN = 200  # findings in a text
NAME = "<text>"  # that the given text goes by


@dataclass(frozen=True, slots=True)
class Answer:
    text: str
    data: dict[str, Any]


def check(text: str, format: str, layer: str | None) -> Answer:
    """Every formula of a text: what was found in a line each, and the counts."""
    report = check_text(text, NAME, format, settings(layer))
    findings = load_format("concise").render(report, View()).splitlines()
    more = [f"and {len(findings) - SHOWN} more findings, which the data has"] if len(findings) > SHOWN else []
    return Answer("\n".join([*findings[:SHOWN], *more, summary(Tally.of(report)).plain, ""]), report.to_dict())


def explain(text: str, line: int, format: str, layer: str | None) -> Answer:
    """All that was found of the formulas on one line. Raises UsageError for a line without any."""
    return in_full(check_text(text, NAME, format, settings(layer, line)))


def prove(lhs: str, rhs: str, layer: str) -> Answer:
    """Whether two sides are equal in a standard layer."""
    formula = proved(lhs, rhs, layer)
    document = DocumentReport(NAME, layer=standard_layer(layer).names[0], formulas=(formula,))
    return in_full(Report((document,), summarise([document])))


def show(layer: str, batch_size: int | None) -> Answer:
    """A standard layer with its derivatives, which are judged once more as formulas of a document."""
    from bnderive.show import as_document
    from bnderive.show import show as page

    report = check_text(as_document(layer), NAME, "markdown", settings(layer))
    return Answer(page(layer, batch_size=batch_size), report.to_dict())


def in_full(report: Report) -> Answer:
    return Answer(load_format("full").render(report, View()), report.to_dict())


def settings(layer: str | None, *lines: int) -> Settings:
    """No project is looked for: a text lies in none."""
    name = None if layer is None else standard_layer(layer).names[0]
    return Settings(isolated=True, layer=name, lines=tuple((NAME, line) for line in lines))


def complaint(error: Exception) -> str:
    """What a caller is told of an error."""
    return one_line(str(error).removeprefix(f"{NAME}: "))
