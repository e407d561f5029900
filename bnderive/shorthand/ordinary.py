"""Which names that begin with a juxtaposed `d` are quantities like any other: `dx_i = x_i - \\mu` in a forward pass.

Such a name is made of forward quantities alone, and forward quantities are made of it; no gradient and no differential
is that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bnderive.shorthand.gradients import Marks
from bnderive.survey.names import NameUse, Spelling, read_name
from bnderive.survey.survey import gradients_in, is_differential, unboxed, uses_in
from bnderive.syntax.nodes import Identifier, Node, Product, Row, Scripted
from bnderive.syntax.shapes import rebuilt


def ordinary_names(rows: Sequence[Row], marks: Marks) -> frozenset[str]:
    """The names that a `d` stands before and makes another ordinary name of."""
    spelling = marks.survey.spelling
    first: dict[str, bool] = {}
    for row in rows:
        head = head_after_d(row, spelling)
        if head is not None:
            first.setdefault(head.name, is_forward(row.sides[1], marks))
    if not any(first.values()):
        return frozenset()
    used = {use.name for row in rows if marks.is_plain(row) for use in _after_d(row, spelling)}
    return frozenset(name for name, plain in first.items() if plain and name in used)


def is_forward(body: Node | None, marks: Marks) -> bool:
    """Whether a side is made of quantities of the forward pass, and of no gradient or differential."""
    if body is None or gradients_in(body, marks.survey.spelling):
        return False
    names = {use.name for use in uses_in(body, marks.survey.spelling)} - marks.survey.spelling.index_letters
    return bool(names & marks.forward) and names <= marks.forward | marks.survey.sizes


def head_after_d(row: Row, spelling: Spelling) -> NameUse | None:
    """A in a row that begins with dA and goes on."""
    first = unboxed(row.sides[0])
    if len(row.sides) < 2 or not isinstance(first, Product) or len(first.factors) != 2:
        return None
    return next(iter(gradients_in(first, spelling)), None)


def _after_d(row: Row, spelling: Spelling) -> list[NameUse]:
    return [use for side in row.sides[1:2] if side is not None for use in gradients_in(side, spelling)]


def joined(node: Node, ordinary: frozenset[str], spelling: Spelling) -> Node:
    """The node with `d` and the name after it as one name, where that is an ordinary one."""
    if not isinstance(node, Product):
        return rebuilt(node, lambda part: joined(part, ordinary, spelling))
    factors, operators = [joined(node.factors[0], ordinary, spelling)], list[str]()
    for factor, operator in zip(node.factors[1:], node.operators, strict=True):
        after_d = not operator and is_differential(factors[-1])
        one = _one_name(factor, ordinary, spelling) if after_d else None
        if one is not None:
            factors[-1] = one
        else:
            factors.append(joined(factor, ordinary, spelling))
            operators.append(operator)
    return replace(node, factors=tuple(factors), operators=tuple(operators)) if operators else factors[0]


def _one_name(node: Node, ordinary: frozenset[str], spelling: Spelling) -> Node | None:
    use = read_name(node, spelling)
    base = node.base if isinstance(node, Scripted) else node
    if use is None or use.name not in ordinary or not isinstance(base, Identifier):
        return None
    word = Identifier("d" + base.text.removeprefix("\\"), "mathrm", span=node.span)
    return Scripted(word, node.sub, node.sup, span=node.span) if isinstance(node, Scripted) else word
