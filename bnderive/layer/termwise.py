r"""A name that only stands under a Σ beside another Σ of the same form: `L = -\sum_j y_j \log p_j = -\sum_j \ell_j`.

The rows of a document come in, what such rows define goes out: ℓ_j is the term of the other sum, as an assumption.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bnderive.errors import NotUnderstood
from bnderive.layer.model import Rows
from bnderive.lower import Choices, Remark, Vocabulary, lower
from bnderive.survey.names import NameUse, read_name
from bnderive.survey.ranges import lower_letters
from bnderive.survey.survey import uses_in
from bnderive.syntax.nodes import BigOperator, Negative, Node, Product
from bnderive.terms import Definition, Index, free_indices

Found = tuple[Definition, tuple[Remark, ...]]


def termwise(source: Rows, defining: Mapping[int, NameUse], vocabulary: Vocabulary) -> dict[int, Found]:
    """The definitions by the number of their row; a row that defines something else gets a number after all rows."""
    spelling = source.survey.spelling
    bodies = [source.rows[number].sides[1] for number in defining]
    used = {use.name for body in bodies if body is not None for use in uses_in(body, spelling)}
    taken = used | source.survey.defined | source.survey.sizes | {use.name for use in defining.values()}
    found: dict[int, Found] = {}
    for number, known, other in _beside(source):
        for one, two in ((known, other), (other, known)):
            pair = _terms(one, two)
            use = read_name(pair[1], spelling) if pair is not None else None
            if pair is None or use is None or use.name in taken or use.power is not None or len(use.indices) != 1:
                continue
            made = _defined(use, pair[0], source.lines[number], vocabulary)
            if made is not None:
                taken = taken | {use.name}
                found[number if number not in defining else number + len(source.rows)] = made
    return found


def _beside(source: Rows) -> Iterator[tuple[int, Node, Node]]:
    """Each two sides of a chain that stand beside each other, with the number of the row of the second."""
    last: Node | None = None
    for number, row in enumerate(source.rows):
        for side in row.sides:
            if side is not None and last is not None and side is not row.sides[0] and row.relations:
                yield number, last, side
            last = side if side is not None else last


def _terms(one: Node, other: Node) -> tuple[Node, Node] | None:
    """What stands under the Σ of two sides that are the same but for that, where the second is a term of that Σ."""
    match one, other:
        case Negative(a), Negative(b):
            return _terms(a, b)
        case Product(), Product() if one.operators == other.operators and one.factors[:-1] == other.factors[:-1]:
            return _terms(one.factors[-1], other.factors[-1])
        case BigOperator(operator, lower_part, upper, body), BigOperator() if lower_part is not None:
            same = (operator, lower_part, upper) == (other.operator, other.lower, other.upper)
            return (body, other.body) if same and len(lower_letters(lower_part)) == 1 else None
    return None


def _defined(use: NameUse, body: Node, line: int, vocabulary: Vocabulary) -> Found | None:
    indices = tuple(map(Index, use.indices))
    try:
        lowered = lower(body, vocabulary, Choices(), indices)
    except NotUnderstood:
        return None
    if not free_indices(lowered.term) <= set(indices):
        return None
    text = f"${use.name}_{use.indices[0]}$ is the term of the sum beside it"
    return Definition(use.name, indices, lowered.term, line), (*lowered.remarks, Remark(text))
