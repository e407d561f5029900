"""The true value of a head, simplified, in the document's own symbols: the shortest of what its vocabularies
give, proved again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bnderive.calculus import resolve
from bnderive.closed_form.vocabularies import Vocabulary, vocabularies
from bnderive.closed_form.writing import Writer, abbreviations
from bnderive.elaborate.echo import Symbols, latex
from bnderive.errors import NotUnderstood
from bnderive.kernel.kernel import Equation, prove
from bnderive.kernel.polynomial import limit
from bnderive.terms import Graph, Index, Sym, Term, free_indices

MAX_TERMS = 200  # the longest that were met in derivations have 25; nobody reads a longer one


class ClosedForms:
    """Closed forms in one graph, written with one document's symbols; `more` vocabularies are tried than usual."""

    def __init__(self, graph: Graph, symbols: Symbols, more: Iterable[Vocabulary] = ()) -> None:
        self.graph = graph
        self.symbols = symbols
        self.vocabularies = (*vocabularies(graph), *more)
        self.found: dict[Term, Term | None] = {}
        self.beyond: set[Term] = set()

    def of(self, head: Term) -> Term | None:
        """A term equal to the head (its ∂ read as marked), proved; None where nothing was found that the
        kernel proves.
        """
        if head not in self.found:
            definition = self.graph.definition(head.name) if isinstance(head, Sym) else None
            proposals = self.proposals(head) if definition is None else [definition.at(head_indices(head))]
            self.found[head] = next((term for term in proposals if self.holds(head, term)), None)
        return self.found[head]

    def is_too_large(self, head: Term) -> bool:
        """Whether nothing was found, but may have been without a limit of size."""
        return head in self.beyond and self.found.get(head) is None

    def holds(self, head: Term, term: Term) -> bool:
        return prove(Equation(head, term, self.graph)) is not None

    def proposals(self, head: Term) -> list[Term]:
        """What each vocabulary gives, the shortest first."""
        found: dict[Term, tuple[int, str]] = {}
        for vocabulary in self.vocabularies:
            try:
                term = written_in(vocabulary, head, self.graph)
            except (NotUnderstood, RecursionError) as error:
                if isinstance(error, RecursionError) or error.reason.name == "limit":
                    self.beyond.add(head)
                continue
            found[term] = length(latex(term, self.symbols))
        return sorted(found, key=lambda term: found[term])


def head_indices(head: Term) -> tuple[Index, ...]:
    return head.indices if isinstance(head, Sym) else ()


def written_in(vocabulary: Vocabulary, head: Term, graph: Graph) -> Term:
    form = vocabulary.canonical()
    polynomial = form.gathered(form.of(resolve(head, graph)))
    if len(polynomial) > MAX_TERMS:
        raise limit(f"a closed form of {len(polynomial)} terms")
    free = frozenset(index.name for index in free_indices(head))
    return Writer(form, graph, vocabulary.meaning, abbreviations(form, graph), free).written(polynomial)


def length(text: str) -> tuple[int, str]:
    """How long a formula looks: its letters, digits and signs; ties by the text."""
    return len(re.findall(r"\\[a-zA-Z]+|[^\s{}\\_^]", text)), text
