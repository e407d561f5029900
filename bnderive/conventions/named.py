r"""Quantities that are written as more than a name: `\operatorname{RMS}(x)`, `\overline{x^2}`.

The entries of a document come in; how to write such a quantity as one name goes out, where a row of the document
defines it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bnderive.conventions.rewriting import NONE, Found
from bnderive.entries import Entry
from bnderive.lower.lower import FUNCTIONS, STATISTICS
from bnderive.survey.survey import unboxed
from bnderive.syntax import print_latex
from bnderive.syntax.nodes import Accented, Applied, BigOperator, Bracketed, Identifier, Node, Product, Scripted
from bnderive.syntax.shapes import walk

EQUALITIES = frozenset({"=", ":=", "\\equiv", "\\triangleq", "\\leftarrow"})


def named(entries: Sequence[Entry], loss: Node | None) -> Found:
    """What a row defines that is a function of a whole array, or the mean of what stands under a bar, is a name."""
    defined = {side for entry in entries if (side := _defined(entry)) is not None}
    if not defined:
        return NONE

    def change(node: Node) -> Node:
        is_named = isinstance(node, Applied | Accented) and node in defined
        return Identifier(print_latex(node), span=node.span) if is_named else node

    return change, frozenset()


def _defined(entry: Entry) -> Node | None:
    row = entry.row
    if row is None or len(row.sides) < 2 or row.sides[0] is None or row.sides[1] is None:
        return None
    side, body = unboxed(row.sides[0]), list(walk(row.sides[1]))
    if row.relations[0] not in EQUALITIES or side in body or side is None:
        return None
    sums = any(isinstance(node, BigOperator) for node in body)
    is_word = any(node in body for node in _argument(side)) and (sums or _word(side) not in STATISTICS)
    is_mean = _is_under_one_bar(side) and any(
        _letters(side) == _letters(n.body) for n in body if isinstance(n, BigOperator)
    )
    return side if is_mean or is_word else None


def _word(node: Node) -> str:
    return node.function.text if isinstance(node, Applied) and isinstance(node.function, Identifier) else ""


def _argument(node: Node) -> tuple[Node, ...]:
    """x of `\\operatorname{RMS}(x)`, where it is a bare name."""
    match node:
        case Applied(Identifier(text=word), Bracketed(body=Identifier() as argument)) if word not in FUNCTIONS:
            return (argument,) if len(word) > 1 or word in STATISTICS else ()
    return ()


def _letters(node: Node) -> frozenset[str]:
    """The names in an expression, without their indices."""
    inside = {id(part) for n in walk(node) if isinstance(n, Scripted) and n.sub is not None for part in walk(n.sub)}
    return frozenset(n.text for n in walk(node) if isinstance(n, Identifier) and id(n) not in inside)


def _is_under_one_bar(node: Node) -> bool:
    """A power or a product of names without indices."""
    match node:
        case Accented("bar", Scripted(Identifier(), None, sup)):
            return sup is not None and not isinstance(sup, Bracketed)
        case Accented("bar", Product(factors, operators)):
            return not any(operators) and all(isinstance(factor, Identifier | Accented) for factor in factors)
    return False
