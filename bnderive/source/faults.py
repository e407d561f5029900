"""What is wrong with a text, as offsets into it, comes in; what is odd about any document is found; problems go out.

Every reader reports its faults in this way. Codes of the readers: BN102 unclosed-delimiter, BN103 empty-formula,
BN104 no-formulas, BN105 suspicious-characters, BN106 table-cell, BN108 macro, BN116 not-followed, BN117 escapes,
BN118 outside-delimiters, BN119 not-python.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from bnderive.records import dataclass
from bnderive.source.excerpt import Excerpt
from bnderive.source.lines import Lines
from bnderive.source.model import Display, Position, Problem

SUSPICIOUS = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff]"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A problem at the offsets `start` to `end`."""

    rule: str
    name: str
    severity: str
    start: int
    end: int
    message: str


def problems_at(excerpt: Excerpt, faults: Iterable[Fault]) -> Iterator[Problem]:
    """Each fault at its place in the file."""
    for fault in faults:
        span = excerpt.span(fault.start, fault.end)
        yield Problem(fault.rule, fault.name, fault.severity, *span, fault.message)


def no_formulas(displays: Sequence[Display], where: str) -> list[Problem]:
    start = Position(1, 1)
    message = f"no formula was found; mathematics stands {where}"
    return [] if displays else [Problem("BN104", "no-formulas", "warning", start, start, message)]


def suspicious(text: str) -> Iterator[Problem]:
    """Characters that cannot be seen, or turn text round: each at its first place, with how often it occurs."""
    first: dict[str, int] = {}
    for match in SUSPICIOUS.finditer(text):
        first.setdefault(match[0], match.start())
    lines = Lines.of(text)
    for character, start in first.items():
        name = unicodedata.name(character, "control character")
        message = f"U+{ord(character):04X} ({name.lower()}) occurs {text.count(character)} times, first here"
        span = lines.position(start), lines.position(start + 1)
        yield Problem("BN105", "suspicious-characters", "warning", *span, message)


def quoted(latex: str) -> str:
    """The author's text for a message, on one line and not too long."""
    line = " ".join(latex.split())
    return line if len(line) <= 60 else line[:57] + "…"
