r"""Gradients of the loss written with what they are by as a subscript: `\nabla_{x_i}`, `g_{x_i}`, `grad_{x_i}`.

The entries of a document come in, how to write such names as ∂L/∂x_i goes out, where it shows that it means them so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bnderive.conventions.rewriting import NABLAS, NONE, PARTIAL, Found, nodes_of
from bnderive.entries import Entry
from bnderive.errors import NotUnderstood
from bnderive.survey import survey
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.survey import unboxed
from bnderive.syntax import parse_formula
from bnderive.syntax.nodes import Applied, Fraction, Identifier, Node, Product, Scripted
from bnderive.syntax.shapes import rewritten


def gradients(entries: Sequence[Entry], loss: Node | None) -> Found:
    """∇_{x_i}, grad_{x_i} and g_{x_i}, each where the document shows that it is the gradient of the loss."""
    nodes = list(nodes_of(entries))
    if not any(map(_may_be_gradient, nodes)):
        return NONE
    rows = [entry.row for entry in entries if entry.row is not None]
    said = loss or _read(survey(rows).loss)
    families = {entry.number: stem for entry in entries if (stem := _introduced(entry))}
    stems = {"grad", *families.values(), said.text if isinstance(said, Identifier) else ""}
    stems |= set(NABLAS) if _has_bare_nablas(nodes, said) else set()

    def change(node: Node) -> Node:
        match node:
            case Applied(function, argument) if (called := change(function)) is not function:
                return Product((called, rewritten(argument, change)), ("",), span=node.span)
            case Scripted(Identifier(stem), sub, None) if stem in stems and sub is not None:
                return _gradient(sub, node, said) if isinstance(sub, Scripted) or stem in NABLAS else node
        return node

    return change, frozenset(families)


def _read(loss: str) -> Node:
    """The name of the loss; L where it is called by something that is no name."""
    try:
        return parse_formula(loss).sides[0] or Identifier("L")
    except NotUnderstood:
        return Identifier("L")


def _gradient(by: Node, node: Node, loss: Node) -> Node:
    above, below = Product((PARTIAL, loss), ("",)), Product((PARTIAL, by), ("",))
    return Fraction(replace(above, span=node.span), replace(below, span=node.span), span=node.span)


def _may_be_gradient(node: Node) -> bool:
    return isinstance(node, Scripted) and isinstance(node.base, Identifier) and isinstance(node.sub, Scripted)


def _introduced(entry: Entry) -> str:
    """g of `g_{y_i} = \\frac{\\partial L}{\\partial y_i}`, or ''."""
    sides = [unboxed(side) for side in entry.row.sides] if entry.row is not None else []
    for own, other in (sides, sides[::-1]) if len(sides) == 2 else ():
        found = read_derivative(other) if other is not None else None
        match own:
            case Scripted(Identifier(stem), sub, None) if found is not None and found.of is not None:
                return stem if found.by == (sub,) else ""
    return ""


def _has_bare_nablas(nodes: Sequence[Node], loss: Node) -> bool:
    """Whether ∇_{x_i} is a gradient by itself: it never stands before the loss, and somewhere before nothing."""
    operands = {id(n.factors[k]) for n in nodes if isinstance(n, Product) for k in range(len(n.factors) - 1)}
    marks = [node for node in nodes if _is_nabla(node)]
    pairs = [pair for node in nodes if isinstance(node, Product) for pair in pairwise(node.factors)]
    before_loss = any(_is_nabla(mark) and of == loss for mark, of in pairs)
    indexed = any(isinstance(mark, Scripted) and isinstance(mark.sub, Scripted) for mark in marks)
    return indexed and not before_loss and any(id(mark) not in operands for mark in marks)


def _is_nabla(node: Node) -> bool:
    return isinstance(node, Scripted) and isinstance(node.base, Identifier) and node.base.text in NABLAS
