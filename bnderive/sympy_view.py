"""A term as a SymPy expression over a symbolic N: IndexedBase, Sum and KroneckerDelta, made by constructors only.

No text is ever handed to SymPy to be parsed. Every ∂ must have been carried out, but for ∂L/∂y: that is an array.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import sympy

from bnderive.errors import NotUnderstood
from bnderive.identifiers import identifier
from bnderive.terms import Add, Delta, Fun, Graph, Index, Mul, Num, Partial, Pow, Size, Sum, Sym, Term, upstream_name

Expression = Any  # SymPy ships no types
MAX_BITS = 4096
FUNCTIONS: Mapping[str, Expression] = {"exp": sympy.exp, "log": sympy.log, "abs": sympy.Abs}


class Names:
    """Names of a graph as Python identifiers, each its own; `given` says what some of them are to be called."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.found = dict(given or {})

    def __call__(self, name: str) -> str:
        if name not in self.found:
            text, taken = identifier(name), set(self.found.values())
            while text in taken:
                text += "_"
            self.found[name] = text
        return self.found[name]


class SympyView:
    """Terms of one graph as SymPy expressions: real symbols, ε positive, N a positive whole number.

    >>> from bnderive.terms import Delta, Index, Size, Sum, Sym, div
    >>> i, j = Index("i"), Index("j")
    >>> view = SympyView(Graph())
    >>> view(div(Sum(j, Sym("x", (j,))), Size()))
    Sum(x[j], (j, 1, N))/N
    >>> view(Delta(i, j))
    KroneckerDelta(i, j)
    """

    def __init__(self, graph: Graph, names: Mapping[str, str] | None = None) -> None:
        self.graph = graph
        self.names = Names(names)

    def __call__(self, term: Term) -> Expression:
        match term:
            case Num(value):
                return rational(value)
            case Sym(name, indices):
                return self.symbol(name, indices)
            case Size(axis):
                return sympy.Symbol(axis, integer=True, positive=True)
            case Add(terms):
                return sympy.Add(*map(self, terms))
            case Mul(factors):
                return sympy.Mul(*map(self, factors))
            case Pow(base, exponent):
                return raised(self(base), exponent)
            case Sum(index, body):
                return sympy.Sum(self(body), (letter(index), 1, self(Size(index.axis))))
            case Delta(left, right):
                return sympy.KroneckerDelta(letter(left), letter(right))
            case Fun(name, argument):
                return FUNCTIONS[name](self(argument))
            case Partial():
                return self.upstream(term)

    def symbol(self, name: str, indices: tuple[Index, ...]) -> Expression:
        if indices:
            return sympy.IndexedBase(self.names(name), real=True)[tuple(map(letter, indices))]
        return sympy.Symbol(self.names(name), **assumptions(name, self.graph))

    def upstream(self, node: Partial) -> Expression:
        """∂L/∂y_i as an element of an array of its own."""
        is_loss = isinstance(node.of, Sym) and self.graph.is_opaque_loss(node.of.name)
        if not is_loss or node.by.name not in self.graph.outputs:
            raise NotUnderstood(
                "BN220", "open-derivative", "a derivative that was not carried out has no SymPy form here"
            )
        return self.symbol(upstream_name(self.graph.loss or "", node.by.name), node.by.indices)


def assumptions(name: str, graph: Graph) -> dict[str, bool]:
    """Every symbol is real; what the graph holds to be positive is."""
    return {"positive": True} if name in graph.positive else {"real": True}


def letter(index: Index) -> Expression:
    if index.name.isdigit():
        return sympy.Integer(int(index.name))
    return sympy.Symbol(index.name.replace("'", "_"), integer=True)


def rational(value: Fraction) -> Expression:
    return sympy.Rational(value.numerator, value.denominator)


def raised(base: Expression, exponent: Fraction) -> Expression:
    """The power. Raises NotUnderstood where SymPy would make infinity of it, or work out a number that is too large."""
    if base.is_zero and exponent < 0:
        raise NotUnderstood("BN251", "division-by-zero", "a division by zero")
    if base.is_Rational and max(base.p.bit_length(), base.q.bit_length()) * max(abs(exponent), 1) > MAX_BITS:
        raise NotUnderstood("BN290", "limit", f"a power of a number with more than {MAX_BITS} binary digits")
    return sympy.Pow(base, rational(exponent))
