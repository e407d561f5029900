"""JSON lines: each document as the JSON report has it, one to a line, and the summary on the last."""

from __future__ import annotations

import json

from bnderive.escape import for_json
from bnderive.report import Report
from bnderive.reports import View


def render(report: Report, view: View) -> str:
    whole = report.to_dict()
    lines = (*whole["documents"], {"version": whole["version"], "tool": whole["tool"], "summary": whole["summary"]})
    return "".join(for_json(json.dumps(line, ensure_ascii=not view.encodable)) + "\n" for line in lines)
