"""Each version that stays is judged once; work on one that does not is ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

pytest.importorskip("pygls", reason="the language server needs the extra `server`")

from bnderive.errors import UsageError
from bnderive.fixing import Fixed
from bnderive.report import DocumentReport, Report, summarise
from bnderive.server import desk as module
from bnderive.server.desk import Desk, Judged
from bnderive.server.sheets import Sheet

URI = "untitled:a"


class Worker:
    """Stands in for the other process: notes what it is asked, and answers when it may."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.ended: list[str] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.fault: Exception | None = None

    async def later(self, function: Callable[..., object], text: str, name: str, *rest: object) -> object:
        self.asked.append(text)
        try:
            await self.may_answer.wait()
        except asyncio.CancelledError:
            self.ended.append(text)
            raise
        if self.fault is not None:
            raise self.fault
        document = DocumentReport(name)
        if function.__name__ == "fixed":
            return Fixed(text.upper(), (), (), 0, document)
        return Report((document,), summarise((document,)))


def run(test: Callable[[Worker, Desk, list[Judged]], Awaitable[None]]) -> None:
    async def whole() -> None:
        worker, told = Worker(), list[Judged]()
        await test(worker, Desk(worker.later, told.append), told)

    asyncio.run(asyncio.wait_for(whole(), 20))


def sheet(text: str, version: int = 1, uri: str = URI) -> Sheet:
    return Sheet.of(uri, "markdown", version, text)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.05)


def test_a_document_is_judged_when_it_is_opened():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        desk.open(sheet("a"))
        found = await desk.judged(URI)
        assert found is not None
        assert (worker.asked, told, found.sheet.version) == (["a"], [found], 1)

    run(test)


def test_what_is_typed_in_one_go_is_judged_once():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        desk.open(sheet("a"))
        await desk.judged(URI)
        for version, text in enumerate(["ab", "abc", "abcd"], start=2):
            desk.change(URI, version, text)
        await desk.judged(URI)
        assert worker.asked == ["a", "abcd"]
        assert [found.sheet.version for found in told] == [1, 4]

    run(test)


def test_work_on_a_version_that_is_gone_is_ended():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        worker.may_answer.clear()
        desk.open(sheet("a"))
        while not worker.asked:
            await asyncio.sleep(0.01)
        waiting = asyncio.create_task(desk.judged(URI))
        await asyncio.sleep(0)
        desk.change(URI, 2, "b")
        while len(worker.asked) < 2:
            await asyncio.sleep(0.01)
        worker.may_answer.set()
        found = await waiting
        assert worker.ended == ["a"]
        assert found is not None
        assert ([each.sheet.version for each in told], found.sheet.text) == ([2], "b")

    run(test)


def test_a_text_that_was_judged_is_not_judged_again():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        desk.open(sheet("a"))
        await desk.judged(URI)
        desk.change(URI, 2, "a")
        found = await desk.judged(URI)
        await desk.look_again()
        await desk.judged(URI)
        assert worker.asked == ["a"]
        assert found is not None
        assert ([each.sheet.version for each in told], found.sheet.version) == ([1, 2], 2)

    run(test)


def test_saving_does_not_wait_for_the_pause(monkeypatch):
    monkeypatch.setattr(module, "PAUSE", 600)

    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        desk.open(sheet("a"))
        await desk.judged(URI)
        desk.change(URI, 2, "b")
        await desk.look_again()
        await desk.judged(URI)
        assert worker.asked == ["a", "b"]

    run(test)


def test_saving_while_it_is_judged_does_not_begin_again():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        worker.may_answer.clear()
        desk.open(sheet("a"))
        while not worker.asked:
            await asyncio.sleep(0.01)
        await desk.look_again()
        worker.may_answer.set()
        await desk.judged(URI)
        assert (worker.asked, worker.ended) == (["a"], [])

    run(test)


def test_when_its_project_changes_a_document_is_judged_anew(tmp_path):
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        uri = (tmp_path / "a.md").as_uri()
        desk.open(sheet("a", uri=uri))
        await desk.judged(uri)
        (tmp_path / "pyproject.toml").write_text("[tool.bnderive]\nstrict = true\n", "utf-8")
        await desk.look_again()
        await desk.judged(uri)
        (tmp_path / "pyproject.toml").write_text("[tool.bnderive]\nstrict = 3\n", "utf-8")
        await desk.look_again()
        found = await desk.judged(uri)
        assert worker.asked == ["a", "a"]
        assert found is not None
        assert "expected true or false" in str(found.report.error)

    run(test)


def test_a_document_that_was_closed_is_forgotten():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        worker.may_answer.clear()
        desk.open(sheet("a"))
        waiting = asyncio.create_task(desk.judged(URI))
        while not worker.asked:
            await asyncio.sleep(0.01)
        desk.close(URI)
        assert await waiting is None
        assert (worker.ended, told) == (["a"], [])
        desk.change(URI, 2, "b")
        assert await desk.judged(URI) is None
        assert [*desk.sheets, *desk.tasks, *desk.last, *desk.at_work, *desk.mended] == []

    run(test)


def test_documents_do_not_wait_for_each_other():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        worker.may_answer.clear()
        desk.open(sheet("a", uri="untitled:a"))
        desk.open(sheet("b", uri="untitled:b"))
        while len(worker.asked) < 2:
            await asyncio.sleep(0.01)
        worker.may_answer.set()
        await asyncio.gather(desk.judged("untitled:a"), desk.judged("untitled:b"))
        assert sorted(found.sheet.text for found in told) == ["a", "b"]

    run(test)


def test_who_asks_and_goes_away_ends_no_work():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        worker.may_answer.clear()
        desk.open(sheet("a"))
        while not worker.asked:
            await asyncio.sleep(0.01)
        waiting = asyncio.create_task(desk.judged(URI))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.sleep(0)
        worker.may_answer.set()
        assert await desk.judged(URI) is not None
        assert worker.ended == []

    run(test)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (UsageError("untitled:a: contains a NUL byte"), "contains a NUL byte"),
        (ZeroDivisionError("x"), "internal error: ZeroDivisionError: x"),
    ],
)
def test_a_fault_is_told_and_the_next_version_is_judged(fault: Exception, error: str, capsys):
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        worker.fault = fault
        desk.open(sheet("a"))
        found = await desk.judged(URI)
        assert found is not None
        assert found.report.error == error
        worker.fault = None
        desk.change(URI, 2, "a")
        found = await desk.judged(URI)
        assert found is not None
        assert found.report.error is None

    run(test)
    assert ("internal error" in capsys.readouterr().err) == isinstance(fault, ZeroDivisionError)


def test_an_unknown_language_is_told():
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        desk.open(Sheet.of(URI, "c", 1, "a"))
        found = await desk.judged(URI)
        assert found is not None
        assert str(found.report.error).startswith("no document in 'c' can be read")
        assert worker.asked == []

    run(test)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_text_is_mended_once(mark: str):
    async def test(worker: Worker, desk: Desk, told: list[Judged]) -> None:
        desk.open(sheet(f"{mark}a"))
        found = await desk.judged(URI)
        assert found is not None
        assert [await desk.mended_text(found), await desk.mended_text(found)] == [f"{mark}A"] * 2
        assert worker.asked == [f"{mark}a", "a"]

    run(test)
