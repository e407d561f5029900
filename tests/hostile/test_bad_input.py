"""Bad input through the real command line: a clear message with a place, a documented exit status, in time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from bnderive.report import Finding, Formula
from tests.hostile.attacks import CANARY
from tests.hostile.building import Bad
from tests.hostile.documents import DOCUMENTS
from tests.hostile.watched import ENDED

ROOT = Path(__file__).parents[2]
SECONDS = 2.0  # for one document, the start of the process included
SLACK = 5.0  # a machine may be busy with other work
MEMORY = 400 * 1024 * 1024
KIBIBYTE = 1024  # the unit in which Linux counts memory
# a new process is counted at least as large as the one that starts it, so a small one stands between
MEASURED = """
import os, subprocess, sys
_, status, usage = os.wait4(subprocess.Popen(sys.argv[1:]).pid, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss, file=sys.stderr)
"""
LONGEST_MESSAGE = 600


def run(*arguments: str, folder: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """`bnderive check` as a process of its own, which is watched; raises where it takes too long."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.watched", "check", *arguments],
        cwd=folder, env=environment, input=stdin, capture_output=True, timeout=SECONDS * SLACK,
    )  # fmt: skip
    assert b"forbidden: " not in done.stderr
    output, error = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in output + error
    return subprocess.CompletedProcess(done.args, done.returncode, output, error)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    where = tmp_path_factory.mktemp("bad")
    for bad in DOCUMENTS:
        (where / bad.name).write_bytes(bad.content)
    (where / "folder.md").mkdir()
    return where


def findings(document: dict) -> list[tuple[tuple[int, int] | None, str, str]]:
    """Where, rule and message of all that a document's report says."""
    if document["error"] is not None:
        return [(None, "error", document["error"])]
    said = [*document["problems"], *(each for each in document["formulas"] if each["rule"])]
    return [((each["line"], each["column"]), each["rule"], each["message"]) for each in said]


@pytest.mark.parametrize("bad", DOCUMENTS, ids=lambda bad: bad.name)
def test_it_is_said_what_is_wrong_and_where(folder, bad: Bad):
    done = run("--output-format=json", bad.name, folder=folder)
    (document,) = json.loads(done.stdout)["documents"]
    said = findings(document)
    assert done.returncode == bad.status, said[:3]
    matching = [message for where, rule, message in said if where == bad.where and re.fullmatch(bad.rule, rule)]
    assert any(bad.words in message for message in matching), said[:3]
    assert max(len(message) for _, _, message in said) < LONGEST_MESSAGE


def test_no_two_have_one_name():
    assert len({bad.name for bad in DOCUMENTS}) == len(DOCUMENTS) >= 60


def test_all_of_them_in_one_process(folder):
    """None of them costs another its report, and all together they take no more memory than is stated."""
    command = [sys.executable, "-m", "bnderive", "check", "--output-format=json", *(bad.name for bad in DOCUMENTS)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command], cwd=folder, env=environment, capture_output=True, check=True
    )
    documents = json.loads(done.stdout)["documents"]
    status, largest = map(int, done.stderr.splitlines()[-1].split())
    assert status == 2
    assert largest * KIBIBYTE < MEMORY
    assert [document["path"] for document in documents] == [bad.name for bad in DOCUMENTS]
    for bad, document in zip(DOCUMENTS, documents, strict=True):
        rules = [rule for where, rule, _ in findings(document) if where == bad.where]
        assert any(re.fullmatch(bad.rule, rule) for rule in rules), bad.name


def test_nothing_is_run(folder):
    assert [path.name for path in folder.iterdir() if CANARY in path.name] == []


@pytest.mark.parametrize(
    "act",
    [
        "os.system('true')",
        "subprocess.run(['true'])",
        "open('/etc/passwd')",
        "open('new', 'w')",
        "eval('len(\"PWNED\")')",
        "socket.create_connection(('localhost', 9))",
    ],
)
def test_the_watch_sees(tmp_path, act: str):
    program = (
        f"import os, socket, subprocess, sys\nfrom tests.hostile.watched import watch\nsys.addaudithook(watch)\n{act}"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == ENDED


READ_BY_PEOPLE = ("unclosed", "macro", "undefined", "braces", "tower", "control_characters")


def test_a_person_reads_the_places_too(folder):
    shown = [bad for bad in DOCUMENTS if bad.name.removesuffix(".md") in READ_BY_PEOPLE]
    concise = run("--output-format=concise", *(bad.name for bad in shown), folder=folder)
    full = run("--output-format=full", *(bad.name for bad in shown), folder=folder)
    assert (concise.returncode, full.returncode) == (1, 1)
    assert len(shown) == len(READ_BY_PEOPLE)
    for bad in shown:
        line, column = bad.where
        assert f"\n{bad.name}:{line}:{column}: {bad.rule} " in f"\n{concise.stdout}"
        section = full.stdout.split(f"{bad.name}\n", 1)[1]
        assert re.search(rf"(?ms)^\W*{line} .*?{bad.rule}", section)
    assert "\x1b" not in concise.stdout + full.stdout


def test_an_unclosed_delimiter_is_named_to_a_person(folder):
    (line,) = (
        line
        for line in run("--output-format=concise", "unclosed.md", folder=folder).stdout.splitlines()
        if "BN102" in line
    )
    assert "$$" in line


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.md", "no such file"), ("folder.md", "is a folder that holds no document")],
)
def test_what_is_no_file_is_said_on_both_streams(folder, name, words):
    done = run("--output-format=concise", name, folder=folder)
    assert done.returncode == 2
    assert words in done.stdout
    assert f"{name}: {words}" in done.stderr


def test_a_file_that_cannot_be_read_leaves_the_others_their_reports(folder):
    done = run("--output-format=json", "missing.md", "macro.md", folder=folder)
    missing, macro = json.loads(done.stdout)["documents"]
    assert done.returncode == 2
    assert missing["error"] == "no such file"
    assert macro["formulas"][3]["rule"] == "BN202"


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"", 0, "no formula was found"),
        (b"\xff\xfe\x00", 2, "is UTF-16, expected UTF-8 text"),
        (b"$$a = b", 1, "nothing up to the end of the paragraph is read"),
        (b"$$x = " + b"{" * 10_000, 1, ""),
    ],
)
def test_standard_input_is_treated_alike(folder, content, status, words):
    done = run("--output-format=json", "-", folder=folder, stdin=content)
    (document,) = json.loads(done.stdout)["documents"]
    assert (document["path"], done.returncode) == ("<stdin>", status)
    assert any(words in message for _, _, message in findings(document))


def test_silence_is_never_an_answer(folder):
    """A document without a finding still shows its summary."""
    assert "0 correct, 0 wrong, 0 undecided" in run("empty.md", folder=folder).stdout


def test_the_names_of_the_findings_are_fields_of_the_report():
    assert {"line", "column", "rule", "message"} <= set(Finding.__slots__) & set(Formula.__slots__)
