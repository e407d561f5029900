"""Benchmarks: `python -m tests.benchmarks`, from the top folder, prints a table of ratios; it judges nothing.

Everything is timed by turns with what it is compared to, so that a busy machine slows both. Options: names of parts run
these alone, `--quick` runs few rounds and small sizes, `--write` keeps a full table in RESULTS.md beside this file.
"""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from tests.benchmarks import batches, claims, document, gradient, growth, many, processes
from tests.benchmarks.table import machine, table
from tests.benchmarks.timing import Plan, Row, planned

RESULTS = Path(__file__).parent / "RESULTS.md"
PARTS: dict[str, tuple[str, Callable[[Plan], Iterable[Row]]]] = {
    "process": ("Whole processes, bytecode cached", processes.rows),
    "document": ("The seed's derivation in a warm process", document.rows),
    "proof": ("One proof of the gradient, after imports", gradient.rows),
    "claims": ("Cost over the number of claims", claims.rows),
    "growth": ("Growth in every other direction: time and memory", growth.rows),
    "many": ("Many documents, on two processors", many.rows),
    "batch": ("Cost over the size of an explicit batch", batches.rows),
}


def main() -> None:
    wanted = arguments()
    with planned(wanted.quick) as plan:
        head = f"{machine()}; {load()} at the start"
        print(head, flush=True)
        parts = []
        for name in wanted.parts or PARTS:
            title, rows = PARTS[name]
            parts.append((title, table(list(rows(plan)))))
            print(f"\n{name}: {title}\n\n{parts[-1][1]}", flush=True)
    if wanted.write:
        write(head, parts)


def load() -> str:
    """How busy the machine is; a load beyond the number of cores makes every time longer, and the ratios rougher."""
    return f"load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"


def arguments() -> Namespace:
    parser = ArgumentParser(
        "python -m tests.benchmarks", description=__doc__, formatter_class=RawDescriptionHelpFormatter
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default: all")
    parser.add_argument("--quick", action="store_true", help="few rounds and small sizes")
    parser.add_argument("--write", action="store_true", help="keep the table in RESULTS.md")
    found = parser.parse_args()
    if unknown := [name for name in found.parts if name not in PARTS]:
        parser.error(f"no part is called {unknown[0]}; there are {', '.join(PARTS)}")
    if found.write and (found.quick or found.parts):
        parser.error("--write keeps a full table: no parts and no --quick")
    return found


def write(head: str, parts: Iterable[tuple[str, str]]) -> None:
    """The file holds figures of one run on one machine; they are compared to nothing."""
    top = f"# Measured\n\nWritten by `python -m tests.benchmarks --write` on {date.today()}.\n\nMachine: {head}.\n"
    RESULTS.write_text("\n".join((top, *(f"## {t}\n\n```text\n{body}\n```\n" for t, body in parts))), encoding="utf-8")


if __name__ == "__main__":
    main()
