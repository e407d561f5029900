"""One document from its entries to its report: survey, layer, claims, verdicts and what is said about them, in
order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from bnderive.abbreviations import with_abbreviations
from bnderive.closed_form import ClosedForms
from bnderive.commented import Found, commented
from bnderive.configuration import Comments, read_comments
from bnderive.conventions import conventional
from bnderive.diagnose import explain, inputs_of
from bnderive.elaborate import Claim, Environment, Supposition, Views, elaborate
from bnderive.elaborate.echo import Symbols, latex, latex_of_row
from bnderive.elaborate.layouts import with_layout, with_other_layout, without_guesses
from bnderive.elaborate.readings import DIRECT, TOTAL
from bnderive.entries import Entry, read_entries, with_own_notation, with_sums
from bnderive.epochs import Epoch, read_epochs
from bnderive.errors import NotUnderstood, Reason, UsageError
from bnderive.glossary import glossary
from bnderive.kernel.kernel import Proved, Refuted
from bnderive.layer import Layer, Rows, is_condition, namings, values_of_parameters
from bnderive.layers import standard_layer
from bnderive.lower import Remark
from bnderive.problems import noted, problems_of
from bnderive.report import DefinitionRow, DocumentReport, Formula, Relation
from bnderive.rules import ADVICE
from bnderive.settings import Settings
from bnderive.shorthand import spelled_out
from bnderive.source.model import Document, Problem
from bnderive.surroundings import (
    OPEN,
    is_denied,
    is_special_size,
    is_told,
    layout_told,
    read_surroundings,
    speaks_of_one_hot,
)
from bnderive.survey import Survey, survey
from bnderive.survey.convention import STATED
from bnderive.survey.hints import read_hints
from bnderive.survey.slopes import slopes_of
from bnderive.survey.survey import counted_through, unboxed, uses_in
from bnderive.syntax import print_latex
from bnderive.syntax.nodes import Identifier, Row
from bnderive.terms import (
    AXIS,
    ONE,
    ZERO,
    Definition,
    Delta,
    Graph,
    Index,
    Partial,
    Sym,
    free_indices,
    is_representative,
    names_of,
    normal,
    serialise,
    walk,
)
from bnderive.unheard import unheard
from bnderive.verdict import Outcome, Verdict, decide, decide_for_certain

GUESSED = Reason(
    "BN242",
    "vector-or-scalar",
    "whether it holds depends on whether a parameter is a vector or a \
scalar, which nothing says; write vectors in bold, or their indices",
)
LAID_OUT = Reason(
    "BN242",
    "layout",
    "it fails in numerator layout, in which the Jacobians that it names are read, but \
not in the other; say which their rows are",
)
HELD = Reason(
    "BN237",
    "supposition",
    "it fails as the statistics are defined, but not where they are held fixed, of which the text before it may speak",
)
NEVER: Supposition = ("=", ZERO, ONE)
SUPPOSED = "read as given: it speaks of inputs that nothing defines, and what follows about them is judged under it"
SEVERAL_LAYERS = Reason(
    "BN238",
    "several-layers",
    "it rests on definitions that the document leaves out, and the ways to supply them do not agree on it",
)

NOTATION = "it says what a mark on a name means"
PIECE = "a numbered piece of the gradient by ${}$, which is read as its author defines it"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one entry: its role, its claim where it has one, and the verdict."""

    entry: Entry
    role: str
    claim: Claim | None = None
    verdict: Verdict | None = None
    reason: Reason | None = None
    note: str | None = None


