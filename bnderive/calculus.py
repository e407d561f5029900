"""∂ by rules: a term in, the same term without `Partial` out, still written in the nodes of the graph.

One rule a node. Definitions are seen through while differentiating, and put in afterwards by whoever needs them put in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from bnderive.errors import NotUnderstood
from bnderive.records import dataclass
from bnderive.terms import (
    ONE,
    ZERO,
    Add,
    Delta,
    Fun,
    Graph,
    Index,
    Mul,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    div,
    free_indices,
    fresh,
    mul,
    num,
    power,
    rebuild,
    rename,
    total_of,
    upstream_name,
)  # fmt: skip

# f′ as a term in the argument: one function a row.
DERIVATIVES: Mapping[str, Callable[[Term], Term]] = {
    "exp": lambda a: Fun("exp", a),
    "log": lambda a: power(a, -1),
    "abs": lambda a: div(Fun("abs", a), a),
}


MAX_STEPS = 20_000


@lru_cache(maxsize=4096)
def resolve(term: Term, graph: Graph) -> Term:
    """The term with every ∂ carried out.

    Raises NotUnderstood where a derivative is not determined (a second one of L) or takes too many steps.
    """
    return _Work(graph).resolved(term)


@dataclass(slots=True)
class _Work:
    """The carrying out of one term, its steps counted: a node is differentiated anew wherever it is read."""

    graph: Graph
    steps: int = 0

    def resolved(self, term: Term) -> Term:
        if isinstance(term, Partial):
            return _Derivative(self, term.by, term.reading == "direct").head(self.resolved(term.of))
        return rebuild(term, self.resolved)

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise NotUnderstood("BN290", "limit", f"a derivative of more than {MAX_STEPS} steps: too large to decide")


@dataclass(frozen=True, slots=True)
class _Derivative:
    """D = ∂/∂by: `by` is one element, held apart from its own definition; `direct` holds the other statistics too."""

    work: _Work
    by: Sym
    direct: bool

    @property
    def graph(self) -> Graph:
        return self.work.graph

    def head(self, of: Term) -> Term:
        """D of what stands above ∂: its own definition is always seen through."""
        found = self.graph.definition(of.name) if isinstance(of, Sym) and of.name != self.by.name else None
        return self.of(self.work.resolved(found.at(of.indices)) if found and isinstance(of, Sym) else of)

    def of(self, term: Term) -> Term:
        self.work.step()
        match term:
            case Num() | Size() | Delta():
                return ZERO
            case Sym(name, indices):
                return self.symbol(name, indices)
            case Add(terms):
                return add(*map(self.of, terms))
            case Mul(factors):  # (uv…)′ = u′v… + uv′…
                return add(*(mul(self.of(f), *factors[:k], *factors[k + 1 :]) for k, f in enumerate(factors)))
            case Pow(base, exponent):  # (u^q)′ = q u^(q−1) u′
                slope = self.of(base)
                return ZERO if slope == ZERO else mul(num(exponent), Pow(base, exponent - 1), slope)
            case Sum(index, body):
                return self.summed(index, body)
            case Fun(name, argument):
                slope = self.of(argument)
                return ZERO if slope == ZERO else mul(DERIVATIVES[name](argument), slope)
            case Partial():
                return self.of(self.work.resolved(term))

    def summed(self, index: Index, body: Term) -> Term:
        bound = fresh(index, {*self.by.indices, *(free_indices(body) - {index})})
        return total_of(self.of(rename(body, {index: bound})), bound)

    def symbol(self, name: str, indices: tuple[Index, ...]) -> Term:
        if name == self.by.name:  # ∂x_j/∂x_i = δ_ij, an axis at a time
            return mul(*(ONE if a == b else Delta(a, b) for a, b in zip(indices, self.by.indices, strict=True)))
        found = self.graph.definition(name)
        if found is not None:
            frozen = self.direct and name in self.graph.statistics
            return ZERO if frozen or not self.graph.reaches(self.by.name, name) else self.of(found.at(indices))
        if self.graph.is_opaque_loss(name):
            return self.loss()
        if name.startswith("∂"):
            self.refuse_second_derivative()
        return ZERO

    def loss(self) -> Term:
        """∂L/∂v = Σ over the outputs y of Σ_k ∂L/∂y_k · ∂y_k/∂v, in all that comes after v."""
        return add(*map(self.through, self.graph.outputs))

    def through(self, output: str) -> Term:
        letters = tuple(Index(f"k{position}", axis) for position, axis in enumerate(self.graph.axes(output)))
        taken = set(self.by.indices)
        bound = tuple(fresh(letter, taken) for letter in letters)
        slope = self.of(Sym(output, bound))
        term = mul(Sym(upstream_name(self.graph.loss or "", output), bound), slope)
        for index in bound:
            term = total_of(term, index)
        return term

    def refuse_second_derivative(self) -> None:
        """The upstream gradient may depend on whatever the loss depends on: its derivative is not determined."""
        if any(self.graph.reaches(self.by.name, output) for output in self.graph.outputs):
            raise NotUnderstood(
                "BN221",
                "second-derivative",
                "a second derivative of an arbitrary loss is not determined by the document",
            )
