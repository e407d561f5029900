"""What was understood, printed back: a term to syntax in the document's own symbols, and that to LaTeX.

Reading the result again gives the same term; it shows the scope of every sum and the index of every array.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeGuard

from bnderive.errors import NotUnderstood
from bnderive.records import dataclass
from bnderive.survey.handwriting import Writings, with_letters
from bnderive.survey.names import NameUse, Spelling, read_name
from bnderive.syntax import nodes as s
from bnderive.syntax import parse_formula, print_latex
from bnderive.terms import (
    AXIS,
    Add,
    Delta,
    Fun,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    varied_name,
)

MULTIPLY, EQUALS = "", "="


@dataclass(frozen=True, slots=True)
class Symbols:
    """How the document writes things: the letter of the size, letters of other sizes, names in its own writing as far
    as that reads as the name.
    """

    size: str = "N"
    sizes: Mapping[str, str] = field(default_factory=dict)
    writings: Writings = field(default_factory=dict)
    spelling: Spelling = field(default_factory=Spelling)
    known: dict[tuple[str, tuple[Index, ...]], s.Node] = field(default_factory=dict, compare=False)

    def symbol(self, name: str, indices: tuple[Index, ...]) -> s.Node:
        """A name with indices, in the document's own writing or in the plain one."""
        key = name, indices
        if key not in self.known:
            self.known[key] = self.written(name, tuple(index.name for index in indices)) or _symbol(name, indices)
        return self.known[key]

    def written(self, name: str, indices: tuple[str, ...]) -> s.Node | None:
        own = self.writings.get((name, len(indices)))
        if own is None or own.node is None:
            return None
        node = with_letters(own.node, own.indices, indices)
        return node if read_name(node, self.spelling) == NameUse(name, indices, None) else None

    def length(self, axis: str) -> str:
        """The letter for the length of an axis."""
        return self.size if axis == AXIS else self.sizes.get(axis, axis)


def latex(term: Term, symbols: Symbols) -> str:
    return print_latex(syntax(term, symbols))


def latex_of_row(head: Term, sides: tuple[Term, ...], symbols: Symbols) -> str:
    nodes = tuple(syntax(term, symbols) for term in (head, *sides))
    return print_latex(s.Row(nodes, (EQUALS,) * len(sides)))


def syntax(term: Term, symbols: Symbols) -> s.Node:
    """The syntax tree of a term."""
    match term:
        case Num(value):
            return _number(value)
        case Sym(name, indices):
            of = varied_name(name)
            symbol = symbols.symbol(of or name, indices)
            return symbol if of is None else s.Product((s.Identifier("d"), symbol), (MULTIPLY,))
        case Size(axis):
            return _name(symbols.length(axis))
        case Add(terms):
            return _addition([syntax(t, symbols) for t in terms])
        case Mul() | Pow():
            return _product(term, symbols)
        case Sum(index, body):
            return s.BigOperator("\\sum", _index(index), None, _operand(syntax(body, symbols)))
        case Delta(left, right):
            return s.Scripted(s.Identifier("\\delta"), s.Product((_index(left), _index(right)), (MULTIPLY,)))
        case Fun("abs", argument):
            return s.Bracketed("|", syntax(argument, symbols), "|")
        case Fun(name, argument):
            return s.Applied(s.Identifier(f"\\{name}"), s.Bracketed("(", syntax(argument, symbols), ")"))
        case Partial(of, by, _):
            return _derivative(of, by, symbols)


def _index(index: Index) -> s.Node:
    return s.Number(index.name) if index.name.isdigit() else _primed(index.name)


def _primed(name: str) -> s.Node:
    letter = name.rstrip("'")
    base = s.Identifier(letter)
    return s.Primed(base, len(name) - len(letter)) if letter != name else base


@lru_cache(maxsize=1024)
def _name(text: str) -> s.Node:
    """The tree of a canonical name, whose LaTeX is the name itself."""
    try:
        node = parse_formula(text).sides[0]
    except NotUnderstood:  # a sign that stands for a name, such as a size `*`
        return s.Identifier(text)
    assert node is not None
    return node


def _symbol(name: str, indices: tuple[Index, ...]) -> s.Node:
    node = _name(name)
    if not indices:
        return node
    letters = tuple(map(_index, indices))
    if isinstance(node, s.Scripted) and node.sub is not None and node.sup is None:
        labels = node.sub.items if isinstance(node.sub, s.Listing) else (node.sub,)
        return s.Scripted(node.base, s.Listing((*labels, *letters)))
    subscript = _subscript(letters)
    return (
        s.Scripted(node.base, subscript, node.sup)
        if isinstance(node, s.Scripted) and node.sub is None
        else s.Scripted(node, subscript)
    )


def _subscript(indices: tuple[s.Node, ...]) -> s.Node:
    """`x_i`, `x_{ij}`; with commas where letters side by side might be read as a word."""
    if len(indices) == 1:
        return indices[0]
    plain = len(indices) == 2 and all(isinstance(i, s.Identifier) and len(i.text) == 1 for i in indices)
    return s.Product(indices, (MULTIPLY,)) if plain else s.Listing(indices)


