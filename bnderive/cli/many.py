"""The options of runs over many documents: how many at once, where, which part of them, and what is kept."""

from __future__ import annotations

from argparse import Namespace
from contextlib import AbstractContextManager, nullcontext
from os.path import isabs
from typing import TYPE_CHECKING, TypeVar

from bnderive.cli.faults import say
from bnderive.errors import UsageError
from bnderive.escape import one_line

if TYPE_CHECKING:
    from bnderive.runs import Executor
    from bnderive.runs.cache import Cache

_T = TypeVar("_T")
SEVERAL = 2


Means = tuple["AbstractContextManager[Executor]", "AbstractContextManager[Cache | None]"]
"""Where documents are judged, and what keeps their reports."""


def means_of(arguments: Namespace, count: int) -> Means:
    """Those that are asked for, for as many documents."""
    return executor_of(arguments, count), cache_of(arguments, count)


def executor_of(arguments: Namespace, count: int) -> AbstractContextManager[Executor]:
    is_cluster = getattr(arguments, "executor", None) == "dask"
    address: str | None = getattr(arguments, "scheduler", None)
    if is_cluster != (address is not None):
        raise UsageError("--executor dask and --scheduler ADDRESS go together")
    if address is not None:
        from bnderive.runs.cluster import Cluster

        return Cluster(address, arguments.timeout)
    from bnderive.runs.apart import Apart

    return Apart(arguments.timeout, count > 1, min(arguments.jobs, count or 1))


def cache_of(arguments: Namespace, count: int) -> AbstractContextManager[Cache | None]:
    """What keeps reports, of several documents: one takes little more time than looking for it."""
    if getattr(arguments, "no_cache", True) or count < SEVERAL:
        return nullcontext()
    from pathlib import Path

    from bnderive.runs.cache import Cache

    folder = arguments.cache_dir or _usual_folder()
    if folder is None:
        say("bnderive: no reports are kept, since the user has no folder; --cache-dir names one")
        return nullcontext()
    return Cache(Path(folder), lambda text: say(f"bnderive: {one_line(text)}"))


def _usual_folder() -> str | None:
    """None for a user without a home, as in a container."""
    from platformdirs import user_cache_dir

    try:
        folder = user_cache_dir("bnderive", appauthor=False)
    except RuntimeError:
        return None
    return folder if isabs(folder) else None  # earlier platformdirs call it ~


def share_of(work: list[_T], arguments: Namespace) -> list[_T]:
    """Every n-th document from the k-th on, of `--shard k/n`: every document is in one share, and one of them has at
    most one document more than another.
    """
    shard = getattr(arguments, "shard", None)
    if shard is None:
        return work
    k, n = shard
    share = work[k - 1 :: n]
    say(f"bnderive: shard {k} of {n}: {len(share)} of {len(work)} documents")
    return share
