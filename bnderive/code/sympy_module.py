"""Formulas as a Python module that makes SymPy expressions of them: definitions and derivatives over a symbolic N."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive import __version__
from bnderive.code.formulas import Derivative, Formulas, carried_out, computed, upstreams
from bnderive.code.naming import Naming
from bnderive.code.texts import in_comment
from bnderive.errors import InternalError, NotUnderstood
from bnderive.glossary import in_order
from bnderive.identifiers import sympy_source
from bnderive.terms import Delta, Index, Size, Sum, Sym, Term, rebuild, walk

IMPORTED = ("Abs", "IndexedBase", "KroneckerDelta", "Rational", "Sum", "Symbol", "exp", "log", "sqrt")


def sympy_module(sources: Sequence[Formulas]) -> str:
    """The text of the module: a name for each definition (`mu_value`) and for each derivative (`dL_dx`)."""
    naming = Naming(frozenset(IMPORTED))
    lines = [line for formulas in sources for line in in_comment(_title(formulas))]
    lines += [line for formulas in sources for text in formulas.remarks for line in in_comment(text)]
    lines += ["", f"from sympy import {', '.join(IMPORTED)}"]
    for formulas in sources:
        lines += ["", *Expressions(formulas, naming).lines()]
        naming = Naming(frozenset(naming.taken))
    return "\n".join(lines) + "\n"


def _title(formulas: Formulas) -> str:
    return f"{formulas.title}: closed forms, each proved for every size by bnderive {__version__}."


class Expressions:
    """The lines for one graph; every name and every letter of an index is one that Python can have."""

    def __init__(self, formulas: Formulas, naming: Naming) -> None:
        self.formulas = formulas
        self.naming = naming
        self.graph = formulas.graph
        for name in in_order(self.graph):
            naming(name, formulas.given.get(name, ""))

    def lines(self) -> Iterator[str]:
        definitions = {d.name: d.body for d in computed(self.graph)}
        order = [name for name in in_order(self.graph) if name in definitions]
        rows = [(f"{self.naming(name)}_value", definitions[name], "") for name in order]
        rows += [row for d in self.formulas.derivatives for row in self.derivative(d)]
        values = [(self.naming.fresh(name), self.named(term), said) for name, term, said in rows]
        yield from self.symbols([term for _, term, _ in values])
        yield ""
        for name, term, said in values:
            yield from in_comment(said) if said else ()
            yield f"{name} = {sympy_source(term)}"

    def derivative(self, derivative: Derivative) -> Iterator[tuple[str, Term, str]]:
        """Its name, its value and where it comes from."""
        of, by = (self.naming(part.name) for part in (derivative.of, derivative.by))
        try:
            value = carried_out(derivative.value, self.graph)
        except NotUnderstood:
            raise InternalError(f"{derivative.source}: a proved value holds a derivative") from None
        said = "; ".join((derivative.source, *derivative.conditions))
        yield f"d{of}_d{by}", value, said

    def named(self, term: Term) -> Term:
        """The term with the names of the code."""
        match term:
            case Sym(name, indices):
                return Sym(self.symbol(name), tuple(map(self.letter, indices)))
            case Size(axis):
                return Size(self.size(axis))
            case Sum(index, body):
                return Sum(self.letter(index), self.named(body))
            case Delta(left, right):
                return Delta(self.letter(left), self.letter(right))
        return rebuild(term, self.named)

    def symbol(self, name: str) -> str:
        output = upstreams(self.graph).get(name)
        wanted = "" if output is None else f"d{self.naming(self.graph.loss or '', 'L')}_d{self.naming(output)}"
        return self.naming(name, wanted or self.formulas.given.get(name, ""))

    def size(self, axis: str) -> str:
        return self.naming(f"size {axis}", self.formulas.symbols.length(axis))

    def letter(self, index: Index) -> Index:
        if index.name.isdecimal():
            return Index(index.name, self.size(index.axis))
        return Index(self.naming(f"index {index.name}", index.name), self.size(index.axis))

    def symbols(self, terms: Sequence[Term]) -> Iterator[str]:
        """A line for every name that the values speak of."""
        nodes = [node for term in terms for node in walk(term)]
        indices = {i for n in nodes if isinstance(n, Sym) for i in n.indices} | {
            n.index for n in nodes if isinstance(n, Sum)
        }
        sizes = {n.axis for n in nodes if isinstance(n, Size)} | {index.axis for index in indices}
        positive = {self.naming(name) for name in self.graph.positive}
        for size in sorted(sizes):
            yield f'{size} = Symbol("{size}", integer=True, positive=True)'
        for letter in sorted({index.name for index in indices if not index.name.isdecimal()}):
            yield f'{letter} = Symbol("{letter}", integer=True)'
        for name, indexed in sorted({(n.name, bool(n.indices)) for n in nodes if isinstance(n, Sym)}):
            kind = "positive" if name in positive else "real"
            yield f'{name} = {"IndexedBase" if indexed else "Symbol"}("{name}", {kind}=True)'
