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
HOSTILE = "%0A\ud800\n::error file=x::y]]>\x1b[31m<script>\ufffe\u202e,:\r##[error]"
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


def test_junit_names_are_unique() -> None:
    """One line makes one claim twice; each is a case of its own, told by its name."""
    twice = bnderive.check_text(
        "Let $$x_i = 2 z_i$$ and $$\\sum_i x_i = \\sum_i z_i$$ $$\\sum_i x_i = \\sum_i z_i$$", "a.md"
    )
    assert wrong_lines(twice) == [1, 1]
    (suite,) = junitparser.JUnitXml.fromstring(rendered("junit", twice).encode())
    names = [case.name for case in suite]
    assert len(set(names)) == len(names) == 2


def test_junit_tells_what_is_wrong_from_what_is_undecided() -> None:
    rows = (replace(SEED.formulas[3], verdict="undecided", counterexample=None), SEED.formulas[11])
    unread = Finding("BN102", "unclosed-delimiter", "error", 60, 1, 60, 2, "$ is never closed")
    unmet = Finding("BN131", "unmet-expectation", "error", 61, 1, 61, 2, "expected wrong, but the row is correct")
    suite = ElementTree.fromstring(
        rendered("junit", of(DocumentReport("a.md", problems=(unread, unmet), formulas=rows)))
    )[0]
    assert [(case.get("line"), case[0].tag) for case in suite] == [
        ("13", "error"), ("37", "failure"), ("60", "error"), ("61", "failure"),
    ]  # fmt: skip
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", "2", "2")


WRITTEN = ROOT / "tests" / "corpus" / "written"
Place = tuple[int, str]


def places_in(name: str, report: Report) -> list[Place]:
    """The line of each row that is wrong or undecided, and its rule, as a service reads them."""
    text = rendered(name, report)
    match name:
        case "github":
            found = [(int(given["line"]), given["title"][:5]) for _, given, _ in commands(text)]
        case "gitlab":
            found = [(issue["location"]["lines"]["begin"], issue["check_name"]) for issue in json.loads(text)]
        case "sarif":
            found = [
                (each["locations"][0]["physicalLocation"]["region"]["startLine"], each["ruleId"])
                for each in sarif(report)["results"]
            ]
        case _:
            cases = [case for case in ElementTree.fromstring(text).iter("testcase") if len(case)]
            found = [(int(case.get("line", "")), case[0].get("message", "")[:5]) for case in cases]
    return sorted(place for place in found if not place[1].startswith("BN1"))


@pytest.mark.parametrize(
    "file", ["d07_ln_lecture.tex", "f06_group_flat.ipynb", "f09_bn_paths.md", "h06_zscore_nminus1.txt"]
)
def test_rows_of_the_json_report_are_in_every_format_once(file: str) -> None:
    report = bnderive.check(WRITTEN / file)
    rows = [row for each in json.loads(rendered("json", report))["documents"] for row in each["formulas"]]
    bad = sorted((row["line"], row["rule"]) for row in rows if row["verdict"] in ("wrong", "undecided"))
    assert bad
    for name in ("github", "gitlab", "sarif", "junit"):
        assert places_in(name, report) == bad, name


# -- SARIF


