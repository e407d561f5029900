"""What was found of a row, as names and what they stand for: repair, truth, counterexample, reading, causes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bnderive.report import Counterexample, Formula
from bnderive.reports.blocks.mending import gives, mending
from bnderive.reports.blocks.row import USUAL, expected
from bnderive.reports.markup import Child, Element, element
from bnderive.reports.mathml import changed, formula, words
from bnderive.reports.unicode_math import readable, readable_name
from bnderive.reports.web.plot import plot

if TYPE_CHECKING:
    from bnderive.reports.web.row import Rows

UNJUDGED = {"expression": "asserts nothing", "claim": "not judged"}
Entry = tuple[str, list[Child]]


def status(row: Formula) -> str:
    """Verdict and reading in words, with the rule."""
    parts = [row.verdict or UNJUDGED.get(row.role, row.role), row.reading, "boxed" if row.boxed else None]
    if row.rule is not None:
        parts.append(" ".join(filter(None, (row.rule, row.name))))
    parts.append("does not follow" if row.verdict == "wrong" and row.follows is False else None)
    parts.append(expected(row))
    return " · ".join(part for part in parts if part)


def details(row: Formula, rows: Rows) -> list[Element]:
    """Names and what they stand for, in one order for all rows; of most rows most are missing."""
    parts: list[Element] = []
    for name, body in _entries(row, rows):
        if body:
            parts += [element("dt", name), element("dd", *body)]
    return parts


def _entries(row: Formula, rows: Rows) -> Iterator[Entry]:
    repair = mending(row)
    if repair is not None:
        yield "repair", [_scroll(changed(row.latex, repair.latex)), _to_paste(repair.latex)]
    if row.truth is not None and not gives(row, readable(row.truth.latex)):
        yield "true value", [_scroll(formula(row.truth.latex)), _to_paste(row.truth.latex)]
    if row.total is not None:
        yield "total derivative", [_scroll(formula(row.total.latex))]
    if row.special_case:
        yield "true where", [*words(row.special_case)]
    if row.counterexample is not None:
        yield "fails at", [*_point(row.counterexample)]
        yield "there", [*_values(row.counterexample)]
    if row.profile is not None:
        yield "along the batch", [plot(row.profile)]
    if len(row.relations) > 1:
        yield "sides", [_sides(row)]
    if row.understood and readable(row.understood) != readable(row.latex):
        yield "read as", [_scroll(formula(row.understood))]
    yield from _standing(row, rows)


def _standing(row: Formula, rows: Rows) -> Iterator[Entry]:
    """Where a row stands among the others, and what it stands under."""
    yield "try", [*words(row.advice)] if row.advice else []
    if row.place is not None:
        yield "not understood", [f"at line {row.place.line}, column {row.place.column}"]
    yield "follows from", rows.links(row.grounds)
    yield "root causes", rows.links(row.root_causes)
    yield "passed on to", rows.links(tuple(heir.id for heir in rows.heirs.get(row.id, ())))
    yield "assuming", _listed(row.assumptions)
    is_finding = row.verdict in ("wrong", "undecided")
    yield "conditions", _listed(text for text in row.conditions if is_finding or not text.endswith(USUAL))
    yield "second engine", [*words(row.second_engine)] if row.second_engine else []
    yield "ignored", [row.suppressed] if row.suppressed else []


def _listed(texts: Iterable[str]) -> list[Child]:
    parts: list[Child] = []
    for text in texts:
        parts += [", " if parts else "", *words(text)]
    return parts


def _scroll(shown: Element) -> Element:
    return element("div", shown, class_="scroll")


def _to_paste(latex: str) -> Element:
    return element("pre", latex, class_="latex")


def _sides(row: Formula) -> Element:
    """Each side with its verdict, and where it does not follow from the one before it."""
    items = []
    for relation in row.relations:
        note = ", does not follow" if relation.follows is False else ""
        items.append(
            element("li", f"{relation.verdict or 'not judged'}{note}: ", formula(relation.latex, display=False))
        )
    return element("ul", *items)


def _point(point: Counterexample) -> Iterator[Child]:
    """Sizes, indices and values, each an equation."""
    named = point.equations(readable_name)
    for k, text in enumerate(named):
        yield element("span", text.replace("-", "−"), class_="value")
        yield ", " if k + 1 < len(named) else ""


def _values(point: Counterexample) -> Iterator[Child]:
    yield "claimed "
    yield element("span", point.claimed.replace("-", "−"), class_="claimed value")
    yield " ≠ true "
    yield element("span", point.true.replace("-", "−"), class_="true value")
