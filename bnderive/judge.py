"""One document from its entries to its judgements: survey, layer, claims and verdicts, in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction as Rational
from functools import cached_property

from bnderive.abbreviations import with_abbreviations
from bnderive.configuration import Comments, read_comments
from bnderive.conventions import conventional
from bnderive.elaborate import Claim, Environment, Supposition, Views, at_values, elaborate
from bnderive.elaborate.echo import Symbols, latex_of_row
from bnderive.elaborate.layouts import with_layout, with_other_layout, without_guesses
from bnderive.elaborate.readings import DIRECT, TOTAL
from bnderive.entries import Displays, Entry, read_displays, read_entries, with_own_notation, with_sums
from bnderive.epochs import Epoch, read_epochs, say_the_same
from bnderive.errors import InternalError, NotUnderstood, Reason, UsageError
from bnderive.ingredients import inputs_of
from bnderive.judgement import NOTATION, Judgement
from bnderive.kernel.kernel import Equation, Proved, Refuted
from bnderive.layer import Layer, Rows, is_condition, namings, values_of_parameters
from bnderive.layers import standard_layer
from bnderive.one_layout import disagreeing
from bnderive.records import dataclass
from bnderive.second import Outcome as Opinion
from bnderive.settings import Settings
from bnderive.shorthand import spelled_out
from bnderive.source.model import Document
from bnderive.surroundings import (
    OPEN,
    changed_by,
    is_denied,
    is_special_size,
    is_told,
    layout_told,
    leads_for_certain,
    read_surroundings,
    speaks_of_one_hot,
)
from bnderive.survey import Survey, survey
from bnderive.survey.convention import STATED
from bnderive.survey.handwriting import as_written, writings_in
from bnderive.survey.hints import read_hints
from bnderive.survey.slopes import slopes_of
from bnderive.survey.survey import counted_through, defined_name, unboxed, uses_in
from bnderive.syntax.nodes import Identifier, Node, Number, Row
from bnderive.terms import (
    AXIS,
    ONE,
    ZERO,
    Definition,
    Delta,
    Index,
    Partial,
    Sym,
    free_indices,
    is_representative,
    names_of,
    walk,
)
from bnderive.uphold import uphold
from bnderive.verdict import Outcome, Verdict, attempted, decide, decide_for_certain

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
OUTSIDE = Reason(
    "BN237",
    "supposition",
    "it was found to fail only where something is not positive that the document says is: write that into the rows "
    "before it, or give it as an assumption",
)
ANEW = Reason(
    "BN237",
    "supposition",
    "it differs from the definition of that name, which words before it (“now”, “instead”) may change; "
    "write “let” or `:=` where it does",
)
NOW = re.compile(
    r"\b(now|henceforth|hereafter|from here on|from (this point|then) on|redefin\w*|instead|switch\w*|chang\w*"
    r"|rest of|remainder|alternatively)\b",
    re.IGNORECASE,
)
TRUE_AT_VALUES = (
    "it is true where what the text before it supposes is put in, but the words may say more, or not speak of this row"
)
OPEN_AT_VALUES = "it was not proved, neither as it stands nor where what the text before it supposes is put in"
NEVER: Supposition = ("=", ZERO, ONE)
SUPPOSED = "read as given: it speaks of inputs that nothing defines, and what follows about them is judged under it"
MET = "read as given: what the standard layer supplies for it is so"
CONTRADICTED = Reason(
    "BN236",
    "missing-definition",
    "it speaks of what nothing defines, and what the standard layer supplies for that was not found to be so",
)
SEVERAL_LAYERS = Reason(
    "BN238",
    "several-layers",
    "it rests on definitions that the document leaves out, and the ways to supply them do not agree on it",
)

STATES = 64  # after which what is known of graphs is let go, since every state adds to it
PIECE = "a numbered piece of the gradient by ${}$, which is read as its author defines it"


@dataclass(frozen=True, slots=True)
class Known:
    """The verdict on a claim that an entry makes."""

    entry: Entry
    claim: Claim
    verdict: Verdict


class Judge:
    """Everything that is known about one document; computed once, when first asked for."""

    def __init__(self, document: Document, settings: Settings, claims: int = 0, before: Judge | None = None) -> None:
        """`claims` of the last rows only claim, even where they look like a definition. What an earlier state of the
        document, that of the judge `before`, has in common with this one is taken over from there.
        """
        self.document = document
        self.comments = read_comments(document)
        self.settings = with_known_layer(settings.over(self.comments.settings).over(settings.project), self.comments)
        self._read(before.displays if before is not None else ())
        self._look_over(claims)
        self.epochs = self.written_epochs = read_epochs(self.parsed, self.source)
        self.rows = {entry.number: k for k, entry in enumerate(self.parsed)}
        self.views = Views(slopes_of(self.source.rows, self.survey))
        self.upheld: dict[Equation, Opinion] = {}
        self.upheld_before: Mapping[Equation, Opinion] = {}
        self.known: list[Known] = []
        self.known_before: dict[int, list[Known]] = {}
        self.states = 1
        if before is not None and before.states < STATES and self.continues(before):
            self.take_over(before)

    def _read(self, before: Displays) -> None:
        """The entries, and what the document says of their notation. `before` are the displays of an earlier state."""
        self.hints = read_hints(self.settings)
        spelled = with_abbreviations(self.document)
        self.displays = read_displays(spelled, before)
        written, self.notes = read_entries(spelled, self.displays)
        read, self.introducing = with_own_notation(written)
        self.spelled = spelled_out(conventional(read, self.hints.loss), self.document, self.hints)
        self.entries = with_sums(self.spelled.entries)
        self.stated = (STATED,) * (self.entries is not self.spelled.entries)
        self.parsed = tuple(entry for entry in self.entries if entry.row is not None)

    def _look_over(self, claims: int) -> None:
        """What the rows say together: which of them only suppose something, and what every name is."""
        rows = [entry.row for entry in self.parsed if entry.row is not None]
        self.surroundings = read_surroundings(self.entries)
        hypotheses = frozenset(k for k, entry in enumerate(self.parsed) if entry.number in self.surroundings.supposed)
        claiming = frozenset(range(len(rows) - claims, len(rows)))
        first = survey(rows, hypotheses, self.hints, self.spelled.d_means)
        supposed = frozenset(k for k in hypotheses if not is_special_size(rows[k]) or names_size(rows[k], first))
        supposed -= namings(rows, supposed, first)
        supposed |= values_of_parameters(rows, first) - claiming
        self.supposed = frozenset(self.parsed[k].number for k in supposed)
        self.surroundings = read_surroundings(self.entries, self.supposed)
        apart = supposed | claiming | {k for k, entry in enumerate(self.parsed) if entry.number in self.spelled.rules}
        found = first if apart == hypotheses else survey(rows, apart, self.hints, self.spelled.d_means)
        self.source = self._laid_out(rows, found, apart)
        self.survey = self.source.survey
        spelling, sizes = self.survey.spelling, {axis: self.size_letter(axis) for axis in self.survey.axes.names}
        self.symbols = Symbols(self.size_letter(AXIS), sizes, writings_in(rows, spelling), spelling)

    def _laid_out(self, rows: list[Row], found: Survey, apart: frozenset[int]) -> Rows:
        """The rows in the layout of Jacobians that is asked for, told, or found."""
        text = " ".join(display.before for display in self.document.displays)
        unread = tuple(entry.latex for entry in self.entries if entry.row is None)
        lines, heads = [entry.start.line for entry in self.parsed], [entry.head for entry in self.parsed]
        source = Rows(rows, lines, found, apart, bool(self.settings.strict), self.settings.layer, text, unread)
        return with_layout(source, heads, self.settings.layout or layout_told(text))

    @property
    def is_continued(self) -> bool:
        return self.states > 1

    def continues(self, before: Judge) -> bool:
        """Whether all that rows are judged by is as it was, so that a row which is as it was is judged as it was."""
        epochs = ((self.epochs, before.epochs), (self.unguessed, before.unguessed), (self.turned, before.turned))
        if any(epoch.layer.graph.is_deep for now, _ in epochs for epoch in now):
            return False
        return self.bearings == before.bearings and all(say_the_same(now, then) for now, then in epochs)

    @property
    def bearings(self) -> tuple[object, ...]:
        """What else than definitions bears on how a row is judged, and stands outside it."""
        spelled = (self.spelled.d_means, self.spelled.rules, self.spelled.pieces, self.introducing)
        words = (self.supposed, self.surroundings, self.survey, self.views.slopes, self.one_hot, self.positive)
        return (self.settings, self.rows, *spelled, *words, self.symbols, as_written(self.symbols.writings))

    def take_over(self, before: Judge) -> None:
        """The layers and rows of an earlier state, so that what is known of them still is, and what it judged. Where
        definitions are written now only `written_epochs` tell.
        """
        self.states = before.states + 1
        self.entries = tuple(entry.like(before.entries) for entry in self.entries)
        self.parsed = tuple(entry for entry in self.entries if entry.row is not None)
        self.epochs, self.unguessed, self.turned = before.epochs, before.unguessed, before.turned
        self.views, self.symbols, self.upheld_before = before.views, before.symbols, before.upheld
        for known in before.known:
            self.known_before.setdefault(known.entry.number, []).append(known)

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

    def refuse_empty_lines(self) -> None:
        """A line that was asked for and holds no formula. Raises UsageError, which names the nearest."""
        path = self.document.path
        for line in (line for name, line in self.settings.lines if name == path):
            if not any(entry.start.line <= line <= entry.end.line for entry in self.entries):
                nearest = min((entry.start.line for entry in self.entries), key=lambda n: abs(n - line), default=None)
                hint = f"the nearest is on line {nearest}" if nearest is not None else "the document has none"
                raise UsageError(f"{path}: no formula on line {line}; {hint}")

    def definition_text(self, definition: Definition) -> str:
        return latex_of_row(Sym(definition.name, definition.indices), (definition.body,), self.symbols)

    def assumptions(self, claim: Claim | None) -> tuple[str, ...]:
        return tuple(r.text for r in claim.usual.remarks if r.rule is None) if claim else ()

    # -- judging -------------------------------------------------------------------------------------------------------

    def judgements(self, judged: bool) -> list[Judgement]:
        """One for every entry. The reading that some claim of the document needs is named where
        several hold.
        """
        return self.verdicts if judged else [self.elaborated(entry, ()) for entry in self.entries]

    @cached_property
    def verdicts(self) -> list[Judgement]:
        """Every entry judged, once however many ask: the report and the opinion on an explicit batch do."""
        decided = in_one_layout(list(self.decided()))
        self.uphold((j.entry, j.verdict) for j in decided if j.verdict)
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
            claim, verdict = self.at_supposed_values(entry, claim, self.judged(entry, claim))
            if is_told(entry) and is_about_stand_ins(claim, self.survey):
                yield as_the_layer_has_it(judgement, verdict)
            elif verdict.word == "wrong" and is_about_inputs(claim) and is_told(entry):
                usual = claim.usual
                if not is_denied(entry):
                    constraints += tuple(("=", usual.head, side) for side in usual.sides)
                yield Judgement(entry, "condition", note=SUPPOSED)
            else:
                yield replace(judgement, claim=claim, verdict=verdict)

    def judged(self, entry: Entry, claim: Claim) -> Verdict:
        """The verdict on a claim that no guess of ours could change."""
        past = self.known_before.get(entry.number, [])
        found = next((known for known in past if known.claim == claim and known.entry.reads_as(entry)), None)
        if found is None:
            verdict = self.agreed(entry, claim, self.surely(entry, claim, self.verdict(entry, claim)))
            found = Known(entry, claim, verdict)
        self.known.append(found)
        return found.verdict

    def at_supposed_values(self, entry: Entry, claim: Claim, verdict: Verdict) -> tuple[Claim, Verdict]:
        """A claim with its verdict. One that is open and that words put under ε = 0 is judged with that put in, and
        accepted where they say nothing else; its reason says what is missing.
        """
        told = at_values(claim) if verdict.word == "undecided" else None
        if told is None:
            return claim, verdict
        found = self.judged(entry, told)
        if found.word == "correct" and self.is_led_to_for_certain(entry):
            return told, found
        text = TRUE_AT_VALUES if found.word == "correct" else OPEN_AT_VALUES
        return claim, replace(verdict, reason=Reason("BN237", "supposition", text))

    def is_led_to_for_certain(self, entry: Entry) -> bool:
        """Whether everything that a row stands under is said right before it, and nothing else is."""
        under = self.surroundings.under.get(entry.number, ())
        return OPEN not in under and all(
            leads_for_certain(self.entries, self.supposed, number, entry) for number in under
        )

    def verdict(self, entry: Entry, claim: Claim) -> Verdict:
        """The verdict on a claim as it stands; one that may be of one case of its indices is judged in either."""
        pair = self.surroundings.raised.get(entry.number)
        if pair is None and entry.number in self.surroundings.hinted:
            pair = compared(claim)
        verdict = decide_for_certain(claim, Index(pair[0]), Index(pair[1])) if pair else decide(claim)
        if verdict.word == "wrong" and entry.number in self.surroundings.held and self.holds_where_held(entry, claim):
            return replace(verdict, word="undecided", reason=HELD)
        if verdict.word == "wrong" and self.fails_outside(verdict):
            return replace(verdict, word="undecided", reason=OUTSIDE)
        if verdict.word == "wrong" and self.may_define_anew(entry):
            return replace(verdict, word="undecided", reason=ANEW)
        return verdict

    @cached_property
    def positive(self) -> frozenset[str]:
        """The names that some row says are greater than 0, be it once and in passing."""
        said = [entry.row.sides for entry in self.parsed if entry.row is not None and entry.row.relations == (">",)]
        lefts = [left for left, right in said if left is not None and isinstance(right, Number) and right.text == "0"]
        return frozenset(use.name for left in lefts for use in uses_in(left, self.survey.spelling))

    def fails_outside(self, verdict: Verdict) -> bool:
        """Whether the batch on which a claim fails is none of those that the document speaks of."""
        values = verdict.chosen.refutation.point.values.items() if self.positive else ()
        return any(name in self.positive and isinstance(v, Rational) and v <= 0 for (name, _), v in values)

    def may_define_anew(self, entry: Entry) -> bool:
        """Whether a row is about a name that is defined, right after a “now”."""
        use = defined_name(entry.row, self.survey.spelling) if entry.row is not None else None
        names = self.epoch(entry).layer.graph.definitions
        return use is not None and use.name in names and NOW.search(entry.display.before[-60:]) is not None

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

    def proved(self, judgement: Judgement, row: Row, head: Node) -> Verdict | None:
        """The verdict on another row in the place of a judged one, if it is correct as it is usually read. Refutes
        nothing, and so costs less than to judge it. Raises NotUnderstood.
        """
        claim = self.elaborated_again(judgement, row, head)
        if not any(attempt.is_proved for attempt in attempted(claim.usual, claim, "")):
            return None
        verdict = self.retried(judgement, row, head)
        if verdict.word != "correct" or not verdict.chosen.alternative.is_usual:
            return None
        self.uphold([(judgement.entry, verdict)])
        return verdict

    def uphold(self, judged: Iterable[tuple[Entry, Verdict]]) -> None:
        """Holds what was proved against the second engine, unless the kernel is trusted alone. Raises InternalError."""
        if self.settings.trust != "kernel":
            lines = ((entry.start.line, verdict) for entry, verdict in judged)
            self.upheld |= uphold(self.document.path, lines, self.upheld_before)

    def retried(self, judgement: Judgement, row: Row, head: Node) -> Verdict:
        """The verdict on another row, or another head, in the place of a judged one. Raises NotUnderstood."""
        entry = replace(judgement.entry, row=row, head=head)
        claim = self.elaborated_again(judgement, row, head)
        return self.judged(entry, claim)

    def elaborated_again(self, judgement: Judgement, row: Row, head: Node) -> Claim:
        """The claim of another row in the environment of a judged one. Raises NotUnderstood."""
        if judgement.claim is None:
            raise InternalError("only a claim can be tried again")
        layer = self.epoch(judgement.entry).layer
        environment = replace(judgement.claim.environment, layer=layer, head=head)
        return self.views.of(elaborate(row, environment), self.rows[judgement.entry.number])

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
        if changing := changed_by(entry):
            text = f"the words “{changing}” before it may change what the formula says; write it in mathematics"
            return Judgement(entry, role, reason=Reason("BN210", "not-understood", text))
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
        return Environment(self.epoch(entry).layer, entry.head, cases, (*constraints, *supposed), self.one_hot)

    @cached_property
    def one_hot(self) -> bool:
        """Whether its readers are told that targets are one-hot; a comment tells them nothing."""
        return speaks_of_one_hot(self.document.visible)

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


def in_one_layout(judgements: Sequence[Judgement]) -> list[Judgement]:
    """The judgements, those undecided that are proved but not all in one layout of Jacobians."""
    judged = {k: (j.claim, j.verdict) for k, j in enumerate(judgements) if j.claim and j.verdict}
    found = disagreeing(judged, {k: judgements[k].entry.spot for k in judged})
    return [replace(j, verdict=found.get(k, j.verdict)) for k, j in enumerate(judgements)]


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


def is_about_stand_ins(claim: Claim, survey: Survey) -> bool:
    """Whether a claim speaks of inputs, and of what was supplied only to say what such inputs are like: t of the
    author, made of an ω that the document does not know.
    """
    graph = claim.environment.layer.graph
    nodes = [node for side in (claim.usual.head, *claim.usual.sides) for node in walk(side)]
    names = {node.name for node in nodes if isinstance(node, Sym)}
    found = {name: d for name in names if (d := graph.definition(name)) is not None}
    unknown = all(d.line is None and not inputs_of((d.body,), graph) & survey.arity.keys() for d in found.values())
    return bool(found) and unknown and graph.loss not in names and not any(isinstance(n, Partial) for n in nodes)


def as_the_layer_has_it(judgement: Judgement, verdict: Verdict) -> Judgement:
    """What an author says of such inputs: a condition that the layer meets, or one that it may contradict."""
    if verdict.word == "correct":
        return Judgement(judgement.entry, "condition", note=MET)
    return replace(judgement, claim=None, reason=CONTRADICTED)


def is_repeated(claim: Claim, constraints: tuple[Supposition, ...]) -> bool:
    """Whether a claim only says again what is supposed already."""
    usual = claim.usual
    return bool(usual.sides) and all(("=", usual.head, side) in constraints for side in usual.sides)


def preferring(claim: Claim, verdict: Verdict) -> Verdict:
    """The same verdict, told in the direct reading where that is one of those that settle it."""
    if verdict.word != "correct":
        return replace(verdict, attempts=tuple(sorted(verdict.attempts, key=lambda attempt: attempt.rank(DIRECT))))
    return decide(claim, DIRECT) if verdict.chosen.reading == TOTAL else verdict


def word(outcome: Outcome) -> str:
    return "correct" if isinstance(outcome, Proved) else "wrong" if isinstance(outcome, Refuted) else "undecided"
