"""Run the arena: `python -m tests.arena`, from the top folder, prints the tally and every document that did not get its
verdict. The exit status is 1 where there is one that `known_misses.txt` does not name, or where it names one too many.

`--checker COMMAND` tries another checker, of which nothing is known to miss: `COMMAND FILE` prints `accept`, `refute`
or `decline` as its last word. `--folder` is another arena.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.arena.checkers import bnderive, command
from tests.arena.judge import FOLDER, Answer, answers, documents, tally

KNOWN = FOLDER / "known_misses.txt"


def known_misses() -> dict[str, str]:
    """Documents that bnderive is known not to judge as it must, with the answer that it gives."""
    lines = (line.split("#")[0].split() for line in KNOWN.read_text(encoding="utf-8").splitlines())
    return {words[0]: words[1] for words in lines if words}


def is_as_known(answer: Answer, known: dict[str, str]) -> bool:
    """Whether the answer is the verdict that is due or, for a known miss, the one that is known."""
    return answer.given == known.get(answer.name, answer.due)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.arena", description=__doc__.split("\n\n")[1])
    parser.add_argument("--checker", metavar="COMMAND", help="the checker to try, instead of bnderive")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="the folder of accept, refute and decline")
    options = parser.parse_args(arguments)
    checker = command(options.checker) if options.checker else bnderive
    known = {} if options.checker else known_misses()
    found = answers(checker, documents(options.folder))
    print(tally(found))
    for answer in (answer for answer in found if answer.is_miss or answer.name in known):
        print(f"{_note(answer, known)}: {answer.name}: must be {answer.due}, is {answer.given}")
    return int(not all(is_as_known(answer, known) for answer in found))


def _note(answer: Answer, known: dict[str, str]) -> str:
    if answer.name not in known:
        return "missed"
    return "known miss" if is_as_known(answer, known) else "not as known"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
