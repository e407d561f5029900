"""Where an edit may be made: what the names around a node mean, and how the document would write a name there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field, replace
from fractions import Fraction
from functools import lru_cache

from bnderive.errors import NotUnderstood
from bnderive.records import dataclass
from bnderive.survey.derivatives import read_derivative, read_operator, stray_partials
from bnderive.survey.handwriting import Writings, with_letters
from bnderive.survey.names import NameUse, Spelling, read_name
from bnderive.survey.survey import uses_in
from bnderive.syntax import nodes as s
from bnderive.syntax import parse_formula
from bnderive.syntax.building import summed
from bnderive.syntax.nodes import (
    Addition,
    Bracketed,
    Identifier,
    Listing,
    Node,
    Number,
    Product,
    Row,
    Scripted,
    Shorthand,
)
from bnderive.syntax.shapes import differential, rebuilt, rewritten, walk
from bnderive.terms import Add, Graph, Mul, Num, Sym
from bnderive.terms import walk as walk_term

LETTER = re.compile(r"[A-Za-z]'*")
LAST_SUBSCRIPT = re.compile(r"(?P<stem>.*)_(?P<sub>[A-Za-z]|\{[A-Za-z', ]*\})(?P<rest>[^_]*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """`arity` tells of every known name how many indices it has, `sizes` the letters of the batch size, `statistics`
    the names whose definition sums, `positive` those that are positive (ε), `deviations` the pairs x, μ for which a
    definition holds x_i − μ, `sums` those of the document from near to far, `terms` the signed ones of the true value
    where that is a sum, `gradients` the short names that the document writes for derivatives, each once.
    `bound` are the letters that sums around the node bind, the innermost last; `free` those that
    stand free on the left side; `side` is the whole side that the node is a part of. `factors` are
    those of other rows, `lacking` tells of some sums the terms that would make them right; both only where all else has
    failed, and the last resort `is_last`.
    `has_roots` tells whether the document writes an exponent of 1/2 as a root, `writings` how it writes its names.
    """

    spelling: Spelling = field(default_factory=Spelling)
    arity: Mapping[str, int] = field(default_factory=dict)
    sizes: frozenset[str] = frozenset()
    statistics: frozenset[str] = frozenset()
    positive: frozenset[str] = frozenset()
    deviations: tuple[tuple[str, str], ...] = ()
    loss: str = ""
    sums: tuple[s.BigOperator, ...] = ()
    terms: tuple[tuple[str, Node], ...] = ()
    gradients: tuple[Shorthand, ...] = ()
    bound: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    has_roots: bool = False
    writings: Writings = field(default_factory=dict)
    side: Node | None = None
    factors: tuple[Node, ...] = ()
    lacking: tuple[tuple[Node, tuple[tuple[str, Node], ...]], ...] = ()
    is_last: bool = False

    def within(self, letters: tuple[str, ...]) -> Place:
        """The same place inside a sum over some letters."""
        return replace(self, bound=(*self.bound, *letters))

    def use(self, node: Node) -> NameUse | None:
        """The use of a known name that a node is: σ², x̂_i, also one that is raised to a power."""
        found = read_name(node, self.spelling)
        return found if found is not None and (found.name in self.arity or is_kronecker(found)) else None

    def uses(self, node: Node) -> list[NameUse]:
        """Every use of a known name in a node."""
        return [use for use in uses_in(node, self.spelling) if use.name in self.arity or is_kronecker(use)]

    def letters(self, node: Node) -> tuple[str, ...]:
        """The index letters in a node, each once."""
        return tuple(dict.fromkeys(letter for use in self.uses(node) for letter in use.indices if letter.isalpha()))

    @property
    def in_scope(self) -> tuple[str, ...]:
        """The letters that an index may be here."""
        return tuple(dict.fromkeys((*self.bound, *self.free)))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names without an index that stand for given numbers, ε and the sizes apart: γ, β."""
        others = {*self.sizes, *self.statistics, *self.positive, self.loss}
        names = (name for name, arity in self.arity.items() if arity == 0 and name not in others)
        return tuple(name for name in names if f"{name}^{{2}}" not in self.arity)

    @property
    def arrays(self) -> tuple[str, ...]:
        return tuple(name for name, arity in self.arity.items() if arity == 1)

    @property
    def inputs(self) -> tuple[str, ...]:
        """The arrays that deviations are taken of; every array where there are none."""
        return tuple(array for array, _ in self.deviations) or self.arrays

    def size(self, node: Node) -> Node | None:
        """The letter of the batch size: the one that stands in the node, else N, else the first."""
        here = [part.text for part in walk(node) if isinstance(part, Identifier) and part.text in self.sizes]
        ranked = [*here, *(["N"] if "N" in self.sizes else []), *sorted(self.sizes)]
        return written(ranked[0]) if ranked else None

    def deviation(self, letter: str) -> Iterator[Node]:
        """x_i − μ in parentheses, for every array and its mean."""
        for array, mean in self.deviations:
            element, centre = self.named(array, (letter,)), self.named(mean, ())
            if element is not None and centre is not None:
                yield Bracketed("(", Addition((element, centre), ("+", "-")), ")")

    def summed(self, letter: str, body: Node) -> Node:
        """The sum over a letter, its range written as the document writes it."""
        plain = summed(letter, body)
        for known in self.sums:
            match known.lower:
                case Row((Identifier(), Number() as first), ("=",)) if isinstance(plain, s.BigOperator):
                    return replace(plain, lower=Row((plain.lower, first), ("=",)), upper=known.upper)
                case Identifier():
                    return plain
        return plain

    def spare_letter(self, node: Node) -> str:
        """An index letter that stands nowhere around."""
        taken = {*self.bound, *self.free, *self.letters(node)}
        known: tuple[str, ...] = (*"jkilpqrst", *sorted(self.spelling.index_letters), "j'")
        return next(letter for letter in known if letter not in taken)

    def named(self, name: str, indices: tuple[str, ...], power: Node | None = None) -> Node | None:
        """A use of a name with indices as the document would write it; None where it cannot be written so."""
        for node in self.writings_of(name, indices):
            whole = with_power(node, power) if power is not None else node
            if read_name(whole, self.spelling) == NameUse(name, indices, power):
                return whole
        return None

    def writings_of(self, name: str, indices: tuple[str, ...]) -> Iterator[Node]:
        """A name with indices in the document's own writing, and in the plain one."""
        own, stem = self.writings.get((name, len(indices))), written(name)
        if own is not None and own.node is not None:
            yield with_letters(own.node, own.indices, indices) if own.indices != indices else own.node
        if stem is not None:
            yield with_indices(stem, indices) if indices else stem

    def indices(self, node: Node) -> tuple[str, ...] | None:
        """The indices of a name, also of one that is not known by itself (the x' of dx'_i), of a name that stands for a
        gradient, or of a relation such as `i = j`; None for every other node.
        """
        match node:
            case Shorthand(by=by):
                use = self.use(by)
                return use.indices if use is not None else ()
            case Row():
                return tuple(part.text for part in walk(node) if isinstance(part, Identifier))
        use = read_name(node, self.spelling)
        return use.indices if use is not None and (use.indices or self.use(node) is not None) else None

    def indexed(self, node: Node, indices: tuple[str, ...]) -> Node | None:
        """The node that has some indices with others, as many; None where it cannot be written so."""
        match node:
            case Shorthand(of, by, text):
                other = self.indexed(by, indices)
                now = exchanged(text, self.indices(by) or (), indices)
                return Shorthand(of, other, now) if other is not None and now is not None else None
            case Row():
                letters = iter(indices)
                return rewritten(node, lambda part: lettered(part, letters) if isinstance(part, Identifier) else part)
        use = read_name(node, self.spelling)
        return self.named(use.name, indices, use.power) if use is not None else None

    def renamed(self, node: Node, old: str, new: str) -> Node:
        """The node with every index of one letter another, whatever sums in it bind."""
        indices = self.indices(node)
        if indices is None:
            return rebuilt(node, lambda part: self.renamed(part, old, new))
        if old not in indices:
            return node
        return self.indexed(node, tuple(new if letter == old else letter for letter in indices)) or node

    def is_ordinary(self, node: Node) -> bool:
        """Whether a product or a fraction is one of numbers: no derivative or part of one, no 1[i = j]."""
        match node:
            case s.Fraction() | s.Slash():
                return read_derivative(node) is None and not stray_partials(node)
            case Product(factors):
                return not any(differential(f) or read_operator(f) or is_comparison(f) for f in factors)
        return True


