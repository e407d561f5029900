"""Where rows stand, as people are told it: `line 4`, and in a notebook `cell 3, line 4`.

People count the cells of a notebook from 1, its format from 0. What is told is understood again. Decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from bnderive.records import dataclass

_TOLD = re.compile(r"\b(?:cell (?P<cell>\d+), )?lines? (?P<lines>\d+(?:, \d+)*(?: and \d+)?)")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Spot:
    """The 1-based `line` of a file or, where `cell` is the index of a cell, of that cell.

    >>> str(Spot(4)), str(Spot(4, cell=2))
    ('line 4', 'cell 3, line 4')
    """

    line: int
    cell: int | None = None

    def __str__(self) -> str:
        return f"{_cell(self.cell)}line {self.line}"

    @property
    def order(self) -> tuple[int, int]:
        return (-1 if self.cell is None else self.cell, self.line)


def cell_of(spot: Spot | None) -> tuple[int | None, int | None]:
    """The cell and the line in it; neither outside notebooks."""
    return (None, None) if spot is None or spot.cell is None else (spot.cell, spot.line)


def in_words(spots: Iterable[Spot]) -> str:
    """All of them in order, each once.

    >>> in_words([Spot(9), Spot(4), Spot(5)]), in_words([Spot(4, 2), Spot(1, 0), Spot(5, 2)])
    ('lines 4, 5 and 9', 'cell 1, line 1 and cell 3, lines 4 and 5')
    """
    cells = groupby(sorted(set(spots), key=lambda spot: spot.order), key=lambda spot: spot.cell)
    return _joined([_cell(cell) + _lines([str(spot.line) for spot in spots]) for cell, spots in cells])


def told_in(text: str) -> frozenset[Spot]:
    """The spots that a text names as `in_words` does.

    >>> told_in("it follows from cell 3, lines 4 and 5, which are wrong") == {Spot(4, 2), Spot(5, 2)}
    True
    """
    return frozenset(_told(text))


def _told(text: str) -> Iterator[Spot]:
    for found in _TOLD.finditer(text):
        cell = int(found["cell"]) - 1 if found["cell"] else None
        yield from (Spot(int(number), cell) for number in _NUMBER.findall(found["lines"]))


def _cell(cell: int | None) -> str:
    return "" if cell is None else f"cell {cell + 1}, "


def _lines(numbers: list[str]) -> str:
    return f"line{'s' if len(numbers) > 1 else ''} {_joined(numbers)}"


def _joined(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
