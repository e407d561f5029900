"""The formats for services: what they hold is what the JSON report holds, and each is read back as its service does.

`sarif-2.1.0.json` is OASIS' schema in its version 2.1.0-rtm.5, as Microsoft's sarif-js-sdk (MIT) carries it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest

import bnderive
from bnderive.report import DocumentReport, Finding, Report, summarise
from bnderive.reports import View, format_names, load_format
from tests.reports.seed_report import SEED

ROOT = Path(__file__).parents[2]
SERVICES = ("github", "gitlab", "junit", "sarif", "json-lines")
SEED_TEXT = (ROOT / "tests" / "derivations" / "seed.txt").read_text("utf-8")
SEED_REPORT = bnderive.check_text(SEED_TEXT, "seed.md")
KNOWN = bnderive.check(ROOT / "examples" / "writing_derivations.md")
HOSTILE = "%0A\n::error file=x::y]]>\x1b[31m<script>\ufffe\u202e,:\r##[error]"
SCHEMA = json.loads((ROOT / "tests" / "reports" / "sarif-2.1.0.json").read_text("utf-8"))


def of(*documents: DocumentReport) -> Report:
    return Report(documents, summarise(documents))


def rendered(name: str, report: Report, **view: Any) -> str:
    return load_format(name).render(report, View(**view))


def hostile() -> Report:
    finding = Finding("BN101", "size-alias", "warning", 1, 1, 1, 2, HOSTILE)
    rows = tuple(replace(row, message=HOSTILE, latex=HOSTILE) for row in SEED.formulas)
    broken = DocumentReport(f"a,b:{HOSTILE}.md", error=HOSTILE)
    return of(replace(SEED, path=f"c {HOSTILE}.md", problems=(finding,), formulas=rows), broken)


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner reads them: `::name key=value,…::message`, and then undoes the escapes."""

    def undone(value: str, escapes: dict[str, str]) -> str:
        return re.sub("%(25|0D|0A|3A|2C)", lambda m: escapes.get(m[1], m[0]), value)

    data = {"25": "%", "0D": "\r", "0A": "\n"}
    found = []
    for line in text.splitlines():
        head, _, message = line.removeprefix("::").partition("::")
        name, _, properties = head.partition(" ")
        given = dict(pair.split("=", 1) for pair in properties.split(","))
        known = {key: undone(value, {**data, "3A": ":", "2C": ","}) for key, value in given.items()}
        found.append((name, known, undone(message, data)))
    return found


def sarif(report: Report) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(rendered("sarif", report))
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(whole)
    (run,) = whole["runs"]
    return dict(run)


def wrong_lines(report: Report) -> list[int]:
    return [row.line for row in report if row.verdict == "wrong"]


def test_the_formats_are_offered_by_their_names() -> None:
    assert set(SERVICES) | {"full", "concise", "json"} <= set(format_names())


# -- what they hold


def test_every_wrong_row_is_there_once() -> None:
    lines = wrong_lines(SEED_REPORT)
    assert lines == [13, 37, 39, 43, 45, 47, 49]
    errors = [given for name, given, _ in commands(rendered("github", SEED_REPORT)) if name == "error"]
    assert [int(given["line"]) for given in errors] == lines
    issues = json.loads(rendered("gitlab", SEED_REPORT))
    assert [each["location"]["lines"]["begin"] for each in issues if each["severity"] == "critical"] == lines
    results = [result for result in sarif(SEED_REPORT)["results"] if result["level"] == "error"]
    assert [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in results] == lines
    suite = ElementTree.fromstring(rendered("junit", SEED_REPORT))[0]
    assert [int(case.get("line", "")) for case in suite if case.find("failure") is not None] == lines
    first, *_ = (json.loads(line) for line in rendered("json-lines", SEED_REPORT).splitlines())
    assert [row["line"] for row in first["formulas"] if row["verdict"] == "wrong"] == lines


def test_what_a_comment_expects_is_no_failure() -> None:
    assert wrong_lines(KNOWN)
    assert not [name for name, _, _ in commands(rendered("github", KNOWN)) if name == "error"]
    assert json.loads(rendered("gitlab", KNOWN)) == []
    (result,) = (result for result in sarif(KNOWN)["results"] if result["level"] == "error")
    assert result["suppressions"] == [{"kind": "inSource", "justification": "a comment expects that it is wrong"}]
    suite = junitparser.JUnitXml.fromstring(rendered("junit", KNOWN).encode())
    judged = [row for row in KNOWN if row.verdict is not None]
    assert (suite.tests, suite.failures, suite.skipped) == (len(judged), 0, len(wrong_lines(KNOWN)))


def test_a_document_that_cannot_be_read_is_told() -> None:
    report = of(DocumentReport("gone.md", error="no such file"))
    assert commands(rendered("github", report)) == [("error", {"file": "gone.md", "title": "bnderive"}, "no such file")]
    (issue,) = json.loads(rendered("gitlab", report))
    assert (issue["description"], issue["severity"]) == ("no such file", "blocker")
    (invocation,) = sarif(report)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "no such file"
    assert junitparser.JUnitXml.fromstring(rendered("junit", report).encode()).errors == 1


