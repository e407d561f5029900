"""Which wrong row stands under which: every inherited row once, under the first of its root causes that is shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bnderive.records import dataclass
from bnderive.report import Formula

Rows = tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Causes:
    """What is shown of one document: `blocks`, in its order, and what stands under each, by the id of the first.

    `elsewhere` has the rows that inherit from a root cause and stand under another one.
    """

    blocks: Rows
    under: Mapping[str, Rows]
    elsewhere: Mapping[str, Rows]
    places: Mapping[str, Formula]

    def of(self, row: Formula) -> Rows:
        """The root causes of a row, shown or not."""
        return tuple(self.places[cause] for cause in row.root_causes if cause in self.places)


def grouped(formulas: Sequence[Formula], shown: Sequence[Formula]) -> Causes:
    """The rows of a document, of which some are shown. Only a row that inherits from nothing has rows under it."""
    places = {row.id: row for row in formulas}
    order = {row.id: k for k, row in enumerate(shown) if row.rule is not None and not row.root_causes}
    under: dict[str, list[Formula]] = defaultdict(list)
    elsewhere: dict[str, list[Formula]] = defaultdict(list)
    blocks: list[Formula] = []
    for row in shown:
        causes = sorted((cause for cause in set(row.root_causes) if cause in order), key=order.__getitem__)
        for cause in causes[1:]:
            elsewhere[cause].append(row)
        (under[causes[0]] if causes else blocks).append(row)
    return Causes(tuple(blocks), _frozen(under), _frozen(elsewhere), places)


def _frozen(rows: Mapping[str, list[Formula]]) -> Mapping[str, Rows]:
    return {name: tuple(own) for name, own in rows.items()}
