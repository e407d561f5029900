"""The report as JSON, version 1: stable, one object, described by `schema/report-v1.json`. For programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bnderive.escape import for_json
from bnderive.report import Report, Summary
from bnderive.reports import View

INDENT = 2


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    """As `Report.to_dict` has it, document by document: the keys before the documents, these, the keys after them."""
    summary = Summary()

    def documents() -> Iterator[Any]:
        nonlocal summary
        for report in reports:
            summary += report.summary
            yield from report.to_dict()["documents"]

    yield _object({key: Report((), summary).to_dict()[key] for key in ("version", "tool")}, view).removesuffix("\n}")
    yield ',\n  "documents": '
    yield from listed(documents(), view, depth=1)
    yield "," + _object({"summary": Report((), summary).to_dict()["summary"]}, view).removeprefix("{") + "\n"


def listed(items: Iterable[Any], view: View, depth: int = 0) -> Iterator[str]:
    """A list as `json.dumps` writes it at some depth, item by item."""
    margin = "\n" + " " * INDENT * (depth + 1)
    before = "["
    for item in items:
        yield before + margin + _object(item, view).replace("\n", margin)
        before = ","
    yield "[]" if before == "[" else "\n" + " " * INDENT * depth + "]"


def _object(value: Any, view: View) -> str:
    return for_json(json.dumps(value, ensure_ascii=not view.encodable, indent=INDENT))
