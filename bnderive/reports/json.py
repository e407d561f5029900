"""The report as JSON, version 1: stable, one object, described by `schema/report-v1.json`. For programs."""

from __future__ import annotations

import json

from bnderive.escape import for_json
from bnderive.report import Report
from bnderive.reports import View


def render(report: Report, view: View) -> str:
    return for_json(json.dumps(report.to_dict(), ensure_ascii=not view.encodable, indent=2)) + "\n"
