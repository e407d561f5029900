"""Documents judged by the workers of a dask cluster: the same reports, whatever becomes of a document or a worker."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bnderive.cli import main
from bnderive.errors import InternalError, UsageError
from bnderive.runs import Way, outcomes
from bnderive.runs import cluster as cluster_module
from bnderive.runs.cluster import Cluster, unpacked
from bnderive.runs.work import Outcome, Work
from bnderive.settings import Settings
from tests.runs.fates import by_text

distributed = pytest.importorskip("distributed", reason="an extra: pip install 'bnderive[dask]'")

SECONDS = 10.0


@pytest.fixture(scope="module")
def local() -> Iterator[object]:
    """Two workers, each a process of its own, as `dask worker --nworkers 2 --nthreads 1` makes them."""
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs="CRITICAL"
    ) as local:
        yield local


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def judged(local, *texts: str, seconds: float = SECONDS) -> list[Outcome]:
    for k, text in enumerate(texts):
        Path(f"{k}.md").write_text(text, "utf-8")
    work = [Work(f"{k}.md", Settings()) for k in range(len(texts))]
    return list(outcomes(work, Way(by_text, Cluster(local.scheduler_address, seconds))))


def found(ends: list[Outcome]) -> list[str | None]:
    return [end.report.documents[0].error or end.report.documents[0].layer for end in ends]


def test_a_report_that_would_not_come_back_whole_goes_as_it_is(local, folder):
    name = os.fsdecode(b"caf\xe9.md")  # no text, so that its report cannot be packed
    Path(name).write_text("a", "utf-8")
    (end,) = outcomes([Work(name, Settings())], Way(by_text, Cluster(local.scheduler_address, SECONDS)))
    assert (end.report.documents[0].path, end.report.documents[0].layer) == (name, "a")


def test_a_report_that_was_changed_on_its_way_is_none():
    with pytest.raises(InternalError, match="not as it was packed"):
        unpacked(b"x")


def test_a_document_that_dies_or_hangs_costs_no_other(local, folder):
    ends = judged(local, "a", "dies", "b", "hangs", "c", seconds=2)
    died, late = "the process that worked on it died, with status 9", "took longer than 2 s, and was ended"
    assert found(ends)[:3] == ["a", died, "b"]
    assert (found(ends)[3] or "").startswith(late)
    assert found(ends)[4] == "c"


def test_what_dies_once_is_tried_once_more(local, folder):
    assert found(judged(local, "a", f"once {folder / 'died'}", "b")) == ["a", f"once {folder / 'died'}", "b"]
    assert (folder / "died").exists()


def test_a_worker_that_is_killed_costs_nothing(local, folder):
    """In the middle of its work. Its documents are judged by the other one, or by the one that takes its place."""
    before = pids(local)
    texts = [f"ends its worker {folder / 'killed'}" if k == 20 else f"{k} and nothing else" for k in range(40)]
    assert found(judged(local, *texts)) == texts
    assert int((folder / "killed").read_text("utf-8")) in before


def pids(local) -> list[int]:
    with distributed.Client(local, set_as_default=False) as client:
        return list(client.run(os.getpid).values())


def test_a_worker_that_does_not_answer_is_left(local, folder, monkeypatch):
    monkeypatch.setattr(cluster_module, "GRACE", 0)
    stopped = pids(local)[0]
    os.kill(stopped, signal.SIGSTOP)
    try:
        start = time.monotonic()
        assert found(judged(local, "a", "b", "c", "d", seconds=2)) == ["a", "b", "c", "d"]
        assert time.monotonic() - start < 60
    finally:
        os.kill(stopped, signal.SIGCONT)


def test_a_cluster_without_workers_is_told(folder, monkeypatch):
    monkeypatch.setattr(cluster_module, "GRACE", 0)
    with distributed.LocalCluster(n_workers=0, dashboard_address=":0", silence_logs="CRITICAL") as empty:
        start = time.monotonic()
        assert found(judged(empty, "a", "b", "c", seconds=0.5)) == ["the scheduler has no workers"] * 3
        assert time.monotonic() - start < 30


def test_another_program_on_a_worker_is_refused(local, folder, monkeypatch):
    monkeypatch.setattr(cluster_module, "program", lambda: "another")
    (said,) = found(judged(local, "a"))
    assert said == "a worker has another version of bnderive, or of what it rests on; install the same on all machines"


LACKS = [
    ModuleNotFoundError("No module named 'bnderive'"),
    RuntimeError("Error during deserialization of the task graph. This frequently occurs if …"),
]


@pytest.mark.parametrize("fault", LACKS)
def test_a_machine_without_the_program_is_no_fault_of_ours(fault):
    said = cluster_module.told(fault)
    assert isinstance(said, UsageError)
    assert str(said).endswith("install the same on all machines")


def test_the_command_gives_the_same_bytes(local, folder, capsys):
    documents = [f"$$1 + {k} = {k + 1 + k % 2}$$" for k in range(6)]
    for k, text in enumerate(documents):
        Path(f"{k}.md").write_text(text, "utf-8")
    shown = []
    for options in (["-j1"], ["-j2"], ["--executor", "dask", "--scheduler", local.scheduler_address]):
        assert main(["check", "--no-cache", "--output-format", "json", *options, "."]) == 1
        shown.append(capsys.readouterr().out)
    assert shown[0] == shown[1] == shown[2]
    assert json.loads(shown[0])["summary"]["correct"] == 3


def test_no_scheduler_is_wrong_usage(monkeypatch):
    monkeypatch.setattr(cluster_module, "ANSWER", 0.5)
    with (
        pytest.raises(UsageError, match="9: no dask scheduler answers"),
        Cluster("tcp://127.0.0.1:9", 1),
    ):
        pass


def test_of_a_run_that_cannot_begin_nothing_is_written(folder, monkeypatch, capsys):
    monkeypatch.setattr(cluster_module, "ANSWER", 0.5)
    Path("a.md").write_text("", "utf-8")
    Path("report.json").write_text("that of before", "utf-8")
    options = ["--executor", "dask", "--scheduler", "tcp://127.0.0.1:9", "--output-format", "json"]
    assert main(["check", "a.md", *options]) == 2
    assert capsys.readouterr().out == ""
    assert main(["check", "a.md", *options, "--output-file", "report.json"]) == 2
    assert Path("report.json").read_text("utf-8") == "that of before"


@pytest.mark.parametrize("options", [["--executor", "dask"], ["--scheduler", "tcp://127.0.0.1:9"]])
def test_the_options_go_together(folder, capsys, options):
    Path("a.md").write_text("", "utf-8")
    assert main(["check", "a.md", *options]) == 2
    assert "--executor dask and --scheduler ADDRESS go together" in capsys.readouterr().err
