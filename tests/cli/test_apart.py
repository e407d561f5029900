"""A document whose work does not end, takes all memory or kills its process costs no other document anything."""

from __future__ import annotations

import gc
import json
import os
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from signal import SIGKILL

import pytest

from bnderive.cli import main
from bnderive.cli.apart import GARBAGE, MEMORY, Apart
from bnderive.errors import InternalError, UsageError
from bnderive.report import DocumentReport, Report, summarise
from bnderive.settings import Settings
from bnderive.source import Document

SECONDS = 1.5


def process() -> int:
    return os.getpid()


def garbage_threshold() -> int:
    return gc.get_threshold()[0]


def add(a: int, b: int) -> int:
    return a + b


def endless() -> None:
    while True:
        pass


def native() -> int:
    """One operation of the interpreter, which looks at no signal before it is done."""
    return len(str(3 ** (3**19)))


def greedy() -> int:
    return len(bytearray(2 * MEMORY))


def dying() -> None:
    os.kill(os.getpid(), SIGKILL)


def leaving() -> None:
    os._exit(7)


def faulty() -> None:
    raise InternalError("two engines contradict each other")


def complaining() -> None:
    raise UsageError("no such file")


FATES = [
    (endless, UsageError, r"took longer than 1\.5 s, and was ended; --timeout allows more"),
    (native, UsageError, r"took longer than 1\.5 s"),
    (greedy, UsageError, r"needs more than 2 GiB of memory"),
    (dying, UsageError, r"the process that worked on it died, with status -9"),
    (leaving, UsageError, r"the process that worked on it died, with status 7"),
    (faulty, InternalError, r"two engines contradict each other"),
    (complaining, UsageError, r"no such file"),
]


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize(("fate", "kind", "words"), FATES)
def test_what_it_dies_of_is_said_and_the_next_is_done(several, fate: Callable[[], object], kind, words: str):
    with Apart(SECONDS, several) as apart:
        assert apart(add, 1, 2) == 3
        start = time.monotonic()
        with pytest.raises(kind, match=words):
            apart(fate)
        assert time.monotonic() - start < SECONDS + 10  # a machine may be busy with other work
        assert apart(add, 3, 4) == 7


@pytest.mark.parametrize("several", [False, True])
def test_it_is_another_process(several):
    with Apart(SECONDS, several) as apart:
        assert apart(process) != os.getpid()


def test_garbage_is_looked_for_rarely_there_and_as_ever_here():
    before = gc.get_threshold()
    with Apart(SECONDS, several=False) as apart:
        assert apart(garbage_threshold) == GARBAGE
    assert gc.get_threshold() == before


def test_several_share_a_process_as_long_as_it_lives():
    with Apart(SECONDS, several=True) as apart:
        first = apart(process)
        assert apart(process) == first
        with pytest.raises(UsageError):
            apart(leaving)
        assert apart(process) != first


DEADLY = {"a.md": endless, "c.md": dying, "d.md": faulty, "e.md": greedy}


def judged(documents: Sequence[Document], settings: Settings) -> Report:
    (document,) = documents
    DEADLY.get(document.path, process)()
    reports = (DocumentReport(document.path, layer="judged"),)
    return Report(reports, summarise(reports))


def test_every_document_has_its_report(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(import_module("bnderive.check"), "check_documents", judged)
    names = [f"{letter}.md" for letter in "abcdef"]
    for name in names:
        (tmp_path / name).write_text("$$a = b$$\n", "utf-8")
    assert main(["check", "--output-format", "json", "--timeout", "1.5", *names]) == 101
    documents = json.loads(capsys.readouterr().out)["documents"]
    assert [document["path"] for document in documents] == names
    assert [document["path"] for document in documents if document["error"] is None] == ["b.md", "f.md"]
    assert [document["layer"] for document in documents if document["error"] is None] == ["judged", "judged"]


@pytest.mark.parametrize("seconds", ["0", "-1", "x", "1e3", "99999999", "nan", "", "٣"])
def test_a_timeout_is_a_number_of_seconds(seconds, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["check", f"--timeout={seconds}", "a.md"])
    assert stopped.value.code == 2
    assert "a number of seconds up to 86400 was expected" in capsys.readouterr().err
