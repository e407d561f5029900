"""What the names of a document stand for when a formula is lowered: sizes, arrays, scalars, the loss. Frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from bnderive.errors import Span
from bnderive.records import dataclass
from bnderive.survey.survey import Survey
from bnderive.terms import Graph, Term


@dataclass(frozen=True, slots=True)
class Remark:
    """Something met while lowering: an assumption (rule None) or a problem of the document."""

    text: str
    rule: str | None = None
    name: str = ""
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`arity` tells, for every known name, how many indices it carries; a name that is not in it is unknown.

    `sizes` are the letters that mean the length of the axis; `inputs` are what nothing defines and differentials are
    taken of; `open` admits unknown names (while definitions are collected). `shapes` tells of names in
    a document of vectors what they are without their indices; the `graph` what depends on what, in claims.
    """

    survey: Survey
    arity: Mapping[str, int] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()
    open: bool = False
    inputs: Mapping[str, int] = field(default_factory=dict)
    shapes: Mapping[str, str] = field(default_factory=dict)
    graph: Graph | None = None


@dataclass(frozen=True, slots=True)
class Lowered:
    """One side of a row as a term, and what was assumed or noticed on the way; a vector has open indices. A reading in
    `doubt` can show that a row is right, not that it is wrong.
    """

    term: Term
    remarks: tuple[Remark, ...]
    shape: str = "scalar"
    doubt: str = ""