def test_json_lines_are_the_json_report() -> None:
    report = of(*SEED_REPORT.documents, DocumentReport("gone.md", error="no such file"))
    *documents, last = (json.loads(line) for line in rendered("json-lines", report).splitlines())
    assert {**last, "documents": documents} == json.loads(rendered("json", report))


def test_junit_counts_add_up() -> None:
    read = junitparser.JUnitXml.fromstring(rendered("junit", of(*SEED_REPORT.documents, *KNOWN.documents)).encode())
    suites = list(read)
    assert [suite.name for suite in suites] == ["seed.md", KNOWN.documents[0].path]
    assert read.tests == sum(len(list(suite)) for suite in suites)
    assert read.failures == len(wrong_lines(SEED_REPORT))


# -- SARIF


def test_rules_and_fingerprints_of_sarif() -> None:
    run = sarif(SEED_REPORT)
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert len({rule["id"] for rule in rules}) == len(rules)
    moved = sarif(bnderive.check_text("A line before.\n\n" + SEED_TEXT, "seed.md"))
    prints = [[result["partialFingerprints"] for result in each["results"]] for each in (run, moved)]
    assert prints[0] == prints[1]


def place_of(change: dict[str, Any]) -> tuple[int, int]:
    return change["deletedRegion"]["startLine"], change["deletedRegion"]["startColumn"]


def test_fixes_of_sarif_mend_the_document() -> None:
    """Applied by hand, last first, they give a document whose rows are right."""
    results = [result for result in sarif(SEED_REPORT)["results"] if "fixes" in result]
    lines = SEED_TEXT.split("\n")
    changes = [
        change
        for result in results
        for change in result["fixes"][0]["artifactChanges"][0]["replacements"]
        if result["ruleId"] != "BN399"
    ]
    for change in sorted(changes, key=lambda c: (c["deletedRegion"]["startLine"], c["deletedRegion"]["startColumn"]))[
        ::-1
    ]:
        region = change["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line, start, end = (region[key] for key in ("startLine", "startColumn", "endColumn"))
        old = lines[line - 1]
        lines[line - 1] = old[: start - 1] + change["insertedContent"]["text"] + old[end - 1 :]
    mended = bnderive.check_text("\n".join(lines), "seed.md")
    assert {13, 37, 39} <= set(wrong_lines(SEED_REPORT))
    assert not {13, 37, 39} & set(wrong_lines(mended))


def test_paths_of_sarif() -> None:
    (result, *_) = sarif(of(replace(SEED, path="my docs/ä%20#1.md")))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "my%20docs/%C3%A4%2520%231.md", "uriBaseId": "%SRCROOT%"}
    assert unquote(artifact["uri"]) == "my docs/ä%20#1.md"


# -- hostile text


def test_no_text_of_a_document_becomes_a_command() -> None:
    text = rendered("github", hostile())
    lines = text.splitlines()
    assert all(re.match(r"::(error|warning) [^:]*::", line) for line in lines)
    assert all(set(given) <= {"file", "line", "endLine", "col", "endColumn", "title"} for _, given, _ in commands(text))
    assert {given["file"][:4] for _, given, _ in commands(text)} == {"a,b:", "c %0"}


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_that_a_terminal_obeys_is_printed(name: str) -> None:
    text = rendered(name, hostile())
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b\ufeff\ud800-\udfff]", text)


def test_hostile_text_is_read_back_from_xml() -> None:
    tree = ElementTree.fromstring(rendered("junit", hostile()))
    messages = [failure.get("message", "") for failure in tree.iter("failure")]
    assert messages
    assert all("<script>" in message and "]]>" in message for message in messages)
    assert not list(tree.iter("script"))


def test_hostile_text_stays_valid_sarif() -> None:
    assert sarif(hostile())["results"]


def test_fingerprints_of_gitlab_are_unique() -> None:
    twice = of(SEED, SEED)
    prints = [issue["fingerprint"] for issue in json.loads(rendered("gitlab", twice))]
    assert len(set(prints)) == len(prints) > 10


@pytest.mark.parametrize("name", SERVICES)
def test_where_unicode_cannot_be_printed_none_is(name: str) -> None:
    text = rendered(name, SEED_REPORT, encodable=False)
    assert text.isascii() or name == "github"


@pytest.mark.parametrize("name", SERVICES)
def test_the_command_prints_it_and_ends_as_ever(name: str) -> None:
    command = [sys.executable, "-m", "bnderive", "check", "--output-format", name, "tests/derivations/seed.txt"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env={"PYTHONHASHSEED": "3"})
    again = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env={"PYTHONHASHSEED": "4"})
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == again.stdout != ""
