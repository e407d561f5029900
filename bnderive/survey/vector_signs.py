"""The signs by which vectors are known: norms, bold letters, ⊙, 𝟏, spaces. Syntax in, nodes and names out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bnderive.survey.derivatives import read_operator
from bnderive.survey.names import Spelling, read_name
from bnderive.syntax.nodes import (
    Accented,
    Addition,
    Applied,
    BigOperator,
    Braced,
    Bracketed,
    Fraction,
    Identifier,
    Listing,
    Negative,
    Node,
    Number,
    Primed,
    Product,
    Row,
    Scripted,
    Slash,
)
from bnderive.syntax.shapes import children, walk

BOLD = frozenset({"mathbf", "boldsymbol", "bm", "pmb", "bold", "textbf"})
ONES_FONTS = BOLD | {"mathbb"}
WORDS = frozenset({"mean", "E", "avg", "average", "sum", "Var", "var", "diag"})
HADAMARD = frozenset({"\\odot", "\\oslash"})


def bare_name(node: Node, spelling: Spelling) -> str:
    """The name that a node is without index and power, or ''."""
    use = read_name(node, spelling)
    if use is None or use.indices or use.power is not None or is_nabla(node) or not _may_be_vector(use.name):
        return ""
    return use.name


def _may_be_vector(name: str) -> bool:
    return not name.isdigit() and name not in {"\\mathbf{1}", "I", "\\mathrm{I}", "\\partial", "d"}


def is_ones(node: Node) -> bool:
    """𝟏 as such: what stands around it may yet make it an indicator."""
    match node:
        case Identifier(text="1", font=font):
            return font in ONES_FONTS
        case Accented("vec", Number("1")):
            return True
    return False


def is_identity(node: Node) -> bool:
    return isinstance(node, Identifier) and node.text in {"I", "\\mathrm{I}"}


def is_nabla(node: Node) -> bool:
    """`\\nabla_v` or `\\triangledown_v`."""
    match node:
        case Scripted(Identifier(text), _, _):
            return text != "\\partial" and read_operator(node) is not None
    return False


def is_comparison(node: Node) -> bool:
    return isinstance(node, Bracketed) and isinstance(node.body, Row)


def is_capital(name: str) -> bool:
    """Whether the letter of a name is a capital: it may well be a matrix."""
    letter = re.findall(r"\\?[A-Za-z]+", name.partition("_")[0])[-1:]
    return bool(letter) and letter[0].lstrip("\\")[:1].isupper()


def norms_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """What stands in a norm."""
    for node in nodes:
        match node:
            case Bracketed("\\Vert", body, _):
                yield body.terms[0] if isinstance(body, Addition) else body


def elementwise_scalars(definitions: Iterable[Row], spelling: Spelling) -> Iterator[str]:
    """The bare names that an element is scaled or moved by where it is defined: g of `w_k = g v_k / \\ell`; none that
    stands in a norm in a definition.
    """
    rows = list(definitions)
    normed = {bare_name(node, spelling) for row in rows for node in norms_of(walk(row))}
    for row in rows:
        use = read_name(row.sides[0], spelling) if row.sides[0] is not None else None
        if use is not None and use.indices and row.sides[1] is not None:
            yield from (name for name in _scaling(row.sides[1], spelling) if name and name not in normed)


def _scaling(node: Node, spelling: Spelling) -> Iterator[str]:
    """The bare terms and factors of a formula that no sign such as ⊙ or · stands beside."""
    match node:
        case Product(factors, operators):
            plain = zip(factors, ("", *operators), (*operators, ""), strict=True)
            parts = [factor for factor, before, after in plain if not before and not after]
        case Fraction() | Slash() | Addition() | Negative() | Braced() | Bracketed("(" | "[", _, _):
            parts = [*children(node)]
        case BigOperator(body=body):
            parts = [body]
        case _:
            yield bare_name(node, spelling)
            return
    for part in parts:
        yield from _scaling(part, spelling)


def signs_of(nodes: Iterable[Node]) -> Iterator[Node]:
    """What stands in an inner product or `diag`, under an arrow; and 𝟏 and the bold identity."""
    indicators = {id(part) for node in nodes for part in _indicators(node)}
    for node in nodes:
        match node:
            case Bracketed("\\langle", Listing((left, right)), _):
                yield from (left, right)
            case Applied(Identifier("diag"), Bracketed(_, body, _)):
                yield body
            case Accented("vec", _):
                yield node
            case Identifier("I", font) if font in BOLD and id(node) not in indicators:
                yield node
            case _ if is_ones(node) and id(node) not in indicators:
                yield node


def hadamards(node: Node, spelling: Spelling) -> Iterator[Node]:
    """The bare names beside a ⊙, where both are."""
    if isinstance(node, Product):
        for (left, right), operator in zip(pairwise(node.factors), node.operators, strict=True):
            if operator in HADAMARD and bare_name(left, spelling) and bare_name(right, spelling):
                yield from (left, right)


def added_to_products(node: Node) -> Iterator[Node]:
    """What a product by ⊙ is added to."""
    match node:
        case Addition(terms) if any(isinstance(t, Product) and HADAMARD & {*t.operators} for t in terms):
            yield from terms


def primed_names(nodes: Iterable[Node], spelling: Spelling, defined: frozenset[str]) -> Iterator[str]:
    """The names that a prime transposes: in a product, where the primed name is no other quantity."""
    for node in nodes:
        for factor in node.factors if isinstance(node, Product) else ():
            name = bare_name(factor.base, spelling) if isinstance(factor, Primed) else ""
            if name and f"{name}'" not in defined:
                yield name


def _indicators(node: Node) -> Iterator[Node]:
    """𝟙[i = j], 𝟙_{i=j}: no vector of ones."""
    match node:
        case Scripted(base, Row() | Bracketed(_, Row(), _), _):
            yield base
        case Product(factors):
            yield from (
                left
                for left, right in pairwise(factors)
                if isinstance(right, Bracketed | Listing) and is_comparison(right)
            )
        case Applied(function, argument) if is_comparison(argument):
            yield function


def worded(nodes: Iterable[Node]) -> Iterator[Node]:
    """Bare names that a mean or a sum in words runs over."""
    for node in nodes:
        match node:
            case Applied(Identifier(word), Bracketed(_, body, _)) if word in WORDS:
                yield body


def bold_names(nodes: Sequence[Node], spelling: Spelling) -> list[str]:
    """Bold small letters that stand without an index; none where bold letters carry one, as samples do."""
    parts = [part for node in nodes if isinstance(node, Scripted | Accented) for part in children(node)]
    inside = {id(below) for part in parts for below in walk(part)}
    found: list[str] = []
    for node in nodes:
        if isinstance(node, Scripted | Accented | Identifier) and id(node) not in inside and _is_bold(node):
            use = read_name(node, spelling)
            if use is not None and use.indices and not all(map(str.isdigit, use.indices)):
                return []
            if use is not None and not use.indices:
                found.append(use.name)
    return [name for name in found if _may_be_vector(name)]


def _is_bold(node: Node) -> bool:
    match node:
        case Identifier(text, font):
            letter = len(text) == 1 and text.islower()
            return font in BOLD and (letter or (text.startswith("\\") and text[1:2].islower()))
        case Scripted(base, _, _):
            return _is_bold(base)
        case Accented(_, body):
            return _is_bold(body)
    return False


def spaces_of(rows: Iterable[Row]) -> Iterator[Node]:
    """The v of `v \\in \\mathbb{R}^n`, several of them parted by commas; not those of a space of matrices."""
    for row in rows:
        match row:
            case Row(sides=(Node() as first, Scripted(Identifier("R"), None, sup)), relations=("\\in",)):
                if isinstance(sup, Identifier):
                    yield from first.items if isinstance(first, Listing) else (first,)


def parameters_of(rows: Iterable[Row], spelling: Spelling, known: frozenset[str]) -> Iterator[str]:
    """Bare names that nothing defines and that multiply by a sign, or are added, in a definition."""
    for row in rows:
        body = row.sides[1] if len(row.sides) == 2 else None
        for node in walk(body) if body is not None and row.sides[0] is not None else ():
            match node:
                case Product(factors, operators) if any(operators):
                    parts: tuple[Node, ...] = factors
                case Addition(terms):
                    parts = terms
                case _:
                    parts = ()
            yield from (name for part in parts if (name := bare_name(part, spelling)) and name not in known)
