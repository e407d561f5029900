"""The parts that inputs play in a claim: which stand in exponents, which weigh logarithms, which have a value or a sum.

Terms and suppositions come in, names go out. They only steer what is tried: nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from fractions import Fraction

from bnderive.records import dataclass
from bnderive.terms import AXIS, Add, Fun, Graph, Index, Mul, Num, Size, Sum, Sym, Term, free_indices, names_of, walk

ONE_HOT, UNIFORM = "one-hot", "uniform"


@dataclass(frozen=True, slots=True)
class Roles:
    """By name: scalars with a value, arrays with a sum that their elements must have, arrays that stand in exponents,
    and `targets`, arrays that weigh logarithms as in Σ_k t_k log p_k.

    Targets are a distribution for every author: their sum is 1 unless another is given. `shares` says of which kind.
    """

    fixed: Mapping[str, Fraction] = field(default_factory=dict)
    totals: Mapping[str, Fraction] = field(default_factory=dict)
    exponents: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    shares: str = ""


def roles_of(terms: Iterable[Term], graph: Graph, equal: Iterable[tuple[Term, Term]] = (), shares: str = "") -> Roles:
    """The roles in terms and in all definitions that they reach, where the pairs of terms are `equal`."""
    reached = tuple(with_definitions(terms, graph))
    nodes = [node for term in reached for node in walk(term)]
    exponents = {name for node in nodes if isinstance(node, Fun) and node.name == "exp" for name in inputs(node, graph)}
    targets = {name for name in weights_of_logarithms(nodes, graph) if graph.shapes.get(name) == (AXIS,)} - exponents
    given = list(equal)
    fixed = {a.name: b.value for a, b in given if isinstance(a, Sym) and isinstance(b, Num)}
    totals = {name: b.value for a, b in given if isinstance(b, Num) for name in summed_array(a)}
    totals = dict.fromkeys(sorted(targets), Fraction(1)) | totals
    return Roles(fixed, totals, frozenset(exponents), frozenset(targets), shares)


def weights_of_logarithms(nodes: Iterable[Term], graph: Graph) -> set[str]:
    return {name for node in nodes for name in targets_in(node, graph)}


def targets_over_axes(terms: Iterable[Term], graph: Graph) -> frozenset[str]:
    """Targets with several indices, or over another axis than the batch: no sum of theirs is known."""
    nodes = [node for term in with_definitions(terms, graph) for node in walk(term)]
    return frozenset(name for name in weights_of_logarithms(nodes, graph) if graph.shapes.get(name) != (AXIS,))


def axes_reached(terms: Iterable[Term], graph: Graph) -> frozenset[str]:
    """The axes of all that terms are made of."""
    if len(graph.lengths) == 1:
        return frozenset(graph.lengths)
    found, seen = set[str](), set[str]()
    waiting = list(terms)
    while waiting:
        for node in walk(waiting.pop()):
            match node:
                case Sum(index, _):
                    found.add(index.axis)
                case Size(axis):
                    found.add(axis)
                case Sym(name, _) if name not in seen:
                    seen.add(name)
                    found |= {*graph.axes(name)}
                    definition = graph.definition(name)
                    waiting += [definition.body] if definition else map(Sym, graph.read_by(name, held=False))
    return frozenset(found)


def with_definitions(terms: Iterable[Term], graph: Graph) -> Iterator[Term]:
    """The terms, and the body of every definition that they reach, once."""
    waiting, seen = list(terms), set[str]()
    while waiting:
        term = waiting.pop()
        yield term
        names = names_of(term) - seen
        seen |= names
        waiting.extend(graph.definitions[name].body for name in sorted(names) if name in graph.definitions)


def inputs(term: Term, graph: Graph) -> set[str]:
    names = {name for part in with_definitions([term], graph) for name in names_of(part)}
    return {name for name in names if graph.definition(name) is None}


def targets_in(node: Term, graph: Graph) -> Iterator[str]:
    """The arrays that nothing defines in what weighs a logarithm: t in Σ_k t_k log p_k and in Σ_k (t_k − α) log p_k,
    also where a definition of its own says what the weights are.
    """
    if not isinstance(node, Sum):
        return
    for part in node.body.terms if isinstance(node.body, Add) else (node.body,):
        factors = part.factors if isinstance(part, Mul) else ()
        logarithmic = [factor for factor in factors if is_logarithmic(factor, node.index, graph)]
        if logarithmic:
            others = [factor for factor in factors if factor not in logarithmic]
            yield from (name for other in others for name in inputs(other, graph) if graph.shapes.get(name))


def is_logarithmic(factor: Term, index: Index, graph: Graph) -> bool:
    """Whether there is a logarithm in what a factor stands for, for each element apart."""
    parts = with_definitions([factor], graph) if index in free_indices(factor) else ()
    return any(isinstance(node, Fun) and node.name == "log" for part in parts for node in walk(part))


def summed_array(term: Term) -> Iterator[str]:
    """t of Σ_k t_k."""
    if isinstance(term, Sum) and isinstance(term.body, Sym) and term.body.indices == (term.index,):
        yield term.body.name
