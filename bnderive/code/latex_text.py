"""Formulas as LaTeX that the program reads again: the definitions, then each derivative, one display a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bnderive import __version__
from bnderive.code.formulas import Formulas
from bnderive.elaborate.echo import latex_of_row
from bnderive.escape import one_line
from bnderive.glossary import in_order
from bnderive.terms import Sym


def latex_text(sources: Sequence[Formulas]) -> str:
    """Lines of LaTeX without a preamble; where each formula comes from stands before it, as a comment."""
    return "\n".join(line for formulas in sources for line in _lines(formulas)) + "\n"


def _lines(formulas: Formulas) -> Iterator[str]:
    yield comment(f"{formulas.title}: closed forms, each proved for every size by bnderive {__version__}.")
    yield from map(comment, formulas.remarks)
    graph, symbols = formulas.graph, formulas.symbols
    for name in (name for name in in_order(graph) if name in graph.definitions):
        definition = graph.definitions[name]
        head = Sym(name, definition.indices)
        yield comment(formulas.origin(definition))
        yield from display(latex_of_row(head, (definition.body,), symbols))
    for derivative in formulas.derivatives:
        yield comment("; ".join((derivative.source, *derivative.conditions)))
        yield from display(latex_of_row(derivative.head, (derivative.value,), symbols))


def display(row: str) -> Iterator[str]:
    yield from ("\\[", f"    {row}", "\\]")


def comment(text: str) -> str:
    return f"% {one_line(text)}"
