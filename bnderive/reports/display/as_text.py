"""Parts of a report as text for a plain console: as the report in a terminal shows them, without colour."""

from __future__ import annotations

from rich.text import Text

from bnderive.escape import for_terminal
from bnderive.report import Counterexample, DocumentReport, Finding, Formula, Repair, Report, Truth, located, summarise
from bnderive.reports import View, load_format
from bnderive.reports.blocks.row import numbers, row
from bnderive.reports.blocks.style import labelled, pasted
from bnderive.reports.blocks.told import Told
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable, readable_prose

VIEW = View()


def text_of(thing: object) -> str:
    """The text, without a line end after it. Raises TypeError for what is no part of a report."""
    match thing:
        case Report():
            return load_format("full").render(thing, VIEW).rstrip("\n")
        case DocumentReport():
            return text_of(Report((thing,), summarise([thing])))
        case Finding():
            safe = for_terminal(thing)
            return f"{located('', safe).lstrip(': ')}: {safe.rule} {safe.name}: {readable_prose(safe.message)}"
    page = Page(VIEW)
    match for_terminal(thing):
        case Formula() as formula:
            row(page, formula, DocumentReport(""), Told())
        case Counterexample() as point:
            for label, text in numbers(point):
                labelled(page, label, text, "")
        case Truth(latex=latex) | Repair(latex=latex):
            page.hang(Text(), Text(readable(latex)))
            pasted(page, "LaTeX", latex, "")
        case _:
            raise TypeError(f"{type(thing).__name__} is no part of a report")
    return page.taken().rstrip("\n")
