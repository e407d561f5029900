"""The small language that every step after reading shares: frozen terms, and the graph of definitions that
they live in.

A term has one canonical serialisation. `Partial` stays a node until calculus. Nothing here differentiates,
decides or prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, fields, replace
from fractions import Fraction
from functools import cached_property, lru_cache, reduce
from operator import attrgetter
from typing import Any, TypeVar

from bnderive.rationals import raised
from bnderive.records import KeepsHash, dataclass
from bnderive.remembered import by_identity

_K = TypeVar("_K")
AXIS = "N"
MAX_BITS = 4096
DEEP = 64


@dataclass(frozen=True, slots=True, order=True)
class Index(KeepsHash):
    """A letter that runs over an axis, or a digit: a representative element (`z_1`)."""

    name: str
    axis: str = AXIS


@dataclass(frozen=True, slots=True)
class Num(KeepsHash):
    value: Fraction


@dataclass(frozen=True, slots=True)
class Sym(KeepsHash):
    """A scalar (no indices) or an element of an array; the name is the canonical LaTeX of the document's symbol."""

    name: str
    indices: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Size(KeepsHash):
    """The length of an axis: a whole number, at least 1."""

    axis: str = AXIS


@dataclass(frozen=True, slots=True)
class Add(KeepsHash):
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Mul(KeepsHash):
    factors: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Pow(KeepsHash):
    """base^exponent with a rational exponent; a root is the non-negative one."""

    base: Term
    exponent: Fraction


@dataclass(frozen=True, slots=True)
class Sum(KeepsHash):
    """Σ over the whole axis of the index."""

    index: Index
    body: Term


@dataclass(frozen=True, slots=True)
class Delta(KeepsHash):
    """Kronecker's δ: 1 where the two indices coincide, else 0."""

    left: Index
    right: Index


@dataclass(frozen=True, slots=True)
class Fun(KeepsHash):
    """A function of one argument by its name: exp, log, abs."""

    name: str
    argument: Term


@dataclass(frozen=True, slots=True)
class Partial(KeepsHash):
    """∂of/∂by. `reading` is '' until one is chosen, then `total` or `direct`."""

    of: Term
    by: Sym
    reading: str = ""


Term = Num | Sym | Size | Add | Mul | Pow | Sum | Delta | Fun | Partial

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


# -- building ---------------------------------------------------------------------------------------------------------


def num(value: int | Fraction) -> Num:
    return Num(Fraction(value))


def add(*terms: Term) -> Term:
    """The sum, flat, without zeros."""
    flat: list[Term] = []
    for term in terms:
        for part in term.terms if isinstance(term, Add) else (term,):
            if not isinstance(part, Num) or part.value:
                flat.append(part)
    return ZERO if not flat else flat[0] if len(flat) == 1 else Add(tuple(flat))


def mul(*factors: Term) -> Term:
    """The product, flat, without ones; a zero makes it zero."""
    flat: list[Term] = []
    for factor in factors:
        for part in factor.factors if isinstance(factor, Mul) else (factor,):
            if isinstance(part, Num) and not part.value:
                return ZERO
            if not isinstance(part, Num) or part.value != 1:
                flat.append(part)
    return ONE if not flat else flat[0] if len(flat) == 1 else Mul(tuple(flat))


def neg(term: Term) -> Term:
    return num(-term.value) if isinstance(term, Num) else mul(num(-1), term)


def sub(left: Term, right: Term) -> Term:
    return add(left, neg(right))


def power(base: Term, exponent: int | Fraction) -> Term:
    return base if exponent == 1 else Pow(base, Fraction(exponent))


def div(numerator: Term, denominator: Term) -> Term:
    return mul(numerator, power(denominator, -1))


def sqrt(term: Term) -> Term:
    return Pow(term, Fraction(1, 2))


def total_of(term: Term, index: Index) -> Term:
    return ZERO if term == ZERO else Sum(index, term)


# -- walking ----------------------------------------------------------------------------------------------------------


BELOW: Mapping[type, Callable[[Any], tuple[Term, ...]]] = {
    Add: attrgetter("terms"),
    Mul: attrgetter("factors"),
    Pow: lambda term: (term.base,),
    Sum: lambda term: (term.body,),
    Fun: lambda term: (term.argument,),
    Partial: attrgetter("of", "by"),
}


def children(term: Term) -> tuple[Term, ...]:
    below = BELOW.get(type(term))
    return below(term) if below is not None else ()


def rebuild(term: Term, change: Callable[[Term], Term]) -> Term:
    """The same node with every child changed."""
    if type(term) not in BELOW:
        return term
    match term:
        case Add(terms):
            return add(*map(change, terms))
        case Mul(factors):
            return mul(*map(change, factors))
        case Pow(base, exponent):
            moved = change(base)
            return term if moved is base else Pow(moved, exponent)
        case Sum(index, body):
            moved = change(body)
            return term if moved is body else Sum(index, moved)
        case Fun(name, argument):
            return Fun(name, change(argument))
        case Partial(of, by, reading):
            moved = change(by)
            return Partial(change(of), moved if isinstance(moved, Sym) else by, reading)
    return term


