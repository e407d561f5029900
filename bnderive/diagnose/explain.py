"""What is said about a verdict: the message, the truth beside it, the counterexample in the document's names,
the conditions.

Reads what the kernel issued; decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

from bnderive.closed_form import ClosedForms
from bnderive.closed_form.vocabularies import holds_through_centring
from bnderive.diagnose.profile import profile_of
from bnderive.elaborate import Claim
from bnderive.elaborate.echo import Symbols, latex
from bnderive.elaborate.readings import DIRECT, TOTAL, has_open_partial, is_direct_admissible, is_held, marked
from bnderive.errors import NotUnderstood
from bnderive.exact import Exact
from bnderive.identifiers import identifier, sympy_source
from bnderive.ingredients import inputs_of
from bnderive.kernel.kernel import Equation, Proved, Refuted, prove
from bnderive.records import dataclass
from bnderive.report import Counterexample, Profile, Truth, Value
from bnderive.roles import axes_reached
from bnderive.survey.ranges import LAST
from bnderive.terms import (
    AXIS,
    Add,
    Graph,
    Index,
    Partial,
    Size,
    Sym,
    Term,
    free_indices,
    fresh,
    is_representative,
    num,
    rename,
)
from bnderive.verdict import Verdict

HELD = " with the statistics held fixed"
TOO_LARGE = "; its closed form is too large to be shown"


@dataclass(frozen=True, slots=True)
class Explanation:
    """`alike` says why the direct and the total derivative agree here, where that is worth a word; the message of a
    wrong row says it too.
    """

    message: str | None
    truth: Truth | None
    total: Truth | None
    counterexample: Counterexample | None
    conditions: tuple[str, ...]
    alike: str | None = None
    profile: Profile | None = None


def explain(claim: Claim, verdict: Verdict, forms: ClosedForms) -> Explanation:
    """Everything that stands beside a settled verdict."""
    if verdict.word == "undecided":
        return Explanation(verdict.reason.message if verdict.reason else None, None, None, None, ())
    chosen = verdict.chosen
    head, symbols = chosen.alternative.head, forms.symbols
    total = other_reading(head, chosen.head, forms)
    conditions = conditions_of(verdict, claim, symbols)
    if verdict.word == "correct":
        return Explanation(correct_message(verdict, total), None, total, None, conditions)
    truth = written(chosen.head, forms)
    truth = None if truth is not None and truth.latex == latex(chosen.head, forms.symbols) else truth
    alike = alike_note(claim, forms) if total is None else None
    message = wrong_message(claim, truth, total, alike, forms) + TOO_LARGE * forms.is_too_large(chosen.head)
    is_turned = claim.environment.layer.vocabulary.survey.left_out == LAST
    numbers = counterexample(chosen.refutation, forms.graph, symbols, is_turned)
    profile = profile_of(chosen.refutation, forms.graph, is_turned)
    return Explanation(message, truth, total, numbers, conditions, alike, profile)


def written(head: Term, forms: ClosedForms) -> Truth | None:
    try:
        term = forms.of(head)
    except (NotUnderstood, RecursionError):
        return None
    return Truth(latex(term, forms.symbols), sympy_source(term)) if term is not None else None


def other_reading(head: Term, chosen: Term, forms: ClosedForms) -> Truth | None:
    """The total value of a head that is read directly, where it differs."""
    total = marked(head, TOTAL, forms.graph)
    if total == chosen or agree(total, chosen, forms.graph):
        return None
    return written(total, forms)


def agree(left: Term, right: Term, graph: Graph) -> bool:
    try:
        return prove(Equation(left, right, graph)) is not None
    except NotUnderstood:
        return False


def correct_message(verdict: Verdict, total: Truth | None) -> str | None:
    alternative = verdict.chosen.alternative
    notes = [r.text for r in alternative.remarks if r.rule is not None and not alternative.is_usual]
    if total is not None:
        notes.insert(0, f"true with the statistics held fixed; the total derivative is ${total.latex}$")
    if verdict.chosen.reading == "chain":
        notes.insert(0, "true with a total derivative on the left and direct ones on the right")
    return "; ".join(notes) or None


def wrong_message(claim: Claim, truth: Truth | None, total: Truth | None, alike: str | None, forms: ClosedForms) -> str:
    head = f"${latex(claim.usual.head, forms.symbols)}$" + HELD * is_held(claim.usual.head)
    value = f"the true value of {head} is ${truth.latex}$" if truth else f"{head} is not equal to what stands beside it"
    if total is not None:
        return f"{value} with the statistics held fixed, and ${total.latex}$ as a total derivative"
    return f"{value}, {alike}" if alike is not None else value


def alike_note(claim: Claim, forms: ClosedForms) -> str | None:
    """Why the direct and the total derivative of the head agree, where there is more to that than their definition."""
    head, graph = claim.usual.head, forms.graph
    if not has_open_partial(head, graph) or not is_direct_admissible(head, graph):
        return None
    direct, whole = (marked(head, reading, graph) for reading in (DIRECT, TOTAL))
    try:
        reason = holds_through_centring(direct, whole, graph) if agree(direct, whole, graph) else None
    except (NotUnderstood, RecursionError):
        return None
    return f"direct and total alike because ${latex(reason, forms.symbols)} = 0$" if reason is not None else None


# -- numbers -----------------------------------------------------------------------------------------------------------


def counterexample(refuted: Refuted, graph: Graph, symbols: Symbols, is_turned: bool = False) -> Counterexample:
    """The batch, under the document's names, of the inputs that the claim depends on.

    Where what is called the first element is the last of the author's (`is_turned`), a batch that has such an element
    is told from its end, so that it stands where the author's sums leave it out.
    """
    equation, lengths = refuted.equation, refuted.point.sizes
    is_turned = is_turned and any(map(is_representative, free_indices(equation.left) | free_indices(equation.right)))
    names = inputs_of((equation.left, equation.right), graph)
    elements = {shown(name, graph): value_of(name, refuted) for name in sorted(names)}
    values = {name: turned(value) if is_turned else value for name, value in elements.items()}
    positions = {i: at for i, at in sorted(refuted.point.positions.items()) if not is_representative(i)}
    indices = {i.name: lengths[i.axis] + 1 - at if is_turned else at for i, at in positions.items()}
    named = {symbols.length(axis): lengths[axis] for axis in sorted(lengths)}
    sizes = named if named.keys() != {"N"} else None
    return Counterexample(lengths[AXIS], indices, values, str(refuted.right), str(refuted.left), sizes)


def turned(value: Value) -> Value:
    """The elements of an array from its end, along every index."""
    return value if isinstance(value, str) else tuple(turned(part) for part in reversed(value))


def value_of(name: str, refuted: Refuted) -> Value:
    return nested({positions: value for (n, positions), value in refuted.point.values.items() if n == name})


def nested(elements: Mapping[tuple[int, ...], Exact]) -> Value:
    """A scalar, or the elements of an array in order, along its first index first."""
    if () in elements:
        return str(elements[()])
    lines = dict.fromkeys(first for first, *_ in sorted(elements))
    return tuple(nested({tuple(rest): v for (at, *rest), v in elements.items() if at == line}) for line in lines)


def shown(name: str, graph: Graph) -> str:
    """The identifier of an input; δ where the document calls ∂L/∂y so, else dL_dy."""
    for definition in graph.definitions.values():
        body = definition.body
        if isinstance(body, Partial) and f"∂{graph.loss}/∂{body.by.name}" == name and body.of == Sym(graph.loss or ""):
            return identifier(definition.name)
    return identifier(name)


# -- conditions --------------------------------------------------------------------------------------------------------


def conditions_of(verdict: Verdict, claim: Claim, symbols: Symbols) -> tuple[str, ...]:
    """Where a verdict holds: the size, the domain of what it is made of, denominators, distinct indices."""
    graph = claim.environment.layer.graph
    found: dict[str, None] = dict.fromkeys(claim.given)
    found |= {f"{symbols.length(axis)} ≥ 1": None for axis in axes_of(verdict, graph)}
    for name in sorted(graph.positive & inputs_of((verdict.chosen.head, *verdict.chosen.sides), graph)):
        found[f"${name}$ > 0"] = None
    for outcome in verdict.chosen.outcomes:
        if isinstance(outcome, Proved):
            for relation, term in outcome.conditions:
                found[condition_text(relation, term, symbols)] = None
    for relation, left, right in claim.cases:
        found[f"{left.name} {relation} {right.name}"] = None
    for one, other in combinations(sorted(free_indices(claim.usual.head), key=lambda i: (i.axis, i.name)), 2):
        if one.axis == other.axis and not claim.cases and alone_on_axis(one, other, claim):
            found[f"{one.name} ≠ {other.name} needs {symbols.length(one.axis)} ≥ 2"] = None
    for letter in map(symbols.length, graph.lengths):
        if f"{letter} ≥ 2" in found:
            found.pop(f"{letter} ≥ 1", None)
    return tuple(found)


def axes_of(verdict: Verdict, graph: Graph) -> list[str]:
    """The axes that a claim reaches, the batch first."""
    reached = axes_reached((verdict.chosen.head, *verdict.chosen.sides), graph)
    return [axis for axis in graph.lengths if axis in reached]


def alone_on_axis(one: Index, other: Index, claim: Claim) -> bool:
    """Whether the head has no third index over the axis of these two."""
    return sum(index.axis == one.axis for index in free_indices(claim.usual.head)) == 2


def condition_text(relation: str, term: Term, symbols: Symbols) -> str:
    named = free_indices(term)
    slots = {i: fresh(Index("i", i.axis), named - {i}) for i in sorted(named) if i.name.startswith("#")}
    slots = {slot: Index(letter.name + "'" * place, letter.axis) for place, (slot, letter) in enumerate(slots.items())}
    if relation == "≠ 0" and isinstance(term, Add) and num(-1) in term.terms and len(term.terms) == 2:
        for size in (part for part in term.terms if isinstance(part, Size)):
            return f"{symbols.length(size.axis)} ≥ 2"
    return f"${latex(rename(term, slots), symbols)}$ {relation}"
