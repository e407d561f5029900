"""What was understood of a document, before any formula of it: names, definitions, assumptions, problems."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from bnderive.report import DefinitionRow, DocumentReport, Finding, NameRow
from bnderive.reports.blocks.style import place
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable, readable_name, readable_prose

SEVERITIES = {"error": "bold red", "warning": "yellow"}
DEFINES = (" = ", " ≔ ", " ← ", " ≜ ", " ≡ ")


def understanding(page: Page, document: DocumentReport) -> None:
    sections = {
        "Names": [] if page.view.judged else [_name(row) for row in document.names],
        "Definitions, as understood": [_definition(row) for row in document.definitions],
        "Assumptions": [(Text("    · ", "dim"), Text(readable_prose(text))) for text in document.assumptions],
    }
    for title, rows in sections.items():
        _section(page, title, rows)


def problems(page: Page, document: DocumentReport) -> None:
    """Those that are not ignored, and how many are; of findings only, what fails a check as it is by default."""
    told = [problem for problem in document.problems if problem.suppressed is None]
    rows = [_problem(problem) for problem in told if not page.view.findings_only or problem.is_failure]
    hidden = sum(problem.suppressed is not None for problem in document.problems)
    if hidden and not page.view.findings_only:
        rows.append((Text("    · ", "dim"), Text(f"{hidden} ignored", "dim")))
    _section(page, "Problems", rows)


def _section(page: Page, title: str, rows: Sequence[tuple[Text, Text]]) -> None:
    if rows:
        page.heading(title)
        for head, body in rows:
            page.hang(head, body)
        page.gap()


def _name(row: NameRow) -> tuple[Text, Text]:
    reads = f"  of {', '.join(map(readable, row.reads))}" if row.reads else ""
    head = Text(place(row.spot, 5), "dim")
    return head, Text.assemble(readable(row.name), (f"  {row.role}", "cyan"), (reads, "dim"))


def _definition(row: DefinitionRow) -> tuple[Text, Text]:
    value = readable(row.latex)
    whole = value if any(sign in value for sign in DEFINES) else f"{readable_name(row.name)} = {value}"
    origin = "" if row.origin == "document" else f"  ({row.origin})"
    return Text(place(row.spot, 5), "dim"), Text.assemble(whole, (origin, "dim"))


def _problem(problem: Finding) -> tuple[Text, Text]:
    rule = (f"{problem.rule} {problem.name}: ", SEVERITIES.get(problem.severity, "cyan"))
    return Text(place(problem.spot, 5), "dim"), Text.assemble(rule, readable_prose(problem.message))
