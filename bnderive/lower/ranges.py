"""The range of a Σ: `i=1` to `m`, `i`, `j \\ne i`, `a, b`. Syntax in; letters, exclusions and what is odd
about it out.
"""

from __future__ import annotations

from bnderive.errors import NotUnderstood
from bnderive.lower.vocabulary import Remark, Vocabulary
from bnderive.records import dataclass
from bnderive.survey.ranges import FIRST, LAST, is_exclusion, lower_letters, parts_of, upper_letter
from bnderive.syntax import print_latex
from bnderive.syntax.nodes import Bracketed, Dots, Identifier, Listing, Node, Number, Product, Row


@dataclass(frozen=True, slots=True)
class Range:
    """The letters bound, outermost first; pairs (bound, other) that must differ; remarks. The other of a pair is `1`
    where an end of the axis is left out.
    """

    letters: tuple[str, ...]
    apart: tuple[tuple[str, str], ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Free:
    """The letters that are free where a Σ stands: bound further out, in its body, and in the whole row."""

    outside: frozenset[str]
    inside: frozenset[str]
    row: frozenset[str]
    is_head: bool = False


def read_range(lower: Node | None, upper: Node | None, node: Node, vocabulary: Vocabulary, free: Free) -> Range:
    """The range over the whole axis that is meant. Raises NotUnderstood for part of an axis, or no index at all."""
    if lower is None:
        text = f"${print_latex(node)}$: the sum does not say over which index it runs"
        raise NotUnderstood("BN216", "missing-range", text, node.span)
    lower = plain_range(lower, vocabulary)
    if upper is not None and not all(is_size(part, vocabulary) for part in parts_of(upper)):
        text = f"the upper end ${print_latex(upper)}$ of a sum is no size"
        raise NotUnderstood("BN216", "range", text, upper.span)
    if is_exclusion(lower):
        return excluding(lower, free)
    if part := short_range(lower, upper, node, vocabulary, free):
        return part
    return listed(lower, upper, node)


def short_range(lower: Node, upper: Node | None, node: Node, vocabulary: Vocabulary, free: Free) -> Range | None:
    """`j=2` to N, or 1 to N − 1, where the document admits it: the whole axis without its element 1. What is claimed
    of every batch holds of it in any order, so that the last element may be called the first; in a head it may not,
    whose value is told in the document's own places. Nor may it in a definition, which names its elements for good.
    """
    end = "" if vocabulary.open else vocabulary.survey.left_out
    match lower:
        case Row((Identifier(letter), Number("2")), ("=",)) if end == FIRST and isinstance(upper, Identifier):
            place = "first"
        case Row((Identifier(letter), Number("1")), ("=",)) if end == LAST and not free.is_head and is_less_one(upper):
            place = "last"
        case _:
            return None
    written = f"${print_latex(lower)}$ to ${print_latex(upper) if upper is not None else ''}$"
    remark = Remark(f"the sum from {written} leaves the {place} element out", "BN107", "sum-range", node.span)
    return Range((letter,), ((letter, "1"),), (remark,))


def is_less_one(upper: Node | None) -> bool:
    return upper is not None and not isinstance(upper, Identifier) and upper_letter(upper) is not None


def plain_range(lower: Node, vocabulary: Vocabulary) -> Node:
    """Other spellings of `i` (`i \\in [N]`, `1 \\le i \\le N`, `i = 1, \\dots, N`), and of `j, j \\ne i`."""
    match lower:
        case Row((Identifier() as letter, Bracketed(left, body, right)), ("\\in",)):
            ends = body.items if isinstance(body, Listing) else (Number("1"), body)
            closed = (left, right) == ("[", "]") or (left == "\\{" and len(ends) > 2)
            return letter if closed and is_whole(ends, vocabulary) else lower
        case Row(
            (Identifier() as letter, Product((_, Bracketed("\\{", Identifier() as other, _)), ("\\setminus",))), _
        ):
            return Listing((letter, Row((letter, other), ("\\ne",), span=lower.span)), span=lower.span)
        case Row((first, Identifier() as letter, last), ("\\le", "\\le")) if first is not None and last is not None:
            return letter if is_whole((first, last), vocabulary) else lower
        case Listing((Row((Identifier() as letter, first), ("=",)), *rest)) if first is not None:
            dotted = any(isinstance(item, Dots) for item in rest)
            return letter if dotted and is_whole((first, *rest), vocabulary) else lower
    return lower


def is_whole(ends: tuple[Node, ...], vocabulary: Vocabulary) -> bool:
    """From 1 to a size, or from 0 to one less."""
    first, last = ends[0], ends[-1]
    starts_at = first.text if isinstance(first, Number) else ""
    between = all(isinstance(item, Dots | Number) for item in ends[1:-1])
    return between and starts_at == ("1" if isinstance(last, Identifier) else "0") and is_size(last, vocabulary)


def is_part(item: Node) -> bool:
    """A range that names its ends, and is not known to be the whole axis."""
    match item:
        case Row((_, Bracketed() | Product()), ("\\in",)) | Row(relations=("\\le", "\\le")):
            return True
    return False


def listed(lower: Node, upper: Node | None, node: Node) -> Range:
    """`i=1`, `i`, `a, b`, and `j=1, j \\ne i`, whose second part only excludes."""
    items = parts_of(lower)
    exclusions = [item for item in items if is_exclusion(item)]
    ranges = [item for item in items if item not in exclusions]
    letters = tuple(letter for item in ranges for letter in lower_letters(item))
    apart = tuple((pair[0], pair[-1]) for item in exclusions if (pair := lower_letters(item)))
    whole = all(lower_letters(item) and not is_part(item) for item in items) and len(set(letters)) == len(letters) > 0
    if not whole or any(first not in letters or second in letters for first, second in apart):
        raise NotUnderstood(
            "BN216", "range", f"the range ${print_latex(lower)}$ of a sum is not understood", lower.span
        )
    ends = upper.items if isinstance(upper, Listing) and len(upper.items) == len(ranges) else (upper,) * len(ranges)
    remarks = (remark for item, end in zip(ranges, ends, strict=True) for remark in whole_axis(item, end, node))
    return Range(letters, apart, tuple(remarks))


def is_size(upper: Node, vocabulary: Vocabulary) -> bool:
    letter = upper_letter(upper)
    return letter is not None and letter in vocabulary.sizes and letter not in vocabulary.survey.spelling.index_letters


def excluding(lower: Node, free: Free) -> Range:
    """In `j \\ne i` the letter that is free elsewhere is not bound; where neither is, both are: the sum is a
    double one.

    Where only one of them stands in the body, and neither elsewhere, that one is bound.
    """
    letters = lower_letters(lower)
    if len(letters) != 2:
        raise NotUnderstood(
            "BN216", "range", f"the range ${print_latex(lower)}$ of a sum is not understood", lower.span
        )
    first, second = letters
    taken = [letter for letter in letters if letter in free.outside | free.row]
    used = [letter for letter in letters if letter in free.inside]
    if not taken and len(used) != 1:
        return Range(letters, ((second, first),))
    bound = used[0] if len(used) == 1 and len(taken) != 1 else second if taken == [first] else first
    return Range((bound,), ((bound, second if bound == first else first),))


def whole_axis(lower: Node, upper: Node | None, node: Node) -> tuple[Remark, ...]:
    """1 to n, or 0 to n − 1; 0 to n has n + 1 terms, which is reported and read as the batch."""
    if not isinstance(lower, Row) or lower.relations != ("=",):
        return ()
    start, letter = lower.sides[1], print_latex(upper) if upper is not None else None
    if not isinstance(start, Number) or start.text not in {"0", "1"}:
        raise NotUnderstood(
            "BN216", "range", f"a sum that starts at ${print_latex(lower)}$ does not run over the batch", lower.span
        )
    short = upper is not None and not isinstance(upper, Identifier)
    if start.text == "0" and letter and not short:
        text = f"the sum from 0 to {letter} has {letter} + 1 terms; it is read as running over the whole batch"
        return (Remark(text, "BN107", "sum-range", node.span),)
    if start.text == "1" and short:
        raise NotUnderstood("BN216", "range", f"a sum from 1 to ${letter}$ leaves an element out", lower.span)
    return ()
