"""Runs in a peer's environment: `python -m tests.benchmarks.peers.child FILE:FUNCTION QUESTION…`.

Prints a line of JSON when the peer is imported, and one for each question as soon as it is answered: name, word, note,
seconds.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from time import perf_counter

from tests.benchmarks.peers.answers import NONE, Answer, Question


def answered(question: Question) -> Answer:
    """An exception in a peer is an answer that it does not give."""
    if isinstance(question, str):
        return Answer("cannot express", question)
    try:
        return question()
    except Exception as error:
        return Answer(NONE, " ".join(f"{type(error).__name__}: {error}".split()))


def main(table: str, *names: str) -> None:
    file, function = table.split(":")
    questions = getattr(import_module(f"tests.benchmarks.peers.encodings.{file}"), function)()
    print(json.dumps("ready"), flush=True)
    for name in names or questions:
        start = perf_counter()
        answer = answered(questions[name])
        print(json.dumps([name, answer.word, answer.note, perf_counter() - start]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
