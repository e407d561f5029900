"""Faults of the program itself, as its user hears of them."""

from __future__ import annotations

import os
import sys

from bnderive.escape import one_line

INTERNAL_ERROR = 101
INTERRUPTED = 130

_REPORT_IT = (
    "bnderive: this is a fault of bnderive, not of the document. Please report it to its authors with the command,\n"
    "bnderive: the smallest document that shows it, and what the command prints with BNDERIVE_DEBUG=1 set."
)


def internal_error(error: Exception) -> int:
    """Says what happened, with BNDERIVE_DEBUG=1 also where; the exit status of such an end."""
    if os.environ.get("BNDERIVE_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
        say(getattr(error, "traceback", ""))  # as the process saw it in which it happened
    say(f"bnderive: internal error: {one_line(f'{type(error).__name__}: {error}')}\n{_REPORT_IT}")
    return INTERNAL_ERROR


def say(text: str) -> None:
    print(text, file=sys.stderr)
