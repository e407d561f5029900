"""Equations tried at random points modulo primes: settled for every size, sampled, contradicted, or abstained from."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import log10, prod
from typing import Protocol

from bnderive.arithmetic import ENCLOSING, Scalar
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluation
from bnderive.exact import Exact, comparison
from bnderive.residues import NotASquare, Residues, Unknown, drawn
from bnderive.second.counting import ROOT, Counting, Solved, put_in
from bnderive.terms import (
    Add,
    Fun,
    Graph,
    Index,
    Num,
    Partial,
    Pow,
    Size,
    Sum,
    Sym,
    Term,
    add,
    free_indices,
    is_representative,
    names_of,
    serialise,
    walk,
)  # fmt: skip

MAX_FREE_INDICES = 5
MAX_CELLS = 1500
MAX_STEPS = 50_000
MAX_TURNS, STRIDE = 64, 32
SIGNS = 16
SHIFTS = 3
SUPPOSED = "a supposed sum ties the last element to the others"
TOO_MANY = "the sizes that settle it are too many to run"
Sizes = Mapping[str, int]
Places = Mapping[Index, int]
Element = tuple[str, tuple[int, ...]]


class Given(Protocol):
    """A sum and its value, or a one-hot array and the index where it is 1."""

    @property
    def term(self) -> Sum | Sym: ...
    @property
    def value(self) -> Num | Index: ...


class Equation(Protocol):
    """left = right in a graph, every ∂ with its reading; cases ("=" or "≠", i, j), and what is supposed."""

    @property
    def left(self) -> Term: ...
    @property
    def right(self) -> Term: ...
    @property
    def graph(self) -> Graph: ...
    @property
    def cases(self) -> tuple[tuple[str, Index, Index], ...]: ...
    @property
    def given(self) -> Sequence[Given]: ...


@dataclass(frozen=True, slots=True)
class Trial:
    """What repeats a run: the seed, the primes by the parity of a draw, and each point: sizes, places, its draw."""

    seed: str
    primes: tuple[int, ...]
    points: tuple[tuple[Sizes, Places, int], ...]
    degree: int

    @property
    def bound(self) -> str:
        """The chance to miss at a point that the two sides differ."""
        return f"{self.degree}/p < 10^{int(log10(self.degree + 1) - log10(min(self.primes))) + 1} a point"


@dataclass(frozen=True, slots=True)
class Settled:
    """Equal at so many sizes that they are at all."""

    trial: Trial


@dataclass(frozen=True, slots=True)
class Sampled:
    """Equal at some sizes, which settles no others, and why."""

    trial: Trial
    reason: str


@dataclass(frozen=True, slots=True)
class Contradicted:
    """Different at the last point of the trial, by the residues of both sides."""

    trial: Trial
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Abstains:
    reason: str


Outcome = Settled | Sampled | Contradicted | Abstains


class Drawn(dict[Element, Scalar]):
    """Values of elements, drawn when they are first asked for."""

    def __init__(self, draw: Callable[[Element], Scalar]) -> None:
        self.draw = draw

    def __missing__(self, element: Element) -> Scalar:
        value = self[element] = self.draw(element)
        return value


def examine(equation: Equation) -> Outcome:
    return Engine(equation.graph, (equation,)).examine(equation)


def examined(equations: Iterable[Equation]) -> Iterator[tuple[Equation, Outcome]]:
    """Each equation once; those of one graph share their points."""
    groups: dict[Graph, dict[Equation, None]] = {}
    for equation in equations:
        groups.setdefault(equation.graph, {})[equation] = None
    for graph, group in groups.items():
        engine = Engine(graph, tuple(group))
        yield from ((equation, engine.examine(equation)) for equation in group)


class Engine:
    """Points of one graph, drawn by a hash of its definitions and of all equations that are to be examined."""

    def __init__(self, graph: Graph, equations: Sequence[Equation]) -> None:
        sides = [serialise(side) for equation in equations for side in (equation.left, equation.right)]
        bodies = [f"{name}={serialise(found.body)}" for name, found in graph.definitions.items()]
        self.graph = graph
        self.seed = f"{drawn('|'.join(sorted(sides + bodies))):064x}"[:32]
        self.inputs: dict[int, Drawn[int]] = {}
        self.arithmetics: dict[tuple[int, bool], Residues] = {}
        self.evaluations: dict[object, Evaluation[int]] = {}

    def examine(self, equation: Equation) -> Outcome:
        try:
            return Examination(self, equation).outcome()
        except Inexact as error:
            return Abstains(str(error))
        except NotUnderstood as error:
            return Abstains(error.reason.message)
        except RecursionError:
            return Abstains("the nesting of the definitions")

    def residues(self, draw: int, exponents: bool) -> Residues:
        key = (draw % 2, exponents)
        if key not in self.arithmetics:
            self.arithmetics[key] = Residues(f"{self.seed} prime {key[0]}", exponents)
        return self.arithmetics[key]

    def element(self, element: Element, draw: int) -> int:
        """The same at all sizes; a square where it is positive."""
        if draw not in self.inputs:
            self.inputs[draw] = Drawn(lambda e: drawn(f"{self.seed} {draw} {e}") ** (1 + (e[0] in self.graph.positive)))
        return self.inputs[draw][element]


class Examination:
    """One equation at its points."""

    def __init__(self, engine: Engine, equation: Equation) -> None:
        self.engine = engine
        self.equation = equation
        self.graph = engine.graph
        nodes = list(reached((equation.left, equation.right), self.graph))
        exponents = [node.argument for node in nodes if isinstance(node, Fun) and node.name == "exp"]
        if any(is_rooted(n) or isinstance(n, Fun) for n in reached(exponents, self.graph)):
            raise Inexact("a root or a function in an exponent")
        self.exponents = bool(exponents)
        self.steps = 0
        bases = {put_in(node.base, self.graph) for node in nodes if isinstance(node, Pow) and is_rooted(node)}
        self.solved = next((s for base in sorted(bases, key=serialise) if (s := solved(base))), None)
        counting = Counting(self.graph, self.solved)
        self.above = counting.total((counting.of(equation.left), counting.of(equation.right))).above
        self.doubts = [*counting.doubts] + [SUPPOSED for given in equation.given if isinstance(given.term, Sum)]
        axes = {axis for shape in self.graph.shapes.values() for axis in shape} | {*self.graph.lengths}
        axes |= {node.index.axis for node in nodes if isinstance(node, Sum)}
        axes |= {node.axis for node in nodes if isinstance(node, Size)}
        self.axes = sorted(axes | {i.axis for node in nodes if isinstance(node, Sym) for i in node.indices})

    def outcome(self) -> Outcome:
        """At larger sizes where zero would be divided by. Raises Inexact."""
        for shift in range(SHIFTS - 1):
            try:
                return self.at_sizes(shift)
            except Inexact:
                continue
        return self.at_sizes(SHIFTS - 1)

    def at_sizes(self, shift: int) -> Outcome:
        points: list[tuple[Sizes, Places, int]] = []
        reason = self.doubts[0] if self.doubts else ""
        for places in placings(self.equation):
            grid = [] if self.doubts else self.grid(places, shift)
            reason = reason or ("" if grid else TOO_MANY)
            for sizes, start in numbered(grid or self.samples(places, shift), SIGNS if ROOT in self.doubts else 2):
                draw, left, right = self.sides(sizes, places, start)
                points.append((sizes, places, draw))
                if left != right:
                    return self.contradicted(points, left, right)
                if self.steps > MAX_STEPS and draw % 2:
                    reason = reason or TOO_MANY
                    break
        if not points:
            raise Inexact("no case of the indices is admitted")
        return Sampled(self.trial(points), reason) if reason else Settled(self.trial(points))

    def contradicted(self, points: Sequence[tuple[Sizes, Places, int]], left: int, right: int) -> Contradicted:
        """Raises Inexact where it may be the sign of a root only."""
        sizes, places, _ = points[-1]
        if ROOT in self.doubts and not self.differs_in_reals(sizes, places):
            raise Inexact("it differs modulo p, which may be the sign of a root")
        return Contradicted(self.trial(points), left, right)

    def trial(self, points: Sequence[tuple[Sizes, Places, int]]) -> Trial:
        primes = tuple(self.engine.residues(k, self.exponents).p for k in (0, 1))
        cells = max(prod(sizes.values()) for sizes, _, _ in points)
        return Trial(self.engine.seed, primes, tuple(points), self.above["degree"] + self.above["each"] * cells)

    def grid(self, places: Places, shift: int) -> list[Sizes]:
        """e + s + 1 sizes from s + f on for every axis; none where they are too many."""
        spans = []
        for axis in self.axes:
            own = {at for index, at in places.items() if index.axis == axis}
            s, w = self.above[f"Σ {axis}"], self.above[f"w {axis}"]
            first = max(1, s + len(own), *own) + shift
            spans.append(range(first, first + w + 1))
        if prod(map(sum, spans)) > MAX_CELLS:
            return []
        return [dict(zip(self.axes, lengths, strict=True)) for lengths in product(*spans)]

    def samples(self, places: Places, shift: int) -> list[Sizes]:
        least = {axis: max(1, *(at for i, at in places.items() if i.axis == axis), 1) for axis in self.axes}
        turns = [(k if n % 2 else 2 - k) for k in range(3) for n in range(len(self.axes))]
        width = len(self.axes)
        return [
            {axis: least[axis] + 1 + shift + turns[k * width + n] for n, axis in enumerate(self.axes)} for k in range(3)
        ]

    def sides(self, sizes: Sizes, places: Places, start: int) -> tuple[int, int, int]:
        """The number of the first draw in which every root is one, and both sides there. Raises Inexact."""
        for draw in range(start, start + MAX_TURNS * STRIDE, STRIDE):
            if self.steps > 2 * MAX_STEPS:
                break
            try:
                evaluation = self.evaluation(sizes, places, draw)
                left, right = (
                    self.counted(evaluation, side, places) for side in (self.equation.left, self.equation.right)
                )
            except NotASquare:
                continue
            if isinstance(left, Unknown) or isinstance(right, Unknown):
                raise Inexact("the value of a logarithm is not represented")
            p = self.engine.residues(draw, self.exponents).p
            return draw, left % p, right % p
        raise Inexact("no draw was found in which every root is one")

    def counted(self, evaluation: Evaluation[int], side: Term, places: Places) -> int:
        before = evaluation.steps
        try:
            return evaluation.at(side, places)
        finally:
            self.steps += evaluation.steps - before

    def evaluation(self, sizes: Sizes, places: Places, draw: int) -> Evaluation[int]:
        supposed = tuple(
            (given, places.get(given.value, 0) if isinstance(given.value, Index) else 0)
            for given in self.equation.given
        )
        key = (*sizes.values(), *sizes, draw, self.exponents, self.solved, supposed)
        if key not in self.engine.evaluations:
            residues = self.engine.residues(draw, self.exponents)
            values = Drawn(lambda element: self.engine.element(element, draw) % residues.modulus)
            made = Evaluation(self.graph, residues, sizes, values)
            suppose(self.equation, made, values, places)
            if self.solved is not None:
                rest = made.at(self.solved.rest, {})
                values[self.solved.name, ()] = (values["√", ()] ** 2 - rest) % residues.modulus
            self.engine.evaluations[key] = made
        return self.engine.evaluations[key]

    def differs_in_reals(self, sizes: Sizes, places: Places) -> bool:
        """Whether rational bounds of the sides are disjoint at one of some random batches."""
        generator = random.Random(self.engine.seed)
        for _ in range(SIGNS):
            values: Drawn[Exact] = Drawn(
                lambda e: Fraction(generator.randint(1 if e[0] in self.graph.positive else -9, 9))
            )
            made = Evaluation(self.graph, ENCLOSING, sizes, values)
            try:
                suppose(self.equation, made, values, places)
                if comparison(made.at(self.equation.left, places), made.at(self.equation.right, places)) in {-1, 1}:
                    return True
            except Inexact:
                continue
        return False


def suppose(equation: Equation, made: Evaluation[Scalar], values: Drawn[Scalar], places: Places) -> None:
    """Puts in what is supposed: the last element for a sum, 0 and 1 for a one-hot array. Raises Inexact."""
    if len({name for given in equation.given for name in names_of(given.term)}) < len(equation.given):
        raise Inexact("several suppositions about one array")
    for given in equation.given:
        match given.term, given.value:
            case Sym(name, (slot,)), Index() as known:
                for k in range(1, made.sizes[slot.axis] + 1):
                    values[name, (k,)] = made.numbers.one if k == places[known] else made.numbers.zero
            case Sum(index, Sym(name, indices)), Num(value) if indices.count(index) == 1:
                last = made.sizes[index.axis]
                others = [i for i in indices if i != index]
                for at in product(*(range(1, made.sizes[i.axis] + 1) for i in others)):
                    rest = made.numbers.number(value)
                    spot = dict(zip(others, at, strict=True))
                    minus = made.numbers.number(Fraction(-1))
                    for k in range(1, last):
                        element = values[name, tuple((spot | {index: k})[i] for i in indices)]
                        rest = made.numbers.add(rest, made.numbers.multiply(minus, element))
                    values[name, tuple((spot | {index: last})[i] for i in indices)] = rest
            case _:
                raise Inexact("a supposition that is not represented")


def numbered(grid: Sequence[Sizes], least: int) -> Iterator[tuple[Sizes, int]]:
    """Sizes with the numbers of their draws, so that both primes are used, and at least so many points."""
    turns = -(-least // len(grid))
    return ((sizes, k % 2 * (turns % 2) + turn) for k, sizes in enumerate(grid) for turn in range(turns))


def reached(terms: Iterable[Term], graph: Graph) -> Iterator[Term]:
    """All nodes of the terms and of the definitions that they rest on."""
    waiting, seen = list(terms), set[str]()
    while waiting:
        for node in walk(waiting.pop()):
            yield node
            read = (
                () if not isinstance(node, Sym) else graph.outputs if graph.is_opaque_loss(node.name) else (node.name,)
            )
            found = [graph.definition(name) for name in read if name not in seen]
            seen.update(read)
            waiting.extend(definition.body for definition in found if definition is not None)


def is_rooted(node: Term) -> bool:
    return isinstance(node, Pow) and node.exponent.denominator > 1


def solved(base: Term) -> Solved | None:
    """A radicand v + ε with ε a parameter that v does not hold."""
    if not isinstance(base, Add) or free_indices(base) or any(isinstance(node, Partial) for node in walk(base)):
        return None
    for k, term in enumerate(base.terms):
        rest = add(*base.terms[:k], *base.terms[k + 1 :])
        if isinstance(term, Sym) and term.name not in names_of(rest):
            return Solved(term.name, base, rest)
    return None


def placings(equation: Equation) -> Iterator[Places]:
    """Every way in which the free indices can coincide that the equation speaks of, each at the first places."""
    indices = free_indices(equation.left) | free_indices(equation.right)
    indices |= {index for _, i, j in equation.cases for index in (i, j)}
    indices |= {given.value for given in equation.given if isinstance(given.value, Index)}
    if len(indices) > MAX_FREE_INDICES:
        raise Inexact("too many free indices")
    for places in _placed(sorted(indices, key=lambda i: (not is_representative(i), i)), {}):
        if all((places[i] == places[j]) == (relation == "=") for relation, i, j in equation.cases):
            yield places


def _placed(waiting: Sequence[Index], chosen: dict[Index, int]) -> Iterator[Places]:
    if not waiting:
        yield chosen
        return
    index, *rest = waiting
    used = {at for other, at in chosen.items() if other.axis == index.axis}
    free = next(k for k in range(1, len(used) + 2) if k not in used)
    for at in [int(index.name)] if is_representative(index) else [*sorted(used), free]:
        yield from _placed(rest, chosen | {index: at})
