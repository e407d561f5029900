"""A row that stands by itself: its formula, its mending, its verdict, and all that was found of it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from bnderive.report import Counterexample, DocumentReport, Formula, Place
from bnderive.reports import View
from bnderive.reports.blocks.mending import gives, row_and_mending, to_paste
from bnderive.reports.blocks.style import FINDINGS, INDENT, MARKS, UNJUDGED, gutter, labelled, pasted
from bnderive.reports.blocks.told import Told
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable, readable_name, readable_prose
from bnderive.spots import Spot

USUAL = (" ≥ 1", "$ > 0")  # conditions that go without saying beside a correct row


def row(page: Page, formula: Formula, document: DocumentReport, told: Told) -> None:
    if formula.verdict is None:
        page.hang(gutter(formula), Text.assemble(readable(formula.latex), (f"   {_role(formula)}", "dim")))
    else:
        row_and_mending(page, "", formula, "bold" if formula.verdict in FINDINGS else "")
        page.hang(Text(INDENT), status(formula))
    if formula.message:
        page.hang(Text(INDENT), Text(readable_prose(formula.message)))
    to_paste(page, formula, INDENT)
    truth(page, formula, told, INDENT)
    special_case(page, formula, told, INDENT)
    for label, body in details(formula, document, page.view):
        labelled(page, label, body)


def truth(page: Page, formula: Formula, told: Told, indent: str) -> None:
    """The true value and its LaTeX to paste, as far as the message, the repair or an earlier row do not say it."""
    if formula.truth is None:
        return
    text = readable(formula.truth.latex)
    is_said = text in readable_prose(formula.message or "")
    spot = told.first("truth", formula.truth.latex, formula.spot)
    if spot != formula.spot:
        labelled(page, "LaTeX" if is_said else "true value", Text(f"as given with {spot}"), indent)
    elif not gives(formula, text):
        if not is_said:
            labelled(page, "true value", Text(text, "green"), indent)
        pasted(page, "LaTeX", formula.truth.latex, indent)


def special_case(page: Page, formula: Formula, told: Told, indent: str) -> None:
    if formula.special_case:
        told.first("special case", formula.special_case, formula.spot)
        labelled(page, "true where", Text(readable_prose(formula.special_case)), indent)


def _role(formula: Formula) -> str:
    return "asserts nothing" if formula.role == "expression" else formula.role


def status(formula: Formula) -> Text:
    """Verdict and reading; for a correct row everything that there is to say, so that it takes two lines."""
    words = [None if formula.role == "claim" else formula.role, formula.reading, "boxed" if formula.boxed else None]
    if formula.verdict in FINDINGS:
        name = None if formula.name == formula.verdict else formula.name
        words.append(" ".join(filter(None, (formula.rule, name))))
        words.append(_at(formula.place) if formula.place else None)
        words.append("does not follow" if formula.verdict == "wrong" and formula.follows is False else None)
    elif formula.total is not None and not formula.message:
        words.append(f"total: {readable(formula.total.latex)}")
    words.append(expected(formula))
    _, style = MARKS.get(formula.verdict or "", UNJUDGED)
    return Text(" · ").join([Text(formula.verdict or "", style), *(Text(word) for word in words if word)])


def _at(place: Place) -> str:
    return f"at {place.line}:{place.column}" if place.cell_line is None else f"at {Spot(place.cell_line)}"


def expected(formula: Formula) -> str | None:
    """What the comments of the document say of a verdict, unless it is the usual one."""
    if formula.suppressed is not None:
        return f"ignored: {formula.suppressed}"
    if formula.expected is None or formula.expected == formula.verdict == "correct":
        return None
    return "as expected" if formula.expected == formula.verdict else f"expected {formula.expected}"


def details(formula: Formula, document: DocumentReport, view: View) -> Iterator[tuple[str, Text]]:
    """What was found of a row beside its verdict, each with its label."""
    is_finding = formula.verdict in FINDINGS
    understood = readable(formula.understood or "")
    if understood and (is_finding or not view.judged) and understood != readable(formula.latex):
        yield "read as", Text(understood)
    if formula.advice:
        yield "try", Text(readable_prose(formula.advice))
    if is_finding:
        yield from sides(formula)
    if formula.total is not None and is_finding:
        yield "total", Text(readable(formula.total.latex))
    if formula.counterexample is not None:
        yield from numbers(formula.counterexample)
    own = [text for text in formula.assumptions if text not in document.assumptions]
    if is_finding and own:
        yield "assuming", Text("; ".join(map(readable_prose, own)))
    special = [text for text in formula.conditions if is_finding or not text.endswith(USUAL)]
    if special:
        yield "conditions", Text(", ".join(map(readable_prose, special)))


def sides(formula: Formula) -> Iterator[tuple[str, Text]]:
    """The sides of a long row, each with its verdict, and where one does not follow from the side before it."""
    for relation in formula.relations if len(formula.relations) > 1 else ():
        mark, style = MARKS.get(relation.verdict or "", UNJUDGED)
        note = ("  does not follow", "yellow") if relation.follows is False else ""
        yield "side", Text.assemble((mark, style), " ", readable(relation.latex), note)


def numbers(point: Counterexample) -> Iterator[tuple[str, Text]]:
    """Where a claim fails, and what it says there, by their labels."""
    yield "fails at", Text(_minus(", ".join(point.equations(readable_name))))
    yield "there", Text.assemble("claimed ", (_minus(point.claimed), "red"), " ≠ true ", (_minus(point.true), "green"))


def _minus(numbers: str) -> str:
    return numbers.replace("-", "−")
