"""A standard layer as definitions, in each convention that people have for it: where ε stands, what the variance is
divided by, whether it or its root has the name.

Layers in, templates out. Which of them a document means is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache

from bnderive.layer.defining import define, defining_rows
from bnderive.layer.model import Rows
from bnderive.layers import StandardLayer
from bnderive.lower import Vocabulary
from bnderive.records import dataclass
from bnderive.remembered import by_identity
from bnderive.source import read_text
from bnderive.survey import survey
from bnderive.syntax import read_rows
from bnderive.terms import ONE, ZERO, Add, Definition, Pow, Size, Sym, Term, add, names_of, rebuild, sqrt, sub, walk

EPSILON, SQUARE = "\\epsilon", "^{2}"
EPSILONS = (EPSILON, "\\varepsilon", "\\mathrm{eps}")
INSIDE, OUTSIDE, NONE = "inside", "outside", "none"
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Template:
    """A layer in one convention: its nodes in the order of its definitions, and how many indices each name carries.

    `epsilon` tells where ε stands, `is_bessel` whether the variance is over N − 1, `spread` the name of the variance or
    of its root.
    """

    layer: StandardLayer
    nodes: tuple[Definition, ...]
    epsilon: str = NONE
    is_bessel: bool = False
    spread: str | None = None

    @property
    def arity(self) -> Mapping[str, int]:
        return arity_of(self.nodes)

    def node(self, name: str) -> Definition | None:
        return next((node for node in self.nodes if node.name == name), None)


@by_identity
def arity_of(nodes: tuple[Definition, ...]) -> Mapping[str, int]:
    """How many indices each name carries."""
    inside = (term for node in nodes for term in walk(node.body))
    found = {term.name: len(term.indices) for term in inside if isinstance(term, Sym)}
    return found | {node.name: len(node.indices) for node in nodes}


@cache
def templates(layer: StandardLayer) -> tuple[Template, ...]:
    """The layer in every convention; as it is stated first."""
    stated = read(layer)
    found = [stated]
    if EPSILON in stated.arity:
        found += [replace(stated, nodes=changed(stated, without_epsilon), epsilon=NONE)]
        found += [replace(stated, nodes=changed(stated, epsilon_outside), epsilon=OUTSIDE)]
    if stated.spread is not None:
        found += [with_bessel(template) for template in found if not template.is_bessel]
    found += [with_root(template) for template in found if (template.spread or "").endswith(SQUARE)]
    return tuple(found)


def read(layer: StandardLayer) -> Template:
    """The layer as its own text states it."""
    document = read_text(layer.markdown, layer.names[0])
    displays = (display for display in document.displays if display.kind == "display")
    rows = [result.row for display in displays for result in read_rows(display.latex) if result.row is not None]
    found = survey(rows)
    defining = defining_rows(Rows(rows, [0] * len(rows), found), frozenset())
    vocabulary = Vocabulary(
        found, {name: arity for name, arity in found.arity.items() if arity}, found.sizes, open=True
    )
    defined = (define(use, rows[number], len(use.indices), 0, vocabulary)[0] for number, use in defining.items())
    nodes = tuple(replace(node, line=None) for node in defined)
    spread = next((node.name for node in nodes if is_spread(node, {n.name for n in nodes})), None)
    return Template(layer, nodes, INSIDE if EPSILON in found.arity else NONE, divides_by_less(nodes, spread), spread)


def is_spread(node: Definition, names: set[str]) -> bool:
    """A statistic made of another one: the variance of what has a mean, or its root."""
    is_mean = any(isinstance(term, Size) for term in walk(node.body))
    return node.is_statistic and is_mean and not node.indices and bool(names & names_of(node.body))


def divides_by_less(nodes: tuple[Definition, ...], spread: str | None) -> bool:
    found = next((node.body for node in nodes if node.name == spread), ZERO)
    return any(term == sub(Size(), ONE) for term in walk(found))


def changed(template: Template, change: Callable[[Term], Term]) -> tuple[Definition, ...]:
    return tuple(replace(node, body=change(node.body)) for node in template.nodes)


def without_epsilon(term: Term) -> Term:
    return ZERO if term == Sym(EPSILON) else rebuild(term, without_epsilon)


def epsilon_outside(term: Term) -> Term:
    """√(v + ε) as √v + ε."""
    match term:
        case Pow(Add(terms), exponent) if Sym(EPSILON) in terms and exponent == HALF:
            return add(sqrt(add(*(t for t in terms if t != Sym(EPSILON)))), Sym(EPSILON))
    return rebuild(term, epsilon_outside)


def with_bessel(template: Template) -> Template:
    """The variance over N − 1."""
    nodes = (replace(n, body=_over_less(n.body)) if n.name == template.spread else n for n in template.nodes)
    return replace(template, nodes=tuple(nodes), is_bessel=True)


def _over_less(term: Term) -> Term:
    match term:
        case Pow(Size(), Fraction(numerator=-1, denominator=1)):
            return Pow(sub(Size(), ONE), Fraction(-1))
    return rebuild(term, _over_less)


def with_root(template: Template) -> Template:
    """σ as the name, and not σ²: the root of what was σ²."""
    square = template.spread or ""
    root = square.removesuffix(SQUARE)
    nodes = (
        replace(n, name=root, body=sqrt(n.body)) if n.name == square else replace(n, body=_rooted(n.body, square, root))
        for n in template.nodes
    )
    return replace(template, nodes=tuple(nodes), spread=root)


def _rooted(term: Term, square: str, root: str) -> Term:
    match term:
        case Pow(Sym(name), exponent) if name == square and exponent == HALF:
            return Sym(root)
        case Sym(name) if name == square:
            return Pow(Sym(root), Fraction(2))
    return rebuild(term, lambda child: _rooted(child, square, root))
