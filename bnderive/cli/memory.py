"""What was found in documents before: the same document under the same settings is not judged twice in one run.

Only what was judged to its end is kept, of every document the latest, and only if its file stayed as it was meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from hashlib import sha256

from bnderive.cli.run import Outcome, Way, Work, outcomes
from bnderive.cli.targets import STDIN

State = tuple[int, int, int, str]  # of a file: its node, its size, when it was written, and what it holds


class Memory:
    """Outcomes by the name of their documents. `judged` is how many documents the last run had to judge."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[Work, State, Outcome]] = {}
        self.judged = 0

    def outcomes(self, work: Sequence[Work], way: Way) -> list[Outcome]:
        """One for every document, in order; those that are as they were are taken as they were found."""
        before, wanted = states(work), {each.name: each for each in work}
        known = {
            name: end
            for name, (each, state, end) in self.kept.items()
            if wanted.get(name) == each and state == before[name]
        }
        new = [each for each in work if each.name not in known]
        ended = {each.name: end for each, end in zip(new, outcomes(new, way), strict=True)}
        after = states(new)
        self.judged = len(new)
        self.kept = {name: self.kept[name] for name in known}
        for each in new:
            state, end = before[each.name], ended[each.name]
            if state is not None and state == after[each.name] and is_whole(end):
                self.kept[each.name] = each, state, end
        return [known.get(each.name) or ended[each.name] for each in work]


def states(work: Iterable[Work]) -> dict[str, State | None]:
    return {each.name: None if each.target.path == STDIN else state_of(each.name) for each in work}


def state_of(path: str) -> State | None:
    """None for what cannot be read."""
    from bnderive.source.files import LIMIT

    try:
        with open(path, "rb") as file:
            content, about = file.read(LIMIT + 1), os.fstat(file.fileno())
    except (OSError, ValueError):
        return None
    return about.st_ino, about.st_size, about.st_mtime_ns, sha256(content).hexdigest()


def is_whole(end: Outcome) -> bool:
    return end.status == 0 and all(document.error is None for document in end.report.documents)
