"""What a notebook shows: a part of the frozen report or a sheet comes in, HTML, Markdown and text of it go out.

A front end asks for the kinds that it can show; only these are made.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

from bnderive.report import DocumentReport, Report
from bnderive.reports.display.parts import Section, Sheet

Bundle = dict[str, str]
Kinds = Container[str] | None


def bundle(sheets: Sequence[Sheet], text: Callable[[], str], include: Kinds = None, exclude: Kinds = None) -> Bundle:
    """The sheets as HTML and Markdown, and the text, by their media types: those of `include` that are no others."""
    from bnderive.reports.display import as_html, as_markdown

    kinds: dict[str, Callable[[], str]] = {
        "text/html": lambda: as_html.page(sheets),
        "text/markdown": lambda: as_markdown.page(sheets),
        "text/plain": text,
    }
    wanted = [kind for kind in kinds if (not include or kind in include) and not (exclude and kind in exclude)]
    return {kind: kinds[kind]() for kind in wanted}


def mimebundle(thing: object, include: Kinds = None, exclude: Kinds = None) -> Bundle:
    """A part of a report, to be shown. Raises TypeError for anything else."""
    from bnderive.reports.display.as_text import text_of

    return bundle(_sheets(thing), lambda: text_of(thing), include, exclude)


def _sheets(thing: object) -> tuple[Sheet, ...]:
    from bnderive.reports.display import contents

    match thing:
        case Report():
            return contents.sheets_of(thing)
        case DocumentReport():
            return (contents.sheet_of(thing),)
    return (Sheet("", "", (), (Section("", contents.rows_of(thing)),)),)
