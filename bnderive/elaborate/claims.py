"""A row and its environment to a claim: head and sides as terms, once for every way its notation can be read.

The head is the first side of the chain that the row belongs to. Elaborating an edited row in the same
environment is all
that a repair needs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bnderive.elaborate.stand_ins import doubt_over, resting_on
from bnderive.errors import NotUnderstood, Reason
from bnderive.layer import Layer
from bnderive.lower import Choices, Remark, combinations, is_indicator, lower_sides
from bnderive.records import dataclass
from bnderive.survey.survey import unbound_letters, uses_in
from bnderive.syntax.nodes import (
    Addition,
    Bracketed,
    Dots,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Product,
    Row,
    Scripted,
)  # fmt: skip
from bnderive.terms import AXIS, Index, Sym, Term, free_indices, walk

LETTERS = "ijklmnpqrs"
CHANGING = re.compile(
    r"\b(twice|thrice|half|false|untrue|not true|incorrect|wrong|multiplied by|divided by|times|squared|cubed"
    r"|up to (a|an|the|some) (sign|factor|constant))\b",
    re.IGNORECASE,
)
Case = tuple[str, Index, Index]
Supposition = tuple[str, Term, Term]


@dataclass(frozen=True, slots=True)
class Environment:
    """What a row is read in: the layer, the head of its chain, and the cases that the text around it restricts
    it to; `one_hot` where the document speaks of targets that are 1 in one place and else 0.
    """

    layer: Layer
    head: Node
    cases: tuple[Case, ...] = ()
    hypotheses: tuple[Supposition, ...] = ()
    one_hot: bool = False


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to read the notation of a row; `is_usual` for the way it is usually read, `layout` the number of the
    layout of Jacobians that was chosen, where the document leaves it open and the row depends on it.
    """

    head: Term
    sides: tuple[Term, ...]
    remarks: tuple[Remark, ...]
    is_usual: bool
    layout: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a row asserts: in every alternative, each side equals the head. `is_complete` unless there were too many.
    Where there is a `doubt` about the readings, none of them makes the row wrong. `given` are the suppositions, such as
    `$\\epsilon = 0$`, that were put in.
    """

    alternatives: tuple[Alternative, ...]
    environment: Environment
    cases: tuple[Case, ...]
    is_complete: bool
    doubt: Reason | None = None
    given: tuple[str, ...] = ()

    @property
    def usual(self) -> Alternative:
        return self.alternatives[0]


@dataclass(frozen=True, slots=True)
class Setting:
    """A row taken apart: the head and the sides that are compared, the `cases` that the row itself says, and what their
    letters mean: `here` the indices of the head, `free` every letter that nothing binds, `axes` over what each runs.
    """

    head: Node
    sides: tuple[Node, ...]
    cases: tuple[Case, ...]
    here: tuple[Index, ...]
    free: frozenset[str]
    axes: Mapping[str, str]


def taken_apart(row: Row, environment: Environment) -> Setting:
    """The setting of a row. Raises NotUnderstood where its relations or remarks say more than is understood."""
    if bad := next((r for r in row.relations if r not in EQUALITIES), None):
        raise NotUnderstood(
            "BN240", "relation", f"the relation {bad} asserts no equality that can be decided", row.span
        )
    if changing := next((r for r in row.remarks if CHANGING.search(r)), None):
        text = f"the words “{changing}” may change what the formula says; write it in mathematics"
        raise NotUnderstood("BN210", "not-understood", text, row.span)
    sides, cases = without_trailing_case([side for side in row.sides[1:] if side is not None], environment)
    placed = [without_place(side, environment) for side in (environment.head, *sides)]
    cases += tuple(case for _, found in placed for case in found)
    head, *sides = (side for side, _ in placed)
    vocabulary = environment.layer.vocabulary
    spelling = vocabulary.survey.spelling
    axes = vocabulary.survey.axes.letters([head, *sides], spelling, {})
    here = row_indices(replace(environment, head=head), axes)
    refuse_failed_names([head, *sides], environment.layer)
    free = frozenset[str]().union(*(unbound_letters(node, spelling) for node in (head, *sides)))
    return Setting(head, tuple(sides), cases, here, free, axes)


def elaborate(row: Row, environment: Environment) -> Claim:
    """The claim of a row. Raises NotUnderstood where any part of it is not understood."""
    setting = taken_apart(row, environment)
    environment = replace(environment, head=setting.head)
    vocabulary, axes = replace(environment.layer.vocabulary, graph=environment.layer.graph), setting.axes
    doubts: list[str] = []

    def read(choices: Choices) -> tuple[Term, tuple[Term, ...], tuple[Remark, ...]]:
        sides = (setting.head, *setting.sides)
        lowered = lower_sides(sides, vocabulary, choices, setting.here, setting.free, axes)
        doubts.extend(part.doubt for part in lowered if part.doubt)
        unusual = [Remark(f"ambiguous notation: {text}", "BN116", "ambiguous-notation") for text in choices.unusual]
        remarks = tuple(dict.fromkeys([*(remark for part in lowered for remark in part.remarks), *unusual]))
        return lowered[0].term, tuple(part.term for part in lowered[1:]), remarks

    read_all = combinations(read)
    alternatives = tuple(
        Alternative(head, sides, remarks, choices.is_usual, choices.taken.get("layout"))
        for (head, sides, remarks), choices in read_all
    )
    for alternative in alternatives:
        refuse_failed(alternative, environment.layer)
    usual = alternatives[0]
    present = frozenset[Index]().union(*(free_indices(t) for t in (usual.head, *usual.sides)))
    told = (over_axes(case, axes, present) for case in (*environment.cases, *setting.cases))
    cases = tuple(case for case in told if {case[1], case[2]} <= present)
    terms = [term for alternative in alternatives for term in (alternative.head, *alternative.sides)]
    resting = doubt_over(terms, environment.layer)  # it may refuse the claim, whatever its shapes
    doubt = Reason("BN241", "shape", doubts[0]) if doubts else resting
    return Claim(alternatives, environment, cases, read_all.is_complete, doubt)


def over_axes(case: Case, axes: Mapping[str, str], present: frozenset[Index]) -> Case:
    """The case with each letter over its axis. Raises NotUnderstood where it compares letters over different axes."""
    relation, i, j = case
    left, right = (Index(k.name, axes.get(k.name, k.axis)) for k in (i, j))
    if left.axis != right.axis and {left, right} <= present:
        text = f"{left.name} {relation} {right.name} compares indices over different axes"
        raise NotUnderstood("BN271", "axis-conflict", text)
    return relation, left, right


def without_trailing_case(sides: list[Node], environment: Environment) -> tuple[list[Node], tuple[Case, ...]]:
    """The sides without a bracket such as `(i \\ne j)` at the end of the last one, and the case that it says."""
    if not sides:
        return sides, ()
    last, condition = _parted(sides[-1])
    letters = environment.layer.vocabulary.survey.spelling.index_letters
    match condition:
        case Row(sides=(Identifier(text=a), Identifier(text=b)), relations=("=" | "\\ne" as relation,)):
            if {a, b} <= letters and a != b:
                return [*sides[:-1], last], (("=" if relation == "=" else "≠", Index(a), Index(b)),)
        case Listing() if is_whole_range(condition):
            return [*sides[:-1], last], ()
    return sides, ()


def is_whole_range(node: Node) -> bool:
    """`i = 1, \\dots, N`: every element."""
    match node:
        case Listing((Row((Identifier(), Number("0" | "1")), ("=",)), *_, Dots(), _)):
            return True
    return False


def without_place(side: Node, environment: Environment) -> tuple[Node, tuple[Case, ...]]:
    """A side without the bar that takes it at `i = j` or at `i \\ne j`, and that case."""
    letters = environment.layer.vocabulary.survey.spelling.index_letters
    match side:
        case Scripted(
            Bracketed(".", body, "|"),
            Row((Identifier(a), Identifier(b)), ("=" | "\\ne" as relation,)),
            None,
        ) if {a, b} <= letters and a != b:
            return body, (("=" if relation == "=" else "≠", Index(a), Index(b)),)
    return side, ()


def _parted(node: Node) -> tuple[Node, Node | None]:
    """A node without the round bracket around an equation that it ends with, and that equation."""
    match node:
        case Negative(body):
            rest, condition = _parted(body)
            return replace(node, body=rest), condition
        case Addition(terms):
            rest, condition = _parted(terms[-1])
            return replace(node, terms=(*terms[:-1], rest)), condition
        case Product(factors, operators) if isinstance(factors[-1], Bracketed) and not operators[-1]:
            bracket = factors[-1]
            if bracket.left == "(" and isinstance(bracket.body, Row | Listing) and not is_indicator(factors[-2]):
                whole = len(factors) > 2
                return replace(node, factors=factors[:-1], operators=operators[:-1]) if whole else factors[
                    0
                ], bracket.body
    return node, None


EQUALITIES = frozenset({"=", ":=", "\\equiv", "\\triangleq", "\\leftarrow"})


def row_indices(environment: Environment, axes: Mapping[str, str]) -> tuple[Index, ...]:
    """The free indices of the head; where it has none but speaks of an array elementwise, i, and j over a second
    axis.
    """
    vocabulary = environment.layer.vocabulary
    uses = uses_in(environment.head, vocabulary.survey.spelling)
    free = unbound_letters(environment.head, vocabulary.survey.spelling)
    letters = dict.fromkeys(letter for use in uses for letter in use.indices if letter in free)
    if letters:
        return tuple(Index(letter, axes.get(letter, AXIS)) for letter in letters)
    bare = [(use.name, arity) for use in uses if (arity := vocabulary.arity.get(use.name)) and not use.indices]
    over = dict.fromkeys(axis for name, arity in bare for axis in vocabulary.survey.axes.shape(name, arity))
    return tuple(Index(letter, axis) for letter, axis in zip(LETTERS, over, strict=False))


def refuse_failed_names(sides: list[Node], layer: Layer) -> None:
    """A claim that speaks of what a row defines that was not understood."""
    for use in (use for side in sides for use in uses_in(side, layer.vocabulary.survey.spelling)):
        if use.name in layer.failed and use.name not in layer.stand_ins:
            raise needs(use.name, layer.failed[use.name])
        for name, made_of in layer.stand_ins.items():
            if use.name in made_of and use.name not in layer.vocabulary.arity:
                raise resting_on(name, layer.failed[name])


def needs(name: str, reason: Reason) -> NotUnderstood:
    text = f"it needs ${name}$, which was not understood: {reason.message}"
    return NotUnderstood("BN233", "undecided-definition", text)


def refuse_failed(alternative: Alternative, layer: Layer) -> None:
    """A claim that needs a definition which was not understood is undecided."""
    for term in (alternative.head, *alternative.sides):
        for name in sorted({node.name for node in walk(term) if isinstance(node, Sym)}):
            for failed, reason in layer.failed.items():
                if failed not in layer.stand_ins and layer.graph.reaches(failed, name):
                    raise needs(failed, reason)
