"""What the other rows of a document are for the search of one: their parts, their left sides, how they are read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from bnderive.elaborate.readings import DIRECT
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.place import Place
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.handwriting import as_written
from bnderive.syntax.building import terms_of
from bnderive.syntax.nodes import Addition, BigOperator, Dots, Node, Number, Product, Row, Text
from bnderive.syntax.shapes import walk

LOOKED_AT = ("factors", "terms", "heads", "is_doubled", "is_read_directly")  # each only where it is asked for


@dataclass(frozen=True, eq=False)
class Company:
    """The rows beside one that is judged. Each thing is looked at when it is first asked for, and once."""

    judge: Judge
    judgement: Judgement
    place: Place

    def looks_as(self, before: Company) -> bool:
        """Whether all that was looked at in another state of the document looks the same in this one."""
        written, there = (as_written(company.place.writings) for company in (self, before))
        looked = [name for name in LOOKED_AT if name in vars(before)]
        return written == there and all(getattr(self, name) == getattr(before, name) for name in ("place", *looked))

    def rows(self) -> Sequence[Row]:
        return [entry.row for entry in self.judge.parsed if entry.row is not None]

    @cached_property
    def factors(self) -> tuple[Node, ...]:
        """What stands as a factor somewhere, and what is differentiated there, each once."""
        nodes = [node for row in self.rows() for node in walk(row)]
        products = (node for node in nodes if isinstance(node, Product))
        found = [factor for node in products if self.place.is_ordinary(node) for factor in node.factors]
        found += [node for node in nodes if is_gradient(node, self.place)]
        plain = (factor for factor in found if not isinstance(factor, Number | BigOperator | Text | Dots))
        return tuple(dict.fromkeys(plain))

    @cached_property
    def terms(self) -> tuple[Node, ...]:
        """The terms of all sums, each once."""
        sums = (node for row in self.rows() for node in walk(row) if isinstance(node, Addition))
        return tuple(dict.fromkeys(term for node in sums for _, term in terms_of(node)))

    @cached_property
    def heads(self) -> set[Node | None]:
        """The left sides of all other rows."""
        own = self.judgement.entry.number
        return {entry.head for entry in self.judge.entries if own not in (entry.number, entry.continues)}

    @cached_property
    def is_doubled(self) -> bool:
        """Whether another row that is right says what the left side of this one is."""
        own, head = self.judgement.entry.number, self.judgement.entry.head
        others = (j for j in self.judge.verdicts if j.entry.number != own and j.entry.head == head)
        return any(other.verdict is not None and other.verdict.word == "correct" for other in others)

    @cached_property
    def is_read_directly(self) -> bool:
        """Whether some row of the document is right with its statistics held fixed."""
        right = (j.verdict for j in self.judge.verdicts if j.verdict is not None and j.verdict.word == "correct")
        return any(verdict.chosen.reading == DIRECT for verdict in right)


def is_gradient(node: Node, place: Place) -> bool:
    """Whether a node is a derivative of the loss."""
    found = read_derivative(node)
    use = place.use(found.of) if found is not None and found.of is not None else None
    return use is not None and use.name == place.loss
