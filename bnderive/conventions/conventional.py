r"""The entries of a document come in; they go out with its own shorthands written as others write them.

Superscript indices (`x^i`), gradients with a subscript (`g_{x_i}`) and quantities such as `\operatorname{RMS}(x)`, each
only where the document shows that it means it so; spans stay the author's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bnderive.conventions.gradients import gradients
from bnderive.conventions.named import named
from bnderive.conventions.rewriting import NONE, Found, nodes_of, with_rewritten
from bnderive.entries import Entry
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import subscript_items
from bnderive.survey.survey import CONVENTIONAL_INDICES, bound_letters, unboxed
from bnderive.syntax.nodes import Bracketed, Identifier, Node, Scripted


def conventional(entries: Sequence[Entry], loss: Node | None = None) -> tuple[Entry, ...]:
    """The entries with every shorthand of their document replaced; what is no shorthand stays as it is. `loss` is what
    its author says outright that the loss is called.
    """
    entries = tuple(entries)
    for find in (named, superscripts, gradients):
        change, kept = find(entries, loss)
        if change is not None:
            entries = tuple(e if e.number in kept else with_rewritten(e, change) for e in entries)
    return entries


def superscripts(entries: Sequence[Entry], loss: Node | None) -> Found:
    """`x^i` is read as `x^{(i)}` where a row defines, or differentiates by, a name with such a superscript."""
    nodes = list(nodes_of(entries))
    letters = bound_letters(nodes) | CONVENTIONAL_INDICES
    by = [part for node in nodes if (found := read_derivative(node)) for part in found.by]
    heads = [side for e in entries if e.row and len(e.row.sides) > 1 and (side := unboxed(e.row.sides[0]))]
    if not any(_superscript(node) in letters for node in (*by, *heads)):
        return NONE

    def change(node: Node) -> Node:
        if isinstance(node, Scripted) and _superscript(node) in letters and node.sup is not None:
            return replace(node, sup=Bracketed("(", node.sup, ")", span=node.sup.span))
        return node

    return change, frozenset()


def _superscript(node: Node) -> str:
    """The letter that a name carries as its superscript, or ''."""
    match node:
        case Scripted(base, None, Identifier(text=letter)) if subscript_items(base) and base != Identifier("e"):
            return letter
    return ""
