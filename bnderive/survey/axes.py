"""Which letters run over the same axis: those that stand in the same place of one array, or that a δ or a
relation compares.

Letters that run to different sizes and never meet are different axes, however alike they look.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bnderive.survey.names import Spelling, subscript_items
from bnderive.syntax.nodes import Identifier, Node, Row, Scripted


@dataclass(slots=True)
class _Classes:
    """Letters in classes that can be merged."""

    leader: dict[str, str] = field(default_factory=dict)

    def of(self, letter: str) -> str:
        while self.leader.setdefault(letter, letter) != letter:
            letter = self.leader[letter]
        return letter

    def merge(self, letters: Sequence[str]) -> None:
        for letter in letters[1:]:
            self.leader[self.of(letter)] = self.of(letters[0])


def sizes_by_axis(
    nodes: Sequence[Node], spelling: Spelling, ranges: Sequence[tuple[str, str]]
) -> tuple[frozenset[str], ...]:
    """The size letters of each axis; several entries where the document sums over several axes.

    `ranges` pairs a letter with the size that it runs to.
    """
    classes = _Classes()
    places: dict[tuple[str, int], list[str]] = {}
    for node in nodes:
        for place, letter in _placed(node, spelling):
            places.setdefault(place, []).append(letter)
        classes.merge(_compared(node, spelling))
    for letters in places.values():
        classes.merge(letters)
    by_size: dict[str, list[str]] = {}
    for letter, size in ranges:
        by_size.setdefault(size, []).append(letter)
    for letters in by_size.values():
        classes.merge(letters)
    return _grouped(ranges, classes)


def _grouped(ranges: Sequence[tuple[str, str]], classes: _Classes) -> tuple[frozenset[str], ...]:
    found: dict[str, set[str]] = {}
    for letter, size in ranges:
        found.setdefault(classes.of(letter), set()).add(size)
    return tuple(frozenset(sizes) for sizes in found.values())


def _placed(node: Node, spelling: Spelling) -> list[tuple[tuple[str, int], str]]:
    """(array, place) and the index letter there."""
    found = subscript_items(node) if isinstance(node, Scripted) else None
    if found is None:
        return []
    stem, items = found
    letters = [item for item in items if item in spelling.index_letters]
    if stem == "\\delta" and len(letters) == 2:
        return []
    return [((stem, place), letter) for place, letter in enumerate(letters)]


def _compared(node: Node, spelling: Spelling) -> list[str]:
    """The letters of δ_ij, of i = j and of j ≠ i."""
    match node:
        case Row(sides=(Identifier(text=a), Identifier(text=b))) if {a, b} <= spelling.index_letters:
            return [a, b]
        case Scripted():
            found = subscript_items(node)
            if found and found[0] == "\\delta":
                letters = [item for item in found[1] if item in spelling.index_letters]
                return letters if len(letters) == 2 else []
    return []
