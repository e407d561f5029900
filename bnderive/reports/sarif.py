"""SARIF 2.1.0 (OASIS Standard, 27 March 2020), which code scanning reads: results, rules with help, fixes.

Regions count code points from 1. What a comment of the document knows of is there too, as suppressed. Messages are
Unicode, since braces and links mean something in them; the LaTeX is among the properties of a result.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any

from bnderive import __version__
from bnderive.escape import for_json, for_terminal, one_line
from bnderive.report import DocumentReport, Edit, Formula, Report
from bnderive.reports import View
from bnderive.reports.gitlab import content_of
from bnderive.reports.notices import Notice, details, notices
from bnderive.reports.notices.paths import placed, uri
from bnderive.reports.rulebook import code_of, names_of, page, rules, summary_of
from bnderive.reports.unicode_math import readable

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning"}
BASE = "%SRCROOT%"


def parts(reports: Iterable[Report], view: View) -> Iterator[str]:
    """All at once: the rules that were found come first. Of the documents only their results are kept till then."""
    errors: list[DocumentReport] = []
    results: list[dict[str, Any]] = []
    for report in reports:
        for document in placed(report, view):
            errors += [document] if document.error is not None else []
            results += _all(document)
    used = {result["ruleId"] for result in results}
    known = [rule for rule in rules() if code_of(rule) in used]
    numbers = {code_of(rule): number for number, rule in enumerate(known)}
    run = {
        "tool": {"driver": {"name": "bnderive", "version": __version__, "rules": [_rule(rule) for rule in known]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": not errors, "toolExecutionNotifications": [*map(_unread, errors)]}],
        "results": [{**result, "ruleIndex": numbers[result["ruleId"]]} for result in results],
    }
    whole = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    yield for_json(json.dumps(whole, ensure_ascii=not view.encodable, indent=2)) + "\n"


def _rule(rule: Any) -> dict[str, Any]:
    title, text = summary_of(rule), page(rule)
    return {
        "id": code_of(rule),
        "name": names_of(rule)[0],
        "shortDescription": {"text": title},
        "fullDescription": {"text": title},
        "help": {"text": text, "markdown": f"```text\n{text}```"},
    }


def _unread(document: DocumentReport) -> dict[str, Any]:
    place = {"physicalLocation": {"artifactLocation": _artifact(document.path)}}
    return {"level": "error", "message": _message(one_line(document.error or "")), "locations": [place]}


def _all(document: DocumentReport) -> Iterator[dict[str, Any]]:
    """The results of a document, fit to be shown; path and edits are those of the document, letter by letter."""
    edits = {formula.id: formula.repair.edits for formula in document.formulas if formula.repair is not None}
    artifact = _artifact(document.path)
    for notice in notices(for_terminal(document)):
        yield _result(artifact, notice, edits.get(notice.formula.id, ()) if notice.formula is not None else ())


def _result(artifact: dict[str, Any], notice: Notice, edits: Sequence[Edit]) -> dict[str, Any]:
    told = [notice.text, *(details(notice.formula, readable) if notice.formula is not None else ())]
    result: dict[str, Any] = {
        "ruleId": notice.rule,
        "level": LEVELS.get(notice.severity, "note"),
        "message": _message("\n".join(told)),
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": _region(notice)}}],
        "partialFingerprints": {"bnderive/v1": content_of(notice)},
    }
    if notice.known is not None:
        result["suppressions"] = [{"kind": _kind(notice.formula), "justification": notice.known}]
    if edits and notice.formula is not None:
        result["fixes"] = [_fix(artifact, notice.formula, edits)]
    latex = _latex(notice.formula) if notice.formula is not None else {}
    return {**result, "properties": latex} if latex else result


def _kind(formula: Formula | None) -> str:
    """Who accepts a finding. Of a wrong row a comment can say that it is expected, and settings or a baseline more."""
    is_external = formula is not None and formula.verdict == "wrong" and formula.suppressed is not None
    return "external" if is_external else "inSource"


def _latex(formula: Formula) -> dict[str, str]:
    given = {"formula": formula, "repair": formula.repair, "truth": formula.truth}
    return {key: each.latex for key, each in given.items() if each is not None}


def _message(text: str) -> dict[str, str]:
    """Plain text (SARIF 3.11.5, 3.11.6): braces are doubled, and no text of a document becomes a link."""
    return {"text": text.replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _fix(artifact: dict[str, Any], formula: Formula, edits: Sequence[Edit]) -> dict[str, Any]:
    name = (formula.name or "repair").replace("-", " ")
    becomes = readable(formula.repair.latex) if formula.repair is not None else ""
    changes = [{"deletedRegion": _region(edit), "insertedContent": {"text": edit.text}} for edit in edits]
    return {
        "description": _message(f"{name}: write {becomes}"),
        "artifactChanges": [{"artifactLocation": artifact, "replacements": changes}],
    }


def _region(place: Notice | Edit) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(path: str) -> dict[str, Any]:
    """A file of the project, or one elsewhere by its whole URI."""
    return {"uri": uri(path)} if PurePath(path).is_absolute() else {"uri": uri(path), "uriBaseId": BASE}
