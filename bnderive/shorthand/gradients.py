"""Which marked names are gradients of the loss: rows of a document, its first survey and what its text says in, the
keys of gradient names out.

A marked name is one only if its quantity is one of the forward pass, and if the document says so, or makes it of
gradients. What the document makes of forward quantities alone (`\\bar{x}` for a mean) stays an ordinary name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from bnderive.records import dataclass
from bnderive.remembered import once_under
from bnderive.shorthand.marks import D, Key, Marked, read_marked
from bnderive.survey.derivatives import read_derivative
from bnderive.survey.names import read_name
from bnderive.survey.survey import DEFINING, Survey, gradient_names, is_operator, unboxed, uses_in
from bnderive.syntax.nodes import Fraction, Identifier, Node, Row, Scripted, Slash
from bnderive.syntax.shapes import walk

LOSS = ("", "loss")


@dataclass(frozen=True, slots=True)
class Stated:
    """A row that says what a name is: the name or the key on its left, and all that stands on its right."""

    number: int
    name: Key
    made_of: frozenset[Key]


class Marks:
    """The marked names of a document, and which of them are gradients. `said` are the marks that its text explains,
    `ruling` the rows that it may state for every quantity.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        survey: Survey,
        spelt: Mapping[str, Node],
        said: frozenset[str],
        ruling: frozenset[int],
    ) -> None:
        self.rows, self.survey, self.spelt, self.ruling = rows, survey, spelt, ruling
        self.kept: dict[tuple[object, int], tuple[Any, object]] = {}
        self.said = said | {mark for mark, _ in self.general.values()}

    def marked(self, node: Node) -> Marked | None:
        return read_marked(node, self.survey.spelling, self.spelt)

    @cached_property
    def introduced(self) -> dict[int, Key]:
        """Rows that say no more than `\\bar{v} = ∂L/∂v`, with what they introduce."""
        found = {number: self._introduced(row) for number, row in enumerate(self.rows)}
        return {number: key for number, key in found.items() if key is not None}

    def _introduced(self, row: Row) -> Key | None:
        sides = [side for side in map(unboxed, row.sides) if side is not None]
        if len(row.sides) != 2 or len(sides) != 2 or row.relations[0] not in DEFINING | {"="}:
            return None
        for first, second in (sides, reversed(sides)):
            marked, derivative = self.marked(first), read_derivative(second)
            if marked is None or marked.power is not None or derivative is None or len(derivative.by) != 1:
                continue
            above = read_name(derivative.of, self.survey.spelling) if derivative.of is not None else None
            if above is not None and above.name == self.survey.loss and derivative.by[0] == marked.of:
                return marked.key
        return None

    @cached_property
    def general(self) -> dict[int, Key]:
        """Rows that introduce a mark by a letter that stands for every quantity: `\\bar{q} = ∂L/∂q`."""
        spelling = self.survey.spelling
        if not self.introduced:
            return {}
        rows = Counter(
            n for row in self.rows for n in {u.name for side in _sides(row) for u in uses_in(side, spelling)}
        )
        return {n: key for n, key in self.introduced.items() if n in self.ruling and rows[key[1]] == 1}

    # -- what is made of what

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """The first row about each name, as its left side has it."""
        found: dict[Key, Stated] = {}
        for number, row in enumerate(self.rows):
            first = unboxed(row.sides[0])
            if first is None or len(row.sides) < 2 or row.relations[0] not in DEFINING | {"="}:
                continue
            name, body = self.key_of(first), [side for side in row.sides[1:2] if side is not None]
            if name is not None and body:
                found.setdefault(name, Stated(number, name, self.made_of(body)))
        return tuple(found.values())

    def is_plain(self, row: Row) -> bool:
        """Whether a row states an unmarked name, and no derivative of the loss stands in it."""
        first = unboxed(row.sides[0])
        key = self.key_of(first) if first is not None and len(row.sides) > 1 else None
        inside = (node for side in _sides(row) for node in walk(side))
        return key is not None and not key[0] and not any(map(self.is_of_loss, inside))

    def key_of(self, node: Node) -> Key | None:
        marked, use = self.marked(node), read_name(node, self.survey.spelling)
        if marked is not None and marked.power is None:
            return marked.key
        return ("", use.name) if use is not None and use.power is None else None

    def made_of(self, sides: Iterable[Node]) -> frozenset[Key]:
        """Keys and plain names in some sides; `LOSS` where a ∂ of it stands there, or a `d` before a name."""
        return frozenset[Key]().union(*(made_of(side, self) for side in sides))

    def is_of_loss(self, node: Node) -> bool:
        derivative = read_derivative(node) if isinstance(node, Fraction | Slash) else None
        use = read_name(derivative.of, self.survey.spelling) if derivative and derivative.of is not None else None
        return is_operator(node) or (use is not None and use.name == self.survey.loss)

    @cached_property
    def carrying(self) -> frozenset[Key]:
        """Names that are made of gradients."""
        readers: dict[Key, list[Key]] = {}
        for stated in (s for s in self.stated if not self.is_circular(s)):
            for part in stated.made_of:
                readers.setdefault(part, []).append(stated.name)
        found: set[Key] = set()
        waiting = [LOSS, *self.introduced.values(), *self.undefined, *self.declared]
        while waiting:
            if (key := waiting.pop()) not in found:
                found.add(key)
                waiting += readers.get(key, ())
        return frozenset(found)

    def is_circular(self, stated: Stated) -> bool:
        """Whether a name without a mark is made of the gradient by what is made of it: β of `\\sum_i \\bar{y}_i`.
        Its row has lost a mark, and defines nothing.
        """
        mark, name = stated.name
        return not mark and any(by in self.above(name) for other, by in stated.made_of if other in self.marks)

    def above(self, name: str) -> frozenset[str]:
        """What is made of a name, without any mark, through however many rows."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            part = waiting.pop()
            above = {s.name[1] for s in self.stated if not s.name[0] and ("", part) in s.made_of} - found
            found |= above
            waiting += above
        return frozenset(found - {name})

    @cached_property
    def undefined(self) -> frozenset[Key]:
        """Marked names that no row states: under a mark that the text explains, or, with a `d`, of a quantity that is
        defined, in rows about other gradients.
        """
        parts = [(self.is_about_gradient(row), key) for row in self.rows for key in self.made_of(_sides(row))]
        stated = {s.name for s in self.stated}
        upstream = {key for about, key in parts if about and key[0] == D and ("", key[1]) in stated}
        explained = {key for _, key in parts if key[0] in self.said}
        return frozenset((upstream | explained) - stated)

    @cached_property
    def declared(self) -> frozenset[Key]:
        """Names under a mark that the text explains, of quantities that stand in the document, whatever the row about
        them is made of: it claims, and may have lost a mark. Not what a sign such as `:=` defines, nor what is made of
        its own quantity, as a mean is.
        """
        about = {s.name: s for s in self.stated if s.name[0] in self.said}
        used = {key for row in self.rows for key in self.made_of(_sides(row))}
        plain = {key: ("", key[1]) for key, s in about.items() if self.rows[s.number].relations[0] == "="}
        return frozenset(key for key, bare in plain.items() if bare in used - about[key].made_of)

    def is_about_gradient(self, row: Row) -> bool:
        first = unboxed(row.sides[0])
        if first is None or len(row.sides) < 2:
            return False
        key = self.key_of(first)
        return (key is not None and key[0] == D) or bool(self._piece(row)) or LOSS in self.made_of([first])

    @cached_property
    def forward(self) -> frozenset[str]:
        """Names of the forward pass: defined without gradients, or what such definitions are made of."""
        plain = [s for s in self.stated if s.name not in self.carrying]
        defined = {s.name[1] for s in plain if not s.name[0]}
        used = {name for s in plain for mark, name in s.made_of if not mark and ("", name) not in self.carrying}
        return frozenset((defined | used) - {self.survey.loss})

    @cached_property
    def marks(self) -> frozenset[str]:
        """The marks that may be gradients: those that a row or the text explains, and `d` where a word has it."""
        explained = self.said | {mark for mark, _ in self.introduced.values()}
        words = {node.text for row in self.rows for node in walk(row) if isinstance(node, Identifier)}
        spelt = any((key := self.marked(Identifier(word))) and key.key[0] == D for word in words)
        return explained | {D} if spelt else explained

    @cached_property
    def output(self) -> Node | None:
        """The only array of the forward pass that nothing else there is made of, without its index."""
        plain = [s for s in self.stated if s.name not in self.carrying and not s.name[0]]
        read = {name for s in plain for name in s.made_of}
        last = [s.name[1] for s in plain if s.name not in read and self.survey.arity.get(s.name[1])]
        heads = [first for row in self.rows if (first := unboxed(row.sides[0])) is not None]
        found = [node for node in heads if self.key_of(node) == ("", last[0])] if len(last) == 1 else []
        return next((node.base if isinstance(node, Scripted) else node for node in found), None)

    @cached_property
    def pieces(self) -> dict[int, str]:
        """Rows that define a numbered piece of a gradient, `\\mathrm{dx1}`, with what it is a gradient by."""
        found = {number: self._piece(row) for number, row in enumerate(self.rows)}
        return {number: of for number, of in found.items() if of in self.forward}

    def _piece(self, row: Row) -> str:
        """x of a row about `\\mathrm{dx1}`; '' where it is about anything else."""
        first = unboxed(row.sides[0])
        base = first.base if isinstance(first, Scripted) else first
        if not isinstance(base, Identifier) or not base.text[-1:].isdigit() or self.marked(base) is not None:
            return ""
        whole = self.marked(replace(base, text=base.text.rstrip("0123456789_\\")))
        return whole.key[1] if whole is not None else ""

    @cached_property
    def gathered(self) -> frozenset[int]:
        """Rows about a marked name that one of them makes of itself: `\\mathrm{dx} = \\mathrm{dx} + …` adds a piece."""
        heads = {k: key for k, row in enumerate(self.rows) if (key := self._head(row)) and key[0] in self.marks}
        own = {key for k, key in heads.items() if key in self.made_of(_sides(self.rows[k])[1:])}
        return frozenset(k for k, key in heads.items() if key in own)

    def _head(self, row: Row) -> Key | None:
        first = unboxed(row.sides[0])
        return self.key_of(first) if first is not None else None

    @cached_property
    def gradients(self) -> frozenset[Key]:
        """The marked names that are gradients of the loss; where the text explains the mark, also those of a quantity
        that was not understood.
        """
        if not self.marks:
            return frozenset()
        explained = {key for key in self.carrying if key[0] in self.said and ("", key[1]) not in self.carrying}
        fitting = {key for key in self.carrying if key[0] in self.marks and key[1] in self.forward} | explained
        return frozenset(fitting - set(self.general.values()))


@once_under
def made_of(side: Node, marks: Marks) -> frozenset[Key]:
    found: set[Key] = set()
    for node in walk(side):
        if (marked := marks.marked(node)) is not None:
            found.add(marked.key)
        if marks.is_of_loss(node) or gradient_names(node, marks.survey.spelling):
            found.add(LOSS)
    return frozenset(found | {("", use.name) for use in uses_in(side, marks.survey.spelling)})


def _sides(row: Row) -> list[Node]:
    return [side for side in row.sides if side is not None]
