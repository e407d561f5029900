"""Equations tried on random batches modulo primes: settled for every size, sampled, contradicted, or abstained from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from bnderive.arithmetic import ENCLOSING
from bnderive.enclosure import Inexact
from bnderive.equation import Equation, Places, placings
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Shared
from bnderive.exact import Exact, TooLong, comparison
from bnderive.groups import Batch
from bnderive.records import dataclass
from bnderive.residues import NotASquare, Residues, Unknown, drawn
from bnderive.second.counting import BELOW, MAX_DEGREE, SIGN, WITHIN, Count, Counting, freed
from bnderive.terms import Fun, Graph, Pow, Sum, Term, serialise, walk

DRAWS, SIGNS = 2, 12  # points of each case; where a root may have either sign
TURNS, STRIDE = 64, 32
REALS = 16
PRIMES = 2**48  # no prime is drawn with a greater chance than 1 in so many
SUPPOSED = "a supposed sum ties the last element to the others"
TOO_MANY = "the groups that settle it are too many to run"


@dataclass(frozen=True, slots=True)
class Trial:
    """What repeats a run.

    The `seed`; the primes of draws with an even and an odd number; every point, as the places of the free indices and
    the number of its draw; the Σ multiplied together on each axis, one less than its groups (none where that settles
    nothing); a bound of the degree; and the chance to miss a wrong sign of a root.
    """

    seed: str
    primes: tuple[int, int]
    points: tuple[tuple[Places, int], ...]
    sums: Mapping[str, int]
    degree: int
    sign: Fraction

    @property
    def error(self) -> Fraction:
        """A bound of the chance that sides which differ on such batches were not told apart."""
        return Fraction(self.degree, PRIMES) ** DRAWS + self.sign


@dataclass(frozen=True, slots=True)
class Settled:
    """Equal on batches that stand for every size."""

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
    return next(outcome for _, outcome in examined([equation]))


def examined(equations: Iterable[Equation]) -> Iterator[tuple[Equation, Outcome]]:
    """Each equation once; those of one graph and one need share their batches."""
    groups: dict[Graph, dict[Equation, None]] = {}
    for equation in equations:
        groups.setdefault(equation.graph, {})[equation] = None
    for graph, group in groups.items():
        yield from examined_together(graph, tuple(group))


def examined_together(graph: Graph, group: Sequence[Equation]) -> Iterator[tuple[Equation, Outcome]]:
    """Equations of one graph. What an equation needs is its own affair, so that no other changes what is said of it."""
    all_need = need_of((d.body for d in graph.definitions.values()), graph)
    needs = {each: all_need.besides(need_of((each.left, each.right), graph)) for each in group}
    engines = {need: Engine(graph, [each for each in group if needs[each] == need], need) for need in {*needs.values()}}
    yield from ((each, engines[needs[each]].examine(each)) for each in group)


@dataclass(frozen=True, slots=True)
class Need:
    """What batches have to provide for: the root that a parameter makes free, if there is one, and exponentials."""

    free: tuple[str, Term] | None
    exponents: bool

    def besides(self, other: Need) -> Need:
        return Need(self.free or other.free, self.exponents or other.exponents)


def need_of(terms: Iterable[Term], graph: Graph) -> Need:
    nodes = [node for term in terms for node in walk(term)]
    radicands = (node.base for node in nodes if isinstance(node, Pow) and node.exponent.denominator > 1)
    free = next((found for base in radicands if (found := freed(base, graph))), None)
    return Need(free, any(isinstance(node, Fun) and node.name == "exp" for node in nodes))


class Engine:
    """Batches of one graph, drawn by a hash of its definitions and of all equations that are to be examined."""

    def __init__(self, graph: Graph, equations: Sequence[Equation], need: Need) -> None:
        sides = [side for equation in equations for side in (equation.left, equation.right)]
        named = [f"{name}={serialise(found.body)}" for name, found in graph.definitions.items()]
        self.seed = f"{drawn('|'.join(sorted([*map(serialise, sides), *named]))):064x}"[:32]
        self.residues = tuple(Residues(f"{self.seed} prime {parity}", need.exponents) for parity in (0, 1))
        self.free = need.free
        self.counting = Counting(graph, self.free)
        self.batches: dict[object, Shared[Batch[int]]] = {}

    def examine(self, equation: Equation) -> Outcome:
        try:
            return self.outcome(equation)
        except Inexact as error:
            return Abstains(str(error))
        except NotUnderstood as error:
            return Abstains(error.reason.message)
        except RecursionError:
            return Abstains("the nesting of the definitions")

    def outcome(self, equation: Equation) -> Outcome:
        """Raises Inexact, NotUnderstood or RecursionError."""
        count = self.counting.total(map(self.counting.of, (equation.left, equation.right)))
        doubts = [doubt for doubt in (SIGN, BELOW, WITHIN) if doubt in count.marks]
        doubts += [SUPPOSED for given in equation.given if isinstance(given.term, Sum)]
        if not doubts:
            try:
                found = self.tried(equation, count, count.sums)
                return Settled(found) if isinstance(found, Trial) else found
            except TooLong:
                doubts = [TOO_MANY]
        found = self.tried(equation, count, {})
        return Sampled(found, doubts[0]) if isinstance(found, Trial) else found

    def tried(self, equation: Equation, count: Count, sums: Mapping[str, int]) -> Trial | Contradicted:
        """Both sides at every point. Raises Inexact."""
        points: list[tuple[Places, int]] = []
        draws, sign = (SIGNS, Fraction(1, 2**SIGNS)) if SIGN in count.marks else (DRAWS, Fraction(0))
        primes = self.residues[0].p, self.residues[1].p
        for places in placings(equation):
            for start in range(draws):
                draw, left, right = self.values(equation, places, sums, start)
                points.append((places, draw))
                if left != right and sign and not self.differs_in_reals(equation, places):
                    raise Inexact("it differs modulo p, which may be the sign of a root")
                if left != right:
                    return Contradicted(Trial(self.seed, primes, tuple(points), sums, count.degree, sign), left, right)
        if not points:
            raise Inexact("no case of the indices is admitted")
        if count.degree > MAX_DEGREE:
            raise Inexact("its degree is too high for the primes")
        return Trial(self.seed, primes, tuple(points), sums, count.degree, sign)

    def values(self, equation: Equation, places: Places, sums: Mapping[str, int], start: int) -> tuple[int, int, int]:
        """The number of the first draw in which every root is one, and both sides there. Raises Inexact."""
        for draw in range(start, start + TURNS * STRIDE, STRIDE):
            residues = self.residues[draw % 2]
            key = (tuple(places.items()), tuple(sums.items()), equation.given, draw)
            if key not in self.batches:
                batch = partial(Batch, equation, places, sums, residues, self.element(draw), self.free)
                self.batches[key] = Shared(batch)
            try:
                left, right = self.batches[key](lambda b: (b.at(equation.left, places), b.at(equation.right, places)))
            except NotASquare:
                continue
            if isinstance(left, Unknown) or isinstance(right, Unknown):
                raise Inexact("the value of a logarithm is not represented")
            return draw, left % residues.p, right % residues.p
        raise Inexact("no draw was found in which every root is one")

    def element(self, draw: int) -> Callable[[str, bool], int]:
        def residue(key: str, is_square: bool) -> int:
            value = drawn(f"{self.seed} {draw} {key}")
            return (value * value if is_square else value) % self.residues[draw % 2].modulus

        return residue

    def differs_in_reals(self, equation: Equation, places: Places) -> bool:
        """Whether rational bounds of the sides are disjoint at one of some random batches."""
        for turn in range(REALS):
            batch: Batch[Exact] = Batch(equation, places, None, ENCLOSING, self.real(turn))
            try:
                if comparison(batch.at(equation.left, places), batch.at(equation.right, places)) in {-1, 1}:
                    return True
            except Inexact:
                continue
        return False

    def real(self, turn: int) -> Callable[[str, bool], Exact]:
        def small(key: str, is_positive: bool) -> Exact:
            value = drawn(f"{self.seed} real {turn} {key}")
            return Fraction(value % 9 + 1 if is_positive else value % 19 - 9)

        return small
