from __future__ import annotations

import subprocess
import sys
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median

import tests.study as study
from tests.study.judging import Judged, judged
from tests.study.planting import Mutant, mutants
from tests.study.slips import KINDS
from tests.study.table import reasons, shortfalls, summary, table, totals


def main() -> int:
    """Exit status 1 where a row was proved that is not equal."""
    parser = ArgumentParser(
        "python -m tests.study", description=study.__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("--mutants", type=int, default=None, help="how many, the kinds in turn (default all)")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (default %(default)s)")
    parser.add_argument("--pairs", action="store_true", help="two slips in one row")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default %(default)s)")
    parser.add_argument("--list", action="store_true", help="print every mutant that falls short")
    parser.add_argument("--list-undecided", action="store_true", help="print those that were not refuted only")
    parser.add_argument("--list-kinds", action="store_true", help="print what each kind is, and nothing else")
    wanted = parser.parse_args()
    if wanted.list_kinds:
        for kind, slip in KINDS.items():
            print(f"{kind}: {' '.join((slip.__doc__ or '').split())}")
        return 0
    found = run(mutants(wanted.mutants, wanted.seed, wanted.pairs), wanted.jobs)
    for line in (*table(found), "", *summary(found, seconds_of_sympy()), "", *reasons(found)):
        print(line)
    if wanted.list or wanted.list_undecided:
        for line in shortfalls(found, repairs=wanted.list):
            print(line)
    return int(totals(found).false > 0)


def run(planted: Sequence[Mutant], jobs: int = 1) -> list[Judged]:
    """All of them judged, in order; those of one document by one process, which is warm from the first on."""
    if jobs == 1:
        return [judged(mutant) for mutant in planted]
    with ProcessPoolExecutor(jobs) as pool:
        return [each for some in pool.map(run, batches(planted)) for each in some]


def batches(planted: Iterable[Mutant]) -> list[list[Mutant]]:
    found: dict[str, list[Mutant]] = {}
    for mutant in planted:
        found.setdefault(mutant.path, []).append(mutant)
    return list(found.values())


def seconds_of_sympy() -> float:
    """Processor time of a bare `import sympy`, start of the interpreter included; the median of three."""
    return median(seconds_of([sys.executable, "-c", "import sympy"]) for _ in range(3))


def seconds_of(command: list[str]) -> float:
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True)
    after = getrusage(RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent or time.perf_counter() - start


if __name__ == "__main__":
    raise SystemExit(main())
