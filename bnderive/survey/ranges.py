"""What a Σ binds and how far it runs, by the look of its ends. Syntax in, letters out; nothing is looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive.syntax.nodes import (
    Addition,
    BigOperator,
    Bracketed,
    Dots,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Primed,
    Product,
    Row,
    Scripted,
)
from bnderive.syntax.shapes import walk

FIRST, LAST = "first", "last"


def lower_letters(lower: Node) -> tuple[str, ...]:
    match lower:
        case Identifier(text):
            return (text,)
        case Primed(Identifier(text), count):
            return (text + "'" * count,)
        case Listing((first, *rest)) if any(isinstance(item, Dots) for item in rest):
            return lower_letters(first)
        case Listing(items):
            return tuple(letter for item in items for letter in lower_letters(item))
        case Row(sides=(Identifier(text), Identifier(other)), relations=("\\ne",)):
            return (text, other)
        case Row(sides=(Identifier(text), _), relations=("=",)):
            return (text,)
        case Row(sides=(Identifier(text), Identifier() | Bracketed()), relations=("\\in",)):
            return (text,)
        case Row(sides=(Identifier(text), Product(operators=("\\setminus",))), relations=("\\in",)):
            return (text,)
        case Row(sides=(Number(), Identifier(text), Identifier()), relations=("\\le", "\\le")):
            return (text,)
        case Row(sides=(Listing() as letters, _), relations=("=",)):
            return lower_letters(letters)
        case Row(sides=(only,)) if only is not None:
            return lower_letters(only)
    return ()


def parts_of(lower: Node) -> tuple[Node, ...]:
    """The ranges and exclusions that stand below one Σ: `i, j`, `j=1, j \\ne i`."""
    return lower.items if isinstance(lower, Listing) else (lower,)


def is_exclusion(part: Node) -> bool:
    """`j \\ne i`."""
    return isinstance(part, Row) and part.relations == ("\\ne",)


def upper_letter(upper: Node | None) -> str | None:
    """The size in the upper end of a sum: `n`, `n-1`."""
    match upper:
        case Identifier(text):
            return text
        case Addition(terms=(Identifier(text), Number("1")), signs=(_, "-")):
            return text
        case Addition(terms=(Identifier(text), Negative(Number("1")))):
            return text
    return None


def left_out(nodes: Sequence[Node]) -> str:
    """Which end of an axis the sums of a document that name their ends may leave out, FIRST or LAST, or '': of
    `\\sum_{j=2}^{N}` or of `\\sum_{j=1}^{N-1}`, where another sum runs from 1 to N and nothing is counted from 0.

    LAST only where no number stands in a subscript, and no other sum leaves something out.
    """
    numbers = {part.text for node in nodes for part in _below(node) if isinstance(part, Number)}
    if "0" in numbers or any(_counts_from_zero(node) for node in nodes):
        return ""
    ends = {found for node in nodes if isinstance(node, BigOperator) and (found := _ends(node)) is not None}
    whole = {size for start, size, is_short in ends if start == "1" and not is_short}
    kinds = {(start, is_short) for start, size, is_short in ends if size in whole} - {("1", False)}
    if ("2", False) in kinds:
        return FIRST
    return LAST if kinds == {("1", True)} and not numbers else ""


def _below(node: Node) -> Iterator[Node]:
    """What stands in a subscript, and what an index differs from."""
    if isinstance(node, Scripted) and node.sub is not None:
        yield from walk(node.sub)
    if isinstance(node, Row) and is_exclusion(node):
        yield from (side for side in node.sides if side is not None)


def _ends(node: BigOperator) -> tuple[str, str, bool] | None:
    """The first number of a range, the size in its upper end, and whether that is less one."""
    size = upper_letter(node.upper)
    match node.lower:
        case Row(sides=(Identifier(), Number(start)), relations=("=",)) if size is not None:
            return start, size, not isinstance(node.upper, Identifier)
    return None


def _counts_from_zero(node: Node) -> bool:
    """`i = 0`, `i = 0, \\dots`, `0 \\le i`, `i \\in \\{0, \\dots\\}`."""
    match node:
        case Listing((Number("0"), *_)) | Listing((Row((Identifier(), Number("0")), ("=",)), *_)):
            return True
        case Row((Number("0"), Identifier(), *_), ("\\le" | "\\leq" | "<", *_)):
            return True
        case BigOperator(lower=Row((Identifier(), Number("0")), _)):
            return True
    return False


def told_range(row: Row) -> tuple[str, str] | None:
    """The letter and the size of `j = 1, \\dots, D`, a row that says over what an index runs."""
    match row:
        case Row(sides=(Identifier(letter), Listing((Number("1"), *between, Identifier(size)))), relations=("=",)):
            return (letter, size) if any(isinstance(item, Dots) for item in between) else None
    return None
