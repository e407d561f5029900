"""What a Σ binds and how far it runs, by the look of its ends. Syntax in, letters out; nothing is looked up."""

from __future__ import annotations

from bnderive.syntax.nodes import (
    Addition,
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
)


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


def told_range(row: Row) -> tuple[str, str] | None:
    """The letter and the size of `j = 1, \\dots, D`, a row that says over what an index runs."""
    match row:
        case Row(sides=(Identifier(letter), Listing((Number("1"), *between, Identifier(size)))), relations=("=",)):
            return (letter, size) if any(isinstance(item, Dots) for item in between) else None
    return None
