"""What becomes of a copy with a slip: the verdict on its row, where the fault was put, and what repair was offered."""

from __future__ import annotations

import time
from dataclasses import dataclass
from itertools import accumulate

from bnderive.account import Account
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.report import DocumentReport, Formula, Repair
from bnderive.settings import Settings
from bnderive.source.model import Document
from bnderive.syntax import print_latex, read_rows
from bnderive.syntax.nodes import BigOperator, Boxed, Braced, Fraction, Identifier, Node, Number, Row
from bnderive.syntax.shapes import rebuilt
from bnderive.syntax.tokens import tokenize
from tests.study.documents import Source, source
from tests.study.oracle import EQUAL, OTHERWISE, UNEQUAL, agree, truth
from tests.study.planting import Mutant

NO_REPAIR = frozenset({"BN300", "BN399"})
SAME_SIZE = 2
AS_WRITTEN, SAME, OTHER, NONE = "as written", "equal of same size", "other", "none"


@dataclass(frozen=True, slots=True)
class Judged:
    """A mutant and what was said of it. `truth` tells whether the row is equal all the same; it is looked at where the
    row was not refuted. `repair` is one of the four words above; `offered` the repaired row.
    """

    mutant: Mutant
    verdict: str
    reason: str
    truth: str
    reading: str
    is_located: bool
    others_wrong: tuple[int, ...]
    repair: str
    rules: tuple[str, ...]
    offered: str
    seconds: float
    explanation: float

    @property
    def is_refuted(self) -> bool:
        return self.verdict == "wrong"

    @property
    def is_false_accept(self) -> bool:
        return self.verdict == "correct" and self.truth not in {EQUAL, OTHERWISE}

    @property
    def falls_short(self) -> bool:
        """Whether anything about it is not as it should be."""
        if self.verdict == "correct":
            return self.truth != EQUAL
        return not (self.is_refuted and self.is_located and self.repair in {AS_WRITTEN, SAME})


def judged(mutant: Mutant) -> Judged:
    found = source(mutant.path)
    document = found.read(mutant.text)
    report, judge, seconds, explanation = checked(document)
    judgement = next(j for j in judge.verdicts if j.entry.number == mutant.number)
    formula = next(f for f in report.formulas if f.id == judgement.entry.identity)
    repair, offered = repaired(formula, mutant, found)
    wrong = [f for f in report.formulas if f.verdict == "wrong" and f is not formula]
    before = {j.entry.number for j in found.judge.verdicts if j.verdict is not None and j.verdict.word == "correct"}
    others = tuple(int(f.id[1:]) for f in wrong if int(f.id[1:]) in before and not is_inherited(f, formula))
    return Judged(
        mutant=mutant,
        verdict=formula.verdict or formula.role,
        reason=f"{formula.rule} {formula.name}: {formula.message}" if formula.verdict == "undecided" else "",
        truth=UNEQUAL if formula.verdict == "wrong" else true_of(judgement, mutant),
        reading=formula.reading or "",
        is_located=formula.verdict == "wrong" and not formula.root_causes and not others,
        others_wrong=others,
        repair=repair,
        rules=formula.repair.rules if formula.repair is not None else (),
        offered=offered,
        seconds=seconds,
        explanation=explanation,
    )


def checked(document: Document) -> tuple[DocumentReport, Judge, float, float]:
    """A document through the whole pipeline, with the seconds of it all and of the account that follows the verdicts,
    which is where everything about a wrong row is explained.
    """
    start = time.process_time()
    judge = Judge(document, Settings())
    judge.refuse_empty_lines()
    judge.judgements(True)
    settled = time.process_time()
    report = Account(judge).report(judged=True)
    end = time.process_time()
    return report, judge, end - start, end - settled


def is_inherited(formula: Formula, cause: Formula) -> bool:
    """Whether a row is said to be wrong only for what an earlier one is."""
    return formula.root_causes == (cause.id,)


def true_of(judgement: Judgement, mutant: Mutant) -> str:
    """What the batches say of a row that was not refuted. One that is proved has to be equal to the author's as well:
    it could be true in another reading than his.
    """
    found = truth(judgement)
    if found == EQUAL and "other-derivative-on-left" not in mutant.kinds:
        before = next(j for j in source(mutant.path).judge.verdicts if j.entry.number == mutant.number)
        same = agree(before, judgement)
        return OTHERWISE if same == UNEQUAL and reading_of(before) != reading_of(judgement) else same
    return found


def reading_of(judgement: Judgement) -> tuple[str, bool]:
    verdict = judgement.verdict
    chosen = verdict.chosen if verdict is not None and verdict.attempts else None
    return (chosen.reading, chosen.alternative.is_usual) if chosen is not None else ("", True)


def repaired(formula: Formula, mutant: Mutant, found: Source) -> tuple[str, str]:
    """What the first repair makes of the row: the author's own, one of its size, another; and its text."""
    repair = formula.repair
    if repair is None or NO_REPAIR & set(repair.rules):
        return NONE, ""
    offered = row_after(repair, mutant, found) if repair.edits else repair.latex
    one, other = spelled(offered), spelled(mutant.original)
    if one == other:
        return AS_WRITTEN, offered
    near = abs(length(one) - length(other)) <= SAME_SIZE
    return (SAME if near and first_side(one) == first_side(other) else OTHER), offered


def row_after(repair: Repair, mutant: Mutant, found: Source) -> str:
    """The row as it stands once the edits of a repair are made in the file."""
    lines = mutant.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    text = mutant.text
    for edit in sorted(repair.edits, key=lambda e: (e.line, e.column), reverse=True):
        start, end = starts[edit.line - 1] + edit.column - 1, starts[edit.end_line - 1] + edit.end_column - 1
        text = text[:start] + edit.text + text[end:]
    entries = Judge(found.read(text), Settings()).entries
    return next((entry.latex for entry in entries if entry.number == mutant.number), "")


def spelled(latex: str) -> str:
    """The rows of a formula in one way of writing: without boxes, braces, sizes of fractions and whole ranges."""
    rows = [result.row for result in read_rows(latex.replace("&", " "))]
    return " ; ".join(print_latex(bared(row)) if row is not None else latex for row in rows)


def bared(node: Node) -> Node:
    match node:
        case Boxed(body) | Braced(body):
            return bared(body)
        case Fraction(numerator, denominator):
            return Fraction(bared(numerator), bared(denominator))
        case BigOperator(operator, Row((Identifier() as letter, Number("1")), ("=",)), Identifier(), body):
            return BigOperator(operator, letter, None, bared(body))
    return rebuilt(node, bared)


def first_side(row: str) -> str:
    return row.split("=")[0].strip()


def length(latex: str) -> int:
    """How many tokens a formula has."""
    return len(tokenize(latex).items)
