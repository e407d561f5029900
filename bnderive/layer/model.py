"""What the definitions of a document come to: a graph with its vocabulary, which row defines what, what was
supplied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from bnderive.errors import Reason
from bnderive.lower import Remark, Vocabulary
from bnderive.records import dataclass
from bnderive.survey.survey import Survey
from bnderive.syntax.nodes import Row
from bnderive.terms import Definition, Graph, do_say_the_same


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a document with their lines and its survey; `hypotheses` are those that only suppose something.

    `standard` is the name of the standard layer that was asked for, `text` the running text, `unread` what rows could
    not be read.
    """

    rows: Sequence[Row]
    lines: Sequence[int]
    survey: Survey
    hypotheses: frozenset[int] = frozenset()
    strict: bool = False
    standard: str | None = None
    text: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layer:
    """A graph with its vocabulary; `names` and `rows` tell which row defines what, `failed` why one was not
    understood. `standard` names the standard layer that it is, where one was chosen; `rivals` are the other ways in
    which what the document leaves out could be supplied. `stand_ins` are the failed ones that may be any vector, with
    what they are made of.
    """

    graph: Graph
    vocabulary: Vocabulary
    names: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, Definition] = field(default_factory=dict)
    failed: Mapping[str, Reason] = field(default_factory=dict)
    remarks: Mapping[int, tuple[Remark, ...]] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    supplied: tuple[Definition, ...] = ()
    inferred: frozenset[str] = frozenset()
    standard: str | None = None
    rivals: tuple[Layer, ...] = ()
    stand_ins: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def says_the_same(self, other: Layer) -> bool:
        """Whether both hold the same, with graphs of their own, and definitions in whatever lines."""
        known, known_there = self.vocabulary.graph, other.vocabulary.graph
        if len(self.rivals) != len(other.rivals) or (known is None) != (known_there is None):
            return False
        graphs = [(self.graph, other.graph)] + ([(known, known_there)] if known and known_there else [])
        vocabulary = replace(self.vocabulary, graph=known_there)
        return (
            all(one.says_the_same(another) for one, another in graphs)
            and all(map(Layer.says_the_same, self.rivals, other.rivals))
            and do_say_the_same(self.rows, other.rows)
            and replace(self, graph=other.graph, vocabulary=vocabulary, rivals=other.rivals, rows=other.rows) == other
        )
