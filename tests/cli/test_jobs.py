"""Documents judged several at a time: the same report, whatever becomes of one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path
from types import ModuleType

import pytest

from bnderive.cli import main
from bnderive.report import DocumentReport, Report, summarise
from bnderive.runs.work import NOT_REACHED
from bnderive.settings import Settings
from bnderive.source import Document

SECONDS = 20


def slow_first(documents: Sequence[Document], settings: Settings) -> Report:
    """The earlier in the alphabet, the longer it takes; `died.md` ends its process."""
    (document,) = documents
    if document.path == "died.md":
        os._exit(9)
    time.sleep(0.3 if document.path < "b" else 0)
    reports = (DocumentReport(document.path, layer="judged"),)
    return Report(reports, summarise(reports))


@pytest.fixture
def documents(tmp_path, monkeypatch) -> list[str]:
    monkeypatch.chdir(tmp_path)
    module = ModuleType("bnderive.check")
    module.check_documents = slow_first  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bnderive.check", module)
    names = ["a.md", "b.md", "died.md", "e.md"]
    for name in names:
        (tmp_path / name).write_text("", "utf-8")
    return names


def test_the_report_is_the_same_and_a_death_costs_its_document_only(documents, capsys):
    found = set()
    for jobs in ("1", "3", "auto", "0"):
        assert main(["check", "--isolated", "-j", jobs, "--output-format", "json", *documents]) == 2
        shown = capsys.readouterr()
        found.add(shown.out + shown.err)
    assert len(found) == 1
    assert found.pop().count('"layer": "judged"') == 3


def test_standard_input_under_the_name_of_another_document_is_its_own(documents, monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(b"\xff")))
    assert main(["check", "--isolated", "--stdin-filename", "b.md", "-", "b.md"]) == 2
    shown = capsys.readouterr().out
    assert shown.count("is no UTF-8 text") == 1
    assert shown.count("b.md  (judged)") == 1


def test_it_is_said_how_many_documents_were_looked_at(documents, capsys):
    main(["check", "--isolated", "a.md", "b.md", "e.md"])
    assert capsys.readouterr().out.splitlines()[-1].startswith("3 documents: 0 correct, ")
    main(["check", "--isolated", "a.md"])
    assert capsys.readouterr().out.splitlines()[-1].startswith("0 correct, ")


@pytest.mark.parametrize("home", [RuntimeError("no home"), "~/.cache"])
def test_a_user_without_a_home_keeps_no_reports(documents, monkeypatch, capsys, tmp_path, home):
    def user_cache_dir(*_: object, **__: object) -> str:
        if isinstance(home, str):
            return home
        raise home

    monkeypatch.setattr("platformdirs.user_cache_dir", user_cache_dir)
    assert main(["check", "--isolated", "b.md", "e.md"]) == 0
    assert "no reports are kept, since the user has no folder; --cache-dir names one" in capsys.readouterr().err
    assert not (tmp_path / "~").exists()


@pytest.mark.parametrize("jobs", ["-1", "1.5", "many", "", "٣", "9999"])
def test_what_is_no_number_of_jobs(documents, jobs, capsys):
    with pytest.raises(SystemExit):
        main(["check", f"--jobs={jobs}", "a.md"])
    assert "a whole number, or auto, was expected" in capsys.readouterr().err


INTERRUPTED = f"""
import sys, time; sys.path.insert(0, {os.getcwd()!r})
from types import ModuleType
from pathlib import Path
from bnderive.report import DocumentReport, Report, summarise
def judge(documents, settings):
    (document,) = documents
    if document.path != "a.md":
        time.sleep(1)  # for a.md to be done, where both are judged at once
        Path(document.path + ".begun").touch()
        time.sleep(300)
    reports = (DocumentReport(document.path, layer="judged"),)
    return Report(reports, summarise(reports))
module = ModuleType("bnderive.check")
module.check_documents = judge
sys.modules["bnderive.check"] = module
from bnderive.cli import main
sys.exit(main(["check", "--isolated", *sys.argv[1:]]))
"""


@pytest.mark.parametrize("arguments", [["a.md", "b.md", "e.md"], ["-j2", "a.md", "b.md", "e.md"], ["b.md"]])
def test_an_interruption_ends_with_what_is_there(documents, tmp_path, arguments):
    """As a terminal does it: the signal goes to every process of the group."""
    command = [sys.executable, "-c", INTERRUPTED, *arguments]
    run = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=tmp_path, start_new_session=True
    )
    wait_for(tmp_path / "b.md.begun")
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=SECONDS)
    assert run.returncode == 130
    assert out.count("(judged)") == arguments.count("a.md")
    assert out.count(NOT_REACHED) == arguments.count("b.md") + arguments.count("e.md")
    assert "Traceback" not in err, err
    assert "internal error" not in err
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)


def wait_for(file: Path) -> None:
    last = time.monotonic() + SECONDS
    while not file.exists():
        assert time.monotonic() < last, f"{file} was not made"
        time.sleep(0.02)
