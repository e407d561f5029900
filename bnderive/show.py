"""A standard layer with no document: its definitions and derivatives, as text for a person or as SymPy expressions.

Every closed form comes from `ClosedForms`, which proves it; the layer's LaTeX is read by the program's own reader.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from functools import cached_property
from typing import NoReturn

from rich.text import Text

from bnderive.closed_form import ClosedForms
from bnderive.closed_form.vocabularies import holds_through_centring
from bnderive.elaborate import elaborate
from bnderive.elaborate.echo import Symbols, latex, latex_of_row
from bnderive.elaborate.readings import DIRECT, TOTAL, marked
from bnderive.errors import InternalError, NotUnderstood, UsageError
from bnderive.explicit.batch import Batch
from bnderive.explicit.opinions import LARGEST_SHOWN, are_equal, placings
from bnderive.explicit.values import NoValue
from bnderive.judge import Judge
from bnderive.layers import StandardLayer, standard_layer
from bnderive.records import dataclass
from bnderive.reports import View
from bnderive.reports.display import bundle
from bnderive.reports.display.parts import Line, Math, Section, Sheet, parts_of
from bnderive.reports.page import Page
from bnderive.reports.unicode_math import readable, readable_prose
from bnderive.settings import LARGEST_BATCH, Settings
from bnderive.source import read_text
from bnderive.sympy_view import Expression, SympyView
from bnderive.terms import ZERO, Graph, Index, Partial, Sym, Term, free_indices, rename

ELEMENT, OTHER = Index("i"), Index("j")


class Layer:
    """A standard layer as SymPy expressions over a symbolic N.

    The quantities of the layer are attributes: what is defined is its definition, the rest a symbol.

    >>> layer("batchnorm").var
    Sum((-mu + x[i])**2, (i, 1, N))/N
    >>> layer("batchnorm").y
    beta + gamma*x_hat[i]
    """

    def __repr__(self) -> str:
        return f"<Layer: {self.standard.title}>"

    def __str__(self) -> str:
        return _written(self, None, View()).rstrip("\n")

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None
    ) -> dict[str, str]:
        return bundle((_sheet(self),), lambda: str(self), include, exclude)

    def __init__(self, standard: StandardLayer) -> None:
        self.standard = standard
        self.judge = Judge(read_text(_document(standard), standard.names[0]), Settings())
        self.terms = dict(zip((name for name, _ in standard.symbols), self.read(), strict=True))
        self.graph: Graph = self.judge.environment(self.judge.entries[0]).layer.graph
        self.forms = ClosedForms(self.graph, self.judge.symbols)
        self.names = {term.name: name for name, term in self.terms.items()}

    def read(self) -> Iterator[Sym]:
        """The terms of the symbols, in their order: the expressions of the layer's document."""
        heads = [entry for entry in self.judge.entries if self.judge.role(entry) == "expression"]
        for entry, (name, source) in zip(heads, self.standard.symbols, strict=False):
            row = entry.row
            assert row is not None
            term = elaborate(replace(row, sides=row.sides[:1], relations=()), self.judge.environment(entry)).usual.head
            if not isinstance(term, Sym):
                raise InternalError(f"{name} of {self.standard.names[0]} is no symbol: {source}")
            yield term

    def __getattr__(self, name: str) -> Expression:
        terms = self.__dict__.get("terms", {})
        if name not in terms:
            raise AttributeError(f"{type(self).__name__} has no attribute {name!r}; its quantities: {', '.join(terms)}")
        return self.values[name]

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.terms})

    def partial(self, a: object, b: object) -> Expression:
        """∂a/∂b for the same element i of both, with the other statistics held fixed, in closed form.

        A quantity is given by its name or by the SymPy object that stands for it. Raises UsageError for another.

        >>> layer("batchnorm").partial("x_hat", "var")
        -x_hat[i]/(2*(epsilon + var))
        """
        return self.view(self.closed(self.local(self.named(a), self.named(b))))

    def total(self, a: object, b: object) -> Expression:
        """∂a/∂b with everything after b recomputed, in closed form: element j of a by element i of b.

        >>> layer("batchnorm").total("var", "x")
        2*(-mu + x[i])/N
        """
        return self.view(self.closed(self.jacobian(self.named(a), self.named(b))))

    def loss_gradient(self, node: object) -> Expression:
        """∂L/∂node for an arbitrary loss L of the outputs, in closed form; dL_dy is the upstream gradient.

        >>> layer("batchnorm").loss_gradient("beta")
        Sum(dL_dy[j], (j, 1, N))
        """
        return self.view(self.closed(self.gradient(self.named(node))))

    # -- terms ---------------------------------------------------------------------------------------------------------

    def local(self, a: str, b: str) -> Term:
        return marked(Partial(self.terms[a], self.terms[b]), DIRECT, self.graph)

    def jacobian(self, a: str, b: str) -> Term:
        below = self.terms[b]
        above = rename(self.terms[a], {ELEMENT: OTHER}) if below.indices else self.terms[a]
        return marked(Partial(above, below), TOTAL, self.graph)

    def gradient(self, node: str) -> Term:
        return marked(Partial(Sym(self.graph.loss or ""), self.terms[node]), TOTAL, self.graph)

    def closed(self, head: Term) -> Term:
        """The closed form, proved. A standard layer for which there is none is a fault of ours."""
        found = self.forms.of(head)
        if found is None:
            raise InternalError(f"no closed form was found for {latex(head, self.judge.symbols)}")
        return found

    def because(self, head: Term) -> str:
        """Why a derivative is zero that nothing makes zero at sight: a sum that vanishes."""
        sum_ = holds_through_centring(head, ZERO, self.graph) if self.closed(head) == ZERO else None
        return "" if sum_ is None else f", because ${latex(sum_, self.judge.symbols)} = 0$"

    def equation(self, head: Term) -> str:
        """The head and its closed form, as LaTeX."""
        return latex_of_row(head, (self.closed(head),), self.judge.symbols)

    # -- names and objects ---------------------------------------------------------------------------------------------

    @cached_property
    def view(self) -> SympyView:
        return SympyView(self.graph, self.names)

    @cached_property
    def values(self) -> dict[str, Expression]:
        """Definitions where there are some, else symbols."""
        found = {name: self.graph.definition(term.name) for name, term in self.terms.items()}
        return {n: self.view(d.at(self.terms[n].indices) if d else self.terms[n]) for n, d in found.items()}

    @cached_property
    def objects(self) -> dict[Expression, str]:
        """What may stand for a quantity: its definition, its symbol, its array."""
        symbols = {self.view(term): name for name, term in self.terms.items()}
        arrays = {symbol.base: name for symbol, name in symbols.items() if self.terms[name].indices}
        return {value: name for name, value in self.values.items()} | symbols | arrays

    def named(self, quantity: object) -> str:
        """The name of a quantity given by name or by SymPy object."""
        if isinstance(quantity, str):
            return quantity if quantity in self.terms else self.refuse(quantity)
        try:
            return self.objects[quantity]
        except (KeyError, TypeError):
            return self.refuse(quantity)

    def refuse(self, quantity: object) -> NoReturn:
        raise UsageError(f"{self.standard.names[0]} has no {str(quantity)[:80]!r}; it has {', '.join(self.terms)}")


