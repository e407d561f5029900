"""The smallest edit of a wrong row after which it is proved: one edit before two, the right side before the left.

Proposals are screened by their exact values on a few batches. Only what the judge then calls correct is offered.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from itertools import islice, permutations, product

from bnderive.closed_form import ClosedForms
from bnderive.closed_form.closed_form import length
from bnderive.diagnose.mending.company import Company
from bnderive.diagnose.mending.idle import has_empty_link, idle
from bnderive.diagnose.mending.lacking import Lacking
from bnderive.diagnose.mending.scopes import Samples, Scope
from bnderive.diagnose.mending.values import MAX_VALUES, Budget, Values, Valuing, alike
from bnderive.diagnose.mending.variants import Edit, Proposals, Variant, Variants, put, put_all
from bnderive.diagnose.mending.whole import edited_rows
from bnderive.elaborate import Claim
from bnderive.elaborate.claims import Setting, taken_apart
from bnderive.elaborate.echo import syntax
from bnderive.elaborate.readings import DIRECT, TOTAL, chained, directly, is_direct_admissible, marked
from bnderive.entries import Entry
from bnderive.errors import Misfit, NotUnderstood
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved
from bnderive.lower import Choices
from bnderive.lower.lower import Lowering
from bnderive.place import Place, deviations_in
from bnderive.records import dataclass
from bnderive.repairs import Repair, repairs
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.handwriting import Writings, writes_roots, writings_in
from bnderive.survey.names import Spelling
from bnderive.survey.ranges import lower_letters
from bnderive.syntax import print_latex
from bnderive.syntax.building import terms_of
from bnderive.syntax.nodes import Addition, BigOperator, Node, Row, Shorthand
from bnderive.syntax.shapes import walk as syntax_walk
from bnderive.terms import Graph, Partial, Sym, Term, normal, rebuild, upstream_name

MAX_PROOFS = 6
MAX_ALLOWANCE = 300_000
ROW = 10  # what it costs to look for parts of a formula in one other row
MAX_NODES = 600
MAX_FOUND = 40
MAX_BORROWED = 80
PRIME = "'"
SYMBOL = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
LAYOUT = frozenset({"\\left", "\\right", "\\frac", "\\cdot"})
SUBSCRIPT = re.compile(r"_(\w|\{[^{}]*\})")


@dataclass(frozen=True, slots=True)
class Mending:
    """A row that is proved, made of a wrong one by some edits; `is_direct` where it is true only with the statistics
    held fixed, as no other row of its document.
    """

    row: Row
    head: Node
    edits: tuple[Edit, ...]
    is_on_left: bool
    is_direct: bool = False

    @property
    def repairs(self) -> tuple[Repair, ...]:
        return tuple(dict.fromkeys(repair for edit in self.edits for repair in edit.repairs))


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends the wrong rows of one document, as far as its `allowance` reaches. `forms` gives the closed forms in a
    graph, `before` what was found of the rows, by their numbers, in a state of the document that this one continues.
    """

    judge: Judge
    forms: Callable[[Graph], ClosedForms]
    before: Mapping[int, Searched] = field(default_factory=dict)
    searched: dict[int, Searched] = field(default_factory=dict)
    samples: Samples = field(default_factory=Samples)
    writings: dict[Spelling, Writings] = field(default_factory=dict)
    allowance: Budget = field(default_factory=lambda: Budget(MAX_ALLOWANCE))

    @property
    def is_exhausted(self) -> bool:
        """Whether the rows that come now are not looked at any more."""
        return self.allowance.left <= 0

    def mended(self, judgement: Judgement) -> Mending | None:
        """The smallest mending of a wrong row; None where none was found."""
        found = self.searched_for(judgement) if not self.is_exhausted else None
        if found is None:
            return None
        self.searched[judgement.entry.number] = found
        self.allowance.spend(found.spent)
        return found.mending

    def searched_for(self, judgement: Judgement) -> Searched | None:
        """What a search finds; what it found before, where nothing that it looked at is another now."""
        claim, entry = judgement.claim, judgement.entry
        if claim is None or entry.row is None or judgement.verdict is None or entry.head is None:
            return None
        if sum(1 for _ in syntax_walk(entry.row)) > MAX_NODES:
            return None
        past = self.before.get(entry.number)
        past = past if past is not None and past.company.judgement.is_as(judgement) else None
        graph = claim.environment.layer.graph
        head, forms = marked(claim.usual.head, TOTAL, graph), self.forms(graph)
        try:
            setting = taken_apart(entry.row, replace(claim.environment, head=entry.head))
            truth = forms.of(head) if past is None else past.truth
        except (NotUnderstood, Misfit, RecursionError):
            return None
        company = Company(self.judge, judgement, self.place(claim, setting, entry, truth))
        if past is not None and company.looks_as(past.company):
            return replace(past, company=company)
        search = self.search(company, claim, setting, truth or head)
        if search is None:
            return None
        mending = search.found()
        return Searched(company, truth, mending, MAX_VALUES - search.budget.left + ROW * len(self.judge.parsed))

    def place(self, claim: Claim, setting: Setting, entry: Entry, truth: Term | None) -> Place:
        """What faults may know of a row: the document's other rows first of all that have its left side."""
        rows = [other.row for other in self.judge.parsed if other.row is not None]
        alike = [o.row for o in self.judge.parsed if o.head == entry.head and o.row not in (None, entry.row)]
        values = [syntax(truth, self.forms(claim.environment.layer.graph).symbols)] if truth is not None else []
        known = (*values, *(other for other in alike if other is not None))
        own = () if entry.row is None else (entry.row,)
        return place_of(claim, setting, (*own, *rows), known, self.written(rows, claim))

    def search(self, company: Company, claim: Claim, setting: Setting, value: Term) -> Search | None:
        """The search of a row whose head has a value; None where no batch tells the two apart."""
        verdict, graph = company.judgement.verdict, claim.environment.layer.graph
        outcomes = verdict.chosen.outcomes if verdict is not None else ()
        wrong = tuple(k for k, outcome in enumerate(outcomes) if not isinstance(outcome, Proved))
        sides = [with_upstream(marked(claim.usual.sides[k], TOTAL, graph), graph) for k in wrong]
        try:
            scope = self.samples.outermost(claim, value, sides)
        except (NotUnderstood, Misfit, RecursionError):
            return None
        return Search(company, self.forms(graph), claim, setting, scope, wrong) if scope is not None else None

    def written(self, rows: Sequence[Row], claim: Claim) -> Writings:
        """How the document writes its names, as the words of a claim are spelled."""
        spelling = claim.environment.layer.vocabulary.survey.spelling
        if spelling not in self.writings:
            known = self.judge.symbols
            self.writings[spelling] = known.writings if spelling == known.spelling else writings_in(rows, spelling)
        return self.writings[spelling]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found of a wrong row: the true value of its head, and its mending. `spent` is what that took of the
    allowance.
    """

    company: Company
    truth: Term | None
    mending: Mending | None
    spent: int


def ranked(found: Iterable[Mending]) -> list[Mending]:
    """The fewest edits first, then what holds no quotient of equals, then the fewest names changed, then the shortest
    formula, then the smallest part of it, then the lowest rule.
    """
    return sorted(islice(found, MAX_FOUND), key=cost)


def cost(mending: Mending) -> tuple[int, int, int, int, int, int, tuple[str, ...]]:
    texts = [(print_latex(edit.old), print_latex(edit.new)) for edit in mending.edits]
    changed = sum(symbols_changed(old, new) for old, new in texts)
    longer = [length(new)[0] - length(old)[0] for old, new in texts]
    rules = tuple(repair.rule for repair in mending.repairs)
    number = sum(len(edit.repairs) for edit in mending.edits)
    size = sum(length(old)[0] for old, _ in texts)
    return number, idle(mending.row), changed, sum(longer), sum(map(abs, longer)), size, rules


def symbols_changed(old: str, new: str) -> int:
    """How many names and marks are new, and how many are gone: these count more, as more is lost than invented."""
    before, after = (Counter(name for name in SYMBOL.findall(text) if name not in LAYOUT) for text in (old, new))
    return 2 * (after - before).total() + 3 * (before - after).total()


@dataclass(frozen=True, slots=True)
class Way:
    """One reading of the ∂ of a side, and the values of the head that the side must have."""

    valuing: Valuing
    targets: tuple[Values, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """What is known of one wrong row: its setting, the cells at which it is valued, which of its sides are wrong."""

    company: Company
    forms: ClosedForms
    claim: Claim
    setting: Setting
    scope: Scope
    wrong: tuple[int, ...]
    budget: Budget = field(default_factory=Budget)
    cells: dict[int, Scope] = field(default_factory=dict)
    known_ways: dict[int, tuple[Way, ...]] = field(default_factory=dict)
    proposals: dict[int, Proposals] = field(default_factory=dict)

    @property
    def judge(self) -> Judge:
        return self.company.judge

    @property
    def judgement(self) -> Judgement:
        return self.company.judgement

    @property
    def place(self) -> Place:
        return self.company.place

    @property
    def graph(self) -> Graph:
        return self.claim.environment.layer.graph

    def lowering(self, side: int) -> Lowering:
        vocabulary, setting = self.claim.environment.layer.vocabulary, self.setting
        return Lowering(vocabulary, Choices(), setting.here, setting.free, side, axes=setting.axes)

    def ways(self, k: int) -> tuple[Way, ...]:
        """The readings of side k: all ∂ total; with statistics held; or each ∂ as it is by itself."""
        if k not in self.known_ways:
            self.known_ways[k] = self.ways_found(k)
        return self.known_ways[k]

    def ways_found(self, k: int) -> tuple[Way, ...]:
        graph, head = self.graph, self.claim.usual.head
        heads = [marked(head, TOTAL, graph)]
        if is_direct_admissible(head, graph):
            heads.append(directly(head, graph))
        totals, *directs = [self.values_of(term) for term in dict.fromkeys(heads)]
        targets = tuple(values for values in (totals, *directs) if values is not None)
        side, valuing = self.claim.usual.sides[k], Valuing(self.lowering(k + 1), self.totally, self.budget)
        if self.totally(side) == self.locally(side):
            return (Way(valuing, targets),)
        return Way(valuing, targets[:1]), Way(valuing.reading(self.locally), targets)

    def totally(self, term: Term) -> Term:
        return with_upstream(marked(term, TOTAL, self.graph), self.graph)

    def locally(self, term: Term) -> Term:
        return with_upstream(chained(term, DIRECT, self.graph), self.graph)

    def values_of(self, term: Term) -> Values | None:
        """The values of a head, by its closed form where there is one: what is short is soon valued."""
        try:
            short = self.forms.of(term) or term
        except (NotUnderstood, RecursionError):
            short = term
        return Valuing(self.lowering(0), self.totally).of_term(short, self.scope)

    # -- candidates

    def found(self) -> Mending | None:
        """The first mending that is right, of the earliest stage that has one; of a document that nowhere holds its
        statistics fixed one that does so only where no other is right.
        """
        for stage in self.stages():
            held: Mending | None = None
            for mending in islice(ranked(stage), MAX_PROOFS):
                reading = self.reading_in_which_right(mending)
                if reading is not None and (reading != DIRECT or self.company.is_read_directly):
                    return mending
                held = held or (replace(mending, is_direct=True) if reading is not None else None)
            if held is not None:
                return held
        return None

    def stages(self) -> Iterator[Iterator[Mending]]:
        """All candidates, the smallest first."""
        if self.company.is_doubled:
            yield (mending for mending in self.on_the_left() if mending.head not in self.company.heads)
        yield self.singles()
        if self.has_vectors:
            yield self.borrowed()
        else:
            yield self.on_the_left()
            yield self.borrowed()
            yield self.doubles()
            yield self.completed()
            yield self.on_both_sides() if self.company.is_doubled else iter(())

    @property
    def has_vectors(self) -> bool:
        return self.claim.environment.layer.vocabulary.survey.vectors is not None

    def singles(self) -> Iterator[Mending]:
        """One edit for each wrong side."""
        if self.has_vectors:
            return self.read_whole(right_faults(), self.place)
        sides = [self.single(k, self.all_proposals(k), self.at(k)) for k in self.wrong]
        return self.together([list(islice(variants, MAX_FOUND)) for variants in sides])

    def all_proposals(self, k: int) -> Proposals:
        """What all faults propose in side k."""
        return self.proposals.setdefault(k, Proposals(right_faults()))

    def read_whole(self, faults: Sequence[Repair], place: Place) -> Iterator[Mending]:
        """One edit of a row with vectors, which is read as a whole."""
        found = edited_rows(self.judge, self.judgement, faults, place, self.scope.cells)
        return (Mending(row, self.setting.head, (edit,), False) for row, edit in found)

    def single(self, k: int, proposals: Proposals, place: Place) -> Iterator[Variant]:
        """The variants of side k that have the values of the head: at one cell, and then at all of them."""
        side = self.setting.sides[k]
        for way in self.ways(k):
            near = self.telling(way, side)
            cell = self.cells.setdefault(near, self.scope.at(near))
            variants = Variants(way.valuing, proposals).of(side, cell, place)
            targets = {target[near : near + 1]: target for target in way.targets}
            for variant in variants:
                found = [target for one, target in targets.items() if alike(variant.values, one)]
                if found and self.is_met(way, put_all(side, variant.edits), found):
                    yield variant

    def telling(self, way: Way, side: Node) -> int:
        """The number of the first cell at which a side has not the value of the head, if there is one."""
        values = way.valuing(side, self.scope) or ()
        cells = zip(values, *way.targets, strict=True) if values else ()
        return next((place for place, (value, *wanted) in enumerate(cells) if value not in wanted), 0)

    def is_met(self, way: Way, side: Node, targets: Sequence[Values]) -> bool:
        values = way.valuing(side, self.scope)
        return any(alike(values, target) for target in targets)

    def borrowed(self) -> Iterator[Mending]:
        """What takes a second look, where only one side is wrong: factors of other rows, and terms that are lacking."""
        faults = [fault for fault in right_faults() if fault.looks_twice]
        if len(self.wrong) != 1:
            return iter(())
        (k,) = self.wrong
        letters = (*self.place.free, *bound_in(self.setting.sides[k]))
        factors = under(letters, self.company.factors, self.place)
        place = replace(self.at(k), factors=factors, is_last=True)
        if self.has_vectors:
            return self.read_whole(faults, place)
        lacking = self.lacking(k)
        if lacking is not None:
            place = replace(place, lacking=tuple(lacking.of(self.setting.sides[k], self.company)))
        return self.together([list(islice(self.single(k, Proposals(faults), place), MAX_FOUND))])

    def completed(self) -> Iterator[Mending]:
        """The closed form of what the only wrong side lacks, added to it."""
        lacking = self.lacking(self.wrong[0]) if len(self.wrong) == 1 else None
        if lacking is None:
            return iter(())
        (k,) = self.wrong
        place = replace(self.at(k), lacking=tuple(lacking.by_difference(self.setting.sides[k])), terms=())
        faults = [fault for fault in right_faults() if fault.looks_twice and place.lacking]
        return self.together([list(islice(self.single(k, Proposals(faults), place), MAX_FOUND))])

    def lacking(self, k: int) -> Lacking | None:
        """What side k lacks, every ∂ read as a total one."""
        (way, *_) = self.ways(k)
        head = marked(self.claim.usual.head, TOTAL, self.graph)
        return Lacking(head, way.targets[0], way.valuing, self.scope, self.forms, self.place) if way.targets else None

    def at(self, k: int) -> Place:
        return replace(self.place, side=self.setting.sides[k])

    def doubles(self) -> Iterator[Mending]:
        """Two edits of the wrong side, where only one is wrong."""
        if len(self.wrong) != 1:
            return
        (k,) = self.wrong
        for way in self.ways(k):
            variants = Variants(way.valuing, self.all_proposals(k))
            for target in way.targets:
                found = variants.pairs(self.setting.sides[k], self.scope, self.at(k), target)
                yield from self.together([list(islice(found, MAX_FOUND))])

    def together(self, found: list[list[Variant]]) -> Iterator[Mending]:
        """The row with a variant of each of its wrong sides."""
        row = self.judgement.entry.row
        if row is None:
            return
        for chosen in product(*found):
            edits = tuple(edit for variant in chosen for edit in variant.edits)
            if len(chosen) > 1 and adds_twice(edits):
                continue
            changed = put_all(row, edits)
            if isinstance(changed, Row) and changed != row:
                yield Mending(changed, self.setting.head, edits, False)

    def on_the_left(self) -> Iterator[Mending]:
        """Another left side, where the row has one of its own and its right sides agree."""
        for way in self.ways(0):
            right = way.valuing(self.setting.sides[0], self.scope)
            if right is None or not any(right):
                continue  # what is zero is worth many a derivative
            for variant in self.lefts(way):
                if alike(variant.values, right):
                    yield from self.with_left(variant)

    def lefts(self, way: Way) -> tuple[Variant, ...]:
        """Other left sides, where the row has a derivative of its own there; another name would be another claim."""
        row, head = self.judgement.entry.row, self.judgement.entry.head
        if row is None or head is None or all(node is not head for node in syntax_walk(row)) or self.is_definition:
            return ()
        letters = tuple(dict.fromkeys(letter for side in self.setting.sides for letter in self.place.letters(side)))
        place = replace(self.place, free=tuple(dict.fromkeys((*self.place.free, *letters))))
        faults = [fault for fault in repairs() if fault.on_left]
        return (
            Variants(way.valuing, Proposals(faults)).of(head, self.scope, place)
            if read_derivative(head) is not None
            else ()
        )

    def with_left(self, left: Variant, *rights: Edit) -> Iterator[Mending]:
        """The row with another left side, and with some edits on the right."""
        row, head = self.judgement.entry.row, self.judgement.entry.head
        (edit,) = left.edits
        changed: Node | None = row
        for each in (edit, *rights):
            changed = put(changed, each.old, each.new) if changed is not None else None
        if isinstance(changed, Row) and changed != row and head is not None:
            yield Mending(changed, put(head, edit.old, edit.new), (edit, *rights), True)

    def on_both_sides(self) -> Iterator[Mending]:
        """A left side that no other row has, and one edit of the only right side that loses or adds nothing large."""
        if len(self.setting.sides) != 1:
            return
        faults = [fault for fault in right_faults() if not fault.looks_twice]
        for way in self.ways(0):
            rights = Variants(way.valuing, Proposals(faults)).of(self.setting.sides[0], self.scope, self.at(0))
            for left in self.lefts(way):
                for right in rights if any(left.values) else ():
                    if alike(right.values, left.values):
                        found = self.with_left(left, *right.edits)
                        yield from (mending for mending in found if mending.head not in self.company.heads)

    @property
    def is_definition(self) -> bool:
        return self.judgement.role == "definition"

    # -- proof

    def reading_in_which_right(self, mending: Mending) -> str | None:
        """How the mended row is usually read where it is proved; None where it is not, or repeats its left side."""
        row = self.judgement.entry.row
        if row is not None and has_empty_link(mending.row, row, self.graph, self.place.spelling):
            return None
        try:
            verdict = self.judge.proved(self.judgement, mending.row, mending.head)
        except (NotUnderstood, Misfit):
            return None
        if verdict is None:
            return None
        alternative = verdict.chosen.alternative
        is_empty = any(normal(side) == normal(alternative.head) for side in alternative.sides)
        return None if is_empty else verdict.chosen.reading or TOTAL


def with_upstream(term: Term, graph: Graph) -> Term:
    """The term with ∂L/∂y of an output written as the array that it is: that is soon valued."""
    match term:
        case Partial(Sym(name, ()), by) if graph.is_opaque_loss(name) and by.name in graph.outputs:
            if not any(graph.reaches(by.name, other) for other in graph.outputs if other != by.name):
                return Sym(upstream_name(name, by.name), by.indices)
    return rebuild(term, lambda part: with_upstream(part, graph))


def adds_twice(edits: Sequence[Edit]) -> bool:
    """Whether two edits add the same terms: that keeps two sides equal, and says nothing of either."""
    added = [terms_of(edit.new)[len(terms_of(edit.old)) :] for edit in edits]
    return len(set(added)) < len(added) and all(added)


def right_faults() -> list[Repair]:
    return [fault for fault in repairs() if not fault.on_left]


def place_of(
    claim: Claim, setting: Setting, rows: Sequence[Row], values: Sequence[Node], writings: Writings | None = None
) -> Place:
    """What faults may know of a claim: its names, the sums of some rows, the terms of some values of the head, and how
    names are written: as in the first row, else as in the `writings`, which those of all rows are where none are given.
    """
    layer = claim.environment.layer
    vocabulary = layer.vocabulary
    spelling = vocabulary.survey.spelling
    roots = {name.removesuffix("^{2}"): n for name, n in vocabulary.arity.items() if name.endswith("^{2}")}
    return Place(
        spelling=spelling,
        arity={**roots, **vocabulary.arity},
        sizes=vocabulary.sizes,
        statistics=frozenset(name for name, d in layer.graph.definitions.items() if d.is_statistic),
        positive=layer.graph.positive,
        deviations=deviations_in(layer.graph),
        loss=layer.graph.loss or "",
        sums=tuple(node for row in rows for node in syntax_walk(row) if isinstance(node, BigOperator)),
        terms=tuple(dict.fromkeys(term for value in values for term in signed_terms(value))),
        gradients=gradients_in(rows),
        free=tuple(index.name for index in setting.here),
        has_roots=writes_roots(rows),
        writings=writings_in(rows, spelling) if writings is None else {**writings, **writings_in(rows[:1], spelling)},
    )


def gradients_in(rows: Sequence[Row]) -> tuple[Shorthand, ...]:
    """The short names for derivatives in some rows, one for what each begins with."""
    found = (node for row in rows for node in syntax_walk(row) if isinstance(node, Shorthand))
    return tuple({SUBSCRIPT.sub("", node.written): node for node in found}.values())


def signed_terms(node: Node) -> tuple[tuple[str, Node], ...]:
    """The terms of the longest sum in a node, with the sign before each."""
    sums = [part for part in syntax_walk(node) if isinstance(part, Addition)]
    return terms_of(max(sums, key=lambda part: len(part.terms))) if sums else ()


def bound_in(node: Node) -> tuple[str, ...]:
    """The letters that sums in a node bind."""
    sums = (part for part in syntax_walk(node) if isinstance(part, BigOperator) and part.lower is not None)
    return tuple(dict.fromkeys(letter for part in sums for letter in lower_letters(part.lower or part)))


def under(letters: Sequence[str], factors: Sequence[Node], place: Place) -> tuple[Node, ...]:
    """The factors under some letters, the first ones: each index of theirs may be any of these."""
    found: dict[Node, None] = {}
    for factor in factors:
        own = place.letters(factor)
        for others in permutations(dict.fromkeys(letters), len(own)) if len(own) < 3 else ():
            found[turned(factor, own, others, place)] = None
    return tuple(islice(found, MAX_BORROWED))


def turned(factor: Node, own: Sequence[str], others: Sequence[str], place: Place) -> Node:
    """A factor with other letters in the place of its own, all at once."""
    for k, old in enumerate(own):
        factor = place.renamed(factor, old, f"{old}{PRIME * (k + 1)}")
    for k, (old, new) in enumerate(zip(own, others, strict=True)):
        factor = place.renamed(factor, f"{old}{PRIME * (k + 1)}", new)
    return factor
