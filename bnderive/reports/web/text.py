"""Passages of a document in, elements out: Markdown as it is meant to be read, anything else as its source.

Every formula stands where its author put it, marked with its verdict, and what was found of it beside it. HTML within
Markdown is shown as the text that it is, comments are left out; no image is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.report import Passage
from bnderive.reports.markup import Child, Element, element
from bnderive.reports.web.markdown import markdown
from bnderive.reports.web.row import Rows


def document_text(passages: Sequence[Passage], rows: Rows) -> Iterator[Element]:
    for passage in passages:
        if passage.language in ("markdown", "text"):
            yield from markdown(passage, rows)
        elif passage.language == "code":
            yield element("pre", passage.text, class_="code")
        else:
            yield from _source(passage, rows)


def _source(passage: Passage, rows: Rows) -> Iterator[Element]:
    """The text as it stands; after the line on which a formula ends, its rows."""
    text, parts, place = passage.text, list[Child](), 0
    waiting: list[Element] = []
    for shown in passage.shown:
        if waiting and (end := text.find("\n", place, shown.start) + 1):
            yield from (element("pre", *parts, text[place:end], class_="source"), *waiting)
            parts, waiting, place = [], [], end
        parts += [text[place : shown.start], rows.marked(shown, text[shown.start : shown.end])]
        waiting += rows.cards(shown)
        place = shown.end
    end = text.find("\n", place) + 1 or len(text)
    yield from (element("pre", *parts, text[place:end], class_="source"), *waiting)
    if text[end:].strip():
        yield element("pre", text[end:], class_="source")
