"""What stands at the top of a document: how many rows are correct or wrong, the findings, what was understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.report import DefinitionRow, DocumentReport, Finding, Formula, Summary, summarise
from bnderive.reports import View
from bnderive.reports.blocks.style import some
from bnderive.reports.blocks.understanding import DEFINES
from bnderive.reports.markup import Child, Element, element
from bnderive.reports.mathml import formula, words
from bnderive.reports.unicode_math import readable, readable_name
from bnderive.reports.web.graph import names_graph, rows_graph
from bnderive.reports.web.row import Rows, sign


def counts(summary: Summary, view: View) -> Element:
    """`✓ 5 correct  ✗ 7 wrong (3 root causes)  ? 0 undecided  …`."""
    shown: list[Child] = []
    if view.judged:
        causes = f" ({some(summary.root_causes, 'root cause')})" if summary.wrong and summary.root_causes else ""
        shown += [
            _count("correct", f"{summary.correct} correct"),
            _count("wrong", f"{summary.wrong} wrong{causes}"),
            _count("undecided", f"{summary.undecided} undecided"),
        ]
    shown.append(element("span", some(summary.definitions, "definition"), class_="count"))
    if view.judged and summary.boxed_correct + summary.boxed_wrong:
        boxed = f"boxed: {summary.boxed_correct} correct, {summary.boxed_wrong} wrong"
        shown.append(element("span", boxed, class_="count"))
    return element("div", *shown, class_="counts")


def _count(word: str, text: str) -> Element:
    is_none = text.startswith("0 ")
    return element("span", sign(word), " ", text, class_=f"count {'none' if is_none else word}")


def overview(document: DocumentReport, rows: Rows, view: View) -> Iterator[Element]:
    yield counts(summarise((document,)), view)
    yield from _causes(document, rows)
    problems = [problem for problem in document.problems if problem.suppressed is None]
    yield from _folded("Problems of the document", [_problem(problem, rows) for problem in problems], len(problems))
    if view.findings_only:
        return
    defined = [element("li", element("div", *_definition(row, rows), class_="scroll")) for row in document.definitions]
    yield from _folded("Definitions, as understood", defined, len(defined))
    assumed = [element("li", element("div", *words(text), class_="scroll")) for text in document.assumptions]
    yield from _folded("Assumptions", assumed, len(assumed))
    pictures = [picture for picture in (names_graph(document, rows), rows_graph(document, rows)) if picture is not None]
    if pictures:
        title = element("summary", "How it hangs together")
        yield element("details", title, element("div", *pictures, class_="pictures"), class_="part", open="open")


def _causes(document: DocumentReport, rows: Rows) -> Iterator[Element]:
    """The rows to look at first: what is wrong or undecided and has its error from nowhere else."""
    causes = [row for row in document.formulas if row.verdict in ("wrong", "undecided") and not row.root_causes]
    suspects = [row for row in document.formulas if row.verdict is None and row.rule is not None]
    if causes or suspects:
        yield element("ul", *(_cause(row, rows) for row in (*suspects, *causes)), class_="causes")


def _cause(row: Formula, rows: Rows) -> Element:
    said: list[Child] = [" ", *words(row.message)] if row.message else []
    heirs = len(rows.heirs.get(row.id, ()))
    after = f" ({some(heirs, 'row')} after it {'has' if heirs == 1 else 'have'} the error from here)" if heirs else ""
    rule = element("span", row.rule, class_="rule", title=row.name) if row.rule else None
    parts = (sign(row.verdict, row.role), " ", rows.link(row.id), " ", rule, *said, after)
    return element("li", *parts, class_=row.verdict or "suspect")


def _folded(title: str, items: Sequence[Element], number: int) -> Iterator[Element]:
    if items:
        yield element("details", element("summary", f"{title} ({number})"), element("ul", *items), class_="part")


def _problem(problem: Finding, rows: Rows) -> Element:
    rule = element("span", f"{problem.rule} {problem.name}", class_=f"rule {problem.severity}")
    return element("li", rows.line(problem.line), ": ", rule, " ", *words(problem.message))


def _definition(row: DefinitionRow, rows: Rows) -> Iterator[Child]:
    if not any(relation in readable(row.latex) for relation in DEFINES):
        yield f"{readable_name(row.name)} = "
    yield formula(row.latex)
    yield from (" (", row.origin if row.line is None else rows.line(row.line), ")")
