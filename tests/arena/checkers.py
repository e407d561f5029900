"""Checkers that the arena can be given: bnderive in this process, and any command. An answer is one of the verdicts."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

from tests.arena.judge import VERDICTS, Checker, claim_line

NO_ANSWER = "no answer"
ANSWERS = {"wrong": "refute", "undecided": "decline", "correct": "accept"}
SECONDS = 60


def bnderive(path: Path) -> str:
    """The worst verdict on a formula after the comment `claim`."""
    from bnderive.check import check

    formulas = [formula for document in check(path).documents for formula in document.formulas]
    found = {formula.verdict for formula in formulas if formula.line > claim_line(path)}
    return next((answer for verdict, answer in ANSWERS.items() if verdict in found), NO_ANSWER)


def command(words: str) -> Checker:
    """A command as a checker: the path of a document is its last argument, the answer is the last word it prints."""

    def answer(path: Path) -> str:
        call = [*shlex.split(words), str(path)]
        try:
            run = subprocess.run(call, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return NO_ANSWER
        last = run.stdout.split()[-1:]
        return last[0] if last and last[0] in VERDICTS else NO_ANSWER

    return answer
