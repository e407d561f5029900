"""What the comments of a document ask for, each with its place. Frozen data."""

from __future__ import annotations

from bnderive.records import dataclass
from bnderive.source.model import Directive


class NotAccepted(Exception):
    """A statement with a verb or an argument that is not understood; the message says what was expected."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A setting that a comment gives: its verb, and the comment."""

    verb: str
    argument: str
    comment: Directive


@dataclass(frozen=True, slots=True)
class Expected:
    """The verdict that a row is to have, and the rule or its name where one is given.

    >>> Expected("wrong", "dropped-factor").text
    'wrong dropped-factor'
    """

    verdict: str
    rule: str | None = None

    @property
    def text(self) -> str:
        return f"{self.verdict} {self.rule}" if self.rule else self.verdict


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a comment expects of the rows that it stands before, or at the end of, in order."""

    rows: tuple[Expected, ...]
    comment: Directive


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings that a comment hides, by rule or by name, and why; `is_whole` for the whole document."""

    rules: tuple[str, ...]
    reason: str
    comment: Directive
    is_whole: bool = False