def test_a_wrong_row_that_settings_accept_is_suppressed_from_without() -> None:
    row = replace(SEED.formulas[11], suppressed="BN3 is ignored")
    (result,) = sarif(of(DocumentReport("a.md", formulas=(row,))))["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "BN3 is ignored"}]


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


def applied(text: str, changes: list[dict[str, Any]]) -> str:
    lines = text.split("\n")
    for change in sorted(changes, key=place_of, reverse=True):
        region = change["deletedRegion"]
        assert region["startLine"] == region["endLine"]
        line, start, end = (region[key] for key in ("startLine", "startColumn", "endColumn"))
        old = lines[line - 1]
        lines[line - 1] = old[: start - 1] + change["insertedContent"]["text"] + old[end - 1 :]
    return "\n".join(lines)


def test_fixes_of_sarif_mend_the_document() -> None:
    """Applied by hand, last first, they give a document whose rows are right."""
    results = [result for result in sarif(SEED_REPORT)["results"] if "fixes" in result]
    changes = [
        change
        for result in results
        for change in result["fixes"][0]["artifactChanges"][0]["replacements"]
        if result["ruleId"] != "BN399"
    ]
    mended = bnderive.check_text(applied(SEED_TEXT, changes), "seed.md")
    assert {13, 37, 39} <= set(wrong_lines(SEED_REPORT))
    assert not {13, 37, 39} & set(wrong_lines(mended))


def artifact_of(path: str) -> dict[str, str]:
    (result, *_) = sarif(of(replace(SEED, path=path)))["results"]
    return dict(result["locations"][0]["physicalLocation"]["artifactLocation"])


def test_paths_of_sarif() -> None:
    artifact = artifact_of("my docs/ä%20#1.md")
    assert artifact == {"uri": "my%20docs/%C3%A4%2520%231.md", "uriBaseId": "%SRCROOT%"}
    assert unquote(artifact["uri"]) == "my docs/ä%20#1.md"
    assert artifact_of("/elsewhere/a b.md") == {"uri": "file:///elsewhere/a%20b.md"}


def test_a_path_of_sarif_has_the_bytes_of_the_file_name() -> None:
    """Whatever they are: b"a\xff", which is no UTF-8, a tab, and a colon that would begin a scheme."""
    assert artifact_of("a\udcff\tb:c.md")["uri"] == "a%FF%09b%3Ac.md"


def test_braces_and_links_in_a_message_of_sarif_mean_themselves() -> None:
    """A reader puts arguments in the place of {0}, and a link in the place of [text](target) (SARIF 3.11.5, 3.11.6)."""
    problem = Finding("BN101", "size-alias", "warning", 1, 1, 1, 2, "`x^{0}` [[look](https://evil.example)](1)")
    (result,) = sarif(of(DocumentReport("a.md", problems=(problem,))))["results"]
    text = result["message"]["text"]
    assert text == "`x^{{0}}` [[look] (https://evil.example)] (1)"
    every = [result["message"]["text"] for report in (SEED_REPORT, hostile()) for result in sarif(report)["results"]]
    assert not [text for text in every if re.search(r"\]\(", text) or re.search("[{}]", re.sub("{{|}}", "", text))]


def test_latex_of_sarif_is_that_of_the_json_report() -> None:
    (row,) = SEED_REPORT.at(39)
    assert row.truth is not None
    assert row.repair is not None
    (result,) = (each for each in sarif(SEED_REPORT)["results"] if each["ruleId"] == row.rule)
    assert result["properties"] == {"formula": row.latex, "repair": row.repair.latex, "truth": row.truth.latex}


NOTEBOOK = ROOT / "tests" / "corpus" / "written" / "d05_graph_bn.ipynb"


def test_regions_of_sarif_in_a_notebook_are_those_of_its_file() -> None:
    """Applied to the JSON as it stands, the fixes of one row give a notebook where it is right."""
    report = bnderive.check(NOTEBOOK)
    text = NOTEBOOK.read_text("utf-8")
    results = [result for result in sarif(report)["results"] if "fixes" in result]
    assert results
    for result in results:
        region = result["locations"][0]["physicalLocation"]["region"]
        changed = applied(text, result["fixes"][0]["artifactChanges"][0]["replacements"])
        json.loads(changed)
        again = bnderive.check_text(changed, NOTEBOOK.name, format="notebook")
        assert {row.verdict for row in again.at(region["startLine"])} == {"correct"}


# -- paths and what is asked to be left out


def paths_in(name: str, report: Report, root: str) -> set[str]:
    text = rendered(name, report, root=root)
    match name:
        case "github":
            return {given["file"] for _, given, _ in commands(text)}
        case "gitlab":
            return {issue["location"]["path"] for issue in json.loads(text)}
        case "junit":
            return {case.get("file", "") for case in ElementTree.fromstring(text).iter("testcase")}
    places = [result["locations"][0]["physicalLocation"] for result in json.loads(text)["runs"][0]["results"]]
    return {place["artifactLocation"]["uri"] for place in places}


@pytest.mark.parametrize("name", ["github", "gitlab", "junit", "sarif"])
@pytest.mark.parametrize("path", ["docs/a.md", "./docs/a.md", "docs//b/../a.md", "/project/docs/a.md"])
def test_paths_are_those_of_the_project(name: str, path: str) -> None:
    assert paths_in(name, of(replace(SEED, path=path)), "/project") == {"docs/a.md"}


@pytest.mark.parametrize("name", ["github", "gitlab", "junit"])
def test_paths_elsewhere_stay(name: str) -> None:
    for path in ("../a.md", "/projects/a.md", "<stdin>"):
        assert paths_in(name, of(replace(SEED, path=path)), "/project") == {path}


def test_quiet_leaves_out_what_fails_nothing() -> None:
    unread = Finding("BN102", "unclosed-delimiter", "error", 3, 1, 3, 2, "$ is never closed")
    warned = Finding("BN101", "size-alias", "warning", 1, 1, 1, 2, "m and n")
    report = of(DocumentReport("a.md", problems=(warned, unread)))
    lines = {
        name: rendered(name, report, findings_only=True).count("BN102 unclosed-delimiter")
        for name in ("full", "concise")
    }
    assert lines == {"full": 1, "concise": 1}
    (told,) = commands(rendered("github", report, findings_only=True))
    assert told[1]["title"] == "BN102 unclosed-delimiter"
    assert [issue["check_name"] for issue in json.loads(rendered("gitlab", report, findings_only=True))] == ["BN102"]
    assert len(commands(rendered("github", report))) == 2


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
