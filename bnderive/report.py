"""The one frozen report that every format reads (design: The report, JSON version 1). Nothing is decided here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import field, fields, is_dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import bnderive
from bnderive.records import dataclass
from bnderive.spots import Spot

FAIL_ON = ("wrong", "undecided", "problem", "never")
DEFAULT_FAIL_ON = "undecided"
UNMET = "BN131"


if TYPE_CHECKING:
    Value = str | tuple["Value", ...]
else:  # of up to four indices: what reads kept reports back follows no type into itself
    Value = str | tuple[str | tuple[str | tuple[str | tuple[str, ...], ...], ...], ...]


class Displayed:
    """What notebooks and consoles show of a part of a report; the package knows by whom it is written out."""

    __slots__ = ()

    def __str__(self) -> str:
        return bnderive.mimebundle(self, ("text/plain",))["text/plain"]

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        return bnderive.mimebundle(self, include, exclude)


@dataclass(frozen=True, slots=True)
class Truth(Displayed):
    """A true value in the document's own symbols: LaTeX to paste, and SymPy source (None where only LaTeX is given)."""

    latex: str
    sympy: str | None = None


@dataclass(frozen=True, slots=True)
class Counterexample(Displayed):
    """A batch of exact numbers on which a claim fails. Scalars are strings such as "1/3", arrays are tuples of them,
    nested where they have several indices. `sizes` has the length of every axis, under the
    document's names, where there are several or N is not the name.
    """

    N: int
    indices: dict[str, int]
    values: dict[str, Value]
    claimed: str
    true: str
    sizes: dict[str, int] | None = None

    def equations(self, named: Callable[[str], str] = str) -> tuple[str, ...]:
        """The batch as `N = 3`, `i = 1`, `x = (0, 1, 2)`; `named` says how the names of values are written."""
        places = (*(self.sizes or {"N": self.N}).items(), *self.indices.items())
        values = ((named(name), _in_brackets(value)) for name, value in self.values.items())
        return tuple(f"{name} = {value}" for name, value in (*places, *values))


def _in_brackets(value: Value) -> str:
    return value if isinstance(value, str) else f"({', '.join(map(_in_brackets, value))})"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a wrong claim says, and what is true, at each place of one index on its counterexample: `claimed[k]` and
    `true[k]` where `index` is `places[k]`. Numbers that are not rational are near to the value, to be drawn only.
    """

    index: str
    places: tuple[int, ...]
    claimed: tuple[Fraction, ...]
    true: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    line: int
    column: int
    end_line: int
    end_column: int
    text: str


@dataclass(frozen=True, slots=True)
class Repair(Displayed):
    """A small edit after which a claim is proved."""

    latex: str
    rules: tuple[str, ...]
    safe: bool
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation of a row: the side after it, its verdict against the head, whether it follows."""

    latex: str
    verdict: str | None
    follows: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a document, half-open; in a notebook `cell_line` is the line of the cell on which it begins."""

    line: int
    column: int
    end_line: int
    end_column: int
    cell_line: int | None = None


class InDocument:
    """What stands on a line of a document.

    In a notebook `cell` is the index of its cell, `cell_line` its 1-based line there; elsewhere the JSON has
    neither key.
    """

    __slots__ = ()
    line: int
    cell: int | None
    cell_line: int | None

    @property
    def spot(self) -> Spot:
        """Where it stands, for people."""
        return Spot(self.line if self.cell_line is None else self.cell_line, self.cell)


class MayBeInDocument:
    """What stands on a line of a document, or comes from elsewhere (line None); a notebook's places as in another."""

    __slots__ = ()
    line: int | None
    cell: int | None
    cell_line: int | None

    @property
    def spot(self) -> Spot | None:
        """Where it stands, for people."""
        line = self.line if self.cell_line is None else self.cell_line
        return None if line is None else Spot(line, self.cell)


