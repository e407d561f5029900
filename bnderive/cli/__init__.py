"""The command line: arguments in, a report and an exit status out. What is judged and printed is decided elsewhere.

Nothing heavy is imported before a command needs it, so that `--help` and `--version` are immediate.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from importlib import import_module

from bnderive.cli.arguments import parse
from bnderive.cli.faults import INTERRUPTED, internal_error, say
from bnderive.errors import UsageError
from bnderive.escape import one_line


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status. A usage fault found by argparse leaves through SystemExit(2)."""
    _never_fail_to_encode()
    arguments = parse(sys.argv[1:] if argv is None else argv)
    try:
        return _command(arguments.run)(arguments)
    except UsageError as error:
        say(f"bnderive: error: {one_line(str(error))}")
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return internal_error(error)


def _command(name: str) -> Callable[[Namespace], int]:
    module, function = name.split(".")
    command: Callable[[Namespace], int] = getattr(import_module(f"{__name__}.{module}"), function)
    return command


def _never_fail_to_encode() -> None:
    """A character that the terminal's encoding lacks is shown as its escape, and ends no run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