def _document(standard: StandardLayer) -> str:
    """The layer's definitions, then each of its symbols and gradients as an expression."""
    latexes = dict(standard.symbols)
    gradients = [rf"\frac{{\partial L}}{{\partial {latexes[name]}}}" for name in standard.gradients]
    displays = [f"$$\n{text}\n$$" for text in (*latexes.values(), *gradients)]
    return "\n\n".join((standard.markdown, *displays)) + "\n"


def layer(name: str) -> Layer:
    """The standard layer of this name. Raises UsageError.

    >>> layer("batchnorm").partial("y", "gamma")
    x_hat[i]
    """
    return Layer(standard_layer(name))


# -- text --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Derivatives:
    title: str
    heads: tuple[Term, ...]


def show(name: str, batch_size: int | None = None, width: int = 100, color: bool = False) -> str:
    """The layer as a person reads it: definitions, local partials, Jacobians, gradients of the loss; LaTeX too.

    With a batch size, every derivative once more, written out for so many elements by plain SymPy and compared.
    Raises UsageError.
    """
    if batch_size is not None and not 1 <= batch_size <= LARGEST_BATCH:
        raise UsageError(f"a batch of 1 to {LARGEST_BATCH} elements can be written out, not one of {batch_size}")
    return _written(layer(name), batch_size, View(width=width, color=color))


def _written(found: Layer, batch_size: int | None, view: View) -> str:
    page = Page(view)
    page.hang(Text(), Text.assemble((found.standard.title, "bold underline"), (f"  ({found.standard.source})", "dim")))
    page.gap()
    _definitions(page, found)
    for section in sections(found):
        _heading(page, section.title)
        for head in section.heads:
            _equation(page, found.equation(head), readable_prose(found.because(head)))
        page.gap()
    if batch_size is not None:
        _explicit(page, found, batch_size)
    return page.taken()


