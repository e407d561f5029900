"""The commands that serve another program at standard input and output: an editor, or one that writes derivations."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from bnderive.errors import UsageError

AT_ONCE = 2  # processes, which stay: a document that was judged before is judged faster


def server(arguments: Namespace) -> int:
    from bnderive.runs.apart import Apart

    with needing("pygls", "server", "pygls", "lsprotocol"):
        from bnderive.server.language_server import serve
    with Apart(arguments.timeout, several=True, at_once=AT_ONCE, has_threads=True) as apart:
        serve(apart.later)
    return 0


def mcp(arguments: Namespace) -> int:
    from bnderive.runs.apart import Apart

    with needing("mcp 2", "mcp", "mcp", "mcp_types", "anyio"):
        from bnderive.mcp_server.service import serve
    with Apart(arguments.timeout, several=True, at_once=AT_ONCE, has_threads=True) as apart:
        serve(apart.later)
    return 0


@contextmanager
def needing(package: str, command: str, *modules: str) -> Iterator[None]:
    """Raises UsageError where a package of an extra, which has the name of its command, is missing or of another
    version.
    """
    try:
        yield
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in modules:
            raise
        raise UsageError(f"bnderive {command} needs {package}: pip install 'bnderive[{command}]'") from error
