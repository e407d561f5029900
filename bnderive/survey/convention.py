"""The summation convention: an index that a product repeats, and that the left side does not have, is summed over.

Rows in, the same rows with every such Σ written out. Only where the text of the document says that it uses it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bnderive.errors import NotUnderstood
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import Spelling, read_name, subscript_items
from bnderive.survey.ranges import lower_letters
from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Boxed,
    Braced,
    Bracketed,
    Fraction,
    Identifier,
    Negative,
    Node,
    Positive,
    Product,
    Root,
    Row,
)
from bnderive.syntax.shapes import children

SAYING = re.compile(
    r"\b(einstein|summation convention|(sum\w*|implied|implicit)\b[^.;!?]{0,40}\brepeated ind(ex|ices)"
    r"|repeated ind(ex|ices)\b[^.;!?]{0,40}\b(sum\w*|implied))",
    re.IGNORECASE,
)
DENYING = re.compile(r"\b(no|not|never|without|avoid\w*|unlike|instead of)\b|n't\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.;!?](?:\s|$)")
STATED = "an index that a product repeats is summed over, as the text says"


def says_so(texts: Iterable[str]) -> bool:
    """Whether a sentence speaks of the convention, and none speaks of it in the negative."""
    sentences = [s for text in texts for s in SENTENCE_END.split(" ".join(text.split())) if SAYING.search(s)]
    return bool(sentences) and not any(DENYING.search(sentence) for sentence in sentences)


def written_out(row: Row, head: Node | None, spelling: Spelling) -> Row:
    """The row with its sums written out. Raises NotUnderstood for an index that is neither summed nor on the left."""
    left = free_letters(written(head, frozenset(), spelling), spelling) if head is not None else frozenset[str]()
    sides: list[Node | None] = []
    for side in row.sides:
        own = side is head
        made = written(side, frozenset() if own else left, spelling) if side is not None else None
        loose = sorted(free_letters(made, spelling) - left) if made is not None and head is not None else []
        if side is not None and loose and len(row.sides) > 1:
            text = f"the index {', '.join(loose)} is not repeated in its product, and does not stand on the left"
            raise NotUnderstood("BN232", "loose-index", text, side.span)
        sides.append(made)
    return replace(row, sides=tuple(sides))


def written(node: Node, kept: frozenset[str], spelling: Spelling) -> Node:
    """A side with a Σ before every product that repeats an index, but for those that are kept."""
    match node:
        case Addition(terms):
            return replace(node, terms=tuple(written(term, kept, spelling) for term in terms))
        case Negative(body) | Positive(body) | Boxed(body) | Bracketed(_, body, _) | Braced(body, _, _):
            return replace(node, body=written(body, kept, spelling))
        case BigOperator(lower=lower, body=body) if lower is not None:
            return replace(node, body=written(body, kept | {*lower_letters(lower)}, spelling))
        case Fraction(numerator=above) if read_derivative(node) is None:
            return replace(node, numerator=written(above, kept, spelling))
        case Root(radicand=radicand):
            return replace(node, radicand=written(radicand, kept, spelling))
        case Fraction():
            shared, _ = repeated((node.numerator, node.denominator), kept, spelling)
            return summed(node, shared)
        case Product(factors):
            shared, blocked = repeated(factors, kept, spelling)
            inner = tuple(written(factor, kept | {*shared, *blocked}, spelling) for factor in factors)
            return summed(replace(node, factors=inner), shared)
    return node


def repeated(parts: Sequence[Node], kept: frozenset[str], spelling: Spelling) -> tuple[list[str], list[str]]:
    """The indices that stand in two of the parts, once each; and those that stand in several of them more often."""
    counts = [counted(part, spelling) for part in parts]
    several = {i for i in set().union(*counts) - kept if sum(i in count for count in counts) > 1}
    twice = sorted(i for i in several if sum(count[i] for count in counts) == 2)
    return twice, sorted(several.difference(twice))


def summed(node: Node, letters: list[str]) -> Node:
    for letter in letters:
        node = BigOperator("\\sum", Identifier(letter, span=node.span), None, node, span=node.span)
    return node


def counted(node: Node, spelling: Spelling) -> Counter[str]:
    """How often each index stands free in a product; in a sum as often as in the term that has it most."""
    if isinstance(node, BigOperator) and node.lower is not None:
        inner = counted(node.body, spelling)
        return Counter({i: n for i, n in inner.items() if i not in lower_letters(node.lower)})
    if subscript_items(node) is not None and (use := read_name(node, spelling)) is not None:
        return Counter(i for i in use.indices if not i.isdigit())
    parts = [counted(child, spelling) for child in children(node)]
    found: Counter[str] = Counter()
    for part in parts:
        found = found | part if isinstance(node, Addition) else found + part
    return found


def free_letters(node: Node, spelling: Spelling) -> frozenset[str]:
    return frozenset(counted(node, spelling))
