"""What every part of lowering shares: the names of the document, the choices, the row's indices, how it complains."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import field
from fractions import Fraction
from typing import TypeVar

from bnderive.errors import NotUnderstood
from bnderive.lower.choices import Choices
from bnderive.lower.vocabulary import Remark, Vocabulary
from bnderive.records import dataclass
from bnderive.syntax import nodes as s
from bnderive.syntax import print_latex
from bnderive.terms import Index, Num, Term, normal, power

MAX_EXPONENT = 64
Scope = Mapping[str, Index]
T = TypeVar("T")


@dataclass(slots=True)
class Context(ABC):
    """`here` are the free indices of the row's head; `links` the index of arrays that a product of Jacobians links,
    `axes` the axis of each free letter of the row where there are several.
    """

    vocabulary: Vocabulary
    choices: Choices
    here: tuple[Index, ...]
    row: frozenset[str] = frozenset()
    place: int = 0
    links: Mapping[str, Index] = field(default_factory=dict)
    axes: Mapping[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @abstractmethod
    def term(self, node: s.Node, scope: Scope) -> Term:
        """The term of a node; `scope` are the letters that a Σ around it binds."""

    def pick(self, spot: tuple[Hashable, ...], options: tuple[T, ...], said: str) -> T:
        """The option taken at a spot of this side; spans alone would tie spots of different displays together."""
        return self.choices.pick((self.place, *spot), options, said)

    def index(self, letter: str, scope: Scope, node: s.Node) -> Index:
        if letter in scope or self.vocabulary.survey.axes.is_single:
            return scope.get(letter, Index(letter))
        if letter not in self.axes:
            raise self.unmeasured(f"the index {letter}", node)
        return Index(letter, self.axes[letter])

    def unmeasured(self, what: str, node: s.Node) -> NotUnderstood:
        text = f"{quote(node)}: the document has several axes, and does not tell which of them is that of {what}"
        return NotUnderstood("BN270", "several-axes", text, node.span)

    def over_its_axes(self, name: str, letters: tuple[str, ...], scope: Scope, node: s.Node) -> tuple[Index, ...]:
        """The indices of an element of an array, each over the axis of its place."""
        axes = self.vocabulary.survey.axes
        shape = axes.shape(name, len(letters))
        if letters and not axes.is_single and axes.shapes.get(name) != shape:
            raise self.unmeasured(f"the indices of {name}", node)
        pairs = list(zip(letters, shape, strict=True))
        found = tuple(Index(i, axis) if i.isdigit() else self.index(i, scope, node) for i, axis in pairs)
        if clash := next((i for i, axis in zip(found, shape, strict=True) if i.axis != axis), None):
            raise self.clash(clash.name, node)
        return found

    def clash(self, letter: str, node: s.Node) -> NotUnderstood:
        text = f"{quote(node)}: the index {letter} runs over another axis here than elsewhere"
        return NotUnderstood("BN271", "axis-conflict", text, node.span)

    def unknown(self, node: s.Node, what: str) -> NotUnderstood:
        return NotUnderstood("BN210", "not-understood", f"{quote(node)}: {what} is not understood", node.span)

    def raised(self, base: Term, sup: s.Node, scope: Scope) -> Term:
        return power(base, self.rational(sup, scope))

    def rational(self, node: s.Node, scope: Scope) -> Fraction:
        """An exponent: a rational number of modest size."""
        value = constant_value(self.term(node, scope))
        if value is None:
            raise NotUnderstood("BN214", "exponent", f"the exponent {quote(node)} is not a number", node.span)
        if max(abs(value.numerator), value.denominator) > MAX_EXPONENT:
            raise NotUnderstood(
                "BN290", "limit", f"the exponent {quote(node)} is larger than {MAX_EXPONENT}", node.span
            )
        return value


def constant_value(term: Term) -> Fraction | None:
    """The value of a term made of numbers alone."""
    match normal(term):
        case Num(value):
            return value
    return None


def quote(node: s.Node) -> str:
    text = print_latex(node)
    return f"${text}$" if len(text) <= 60 else f"${text[:57]}…$"