def as_document(name: str) -> str:
    """The layer as a document: its definitions, and each of its derivatives with the closed form. Raises UsageError.

    >>> r"\\frac{\\partial L}{\\partial a_i} = " in as_document("softmax")
    True
    """
    found = layer(name)
    heads = (head for section in sections(found) for head in section.heads)
    displays = (f"$$\n{found.equation(head)}\n$$" for head in heads)
    return "\n\n".join((found.standard.markdown, *displays)) + "\n"


def sections(found: Layer) -> Iterator[Derivatives]:
    standard = found.standard
    yield Derivatives(
        "Local partial derivatives (the other statistics held fixed)",
        tuple(found.local(a, b) for a, b in standard.partials),
    )
    yield Derivatives(
        "Jacobian (everything after the input recomputed)", tuple(found.jacobian(a, b) for a, b in standard.jacobians)
    )
    yield Derivatives("Gradients of an arbitrary loss L", tuple(map(found.gradient, standard.gradients)))


def _heading(page: Page, title: str) -> None:
    page.hang(Text(), Text(title, "bold"))


def _sheet(found: Layer) -> Sheet:
    """The layer for a notebook."""
    conditions = Line("", parts_of(", ".join(_conditions(found))))
    definitions = (*(Line("", (Math(source),)) for source in _definitions_of(found)), conditions)
    derivatives = (
        Section(
            section.title,
            tuple(line for head in section.heads for line in _lines(found, head)),
        )
        for section in sections(found)
    )
    return Sheet(found.standard.title, found.standard.source, (), (Section("Definitions", definitions), *derivatives))


def _lines(found: Layer, head: Term) -> Iterator[Line]:
    yield Line("", (Math(found.equation(head)),))
    because = found.because(head).removeprefix(", ")
    if because:
        yield Line("", parts_of(because))


def _definitions_of(found: Layer) -> Iterator[str]:
    for term in found.terms.values():
        definition = found.graph.definition(term.name)
        if definition is not None:
            yield found.judge.definition_text(definition)


def _definitions(page: Page, found: Layer) -> None:
    _heading(page, "Definitions")
    for source in _definitions_of(found):
        _equation(page, source)
    page.hang(Text("  "), Text(readable_prose(", ".join(_conditions(found))), "dim"))
    page.gap()


def _conditions(found: Layer) -> list[str]:
    return ["N ≥ 1", *(f"${name} > 0$" for name in sorted(found.graph.positive)), "all symbols real"]


def _equation(page: Page, source: str, remark: str = "") -> None:
    page.hang(Text("  "), Text(readable(source) + remark))
    page.line(Text(f"      {source}", "dim"))


def _explicit(page: Page, found: Layer, size: int) -> None:
    """Each derivative on x_1 … x_K; the closed forms must agree with it."""
    _heading(page, f"On a batch of {size}, by plain differentiation (SymPy)")
    try:
        without_value = _compared(page, found, Batch(found.graph, size, found.names))
    except NotUnderstood as error:
        raise UsageError(
            f"{found.standard.names[0]} has no value on a batch of {size}: {error.reason.message}"
        ) from error
    if without_value:
        said = f"Not compared, for want of exact values: {', '.join(without_value)}. The other closed forms agree"
        page.hang(Text("  "), Text(f"{said} with it, at exact batches of {size}.", "yellow"))
    else:
        page.hang(Text("  "), Text(f"All closed forms above agree with it, at exact batches of {size}.", "green"))


def _compared(page: Page, found: Layer, batch: Batch) -> list[str]:
    """Writes out each derivative; those whose closed form has no exact value anywhere to compare."""
    size = batch.size
    without_value: list[str] = []
    for head in (head for section in sections(found) for head in section.heads):
        if not _agrees(found, head, batch, without_value):
            raise InternalError(f"the closed form of {latex(head, found.judge.symbols)} fails on a batch of {size}")
        if size <= LARGEST_SHOWN:
            _written_out(page, head, batch, found.judge.symbols)
    return without_value


def _agrees(found: Layer, head: Term, batch: Batch, without_value: list[str]) -> bool:
    """Whether a closed form and plain differentiation agree, where both have exact values; else it is noted."""
    try:
        return are_equal(head, found.closed(head), (), batch)
    except NoValue:
        without_value.append(readable(latex(head, found.judge.symbols)))
        return True


def _written_out(page: Page, head: Term, batch: Batch, symbols: Symbols) -> None:
    for places in placings(free_indices(head), (), batch.size):
        element = rename(head, {index: Index(str(place)) for index, place in places.items()})
        page.hang(Text(f"  {readable(latex(element, symbols))} = "), Text(str(batch.expression(head, places))))
