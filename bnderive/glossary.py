"""What the names of a document stand for: the graphs of its definitions in, one row a name out, for people to read.

Sizes come first, then inputs and parameters, then the nodes, each after what it is made of. Decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from bnderive.elaborate.echo import Symbols, latex
from bnderive.epochs import Epoch
from bnderive.report import NameRow
from bnderive.spots import Spot, cell_of
from bnderive.survey import Survey
from bnderive.terms import Definition, Graph, Index, Partial, Sym, is_representative, names_of, walk


def glossary(
    epochs: Sequence[Epoch], survey: Survey, symbols: Symbols, spots: Mapping[Definition, Spot]
) -> tuple[NameRow, ...]:
    """A row for every size, input, parameter and node, and the loss; one more where a name is defined again."""
    rows = [row for epoch in epochs for row in _Names(epoch.layer.graph, symbols, spots).rows()]
    return tuple(dict.fromkeys([*_sizes(survey), *rows]))


def _sizes(survey: Survey) -> Iterator[NameRow]:
    return (NameRow(", ".join(letters), "size") for letters in survey.axes.measures(survey.sizes).values())


class _Names:
    """The names of one graph."""

    def __init__(self, graph: Graph, symbols: Symbols, spots: Mapping[Definition, Spot]) -> None:
        self.graph = graph
        self.symbols = symbols
        self.spots = spots
        self.order = {name: place for place, name in enumerate(in_order(graph))}

    def rows(self) -> Iterator[NameRow]:
        for name in self.order:
            found = self.graph.definition(name)
            reads = sorted(names_of(found.body), key=lambda n: self.order.get(n, -1)) if found else []
            line = found.line if found else None
            cell = cell_of(self.spots.get(found) if found else None)
            yield NameRow(self.element(name), self.role(name, found), tuple(map(self.element, reads)), line, *cell)
        loss = self.graph.loss
        if loss is not None and self.graph.is_opaque_loss(loss) and self.graph.outputs:
            yield NameRow(loss, "loss", tuple(map(self.element, self.graph.outputs)))

    def role(self, name: str, found: Definition | None) -> str:
        if name == self.graph.loss:
            return "loss"
        if found is None:
            return "input" if self.graph.axes(name) else "parameter"
        if any(isinstance(node, Partial) for node in walk(found.body)):
            return "gradient" if self.graph.loss in names_of(found.body) else "derivative"
        if name in self.graph.outputs:
            return "output"
        return "statistic" if found.is_statistic else "node"

    def element(self, name: str) -> str:
        """The name with its indices, as its definition writes them."""
        found = self.graph.definition(name)
        letters = found.indices if found else self.written(name)
        return latex(Sym(name, letters), self.symbols)

    def written(self, name: str) -> tuple[Index, ...]:
        """The indices that the first definition to read an input gives it."""
        bodies = (definition.body for definition in self.graph.definitions.values())
        uses = (node.indices for body in bodies for node in walk(body) if isinstance(node, Sym) and node.name == name)
        plain = (indices for indices in uses if not any(map(is_representative, indices)))
        return next(plain, tuple(Index("ijkl"[k], axis) for k, axis in enumerate(self.graph.axes(name)[:4])))


def in_order(graph: Graph) -> tuple[str, ...]:
    """The names that definitions read and define, each after those that it is made of; inputs that are read first."""
    placed: dict[str, None] = {}
    read = {name for definition in graph.definitions.values() for name in names_of(definition.body)}
    inputs = sorted((name for name in graph.shapes if name in read), key=lambda name: not graph.shapes[name])
    waiting = [*inputs, *sorted(graph.definitions)]
    while waiting:
        ready = [name for name in waiting if _made_of(name, graph) <= placed.keys()] or waiting[:1]
        placed |= dict.fromkeys(ready)
        waiting = [name for name in waiting if name not in placed]
    return tuple(placed)


def _made_of(name: str, graph: Graph) -> Set[str]:
    found = graph.definition(name)
    return (names_of(found.body) & (graph.definitions.keys() | graph.shapes.keys())) - {name} if found else set()
