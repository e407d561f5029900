"""Many documents: how much of two processors is used, what a worker's memory does, and that nothing is lost.

As a part of `python -m tests.benchmarks` it times `-j 2` and two workers of a dask cluster beside two runs that know
nothing of each other and are started together. `python -m tests.benchmarks.many --documents 10000` is the study of
bytes: `-j 1`, `-j 2` and a cluster of which a worker is killed in the middle must give the same report.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from bnderive.runs import AHEAD
from bnderive.runs.cache import FILE
from tests.benchmarks.made import small_document
from tests.benchmarks.table import machine
from tests.benchmarks.timing import LONGEST, ROOT, Plan, Row, Sample, alternate, planned

DOCUMENTS = 2000
FEW = 60
BASE = "two runs of half of them each, started together"
TICK = 0.5  # seconds between looks at memory
MIB = 1024
GIB = 1024**3
MILLION = 1_000_000
SCALE = Path(__file__).parent / "SCALE.md"
CHECK = (
    "-m",
    "bnderive",
    "check",
    "--fail-on",
    "never",
    "--isolated",
    "--no-progress",
    "--output-format",
    "json-lines",
)


def rows(plan: Plan) -> Iterator[Row]:
    number = FEW if plan.is_quick else DOCUMENTS
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        make(Path(folder), number)
        runs = {
            BASE: partial(two_runs, plan, folder),
            "-j 2": partial(run, plan, folder, "-j2", "--no-cache"),
        }
        if find_spec("distributed") is not None:
            cluster = stack.enter_context(dask_workers(plan, 2))
            runs["two workers of a dask cluster"] = partial(run, plan, folder, *cluster.options, "--no-cache")
        found = alternate(runs, 1)
        for label, samples in found.items():
            yield row(number, label, samples, () if label == BASE else found[BASE])
        if find_spec("distributed") is None:
            yield Row("two workers of a dask cluster", (), note="dask.distributed is not installed")
        keeping = partial(run, plan, folder, "-j2", "--cache-dir", f"{folder}/.cache")
        for what in ("-j 2, reports are kept", "-j 2, all of them were kept"):
            yield row(number, what, [keeping()], found[BASE][:1])


def row(number: int, what: str, samples: Sequence[Sample], base: Sequence[Sample]) -> Row:
    """With how many documents that is for each processor, and the share of the speed of what is beside it."""
    best = min(sample.seconds for sample in samples)
    note = f"{number / 2 / best:.1f} documents a second and core"
    if base:
        note += f"; {min(sample.seconds for sample in base) / best:.2f} of their speed"
    return Row(f"{number} documents: {what}", samples, BASE if base else "", base, note)


def make(folder: Path, number: int) -> None:
    """As many documents of two claims each, hardly one like another."""
    for k in range(number):
        (folder / f"{k:05}.md").write_text(small_document(k), "utf-8")


def run(plan: Plan, folder: str, *options: str) -> Sample:
    with started(plan, folder, *options) as (process, start):
        return ended(process, start)


def two_runs(plan: Plan, folder: str) -> Sample:
    with (
        started(plan, folder, "-j1", "--no-cache", "--shard", "1/2") as (one, start),
        started(plan, folder, "-j1", "--no-cache", "--shard", "2/2") as (other, _),
    ):
        ended(one, start)
        return ended(other, start)


@contextmanager
def started(plan: Plan, folder: str, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    command = [sys.executable, *CHECK, *options, "--output-file", os.devnull, folder]
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=ROOT, env=plan.environment, stderr=subprocess.DEVNULL) as process:
        yield process, start


def ended(process: subprocess.Popen[bytes], start: float) -> Sample:
    if process.wait(10 * LONGEST) != 0:
        raise SystemExit(f"{process.args}: exit status {process.returncode}")
    return Sample(time.perf_counter() - start)


# -- a cluster


@dataclass(frozen=True, slots=True)
class Dask:
    """A scheduler and its workers, one thread each, all processes of their own."""

    address: str
    workers: Sequence[subprocess.Popen[bytes]]

    @property
    def options(self) -> tuple[str, ...]:
        return ("--executor", "dask", "--scheduler", self.address)


@contextmanager
def dask_workers(plan: Plan, number: int) -> Iterator[Dask]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    begin = partial(subprocess.Popen, env=plan.environment, cwd=ROOT, stderr=subprocess.DEVNULL)
    dask = [sys.executable, "-m", "dask"]
    scheduler = begin([*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"])
    workers = [
        begin([*dask, "worker", address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]) for _ in range(number)
    ]
    try:
        wait_for(address, number)
        yield Dask(address, workers)
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()


def wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=60, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


# -- the study of bytes, of memory, and what follows for more documents


@dataclass(frozen=True, slots=True)
class Run:
    """One way through all documents: its time, the processor time of the program itself with what it waited for, the
    digest and the size of its report, and the memory of the largest process that judged, in MiB at each tenth.
    """

    way: str
    seconds: float
    processor: float
    digest: str
    size: int
    documents: int
    memory: tuple[int, ...]


def study(number: int) -> tuple[list[Run], int]:
    """The runs, and the bytes that were kept. Raises SystemExit where the reports differ or leave a document out."""
    found: list[Run] = []
    with planned(is_quick=False) as plan, tempfile.TemporaryDirectory() as folder:
        make(Path(folder), number)
        with dask_workers(plan, 2) as cluster:
            workers = [worker.pid for worker in cluster.workers]
            cache = ("--cache-dir", f"{folder}/.cache")
            for way, options, disturbs, begun in (
                ("`-j 1`", ("-j1", "--no-cache"), nothing, []),
                ("`-j 2`, reports kept", ("-j2", *cache), nothing, []),
                ("`-j 2`, all of them kept before", ("-j2", *cache), nothing, []),
                ("dask, a worker killed in the middle", (*cluster.options, "--no-cache"), killer(cluster), workers),
            ):
                found.append(watched(plan, folder, way, options, number, disturbs, begun))
                print(found[-1], flush=True)
        kept = Path(folder, ".cache", FILE).stat().st_size
    if {(run.digest, run.documents) for run in found} != {(found[0].digest, number)}:
        raise SystemExit("the reports differ, or leave documents out")
    print("all reports are the same, byte by byte")
    return found, kept


def nothing(share: float) -> None:
    pass


def killer(cluster: Dask) -> Callable[[float], None]:
    """Kills a worker when half of the documents are done."""

    def kill(share: float) -> None:
        if share > 0.5 and cluster.workers[0].poll() is None:
            cluster.workers[0].send_signal(signal.SIGKILL)

    return kill


def watched(
    plan: Plan,
    folder: str,
    way: str,
    options: Sequence[str],
    number: int,
    disturbs: Callable[[float], None],
    workers: Sequence[int],
) -> Run:
    file = Path(folder, "report.jsonl")
    file.unlink(missing_ok=True)
    start, largest = time.perf_counter(), dict[int, int]()
    process = os.posix_spawn(
        sys.executable, [sys.executable, *CHECK, *options, "--output-file", str(file), folder], plan.environment
    )
    while True:
        time.sleep(TICK)
        ended, status, usage = os.wait4(process, os.WNOHANG)
        if ended:
            break
        share = lines_in(file) / number
        disturbs(share)
        tenth = min(int(10 * share), 9)
        largest[tenth] = max(largest.get(tenth, 0), 0, *map(memory_of, below(process, *workers)))
    if status != 0:
        raise SystemExit(f"{way}: exit status {os.waitstatus_to_exitcode(status)}")
    content = file.read_bytes()
    return Run(
        way,
        time.perf_counter() - start,
        usage.ru_utime + usage.ru_stime,
        sha256(content).hexdigest(),
        len(content),
        content.count(b"\n") - 1,
        tuple(largest[tenth] // MIB for tenth in sorted(largest)),
    )


def lines_in(file: Path) -> int:
    try:
        with file.open("rb") as content:
            return sum(block.count(b"\n") for block in iter(lambda: content.read(1 << 20), b""))
    except FileNotFoundError:
        return 0


def below(*processes: int) -> Iterator[int]:
    """What these processes have begun, in any of their threads, and what those have."""
    for process in processes:
        lists = Path(f"/proc/{process}/task").glob("*/children")
        children = [int(child) for threads in lists for child in read(threads).split()]
        yield from (*children, *below(*children))


def read(path: Path) -> str:
    """Nothing, of a process that has ended."""
    try:
        return path.read_text()
    except OSError:
        return ""


def memory_of(process: int) -> int:
    """Resident, in KiB."""
    status = read(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) for line in status if line.startswith("VmRSS:")), 0)


# -- on paper

PAGE = """# A million documents, on paper

