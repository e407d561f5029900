"""GitLab's Code Quality report: a JSON list of findings, shown beside the lines of a merge request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, Report
from bnderive.reports import View
from bnderive.reports.json import listed
from bnderive.reports.notices import Notice, failures
from bnderive.reports.notices.paths import placed

SEVERITIES = {"error": "critical", "warning": "minor"}


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    seen: Counter[str] = Counter()
    documents = (document for report in reports for document in for_terminal(placed(report, view)))
    issues = (issue for document in documents for issue in _issues(document, view, seen))
    yield from listed(issues, view)
    yield "\n"


def _issues(document: DocumentReport, view: View, seen: Counter[str]) -> Iterator[dict[str, Any]]:
    if document.error is not None:
        yield _issue(document.path, document.error, "document", "blocker", (1, 1), seen)
    for notice in failures(document, view.findings_only):
        text, lines = f"{notice.rule} {notice.name}: {notice.text}", (notice.line, notice.end_line)
        severity = SEVERITIES.get(notice.severity, "info")
        yield _issue(document.path, text, notice.rule, severity, lines, seen, content_of(notice))


def _issue(
    path: str, text: str, rule: str, severity: str, lines: tuple[int, int], seen: Counter[str], content: str = ""
) -> dict[str, Any]:
    key = "\n".join((path, rule, content))
    seen[key] += 1
    return {
        "description": text,
        "check_name": rule,
        "fingerprint": sha256(f"{key}\n{seen[key]}".encode()).hexdigest(),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": lines[0], "end": lines[1]}},
    }


def content_of(notice: Notice) -> str:
    """What a finding is known by when its lines move."""
    return notice.formula.fingerprint if notice.formula is not None else notice.text