def walk(term: Term) -> Iterator[Term]:
    """The term and everything below it, each node before its children."""
    return iter(_walked(term))


@by_identity
def _walked(term: Term) -> tuple[Term, ...]:
    found: list[Term] = []
    stack = [term]
    while stack:
        node = stack.pop()
        found.append(node)
        below = BELOW.get(type(node))
        if below is not None:
            stack += below(node)[::-1]
    return tuple(found)


@lru_cache(maxsize=4096)
def free_indices(term: Term) -> frozenset[Index]:
    """The indices that no Σ of the term binds; representatives count."""
    match term:
        case Sym(_, indices):
            return frozenset(indices)
        case Delta(left, right):
            return frozenset((left, right))
        case Sum(index, body):
            return free_indices(body) - {index}
    return frozenset[Index]().union(*map(free_indices, children(term)))


def is_representative(index: Index) -> bool:
    return index.name.isdecimal()


def fresh(index: Index, taken: Iterable[Index]) -> Index:
    """An index of the same axis whose name none of the taken ones has: i, i', i'', …"""
    names = {other.name for other in taken}
    name = index.name
    while name in names:
        name += "'"
    return Index(name, index.axis)


def rename(term: Term, mapping: Mapping[Index, Index]) -> Term:
    """Free indices replaced; bound ones step aside where they would capture."""
    live = {old: new for old, new in mapping.items() if old != new}
    if not live or not (live.keys() & free_indices(term)):
        return term
    match term:
        case Sym(name, indices):
            return Sym(name, tuple(live.get(i, i) for i in indices))
        case Delta(left, right):
            return Delta(live.get(left, left), live.get(right, right))
        case Sum(index, body):
            inner = {old: new for old, new in live.items() if old != index}
            bound = fresh(index, set(inner.values()) | (free_indices(body) - {index}))
            return Sum(bound, rename(body, inner | {index: bound}))
    return rebuild(term, lambda child: rename(child, live))


def height(term: Term) -> int:
    """How many nodes stand one below the other."""
    return 1 + max(map(height, children(term)), default=0)


@by_identity
def names_of(term: Term) -> frozenset[str]:
    """The names of the symbols in a term, those below a ∂ included."""
    return frozenset([node.name for node in walk(term) if isinstance(node, Sym)])


def serialise(term: Term) -> str:
    """One line of text that determines the term; used by keys, certificates and fingerprints."""
    match term:
        case Num(value):
            return str(value)
        case Sym(name, indices):
            return f"{name}[{','.join(f'{i.name}:{i.axis}' for i in indices)}]" if indices else f"{name}"
        case Size(axis):
            return f"size({axis})"
        case Delta(left, right):
            return f"delta({left.name},{right.name}:{left.axis})"
        case Sum(index, body):
            return f"sum({index.name}:{index.axis},{serialise(body)})"
        case Pow(base, exponent):
            return f"pow({serialise(base)},{exponent})"
        case Fun(name, argument):
            return f"{name}({serialise(argument)})"
        case Partial(of, by, reading):
            return f"d{reading[:1]}({serialise(of)},{serialise(by)})"
        case Add(terms):
            return f"add({','.join(map(serialise, terms))})"
        case Mul(factors):
            return f"mul({','.join(map(serialise, factors))})"


@lru_cache(maxsize=4096)
def normal(term: Term) -> Term:
    """The same term with numbers gathered, whole powers of products opened and the order of sums and products
    fixed.

    Two terms that are written alike have one normal form; it takes no step that a reader would call a calculation.
    """
    term = rebuild(term, normal)
    match term:
        case Add(terms):
            number = sum((t.value for t in terms if isinstance(t, Num)), Fraction(0))
            rest = sorted((t for t in terms if not isinstance(t, Num)), key=serialise)
            return add(*rest, Num(number))
        case Mul(factors):
            product = Fraction(1)
            for factor in factors:
                product *= factor.value if isinstance(factor, Num) else 1
            return mul(Num(product), *sorted((f for f in factors if not isinstance(f, Num)), key=serialise))
        case Pow(base, exponent) if exponent.denominator == 1:
            return _opened(base, exponent)
    return term


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def _opened(base: Term, exponent: Fraction) -> Term:
    match base:
        case Num(value) if value and _bits(value) * abs(exponent) <= MAX_BITS:
            return Num(raised(value, exponent.numerator))
        case Mul(factors):
            return normal(mul(*(Pow(f, exponent) for f in factors)))
        case Pow(inner, q):
            return power(inner, q * exponent)
    return power(base, exponent)


# -- the graph of definitions ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Definition(KeepsHash):
    """`name[indices] = body`, from a line of the document or from a standard layer (line None)."""

    name: str
    indices: tuple[Index, ...]
    body: Term
    line: int | None = None

    def at(self, indices: tuple[Index, ...]) -> Term:
        """The body for the element with these indices."""
        return rename(self.body, dict(zip(self.indices, indices, strict=True)))

    @property
    def is_statistic(self) -> bool:
        """Whether the definition itself sums over the axis (μ, σ²); the other nodes are elementwise (x̂, y, rstd)."""
        return any(isinstance(node, Sum) for node in walk(self.body))


