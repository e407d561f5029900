"""Rows to plain text: milliseconds, and the ratio to what was run beside them. Nothing here passes or fails."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from tests.benchmarks.timing import Row

HEADINGS = ("what", "best ms", "median ms", "ratio of bests", "median ratio", "peak MB", "beside", "remark")


def machine() -> str:
    """The kind of machine: what a reader needs to know before comparing figures."""
    parts = (
        f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})",
        f"{platform.python_implementation()} {platform.python_version()}",
        *(f"{name} {installed(package)}" for name, package in (("SymPy", "sympy"), ("SymEngine", "symengine"))),
    )
    return ", ".join(parts)


def installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def table(rows: Sequence[Row]) -> str:
    cells = [HEADINGS, *map(columns, rows)]
    widths = [max(len(line[k]) for line in cells) for k in range(len(HEADINGS))]
    lines = ["  ".join(aligned(cell, widths[k], k) for k, cell in enumerate(line)).rstrip() for line in cells]
    return "\n".join((lines[0], "-" * max(map(len, lines)), *lines[1:]))


def aligned(cell: str, width: int, column: int) -> str:
    return cell.rjust(width) if 1 <= column <= 5 else cell.ljust(width)


def columns(row: Row) -> tuple[str, ...]:
    if not row.samples:
        return (row.what, "", "", "", "", "", "", row.note)
    more = "> " if row.is_cut else ""
    times = (f"{more}{row.best * 1000:.1f}", f"{more}{row.middle * 1000:.1f}")
    ratios = (f"{more}{row.ratio_of_bests:.3g}", f"{more}{row.median_ratio:.3g}") if row.base else ("", "")
    memory = f"{row.memory:.0f}" if row.memory else ""
    return (row.what, *times, *ratios, memory, row.beside, row.note)
