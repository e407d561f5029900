"""Documents are judged again when they change, and only those."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bnderive.cli import main
from bnderive.cli.watch import CLEAR, folders_of
from bnderive.errors import UsageError

SECONDS = 30
WATCHED = f"""
import sys; sys.path.insert(0, {os.getcwd()!r})
from types import ModuleType
from bnderive.report import DocumentReport, Report, summarise
def judge(documents, settings):
    with open("asked.log", "a") as log:
        log.writelines(document.path + chr(10) for document in documents)
    reports = tuple(DocumentReport(document.path, layer=document.text.strip()) for document in documents)
    return Report(reports, summarise(reports))
module = ModuleType("bnderive.check")
module.check_again = judge
sys.modules["bnderive.check"] = module
from bnderive.cli import main
sys.exit(main(["check", "--watch", *sys.argv[1:]]))
"""


class Terminal:
    """The program in a terminal of its own, with what it has shown so far."""

    def __init__(self, *arguments: str) -> None:
        self.end, other = pty.openpty()
        command = [sys.executable, "-c", WATCHED, "--color", "never", *arguments]
        self.run = subprocess.Popen(command, stdout=other, stderr=other, stdin=other, start_new_session=True)
        os.close(other)
        self.shown = ""

    def until(self, text: str) -> str:
        """What is shown up to a text, from the last such call on."""
        last = time.monotonic() + SECONDS
        while text not in self.shown:
            assert time.monotonic() < last, self.shown
            if select.select([self.end], [], [], 0.1)[0]:
                self.shown += os.read(self.end, 4096).decode()
        before, _, self.shown = self.shown.partition(text)
        return before

    def interrupt(self) -> int:
        os.killpg(self.run.pid, signal.SIGINT)
        return self.run.wait(SECONDS)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    pytest.importorskip("watchfiles", reason="an extra: pip install 'bnderive[watch]'")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"docs/{name}.md").write_text(f"old {name}", "utf-8")
    return tmp_path


@pytest.fixture
def started() -> Iterator[list[Terminal]]:
    running: list[Terminal] = []
    yield running
    for each in running:
        if each.run.poll() is None:
            os.killpg(each.run.pid, signal.SIGKILL)
            each.run.wait()


def asked(folder) -> list[str]:
    names = (folder / "asked.log").read_text("utf-8").split()
    (folder / "asked.log").unlink()
    return sorted(names)


def test_what_changes_is_judged_again_and_an_interruption_ends_it(folder, started):
    started.append(terminal := Terminal("docs"))
    shown = terminal.until("2 of 2 documents judged")
    assert shown.count(CLEAR) == 1
    assert "old a" in shown
    assert asked(folder) == ["docs/a.md", "docs/b.md"]
    (folder / "docs/b.md").write_text("new b", "utf-8")
    shown = terminal.until("1 of 2 documents judged")
    assert shown.count(CLEAR) == 1
    assert "old a" in shown  # what did not change is shown as it was found
    assert "new b" in shown
    assert asked(folder) == ["docs/b.md"]
    (folder / "docs/c.md").write_text("c", "utf-8")
    terminal.until("1 of 3 documents judged")
    assert asked(folder) == ["docs/c.md"]
    assert terminal.interrupt() == 0


def test_a_file_that_is_replaced_is_seen_and_its_own_report_is_not(folder, started):
    started.append(terminal := Terminal("docs/a.md", "--output-file", "docs/report.txt"))
    terminal.until("1 of 1 documents judged")
    (folder / "docs/draft").write_text("new a", "utf-8")
    os.replace("docs/draft", "docs/a.md")
    terminal.until("1 of 1 documents judged")
    assert "new a" in (folder / "docs/report.txt").read_text("utf-8")
    assert asked(folder) == ["docs/a.md", "docs/a.md"]
    (folder / "pyproject.toml").touch()  # not in a folder that is watched
    (folder / "docs/other.png").touch()
    time.sleep(1)
    assert not (folder / "asked.log").exists()
    assert terminal.interrupt() == 0


def test_a_project_that_is_broken_meanwhile_is_said_and_waited_for(folder, started):
    started.append(terminal := Terminal("."))
    terminal.until("2 of 2 documents judged")
    (folder / "pyproject.toml").write_text("[tool.bnderive]\nlayre = 'x'\n", "utf-8")
    terminal.until("unknown; did you mean `layer`?")
    (folder / "pyproject.toml").write_text("[tool.bnderive]\nstrict = true\n", "utf-8")
    terminal.until("2 of 2 documents judged")  # the settings are others
    assert terminal.interrupt() == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-"], "--watch watches files, and - is none"),
        (["a.md", "--baseline", "b", "--update-baseline"], "do not go together"),
        (["a.md", "--no-cache"], "--watch keeps reports in memory"),
        (["a.md", "--cache-dir", "."], "--watch keeps reports in memory"),
        (["no/such/a.md"], "/no/such: no such folder to watch"),
    ],
)
def test_what_cannot_be_watched(folder, arguments, words, capsys):
    assert main(["check", "--watch", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_without_the_extra_it_is_said_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert main(["check", "--watch", "a.md"]) == 2
    assert capsys.readouterr().err == "bnderive: error: --watch needs watchfiles: pip install 'bnderive[watch]'\n"


def test_the_folders_to_watch(folder):
    names = ["docs/a.md", "docs/b.md:3", "docs/*.md", "*.md", "docs"]
    assert folders_of(names) == (str(folder / "docs"), str(folder))
    with pytest.raises(UsageError):
        folders_of(["none/*.md"])