def do_say_the_same(definitions: Mapping[_K, Definition], others: Mapping[_K, Definition]) -> bool:
    """Whether the definitions of two documents are the same in the same order, in whatever lines they are written."""
    pairs = zip(definitions.values(), others.values(), strict=False)
    return list(definitions) == list(others) and all(
        (one.line is None) == (other.line is None) and replace(one, line=other.line) == other for one, other in pairs
    )


@dataclass(frozen=True, eq=False)
class Graph:
    """The forward definitions by name, the loss (an arbitrary function of the outputs unless defined), what is
    positive.

    `shapes` gives the axes of every array that is not defined; `outputs` the nodes that the loss reads; `lengths`
    are all axes, `apart` the pairs of them that are certainly two.
    """

    definitions: Mapping[str, Definition] = field(default_factory=dict)
    loss: str | None = None
    outputs: tuple[str, ...] = ()
    positive: frozenset[str] = frozenset()
    shapes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    apart: frozenset[frozenset[str]] = frozenset()
    lengths: tuple[str, ...] = (AXIS,)

    def says_the_same(self, other: Graph) -> bool:
        """Whether both hold the same, definitions in whatever lines; a graph is equal only to itself, so that what is
        known of one is soon found.
        """
        rest = (field.name for field in fields(self) if field.name != "definitions")
        return do_say_the_same(self.definitions, other.definitions) and all(
            getattr(self, name) == getattr(other, name) for name in rest
        )

    def definition(self, name: str) -> Definition | None:
        return self.definitions.get(name)

    def is_opaque_loss(self, name: str) -> bool:
        return name == self.loss and name not in self.definitions

    @property
    def linear_loss(self) -> Term:
        """Σ over the outputs of ∂L/∂y · y, which has the derivatives that a loss without a definition has."""
        parts: list[Term] = []
        for output in self.outputs:
            letters = tuple(Index(f"#{output} {k}", axis) for k, axis in enumerate(self.axes(output)))
            part = mul(Sym(upstream_name(self.loss or "", output), letters), Sym(output, letters))
            parts.append(reduce(lambda body, letter: Sum(letter, body), letters, part))
        return add(*parts)

    def axes(self, name: str) -> tuple[str, ...]:
        found = self.definition(name)
        return tuple(i.axis for i in found.indices) if found else self.shapes.get(name, ())

    def reaches(self, source: str, target: str, frozen: bool = False, top: bool = True) -> bool:
        """Whether `source` occurs in what `target` is made of; `frozen` looks through elementwise nodes only."""
        seen: set[str] = set()
        waiting = [(target, frozen and not top)]
        while waiting:
            name, held = waiting.pop()
            if name == source:
                return True
            if name not in seen:
                seen.add(name)
                waiting.extend((read, frozen) for read in self.read_by(name, held))
        return False

    def read_by(self, name: str, held: bool) -> tuple[str, ...]:
        """The names in what a name stands for: its definition (none of a statistic that is held), the outputs
        for the loss.
        """
        if name not in self.definitions:
            return self.outputs if self.is_opaque_loss(name) else ()
        return () if held and name in self.statistics else self.names_read[name]

    @cached_property
    def is_deep(self) -> bool:
        """Whether some definition, with all others put in, is nested more than DEEP deep: so that what walks through it
        may come to its end sooner or later, by what is known already.
        """
        own = {name: height(found.body) for name, found in self.definitions.items()}
        depths = own
        while max(depths.values(), default=0) <= DEEP:
            below = {name: max((depths.get(read, 0) for read in self.names_read[name]), default=0) for name in own}
            further = {name: own[name] + below[name] for name in own}
            if further == depths:
                return False
            depths = further
        return True

    @cached_property
    def names_read(self) -> Mapping[str, tuple[str, ...]]:
        """The names in each definition, in reading order."""
        found = {name: [n.name for n in walk(d.body) if isinstance(n, Sym)] for name, d in self.definitions.items()}
        return {name: tuple(dict.fromkeys(names)) for name, names in found.items()}

    @cached_property
    def statistics(self) -> frozenset[str]:
        """The names whose definition sums."""
        return frozenset(name for name, definition in self.definitions.items() if definition.is_statistic)

    @cached_property
    def axes_summed(self) -> frozenset[str]:
        """The axes that definitions sum over."""
        nodes = (node for definition in self.definitions.values() for node in walk(definition.body))
        return frozenset(node.index.axis for node in nodes if isinstance(node, Sum))


def differential_name(name: str) -> str:
    """The name of the differential of an input, an arbitrary change of it."""
    return f"d⟨{name}⟩"


def varied_name(name: str) -> str | None:
    """The input that a name is the differential of, or None."""
    return name[2:-1] if name.startswith("d⟨") else None


def upstream_name(loss: str, output: str) -> str:
    """The name of the array ∂L/∂y, an arbitrary one, where the loss is an arbitrary function of the outputs y."""
    return f"∂{loss}/∂{output}"
