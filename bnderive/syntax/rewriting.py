"""One change to every product of a tree, from the inside out; spans stay as they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from bnderive.syntax.nodes import Node, Product

Tree = TypeVar("Tree", bound=Node)


def with_products(node: Tree, change: Callable[[Product], Node]) -> Tree:
    """The tree with every product below its root changed; a product that is the root must stay one."""
    changed: Tree = _changed(node, change)
    return changed


def _changed(value: Any, change: Callable[[Product], Node]) -> Any:
    """A field of a node with every product below it changed."""
    if isinstance(value, tuple):
        return tuple(_changed(part, change) for part in value)
    if not isinstance(value, Node):
        return value
    names: tuple[str, ...] = value.__match_args__
    inner = replace(value, **{name: _changed(getattr(value, name), change) for name in names})
    return change(inner) if isinstance(inner, Product) else inner