def _number(value: Fraction) -> s.Node:
    if value < 0:
        return s.Negative(_number(-value))
    whole = s.Number(str(value.numerator))
    return whole if value.denominator == 1 else s.Fraction(whole, s.Number(str(value.denominator)))


def _addition(terms: list[s.Node]) -> s.Node:
    signs = ["-" if k and isinstance(t, s.Negative) else "+" for k, t in enumerate(terms)]
    bodies = [t.body if sign == "-" and isinstance(t, s.Negative) else t for t, sign in zip(terms, signs, strict=True)]
    return s.Addition(tuple(_bracketed(b) if isinstance(b, s.Addition) else b for b in bodies), tuple(signs))


def _product(term: Mul | Pow, symbols: Symbols) -> s.Node:
    """Factors above and below one fraction line; a leading −1 becomes a sign."""
    factors = list(term.factors) if isinstance(term, Mul) else [term]
    sign, number = 1, Fraction(1)
    above: list[s.Node] = []
    below: list[s.Node] = []
    for factor in factors:
        if isinstance(factor, Num) and (factor.value == -1 or not above):
            number *= factor.value
        elif isinstance(factor, Pow) and factor.exponent < 0:
            below.append(_raised(factor.base, -factor.exponent, symbols))
        else:
            above.append(
                _raised(factor.base, factor.exponent, symbols) if isinstance(factor, Pow) else syntax(factor, symbols)
            )
    sign, number = (-1, -number) if number < 0 else (1, number)
    if number.numerator != 1:
        above.insert(0, s.Number(str(number.numerator)))
    if number.denominator != 1:
        below.insert(0, s.Number(str(number.denominator)))
    node = _over(above, below) if below else _times(above)
    return s.Negative(node) if sign < 0 else node


def _over(above: list[s.Node], below: list[s.Node]) -> s.Node:
    """One fraction; a sum among several factors stands behind it in brackets."""
    sums = [node for node in above if isinstance(node, s.Addition)]
    rest = [node for node in above if not isinstance(node, s.Addition)]
    if not sums or not rest:
        return s.Fraction(_times(above), _times(below))
    return _times([s.Fraction(_times(rest), _times(below)), *sums])


def _times(factors: list[s.Node]) -> s.Node:
    if not factors:
        return s.Number("1")
    if len(factors) == 1:
        return factors[0]
    factors = [part for f in factors for part in (f.factors if _is_differential(f) else (f,))]
    closed = [_factor(f, last=k == len(factors) - 1) for k, f in enumerate(factors)]
    operators = [_operator(a, b) for a, b in pairwise(closed)]
    return s.Product(tuple(closed), tuple(operators))


def _is_differential(node: s.Node) -> TypeGuard[s.Product]:
    return isinstance(node, s.Product) and node.factors[0] == s.Identifier("d")


def _operator(left: s.Node, right: s.Node) -> str:
    """A dot where juxtaposition would be read otherwise: between numbers, and after a letter that would take
    the bracket.
    """
    return "\\cdot" if isinstance(right, s.Number) or isinstance(left, s.BigOperator | s.Applied) else MULTIPLY


def _factor(node: s.Node, last: bool) -> s.Node:
    inner = node.base if isinstance(node, s.Scripted) else node
    if isinstance(inner, s.BigOperator) and last:
        return node
    return _bracketed(node) if isinstance(inner, s.Addition | s.Negative | s.BigOperator | s.Product) else node


def _operand(node: s.Node) -> s.Node:
    return _bracketed(node) if isinstance(node, s.Addition | s.Negative) else node


def _bracketed(node: s.Node) -> s.Node:
    return s.Bracketed("(", node, ")")


def _raised(base: Term, exponent: Fraction, symbols: Symbols) -> s.Node:
    node = syntax(base, symbols)
    if exponent == 1:
        return node
    if exponent == Fraction(1, 2):
        return s.Root(node)
    simple = (
        isinstance(base, Sym | Size)
        and not (isinstance(node, s.Scripted) and node.sup is not None)
        and not isinstance(node, s.Primed | s.Product)
    )
    simple = simple or (isinstance(base, Num) and base.value >= 0 and base.value.denominator == 1)
    power = (
        _number(exponent)
        if exponent.denominator == 1
        else s.Slash(s.Number(str(exponent.numerator)), s.Number(str(exponent.denominator)))
    )
    if not simple:
        return s.Scripted(_bracketed(node), None, power)
    return s.Scripted(node.base, node.sub, power) if isinstance(node, s.Scripted) else s.Scripted(node, None, power)


def _derivative(of: Term, by: Sym, symbols: Symbols) -> s.Node:
    partial = s.Identifier("\\partial")
    below = s.Product((partial, syntax(by, symbols)), (MULTIPLY,))
    if isinstance(of, Sym):
        return s.Fraction(s.Product((partial, syntax(of, symbols)), (MULTIPLY,)), below)
    above = s.Product((partial, _bracketed(syntax(of, symbols))), (MULTIPLY,))
    return s.Fraction(above, below)
