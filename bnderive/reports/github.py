"""GitHub's workflow commands, `::error file=…,line=…::message`: annotations beside the lines of a pull request.

Escaped as the runner undoes it (actions/toolkit, packages/core/src/command.ts); a line of a document starts no command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bnderive.escape import for_terminal
from bnderive.report import DocumentReport, Report
from bnderive.reports import View
from bnderive.reports.notices import Notice, details, failures
from bnderive.reports.notices.paths import placed


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    for report in reports:
        for document in for_terminal(placed(report, view)):
            yield from (f"{line}\n" for line in _commands(document, view))


def _commands(document: DocumentReport, view: View) -> Iterator[str]:
    if document.error is not None:
        yield command("error", {"file": document.path, "title": "bnderive"}, document.error)
    yield from (_command(document.path, notice) for notice in failures(document, view.findings_only))


def _command(path: str, notice: Notice) -> str:
    where = {"file": path, "line": notice.line, "endLine": notice.end_line, "col": notice.column}
    if notice.line == notice.end_line:
        where["endColumn"] = notice.end_column
    told = [notice.text, *(details(notice.formula) if notice.formula is not None else ())]
    level = "error" if notice.severity == "error" else "warning"
    return command(level, {**where, "title": f"{notice.rule} {notice.name}"}, "\n".join(told))


def command(name: str, properties: dict[str, object], message: str) -> str:
    """One workflow command.

    >>> command("error", {"file": "a,b.md"}, "50 %")
    '::error file=a%2Cb.md::50 %25'
    """
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
