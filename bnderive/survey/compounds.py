"""A size that is written as a product: where a sum runs to `HW`, that product is one size wherever it stands.

Syntax in, the same syntax with the product as one symbol out. H and W alone stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bnderive.syntax.nodes import Addition, BigOperator, Identifier, Node, Product, Row
from bnderive.syntax.rewriting import Tree, with_products
from bnderive.syntax.shapes import walk

OPENING = "\\mathrm{"
MULTIPLYING = frozenset({"", "\\cdot", "\\times", "*"})


def compound_size(rows: Sequence[Row | None]) -> tuple[str, ...]:
    """The letters of the product that sums run to; none where there are several, or a sum runs to one of them."""
    nodes = [node for row in rows if row is not None for node in walk(row)]
    uppers = [node.upper for node in nodes if isinstance(node, BigOperator) and node.upper is not None]
    found = {letters for upper in uppers for letters in _products(upper)}
    plain = {node.text for upper in uppers for node in _ends(upper) if isinstance(node, Identifier)}
    named = {side.text for row in rows if row is not None for side in row.sides[:1] if isinstance(side, Identifier)}
    letters = min(found, default=())
    is_one = len({frozenset(product) for product in found}) == 1
    return letters if is_one and not {*letters} & (plain | named) else ()


def _products(upper: Node) -> Iterator[tuple[str, ...]]:
    """The letters of a product that an end of a sum is: `HW`, `HW - 1`."""
    for node in _ends(upper):
        if isinstance(node, Product) and {*node.operators} <= MULTIPLYING:
            letters = tuple(factor.text for factor in node.factors if isinstance(factor, Identifier))
            if len({*letters}) == len(node.factors) and all(len(letter) == 1 for letter in letters):
                yield letters


def letters_of_compound(name: str) -> frozenset[str]:
    """H and W of the one symbol that `HW` became."""
    return frozenset(name.removeprefix(OPENING).removesuffix("}")) if name.startswith(OPENING) else frozenset()


def _ends(upper: Node) -> tuple[Node, ...]:
    return (upper.terms[0],) if isinstance(upper, Addition) else (upper,)


def with_compound(node: Tree, letters: Sequence[str]) -> Tree:
    """The tree with each product of just these letters, in any order, as one symbol."""
    return with_products(node, lambda product: _joined(product, letters))


def _joined(product: Product, letters: Sequence[str]) -> Node:
    factors, operators, size = product.factors, product.operators, len(letters)
    for k in range(len(factors) - size + 1):
        run, joins = factors[k : k + size], operators[k : k + size - 1]
        if {*joins} <= MULTIPLYING and sorted(_letter(factor) for factor in run) == sorted(letters):
            span = (run[0].span[0], run[-1].span[1])
            joined = Identifier(f"{OPENING}{''.join(letters)}}}", span=span)
            rest = (*factors[:k], joined, *factors[k + size :])
            around = (*operators[:k], *operators[k + size - 1 :])
            return replace(product, factors=rest, operators=around) if around else joined
    return product


def _letter(node: Node) -> str:
    return node.text if isinstance(node, Identifier) else ""