Written by `python -m tests.benchmarks.many --write` on {date}.

Machine: {machine}. {number:,} documents, each with the definitions of batch
normalisation and two claims; in every fifth one of them is false, and gets its repair and its true value.

## Measured

| way | seconds | of processors | largest process that judges, MiB, at each tenth of the run |
| --- | --- | --- | --- |
{rows}

All reports are the same, byte by byte (SHA-256 {digest}…), and have every document. The processor time is that
of the program and of what it begins on its own machine: of the dask run it is what the program that asks takes. Other
work on the machine makes the seconds longer, and hardly the processor time.

## From there to a million

These documents take {each:.0f} ms of a core each, {rate:.0f} a second. A document with many claims, or many false
ones, takes in proportion longer: see the curves in [RESULTS.md](RESULTS.md).

| what | a million such documents |
| --- | --- |
| cores | {core_hours:.0f} core-hours: {hours_64:.1f} on 64 cores, {minutes_1000:.1f} minutes on 1,000 |
| memory | {memory} MiB a process that judges, of which a core needs one; with 64 cores {memory_64:.0f} GiB |
| report, as JSON lines | {report:.1f} GiB |
| kept reports | {kept:.1f} GiB in one file |
| price, at 0.05 $ a core-hour | {price:.1f} $ |

