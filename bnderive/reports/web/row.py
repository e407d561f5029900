"""A row of a document in, what the page shows of it out: the formula with its verdict, and what was found, to unfold.

A verdict is told by a sign and a word, and by colour beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from bnderive.report import DocumentReport, Formula, Shown
from bnderive.reports.blocks.mending import mending
from bnderive.reports.blocks.style import some
from bnderive.reports.differences import difference
from bnderive.reports.markup import Child, Element, element
from bnderive.reports.mathml import formula, words
from bnderive.reports.unicode_math import readable, readable_prose
from bnderive.reports.web.details import details, status

SIGNS = {"correct": "✓", "wrong": "✗", "undecided": "?"}
GRAVEST = ("wrong", "undecided", "correct", "")


def sign(word: str | None, role: str = "claim") -> Element:
    """The sign of a verdict; of what has none, that it defines or that it asserts nothing."""
    mark = SIGNS.get(word or "", "≔" if role == "definition" else "·")
    return element("span", mark, class_="sign", title=word or role, role="img", aria_label=word or role)


def where(row: Formula) -> str:
    return f"line {row.line}" if row.cell is None else f"cell {row.cell}, line {row.cell_line}"


class Rows:
    """The rows of one document. `placed` are the ids of those that the page has shown."""

    def __init__(self, document: DocumentReport, prefix: str) -> None:
        self.document = document
        self.prefix = prefix
        self.of = {row.id: row for row in document.formulas}
        self.placed: set[str] = set()
        self.on: dict[int, Formula] = {row.line: row for row in reversed(document.formulas)}
        self.heirs: dict[str, list[Formula]] = defaultdict(list)
        for row in document.formulas:
            for cause in row.root_causes:
                self.heirs[cause].append(row)

    def place(self, name: str) -> str:
        return f"{self.prefix}-{name}"

    def link(self, name: str) -> Element:
        """To the row with this id, by its line."""
        return element("a", where(self.of[name]), href=f"#{self.place(name)}")

    def line(self, number: int) -> Child:
        """A line of the document, and to the first row on it, if there is one."""
        return self.link(self.on[number].id) if number in self.on else f"line {number}"

    # -- where a formula stands

    def in_line(self, shown: Shown, leads: bool = True) -> Element:
        """A formula in running text; one that asserts something is marked, and `leads` to what was found of it."""
        return self._marked(shown, formula(shown.latex, display=False), leads)

    def marked(self, shown: Shown, source: str) -> Child:
        """The source of a formula, marked so."""
        return self._marked(shown, source) if self._known(shown) else source

    def _marked(self, shown: Shown, inner: Child, leads: bool = True) -> Element:
        """With the gravest verdict of its rows; what neither asserts nor defines anything is not marked."""
        known = [row for row in self._known(shown) if row.verdict is not None or row.role == "definition"]
        if not known:
            return element("span", inner, class_="math")
        first = min(known, key=lambda row: GRAVEST.index(row.verdict or ""))
        mark = sign(first.verdict, first.role)
        if leads:
            mark = element("a", mark, href=f"#{self.place(first.id)}")
        return element("span", inner, mark, class_=f"math {first.verdict or first.role}")

    def _known(self, shown: Shown) -> list[Formula]:
        return [self.of[name] for name in shown.rows if name in self.of]

    def displayed(self, shown: Shown) -> Element:
        """A formula that is set apart: its rows, or where none was asked for, only the mathematics."""
        cards = self.cards(shown)
        return element("div", *(cards or [element("div", formula(shown.latex), class_="scroll")]), class_="display")

    def cards(self, shown: Shown) -> list[Element]:
        known = self._known(shown)
        return [self.card(row.id, shown.latex if len(shown.rows) == 1 else None) for row in known]

    # -- one row

    def cards_of_lines(self, shown: Sequence[Shown]) -> list[Element]:
        """The rows of formulas that stand in running text: what is wrong or undecided, then all others, folded."""
        known = [row for each in shown for row in self._known(each)]
        settled = [self.card(row.id) for row in known if row.rule is None]
        title = element("summary", f"{some(len(settled), 'formula')} in the lines above")
        folded = [element("details", title, *settled, class_="settled")] if settled else []
        return [*(self.card(row.id) for row in known if row.rule is not None), *folded]

    def card(self, name: str, latex: str | None = None) -> Element:
        """The row with this id; `latex` is all that its author wrote with it, a label or a remark."""
        self.placed.add(name)
        row = self.of[name]
        number = str(row.line) if row.cell is None else f"{row.cell}:{row.cell_line}"
        line = element("a", number, class_="line", href=f"#{self.place(name)}", title=where(row))
        top = element("div", sign(row.verdict, row.role), _set(row, latex), line, class_="top", title=_summary(row))
        parts: list[Child] = [top, *self._said(row)]
        found = details(row, self)
        if found:
            is_open = "open" if row.is_failure and not row.root_causes else None
            title = element("summary", status(row))
            parts.append(element("details", title, element("dl", *found), open=is_open))
        elif row.verdict is not None:
            parts.append(element("div", status(row), class_="status"))
        kind = row.verdict or ("suspect" if row.rule else row.role)
        return element("div", *parts, class_=f"row {kind}", id=self.place(name))

    def _said(self, row: Formula) -> list[Element]:
        """What is said of it; where that is nothing, the rows that it owes its error to."""
        parts: list[Child] = list(words(row.message)) if row.message else []
        if row.root_causes and not parts:
            parts = ["has its error from ", *self.links(row.root_causes)]
        return [element("div", *parts, class_="said")] if parts else []

    def links(self, names: tuple[str, ...]) -> list[Child]:
        """To rows, one after another; an id that no row of the report has is left out."""
        parts: list[Child] = []
        for name in names:
            if name in self.of:
                parts += [", ", self.link(name)] if parts else [self.link(name)]
        return parts


def _set(row: Formula, latex: str | None) -> Element:
    """The formula as its author wrote it, with what a mending takes away marked."""
    whole = latex if latex is not None and row.latex in latex else row.latex
    start, repair = whole.index(row.latex), mending(row)
    marked = difference(row.latex, repair.latex).old if repair is not None else ()
    return element("div", formula(whole, marked=[(start + a, start + b) for a, b in marked]), class_="scroll")


def _summary(row: Formula) -> str | None:
    """What a pointer that rests on a formula is told."""
    truth = f"true value: {readable(row.truth.latex)}" if row.truth is not None else None
    parts = (row.verdict, readable_prose(row.message) if row.message else None, truth)
    return "; ".join(part for part in parts if part) or None