@dataclass(frozen=True, slots=True)
class Shown:
    """Mathematics in a passage: where it stands in its text with its delimiters (half-open), its LaTeX, its rows."""

    start: int
    end: int
    latex: str
    is_display: bool
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a document as its author wrote it: all of it, or one cell of a notebook. `language` is that of its
    text (`markdown`, `text`, `tex`, …), or `code` for what is no text.
    """

    text: str
    language: str
    shown: tuple[Shown, ...] = ()


NOT_PRINTED = {"printed": False}
"""Of fields that are for people to look at, and no part of the JSON."""


@dataclass(frozen=True, slots=True, repr=False)
class Formula(Displayed, InDocument):
    """One row of mathematics and what was found. `verdict` is correct, wrong, undecided or None (nothing asserted).

    Where it is undecided, `place` is where what was not understood stands (None where it is no one spot of the row),
    and `advice` what its author can do.

    `second_engine` is what that says of the proofs: settled for every size, sampled, or abstained, and why.

    `expected` is the verdict that a comment of the document expects, `suppressed` the reason that a comment gives for
    leaving the row undecided, or that the settings or a baseline give for letting it pass, wrong or undecided.

    `grounds` are the rows that it follows from, or repeats; `profile` is what it claims along the counterexample.
    """

    id: str
    fingerprint: str
    line: int
    column: int
    end_line: int
    end_column: int
    latex: str
    boxed: bool
    continues: str | None
    role: str
    understood: str | None
    verdict: str | None = None
    expected: str | None = None
    suppressed: str | None = None
    reading: str | None = None
    second_engine: str | None = None
    relations: tuple[Relation, ...] = ()
    conditions: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    rule: str | None = None
    name: str | None = None
    message: str | None = None
    advice: str | None = None
    place: Place | None = None
    truth: Truth | None = None
    total: Truth | None = None
    follows: bool | None = None
    root_causes: tuple[str, ...] = ()
    repair: Repair | None = None
    special_case: str | None = None
    counterexample: Counterexample | None = None
    cell: int | None = None
    cell_line: int | None = None
    grounds: tuple[str, ...] = field(default=(), metadata=NOT_PRINTED)
    profile: Profile | None = field(default=None, metadata=NOT_PRINTED)

    def __repr__(self) -> str:
        return f"<Formula {self.id}, {self.spot}: {self.verdict or self.role}: {self.latex}>"

    @property
    def is_expected(self) -> bool:
        """Whether the row is wrong or undecided, and that is expected by a comment, or accepted."""
        known = self.expected == self.verdict or self.suppressed is not None
        return self.verdict in ("wrong", "undecided") and known

    @property
    def is_failure(self) -> bool:
        """Whether the row is wrong or undecided, and nothing expects or accepts that."""
        return self.verdict in ("wrong", "undecided") and not self.is_expected


@dataclass(frozen=True, slots=True, repr=False)
class Finding(Displayed, InDocument):
    """A problem of the document itself; `suppressed` is the reason that a comment, the settings or a baseline
    give for hiding it.
    """

    rule: str
    name: str
    severity: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    suppressed: str | None = None
    cell: int | None = None
    cell_line: int | None = None

    def __repr__(self) -> str:
        return f"<Finding {self.rule} {self.name}, {self.spot}: {self.message}>"

    @property
    def is_failure(self) -> bool:
        """Whether a part of the document was not read, or a row is not as expected, and no comment hides that."""
        return (self.severity == "error" or self.rule == UNMET) and self.suppressed is None


@dataclass(frozen=True, slots=True)
class DefinitionRow(MayBeInDocument):
    """A definition as understood: `origin` is "document", "standard layer" or "settings" (the key `from` in JSON)."""

    name: str
    latex: str
    line: int | None
    origin: str
    cell: int | None = None
    cell_line: int | None = None


@dataclass(frozen=True, slots=True)
class NameRow(MayBeInDocument):
    """What a name stands for: size, input, parameter, statistic, node, output, gradient, derivative or loss.

    `reads` are the names that its definition is made of.
    """

    name: str
    role: str
    reads: tuple[str, ...] = ()
    line: int | None = None
    cell: int | None = None
    cell_line: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class DocumentReport(Displayed):
    path: str
    error: str | None = None
    layer: str | None = None
    names: tuple[NameRow, ...] = ()
    definitions: tuple[DefinitionRow, ...] = ()
    assumptions: tuple[str, ...] = ()
    problems: tuple[Finding, ...] = ()
    formulas: tuple[Formula, ...] = ()
    passages: tuple[Passage, ...] = field(default=(), metadata=NOT_PRINTED)

    def __repr__(self) -> str:
        return f"<DocumentReport {self.path}: {self.error or _counts(summarise([self]))}>"


@dataclass(frozen=True, slots=True)
class Summary:
    correct: int = 0
    wrong: int = 0
    undecided: int = 0
    definitions: int = 0
    conditions: int = 0
    expressions: int = 0
    root_causes: int | None = None
    boxed_correct: int = 0
    boxed_wrong: int = 0

    def __add__(self, other: Summary) -> Summary:
        """What both come to; there are root causes where either has judged rows."""
        sums = {name: (getattr(self, name) or 0) + (getattr(other, name) or 0) for name in Summary.__slots__}
        if self.root_causes is None and other.root_causes is None:
            sums["root_causes"] = None
        return Summary(**sums)


@dataclass(frozen=True, slots=True)
class Opinion(InDocument):
    """A second opinion on one claim, on an explicit batch: `agrees` with its verdict, `differs` (a wrong claim that is
    true of this size), or `none`; why.

    `derivative` is the left side written out by SymPy, ready to paste, for K up to 4 and once for equal left sides.
    """

    path: str
    line: int
    size: int
    verdict: str
    word: str
    remark: str | None = None
    derivative: str | None = None
    cell: int | None = None
    cell_line: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Report(Displayed):
    """What `check` returns. Iterating gives the formulas of all documents in order."""

    documents: tuple[DocumentReport, ...]
    summary: Summary
    explicit: tuple[Opinion, ...] = field(default=(), compare=False)
    certified: tuple[Any, ...] = field(default=(), compare=False)

    def __repr__(self) -> str:
        return f"<Report: {_counts(self.summary)}>"

    def __iter__(self) -> Iterator[Formula]:
        return (formula for document in self.documents for formula in document.formulas)

    def at(self, line: int) -> tuple[Formula, ...]:
        """The rows that stand on this line, of every document."""
        return tuple(formula for formula in self if formula.line <= line <= formula.end_line)

    @property
    def wrong(self) -> tuple[Formula, ...]:
        """The claims that a counterexample refutes, expected or not."""
        return tuple(formula for formula in self if formula.verdict == "wrong")

    @property
    def undecided(self) -> tuple[Formula, ...]:
        """The claims that were neither proved nor refuted."""
        return tuple(formula for formula in self if formula.verdict == "undecided")

    @property
    def ok(self) -> bool:
        """Whether every document was read, and no claim in it is wrong or undecided unless a comment expects that.

        Warnings alone are ok.
        """
        return exit_status(self, DEFAULT_FAIL_ON) == 0

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON version 1 has it: dictionaries, lists, strings, whole numbers, booleans and None."""
        return {
            "version": 1,
            "tool": {"name": "bnderive", "version": bnderive.__version__},
            "documents": [_plain(document) for document in self.documents],
            "summary": _plain(self.summary),
        }


