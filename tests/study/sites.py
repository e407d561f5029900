"""Where a slip can be planted: the right sides of one row, walked with what stands around every node of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction as Rational

from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import NameUse, Spelling, read_name
from bnderive.syntax import parse_formula
from bnderive.syntax.nodes import (
    Accented,
    BigOperator,
    Braced,
    Bracketed,
    Cases,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Primed,
    Row,
    Scripted,
    Slash,
    Text,
)
from bnderive.syntax.shapes import children, walk

EPSILONS = frozenset({"\\epsilon", "\\varepsilon", "eps"})


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of the LaTeX of a display, half-open, and what is written there instead."""

    start: int
    end: int
    text: str


Edits = tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a side, the nodes around it from the outermost on, and the letters that sums around it bind."""

    node: Node
    around: tuple[Node, ...] = ()
    bound: tuple[str, ...] = ()

    @property
    def parent(self) -> Node | None:
        return self.around[-1] if self.around else None


@dataclass(frozen=True, slots=True)
class Site:
    """One row: the LaTeX of its display, the sides that may be changed, its own left side where it has one, and the
    names, the sizes and the letters of the whole document. `derivatives` are pairs, the first differentiated
    by the second; `quantities` the names that may be taken for each other; `free` the letters of the left side.
    """

    latex: str
    sides: tuple[Node, ...]
    head: Node
    own_head: Node | None
    spelling: Spelling
    arity: dict[str, int]
    sizes: frozenset[str]
    derivatives: frozenset[tuple[str, str]] = frozenset()
    quantities: dict[str, int] = field(default_factory=dict)
    free: tuple[str, ...] = field(default=())

    def text(self, node: Node) -> str:
        return self.latex[node.span[0] : node.span[1]]

    def use(self, node: Node) -> NameUse | None:
        """The use of a known name that a node is; sizes are none."""
        found = read_name(node, self.spelling)
        known = found is not None and found.name in self.arity and found.name not in self.sizes | {"e"}
        return found if known else None

    def spots(self) -> Iterator[Spot]:
        for side in self.sides:
            yield from self.below_spot(Spot(side))

    def below_spot(self, spot: Spot) -> Iterator[Spot]:
        yield spot
        for child, bound in self.inner(spot.node):
            yield from self.below_spot(Spot(child, (*spot.around, spot.node), spot.bound + bound))

    def inner(self, node: Node) -> Iterator[tuple[Node, tuple[str, ...]]]:
        """The nodes below one that are formulas of their own: no names, no derivatives, no labels, no conditions."""
        if is_derivative(node):
            return
        match node:
            case BigOperator(body=body):
                yield body, letters_bound(node)
            case Scripted(base, _, sup):
                if read_name(node, self.spelling) is not None:
                    return
                yield base, ()
                if sup is not None and rational(sup) is None:
                    yield sup, ()
            case Accented() | Primed() | Text() | Row() | Listing():
                return
            case Bracketed(body=Row()):
                return
            case Braced(body=body):
                yield body, ()
            case Cases(alternatives):
                yield from ((value, ()) for value, _ in alternatives)
            case _:
                yield from ((child, ()) for child in children(node))

    def letters(self, node: Node) -> tuple[str, ...]:
        """The index letters that stand in a node, each once."""
        return tuple(dict.fromkeys(part.text for part in self.index_spots(node)))

    def index_spots(self, node: Node) -> Iterator[Identifier]:
        """Every letter of a node that stands in an index: below a name, in a delta, in the letter that a sum binds."""
        for part in walk(node):
            places: list[Node | None] = []
            match part:
                case Scripted(base, sub, sup):
                    places = [sub, sup if isinstance(sup, Bracketed) and sup.left == "(" else None]
                    if isinstance(base, BigOperator):
                        places = []
                case BigOperator(lower=lower):
                    places = [lower]
                case Bracketed(body=Row() as row):
                    places = [row]
            for place in places:
                for letter in walk(place) if place is not None else ():
                    if isinstance(letter, Identifier) and letter.text in self.spelling.index_letters:
                        yield letter

    def renamed(self, node: Node, old: str, new: str) -> Edits:
        """The edits that make one index letter of a node another, bound or not."""
        spans = dict.fromkeys(letter.span for letter in self.index_spots(node) if letter.text == old)
        return tuple(Edit(start, end, new) for start, end in sorted(spans))

    def renamed_below(self, lower: Node, old: str, new: str) -> Edits:
        """The edits that make the letter another that stands below a sum."""
        spans = (part.span for part in walk(lower) if isinstance(part, Identifier) and part.text == old)
        return tuple(Edit(start, end, new) for start, end in spans)

    def written(self, node: Node, edits: Edits) -> str:
        """The text of a node after edits inside it."""
        first, last = node.span
        return applied(self.latex[:last], edits)[first:]

    def in_scope(self, spot: Spot) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*spot.bound, *self.free)))


def applied(text: str, edits: Edits) -> str:
    """The text after edits that do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def is_derivative(node: Node) -> bool:
    return read_derivative(node) is not None


def letters_bound(node: BigOperator) -> tuple[str, ...]:
    """The letters that a sum binds: i in `i=1`, the first in `j \\ne i`, all of `a, b`."""
    match node.lower:
        case Row(sides=(Identifier(text), *_)) | Identifier(text):
            return (text,)
        case Listing(items):
            return tuple(item.text for item in items if isinstance(item, Identifier))
    return ()


def rational(node: Node) -> Rational | None:
    """The number that an exponent is, if it is one."""
    match node:
        case Number(text) if text.replace(".", "", 1).isdigit():
            return Rational(text)
        case Negative(body):
            inner = rational(body)
            return None if inner is None else -inner
        case Fraction(above, below) | Slash(above, below):
            one, other = rational(above), rational(below)
            return one / other if one is not None and other else None
    return None


def stem(name: str) -> Node | None:
    """The tree of a name as it is known."""
    return parse_formula(name).sides[0]


def is_number(node: Node, text: str | None = None) -> bool:
    return isinstance(node, Number) and (text is None or node.text == text)
