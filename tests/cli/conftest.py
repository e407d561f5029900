"""A pipeline that answers at once, in place of the real one: the command line is tested by itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from types import ModuleType

import pytest

from bnderive.report import Report, summarise
from bnderive.settings import Settings
from bnderive.source import Document
from tests.reports.seed_report import SEED


class Pipeline:
    """Records what it was asked; answers with the seed's report under the name of each document."""

    __name__ = "pipeline"

    def __init__(self) -> None:
        self.asked: list[tuple[str, Settings]] = []
        self.texts: list[str] = []
        self.answer = SEED
        self.fault: BaseException | None = None

    def __call__(self, documents: Sequence[Document], settings: Settings) -> Report:
        if self.fault is not None:
            raise self.fault
        self.asked += [(document.path, settings) for document in documents]
        self.texts += [document.text for document in documents]
        reports = tuple(replace(self.answer, path=document.path) for document in documents)
        return Report(reports, summarise(reports))


class Here:
    """Calls a function where it is, in place of the process apart."""

    def __init__(self, seconds: float, several: bool, at_once: int = 1) -> None:
        self.seconds, self.at_once = seconds, at_once

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __call__(self, function: Callable[..., object], *arguments: object) -> object:
        return function(*arguments)

    def begun(self, function: Callable[..., object], *arguments: object) -> Future[object]:
        call: Future[object] = Future()
        try:
            call.set_result(function(*arguments))
        except Exception as fault:
            call.set_exception(fault)
        return call

    def ended(self, call: Future[object]) -> object:
        return call.result()


@pytest.fixture(autouse=True)
def cache_folder(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand-ins find other things than the pipeline does: nothing is kept from one test to the next."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))


@pytest.fixture
def pipeline(monkeypatch: pytest.MonkeyPatch) -> Pipeline:
    stand_in, module = Pipeline(), ModuleType("bnderive.check")
    module.check_documents = module.read_documents = stand_in  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "bnderive.check", module)
    monkeypatch.setattr("bnderive.runs.apart.Apart", Here)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "BNDERIVE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return stand_in


@pytest.fixture
def paper(tmp_path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A document in the current folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "paper.md").write_text("$$a = b$$\n", "utf-8")
    return "paper.md"
