"""A judged document to its report: what was understood of it, and what is said of every row. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256

from bnderive.amending import Amender
from bnderive.closed_form import ClosedForms
from bnderive.commented import Found, commented
from bnderive.diagnose import Diagnosis, Explanation, diagnosed, explain
from bnderive.diagnose.mending import said
from bnderive.diagnose.redefined import in_doubt_of_definitions
from bnderive.diagnose.special_cases import SpecialCases
from bnderive.diagnose.supposed import tempered
from bnderive.diagnose.truthful import with_truth
from bnderive.elaborate import Claim, elaborate
from bnderive.elaborate.echo import latex, latex_of_row
from bnderive.entries import Entry
from bnderive.errors import NotUnderstood, Reason
from bnderive.glossary import glossary
from bnderive.judge import Judge, word
from bnderive.judgement import NOTATION, Judgement
from bnderive.layer import Layer
from bnderive.lower import Remark
from bnderive.manuscript import passages
from bnderive.problems import noted, problems_of
from bnderive.records import dataclass
from bnderive.report import DefinitionRow, DocumentReport, Formula, Relation, Repair
from bnderive.rules import ADVICE, ADVICE_GIVEN_LAYER
from bnderive.source.model import Problem
from bnderive.spots import Spot, cell_of
from bnderive.survey.ranges import LAST
from bnderive.syntax import print_latex
from bnderive.syntax.nodes import Row
from bnderive.terms import (
    Definition,
    Graph,
    Index,
    Partial,
    Term,
    free_indices,
    is_representative,
    normal,
    rename,
    serialise,
)
from bnderive.unheard import unheard
from bnderive.uphold import opinion
from bnderive.verdict import Verdict

HELD = "then it is true with the statistics held fixed only"
UNSEARCHED = "no small edit was looked for, since too many rows of the document are wrong"


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a settled row, whatever became of the others."""

    judgement: Judgement
    explanation: Explanation
    special_case: str | None