def root_causes_of(document: DocumentReport) -> int:
    """The wrong rows that inherit from nothing, and the definitions that make claims wrong."""
    wrong = [formula for formula in document.formulas if formula.verdict == "wrong"]
    causes = {cause for formula in wrong for cause in formula.root_causes} - {formula.id for formula in wrong}
    return sum(not formula.root_causes for formula in wrong) + len(causes)


def summarise(documents: Iterable[DocumentReport]) -> Summary:
    """Counts verdicts and roles. A definition with further relations counts as a definition and under its verdict."""
    return sum(map(_summary_of, documents), Summary())


def _summary_of(document: DocumentReport) -> Summary:
    verdicts = Counter((formula.verdict, formula.boxed) for formula in document.formulas)
    roles = Counter(formula.role for formula in document.formulas)

    def judged(verdict: str) -> int:
        return verdicts[verdict, False] + verdicts[verdict, True]

    return Summary(
        correct=judged("correct"),
        wrong=judged("wrong"),
        undecided=judged("undecided"),
        definitions=roles["definition"],
        conditions=roles["condition"],
        expressions=roles["expression"],
        root_causes=root_causes_of(document) if any(formula.verdict for formula in document.formulas) else None,
        boxed_correct=verdicts["correct", True],
        boxed_wrong=verdicts["wrong", True],
    )


