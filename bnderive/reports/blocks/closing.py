"""What a report ends with: the boxed results, and how many rows are correct, wrong or undecided."""

from __future__ import annotations

from dataclasses import field

from rich.text import Text

from bnderive.records import dataclass
from bnderive.report import Formula, Report, Summary
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


@dataclass(frozen=True, slots=True)
class Tally:
    """What the rows of some documents come to. Of the wrong and of the undecided rows, how many are as a comment
    expects, and how many a comment, the settings or a baseline lets pass, as it does some of all findings.
    """

    documents: int = 0
    summary: Summary = field(default_factory=Summary)
    expected_wrong: int = 0
    expected_undecided: int = 0
    ignored_wrong: int = 0
    ignored_undecided: int = 0
    ignored: int = 0

    @classmethod
    def of(cls, report: Report) -> Tally:
        wrong = [row.suppressed is not None for row in report.wrong if row.is_expected]
        undecided = [row.suppressed is not None for row in report.undecided if row.is_expected]
        problems = sum(each.suppressed is not None for document in report.documents for each in document.problems)
        return cls(
            len(report.documents),
            report.summary,
            wrong.count(False),
            undecided.count(False),
            wrong.count(True),
            undecided.count(True),
            problems + sum(row.suppressed is not None for row in report),
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in Tally.__slots__))


def summary(tally: Tally) -> Text:
    """`5 correct, 7 wrong (3 root causes), 0 undecided, 3 definitions, 2 expressions`; of several
    documents how many they are.
    """
    counts = tally.summary
    wrong = _known(tally.expected_wrong, tally.ignored_wrong)
    undecided = _known(tally.expected_undecided, tally.ignored_undecided)
    if counts.wrong and counts.root_causes is not None:
        wrong.insert(0, some(counts.root_causes, "root cause"))
    text = Text(f"{some(tally.documents, 'document')}: " if tally.documents > 1 else "")
    text.append(f"{counts.correct} correct, ")
    text.append(f"{counts.wrong} wrong{_in_brackets(wrong)}", "bold red" if counts.wrong else "")
    text.append(f", {counts.undecided} undecided{_in_brackets(undecided)}", "bold yellow" if counts.undecided else "")
    text.append(f", {some(counts.definitions, 'definition')}")
    text.append(f", {some(counts.conditions, 'condition')}" if counts.conditions else "")
    text.append(f", {some(counts.expressions, 'expression')}")
    return text.append(f"; {some(tally.ignored, 'finding')} ignored" if tally.ignored else "")


def _known(expected: int, ignored: int) -> list[str]:
    counts = {"as expected": expected, "ignored": ignored}
    return [f"{count} {word}" for word, count in counts.items() if count]


def _in_brackets(words: list[str]) -> str:
    return f" ({', '.join(words)})" if words else ""
