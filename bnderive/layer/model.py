"""What the definitions of a document come to: a graph with its vocabulary, which row defines what, what was
supplied.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bnderive.errors import Reason
from bnderive.lower import Remark, Vocabulary
from bnderive.survey.survey import Survey
from bnderive.syntax.nodes import Row
from bnderive.terms import Definition, Graph


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a document with their lines and its survey; `hypotheses` are those that only suppose something."""

    rows: Sequence[Row]
    lines: Sequence[int]
    survey: Survey
    hypotheses: frozenset[int] = frozenset()
    strict: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A graph with its vocabulary; `names` and `rows` tell which row defines what, `failed` why one was not
    understood.
    """

    graph: Graph
    vocabulary: Vocabulary
    names: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, Definition] = field(default_factory=dict)
    failed: Mapping[str, Reason] = field(default_factory=dict)
    remarks: Mapping[int, tuple[Remark, ...]] = field(default_factory=dict)
    assumptions: tuple[str, ...] = ()
    supplied: tuple[Definition, ...] = ()
