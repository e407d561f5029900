"""What a formula says of the axes of its letters: in which place of which array each stands, which letters are
compared, how far a Σ runs.

Syntax in, pairs out that share an axis. A letter that a Σ binds is told apart from the same letter outside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field

from bnderive.errors import Span
from bnderive.records import dataclass
from bnderive.survey.names import NameUse, Spelling, read_name, subscript_items
from bnderive.survey.ranges import is_exclusion, lower_letters, parts_of, upper_letter
from bnderive.syntax.nodes import BigOperator, Fraction, Identifier, Listing, Node, Product, Row, Scripted, Slash
from bnderive.syntax.shapes import children

Letter = tuple[str, int]  # a letter and the Σ that binds it, 0 where it is free
Place = tuple[str, int]  # an array and the place of an index of it


@dataclass(slots=True)
class Meetings:
    """What formulas with the same free letters say; `arity` tells how many indices arrays carry; uses with
    others say nothing.
    """

    spelling: Spelling
    arity: Mapping[str, int]
    has_kronecker: bool = True
    placed: list[tuple[Letter, Place]] = field(default_factory=list)
    compared: list[tuple[Letter, Letter]] = field(default_factory=list)
    ranges: list[tuple[Letter, str]] = field(default_factory=list)
    divisions: list[tuple[Letter, str]] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)  # of what is placed
    scopes: int = 0

    def read(self, node: Node, scope: Mapping[str, Letter]) -> None:
        match node:
            case BigOperator(lower=lower) if lower is not None:
                return self.sum(node, lower, scope, [])
            case Product(factors):
                return self.parts(factors, [f.denominator for f in factors if isinstance(f, Fraction | Slash)], scope)
            case Fraction(numerator=BigOperator() as above, denominator=below):
                return self.parts([above, below], [below], scope)
            case Row(sides=(Identifier(a), Identifier(b))) if {a, b} <= self.spelling.index_letters:
                return self.compared.append((letter(a, scope), letter(b, scope)))
            case Scripted(base, Row() as condition, _):
                return self.parts([base, condition], [], scope)
        if subscript_items(node) is not None and (use := read_name(node, self.spelling)) is not None:
            return self.name(use, scope)
        return self.parts(children(node), [], scope)

    def parts(self, nodes: Iterable[Node], below: Sequence[Node], scope: Mapping[str, Letter]) -> None:
        for node in nodes:
            if isinstance(node, BigOperator) and node.lower is not None:
                self.sum(node, node.lower, scope, [size for part in below if (size := upper_letter(part))])
            else:
                self.read(node, scope)

    def sum(self, node: BigOperator, lower: Node, scope: Mapping[str, Letter], below: Sequence[str]) -> None:
        """A Σ; what divides it counts as its size where it says none itself and sums nothing but one letter."""
        self.scopes += 1
        parts = parts_of(lower)
        bound = [name for part in parts if not is_exclusion(part) for name in lower_letters(part)]
        inner = {**scope, **{name: (name, self.scopes) for name in bound}}
        for part in filter(is_exclusion, parts):
            one, other = lower_letters(part)
            self.compared.append((letter(one, inner), letter(other, inner)))
        for name, size in zip(bound, sizes_above(node.upper, len(bound)), strict=False):
            self.ranges.append((inner[name], size))
        if node.upper is None and len(bound) == len(below) == 1 and not isinstance(node.body, BigOperator):
            self.divisions.append((inner[bound[0]], below[0]))
        self.read(node.body, inner)

    def name(self, use: NameUse, scope: Mapping[str, Letter]) -> None:
        if self.has_kronecker and use.name == "\\delta" and len(use.indices) == 2:
            one, other = use.indices
            self.compared.append((letter(one, scope), letter(other, scope)))
        elif len(use.indices) == self.arity.get(use.name, len(use.indices)):
            places = [(name, (use.name, k)) for k, name in enumerate(use.indices) if not name.isdigit()]
            self.placed += [(letter(name, scope), place) for name, place in places]
            self.spans += [use.node.span if use.node is not None else (0, 0)] * len(places)
        if use.power is not None:
            self.read(use.power, scope)


def letter(name: str, scope: Mapping[str, Letter]) -> Letter:
    return scope.get(name, (name, 0))


def sizes_above(upper: Node | None, count: int) -> list[str]:
    """The size that each letter below a Σ runs to: one for all of them, or one each."""
    parts = list(upper.items) if isinstance(upper, Listing) else [upper] * count
    sizes = [upper_letter(part) for part in parts]
    return [size for size in sizes if size] if len(parts) == count and all(sizes) else []
