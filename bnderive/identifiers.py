"""Names of a document as plain identifiers (`\\hat{S}` is hat_S), and terms as SymPy source. Text only: SymPy
is not loaded.
"""

from __future__ import annotations

import re
from fractions import Fraction

from bnderive.terms import Add, Delta, Fun, Index, Mul, Num, Partial, Pow, Size, Sum, Sym, Term


def identifier(name: str) -> str:
    """A Python identifier for a canonical name.

    >>> [identifier(n) for n in ("S", r"\\epsilon", r"\\hat{S}", r"\\sigma^{2}", r"\\mu_{B}", "∂L/∂y")]
    ['S', 'epsilon', 'hat_S', 'sigma2', 'mu_B', 'dL_dy']
    """
    text = name.replace("∂", "d").replace("/", "_").replace("\\mathrm", "").replace("^{2}", "2")
    text = re.sub(r"\\(hat|bar|tilde|dot|vec|check|breve)\{(\\?\w+)\}", r"\1_\2", text)
    return re.sub(r"_+", "_", re.sub(r"\W", "_", re.sub(r"[\\{}]", "", text.replace("'", "_prime")))).strip("_") or "x"


def sympy_source(term: Term) -> str:
    """The term as SymPy would be given it, arrays as IndexedBase. For people to paste; never evaluated here."""
    match term:
        case Num(value):
            return (
                str(value.numerator) if value.denominator == 1 else f"Rational({value.numerator}, {value.denominator})"
            )
        case Sym(name, indices):
            return identifier(name) + (f"[{', '.join(map(_letter, indices))}]" if indices else "")
        case Size(axis):
            return axis
        case Add(terms):
            return " + ".join(map(sympy_source, terms)).replace("+ -", "- ")
        case Mul(factors):
            return _product(factors)
        case Pow(base, Fraction(numerator=1, denominator=2)):
            return f"sqrt({sympy_source(base)})"
        case Pow(base, exponent):
            return f"{_closed(base)}**{_exponent(exponent)}"
        case Sum(index, body):
            return f"Sum({sympy_source(body)}, ({_letter(index)}, 1, {index.axis}))"
        case Delta(left, right):
            return f"KroneckerDelta({_letter(left)}, {_letter(right)})"
        case Fun(name, argument):
            return f"{'Abs' if name == 'abs' else name}({sympy_source(argument)})"
        case Partial(of, by, _):
            return f"Derivative({sympy_source(of)}, {sympy_source(by)})"


def _exponent(exponent: Fraction) -> str:
    """The exponent as SymPy keeps it exact: 3/2 would be a floating-point number."""
    if exponent.denominator != 1:
        return f"Rational({exponent.numerator}, {exponent.denominator})"
    return f"{exponent}" if exponent > 0 else f"({exponent})"


def _letter(index: Index) -> str:
    return index.name.replace("'", "_")


def _product(factors: tuple[Term, ...]) -> str:
    above = [f for f in factors if not (isinstance(f, Pow) and f.exponent < 0)]
    below = [
        Pow(f.base, -f.exponent) if f.exponent != -1 else f.base
        for f in factors
        if isinstance(f, Pow) and f.exponent < 0
    ]
    minus = "-" if above and above[0] == Num(Fraction(-1)) else ""
    text = "*".join(map(_closed, above[1:] if minus else above)) or "1"
    if not below:
        return minus + text
    return f"{minus}{text}/{_closed(below[0]) if len(below) == 1 else '(' + '*'.join(map(_closed, below)) + ')'}"


def _closed(term: Term) -> str:
    text = sympy_source(term)
    fraction = isinstance(term, Num) and (term.value < 0 or term.value.denominator != 1)
    return f"({text})" if isinstance(term, Add | Mul) or fraction else text
