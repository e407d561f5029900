"""What a report ends with: the boxed results, and how many rows are correct, wrong or undecided."""

from __future__ import annotations

from rich.text import Text

from bnderive.report import Formula, Report
from bnderive.reports.blocks.style import INDENT, MARKS, UNJUDGED, gutter, some
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable


def boxed(page: Page, formulas: tuple[Formula, ...]) -> None:
    shown = [formula for formula in formulas if formula.boxed and formula.verdict is not None]
    if not shown:
        return
    page.heading("Boxed")
    for formula in shown:
        _, style = MARKS.get(formula.verdict or "", UNJUDGED)
        page.hang(gutter(formula), Text(readable(formula.latex)))
        page.hang(Text(INDENT), Text(_answer(formula), style))
    page.gap()


def _answer(formula: Formula) -> str:
    if formula.verdict == "undecided":
        return "undecided"
    if formula.verdict == "wrong":
        return "does not match" + (f"; true is {readable(formula.truth.latex)}" if formula.truth is not None else "")
    return "matches the true derivative" + (f" (read as {formula.reading})" if formula.reading else "")


def summary(report: Report) -> Text:
    """`5 correct, 7 wrong (3 root causes), 0 undecided, 3 definitions, 2 expressions`; of several
    documents how many they are.
    """
    counts = report.summary
    wrong, undecided = _known(report, "wrong"), _known(report, "undecided")
    if counts.wrong and counts.root_causes is not None:
        wrong.insert(0, some(counts.root_causes, "root cause"))
    text = Text(f"{some(len(report.documents), 'document')}: " if len(report.documents) > 1 else "")
    text.append(f"{counts.correct} correct, ")
    text.append(f"{counts.wrong} wrong{_in_brackets(wrong)}", "bold red" if counts.wrong else "")
    text.append(f", {counts.undecided} undecided{_in_brackets(undecided)}", "bold yellow" if counts.undecided else "")
    text.append(f", {some(counts.definitions, 'definition')}")
    text.append(f", {some(counts.conditions, 'condition')}" if counts.conditions else "")
    text.append(f", {some(counts.expressions, 'expression')}")
    ignored = _ignored(report)
    return text.append(f"; {some(ignored, 'finding')} ignored" if ignored else "")


def _ignored(report: Report) -> int:
    """Findings that a comment, the settings or a baseline lets pass."""
    problems = sum(each.suppressed is not None for document in report.documents for each in document.problems)
    return problems + sum(formula.suppressed is not None for formula in report)


def _known(report: Report, verdict: str) -> list[str]:
    rows = [formula for formula in report if formula.verdict == verdict and formula.is_expected]
    ignored = sum(formula.suppressed is not None for formula in rows)
    counts = {"as expected": len(rows) - ignored, "ignored": ignored}
    return [f"{count} {word}" for word, count in counts.items() if count]


def _in_brackets(words: list[str]) -> str:
    return f" ({', '.join(words)})" if words else ""