class Judge:
    """Everything that is known about one document; computed once, when first asked for."""

    def __init__(self, document: Document, settings: Settings, claims: int = 0) -> None:
        """`claims` of the last rows only claim, even where they look like a definition."""
        self.document = document
        self.comments = read_comments(document)
        self.settings = with_known_layer(settings.over(self.comments.settings).over(settings.project), self.comments)
        hints = read_hints(self.settings)
        written, self.notes = read_entries(with_abbreviations(document))
        read, self.introducing = with_own_notation(written)
        self.spelled = spelled_out(conventional(read, hints.loss), document, hints)
        self.entries = with_sums(self.spelled.entries)
        self.stated = (STATED,) * (self.entries is not self.spelled.entries)
        self.parsed = tuple(entry for entry in self.entries if entry.row is not None)
        self.surroundings = read_surroundings(self.entries)
        rows = [entry.row for entry in self.parsed if entry.row is not None]
        supposed = frozenset(k for k, entry in enumerate(self.parsed) if entry.number in self.surroundings.supposed)
        claiming = frozenset(range(len(rows) - claims, len(rows)))
        first = survey(rows, supposed, hints, self.spelled.d_means)
        supposed = frozenset(k for k in supposed if not is_special_size(rows[k]) or names_size(rows[k], first))
        supposed -= namings(rows, supposed, first)
        supposed |= values_of_parameters(rows, first) - claiming
        self.supposed = frozenset(self.parsed[k].number for k in supposed)
        self.surroundings = read_surroundings(self.entries, self.supposed)
        apart = supposed | claiming | {k for k, entry in enumerate(self.parsed) if entry.number in self.spelled.rules}
        lines = [entry.start.line for entry in self.parsed]
        found = survey(rows, apart, hints, self.spelled.d_means)
        text = " ".join(display.before for display in document.displays)
        unread = tuple(entry.latex for entry in self.entries if entry.row is None)
        strict = bool(self.settings.strict)
        source = Rows(rows, lines, found, apart, strict, self.settings.layer, text, unread)
        self.source = with_layout(
            source, [entry.head for entry in self.parsed], self.settings.layout or layout_told(text)
        )
        self.survey = self.source.survey
        self.epochs = read_epochs(self.parsed, self.source)
        self.rows = {entry.number: k for k, entry in enumerate(self.parsed)}
        self.symbols = Symbols(self.size_letter(AXIS), sizes={a: self.size_letter(a) for a in self.survey.axes.names})
        self.views = Views(slopes_of(rows, self.survey))
        self.forms: dict[int, ClosedForms] = {}

    def forms_in(self, graph: Graph) -> ClosedForms:
        """The closed forms in a graph of this document, which keep what they have found; they keep the graph too."""
        if id(graph) not in self.forms:
            self.forms[id(graph)] = ClosedForms(graph, self.symbols)
        return self.forms[id(graph)]

    @cached_property
    def unguessed(self) -> tuple[Epoch, ...]:
        """The layers without the guess that a parameter is a vector; none where nothing was guessed."""
        source = without_guesses(self.source)
        return read_epochs(self.parsed, source) if source is not None else ()

    @cached_property
    def turned(self) -> tuple[Epoch, ...]:
        """The layers with the definitions in the other layout of Jacobians; none where no definition holds any."""
        source = with_other_layout(self.source)
        definitions = [d for epoch in self.epochs for d in epoch.layer.rows.values()]
        laid_out = any(len(d.indices) > 1 and any(isinstance(t, Partial) for t in walk(d.body)) for d in definitions)
        return read_epochs(self.parsed, source) if source is not None and laid_out else ()

    def epoch(self, entry: Entry) -> Epoch:
        """The definitions that hold where an entry stands."""
        return self.holding(self.epochs, entry)

    def holding(self, epochs: Sequence[Epoch], entry: Entry) -> Epoch:
        number = self.rows.get(entry.number, 0)
        return [epoch for epoch in epochs if epoch.first <= number][-1]

    def size_letter(self, axis: str) -> str:
        """N where the document uses it for an axis, else its first letter for that, else the name of the axis."""
        letters = self.survey.axes.measures(self.survey.sizes).get(axis, [axis])
        return "N" if "N" in letters else letters[0]

    # -- the report ----------------------------------------------------------------------------------------------------

    def report(self, judged: bool) -> DocumentReport:
        self.refuse_empty_lines()
        judgements = self.judgements(judged)
        selected = tuple(self.formula(j) for j in judgements if self.is_selected(j.entry))
        given = [j.entry for j in judgements if j.verdict is not None or j.reason is not None]
        found = Found(self.entries, given if judged else None, selected, self.problems(judgements))
        formulas, findings = commented(self.comments, self.settings, found)
        return DocumentReport(
            path=self.document.path,
            layer=self.epochs[0].layer.standard,
            names=glossary(self.epochs, self.survey, self.symbols),
            definitions=self.definition_rows(),
            assumptions=self.document_assumptions(),
            problems=findings,
            formulas=formulas,
        )

    def refuse_empty_lines(self) -> None:
        """A line that was asked for and holds no formula. Raises UsageError, which names the nearest."""
        path = self.document.path
        for line in (line for name, line in self.settings.lines if name == path):
            if not any(entry.start.line <= line <= entry.end.line for entry in self.entries):
                nearest = min((entry.start.line for entry in self.entries), key=lambda n: abs(n - line), default=None)
                hint = f"the nearest is on line {nearest}" if nearest is not None else "the document has none"
                raise UsageError(f"{path}: no formula on line {line}; {hint}")

    def problems(self, judgements: Sequence[Judgement]) -> list[Problem]:
        found = [*self.document.problems, *self.notes, *problems_of(self.parsed, self.epochs)]
        found += [*self.comments.problems, *unheard(self.comments.hints, self.survey, self.epochs)]
        found += [p for j in judgements if j.claim for p in noted(j.entry, remarks_of(j))]
        return sorted(dict.fromkeys(found), key=lambda p: (p.start, p.rule, p.message))

    def definition_rows(self) -> tuple[DefinitionRow, ...]:
        rows = {number: d for epoch in self.epochs for number, d in epoch.layer.rows.items()}
        written = [*(rows[number] for number in sorted(rows)), *self.epochs[0].layer.supplied]
        return tuple(
            DefinitionRow(d.name, self.definition_text(d), d.line, "document" if d.line is not None else self.origin(d))
            for d in written
        )

    def origin(self, supplied: Definition) -> str:
        """Where a definition comes from that the document does not write."""
        upstream = self.survey.told.upstream
        return "settings" if upstream is not None and upstream.name == supplied.name else "standard layer"

    def document_assumptions(self) -> tuple[str, ...]:
        layers = [epoch.layer for epoch in self.epochs]
        stated = [text for layer in layers for text in (*layer.assumptions, *self.supplied_by(layer))]
        return tuple(dict.fromkeys((*self.stated, *stated)))

    def supplied_by(self, layer: Layer) -> Iterator[str]:
        """What a standard layer supplies, as assumptions; the upstream gradient is none of it."""
        for definition in layer.supplied:
            text = f"${self.definition_text(definition)}$"
            if definition.name in layer.graph.outputs:
                yield f"the output is {text}"
            elif not isinstance(definition.body, Partial):
                yield f"{text}, which nothing defines, is taken from the standard layer {layer.standard or ''}".rstrip()

    def definition_text(self, definition: Definition) -> str:
        return latex_of_row(Sym(definition.name, definition.indices), (definition.body,), self.symbols)

    # -- judging -------------------------------------------------------------------------------------------------------

    def judgements(self, judged: bool) -> list[Judgement]:
        """One for every entry. The reading that some claim of the document needs is named where
        several hold.
        """
        return self.verdicts if judged else [self.elaborated(entry, ()) for entry in self.entries]

    @cached_property
    def verdicts(self) -> list[Judgement]:
        """Every entry judged, once however many ask: the report and the opinion on an explicit batch do."""
        decided = list(self.decided())
        readings = {j.verdict.chosen.reading for j in decided if j.verdict and j.verdict.word == "correct"}
        if DIRECT not in readings:
            return decided
        return [replace(j, verdict=preferring(j.claim, j.verdict)) if j.claim and j.verdict else j for j in decided]

    def decided(self) -> Iterator[Judgement]:
        """Every entry judged in order; a statement about inputs alone that is no identity is supposed from there on."""
        constraints: tuple[Supposition, ...] = ()
        for entry in self.entries:
            judgement = self.elaborated(entry, constraints)
            if judgement.claim is None:
                yield judgement
                continue
            claim = under_what_concerns(judgement.claim, constraints)
            if is_repeated(claim, constraints):
                yield Judgement(entry, "condition", note=SUPPOSED)
                continue
            verdict = self.agreed(entry, claim, self.surely(entry, claim, self.verdict(entry, claim)))
            if verdict.word == "wrong" and is_about_inputs(claim) and is_told(entry):
                usual = claim.usual
                if not is_denied(entry):
                    constraints += tuple(("=", usual.head, side) for side in usual.sides)
                yield Judgement(entry, "condition", note=SUPPOSED)
            else:
                yield replace(judgement, claim=claim, verdict=verdict)

    def verdict(self, entry: Entry, claim: Claim) -> Verdict:
        """The verdict on a claim as it stands; one that may be of one case of its indices is judged in either."""
        pair = self.surroundings.raised.get(entry.number)
        if pair is None and entry.number in self.surroundings.hinted:
            pair = compared(claim)
        verdict = decide_for_certain(claim, Index(pair[0]), Index(pair[1])) if pair else decide(claim)
        if verdict.word == "wrong" and entry.number in self.surroundings.held and self.holds_where_held(entry, claim):
            return replace(verdict, word="undecided", reason=HELD)
        return verdict

    def holds_where_held(self, entry: Entry, claim: Claim) -> bool:
        """Whether the row of a claim is true where statistics are given arrays, whatever their definitions."""
        layer = with_statistics_held(claim.environment.layer)
        if entry.row is None or layer is claim.environment.layer:
            return False
        try:
            read = elaborate(entry.row, replace(claim.environment, layer=layer))
        except NotUnderstood:
            return False
        return decide(self.views.of(read, self.rows[entry.number])).word == "correct"

    def agreed(self, entry: Entry, claim: Claim, verdict: Verdict) -> Verdict:
        """The verdict where every way to supply what the document leaves out gives the same one."""
        if verdict.word == "undecided":
            return verdict
        if any(self.word_in(rival, entry, claim) != verdict.word for rival in self.epoch(entry).layer.rivals):
            return replace(verdict, word="undecided", reason=SEVERAL_LAYERS)
        return verdict

    def surely(self, entry: Entry, claim: Claim, verdict: Verdict) -> Verdict:
        """A verdict where it rests on no guess: that a parameter is a vector, or how a definition is laid out."""
        if verdict.word == "undecided":
            return verdict
        if self.unguessed:
            second = self.second(entry, claim, self.unguessed)
            if second != verdict.word and not (second == "undecided" and verdict.word == "correct"):
                return Verdict("undecided", verdict.attempts, GUESSED)
        if verdict.word == "wrong" and self.turned and self.second(entry, claim, self.turned) != "wrong":
            return Verdict("undecided", verdict.attempts, LAID_OUT)
        return verdict

    def second(self, entry: Entry, claim: Claim, epochs: Sequence[Epoch]) -> str:
        """The verdict on a claim in other layers; what it supposes is put in the terms of its own layer."""
        if claim.environment.hypotheses:
            return "undecided"
        return self.word_in(self.holding(epochs, entry).layer, entry, claim)

    def word_in(self, layer: Layer, entry: Entry, claim: Claim) -> str:
        """The verdict on the row of a claim with the definitions of another layer."""
        if entry.row is None:
            return "undecided"
        try:
            read = elaborate(entry.row, replace(claim.environment, layer=layer))
            return self.verdict(entry, self.views.of(read, self.rows[entry.number])).word
        except NotUnderstood:
            return "undecided"

    def is_selected(self, entry: Entry) -> bool:
        boxed = entry.row is not None and entry.row.boxed
        return self.settings.selects(self.document.path, entry.start.line, entry.end.line, boxed)

    def elaborated(self, entry: Entry, constraints: tuple[Supposition, ...]) -> Judgement:
        role = self.role(entry)
        if entry.row is None:
            return Judgement(entry, role, reason=entry.reason)
        if entry.number in self.spelled.rules:
            return Judgement(entry, role, note=NOTATION)
        if role == "definition" and (failed := self.epoch(entry).layer.failed.get(self.defined(entry))):
            return Judgement(entry, role, reason=failed)
        sides = [side for side in entry.row.sides[1:] if side is not None]
        if role in {"condition", "expression"} or (role == "definition" and len(sides) < 2) or entry.head is None:
            piece = self.spelled.pieces.get(entry.number) if role == "definition" else None
            return Judgement(entry, role, note=None if piece is None else PIECE.format(piece))
        try:
            claim = elaborate(entry.row, self.environment(entry, constraints))
            claim = self.views.of(claim, self.rows[entry.number])
        except NotUnderstood as error:
            return Judgement(entry, role, reason=error.reason)
        assumed = self.assumptions(claim) if self.settings.strict else ()
        if assumed:
            text = f"it can only be read with an assumption, and none is allowed here: {'; '.join(assumed)}"
            return Judgement(entry, role, reason=Reason("BN260", "assumption", text))
        return Judgement(entry, role, claim)

    def environment(self, entry: Entry, constraints: tuple[Supposition, ...] = ()) -> Environment:
        assert entry.head is not None
        letters = self.survey.spelling.index_letters
        told = self.surroundings.cases.get(entry.number, ())
        apart = [("≠", a, b) for a, b in self.survey.told.apart if not any({a, b} == {c, d} for _, c, d in told)]
        cases = tuple((relation, Index(a), Index(b)) for relation, a, b in (*told, *apart) if {a, b} <= letters)
        under = self.surroundings.under.get(entry.number, ())
        rows = [self.entries[number - 1] for number in under if number != OPEN]
        supposed = tuple(part for row in rows for part in self.supposition(row)) + (NEVER,) * (OPEN in under)
        supposed += (NEVER,) * self.rests_on_inference(entry)
        one_hot = speaks_of_one_hot(self.document.text)
        return Environment(self.epoch(entry).layer, entry.head, cases, (*constraints, *supposed), one_hot)

    def rests_on_inference(self, entry: Entry) -> bool:
        """Whether a row speaks of a name whose definition is only inferred: it may be proved, not called wrong."""
        nodes = [node for node in (entry.head, entry.row) if node is not None]
        inferred = self.epoch(entry).layer.inferred
        return any(use.name in inferred for node in nodes for use in uses_in(node, self.survey.spelling))

    def supposition(self, entry: Entry) -> tuple[Supposition, ...]:
        """What a row supposes, as equations; one that cannot be met where it is not understood."""
        if entry.row is None or entry.head is None:
            return (NEVER,)
        try:
            equations = replace(entry.row, relations=("=",) * len(entry.row.relations))
            usual = elaborate(equations, Environment(self.epoch(entry).layer, entry.head)).usual
        except NotUnderstood:
            return (NEVER,)
        lefts = (usual.head, *usual.sides)
        return tuple(zip(entry.row.relations, lefts, usual.sides, strict=False))

    def role(self, entry: Entry) -> str:
        row = entry.row
        if row is None:
            return "claim"
        named = self.defined(entry) or entry.number in self.introducing | self.spelled.rules
        if named or counted_through(row, self.survey.sizes):
            return "definition"
        if entry.number in self.supposed or (row.relations and is_condition(row, self.survey)):
            return "condition"
        present = sum(side is not None for side in row.sides)
        return "claim" if present > 1 or (present == 1 and row.sides[0] is None) else "expression"

    def defined(self, entry: Entry) -> str:
        """The name that an entry defines, or ''."""
        return self.epoch(entry).layer.names.get(self.rows.get(entry.number, -1), "")

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
            assumptions=self.assumptions(claim),
        )
        if judgement.reason is not None:
            return undecided(plain, judgement.reason, entry)
        if claim is None or verdict is None:
            return replace(plain, message=judgement.note)
        return self.judged(plain, judgement, claim, verdict)

    def judged(self, plain: Formula, judgement: Judgement, claim: Claim, verdict: Verdict) -> Formula:
        explanation = explain(claim, verdict, self.forms_in(claim.environment.layer.graph))
        formula = replace(
            plain,
            verdict=verdict.word,
            reading=(verdict.chosen.reading or None) if verdict.attempts else None,
            relations=self.relations(judgement.entry, verdict),
            conditions=explanation.conditions,
            message=explanation.message,
            truth=explanation.truth,
            total=explanation.total,
            counterexample=explanation.counterexample,
        )
        if verdict.reason is not None:
            return undecided(formula, verdict.reason, judgement.entry)
        return replace(formula, rule="BN300", name="wrong") if verdict.word == "wrong" else formula

    def relations(self, entry: Entry, verdict: Verdict) -> tuple[Relation, ...]:
        sides = [side for side in (entry.row.sides[1:] if entry.row else ()) if side is not None]
        outcomes = verdict.chosen.outcomes if verdict.attempts else (None,) * len(sides)
        return tuple(Relation(entry.source_of(s), word(o)) for s, o in zip(sides, outcomes, strict=True))

    def understood(self, judgement: Judgement) -> str | None:
        claim = judgement.claim
        number = self.rows.get(judgement.entry.number, -1)
        if claim is not None:
            verdict = judgement.verdict
            settled = verdict is not None and verdict.word == "correct"
            read = verdict.chosen.alternative if verdict is not None and settled else claim.usual
            return latex_of_row(read.head, read.sides, self.symbols)
        if judgement.note == NOTATION and judgement.entry.row is not None:
            return print_latex(judgement.entry.row)
        rows = self.epoch(judgement.entry).layer.rows
        if number in rows:
            return self.definition_text(rows[number])
        return self.expression(judgement.entry) if judgement.role == "expression" else None

    def expression(self, entry: Entry) -> str | None:
        """What asserts nothing is understood all the same, where it can be."""
        if entry.row is None or entry.head is None or entry.row.relations[:-1]:
            return None
        try:
            claim = elaborate(replace(entry.row, sides=(entry.row.sides[0],), relations=()), self.environment(entry))
        except NotUnderstood:
            return None
        return latex(claim.usual.head, self.symbols)

    def assumptions(self, claim: Claim | None) -> tuple[str, ...]:
        return tuple(r.text for r in claim.usual.remarks if r.rule is None) if claim else ()

    def fingerprint(self, judgement: Judgement) -> str:
        claim = judgement.claim
        terms = (claim.usual.head, *claim.usual.sides) if claim else ()
        text = "|".join(serialise(normal(term)) for term in terms) or judgement.entry.latex
        return sha256(f"{judgement.role}|{text}".encode()).hexdigest()[:16]


