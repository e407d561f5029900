"""The report that a person reads in a terminal: what was understood, then every formula, its verdict and the reasons.

LaTeX to paste is never broken into lines; everything else is wrapped to the width. Markup and emoji codes in a
document mean nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text

from bnderive.escape import for_terminal
from bnderive.report import (
    UNMET,
    Counterexample,
    DefinitionRow,
    DocumentReport,
    Finding,
    Formula,
    NameRow,
    Report,
    Truth,
    Value,
)
from bnderive.reports import View
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable, readable_name, readable_prose

if TYPE_CHECKING:
    from bnderive.explicit import Opinion

MARKS = {"correct": ("✓", "bold green"), "wrong": ("✗", "bold red"), "undecided": ("?", "bold yellow")}
UNJUDGED = ("·", "dim")
OPINIONS = {"agrees": ("=", "green"), "differs": ("≈", "yellow"), "none": ("·", "dim")}
SEVERITIES = {"error": "bold red", "warning": "yellow"}
DEFINES = (" = ", " ≔ ", " ← ", " ≜ ", " ≡ ")
INDENT = " " * 6
LABEL = 11
USUAL = (" ≥ 1", "$ > 0")  # conditions that go without saying beside a correct row
FINDINGS = ("wrong", "undecided")


def render(report: Report, view: View) -> str:
    page = Page(view)
    for document in for_terminal(report.documents):
        _document(page, document)
    _explicit(page, for_terminal(report.explicit))
    if view.judged and not view.findings_only:
        page.hang(Text(), _summary(report))
    return page.text()


def _document(page: Page, document: DocumentReport) -> None:
    layer = f"  ({document.layer})" if document.layer else ""
    page.line(Text.assemble((document.path, "bold underline"), (layer, "dim")))
    if document.error is not None:
        page.hang(Text("  ✗ ", "bold red"), Text(f"cannot be read: {document.error}"))
    page.gap()
    if not page.view.findings_only:
        _understanding(page, document)
    _problems(page, document)
    _formulas(page, document)
    if page.view.judged and not page.view.findings_only:
        _boxed(page, document.formulas)


def _understanding(page: Page, document: DocumentReport) -> None:
    sections = {
        "Names": [] if page.view.judged else [_name(row) for row in document.names],
        "Definitions, as understood": [_definition(row) for row in document.definitions],
        "Assumptions": [(Text("    · ", "dim"), Text(readable_prose(text))) for text in document.assumptions],
    }
    for title, rows in sections.items():
        _section(page, title, rows)


def _problems(page: Page, document: DocumentReport) -> None:
    """Those that no comment hides, and how many one does; of findings only, rows that are not as expected."""
    shown = [p for p in document.problems if p.suppressed is None and (p.rule == UNMET or not page.view.findings_only)]
    rows = [_problem(problem) for problem in shown]
    hidden = sum(problem.suppressed is not None for problem in document.problems)
    if hidden and not page.view.findings_only:
        rows.append((Text("    · ", "dim"), Text(f"{hidden} more that the document's comments ignore", "dim")))
    _section(page, "Problems", rows)


def _section(page: Page, title: str, rows: Sequence[tuple[Text, Text]]) -> None:
    if rows:
        page.heading(title)
        for head, body in rows:
            page.hang(head, body)
        page.gap()


def _name(row: NameRow) -> tuple[Text, Text]:
    reads = f"  of {', '.join(map(readable, row.reads))}" if row.reads else ""
    head = Text(f"{row.line or '·':>5} ", "dim")
    return head, Text.assemble(readable(row.name), (f"  {row.role}", "cyan"), (reads, "dim"))


def _definition(row: DefinitionRow) -> tuple[Text, Text]:
    value = readable(row.latex)
    whole = value if any(sign in value for sign in DEFINES) else f"{readable_name(row.name)} = {value}"
    origin = "" if row.origin == "document" else f"  ({row.origin})"
    return Text(f"{row.line or '·':>5} ", "dim"), Text.assemble(whole, (origin, "dim"))


def _problem(problem: Finding) -> tuple[Text, Text]:
    rule = (f"{problem.rule} {problem.name}: ", SEVERITIES.get(problem.severity, "cyan"))
    return Text(f"{problem.line:>5} ", "dim"), Text.assemble(rule, readable_prose(problem.message))


def _formulas(page: Page, document: DocumentReport) -> None:
    shown = [formula for formula in document.formulas if _is_shown(formula, page.view)]
    if shown and not page.view.findings_only:
        page.heading("Formulas")
    told: dict[str | None, int] = {}
    for formula in shown:
        same = told.setdefault(formula.message, formula.line) if formula.verdict == "undecided" else formula.line
        _formula(page, formula if same == formula.line else _as_before(formula, same), document)
    left_out = sum(formula.role == "claim" and formula.verdict is None for formula in document.formulas)
    if page.view.judged and left_out:
        page.line(Text(f"{left_out} {'claim' if left_out == 1 else 'claims'} not selected and not judged", "dim"))
    if shown and shown[-1].verdict not in FINDINGS:
        page.gap()


def _as_before(formula: Formula, line: int) -> Formula:
    """An undecided row whose reason was told in full with an earlier one."""
    return replace(formula, message=f"for the reason given with line {line}", advice=None)


def _is_shown(formula: Formula, view: View) -> bool:
    if view.findings_only:
        return formula.is_failure
    return not view.judged or formula.verdict is not None or formula.role != "claim"


def _formula(page: Page, formula: Formula, document: DocumentReport) -> None:
    mark, style = MARKS.get(formula.verdict or "", UNJUDGED)
    head = Text.assemble((mark, style), f"{formula.line:>4} ")
    if formula.verdict is None:
        page.hang(head, Text.assemble(readable(formula.latex), (f"   {_role(formula)}", "dim")))
    else:
        page.hang(head, Text(readable(formula.latex), "bold" if formula.verdict in FINDINGS else ""))
        page.hang(Text(INDENT), _status(formula, style))
    if formula.message:
        page.hang(Text(INDENT), Text(readable_prose(formula.message)))
    if formula.truth is not None:
        _truth(page, formula.truth, readable_prose(formula.message or ""))
    for label, body in _details(formula, document, page.view):
        page.hang(Text(f"{INDENT}{label:<{LABEL}}", "dim"), body)
    if formula.repair is not None:
        page.line(Text.assemble((f"{INDENT}{'repair':<{LABEL}}", "dim"), formula.repair.latex))
    if formula.verdict in FINDINGS:
        page.gap()


def _truth(page: Page, truth: Truth, said: str) -> None:
    """The true value, unless the message has just said it, and its LaTeX to paste."""
    text = readable(truth.latex)
    if text not in said:
        page.hang(Text(f"{INDENT}{'true value':<{LABEL}}", "dim"), Text(text, "green"))
    page.line(Text.assemble((f"{INDENT}{'LaTeX':<{LABEL}}", "dim"), truth.latex))


def _role(formula: Formula) -> str:
    return "asserts nothing" if formula.role == "expression" else formula.role


def _status(formula: Formula, style: str) -> Text:
    """Verdict and reading; for a correct row everything that there is to say, so that it takes two lines."""
    words = [None if formula.role == "claim" else formula.role, formula.reading, "boxed" if formula.boxed else None]
    if formula.verdict in FINDINGS:
        name = None if formula.name == formula.verdict else formula.name
        words.append(" ".join(filter(None, (formula.rule, name))))
        words.append(f"at {formula.place.line}:{formula.place.column}" if formula.place else None)
    elif formula.total is not None and not formula.message:
        words.append(f"total: {readable(formula.total.latex)}")
    words.append(_expected(formula))
    return Text(" · ").join([Text(formula.verdict or "", style), *(Text(word) for word in words if word)])


def _expected(formula: Formula) -> str | None:
    """What the comments of the document say of a verdict, unless it is the usual one."""
    if formula.suppressed is not None:
        return f"ignored: {formula.suppressed}"
    if formula.expected is None or formula.expected == formula.verdict == "correct":
        return None
    return "as expected" if formula.expected == formula.verdict else f"expected {formula.expected}"


def _details(formula: Formula, document: DocumentReport, view: View) -> Iterator[tuple[str, Text]]:
    is_finding = formula.verdict in FINDINGS
    understood = readable(formula.understood or "")
    if understood and (is_finding or not view.judged) and understood != readable(formula.latex):
        yield "read as", Text(understood)
    if formula.advice:
        yield "try", Text(readable_prose(formula.advice))
    if is_finding and len(formula.relations) > 1:
        for relation in formula.relations:
            mark, style = MARKS.get(relation.verdict or "", UNJUDGED)
            yield "side", Text.assemble((mark, style), " ", readable(relation.latex))
    if formula.total is not None and is_finding:
        yield "total", Text(readable(formula.total.latex))
    if formula.counterexample is not None:
        yield from _counterexample(formula.counterexample)
    if formula.root_causes:
        lines = {each.id: f"line {each.line}" for each in document.formulas}
        yield "caused by", Text(", ".join(lines.get(cause, cause) for cause in formula.root_causes))
    if formula.special_case:
        yield "true where", Text(readable_prose(formula.special_case))
    own = [text for text in formula.assumptions if text not in document.assumptions]
    if is_finding and own:
        yield "assuming", Text("; ".join(map(readable_prose, own)))
    special = [text for text in formula.conditions if is_finding or not text.endswith(USUAL)]
    if special:
        yield "conditions", Text(", ".join(map(readable_prose, special)))


def _counterexample(point: Counterexample) -> Iterator[tuple[str, Text]]:
    sizes = point.sizes or {"N": point.N}
    values = [f"{name} = {value}" for name, value in (*sizes.items(), *point.indices.items())]
    values += [f"{readable_name(name)} = {_numbers(value)}" for name, value in point.values.items()]
    yield "fails at", Text(_minus(", ".join(values)))
    yield "there", Text.assemble("claimed ", (_minus(point.claimed), "red"), " ≠ true ", (_minus(point.true), "green"))


def _numbers(value: Value) -> str:
    return value if isinstance(value, str) else f"({', '.join(map(_numbers, value))})"


def _minus(numbers: str) -> str:
    return numbers.replace("-", "−")


def _boxed(page: Page, formulas: tuple[Formula, ...]) -> None:
    boxed = [formula for formula in formulas if formula.boxed and formula.verdict is not None]
    if not boxed:
        return
    page.heading("Boxed")
    for formula in boxed:
        mark, style = MARKS.get(formula.verdict or "", UNJUDGED)
        page.hang(Text.assemble((mark, style), f"{formula.line:>4} "), Text(readable(formula.latex)))
        page.hang(Text(INDENT), Text(_answer(formula), style))
    page.gap()


def _answer(formula: Formula) -> str:
    if formula.verdict == "undecided":
        return "undecided"
    if formula.verdict == "wrong":
        return "does not match" + (f"; true is {readable(formula.truth.latex)}" if formula.truth is not None else "")
    return "matches the true derivative" + (f" (read as {formula.reading})" if formula.reading else "")


def _explicit(page: Page, opinions: tuple[Opinion, ...]) -> None:
    """The second opinions; of findings only, those that do not simply agree."""
    shown = [opinion for opinion in opinions if opinion.word != "agrees" or not page.view.findings_only]
    for path in dict.fromkeys(opinion.path for opinion in shown):
        own = [opinion for opinion in shown if opinion.path == path]
        page.heading(f"On an explicit batch of {own[0].size}, differentiated by SymPy: {path}")
        for opinion in own:
            mark, style = OPINIONS[opinion.word]
            page.hang(Text.assemble((mark, style), f"{opinion.line:>4} "), Text(_opinion(opinion)))
            if opinion.derivative is not None:
                page.hang(Text(f"{INDENT}{'derivative':<{LABEL}}", "dim"), Text(opinion.derivative))
        page.gap()


def _opinion(opinion: Opinion) -> str:
    if opinion.word == "none":
        return f"no opinion: {opinion.remark}"
    return f"{opinion.verdict}: " + (f"agrees, but {opinion.remark}" if opinion.remark else "agrees")


def _summary(report: Report) -> Text:
    summary = report.summary

    def some(number: int, one: str) -> str:
        return f"{number} {one}" if number == 1 else f"{number} {one}s"

    def expected(verdict: str) -> str:
        known = sum(formula.verdict == verdict and formula.is_expected for formula in report)
        return f" ({known} as expected)" if known else ""

    text = Text(f"{summary.correct} correct, ")
    text.append(f"{summary.wrong} wrong{expected('wrong')}", "bold red" if summary.wrong else "")
    undecided = f", {summary.undecided} undecided{expected('undecided')}"
    text.append(undecided, "bold yellow" if summary.undecided else "")
    text.append(f", {some(summary.definitions, 'definition')}")
    text.append(f", {some(summary.conditions, 'condition')}" if summary.conditions else "")
    return text.append(f", {some(summary.expressions, 'expression')}")
