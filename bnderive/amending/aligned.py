"""A tree that was edited to the stretches of the LaTeX that have to change; what is unchanged keeps its own text.

The old tree, the new one and the new one as it is printed are walked side by side. Where old and new part ways, the
stretch of the old node becomes the print of the new one, with the parts that it took over as their author wrote them.
Nothing is verified here: whether the text reads as the new tree does is for the caller to see.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bnderive.records import dataclass
from bnderive.source.arguments import runs_on
from bnderive.source.model import Display
from bnderive.syntax.nodes import Addition, Bracketed, Node, Product, Row, Shorthand
from bnderive.syntax.shapes import children, rebuilt, walk

TextEdit = tuple[int, int, str]
"""The stretch from `start` to `end` of a display's LaTeX becomes another text."""

SPACING = re.compile(r"\\[,;:!> ]|\\q?quad(?![A-Za-z])|\\(?:left|right|big|Big|bigg|Bigg)[lr]?(?![A-Za-z])|[\s~&]")
LINE_BREAK = re.compile(r"[ \t]*\n\s*")
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.DOTALL)
NEAR = 80


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of the old LaTeX within a new text."""

    start: int
    end: int


Pieces = list[str | Kept]


class Alignment:
    """The edits that lead from one row of a display to another. `printed` is what `text` is read as: the new row."""

    def __init__(self, old: Row, display: Display, text: str, printed: Row) -> None:
        self.old = old
        self.display = display
        self.text = text
        self.printed = printed
        self.own = {id(node) for node in walk(old) if self.stands(node)}

    def stands(self, node: Node) -> bool:
        """Whether a node has a stretch of the LaTeX of its own."""
        start, end = node.span
        return 0 <= start < end <= len(self.display.latex)

    def edits(self, new: Row, lifted: int) -> tuple[TextEdit, ...] | None:
        """In the order of their places. Nodes that hold a change at most `lifted` levels below are printed whole; None
        where a node that has to be printed has no stretch.
        """
        found = self._changed(self.old, new, self.printed, lifted)
        return None if found is None else tuple(sorted(found))

    def _changed(self, old: Node, new: Node, printed: Node, lifted: int) -> list[TextEdit] | None:
        if new == old:
            return []
        inner = within(new, printed)
        if is_alike(old, new) and is_alike(new, inner) and (height(old, new) > lifted or isinstance(old, Row)):
            below = zip(children(old), children(new), children(inner), strict=True)
            parts = [self._changed(a, b, c, lifted) for a, b, c in below]
            if all(part is not None for part in parts):
                return [edit for part in parts if part is not None for edit in part]
        return list(self._replaced(old, new, printed)) if self.stands(old) and not isinstance(old, Row) else None

    # -- the print of a node, in place of another

    def _replaced(self, old: Node, new: Node, printed: Node) -> Iterator[TextEdit]:
        """The print between the parts that stay where they are; they are left alone."""
        latex, (place, last), text = self.display.latex, old.span, ""
        for piece in [*self._pieces(new, printed), Kept(last, last)]:
            if isinstance(piece, Kept) and place <= piece.start and piece.end <= last:
                if (place, piece.start) == old.span:
                    yield spaced(latex, place, last, text)
                elif squeezed(latex[place : piece.start]) != squeezed(text):
                    yield trimmed(latex, place, piece.start, text)
                place, text = piece.end, ""
            else:
                text += joint(text, self._written(piece))

    def _written(self, piece: str | Kept) -> str:
        if isinstance(piece, str):
            return piece
        return LINE_BREAK.sub(" ", self.display.latex[piece.start : piece.end])

    def _pieces(self, new: Node, printed: Node) -> Pieces:
        """The print of a new node, with what it took over as stretches of the old LaTeX."""
        inner = within(new, printed)
        (start, end), (first, last) = printed.span, inner.span
        if id(new) in self.own:
            return [self.text[start:first], Kept(*new.span), self.text[last:end]]
        if not is_alike(new, inner):
            return [self.text[start:end]]
        pieces: Pieces = []
        for part, below in sorted(zip(children(new), children(inner), strict=True), key=lambda pair: pair[1].span):
            pieces += [self.text[start : below.span[0]], *self._pieces(part, below)]
            start = below.span[1]
        return [*pieces, self.text[start:end]]


def flat(node: Node) -> Node:
    """The tree with no product of products and no sum that begins with a sum, since none is read as such."""
    node = rebuilt(node, flat)
    match node:
        case Product(factors, operators) if any(isinstance(factor, Product) for factor in factors):
            pairs = [pair for each in zip(("", *operators), factors, strict=True) for pair in spliced(*each)]
            found = tuple(factor for _, factor in pairs), tuple(operator for operator, _ in pairs[1:])
            return Product(*found, span=node.span)
        case Addition((Addition(terms, signs), *others), (_, *following)):
            return Addition((*terms, *others), (*signs, *following), span=node.span)
    return node


def spliced(operator: str, factor: Node) -> Iterator[tuple[str, Node]]:
    """The factors of a factor, each with the operator before it."""
    match factor:
        case Product(factors, operators):
            yield from zip((operator, *operators), factors, strict=True)
        case _:
            yield operator, factor


def within(new: Node, printed: Node) -> Node:
    """The print of a node without the parentheses that only the print needs."""
    while isinstance(printed, Bracketed) and not isinstance(new, Bracketed):
        printed = printed.body
    return printed


def is_alike(one: Node, other: Node) -> bool:
    """Whether two nodes differ at most in the nodes directly below them, and have as many of them."""
    if type(one) is not type(other) or isinstance(one, Shorthand):
        return False
    names: tuple[str, ...] = ("sides", "relations") if isinstance(one, Row) else one.__match_args__
    return all(_is_alike(getattr(one, name), getattr(other, name)) for name in names)


def _is_alike(one: object, other: object) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(_is_alike, one, other))
    return one == other or (isinstance(one, Node) and isinstance(other, Node))


def height(old: Node, new: Node) -> int:
    """How many levels below a node the deepest change is."""
    if not is_alike(old, new):
        return 0
    below = [height(a, b) for a, b in zip(children(old), children(new), strict=True) if a != b]
    return 1 + max(below, default=0)


def squeezed(text: str) -> str:
    return SPACING.sub("", text)


def joint(before: str, after: str) -> str:
    """The second text as it can follow the first."""
    return f" {after}" if runs_on(before, after) else after


def trimmed(latex: str, start: int, end: int, text: str) -> TextEdit:
    """The edit without what it leaves as it is at its ends, no control word cut."""
    old, new = TOKEN.findall(latex[start:end]), TOKEN.findall(text)
    if start < end and not squeezed(latex[start:end]):
        return spaced(latex, start, start, text.rstrip())
    before = shared(old, new)
    behind = shared(old[before:][::-1], new[before:][::-1])
    start += sum(map(len, old[:before]))
    end -= sum(map(len, old[len(old) - behind :]))
    return spaced(latex, start, end, "".join(new[before : len(new) - behind]))


def spaced(latex: str, start: int, end: int, text: str) -> TextEdit:
    """The edit apart from what stands around it: no control word runs on into a letter."""
    before, behind = latex[max(start - NEAR, 0) : start], latex[end : end + 1]
    text = joint(before, text) + (" " if runs_on(text, behind) else "")
    return start, end, text if text or not runs_on(before, behind) else " "


def shared(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens two texts have in common at their beginning."""
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
