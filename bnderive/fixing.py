"""A document's text comes in, the same with its repairs written into it goes out.

After every round the new text is judged again as a whole: an edit stays only if each row that it changed is proved, and
no other row, role or problem is worse than before. Files are neither read nor written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bnderive.check import check_documents
from bnderive.records import dataclass
from bnderive.report import UNMET, DocumentReport, Edit, Formula
from bnderive.settings import Settings
from bnderive.source import read_text
from bnderive.source.lines import Lines

MAX_ROUNDS = 20
CLOSED_FORM = "BN300"
RANKS = {"correct": 0, "undecided": 1, "wrong": 2}


@dataclass(frozen=True, slots=True)
class Fixed:
    """The text with its repairs, the rows that were mended and those whose repair was dropped, as they were before;
    how many more rows an unsafe repair would mend; and the report on the new text, of the rows that were selected.
    """

    text: str
    mended: tuple[Formula, ...]
    dropped: tuple[Formula, ...]
    unsafe: int
    report: DocumentReport


@dataclass(frozen=True, slots=True)
class State:
    """A text and what is said of all of it."""

    text: str
    report: DocumentReport


def fixed(text: str, path: str, format: str, settings: Settings, unsafe: bool) -> Fixed:
    """The text with its safe repairs or, with `unsafe`, with all of them. Raises UsageError as reading it does."""
    return Fixer(path, format, settings, unsafe).fixed(text)


class Fixer:
    """Mends one document."""

    def __init__(self, path: str, format: str, settings: Settings, unsafe: bool) -> None:
        self.path = path
        self.format = format
        self.settings = settings
        self.whole = replace(settings, lines=(), boxed=False, batch_size=None)
        self.unsafe = unsafe
        self.dropped: dict[tuple[str, str], Formula] = {}
        self.states: dict[str, State] = {}

    def fixed(self, text: str) -> Fixed:
        state, mended = self.state(text), list[Formula]()
        selected = self.selected(state)
        for _ in range(MAX_ROUNDS):
            kept = self.step(state, self.candidates(state, selected))
            if not kept:
                break
            mended += kept
            state = self.state(edited(state.text, edits_of(kept)))
        unsafe = sum(not is_safe(formula) for formula in self.candidates(state, selected))
        rows = tuple(formula for formula in state.report.formulas if formula.id in selected)
        report = replace(state.report, formulas=rows)
        dropped = [row for row in self.dropped.values() if row.id not in {other.id for other in mended}]
        return Fixed(state.text, tuple(mended), tuple(dropped), unsafe, report)

    def state(self, text: str) -> State:
        if text not in self.states:
            self.states[text] = State(text, self.judged(text, self.whole))
        return self.states[text]

    def judged(self, text: str, settings: Settings) -> DocumentReport:
        return check_documents([read_text(text, self.path, self.format)], settings).documents[0]

    def selected(self, state: State) -> set[str]:
        """The rows that may be mended. Raises UsageError for a line without a formula."""
        is_all = not self.settings.lines and not self.settings.over(self.settings.project).boxed
        report = state.report if is_all else self.judged(state.text, self.settings)
        return {formula.id for formula in report.formulas}

    def candidates(self, state: State, selected: set[str]) -> list[Formula]:
        """The wrong rows that have a repair to be written, unless a comment says that they are wrong."""
        return [
            formula
            for formula in state.report.formulas
            if formula.verdict == "wrong"
            and formula.id in selected
            and not formula.is_expected
            and formula.repair is not None
            and formula.repair.edits
            and not self.is_dropped(formula)
        ]

    def is_dropped(self, formula: Formula) -> bool:
        return key(formula) in self.dropped

    def step(self, state: State, candidates: Sequence[Formula]) -> list[Formula]:
        """The rows whose repairs stay, of the first kind that has any: a row may have a smaller repair once those that
        it follows from are mended.
        """
        kinds = (is_safe, is_small, has_repair) if self.unsafe else (is_safe,)
        steps = (
            self.kept(state, [], apart(f for f in candidates if kind(f) and not self.is_dropped(f))) for kind in kinds
        )
        return next(filter(None, steps), [])

    def kept(self, state: State, kept: list[Formula], chosen: Sequence[Formula]) -> list[Formula]:
        """Those of the rows whose repairs may stay, along with those that were kept already."""
        if not chosen:
            return kept
        both = [*kept, *chosen]
        if is_better(state.report, self.state(edited(state.text, edits_of(both))).report, both):
            return both
        if len(chosen) == 1:
            (formula,) = chosen
            self.dropped[key(formula)] = formula
            return kept
        middle = len(chosen) // 2
        return self.kept(state, self.kept(state, kept, chosen[:middle]), chosen[middle:])


def key(formula: Formula) -> tuple[str, str]:
    """What tells a repair from every other."""
    return formula.id, formula.repair.latex if formula.repair is not None else ""


def is_safe(formula: Formula) -> bool:
    return formula.repair is not None and formula.repair.safe


def is_small(formula: Formula) -> bool:
    """Whether a repair mends slips, and puts no closed form in the place of a side."""
    return formula.repair is not None and CLOSED_FORM not in formula.repair.rules


def has_repair(formula: Formula) -> bool:
    return formula.repair is not None


def edits_of(formulas: Iterable[Formula]) -> list[Edit]:
    return [edit for formula in formulas if formula.repair is not None for edit in formula.repair.edits]


def is_better(before: DocumentReport, after: DocumentReport, changed: Sequence[Formula]) -> bool:
    """Whether each changed row is proved, and everything else is at least as it was."""
    if [(f.id, f.role) for f in before.formulas] != [(f.id, f.role) for f in after.formulas]:
        return False
    ids = {formula.id for formula in changed}
    proved = all(formula.verdict == "correct" for formula in after.formulas if formula.id in ids)
    pairs = zip(before.formulas, after.formulas, strict=True)
    return proved and errors(after) <= errors(before) and not any(is_worse(old, new) for old, new in pairs)


def is_worse(old: Formula, new: Formula) -> bool:
    if old.verdict is None or new.verdict is None:
        return old.verdict != new.verdict
    return RANKS[new.verdict] > RANKS[old.verdict]


def errors(report: DocumentReport) -> int:
    """How many parts of the document were not read; an expectation that is not met is no such part."""
    return sum(problem.severity == "error" and problem.rule != UNMET for problem in report.problems)


# -- edits of a text


def apart(formulas: Iterable[Formula]) -> list[Formula]:
    """The rows whose edits do not meet those of a row before."""
    taken: list[Edit] = []
    found = []
    for formula in formulas:
        edits = formula.repair.edits if formula.repair is not None else ()
        if not any(meet(edit, other) for edit in edits for other in taken):
            taken += edits
            found.append(formula)
    return found


def meet(one: Edit, other: Edit) -> bool:
    (start, end), (first, last) = bounds(one), bounds(other)
    return start == first or (start < last and first < end)


def bounds(edit: Edit) -> tuple[tuple[int, int], tuple[int, int]]:
    return (edit.line, edit.column), (edit.end_line, edit.end_column)


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text after some edits, which do not meet.

    >>> edited("a = b", [Edit(1, 5, 1, 6, "c")])
    'a = c'
    """
    return "".join(pieces(text, sorted(edits, key=bounds)))


def pieces(text: str, edits: Iterable[Edit]) -> Iterator[str]:
    starts, place = Lines.of(text).starts, 0
    for edit in edits:
        yield text[place : starts[edit.line - 1] + edit.column - 1]
        yield edit.text
        place = starts[edit.end_line - 1] + edit.end_column - 1
    yield text[place:]