def with_known_layer(settings: Settings, comments: Comments) -> Settings:
    """The settings with the layer under its own name. One that is unknown raises UsageError; in a comment it is left
    out, and told as a problem.
    """
    if settings.layer is None:
        return settings
    try:
        return replace(settings, layer=standard_layer(settings.layer).names[0])
    except UsageError:
        if settings.layer != comments.settings.layer:
            raise
        return replace(settings, layer=None)


def with_statistics_held(layer: Layer) -> Layer:
    """The layer with its statistics as inputs of their own."""
    graph = layer.graph
    held = {
        n: graph.axes(n)
        for n, d in graph.definitions.items()
        if d.is_statistic and not any(isinstance(t, Partial) for t in walk(d.body)) and n != graph.loss
    }
    if not held:
        return layer
    kept = {n: d for n, d in graph.definitions.items() if n not in held}
    return replace(layer, graph=replace(graph, definitions=kept, shapes={**graph.shapes, **held}))


def compared(claim: Claim) -> tuple[str, str] | None:
    """The two letters of a claim such as ∂x_i/∂x_j, where it holds no other and tells no cases apart."""
    terms = (claim.usual.head, *claim.usual.sides)
    letters = sorted(i.name for i in frozenset[Index]().union(*map(free_indices, terms)) if not is_representative(i))
    tells = claim.cases or any(isinstance(node, Delta) for term in terms[1:] for node in walk(term))
    return (letters[0], letters[1]) if len(letters) == 2 and not tells else None


