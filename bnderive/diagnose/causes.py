"""Where a wrong row has its error from: the root causes of a document, and what is said of each row about it.

What follows from what comes in; for every judged row its consequence goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bnderive.diagnose.follows import NOTHING, Argument, Followed
from bnderive.diagnose.steps import Stated, Steps
from bnderive.elaborate.readings import DIRECT, TOTAL, marked
from bnderive.judge import Judge
from bnderive.judgement import Judgement
from bnderive.kernel.kernel import Proved, Refuted
from bnderive.records import dataclass
from bnderive.spots import in_words
from bnderive.syntax import print_latex
from bnderive.terms import normal
from bnderive.verdict import proved


@dataclass(frozen=True, slots=True)
class Consequence:
    """Whether each relation of a row follows, and the row as a whole; the rows that a wrong one owes its error to, none
    where it is its own cause; and a note on that. `grounds` are the rows that it follows from, or that it repeats.
    """

    relations: tuple[bool | None, ...]
    follows: bool | None
    root_causes: tuple[str, ...] = ()
    note: str | None = None
    grounds: tuple[str, ...] = ()


def consequences(judge: Judge, judgements: Sequence[Judgement]) -> Mapping[int, Consequence]:
    """The consequence of every judged row, by the number of its entry."""
    steps = Steps(judgements)
    return Causes(steps, Argument(judge, steps)).found()


class Causes:
    """The rows of one document, in order; the causes of the earlier ones are known when a row is looked at."""

    def __init__(self, steps: Steps, argument: Argument) -> None:
        self.steps = steps
        self.argument = argument
        self.of: dict[int, tuple[int, ...]] = {}

    def found(self) -> Mapping[int, Consequence]:
        return {number: self.consequence(row) for number, row in self.steps.rows.items()}

    def consequence(self, row: Stated) -> Consequence:
        followed = tuple(self.argument.relation(row, k) for k in range(len(row.outcomes)))
        relations = tuple(each.answer for each in followed)
        follows = together(relations) if row.is_settled else None
        if row.first_wrong is not None:
            first = followed[row.first_wrong]
            sources = self.sources(row, first)
            self.of[row.number] = self.causes(sources)
            ids = tuple(f"f{number}" for number in self.of[row.number])
            grounds = self.grounds_of(row, followed, sources)
            return Consequence(relations, follows, ids, self.note_on_wrong(row, first, sources), grounds)
        return Consequence(relations, follows, (), self.note_on_right(row, followed), self.grounds_of(row, followed))

    def grounds_of(self, row: Stated, followed: Sequence[Followed], sources: Iterable[int] = ()) -> tuple[str, ...]:
        found = set(sources)
        for each in followed:
            if each.answer:
                found |= set(each.used)
                if each.before is not None and each.before.source is not None:
                    found.add(each.before.source.number)
        return tuple(f"f{number}" for number in sorted(found - {row.number}))

    def sources(self, row: Stated, first: Followed) -> tuple[int, ...]:
        """The wrong rows that the first wrong side of a row comes from."""
        if not first.answer:
            repeated = self.repeated(row)
            return (repeated.number,) if repeated is not None else ()
        found = {number for number in first.used if self.steps.rows[number].last_is_wrong}
        before = first.before
        if before is not None and before.is_wrong and before.source is not None and before.source is not row:
            found.add(before.source.number)
        return tuple(sorted(found))

    def causes(self, sources: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted({cause for source in sources for cause in self.of[source] or (source,)}))

    def repeated(self, row: Stated) -> Stated | None:
        """The first earlier row that says the same wrong thing."""
        head, side = normal(row.read.head), normal(row.read.sides[row.first_wrong or 0])
        for other in reversed([*self.steps.usable(row)]):
            wrong = (s for s, o in zip(other.read.sides, other.outcomes, strict=True) if isinstance(o, Refuted))
            if other.is_settled and normal(other.read.head) == head and side in map(normal, wrong):
                return other
        return None

    # -- what is said

    def note_on_wrong(self, row: Stated, first: Followed, sources: Sequence[int]) -> str | None:
        if sources and not first.answer:
            return self.with_errors(row, f"it repeats {self.lines(sources)}", sources)
        if not first.answer or not (sources or first.factor is not None or first.used):
            return None
        if not sources:
            return self.note_on_mixing(row, first)
        side = row.read.sides[row.first_wrong or 0]
        is_alike = first.before is not None and normal(first.before.term) == normal(side)
        if is_alike and self.steps.is_on_its_own(row):
            return self.with_errors(row, f"it repeats {self.lines(sources)}", sources)
        is_alone = not first.used and first.factor is None
        return self.with_errors(row, f"it follows from {self.grounds(row, first)}", sources if is_alone else ())

    def with_errors(self, row: Stated, text: str, told: Sequence[int]) -> str:
        """A text with the lines that the error comes from, where these are not the ones just told."""
        found = self.of[row.number]
        return f"{text}, {are_wrong(found)}" if found == told else f"{text}, and has its error from {self.lines(found)}"

    def note_on_mixing(self, row: Stated, first: Followed) -> str | None:
        """What was mixed up where nothing wrong was put in: what is grouped, or what is held fixed."""
        if first.factor is not None:
            return f"it follows from {self.grounds(row, first)}"
        held = [number for number in first.used if self.holds_directly_only(self.steps.rows[number])]
        if not held:
            return None
        are = "are" if len(held) > 1 else "is"
        return f"{self.lines(held)} {are} put in, true only with the statistics held fixed"

    def holds_directly_only(self, row: Stated) -> bool:
        graph = row.graph
        head, side = (marked(term, TOTAL, graph) for term in (row.read.head, row.read.sides[-1]))
        return row.reading == DIRECT and not isinstance(proved(row.claim, head, side), Proved)

    def note_on_right(self, row: Stated, followed: Sequence[Followed]) -> str | None:
        """That a right row is a lucky end."""
        broken = next((each for each in followed if each.answer is False), NOTHING)
        wrong = [number for number in broken.wrong if number != row.number]
        if row.verdict.word != "correct" or not wrong:
            return None
        return f"true, but it does not follow from {self.lines(wrong)}, {are_wrong(wrong)}"

    def grounds(self, row: Stated, first: Followed) -> str:
        """What a side follows from, in words."""
        source = first.before.source if first.before is not None else None
        used = [number for number in first.used if source is None or number != source.number]
        start = first.before.name if first.before is not None else ""
        if source is not None:
            start = "the side before it" if source is row else self.lines([source.number])
        put_in = self.lines(used) if used else ""
        text = f"{start} with {put_in} put in" if start and put_in else start or put_in
        return text if first.factor is None else f"{text}, once ${print_latex(first.factor)}$ multiplies the whole sum"

    def lines(self, numbers: Iterable[int]) -> str:
        """The lines on which rows stand, in words."""
        return in_words(self.steps.rows[number].judgement.entry.spot for number in numbers)


def are_wrong(rows: Sequence[int]) -> str:
    return "which are wrong" if len(rows) > 1 else "which is wrong"


def together(relations: Sequence[bool | None]) -> bool | None:
    """False where one is, true where all that are known are."""
    known = [answer for answer in relations if answer is not None]
    return all(known) if known else None
