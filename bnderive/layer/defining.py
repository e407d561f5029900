"""Which rows define, and the definition that each gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bnderive.errors import NotUnderstood
from bnderive.layer.model import Rows
from bnderive.layer.shapes import meaning_at
from bnderive.lower import Choices, Remark, Vocabulary, lower
from bnderive.records import dataclass
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import NameUse, read_name
from bnderive.survey.survey import DEFINING, Survey, counted_through, defined_name, is_range, unboxed, uses_in
from bnderive.syntax.nodes import (
    Addition,
    Braced,
    Bracketed,
    Dots,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Product,
    Row,
    Scripted,
    Shorthand,
    Slash,
)
from bnderive.syntax.shapes import walk
from bnderive.terms import Definition, Index, Partial, Term, free_indices, rebuild

LETTERS = "ijklmnpqrs"


def defining_rows(source: Rows, later: frozenset[int]) -> dict[int, NameUse]:
    """Row numbers that define: `=` after a bare name not defined before, or a sign that defines; no condition
    on indices or sizes.
    """
    survey = source.survey
    found: dict[int, NameUse] = {}
    made: dict[str, Parts] = {}
    for number, row in enumerate(source.rows):
        use = defined_name(row, survey.spelling) or reversed_definition(row, survey)
        if use is None or number in source.hypotheses or is_condition(row, survey):
            continue
        if use.name in survey.sizes or len(set(use.indices)) < len(use.indices):
            continue
        trial = made | {use.name: parts_of(body_of(use, row, survey), survey)}
        if is_of_its_own_gradient(use.name, trial):
            continue
        if number in later:
            found = {k: u for k, u in found.items() if u.name != use.name}
        if use.name not in {u.name for u in found.values()}:
            found[number], made = use, trial
    return found


@dataclass(frozen=True, slots=True)
class Parts:
    """The names that a body is made of, and the quantities by which the loss is differentiated in it."""

    names: frozenset[str]
    gradients: frozenset[str]


def parts_of(body: Node, survey: Survey) -> Parts:
    names = frozenset(use.name for use in uses_in(body, survey.spelling))
    return Parts(names, frozenset(name for node in walk(body) for name in differentiated_by(node, survey)))


def differentiated_by(node: Node, survey: Survey) -> Iterator[str]:
    """q of a ∂L/∂q, or of a name that stands for it."""
    match node:
        case Shorthand(of, by) if of.text == survey.loss:
            below: tuple[Node, ...] = (by,)
        case Fraction() | Slash() if (found := read_derivative(node)) is not None and found.of is not None:
            above = read_name(found.of, survey.spelling)
            below = found.by if above is not None and above.name == survey.loss else ()
        case _:
            below = ()
    yield from (use.name for by in below if (use := read_name(by, survey.spelling)) is not None)


def reached(name: str, made: Mapping[str, Parts]) -> frozenset[str]:
    """The name, and what it is made of through however many definitions."""
    found, waiting = {name}, [name]
    while waiting:
        parts = made.get(waiting.pop())
        new = parts.names - found if parts is not None else frozenset()
        found |= new
        waiting += new
    return frozenset(found)


def is_of_its_own_gradient(name: str, made: Mapping[str, Parts]) -> bool:
    """Whether a name is made of ∂L/∂q, and q of that name: γ of Σ g_i x̂_i, where y_i is γ x̂_i. Such a row claims; its
    left side may have lost a mark.
    """
    gradients = {q for part in reached(name, made) if part in made for q in made[part].gradients}
    return any(name in reached(q, made) for q in gradients)


ARITHMETIC = (Number, Fraction, Slash, Negative, Addition, Product, Bracketed, Braced)


def values_of_parameters(rows: Sequence[Row], survey: Survey) -> frozenset[int]:
    """Rows that give a number to a name of which another definition is made: one special value, nothing for
    the document.
    """
    uses = [use if (use := defined_name(row, survey.spelling)) else None for row in rows]
    made_of = {
        (number, name.name)
        for number, (row, use) in enumerate(zip(rows, uses, strict=True))
        if use is not None and row.sides[1] is not None
        for name in uses_in(row.sides[1], survey.spelling)
    }
    stated = {
        use.name
        for row, use in zip(rows, uses, strict=True)
        if use is not None and not _is_number(row.sides[1]) and not _is_one_element(row, use, survey)
    }
    return frozenset(
        number
        for number, (row, use) in enumerate(zip(rows, uses, strict=True))
        if use is not None
        and use.name not in stated
        and (_is_number(row.sides[1]) or _is_one_element(row, use, survey))
        and any(n != number and name == use.name for n, name in made_of)
    )


def namings(rows: Sequence[Row], supposed: frozenset[int], survey: Survey) -> frozenset[int]:
    """Suppositions that only put a new parameter in the place of what is known: `if \\beta = 1/T`, where no row before
    and no definition speaks of β, and a row differentiates by it.
    """
    before: set[str] = set()
    found: set[int] = set()
    taken = survey.defined | read_in(rows, survey)
    for number, row in enumerate(rows):
        use = defined_name(row, survey.spelling) if number in supposed else None
        body = unboxed(row.sides[1]) if use is not None else None
        is_new = use is not None and use.name in survey.differentiated - before - taken and not use.indices
        if use is not None and body is not None and is_new:
            made_of = {inside.name for inside in uses_in(body, survey.spelling)}
            if made_of and not isinstance(body, Identifier | Scripted) and made_of <= before:
                found.add(number)
        before |= {inside.name for side in row.sides if side for inside in uses_in(side, survey.spelling)}
    return frozenset(found)


def read_in(rows: Sequence[Row], survey: Survey) -> frozenset[str]:
    """The names that rows which may define are made of."""
    bodies = [row.sides[1] for row in rows if defined_name(row, survey.spelling) is not None]
    return frozenset(use.name for body in bodies if body is not None for use in uses_in(body, survey.spelling))


def _is_number(node: Node | None) -> bool:
    """A number, written as one or as a fraction, a sum or a product of numbers."""
    inner = unboxed(node)
    return inner is not None and all(isinstance(part, ARITHMETIC) for part in walk(inner))


def _is_one_element(row: Row, use: NameUse, survey: Survey) -> bool:
    """`y_c = 1 - \\alpha`: a value without any index, for one element of an array."""
    inner = unboxed(row.sides[1])
    made = (*ARITHMETIC, Identifier)
    if inner is None or not use.indices or not all(isinstance(part, made) for part in walk(inner)):
        return False
    return not any(name.name in survey.defined for name in uses_in(inner, survey.spelling))


def reversed_definition(row: Row, survey: Survey) -> NameUse | None:
    """`∂L/∂y_i = δ_i`: a bare name on the right that nothing else defines, the only new one of the row."""
    last = unboxed(row.sides[-1])
    if len(row.sides) != 2 or last is None or row.sides[0] is None or row.relations[0] not in DEFINING | {"="}:
        return None
    use = read_name(last, survey.spelling)
    mentioned = {n.name for n in uses_in(row.sides[0], survey.spelling)}
    fresh = (
        use and use.power is None and use.name not in survey.defined | survey.differentiated | survey.sizes | mentioned
    )
    letters = isinstance(unboxed(row.sides[0]), Identifier)
    kronecker = use is not None and use.name == "\\delta" and len(use.indices) == 2
    fits = fresh and not letters and not kronecker and survey.loss in mentioned
    return use if use and use.indices and fits else None


def is_condition(row: Row, survey: Survey) -> bool:
    """`i = j`, `N = m`, `m = H W`, `i \\ne j`, `N \\ge 2`, `x \\in …`: says when, not what."""
    letters = [side.text for side in map(unboxed, row.sides) if isinstance(side, Identifier)]
    indices, sizes = survey.spelling.index_letters, survey.sizes
    plain = len(letters) == len(row.sides) > 1 and (set(letters) <= indices or set(letters) <= sizes)
    return (
        plain
        or is_declaration(row)
        or is_range(row)
        or is_update(row, survey)
        or bool(counted_through(row, survey.sizes))
        or all(relation in {"\\ne", "<", ">", "\\le", "\\ge", "\\in", "\\sim"} for relation in row.relations)
    )


def is_declaration(row: Row) -> bool:
    """`h = (h_1, \\dots, h_D)`, `B = \\{x_{1 \\dots m}\\}`: says how the elements of an array are called."""
    last = unboxed(row.sides[-1])
    inner = last.base if isinstance(last, Scripted) else last
    if not isinstance(inner, Bracketed) or inner.left == "\\langle":
        return False
    is_set = inner.left == "\\{" and any(isinstance(node, Dots) for node in walk(inner.body))
    return is_set or isinstance(inner.body, Listing)


def is_update(row: Row, survey: Survey) -> bool:
    """`\\gamma \\leftarrow \\gamma - \\eta g`: what a name is set to next, made of what it is."""
    use = defined_name(row, survey.spelling)
    if use is None or row.relations[0] not in {"\\leftarrow", ":="} or row.sides[1] is None:
        return False
    return any(inside.name == use.name for inside in uses_in(row.sides[1], survey.spelling))


def define(
    use: NameUse, row: Row, arity: int, line: int, vocabulary: Vocabulary
) -> tuple[Definition, tuple[Remark, ...]]:
    """The definition that a row gives. Raises NotUnderstood."""
    body = body_of(use, row, vocabulary.survey)
    if vocabulary.survey.vectors is not None:
        return define_vector(use, body, row, line, vocabulary)
    axes, spelling = vocabulary.survey.axes, vocabulary.survey.spelling
    shape = axes.shape(use.name, arity)
    indices = tuple(Index(letter, axis) for letter, axis in zip(use.indices, shape, strict=False))
    spare = [letter for letter in LETTERS if letter not in use.indices]
    missing = tuple(Index(letter, axis) for letter, axis in zip(spare, shape[len(indices) :], strict=False))
    letters = axes.letters([body], spelling, {index.name: index.axis for index in indices or missing})
    lowered = lower(body, vocabulary, Choices(), indices or missing, axes=letters)
    free = free_indices(lowered.term)
    if not indices and missing and len(free) == len(missing):
        missing = tuple(sorted(free)) if axes.is_single else missing
    if loose := sorted(i.name for i in free - {*indices, *missing}):
        text = f"the index {', '.join(loose)} stands on the right of the definition of ${use.name}$ but not on the left"
        raise NotUnderstood("BN232", "loose-index", text, row.span)
    return Definition(use.name, (*indices, *missing), with_total(lowered.term), line), lowered.remarks


def body_of(use: NameUse, row: Row, survey: Survey) -> Node:
    """The side of a row that says what a name stands for."""
    first, second = unboxed(row.sides[0]), row.sides[1]
    body = second if first is not None and read_name(first, survey.spelling) == use else row.sides[0]
    assert body is not None
    return body


def define_vector(
    use: NameUse, body: Node, row: Row, line: int, vocabulary: Vocabulary
) -> tuple[Definition, tuple[Remark, ...]]:
    """The definition that a row gives in a document of vectors. Raises NotUnderstood."""
    lowered, missing = meaning_at(body, use, row, vocabulary)
    indices = tuple(Index(letter) for letter in use.indices) or missing
    if loose := sorted(index.name for index in free_indices(lowered.term) - {*indices}):
        text = f"the index {', '.join(loose)} stands on the right of the definition of ${use.name}$ but not on the left"
        raise NotUnderstood("BN232", "loose-index", text, row.span)
    return Definition(use.name, indices, with_total(lowered.term), line), lowered.remarks


def with_total(term: Term) -> Term:
    """A derivative inside a definition is the total one."""
    inner = rebuild(term, with_total)
    return replace(inner, reading="total") if isinstance(inner, Partial) else inner