def is_kronecker(use: NameUse) -> bool:
    return use.name == "\\delta" and len(use.indices) == 2


def lettered(node: Identifier, letters: Iterator[str]) -> Identifier:
    """The letter with the next of some in its place; itself where that is the same."""
    letter = next(letters)
    return node if node.text == letter else Identifier(letter)


def exchanged(text: str, old: tuple[str, ...], new: tuple[str, ...]) -> str | None:
    """A written name with other letters in its last subscript; None where that holds anything but the old ones."""
    if old == new:
        return text
    found = LAST_SUBSCRIPT.fullmatch(text)
    if found is None or not old or tuple(LETTER.findall(found["sub"])) != old:
        return None
    letters = iter(new)
    inner = LETTER.sub(lambda _: next(letters), found["sub"]).removeprefix("{").removesuffix("}")
    sub = inner if len(inner) == 1 else f"{{{inner}}}"
    return f"{found['stem']}_{sub}{found['rest']}"


def is_comparison(node: Node) -> bool:
    return isinstance(node, Row) or (isinstance(node, Bracketed) and isinstance(node.body, Row))


@lru_cache(maxsize=256)
def written(name: str) -> Node | None:
    """The syntax of a name without its indices."""
    try:
        return parse_formula(name).sides[0]
    except NotUnderstood:
        return None


def with_indices(node: Node, indices: tuple[str, ...]) -> Node:
    letters = tuple(Number(letter) if letter.isdigit() else Identifier(letter) for letter in indices)
    match node:
        case Scripted(base, sub, sup) if sub is not None:
            return Scripted(base, Listing((sub, *letters)), sup)
        case Scripted(base, None, sup):
            return Scripted(base, _together(letters), sup)
    return Scripted(node, _together(letters))


def _together(letters: tuple[Node, ...]) -> Node:
    if len(letters) == 2 and all(isinstance(letter, Identifier) for letter in letters):
        return Product(letters, ("",))
    return letters[0] if len(letters) == 1 else Listing(letters)


def with_power(node: Node, power: Node) -> Node:
    match node:
        case Scripted(base, sub, None):
            return Scripted(base, sub, power)
    return Scripted(node, None, power)


def deviations_in(graph: Graph) -> tuple[tuple[str, str], ...]:
    """The names x, μ of every x_i − μ in the definitions."""
    found: list[tuple[str, str]] = []
    for node in (node for definition in graph.definitions.values() for node in walk_term(definition.body)):
        match node:
            case Add((Sym(array, (_,)), Mul((Num(Fraction(numerator=-1, denominator=1)), Sym(mean, ()))))):
                found.append((array, mean))
    return tuple(dict.fromkeys(found))
