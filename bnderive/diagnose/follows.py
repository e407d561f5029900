"""Whether a side follows from what stands before it: equal as it stands, or with earlier claims put in as written.

Only the kernel proves; values at one batch rule out what is not worth a proof. A side that is not shown to follow is
said not to only where there is something that it ought to follow from, and all of that was understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from bnderive.diagnose.chain_rule import chain_rule
from bnderive.diagnose.parentheses import Parenthesised, parenthesised
from bnderive.diagnose.rewriting import Rewriting, slopes_in, with_all
from bnderive.diagnose.steps import Before, Stated, Steps
from bnderive.diagnose.subsets import with_subsets
from bnderive.diagnose.worth import Worths
from bnderive.elaborate import readings
from bnderive.errors import Misfit, NotUnderstood
from bnderive.exact import comparison
from bnderive.judge import Judge
from bnderive.kernel.kernel import Proved, Refuted
from bnderive.records import dataclass
from bnderive.syntax.nodes import Node, Row
from bnderive.terms import Graph, Partial, Term, normal, walk
from bnderive.verdict import proved

MAX_TRIED = 100
MAX_SIDES = 40  # of a row that is read once more, with a pair of parentheses in one of them


@dataclass(frozen=True, slots=True)
class Followed:
    """Whether a side follows, and from what: `before` it, with the claims of the rows `used` put in, and where `factor`
    multiplies a whole sum in the row before. `wrong` are the wrong rows that a side which does not follow stands on.
    """

    answer: bool | None
    before: Before | None = None
    used: tuple[int, ...] = ()
    factor: Node | None = None
    wrong: tuple[int, ...] = ()


NOTHING = Followed(None)


class Argument:
    """The steps of one document, asked one relation at a time."""

    def __init__(self, judge: Judge, steps: Steps) -> None:
        self.judge = judge
        self.steps = steps
        self.worths = Worths()

    def relation(self, row: Stated, k: int) -> Followed:
        """Whether side k of a row follows from what stands before it."""
        is_given = k == 0 and row.is_definition
        if is_given or not row.is_settled or not isinstance(row.outcomes[k], Proved | Refuted):
            return NOTHING
        before = self.before(row, k)
        if before is None:
            return NOTHING
        try:
            return Step(self, row, k, before).answer()
        except RecursionError:  # claims put into claims are nested more deeply than any row may be
            return NOTHING

    def before(self, row: Stated, k: int) -> Sequence[Before] | None:
        """What a side may follow from, the nearest first; None where that was not understood."""
        if k:
            return (Before(row.read.sides[k - 1], row, k - 1),)
        if not self.steps.is_on_its_own(row):
            found = self.steps.continued(row)
            return (found,) if found is not None else None
        same = self.steps.with_same_head(row)
        return same[:1] if isinstance(row.outcomes[k], Proved) else same


@dataclass(slots=True)
class Step:
    """One side and what stands before it. `is_unclear` once something was met that could not be decided; `tried` are
    the terms that it was compared with.
    """

    argument: Argument
    row: Stated
    k: int
    before: Sequence[Before]
    is_unclear: bool = False
    tried: int = 0

    @property
    def graph(self) -> Graph:
        return self.row.graph

    @property
    def side(self) -> Term:
        return self.row.read.sides[self.k]

    @property
    def is_right(self) -> bool:
        return isinstance(self.row.outcomes[self.k], Proved)

    def answer(self) -> Followed:
        known = next((before for before in self.before if self.is_known(before)), None)
        if known is not None:
            return Followed(True, known)
        rules = self.argument.steps.rewritings(self.row)
        found = next(self.found(rules), None)
        return found if found is not None else self.refusal(rules)

    def found(self, rules: Sequence[Rewriting]) -> Iterator[Followed]:
        """Every way in which the side follows, the simplest first."""
        for before in self.before:
            yield from self.from_term(before, before.term, rules)
        if self.is_on_its_own:
            yield from self.from_head(rules)
            yield from self.from_chain_rule(rules)
        for before in self.before if not self.is_right else ():
            yield from self.with_parentheses(before, rules)

    @property
    def is_on_its_own(self) -> bool:
        """Whether the side is the first of a row with a left side of its own."""
        return self.k == 0 and self.argument.steps.is_on_its_own(self.row)

    def is_known(self, before: Before) -> bool:
        """Whether the two are alike, or both are proved equal to the head in the same reading."""
        if normal(before.term) == normal(self.side):
            return True
        source = before.source
        if source is None:
            return self.is_right
        is_right = source.is_settled and isinstance(before.outcome, Proved)
        return self.is_right and is_right and source.reading == self.row.reading

    def from_term(
        self, before: Before, term: Term, rules: Sequence[Rewriting], factor: Node | None = None
    ) -> Iterator[Followed]:
        for changed, used in self.variants(term, rules):
            if self.is_equal(changed, before):
                yield Followed(True, before, rows_of(self.needed(term, used, before)), factor)

    def from_head(self, rules: Sequence[Rewriting]) -> Iterator[Followed]:
        head = self.row.read.head
        for changed, used in self.variants(head, rules):
            if used and (self.keeps_the_value(used) or self.is_equal(changed, None)):
                yield Followed(True, None, rows_of(self.needed(head, used, None)))

    def from_chain_rule(self, rules: Sequence[Rewriting]) -> Iterator[Followed]:
        """A wrong gradient from the chain rule that its author left out, with wrong claims put in."""
        term = None if self.is_right else chain_rule(self.row.read.head, self.graph)
        if term is None or not any(map(self.is_wrong, with_all(term, rules)[1])):
            return
        pairs = read_together(term, self.row.read.head, self.graph)
        if any(isinstance(proved(self.row.claim, one, other), Proved) for one, other in pairs):
            before = Before(term, None, name="the chain rule")
            yield from (found for found in self.from_term(before, term, rules) if found.used)

    def needed(self, term: Term, used: Sequence[Rewriting], before: Before | None) -> Sequence[Rewriting]:
        """Those rewritings without the wrong ones that make no difference to the side."""
        for rule in filter(self.is_wrong, used):
            changed, others = with_all(term, (other for other in used if other is not rule))
            if (before or others) and self.is_equal(changed, before):
                used = others
        return used

    def keeps_the_value(self, used: Sequence[Rewriting]) -> bool:
        """Whether a right side is the head with right claims put in, all in one reading."""
        rows = [self.argument.steps.rows[rule.row] for rule in used]
        return self.is_right and all(row.last_is_right and row.reading == self.row.reading for row in rows)

    def with_parentheses(self, before: Before, rules: Sequence[Rewriting]) -> Iterator[Followed]:
        for changed, read in self.parenthesised(before):
            yield from self.from_term(before, changed, rules, read.factor)

    def parenthesised(self, before: Before) -> Iterator[tuple[Term, Parenthesised]]:
        """The term before, as its row reads with a missing pair of parentheses put in."""
        source = before.source
        row, head = (source.judgement.entry.row, source.judgement.entry.head) if source else (None, None)
        if source is None or row is None or head is None:
            return
        if len(row.sides) > MAX_SIDES:
            self.is_unclear = True
            return
        side = [side for side in row.sides[1:] if side is not None][before.side]
        for read in parenthesised(side):
            edited = replace(row, sides=tuple(read.side if each is side else each for each in row.sides))
            term = self.elaborated(source, edited, head, before.side)
            if term is not None:
                yield term, read

    def elaborated(self, source: Stated, row: Row, head: Node, side: int) -> Term | None:
        try:
            return self.argument.judge.elaborated_again(source.judgement, row, head).usual.sides[side]
        except (NotUnderstood, Misfit):
            return None

    # -- rewriting

    def variants(self, term: Term, rules: Sequence[Rewriting]) -> Iterator[tuple[Term, tuple[Rewriting, ...]]]:
        return with_subsets(term, rules, self.is_wrong)

    def is_wrong(self, rule: Rewriting) -> bool:
        return self.argument.steps.rows[rule.row].last_is_wrong

    # -- deciding

    def is_equal(self, left: Term, before: Before | None) -> bool:
        """Whether the kernel proves a term and the side equal, in some reading of their ∂."""
        self.tried += 1
        if self.tried > MAX_TRIED:
            self.is_unclear = True
            return False
        for one, other in read_together(left, self.side, self.graph):
            if self.differ(one, other, before):
                continue
            outcome = proved(self.row.claim, one, other)
            if isinstance(outcome, Proved):
                return True
            self.is_unclear |= outcome is not None
        return False

    def differ(self, left: Term, right: Term, before: Before | None) -> bool:
        """Whether two terms have different values on the batch of a counterexample that is known already."""
        source = before.source if before is not None else None
        refuted = self.row.refutation or (source.refutation if source is not None else None)
        if refuted is None or refuted.equation.graph is not self.graph:
            return False
        one, other = map(self.argument.worths.of(refuted), (left, right))
        return one is not None and other is not None and comparison(one, other) in {-1, 1}

    # -- where it does not follow

    def refusal(self, rules: Sequence[Rewriting]) -> Followed:
        """That the side does not follow, where it ought to; nothing where that is not clear."""
        fired = self.fired(rules)
        first = next(iter(self.before), None)
        if not (self.is_bound_to_follow or (first is None and fired)):
            return NOTHING
        is_supposing = bool(self.row.claim.environment.hypotheses) and not self.is_told_apart(first, fired)
        if self.is_unclear or is_supposing or self.is_unsettled or self.rests_on_doubt():
            return NOTHING
        wrong = {first.source.number} if first is not None and first.is_wrong and first.source is not None else set()
        return Followed(False, first, wrong=tuple(sorted(wrong)) or rows_of(r for r in fired if self.is_wrong(r)))

    @property
    def is_unsettled(self) -> bool:
        """Whether what stands before is undecided somewhere, or is right as the side is, in another reading."""
        outcomes = [before.outcome for before in self.before if before.source is not None]
        if not all(isinstance(outcome, Proved | Refuted) for outcome in outcomes):
            return True
        return self.is_right and any(isinstance(outcome, Proved) for outcome in outcomes)

    def is_told_apart(self, first: Before | None, fired: Sequence[Rewriting]) -> bool:
        """Whether the side and what stands before it differ under all that is supposed, with nothing wrong to put in:
        one is right and the other refuted.
        """
        if first is None or first.source is None or any(map(self.is_wrong, fired)):
            return False
        return first.is_wrong is self.is_right and first.source.reading == self.row.reading

    def fired(self, rules: Sequence[Rewriting]) -> tuple[Rewriting, ...]:
        terms = [before.term for before in self.before[:1]] or [self.row.read.head]
        return with_all(terms[0], rules)[1]

    @property
    def is_bound_to_follow(self) -> bool:
        """Whether the side stands in a chain, or directly behind a claim with the same head."""
        if not self.is_on_its_own:
            return True
        last = self.argument.steps.directly_before(self.row)
        return last is not None and any(before.source is last for before in self.before)

    def rests_on_doubt(self) -> bool:
        """Whether an earlier claim that is undecided, or of one case only, could be put in."""
        terms = [before.term for before in self.before] or [self.row.read.head]
        present = slopes_in(terms)
        return any(rule.slopes <= present for rule in self.argument.steps.doubtful(self.row))


def read_together(left: Term, right: Term, graph: Graph) -> Iterator[tuple[Term, Term]]:
    """Two terms in every admissible reading of their ∂, with either as the head."""
    found = [(side, head) for _, head, (side,) in readings(right, (left,), graph)]
    if any(isinstance(node, Partial) for node in walk(right)):
        found += [(head, side) for _, head, (side,) in readings(left, (right,), graph)]
    return iter(dict.fromkeys(found))


def rows_of(rules: Iterable[Rewriting]) -> tuple[int, ...]:
    return tuple(sorted({rule.row for rule in rules}))
