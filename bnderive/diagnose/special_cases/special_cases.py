"""The restriction under which a wrong row holds: of the row as it stands, else with one accent put on or taken off.

Only what the kernel proves under a restriction is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice

from bnderive.calculus import resolve
from bnderive.closed_form import ClosedForms
from bnderive.diagnose.mending.variants import Edit, put
from bnderive.diagnose.mending.whole import edits
from bnderive.diagnose.special_cases import (
    coinciding,
    equal_elements,
    own_element,
    small_batch,
    statistics,
    without_epsilon,
)  # fmt: skip
from bnderive.diagnose.special_cases.proof import is_zero_in_truth_only, sentence
from bnderive.diagnose.special_cases.stated import Ground, Restricted, Stated, World, ground_of, stated_in
from bnderive.diagnose.special_cases.worlds import fails, joint, values
from bnderive.elaborate import Claim
from bnderive.elaborate.readings import is_of_end, readings
from bnderive.errors import Misfit, NotUnderstood
from bnderive.exact import Exact
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved
from bnderive.place import Place
from bnderive.records import dataclass
from bnderive.repairs import missing_accent
from bnderive.syntax import print_latex
from bnderive.syntax.nodes import Accented, Row, Scripted
from bnderive.terms import Graph, Partial, Term, normal, walk
from bnderive.verdict import Attempt, Verdict

Restriction = Callable[[Stated], Iterator[Restricted]]
AS_IT_STANDS: tuple[Restriction, ...] = (
    coinciding.restrictions,
    own_element.diagonal,
    own_element.others,
    equal_elements.upstream,
    equal_elements.gains,
    without_epsilon.restrictions,
    statistics.centred,
    statistics.unit_variance,
    small_batch.restrictions,
    equal_elements.vanishing,  # the least that can be said
)
WITH_AN_ACCENT: tuple[Restriction, ...] = (own_element.diagonal, *AS_IT_STANDS[3:6])
MAX_ACCENTS = 6


@dataclass(frozen=True, slots=True)
class SpecialCases:
    """Those of one document. `forms` gives the closed forms in a graph."""

    judge: Judge
    forms: Callable[[Graph], ClosedForms]
    grounds: dict[int, Ground] = field(default_factory=dict)

    def of(self, judgement: Judgement) -> str | None:
        """The first restriction under which a wrong row holds, as a sentence that may follow “true where”."""
        claim, verdict = judgement.claim, judgement.verdict
        if claim is None or verdict is None or verdict.word != "wrong" or supposes(claim):
            return None
        return self.among(claim, as_chosen(verdict), AS_IT_STANDS) or self.with_an_accent(judgement, claim)

    def under(self, judgement: Judgement, restrictions: Sequence[Restriction]) -> str | None:
        """The first of some restrictions under which a wrong row holds without any edit."""
        claim, verdict = judgement.claim, judgement.verdict
        if claim is None or verdict is None or supposes(claim) or not restrictions:
            return None
        return self.among(claim, as_chosen(verdict), restrictions)

    def ground(self, claim: Claim) -> Ground:
        graph = claim.environment.layer.graph
        if id(graph) not in self.grounds:
            self.grounds[id(graph)] = ground_of(self.forms(graph))
        return self.grounds[id(graph)]

    def among(self, claim: Claim, attempts: Sequence[Attempt], order: Sequence[Restriction]) -> str | None:
        """What the first restriction says under which a claim holds in one of its usual readings."""
        found = list(self.told_apart(self.stated(claim, attempts)))
        for restriction in order:
            for stated, fails_jointly in found:
                for restricted in restriction(stated):
                    said = None if restricted.is_joint and fails_jointly else sentence(stated, restricted)
                    if said is not None:
                        note = truth_note(stated) if restriction is own_element.diagonal else None
                        return said if note is None else f"{said}; {note}"
        return None

    def told_apart(self, readings: Iterable[Stated]) -> Iterator[tuple[Stated, bool]]:
        """The readings that have values of their own in the joint world, and whether they fail in it."""
        seen = set[tuple[Exact | None, ...]]()
        for stated in readings:
            world = joint(stated, equal_elements.parameters(stated.ground))
            found = values(stated, world, stated.ground.graph)
            if None in found or found not in seen:
                seen.add(found)
                yield stated, fails(stated, world, stated.ground.graph)

    def stated(self, claim: Claim, attempts: Sequence[Attempt]) -> Iterator[Stated]:
        """The usual readings, with what is not proved of each; a head in its closed form, where it has one."""
        ground = self.ground(claim)
        for attempt in (attempt for attempt in attempts if attempt.alternative.is_usual):
            outcomes = zip(attempt.sides, attempt.outcomes, strict=True)
            wrong = [side for side, outcome in outcomes if not isinstance(outcome, Proved)]
            try:
                head = resolve(ground.forms.of(attempt.head) or attempt.head, ground.source)
                sides = tuple(resolve(side, ground.source) for side in wrong)
            except (NotUnderstood, RecursionError):
                continue
            yield stated_in(ground, head, sides, claim.cases)

    # -- with one accent another

    def with_an_accent(self, judgement: Judgement, claim: Claim) -> str | None:
        for row, edit in islice(self.accented(judgement, claim), MAX_ACCENTS):
            try:
                found = self.judge.elaborated_again(judgement, row, claim.environment.head)
                attempts = unjudged(found)
            except (NotUnderstood, Misfit):
                continue
            if any(not fails(s, World(), s.ground.graph) for s in self.stated(found, attempts)):
                continue  # it is a repair and no special case
            said = self.among(found, attempts, WITH_AN_ACCENT)
            if said is not None:
                return f"{put_on(edit)}, {said}"
        return None

    def accented(self, judgement: Judgement, claim: Claim) -> Iterator[tuple[Row, Edit]]:
        """The row with one accent put on or taken off, where no ∂ but ∂L/∂y stands."""
        row, head = judgement.entry.row, judgement.entry.head
        if (
            row is None
            or head is None
            or any(is_open(node, claim) for side in claim.usual.sides for node in walk(side))
        ):
            return
        vocabulary = claim.environment.layer.vocabulary
        place = Place(vocabulary.survey.spelling, vocabulary.arity)
        for edit in edits(row, (missing_accent.REPAIR,), place):
            changed = put(row, edit.old, edit.new)
            if isinstance(changed, Row):
                yield changed, edit


def as_chosen(verdict: Verdict) -> tuple[Attempt, ...]:
    """The attempts in the reading in which a row is refuted and its true value is said."""
    return tuple(attempt for attempt in verdict.attempts if attempt.reading == verdict.chosen.reading)


def supposes(claim: Claim) -> bool:
    """Whether a claim stands under a supposition that says something: `g_k = g` where g is read as g_k says nothing."""
    return any(normal(left) != normal(right) for _, left, right in claim.environment.hypotheses)


def is_open(node: Term, claim: Claim) -> bool:
    """Whether a node is another derivative than an upstream gradient."""
    graph = claim.environment.layer.graph
    return isinstance(node, Partial) and not (is_of_end(node, graph) and node.by.name in graph.outputs)


def unjudged(claim: Claim) -> list[Attempt]:
    """The readings of a claim as it is usually read, none of its sides proved."""
    usual = claim.usual
    found = readings(usual.head, usual.sides, claim.environment.layer.graph)
    return [Attempt(name, usual, head, sides, (None,) * len(sides)) for name, head, sides in found]


def put_on(edit: Edit) -> str:
    """How an edit of an accent is told."""
    old, new = (node.base if isinstance(node, Scripted) else node for node in (edit.old, edit.new))
    if new == Accented("hat", old):
        return "with the hat put on"
    if old == Accented("hat", new):
        return "with the hat taken off"
    return f"with ${print_latex(edit.new)}$ for ${print_latex(edit.old)}$"


def truth_note(stated: Stated) -> str | None:
    """That the true value is 0 where an upstream gradient is constant, but not the claimed one."""
    ground = stated.ground
    for name, restricted in zip(equal_elements.upstream_names(stated), equal_elements.upstream(stated), strict=True):
        if is_zero_in_truth_only(stated, restricted):
            return f"with a constant ${ground.latex(ground.element(name, ()))}$ the true gradient is 0"
    return None
