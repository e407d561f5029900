"""JSON lines: each document as the JSON report has it, one to a line, as it is judged; the summary on the last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bnderive.escape import for_json
from bnderive.report import Report, Summary
from bnderive.reports import View


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    summary = Summary()
    for report in reports:
        yield from (_line(document, view) for document in report.to_dict()["documents"])
        summary += report.summary
    whole = Report((), summary).to_dict()
    del whole["documents"]
    yield _line(whole, view)


def _line(value: object, view: View) -> str:
    return for_json(json.dumps(value, ensure_ascii=not view.encodable)) + "\n"
