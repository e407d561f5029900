"""What every convention shares: the nodes of a document, and an entry with some of them written otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bnderive.entries import Entry
from bnderive.syntax.nodes import Identifier, Node, Row
from bnderive.syntax.shapes import rewritten, walk

Change = Callable[[Node], Node]
Found = tuple[Change | None, frozenset[int]]
"""How a convention is written out, and the numbers of the rows that introduce it and stay as they are."""
NONE: Found = (None, frozenset())
PARTIAL = Identifier("\\partial")
NABLAS = ("\\nabla", "\\triangledown")


def nodes_of(entries: Sequence[Entry]) -> Iterator[Node]:
    return (node for entry in entries if entry.row is not None for node in walk(entry.row))


def with_rewritten(entry: Entry, change: Change) -> Entry:
    if entry.row is None or entry.head is None:
        return entry
    row = rewritten(entry.row, change)
    head = rewritten(entry.head, change)
    return replace(entry, row=row, head=head) if isinstance(row, Row) else entry
