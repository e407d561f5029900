"""Which definitions of a document are which nodes of a standard layer: the same up to names and index letters.

A comparison of form only: what is written in another way is not found, and nothing is proved here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import islice

from bnderive.layer.conventions import EPSILON, EPSILONS, Template
from bnderive.records import dataclass
from bnderive.terms import (
    Add,
    Definition,
    Delta,
    Fun,
    Index,
    Mul,
    Partial,
    Pow,
    Sum,
    Sym,
    Term,
    names_of,
    normal,
    rebuild,
    rename,
    walk,
)  # fmt: skip

MAX_DEFINITIONS = 40
MAX_MATCHES = 200
MAX_NODES = 120


@dataclass(frozen=True, slots=True)
class Binding:
    """The document's name for each of the template's, and its letter for each index; both one to one."""

    names: Mapping[str, str] = field(default_factory=dict)
    indices: Mapping[Index, Index] = field(default_factory=dict)

    def name(self, ours: str, theirs: str) -> Binding | None:
        if theirs in EPSILONS and ours != EPSILON:
            return None
        if self.names.get(ours, theirs) != theirs or (ours not in self.names and theirs in self.names.values()):
            return None
        return Binding({**self.names, ours: theirs}, self.indices)

    def index(self, ours: Index, theirs: Index) -> Binding | None:
        taken = ours not in self.indices and theirs in self.indices.values()
        if taken or ours.axis != theirs.axis or self.indices.get(ours, theirs) != theirs:
            return None
        return Binding(self.names, {**self.indices, ours: theirs})


@dataclass(frozen=True, slots=True)
class Match:
    """What of a template a document defines: node by node the document's definition, and the names bound by them."""

    names: Mapping[str, str]
    found: Mapping[str, Definition]


Written = Sequence[tuple[Definition, tuple[Term, ...]]]


def written_out(definitions: tuple[Definition, ...]) -> Written:
    """Definitions with their bodies in every form in which they are looked at."""
    return tuple((d, bodies(d, definitions)) for d in definitions[:MAX_DEFINITIONS])


def matches_of(template: Template, written: Written) -> tuple[Match, ...]:
    """The ways in which a document can define nodes of a template, those of most nodes only."""
    alike = {
        node.name: tuple((d, terms) for d, terms in written if any(True for _ in as_node(node, template, d, terms, {})))
        for node in template.nodes
    }
    found = tuple(islice(matches(template, template.nodes, alike, Match({}, {})), MAX_MATCHES))
    most = max(len(match.found) for match in found)
    return tuple(match for match in found if len(match.found) == most)


def matches(
    template: Template, nodes: Sequence[Definition], alike: Mapping[str, Written], so_far: Match
) -> Iterator[Match]:
    """Every way in which the nodes, in order, can be definitions of the document or missing in it; `alike` are those
    that a node can be by itself.
    """
    if not nodes:
        yield so_far
        return
    node, *rest = nodes
    free = [(d, terms) for d, terms in alike[node.name] if d.name not in {m.name for m in so_far.found.values()}]
    for definition, terms in free:
        for names in as_node(node, template, definition, terms, so_far.names):
            yield from matches(template, rest, alike, Match(names, {**so_far.found, node.name: definition}))
    yield from matches(template, rest, alike, so_far)


def as_node(
    node: Definition, template: Template, definition: Definition, terms: Sequence[Term], names: Mapping[str, str]
) -> Iterator[Mapping[str, str]]:
    """The names that make a definition of the document this node, whatever either of them abbreviates."""
    if len(node.indices) != len(definition.indices):
        return
    start = Binding(names).name(node.name, definition.name)
    for ours, theirs in zip(node.indices, definition.indices, strict=True):
        start = start and start.index(ours, theirs)
    for body in bodies(node, template.nodes) if start is not None else ():
        for term in terms:
            yield from (bound.names for bound in unified(body, term, start))


@lru_cache(maxsize=1024)
def bodies(definition: Definition, others: tuple[Definition, ...]) -> tuple[Term, ...]:
    """The body as written, with scalar abbreviations put in, and with all elementwise nodes put in; nothing larger than
    a node of a layer can be.
    """
    elementwise = {d.name: d for d in others if not d.is_statistic and d.name != definition.name}
    scalars = {name: d for name, d in elementwise.items() if not d.indices}
    ways = [put_in for put_in in (scalars, elementwise) if inlined_size(definition.body, put_in, {}) <= MAX_NODES]
    found = (definition.body, *(inlined(definition.body, put_in) for put_in in ways))
    return tuple(dict.fromkeys(normal(term) for term in found if size_of(term) <= MAX_NODES))


def size_of(term: Term) -> int:
    return sum(1 for _ in walk(term))


def inlined_size(term: Term, definitions: Mapping[str, Definition], known: dict[str, int]) -> int:
    """How many nodes a term has once its names are replaced, counted without replacing them."""
    total = 0
    for node in walk(term):
        name = node.name if isinstance(node, Sym) else ""
        if name in definitions and name not in known:
            known[name] = inlined_size(definitions[name].body, definitions, known)
        total += known.get(name, 1)
    return total


def inlined(term: Term, definitions: Mapping[str, Definition]) -> Term:
    """Names replaced by what they stand for, as often as it takes; definitions go in no circle."""
    if isinstance(term, Sym) and term.name in definitions:
        return inlined(definitions[term.name].at(term.indices), definitions)
    live = definitions.keys() & names_of(term)
    return rebuild(term, lambda child: inlined(child, definitions)) if live else term


def unified(ours: Term, theirs: Term, binding: Binding | None) -> Iterator[Binding]:
    """The bindings under which a term of the template is a term of the document."""
    if binding is None or type(ours) is not type(theirs):
        return
    match ours, theirs:
        case Sym(name, indices), Sym(other, letters) if len(indices) == len(letters):
            bound = binding.name(name, other)
            for mine, letter in zip(indices, letters, strict=True):
                bound = bound and bound.index(mine, letter)
            yield from () if bound is None else (bound,)
        case (Add(parts), Add(others)) | (Mul(parts), Mul(others)) if len(parts) == len(others):
            yield from unified_parts(parts, others, binding)
        case Pow(base, exponent), Pow(other, power) if exponent == power:
            yield from unified(base, other, binding)
        case Fun(name, argument), Fun(other, within) if name == other:
            yield from unified(argument, within, binding)
        case Sum(index, body), Sum(letter, within):
            free = {mine: letter for mine, letter in binding.indices.items() if mine != index}
            apart = Index(f"{letter.name}⟨bound⟩", letter.axis)
            inner = Binding(binding.names, free).index(index, apart)
            for bound in unified(body, rename(within, {letter: apart}), inner):
                outer = {mine: other for mine, other in bound.indices.items() if mine != index}
                yield Binding(bound.names, {**outer, **binding.indices})
        case (Delta() | Partial(), _):
            return
        case _ if ours == theirs:
            yield binding


def unified_parts(parts: Sequence[Term], others: Sequence[Term], binding: Binding) -> Iterator[Binding]:
    """Parts in any order."""
    if not parts:
        yield binding
        return
    for k, other in enumerate(others):
        for bound in unified(parts[0], other, binding):
            yield from unified_parts(parts[1:], (*others[:k], *others[k + 1 :]), bound)