What breaks first is the program that asks: it reads every document, and writes every report in order, in one process,
and takes {client:.1f} ms of processor time for each (measured on the dask run, where it does nothing else). So it feeds
about {fed:.0f} cores; beyond that, shards (`--shard K/N`), each with a program of its own, share the documents out:
nothing else is common to them. The scheduler of dask comes next: it takes about a millisecond for a task, by its own
documentation (https://distributed.dask.org/en/stable/limitations.html).

What is lost when a machine is lost: nothing; its documents are judged by others. When the program that asks is lost:
what it had at work; what was found is kept, and the next run goes on from there. A document that hangs costs
`--timeout` seconds, twice on a cluster, of one core, and at most {ahead} documents for each core are judged ahead of it
meanwhile.
"""


def page(found: Sequence[Run], kept: int) -> str:
    one, cluster, number = found[0], found[-1], found[0].documents
    each, client, memory = one.processor / number, cluster.processor / number, max(one.memory)
    rows = (
        f"| {run.way} | {run.seconds:.0f} | {run.processor:.0f} | {' '.join(map(str, run.memory))} |" for run in found
    )
    return PAGE.format(
        date=date.today(),
        machine=machine(),
        number=number,
        rows="\n".join(rows),
        digest=one.digest[:16],
        each=1000 * each,
        rate=1 / each,
        core_hours=MILLION * each / 3600,
        hours_64=MILLION * each / 3600 / 64,
        minutes_1000=MILLION * each / 60 / 1000,
        memory=memory,
        memory_64=64 * memory / 1024,
        report=MILLION * one.size / number / GIB,
        kept=MILLION * kept / number / GIB,
        price=MILLION * each / 3600 * 0.05,
        client=1000 * client,
        fed=each / client,
        ahead=AHEAD,
    )


def main() -> None:
    parser = ArgumentParser("python -m tests.benchmarks.many", description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, metavar="N", help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="keep the figures in SCALE.md, and what follows from them")
    wanted = parser.parse_args()
    found, kept = study(wanted.documents)
    if wanted.write:
        SCALE.write_text(page(found, kept), encoding="utf-8")


if __name__ == "__main__":
    main()
