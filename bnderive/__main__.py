"""The command `bnderive`, and `python -m bnderive`: the command line in a process of its own."""

from __future__ import annotations

from bnderive import garbage
from bnderive.cli import main


def run() -> int:
    garbage.seldom()
    try:
        return main()
    finally:
        garbage.never_again()


if __name__ == "__main__":
    raise SystemExit(run())
