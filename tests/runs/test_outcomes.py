"""Documents come out in their order, few are held at a time, and what is known is not judged again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, nullcontext
from itertools import islice

import pytest

from bnderive.report import Report
from bnderive.runs import AHEAD, Way, outcomes
from bnderive.runs.cache import Cache
from bnderive.runs.work import NOT_REACHED, Work
from bnderive.settings import Settings
from tests.runs.fates import by_text


class Later:
    """Calls that end when they are asked for, and how many were begun."""

    at_once = 2

    def __init__(self) -> None:
        self.begun_calls: list[str] = []
        self.work: dict[Future[Report], Callable[[], Report]] = {}

    def begun(self, function: Callable[..., Report], *arguments: object) -> Future[Report]:
        call: Future[Report] = Future()
        self.begun_calls.append(str(arguments[1]))
        self.work[call] = lambda: function(*arguments)
        return call

    def tend(self, call: Future[Report]) -> None:
        try:
            call.set_result(self.work.pop(call)())
        except Exception as fault:
            call.set_exception(fault)

    def ended(self, call: Future[Report]) -> Report:
        return call.result()


@pytest.fixture
def later() -> Later:
    return Later()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def works(folder, *texts: str) -> list[Work]:
    for k, text in enumerate(texts):
        (folder / f"{k}.md").write_text(text, "utf-8")
    return [Work(f"{k}.md", Settings()) for k in range(len(texts))]


def way(later: Later, cache: object = None) -> Way:
    return Way(by_text, nullcontext(later), cache or nullcontext())  # type: ignore[arg-type]


def paths(found: Iterator) -> list[str]:
    return [end.report.documents[0].path for end in found]


def test_of_many_documents_few_are_at_work(folder, later):
    work = [Work("0.md", Settings())] * (3 * AHEAD * later.at_once)
    (folder / "0.md").write_text("text", "utf-8")
    found = outcomes(work, way(later))
    next(found)
    assert len(later.begun_calls) == AHEAD * later.at_once
    next(found)
    assert len(later.begun_calls) == AHEAD * later.at_once + 1
    assert len(list(found)) == len(work) - 2
    assert len(later.begun_calls) == len(work)


def test_large_documents_are_fewer_at_a_time(folder, later, monkeypatch):
    monkeypatch.setattr("bnderive.runs.CONTENT", 10)
    found = outcomes(works(folder, *["four"] * 9), way(later))
    next(found)
    assert len(later.begun_calls) == 3
    assert paths(found) == [f"{k}.md" for k in range(1, 9)]


def test_what_is_known_is_not_judged_again(folder, later):
    with Cache() as cache:
        work = works(folder, "a", "b", "c")
        assert paths(outcomes(work, way(later, nullcontext(cache)))) == ["0.md", "1.md", "2.md"]
        (folder / "1.md").write_text("B", "utf-8")
        ended = list(outcomes([*work, Work("2.md", Settings(strict=True))], way(later, nullcontext(cache))))
        assert later.begun_calls == ["0.md", "1.md", "2.md", "1.md", "2.md"]
        assert [end.report.documents[0].layer for end in ended] == ["a", "B", "c", "c"]


def test_what_waits_for_a_slow_document_is_kept_meanwhile(folder, later, monkeypatch):
    """So that it is not lost where the program is killed."""
    monkeypatch.setattr("bnderive.runs.TICK", 0.01)
    work, asked = works(folder, "slow", "b", "c"), []

    def tend(call: Future[Report]) -> None:
        asked.append([cache.found(cache.key(by_text, each, each.content()), each.name) for each in work])
        for other in list(later.work)[1:]:
            Later.tend(later, other)
        if len(asked) == 2:
            Later.tend(later, call)

    later.tend = tend  # type: ignore[method-assign]
    with Cache() as cache:
        assert paths(outcomes(work, way(later, nullcontext(cache)))) == ["0.md", "1.md", "2.md"]
        assert [[report is not None for report in found] for found in asked] == [[False] * 3, [False, True, True]]
        assert cache.found(cache.key(by_text, work[0], b"slow"), "0.md") is not None


def test_what_an_author_writes_meanwhile_is_not_taken_for_what_was_judged(folder, later):
    """The content that is judged is the one that the report is kept under, whatever the file holds by then."""
    with Cache() as cache:
        work = works(folder, "old")
        found = outcomes(work, way(later, nullcontext(cache)))
        later.tend = lambda call: ((folder / "0.md").write_text("new", "utf-8"), Later.tend(later, call))[1]  # type: ignore[method-assign]
        assert [end.report.documents[0].layer for end in found] == ["old"]
        del later.tend
        assert [end.report.documents[0].layer for end in outcomes(work, way(later, nullcontext(cache)))] == ["new"]


def test_a_document_that_cannot_be_read_costs_itself(folder, later):
    work = works(folder, "a", "b")
    (folder / "0.md").unlink()
    gone, there = outcomes(work, way(later))
    assert gone.report.documents[0].error == "no such file"
    assert (gone.fault, gone.is_interrupted) == (None, False)
    assert there.report.documents[0].layer == "b"


def test_a_fault_of_ours_is_told_apart(folder, later):
    def faulty(*_: object) -> Report:
        raise RuntimeError("a bug")

    (end,) = outcomes(works(folder, "a"), Way(faulty, nullcontext(later)))  # type: ignore[arg-type]
    assert end.report.documents[0].error == "internal error: RuntimeError: a bug"
    assert isinstance(end.fault, RuntimeError)


def test_after_an_interruption_the_rest_is_told_as_not_judged(folder, later):
    work = works(folder, "a", "b", "c")
    calls = iter([None, "interrupts"])

    def tend(call: Future[Report]) -> None:
        if next(calls):
            os.kill(os.getpid(), signal.SIGINT)
        Later.tend(later, call)

    later.tend = tend  # type: ignore[method-assign]
    first, *rest = outcomes(work, way(later))
    assert first.report.documents[0].layer == "a"
    assert [(end.report.documents[0].error, end.is_interrupted) for end in rest] == [(NOT_REACHED, True)] * 2


def test_an_interruption_ends_the_reading_of_what_does_not_come(folder, later, monkeypatch):
    """A terminal on which nothing is typed."""

    def content(work: Work) -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        raise AssertionError("not interrupted")

    work = works(folder, "a", "b")
    monkeypatch.setattr(Work, "content", content)
    assert [end.is_interrupted for end in outcomes(work, way(later))] == [True, True]
    assert later.begun_calls == []


def test_an_interruption_while_a_report_is_written_waits_for_it(folder, later):
    before = signal.getsignal(signal.SIGINT)
    found = outcomes(works(folder, "a", "b"), way(later))
    next(found)
    os.kill(os.getpid(), signal.SIGINT)  # no KeyboardInterrupt here
    (rest,) = found
    assert rest.is_interrupted
    assert signal.getsignal(signal.SIGINT) is before


def test_a_second_interruption_ends_it_at_once(folder, later):
    found = outcomes(works(folder, "a", "b"), way(later))
    next(found)
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    found.close()


def test_a_run_that_is_left_ends_its_processes(folder):
    ended = []

    @contextmanager
    def executor() -> Iterator[Later]:
        try:
            yield Later()
        finally:
            ended.append(True)

    found = outcomes(works(folder, "a", "b"), Way(by_text, executor()))
    assert len(list(islice(found, 1))) == 1
    found.close()
    assert ended == [True]
