"""A document whose work does not end, takes all memory or kills its process costs no other document anything."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from signal import SIGKILL
from types import ModuleType

import pytest

from bnderive.cli import main
from bnderive.errors import InternalError, UsageError
from bnderive.garbage import MADE
from bnderive.report import DocumentReport, Report, summarise
from bnderive.runs import apart as apart_module
from bnderive.runs.apart import MEMORY, Apart
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
        assert apart(garbage_threshold) == MADE
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


# -- in a program that has threads, beside other work


def has_module(name: str) -> bool:
    return name in sys.modules


def napping(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def noting(path: str) -> None:
    """Notes its process, and goes on for ever."""
    Path(path).write_text(str(os.getpid()), "utf-8")
    endless()


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def later(function: Callable[..., object], *arguments: object) -> object:
    async def answer() -> object:
        with Apart(SECONDS, several=True, has_threads=True) as apart:
            return await apart.later(function, *arguments)

    return asyncio.run(answer())


def test_later_it_is_another_process_which_has_nothing_of_this_one(monkeypatch):
    monkeypatch.setitem(sys.modules, "made_here", ModuleType("made_here"))
    with Apart(SECONDS, several=False) as apart:
        assert apart(has_module, "made_here") == (sys.platform == "linux")
    assert later(process) != os.getpid()
    assert not later(has_module, "made_here")


@pytest.mark.parametrize(("fate", "kind", "words"), FATES)
def test_later_what_it_dies_of_is_said_too(fate: Callable[[], object], kind, words: str):
    with pytest.raises(kind, match=words):
        later(fate)


def test_later_other_work_goes_on():
    async def both() -> tuple[object, object]:
        with Apart(30, several=True, at_once=2, has_threads=True) as apart:
            slow = asyncio.create_task(apart.later(napping, 20))
            fast = await apart.later(add, 1, 2)
            was_done = slow.done()
            slow.cancel()
            return fast, was_done

    assert asyncio.run(both()) == (3, False)


def test_who_cancels_work_ends_its_process(tmp_path):
    note = tmp_path / "process"

    async def cancelled() -> int:
        with Apart(60, several=True, has_threads=True) as apart:
            task = asyncio.create_task(apart.later(noting, str(note)))
            while not (note.exists() and note.read_text("utf-8")):
                assert not task.done(), task.result()
                await asyncio.sleep(0.05)
            worker = int(note.read_text("utf-8"))
            assert is_alive(worker)
            task.cancel()
            for _ in range(200):
                if not is_alive(worker):
                    break
                await asyncio.sleep(0.05)
            return worker

    assert not is_alive(asyncio.run(cancelled()))


def test_later_processes_stay_and_are_no_more_than_a_few():
    async def found() -> list[int]:
        with Apart(30, several=True, at_once=2, has_threads=True) as apart:
            return await asyncio.gather(*(apart.later(napping, 0.1) for _ in range(8)))

    assert 1 <= len(set(asyncio.run(found()))) <= 2


WORKING = (
    "import sys; sys.path.insert(0, {root!r})\n"
    "from bnderive.runs.apart import Apart\n"
    "from tests.runs.test_apart import noting\n"
    "if __name__ == '__main__':\n"
    "    with Apart(600, several=False, has_threads={threads}) as apart:\n"
    "        apart(noting, {note!r})\n"
)


@pytest.mark.parametrize("threads", [False, True])
def test_it_does_not_outlive_the_process_it_works_for(threads: bool, tmp_path, request):
    note, script = tmp_path / "process", tmp_path / "script.py"
    script.write_text(WORKING.format(root=str(request.config.rootpath), threads=threads, note=str(note)), "utf-8")
    with subprocess.Popen([sys.executable, str(script)]) as working:
        while not (note.exists() and note.read_text("utf-8")):
            assert working.poll() is None
            time.sleep(0.05)
        worker = int(note.read_text("utf-8"))
        assert is_alive(worker)
        working.kill()
    for _ in range(200):
        if not is_alive(worker):
            break
        time.sleep(0.05)
    assert not is_alive(worker)


def test_a_process_gives_way_to_a_new_one_after_many_documents(monkeypatch):
    monkeypatch.setattr(apart_module, "TASKS", 3)
    with Apart(SECONDS, several=True) as apart:
        found = [apart(process) for _ in range(7)]
    assert [found.count(each) for each in dict.fromkeys(found)] == [3, 3, 1]
