"""The second opinions, what SymPy finds for every row on a batch of a fixed size, as a table."""

from __future__ import annotations

from collections.abc import Sequence

from bnderive.report import Opinion
from bnderive.reports.markup import Element, element


def opinions(given: Sequence[Opinion]) -> Element | None:
    if not given:
        return None
    names = ("document", "line", "verdict", "opinion", "derivative")
    head = element("tr", *(element("th", name, scope="col") for name in names))
    title = f"On an explicit batch of {given[0].size}, differentiated by SymPy"
    table = element("table", element("thead", head), element("tbody", *map(_row, given)))
    return element("section", element("h2", title), element("div", table, class_="scroll"), class_="opinions")


def _row(opinion: Opinion) -> Element:
    word = "no opinion" if opinion.word == "none" else opinion.word
    said = f"{word}: {opinion.remark}" if opinion.remark else word
    cells = (opinion.path, str(opinion.line), opinion.verdict or "", said, opinion.derivative or "")
    return element("tr", *(element("td", cell) for cell in cells))
