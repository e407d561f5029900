"""Fuzzing: `python -m tests.fuzz --inputs 1000000`, from the top folder; the seed and the number make an input again.

Of a hundred inputs eighty are formulas to parse, nineteen documents to read, and one a document to check whole. What
fails is written to a folder; exit status 1 where anything did.
"""

from __future__ import annotations

import faulthandler
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.fuzz.run import Outcome, Slice, run

BATCH = 2000


def main() -> int:
    parser = ArgumentParser("python -m tests.fuzz", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000, help="how many inputs (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="of the generator (default %(default)s)")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default %(default)s)")
    parser.add_argument("--folder", type=Path, default=Path("/tmp/bnderive-fuzz"), help="where failures are written")
    wanted = parser.parse_args()
    faulthandler.enable()
    slices = [Slice(wanted.seed, first, min(first + BATCH, wanted.inputs)) for first in range(0, wanted.inputs, BATCH)]
    with ProcessPoolExecutor(wanted.jobs) as pool:
        outcomes = list(pool.map(run, slices))
    return told(outcomes, wanted.folder)


def told(outcomes: list[Outcome], folder: Path) -> int:
    """Prints the tally and writes the failures."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts.update(outcome.counts)
    print(f"{sum(counts.values())} inputs ({', '.join(f'{n} {kind}' for kind, n in sorted(counts.items()))}), ", end="")
    print(f"{sum(outcome.seconds for outcome in outcomes):.0f} s of processor time")
    slowest = max((outcome.slowest for outcome in outcomes), default=(0.0, ""))
    print(f"slowest: {slowest[0]:.2f} s ({slowest[1]})")
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    for failure in failures:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{failure.name}.txt").write_text(failure.text, encoding="utf-8", errors="surrogatepass")
        print(f"FAILED {failure.name}: {failure.what}")
    print(f"{len(failures)} failures")
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