def names_size(row: Row, found: Survey) -> bool:
    """Whether a row `N = 2` speaks of a size of the document."""
    first = unboxed(row.sides[0])
    return isinstance(first, Identifier) and first.text in found.sizes


def remarks_of(judgement: Judgement) -> tuple[Remark, ...]:
    """The remarks on the reading in which a claim was judged."""
    verdict, claim = judgement.verdict, judgement.claim
    if verdict is not None and verdict.word == "correct":
        return verdict.chosen.alternative.remarks
    return claim.usual.remarks if claim else ()


def under_what_concerns(claim: Claim, constraints: tuple[Supposition, ...]) -> Claim:
    """The claim under those constraints only that speak of an input which it depends on."""
    environment = claim.environment
    depends = inputs_of((claim.usual.head, *claim.usual.sides), environment.layer.graph)
    idle = [c for c in constraints if not depends & (names_of(c[1]) | names_of(c[2]))]
    kept = tuple(h for h in environment.hypotheses if h not in idle)
    return replace(claim, environment=replace(environment, hypotheses=kept))


def is_about_inputs(claim: Claim) -> bool:
    """Whether a claim speaks of what nothing defines, and of nothing else: Σ_k t_k = 1."""
    graph = claim.environment.layer.graph
    nodes = [node for side in (claim.usual.head, *claim.usual.sides) for node in walk(side)]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    free = all(graph.definition(name) is None and name != graph.loss for name in names)
    return bool(names) and free and not any(isinstance(node, Partial) for node in nodes)


def is_repeated(claim: Claim, constraints: tuple[Supposition, ...]) -> bool:
    """Whether a claim only says again what is supposed already."""
    usual = claim.usual
    return bool(usual.sides) and all(("=", usual.head, side) in constraints for side in usual.sides)


def preferring(claim: Claim, verdict: Verdict) -> Verdict:
    """The same verdict, told in the direct reading where that is one of those that settle it."""
    if verdict.word != "correct":
        ranked = sorted(verdict.attempts, key=lambda a: (not a.alternative.is_usual, a.reading != DIRECT))
        return replace(verdict, attempts=tuple(ranked))
    return decide(claim, DIRECT) if verdict.chosen.reading == TOTAL else verdict


def undecided(formula: Formula, reason: Reason, entry: Entry) -> Formula:
    return replace(
        formula,
        verdict="undecided",
        rule=reason.rule,
        name=reason.name,
        message=reason.message,
        advice=ADVICE[reason.rule],
        place=entry.place_of(reason.span) if reason.span else None,
    )


def word(outcome: Outcome) -> str:
    return "correct" if isinstance(outcome, Proved) else "wrong" if isinstance(outcome, Refuted) else "undecided"
