"""Which quantity a document differentiates by which, row by row. Syntax in, names out; nothing is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.records import dataclass
from bnderive.survey.derivatives import read_derivative, read_operator
from bnderive.survey.names import Spelling, read_name
from bnderive.survey.survey import Survey, gradient_names, unboxed
from bnderive.syntax.nodes import Node, Product, Row
from bnderive.syntax.shapes import walk


@dataclass(frozen=True, slots=True)
class Slope:
    """∂of/∂by by their names; `row` holds it, as all of its first side where it `is_head`."""

    of: str
    by: str
    row: int
    is_head: bool = False


def slopes_of(rows: Sequence[Row], survey: Survey) -> tuple[Slope, ...]:
    """Every ∂ of a name by a name; `dx_i` is one of the loss."""
    found: list[Slope] = []
    for number, row in enumerate(rows):
        heads = set(_slopes(unboxed(row.sides[0]), survey)) if row.sides[0] is not None else set()
        for node in walk(row):
            found += [Slope(of, by, number, (of, by) in heads) for of, by in _slopes(node, survey)]
    return tuple(dict.fromkeys(found))


def _slopes(node: Node | None, survey: Survey) -> Iterator[tuple[str, str]]:
    spelling = survey.spelling
    if node is None:
        return
    if (derivative := read_derivative(node)) is not None and derivative.of is not None:
        yield from _pairs(derivative.of, derivative.by, spelling)
    if isinstance(node, Product):
        yield from ((survey.loss, use.name) for use in gradient_names(node, spelling))
        for factor, after in zip(node.factors, node.factors[1:], strict=False):
            if (operator := read_operator(factor)) is not None:
                yield from _pairs(after, operator.by, spelling)


def _pairs(of: Node, by: Sequence[Node], spelling: Spelling) -> Iterator[tuple[str, str]]:
    above = read_name(of, spelling)
    below = [use for part in by if (use := read_name(part, spelling)) is not None]
    yield from ((above.name, use.name) for use in below if above is not None)