class Account:
    """The report of one document. What `before` said of an earlier state that its judge continues is said again."""

    def __init__(self, judge: Judge, before: Account | None = None) -> None:
        self.judge = judge
        self.diagnosis = Diagnosis()
        self.told: dict[int, Told] = {}
        self.told_before = before.told if before is not None and judge.is_continued else {}
        self.searched_before = before.diagnosis.searched if before is not None and judge.is_continued else {}
        self.forms: dict[int, ClosedForms] = {}
        self.special_cases = SpecialCases(judge, self.forms_in)
        self.amender = Amender(judge.document)

    def forms_in(self, graph: Graph) -> ClosedForms:
        """The closed forms in a graph of this document, which keep what they have found; they keep the graph too."""
        if id(graph) not in self.forms:
            self.forms[id(graph)] = ClosedForms(graph, self.judge.symbols)
        return self.forms[id(graph)]

    def report(self, judged: bool) -> DocumentReport:
        self.judge.refuse_empty_lines()
        judgements = self.judgements(judged)
        if judged:
            self.diagnosis = diagnosed(self.judge, judgements, self.forms_in, self.searched_before)
        selected = tuple(self.formula(j) for j in judgements if self.judge.is_selected(j.entry))
        given = [j.entry for j in judgements if j.verdict is not None or j.reason is not None]
        problems = self.problems(judgements)
        found = Found(self.judge.entries, given if judged else None, selected, problems, self.judge.document)
        formulas, findings = commented(self.judge.comments, self.judge.settings, found)
        self.told_before, self.searched_before = {}, {}  # which hold on to the state before
        return DocumentReport(
            path=self.judge.document.path,
            layer=self.judge.written_epochs[0].layer.standard,
            names=glossary(self.judge.written_epochs, self.judge.survey, self.judge.symbols, self.spots()),
            definitions=self.definition_rows(),
            assumptions=self.document_assumptions(),
            problems=findings,
            formulas=formulas,
            passages=passages(self.judge.document, self.judge.entries),
        )

    def judgements(self, judged: bool) -> list[Judgement]:
        """What became of every entry, where nothing that its text supposes or defines anew leaves it in doubt."""
        judgements = in_doubt_of_definitions(self.judge, self.judge.judgements(judged))
        return tempered(judgements, self.judge.document, self.special_cases)

    def problems(self, judgements: Sequence[Judgement]) -> list[Problem]:
        found = [
            *self.judge.document.problems,
            *self.judge.notes,
            *problems_of(self.judge.parsed, self.judge.written_epochs),
        ]
        found += [
            *self.judge.comments.problems,
            *unheard(self.judge.comments.hints, self.judge.survey, self.judge.written_epochs),
        ]
        found += [p for j in judgements if j.claim for p in noted(j.entry, remarks_of(j))]
        return sorted(dict.fromkeys(found), key=lambda p: (p.start, p.rule, p.message))

    def definition_rows(self) -> tuple[DefinitionRow, ...]:
        rows, spots = self.definitions(), self.spots()
        written = [*(rows[number] for number in sorted(rows)), *self.judge.written_epochs[0].layer.supplied]
        return tuple(
            DefinitionRow(
                d.name,
                self.judge.definition_text(d),
                d.line,
                "document" if d.line is not None else self.origin(d),
                *cell_of(spots.get(d)),
            )
            for d in written
        )

    def definitions(self) -> dict[int, Definition]:
        """By the number of the row that gives it."""
        return {number: d for epoch in self.judge.written_epochs for number, d in epoch.layer.rows.items()}

    def spots(self) -> dict[Definition, Spot]:
        spots = dict(enumerate(entry.spot for entry in self.judge.parsed))
        lines = {entry.start.line: entry.spot for entry in self.judge.parsed}
        return {d: spots.get(number) or lines[d.line or 1] for number, d in self.definitions().items()}

    def origin(self, supplied: Definition) -> str:
        """Where a definition comes from that the document does not write."""
        upstream = self.judge.survey.told.upstream
        return "settings" if upstream is not None and upstream.name == supplied.name else "standard layer"

    def document_assumptions(self) -> tuple[str, ...]:
        layers = [epoch.layer for epoch in self.judge.written_epochs]
        stated = [text for layer in layers for text in (*layer.assumptions, *self.supplied_by(layer))]
        return tuple(dict.fromkeys((*self.judge.stated, *stated)))

    def supplied_by(self, layer: Layer) -> Iterator[str]:
        """What a standard layer supplies, as assumptions; the upstream gradient is none of it."""
        for definition in layer.supplied:
            text = f"${self.judge.definition_text(definition)}$"
            if definition.name in layer.graph.outputs:
                yield f"the output is {text}"
            elif not isinstance(definition.body, Partial):
                yield f"{text}, which nothing defines, is taken from the standard layer {layer.standard or ''}".rstrip()

    # -- one formula ---------------------------------------------------------------------------------------------------

    def formula(self, judgement: Judgement) -> Formula:
        entry, claim, verdict = judgement.entry, judgement.claim, judgement.verdict
        understood = self.understood(judgement)
        plain = Formula(
            id=entry.identity,
            fingerprint=self.fingerprint(judgement),
            line=entry.start.line,
            column=entry.start.column,
            end_line=entry.end.line,
            end_column=entry.end.column,
            latex=entry.latex,
            boxed=entry.row is not None and entry.row.boxed,
            continues=f"f{entry.continues}" if entry.continues is not None else None,
            role=judgement.role,
            understood=understood,
            cell=entry.display.cell,
            cell_line=entry.display.cell_line_at(entry.span[0]),
            assumptions=self.judge.assumptions(claim),
        )
        if judgement.reason is not None:
            return self.undecided(plain, judgement.reason, entry)
        if claim is None or verdict is None:
            return self.with_suspicion(replace(plain, message=judgement.note), entry)
        return self.judged(plain, judgement, claim, verdict)

    def with_suspicion(self, formula: Formula, entry: Entry) -> Formula:
        """A definition with the fault that makes several claims wrong."""
        suspect = self.diagnosis.suspects.get(entry.number)
        if suspect is None:
            return formula
        fault, *_ = suspect.mending.repairs
        text = f"{len(suspect.claims)} claims would be true with another definition: {said(suspect.mending)}"
        return replace(formula, rule=fault.rule, name=fault.name, message=text)

    def judged(self, plain: Formula, judgement: Judgement, claim: Claim, verdict: Verdict) -> Formula:
        told = self.told_of(judgement, claim, verdict)
        explanation = told.explanation
        formula = replace(
            plain,
            verdict=verdict.word,
            reading=(verdict.chosen.reading or None) if verdict.attempts else None,
            second_engine=opinion(verdict, self.judge.upheld) if verdict.word == "correct" else None,
            relations=self.relations(judgement.entry, verdict),
            conditions=explanation.conditions,
            message=explanation.message,
            truth=explanation.truth,
            total=explanation.total,
            counterexample=explanation.counterexample,
            profile=explanation.profile,
            special_case=told.special_case,
        )
        if verdict.reason is not None:
            return self.undecided(formula, verdict.reason, judgement.entry)
        if verdict.word == "wrong":
            formula = replace(formula, rule="BN300", name="wrong")
            formula = self.with_repair(formula, judgement, explanation.alike)
        return self.with_consequence(formula, judgement.entry)

    def told_of(self, judgement: Judgement, claim: Claim, verdict: Verdict) -> Told:
        number = judgement.entry.number
        found = self.told_before.get(number)
        if found is None or not found.judgement.is_as(judgement):
            explanation = explain(claim, verdict, self.forms_in(claim.environment.layer.graph))
            found = Told(judgement, explanation, self.special_cases.of(judgement))
        self.told[number] = found
        return found

    def with_repair(self, formula: Formula, judgement: Judgement, remark: str | None) -> Formula:
        """The formula with the fault that its mending names, in place of the truth, which the mending says; without
        one, with its closed form as the repair.
        """
        entry = judgement.entry
        mending = self.diagnosis.mendings.get(entry.number)
        if entry.number in self.diagnosis.unsearched:
            formula = replace(formula, message=f"{formula.message}; {UNSEARCHED}")
        if mending is None:
            row = with_truth(self.judge, judgement, formula.truth)
            return replace(formula, repair=self.repair(entry, row, ("BN300",), False) if row is not None else None)
        rules = tuple(repair.rule for repair in mending.repairs)
        safe = len(mending.edits) == len(rules) == 1 and not mending.is_on_left and not mending.is_direct
        return replace(
            formula,
            rule=rules[0],
            name=mending.repairs[0].name,
            message="; ".join(filter(None, (said(mending), HELD if mending.is_direct else None, remark))),
            repair=self.repair(entry, mending.row, rules, safe),
        )

    def repair(self, entry: Entry, row: Row, rules: tuple[str, ...], safe: bool) -> Repair:
        latex = self.amender.written(entry, row) or print_latex(row)
        return Repair(latex, rules, safe, self.amender.edits(entry, row))

    def with_consequence(self, formula: Formula, entry: Entry) -> Formula:
        """The formula with whether it follows, and what it owes its error to: if to others, it says only that."""
        found = self.diagnosis.consequences.get(entry.number)
        if found is None:
            return formula
        relations = zip(formula.relations, found.relations, strict=True)
        own = None if found.root_causes and found.note else formula.message
        formula = replace(
            formula,
            follows=found.follows,
            relations=tuple(replace(relation, follows=answer) for relation, answer in relations),
            root_causes=found.root_causes,
            grounds=found.grounds,
            message="; ".join(text for text in (own, found.note) if text) or None,
        )
        return replace(formula, rule="BN399", name="inherited") if found.root_causes else formula

    def relations(self, entry: Entry, verdict: Verdict) -> tuple[Relation, ...]:
        sides = [side for side in (entry.row.sides[1:] if entry.row else ()) if side is not None]
        outcomes = verdict.chosen.outcomes if verdict.attempts else (None,) * len(sides)
        return tuple(Relation(entry.source_of(s), word(o)) for s, o in zip(sides, outcomes, strict=True))

    def understood(self, judgement: Judgement) -> str | None:
        claim = judgement.claim
        number = self.judge.rows.get(judgement.entry.number, -1)
        if claim is not None:
            verdict = judgement.verdict
            settled = verdict is not None and verdict.word == "correct"
            read = verdict.chosen.alternative if verdict is not None and settled else claim.usual
            head, *sides = (self.in_own_places(side) for side in (read.head, *read.sides))
            return latex_of_row(head, tuple(sides), self.judge.symbols)
        if judgement.note == NOTATION and judgement.entry.row is not None:
            return print_latex(judgement.entry.row)
        rows = self.judge.epoch(judgement.entry).layer.rows
        if number in rows:
            return self.judge.definition_text(rows[number])
        return self.expression(judgement.entry) if judgement.role == "expression" else None

    def in_own_places(self, term: Term) -> Term:
        """A term with the element that sums leave out where its author leaves it out: N where that is the last one."""
        if self.judge.survey.left_out != LAST:
            return term
        named = [index for index in free_indices(term) if is_representative(index)]
        return rename(term, {i: Index(self.judge.symbols.length(i.axis), i.axis) for i in named})

    def expression(self, entry: Entry) -> str | None:
        """What asserts nothing is understood all the same, where it can be."""
        if entry.row is None or entry.head is None or entry.row.relations[:-1]:
            return None
        try:
            claim = elaborate(
                replace(entry.row, sides=(entry.row.sides[0],), relations=()), self.judge.environment(entry)
            )
        except NotUnderstood:
            return None
        return latex(claim.usual.head, self.judge.symbols)

    def undecided(self, formula: Formula, reason: Reason, entry: Entry) -> Formula:
        """A formula that is not settled, why, and what its author can do."""
        given = self.judge.settings.layer is not None
        return replace(
            formula,
            verdict="undecided",
            rule=reason.rule,
            name=reason.name,
            message=reason.message,
            advice=(ADVICE_GIVEN_LAYER if given else ADVICE)[reason.rule],
            place=entry.place_of(reason.span) if reason.span else None,
        )

    def fingerprint(self, judgement: Judgement) -> str:
        claim = judgement.claim
        terms = (claim.usual.head, *claim.usual.sides) if claim else ()
        text = "|".join(serialise(normal(term)) for term in terms) or judgement.entry.latex
        return sha256(f"{judgement.role}|{text}".encode()).hexdigest()[:16]


def remarks_of(judgement: Judgement) -> tuple[Remark, ...]:
    """The remarks on the reading in which a claim was judged."""
    verdict, claim = judgement.verdict, judgement.claim
    if verdict is not None and verdict.word == "correct":
        return verdict.chosen.alternative.remarks
    return claim.usual.remarks if claim else ()
