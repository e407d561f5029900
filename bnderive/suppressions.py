"""What `ignore[…]` comments hide: findings about a document, and rows that are undecided; never a wrong verdict.

What is hidden stays in the report, with the reason that the comment gives.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bnderive.configuration import Suppression
from bnderive.entries import Entry
from bnderive.placing import Rows
from bnderive.report import Formula
from bnderive.source.model import Position, Problem

ABOUT_COMMENTS = re.compile(r"BN13\d")
Region = tuple[Position, Position]
LAST = Position(sys.maxsize, 0)


class Hidden:
    """What the suppressions of a document hide."""

    def __init__(self, suppressions: Sequence[Suppression], entries: Sequence[Entry]) -> None:
        rows = Rows(entries)
        self.regions = [(each, region_of(each, rows)) for each in suppressions]
        self.used: set[Suppression] = set()

    def problems(self, problems: Sequence[Problem]) -> dict[Problem, str]:
        """The hidden ones of some problems, which are sorted by place, with the reasons."""
        found: dict[Problem, str] = {}
        starts = [problem.start for problem in problems]
        for suppression, (first, last) in self.regions:
            for problem in problems[bisect_left(starts, first) : bisect_right(starts, last)]:
                if is_meant(suppression, problem.rule, problem.name) and not ABOUT_COMMENTS.match(problem.rule):
                    found.setdefault(problem, suppression.reason)
                    self.used.add(suppression)
        return found

    def formulas(self, formulas: Sequence[Formula]) -> tuple[Formula, ...]:
        """The rows, those that may be undecided marked with the reason."""
        return tuple(map(self.formula, formulas)) if self.regions else tuple(formulas)

    def formula(self, formula: Formula) -> Formula:
        start = Position(formula.line, formula.column)
        if formula.verdict != "undecided":
            return formula
        for suppression, (first, last) in self.regions:
            if first <= start <= last and is_meant(suppression, formula.rule, formula.name):
                self.used.add(suppression)
                return replace(formula, suppressed=suppression.reason)
        return formula

    def unused(self) -> Iterator[Problem]:
        """Comments that hide nothing."""
        for suppression, _ in self.regions:
            if suppression not in self.used:
                word = "ignore-file" if suppression.is_whole else "ignore"
                text = f"`{word}[{', '.join(suppression.rules)}]` hides nothing"
                place = suppression.comment.start
                yield Problem("BN133", "unused-suppression", "warning", place, place, text)


def region_of(suppression: Suppression, rows: Rows) -> Region:
    """From the first place to the last that a comment speaks of; before the first where it speaks of no row."""
    if suppression.is_whole:
        return Position(0, 0), LAST
    meant = rows.meant(suppression.comment, 1)
    if not meant:
        return Position(0, 0), Position(0, 0)
    return rows.starts[meant.start], rows.ends[meant.stop - 1]


def is_meant(suppression: Suppression, rule: str | None, name: str | None) -> bool:
    return rule in suppression.rules or name in suppression.rules
