"""What a sheet of output is made of, whatever it is shown in: mathematics, words and code, in lines, cards, sections.

Nothing here is escaped: whoever writes it out does that, for where it goes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bnderive.records import dataclass


@dataclass(frozen=True, slots=True)
class Math:
    """LaTeX of a formula; what differs in it from the formula `beside` it, if there is one, is worth a mark."""

    latex: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Text to copy, letter for letter."""

    text: str


Part = Math | Words | Code


@dataclass(frozen=True, slots=True)
class Line:
    """Parts beside a label; without one, a line of running text."""

    label: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A row of a document: its place, what it is (`verdict` for the colour, `status` in words), what was found.

    `folded` may be hidden until it is asked for; `under` are the rows that inherit its error.
    """

    place: str
    row: Part
    verdict: str | None
    status: str
    lines: tuple[Line, ...] = ()
    folded: tuple[Line, ...] = ()
    under: tuple[Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[Line | Card, ...]
    is_folded: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document or a layer: its title, a remark beside it, how many rows have which verdict, and its sections."""

    title: str
    remark: str
    counts: tuple[tuple[str | None, str], ...] = ()
    sections: tuple[Section, ...] = ()


_MARKED = re.compile(r"`(?P<code>[^`]+)`|\$(?P<math>[^$]+)\$")


def parts_of(prose: str) -> tuple[Part, ...]:
    """Running text: what stands between dollar signs is mathematics, what stands between backticks is quoted.

    >>> parts_of("true where $N = 1$; write `let`")
    (Words(text='true where '), Math(latex='N = 1', beside=''), Words(text='; write '), Code(text='let'))
    """
    return tuple(part for part in _parts(prose) if part != Words(""))


def _parts(prose: str) -> Iterator[Part]:
    end = 0
    for found in _MARKED.finditer(prose):
        yield Words(prose[end : found.start()])
        yield Code(found["code"]) if found["code"] else Math(found["math"])
        end = found.end()
    yield Words(prose[end:])
