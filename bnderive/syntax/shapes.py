"""Questions about the shape of a node, asked by the parser and the printer alike, and the walk over a tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from operator import is_
from typing import Any

from bnderive.remembered import by_identity
from bnderive.syntax.nodes import (
    Addition,
    Applied,
    BigOperator,
    Braced,
    Bracketed,
    Identifier,
    Negative,
    Node,
    PlusMinus,
    Positive,
    Product,
    Row,
    Scripted,
    Slash,
)
from bnderive.syntax.tokens import MAX_DEPTH, over_limit

_CALLED_FONTS = frozenset(
    ["mathrm", "text", "textrm", "textnormal", "operatorname", "mathsf", "mathtt", "mathit", "texttt"]
)

_KINDS: list[type[Node]] = [Node, *Node.__subclasses__()]
_NAMES = {kind.__name__ for kind in _KINDS}
# The fields of each kind of node that may hold nodes: those whose type names one.
HOLDING = {
    kind: tuple(each.name for each in fields(kind) if not _NAMES.isdisjoint(re.findall(r"\w+", str(each.type))))
    for kind in _KINDS
}

INVISIBLE_BASES = (Addition, Product, Negative, Positive, PlusMinus, Slash)


def is_loose(node: Node) -> bool:
    """Whether a node is a sum that nothing visible holds together."""
    return isinstance(node, Addition | PlusMinus) or (isinstance(node, Braced) and is_loose(node.body))


def is_signed(node: Node) -> bool:
    return isinstance(node, Negative | Positive) or (isinstance(node, Braced) and is_signed(node.body))


def is_open_ended(node: Node) -> bool:
    """Whether what is written after a node would be read as a part of it."""
    match node:
        case BigOperator():
            return True
        case Applied(argument=argument):
            return not isinstance(argument, Bracketed)
        case Product(factors=parts) | Addition(terms=parts):
            return is_open_ended(parts[-1])
        case Negative(body=body) | Positive(body=body) | Slash(denominator=body):
            return is_open_ended(body)
        case _:
            return False


def is_called(node: Node) -> bool:
    """A word that takes the bracket after it as its argument: `\\mathrm{Var}(x)`, `\\mathrm{E}[x]`."""
    base = node.base if isinstance(node, Scripted) and node.sup is None else node
    match base:
        case Identifier(text=text, font=font):
            named = font in _CALLED_FONTS and len(text) > 1 and not text.startswith("\\")
            return named or font == "operatorname" or (text == "E" and font in ("mathrm", "mathbb"))
        case _:
            return False


def differential(node: Node) -> str | None:
    """`d` or `\\partial` for the sign of a differential, also with an order (`\\partial^2`)."""
    match node:
        case (
            Identifier(text="d" | "\\partial" as text)
            | Scripted(base=Identifier(text="d" | "\\partial" as text), sub=None)
        ):
            return text
        case _:
            return None


def check_depth(row: Row) -> None:
    """Raises NotUnderstood if the tree is deeper than what may be walked by recursion."""
    waiting: list[tuple[Node, int]] = [(row, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise over_limit(node.span, f"the formula is nested more than {MAX_DEPTH} levels deep")
        waiting += [(child, depth + 1) for child in children(node)]


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below `node`, in the order of its fields."""
    found: list[Node] = []
    for name in HOLDING[type(node)]:
        value = getattr(node, name)
        if isinstance(value, Node):
            found.append(value)
        elif value is not None:
            found += nodes_of(value)
    return tuple(found)


def nodes_of(values: tuple[object, ...]) -> Iterator[Node]:
    for value in values:
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from nodes_of(value)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with every node directly below it changed; itself where none is another."""
    changes: dict[str, Any] = {}
    for name in HOLDING[type(node)]:
        value = getattr(node, name)
        changed = _changed(value, change)
        if changed is not value:
            changes[name] = changed
    return replace(node, **changes) if changes else node


def _changed(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return change(value)
    if not isinstance(value, tuple):
        return value
    parts = tuple([_changed(part, change) for part in value])
    return value if all(map(is_, parts, value)) else parts


def rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with every outermost part changed that `change` gives another node for."""
    changed = change(node)
    return changed if changed is not node else rebuilt(node, lambda part: rewritten(part, change))


def spread(node: Node, span: tuple[int, int]) -> Node:
    """The node as if all of it stood at one place."""
    return replace(rebuilt(node, lambda part: spread(part, span)), span=span)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, each before its children, in reading order."""
    return iter(_walked(node))


@by_identity
def _walked(node: Node) -> tuple[Node, ...]:
    found: list[Node] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting += children(current)[::-1]
    return tuple(found)
