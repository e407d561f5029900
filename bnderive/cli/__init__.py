"""The command line: arguments in, a report and an exit status out. What is judged and printed is decided elsewhere.

Nothing heavy is imported before a command needs it, so that `--help` and `--version` are immediate.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from bnderive.cli.arguments import parse
from bnderive.errors import UsageError
from bnderive.escape import one_line

INTERNAL_ERROR = 101
INTERRUPTED = 130

_REPORT_IT = (
    "bnderive: this is a fault of bnderive, not of the document. Please report it to its authors with the command,\n"
    "bnderive: the smallest document that shows it, and what the command prints with BNDERIVE_DEBUG=1 set."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status. A usage fault found by argparse leaves through SystemExit(2)."""
    _never_fail_to_encode()
    arguments = parse(sys.argv[1:] if argv is None else argv)
    try:
        return int(arguments.run(arguments))
    except UsageError as error:
        _say(f"bnderive: error: {one_line(str(error))}")
        return 2
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _internal_error(error)


def _internal_error(error: Exception) -> int:
    if os.environ.get("BNDERIVE_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    _say(f"bnderive: internal error: {one_line(f'{type(error).__name__}: {error}')}\n{_REPORT_IT}")
    return INTERNAL_ERROR


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _never_fail_to_encode() -> None:
    """A character that the terminal's encoding lacks is shown as its escape, and ends no run."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
