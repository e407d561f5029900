"""A report in, the whole page out: its head with the policy, a summary, one section a document."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from bnderive import __version__
from bnderive.report import DocumentReport, Formula, Report, summarise
from bnderive.reports import View
from bnderive.reports.markup import Element, element, style_sheet
from bnderive.reports.web.opinions import opinions
from bnderive.reports.web.overview import counts, overview
from bnderive.reports.web.row import Rows, sign
from bnderive.reports.web.text import document_text


def page(report: Report, view: View) -> Element:
    names = [document.path for document in report.documents]
    title = f"{names[0] if len(names) == 1 else f'{len(names)} documents'} – bnderive"
    sections = (_document(k, document, view) for k, document in enumerate(report.documents, start=1))
    main = element("main", *sections, opinions(report.explicit))
    body = element("body", _header(report, view), main, element("footer", f"bnderive {__version__}"))
    return element("html", _head(title), body, lang="en")


def _head(title: str) -> Element:
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_policy()),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        style_sheet(_css()),
    )


@cache
def _css() -> str:
    return files("bnderive.reports.web").joinpath("style.css").read_text(encoding="utf-8")


def _policy() -> str:
    """Nothing may be loaded, run or sent; the one style sheet is known by its hash."""
    digest = b64encode(sha256(_css().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _header(report: Report, view: View) -> Element:
    """What all documents come to; of several, where each is."""
    several = len(report.documents) > 1
    links = (
        element("li", element("a", document.path, href=f"#d{k}"), " ", _result(document, view))
        for k, document in enumerate(report.documents, start=1)
    )
    nav = element("nav", element("ol", *links), aria_label="Documents") if several else None
    return element("header", counts(report.summary, view) if several else None, nav)


def _result(document: DocumentReport, view: View) -> Element:
    if document.error is None:
        return counts(summarise((document,)), view)
    return element("span", sign("wrong"), " not read", class_="error")


def _document(number: int, document: DocumentReport, view: View) -> Element:
    rows = Rows(document, f"d{number}")
    layer = element("span", f" {document.layer}", class_="layer") if document.layer else None
    parts = [element("h1", document.path, layer)]
    if document.error is not None:
        parts.append(element("p", sign("wrong"), " ", document.error, class_="error"))
    else:
        parts += overview(document, rows, view)
        parts += _findings(document, rows) if view.findings_only else _text(document, rows)
    return element("section", *parts, id=rows.prefix, class_="document")


def _text(document: DocumentReport, rows: Rows) -> list[Element]:
    """The document; rows that stand at no place of its text follow it."""
    text = element("article", *document_text(document.passages, rows), class_="text")
    left = [row for row in document.formulas if row.id not in rows.placed]
    return [text, *_listed("Rows that the text above does not show", left, rows)]


def _findings(document: DocumentReport, rows: Rows) -> list[Element]:
    return _listed("Findings", [row for row in document.formulas if row.is_failure], rows)


def _listed(title: str, shown: list[Formula], rows: Rows) -> list[Element]:
    return [element("h2", title), *(rows.card(row.id) for row in shown)] if shown else []
