r"""How a document writes its names: `\sigma_{\mathcal{B}}^2`, `\hat{x_i}`. Rows in, the first writing of each name out,
and names written so with other indices. Nothing is checked: whether a new writing reads as the name is for the caller.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bnderive.survey.names import NameUse, Spelling
from bnderive.survey.survey import uses_in
from bnderive.syntax.building import letter_node
from bnderive.syntax.nodes import (
    Accented,
    Bracketed,
    Fraction,
    Identifier,
    Negative,
    Node,
    Number,
    Primed,
    Root,
    Row,
    Scripted,
    Slash,
)
from bnderive.syntax.shapes import rebuilt, rewritten, spread, walk

Writings = Mapping[tuple[str, int], NameUse]
"""By a name and how many indices it has, its first use."""


def as_written(writings: Writings) -> Mapping[tuple[str, int], tuple[tuple[str, ...], Node | None]]:
    """What equal uses of names may differ in: how they are written."""
    return {name: (use.indices, use.node) for name, use in writings.items()}


def writings_in(rows: Iterable[Row], spelling: Spelling) -> Writings:
    """The first use of each name in some rows, without what it is raised to there."""
    found: dict[tuple[str, int], NameUse] = {}
    for use in (use for row in rows for use in uses_in(row, spelling)):
        key = use.name, len(use.indices)
        if key not in found and use.node is not None:
            node = without_power(use.node) if use.power is not None else use.node
            found[key] = NameUse(use.name, use.indices, None, spread(node, (0, 0)))
    return found


def writes_roots(rows: Iterable[Row]) -> bool:
    """Whether the first root in some rows is written as one, and not as a power of 1/2."""
    for node in (node for row in rows for node in walk(row)):
        match node:
            case Root():
                return True
            case Scripted(sup=sup) if sup is not None and is_half(sup):
                return False
    return False


def is_half(exponent: Node) -> bool:
    match exponent:
        case Negative(body):
            return is_half(body)
        case Fraction(Negative(Number("1")) | Number("1"), Number("2")) | Slash(Number("1"), Number("2")):
            return True
    return False


def without_power(node: Node) -> Node:
    match node:
        case Scripted(base, None, _):
            return base
        case Scripted(base, sub, _):
            return Scripted(base, sub)
    return node


def with_letters(node: Node, old: tuple[str, ...], new: tuple[str, ...]) -> Node:
    """A name with other letters in the place of its indices, which stand in its scripts in this order."""
    waiting = list(zip(old, new, strict=True))

    def change(part: Node) -> Node:
        if not waiting or letter_of(part) != waiting[0][0]:
            return part
        _, letter = waiting.pop(0)
        return Number(letter) if letter.isdigit() else letter_node(letter)

    def in_scripts(part: Node) -> Node:
        match part:
            case Scripted(base, sub, sup):
                above = rewritten(sup, change) if isinstance(sup, Bracketed) else sup
                return Scripted(in_scripts(base), sub and rewritten(sub, change), above)
            case Accented() | Primed():
                return rebuilt(part, in_scripts)
        return part

    return in_scripts(node)


def letter_of(node: Node) -> str:
    """The letter or digit that a node of a script is; '' where it is none."""
    match node:
        case Identifier(text) | Number(text):
            return text
        case Primed(Identifier(text), count):
            return text + "'" * count
    return ""
