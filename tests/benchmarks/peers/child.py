"""Runs in a peer's environment: `python -m tests.benchmarks.peers.child FILE:FUNCTION SECONDS QUESTION…`.

Prints a line of JSON when the peer is imported, and one for each question as soon as it is answered: name, word, note,
seconds. They are of processor time, which a busy machine does not lengthen; so is the deadline, where the system can
keep one, and it ends the process.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from math import ceil
from time import process_time, thread_time

from tests.benchmarks.peers.answers import NONE, NOT_EXPRESSED, Answer, Question

try:
    import resource
except ImportError:  # not on Windows, where the parent's deadline is the only one
    resource = None


def answered(question: Question) -> Answer:
    """An exception in a peer is an answer that it does not give."""
    if isinstance(question, str):
        return Answer(NOT_EXPRESSED, question)
    try:
        return question()
    except Exception as error:
        return Answer(NONE, " ".join(f"{type(error).__name__}: {error}".split()))


def limited(seconds: float) -> None:
    """The system ends this process with SIGXCPU when it has used so much more processor time."""
    if resource is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(process_time() + seconds), hard))


def clocks() -> tuple[float, float]:
    """Of all threads, but counted in ticks of some milliseconds under a limit; and of this one, exactly."""
    return process_time(), thread_time()


def main(table: str, deadline: str, *names: str) -> None:
    file, function = table.split(":")
    questions = getattr(import_module(f"tests.benchmarks.peers.encodings.{file}"), function)()
    print(json.dumps("ready"), flush=True)
    for name in names or questions:
        limited(float(deadline))
        start = clocks()
        answer = answered(questions[name])
        seconds = max(now - before for now, before in zip(clocks(), start, strict=True))
        print(json.dumps([name, answer.word, answer.note, seconds]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
