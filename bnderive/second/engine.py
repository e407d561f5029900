"""Equations tried at random points modulo primes: settled for every size, sampled, contradicted, or abstained from."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import log10, prod
from typing import TypeVar

from bnderive.arithmetic import ENCLOSING
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluation
from bnderive.exact import Exact, TooLong, comparison
from bnderive.residues import NotASquare, Residues, Unknown, drawn
from bnderive.second.counting import ROOT, Counting, is_rooted, put_in, reached, solved
from bnderive.second.points import (
    Drawn,
    Element,
    Equation,
    Places,
    Sizes,
    numbered,
    placings,
    samples,
    settling,
    suppose,
)  # fmt: skip
from bnderive.terms import Delta, Fun, Graph, Index, Pow, Size, Sum, Sym, serialise

MAX_STEPS = 30_000
MAX_TURNS, STRIDE = 64, 32
SIGNS = 12  # points where a root may have either sign
REALS = 16
SHIFTS = 3
ASKED = "no more was asked for"
SUPPOSED = "a supposed sum ties the last element to the others"
TOO_MANY = "the sizes that settle it are too many to run"
Point = tuple[Sizes, Places, int]
Examined = TypeVar("Examined", bound=Equation)


@dataclass(frozen=True, slots=True)
class Trial:
    """What repeats a run: the seed, the primes by the parity of a draw, and each point: sizes, places, its draw."""

    seed: str
    primes: tuple[int, int]
    points: tuple[Point, ...]
    degree: int

    @property
    def bound(self) -> str:
        """The chance to miss at a point that the two sides differ there."""
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


def examine(equation: Equation) -> Outcome:
    """What the second engine says of one equation, every ∂ of which has its reading."""
    return Engine(equation.graph, (equation,)).examine(equation, settle=True)


def examined(equations: Iterable[Examined], settle: bool = True) -> Iterator[tuple[Examined, Outcome]]:
    """Each equation once; those of one graph share their points. Without `settle` some sizes are enough."""
    groups: dict[Graph, dict[Examined, None]] = {}
    for equation in equations:
        groups.setdefault(equation.graph, {})[equation] = None
    for graph, group in groups.items():
        engine = Engine(graph, tuple(group))
        yield from ((equation, engine.examine(equation, settle)) for equation in group)


class Engine:
    """Values in one graph, drawn by a hash of its definitions and of all equations that are to be examined."""

    def __init__(self, graph: Graph, equations: Sequence[Equation]) -> None:
        sides = [serialise(side) for equation in equations for side in (equation.left, equation.right)]
        bodies = [f"{name}={serialise(found.body)}" for name, found in graph.definitions.items()]
        self.graph = graph
        self.seed = f"{drawn('|'.join(sorted(sides + bodies))):064x}"[:32]
        self.inputs: dict[int, Drawn[int]] = {}
        self.arithmetics: dict[tuple[int, bool], Residues] = {}
        self.evaluations: dict[object, Evaluation[int]] = {}

    def examine(self, equation: Equation, settle: bool) -> Outcome:
        try:
            return Examination(self, equation, settle).outcome()
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

    def element(self, draw: int, modulus: int, element: Element) -> int:
        """The same at all sizes."""
        if draw not in self.inputs:
            self.inputs[draw] = Drawn(partial(self.drawn, draw))
        return self.inputs[draw][element] % modulus

    def drawn(self, draw: int, element: Element) -> int:
        """A square where it is positive."""
        value = drawn(f"{self.seed} {draw} {element}")
        return value * value if element[0] in self.graph.positive else value


class Examination:
    """One equation at its points."""

    def __init__(self, engine: Engine, equation: Equation, settle: bool) -> None:
        self.engine = engine
        self.equation = equation
        self.graph = engine.graph
        self.sides = (equation.left, equation.right)
        self.steps = 0
        nodes = list(reached(self.sides, self.graph))
        exponents = [node.argument for node in nodes if isinstance(node, Fun) and node.name == "exp"]
        if any(is_rooted(node) or isinstance(node, Fun) for node in reached(exponents, self.graph)):
            raise Inexact("a root or a function in an exponent")
        self.exponents = bool(exponents)
        bases = {put_in(node.base, self.graph) for node in nodes if isinstance(node, Pow) and is_rooted(node)}
        self.solved = next((found for base in sorted(bases, key=serialise) if (found := solved(base))), None)
        self.radicand = serialise(self.solved.base) if self.solved is not None else ""
        counting = Counting(self.graph, self.solved)
        self.above = counting.total(map(counting.of, self.sides)).above
        self.doubts = [*counting.doubts, *(SUPPOSED for given in equation.given if isinstance(given.term, Sum))]
        self.doubts += [ASKED] * (not settle)
        shapes = {axis for shape in self.graph.shapes.values() for axis in shape} | {*self.graph.lengths}
        indices = {index for node in nodes if isinstance(node, Sym) for index in node.indices}
        indices |= {node.index for node in nodes if isinstance(node, Sum)}
        indices |= {index for node in nodes if isinstance(node, Delta) for index in (node.left, node.right)}
        lengths = {node.axis for node in nodes if isinstance(node, Size)}
        self.axes = sorted(shapes | lengths | {index.axis for index in indices})

    def outcome(self) -> Outcome:
        """At larger sizes where zero would be divided by. Raises Inexact."""
        for shift in range(SHIFTS - 1):
            try:
                return self.at_sizes(shift)
            except TooLong:
                raise
            except Inexact:
                continue
        return self.at_sizes(SHIFTS - 1)

    def at_sizes(self, shift: int) -> Outcome:
        points: list[Point] = []
        reasons = self.doubts[:1]
        for places in placings(self.equation):
            grid = [] if self.doubts else settling(self.above, self.axes, places, shift)
            reasons += [] if grid else [TOO_MANY]
            least = SIGNS if ROOT in self.doubts else 2
            for sizes, start in numbered(grid or samples(self.axes, places, shift), least):
                draw, left, right = self.values(sizes, places, start)
                points.append((sizes, places, draw))
                if left != right:
                    return self.contradicted(points, left, right)
                if self.steps > MAX_STEPS and draw % 2:
                    reasons.append(TOO_MANY)
                    break
        if not points:
            raise Inexact("no case of the indices is admitted")
        return Sampled(self.trial(points), reasons[0]) if reasons else Settled(self.trial(points))

    def contradicted(self, points: Sequence[Point], left: int, right: int) -> Contradicted:
        """Raises Inexact where it may be the sign of a root only."""
        sizes, places, _ = points[-1]
        if ROOT in self.doubts and not self.differs_in_reals(sizes, places):
            raise Inexact("it differs modulo p, which may be the sign of a root")
        return Contradicted(self.trial(points), left, right)

    def trial(self, points: Sequence[Point]) -> Trial:
        first, second = (self.engine.residues(parity, self.exponents).p for parity in (0, 1))
        cells = max(prod(sizes.values()) for sizes, _, _ in points)
        degree = self.above["degree"] + self.above["each"] * cells
        return Trial(self.engine.seed, (first, second), tuple(points), degree)

    def values(self, sizes: Sizes, places: Places, start: int) -> tuple[int, int, int]:
        """The number of the first draw in which every root is one, and both sides there. Raises Inexact."""
        for draw in range(start, start + MAX_TURNS * STRIDE, STRIDE):
            if self.steps > 2 * MAX_STEPS:
                break
            try:
                left, right = self.at(self.evaluation(sizes, places, draw), places)
            except NotASquare:
                continue
            if isinstance(left, Unknown) or isinstance(right, Unknown):
                raise Inexact("the value of a logarithm is not represented")
            p = self.engine.residues(draw, self.exponents).p
            return draw, left % p, right % p
        raise TooLong("no draw was found in which every root is one")

    def at(self, evaluation: Evaluation[int], places: Places) -> tuple[int, int]:
        before = evaluation.steps
        try:
            return evaluation.at(self.sides[0], places), evaluation.at(self.sides[1], places)
        finally:
            self.steps += evaluation.steps - before

    def evaluation(self, sizes: Sizes, places: Places, draw: int) -> Evaluation[int]:
        """Shared by all equations that are tried there."""
        given = self.equation.given
        classes = tuple(places[each.value] for each in given if isinstance(each.value, Index))
        key = (*sizes.items(), draw, self.exponents, self.radicand, tuple(given), classes)
        if key not in self.engine.evaluations:
            residues = self.engine.residues(draw, self.exponents)
            values = Drawn(partial(self.engine.element, draw, residues.modulus))
            made = Evaluation(self.graph, residues, sizes, values)
            suppose(given, made, values, places)
            if self.solved is not None:  # ε = r² − v
                rest = made.at(self.solved.rest, {})
                values[self.solved.name, ()] = (values["r", (0,)] ** 2 - rest) % residues.modulus
            self.engine.evaluations[key] = made
        return self.engine.evaluations[key]

    def differs_in_reals(self, sizes: Sizes, places: Places) -> bool:
        """Whether rational bounds of the sides are disjoint at one of some random batches."""
        generator = random.Random(self.engine.seed)
        for _ in range(REALS):
            values = Drawn(partial(self.real, generator))
            made: Evaluation[Exact] = Evaluation(self.graph, ENCLOSING, sizes, values)
            try:
                suppose(self.equation.given, made, values, places)
                if comparison(made.at(self.sides[0], places), made.at(self.sides[1], places)) in {-1, 1}:
                    return True
            except Inexact:
                continue
        return False

    def real(self, generator: random.Random, element: Element) -> Exact:
        return Fraction(generator.randint(1 if element[0] in self.graph.positive else -9, 9))
