"""What became of one row of a document. Frozen data, no rules."""

from __future__ import annotations

from dataclasses import replace

from bnderive.elaborate import Claim
from bnderive.entries import Entry
from bnderive.errors import Reason
from bnderive.records import dataclass
from bnderive.verdict import Verdict

NOTATION = "it says what a mark on a name means"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one entry: its role, its claim where it has one, and the verdict."""

    entry: Entry
    role: str
    claim: Claim | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    note: str | None = None

    def is_as(self, other: Judgement) -> bool:
        """Whether the same came of the same row in another state of the document."""
        return self.entry.reads_as(other.entry) and replace(self, entry=other.entry) == other
