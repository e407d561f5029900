"""`pytest --bnderive`, run as a user runs it, in a project of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]
INSTALLED = any(point.name == "bnderive" for point in entry_points(group="pytest11"))
LOADED = () if INSTALLED else ("-p", "bnderive.pytest_plugin")
MEAN = r"$$\mu = \frac{1}{N} \sum_i x_i$$"
RIGHT = r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}$$"
WRONG = r"$$\frac{\partial \mu}{\partial x_i} = \frac{2}{N}$$"
UNCLEAR = r"$$\frac{\partial \mu}{\partial x_i} = q$$"


def document(*parts: str) -> str:
    return "\n\n".join(parts) + "\n"


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.delenv("PYTEST_XDIST_WORKER", raising=False)
    (pytester.path / "notes.md").write_text(document(MEAN, RIGHT, WRONG, UNCLEAR), "utf-8")
    return pytester


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_subprocess(*LOADED, "--bnderive", "-p", "no:cov", *arguments)


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    return {key: count for key, count in result.parseoutcomes().items() if key != "warnings"}


def test_every_claim_is_a_test(project: pytest.Pytester) -> None:
    result = run(project, "-v")
    assert outcomes(result) == {"passed": 1, "failed": 2}
    result.stdout.fnmatch_lines(["notes.md::L3 PASSED*", "notes.md::L5 FAILED*", "notes.md::L7 FAILED*"])


def test_the_failure_text_is_plain_and_says_what_helps(project: pytest.Pytester) -> None:
    text = run(project, "-k", "L5").stdout.str()
    assert r"notes.md:5:3: wrong: \frac{\partial \mu}{\partial x_i} = \frac{2}{N}" in text
    assert r"repair: \frac{\partial \mu}{\partial x_i} = \frac{1}{N}" in text
    assert "claimed 2/3, true 1/3" in text
    assert "Traceback" not in text
    assert "pytest_plugin.py" not in text


def test_without_the_option_nothing_is_collected(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess(*LOADED, "-p", "no:cov")
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_collecting_judges_nothing(project: pytest.Pytester) -> None:
    result = run(project, "--collect-only", "-q")
    assert [line for line in result.outlines if "::" in line] == [f"notes.md::L{line}" for line in (3, 5, 7)]


def test_two_rows_on_a_line_have_names_of_their_own(project: pytest.Pytester) -> None:
    (project.path / "notes.md").write_text(f"{MEAN} {RIGHT} {WRONG}\n", "utf-8")
    result = run(project, "--collect-only", "-q")
    names = [line for line in result.outlines if "::" in line]
    assert len(names) == len(set(names)) == 2
    assert all(name.startswith("notes.md::L1:") for name in names)


@pytest.mark.parametrize(("fail_on", "failed"), [("wrong", 1), ("undecided", 2), ("problem", 3)])
def test_what_fails_is_an_option_and_an_ini_value(project: pytest.Pytester, fail_on: str, failed: int) -> None:
    (project.path / "notes.md").write_text(document(MEAN, r"$$\nu = \mu$$", RIGHT, WRONG, UNCLEAR), "utf-8")
    assert outcomes(run(project, f"--bnderive-fail-on={fail_on}"))["failed"] == failed
    project.makeini(f"[pytest]\nbnderive_fail_on = {fail_on}\n")
    assert outcomes(run(project))["failed"] == failed


def test_a_value_that_is_none_is_said(project: pytest.Pytester) -> None:
    project.makeini("[pytest]\nbnderive_fail_on = sometimes\n")
    result = run(project)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "'sometimes'" in result.stdout.str() + result.stderr.str()


def test_the_files_are_an_ini_value(project: pytest.Pytester) -> None:
    (project.path / "docs").mkdir()
    (project.path / "docs" / "a.rst").write_text(":math:`a = 1`\n", "utf-8")
    (project.path / "docs" / "b.md").write_text(document(MEAN, RIGHT), "utf-8")
    project.makeini("[pytest]\nbnderive_files = docs/*.md\n")
    assert outcomes(run(project)) == {"passed": 1}


def test_what_a_comment_expects_is_a_strict_xfail(project: pytest.Pytester) -> None:
    expecting = "<!-- bnderive: expect wrong -->"
    (project.path / "notes.md").write_text(document(MEAN, expecting + "\n" + WRONG, RIGHT), "utf-8")
    assert outcomes(run(project)) == {"passed": 1, "xfailed": 1}
    (project.path / "notes.md").write_text(document(MEAN, expecting + "\n" + RIGHT), "utf-8")
    result = run(project)
    assert outcomes(result) == {"failed": 1}
    assert "BN131 unmet-expectation" in result.stdout.str()


def test_a_document_that_cannot_be_read_is_an_error_of_collection(project: pytest.Pytester) -> None:
    (project.path / "bad.md").write_bytes(b"\xff\xfe broken")
    result = run(project, "--continue-on-collection-errors")
    assert outcomes(result) == {"passed": 1, "failed": 2, "errors": 1}
    assert "Traceback" not in result.stdout.str()


def test_stopping_and_repeating(project: pytest.Pytester) -> None:
    assert outcomes(run(project, "-x")) == {"passed": 1, "failed": 1}
    assert outcomes(run(project)) == {"passed": 1, "failed": 2}
    (project.path / "notes.md").write_text(document(MEAN, RIGHT, RIGHT, UNCLEAR), "utf-8")
    assert outcomes(run(project, "--lf")) == {"passed": 1, "failed": 1}


def test_several_workers_collect_the_same(project: pytest.Pytester) -> None:
    for number in range(3):
        (project.path / f"more{number}.md").write_text(document(MEAN, RIGHT, WRONG), "utf-8")
    assert outcomes(run(project, "-n", "2")) == {"passed": 4, "failed": 5}


def test_a_notebook_is_told_by_its_cells(project: pytest.Pytester) -> None:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": [part]} for part in ("# Mean", MEAN, f"So\n\n{WRONG}")]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (project.path / "a.ipynb").write_text(json.dumps(notebook), "utf-8")
    assert "a.ipynb::cell3:L3" in run(project, "--collect-only", "-q", "a.ipynb").outlines


def test_properties_in_junit(project: pytest.Pytester) -> None:
    run(project, "--junitxml=out.xml")
    cases = {
        case.get("name"): {p.get("name"): p.get("value") for p in case.iter("property")}
        for case in ElementTree.parse(project.path / "out.xml").iter("testcase")
    }
    assert cases["L5"] == {
        "verdict": "wrong", "rule": "BN305", "line": "5", "latex": r"\frac{\partial \mu}{\partial x_i} = \frac{2}{N}"
    }  # fmt: skip
    assert cases["L3"]["verdict"] == "correct"


def test_hostile_text_stays_text(project: pytest.Pytester) -> None:
    hostile = "$$\\frac{\\partial \\mu}{\\partial x_i} = \\text{\x1b[31m]]>::error::\u202e} \\frac{2}{N}$$"
    (project.path / "notes.md").write_text(document(MEAN, hostile), "utf-8")
    result = run(project, "--junitxml=out.xml", "--color=no")
    assert outcomes(result) == {"failed": 1}
    assert "\x1b" not in result.stdout.str()
    assert "\u202e" not in result.stdout.str()
    ElementTree.parse(project.path / "out.xml")


def test_the_settings_of_the_project_are_heard(project: pytest.Pytester) -> None:
    (project.path / "notes.md").write_text(document(MEAN, WRONG, rf"$$\boxed{{{RIGHT[2:-2]}}}$$"), "utf-8")
    (project.path / "pyproject.toml").write_text("[tool.bnderive]\nboxed = true\n", "utf-8")
    assert outcomes(run(project)) == {"passed": 1}


def test_a_run_that_does_not_use_it_pays_nothing(project: pytest.Pytester) -> None:
    project.makepyfile("import sys\ndef test():\n    assert not {'sympy', 'rich', 'markdown_it'} & set(sys.modules)\n")
    result = project.runpytest_subprocess(*LOADED, "-p", "no:cov", "-p", "no:hypothesispytest")
    assert outcomes(result) == {"passed": 1}


def test_help_lists_its_options() -> None:
    command = [sys.executable, "-m", "pytest", *LOADED, "--help"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8").stdout
    assert "--bnderive-fail-on" in text
    assert "bnderive_files" in text
