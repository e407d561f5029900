"""Vectors without indices: whether a document writes them, which names they are, how it transposes.

Syntax in, one frozen `VectorNotation` out, or None where the document shows no sign of vectors: an index left out is
then no more than that. Nothing is lowered here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bnderive.records import dataclass
from bnderive.survey.names import Spelling
from bnderive.survey.vector_signs import (
    added_to_products,
    bare_name,
    bold_names,
    elementwise_scalars,
    hadamards,
    is_capital,
    is_identity,
    is_nabla,
    is_ones,
    norms_of,
    parameters_of,
    primed_names,
    signs_of,
    spaces_of,
    worded,
)
from bnderive.syntax.nodes import (
    Fraction,
    Identifier,
    Node,
    Number,
    Product,
    Row,
    Scripted,
    Slash,
)
from bnderive.syntax.shapes import children

NUMERATOR, MIXED, DENOMINATOR = "numerator", "mixed", "denominator"
TRANSPOSITIONS = frozenset({"\\top", "\\intercal"})
BATCHES = frozenset({"N", "n", "m"})


@dataclass(frozen=True, slots=True)
class VectorNotation:
    """`names` are arrays that are written as vectors; `parameters` may be scalars as well as vectors, and nothing but
    the shapes of the rows tells; `guessed` are those that are read as vectors, though no more than a ⊙ or the shape of
    some row says so; `scalars` are known to be no vectors, though a norm of one may be written. `layouts` are the
    layouts of Jacobians that the rows leave open, the usual one first.
    """

    names: frozenset[str]
    transposes: bool = False
    transpositions: frozenset[str] = TRANSPOSITIONS
    primes: bool = False
    lone_gradients: bool = False
    parameters: tuple[str, ...] = ()
    guessed: frozenset[str] = frozenset()
    layouts: tuple[str, ...] = (NUMERATOR, DENOMINATOR)
    scalars: frozenset[str] = frozenset()


def read_vectors(
    rows: Sequence[Row],
    nodes: Sequence[Node],
    spelling: Spelling,
    defined: frozenset[str],
    differentiated: frozenset[str],
    definitions: Sequence[Row],
) -> VectorNotation | None:
    """The vector notation of a document, or None where it has none; a parameter is what it differentiates by.

    A norm makes no vector of what a definition scales an element by.
    """
    lone = any(lone_gradients(row) for row in rows)
    transpositions = TRANSPOSITIONS | (frozenset() if _is_quantity("T", nodes) else {"T"})
    transposed = [node for node in nodes if isinstance(node, Scripted) and is_letter(node.sup, transpositions)]
    scalars = frozenset(elementwise_scalars(definitions, spelling))
    signs = [*signs_of(nodes), *(node for node in norms_of(nodes) if bare_name(node, spelling) not in scalars)]
    spaces = _named(spaces_of(rows), spelling)
    multiplied = _named((part for node in nodes for part in hadamards(node, spelling)), spelling)
    bold = bold_names(nodes, spelling)
    if not (lone or transposed or signs or multiplied or bold or spaces):
        return None
    primed = frozenset(primed_names(nodes, spelling, defined)) & frozenset(bold)
    marked = _named((*signs, *map(_base, transposed), *worded(nodes)), spelling)
    names = spaces | _small(marked | primed | frozenset(bold))
    added = _named((part for node in nodes for part in added_to_products(node)), spelling)
    guessed = (
        frozenset(name for name in multiplied | (added & differentiated) if not is_capital(name)) - names - defined
    )
    found = dict.fromkeys(parameters_of(rows, spelling, names | guessed | defined))
    parameters = tuple(name for name in found if name in differentiated)
    transposes = bool(transposed or primed)
    layouts = (NUMERATOR, MIXED, DENOMINATOR) if transposes else (NUMERATOR, DENOMINATOR)
    scalars -= names | guessed | spelling.arrays
    return VectorNotation(names, transposes, transpositions, bool(primed), lone, parameters, guessed, layouts, scalars)


def is_letter(node: Node | None, letters: frozenset[str]) -> bool:
    """Whether a superscript is one of some letters: T and ⊤ for a transposition."""
    return isinstance(node, Identifier) and node.text in letters


def _is_quantity(letter: str, nodes: Iterable[Node]) -> bool:
    """Whether a letter stands somewhere else than as a superscript: the number of steps and no transposition."""
    above = {id(node.sup) for node in nodes if isinstance(node, Scripted)}
    return any(isinstance(node, Identifier) and node.text == letter and id(node) not in above for node in nodes)


def lone_gradients(row: Row) -> list[Node]:
    """The ∇_v that stand before nothing: ∇_x = …, ∇_y ⊙ w."""
    found: list[Node] = []
    waiting: list[Node] = [row]
    while waiting:
        node = waiting.pop()
        followed = _followed(node)
        found += [child for child in children(node) if is_nabla(child) and child not in followed]
        waiting.extend(children(node))
    return found


def _followed(node: Node) -> tuple[Node, ...]:
    """The factors of a product that another follows directly."""
    if not isinstance(node, Product):
        return ()
    return tuple(factor for factor, operator in zip(node.factors, node.operators, strict=False) if not operator)


def _named(nodes: Iterable[Node], spelling: Spelling) -> frozenset[str]:
    return frozenset(name for node in nodes if (name := bare_name(node, spelling)))


def _base(node: Node) -> Node:
    """What a transposition stands on."""
    if not isinstance(node, Scripted):
        return node
    return node.base if node.sub is None else Scripted(node.base, node.sub, None, span=node.span)


def _small(names: frozenset[str]) -> frozenset[str]:
    return frozenset(name for name in names if not is_capital(name))


def sizes_of_spaces(rows: Iterable[Row], nodes: Sequence[Node]) -> frozenset[str]:
    """The letters of ℝ^n, 𝟏_n and I_n, or else of 1/n; and those customary for a batch below any fraction line."""
    told: set[str] = set()
    for row in rows:
        match row:
            case Row(sides=(_, Scripted(Identifier("R"), None, Identifier(letter))), relations=("\\in",)):
                told.add(letter)
    scripted = [node for node in nodes if isinstance(node, Scripted) and (is_ones(node.base) or is_identity(node.base))]
    told |= {node.sub.text for node in scripted if isinstance(node.sub, Identifier)}
    divided, batches = set[str](), set[str]()
    for node in nodes:
        match node:
            case Fraction(Number("1"), Identifier(letter)) | Slash(Number("1"), Identifier(letter)):
                divided.add(letter)
            case Fraction(_, below) | Slash(_, below):
                factors = below.factors if isinstance(below, Product) else (below,)
                batches |= {factor.text for factor in factors if isinstance(factor, Identifier)} & BATCHES
    return frozenset((told or divided) | batches)