def _counts(summary: Summary) -> str:
    return f"{summary.correct} correct, {summary.wrong} wrong, {summary.undecided} undecided"


def together(reports: Sequence[Report]) -> Report:
    """All documents of several reports, in order."""
    documents = tuple(document for report in reports for document in report.documents)
    explicit = tuple(opinion for report in reports for opinion in report.explicit)
    certified = tuple(part for report in reports for part in report.certified)
    return Report(documents, summarise(documents), explicit, certified)


def located(path: str, row: Placed) -> str:
    """`a.md:39:10`, which editors make into a link; `b.ipynb: cell 3, line 4`."""
    return f"{path}:{row.line}:{row.column}" if row.cell is None else f"{path}: {row.spot}"


class Placed(Protocol):
    """What stands on a line of a document, with its 1-based column there."""

    @property
    def line(self) -> int: ...
    @property
    def column(self) -> int: ...
    @property
    def cell(self) -> int | None: ...
    @property
    def spot(self) -> Spot: ...


def exit_status(report: Report, fail_on: str) -> int:
    """0 nothing to report, 1 a finding that `fail_on` (one of `FAIL_ON`) asks to fail on, 2 a file that was not read.

    A problem of severity `error` means that a part of the document was not read: it counts as undecided. A row that is
    as a comment expects it, or that a comment accepts as undecided, counts as nothing; one that is not as expected
    counts as wrong.
    """
    if any(document.error is not None for document in report.documents):
        return 2
    problems = [p for document in report.documents for p in document.problems if p.suppressed is None]
    severities = {problem.severity for problem in problems}
    verdicts = {formula.verdict for formula in report if formula.is_failure}
    is_unmet = any(problem.rule == UNMET for problem in problems)
    failures = {
        "wrong": is_unmet or "wrong" in verdicts,
        "undecided": is_unmet or bool(verdicts) or "error" in severities,
        "problem": bool(verdicts or severities),
        "never": False,
    }
    return int(failures[fail_on])


def _plain(value: Any) -> Any:
    match value:
        case tuple():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case Formula():
            return _formula(value)
        case Counterexample(sizes=None):
            return {key: item for key, item in _fields(value).items() if key != "sizes"}
        case DefinitionRow():
            return {"from" if key == "origin" else key: item for key, item in _fields(value).items()}
    return _fields(value) if is_dataclass(value) else value


def _formula(formula: Formula) -> dict[str, Any]:
    plain = _fields(formula)
    if formula.total is not None:
        plain["total"] = {"latex": formula.total.latex}
    return plain


def _fields(value: Any) -> dict[str, Any]:
    """The fields by name; those of a notebook where there is one."""
    printed = (each.name for each in fields(value) if each.metadata.get("printed", True))
    plain = {name: _plain(getattr(value, name)) for name in printed}
    return {key: item for key, item in plain.items() if item is not None or key not in ("cell", "cell_line")}
