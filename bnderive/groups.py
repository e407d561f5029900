"""Terms on a batch in groups: an element may stand for many with the same inputs, and a Σ counts it so often.

Places, numbers of groups and suppositions come in, values go out; nothing here compares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cache, reduce
from itertools import count

from bnderive.arithmetic import Arithmetic, Dual, Scalar
from bnderive.enclosure import Inexact
from bnderive.equation import Equation, Places, supposed
from bnderive.evaluate import Evaluation, Seed
from bnderive.exact import TooLong
from bnderive.terms import Index, Term, is_representative

ELEMENTS = 32  # of an axis, at most


class Batch(Evaluation[Scalar]):
    """Values of terms on single elements, at the first places, and on s + 1 groups after them (without `sums`: none).

    A place k + ELEMENTS·c is the element numbered c of the group k. `draw` gives the number that a key determines; it
    may have to be positive, or a square.
    """

    def __init__(
        self,
        equation: Equation,
        places: Places,
        sums: Mapping[str, int] | None,
        numbers: Arithmetic[Scalar],
        draw: Callable[[str, bool], Scalar],
        free: tuple[str, Term] | None = None,
    ) -> None:
        super().__init__(equation.graph, numbers, {}, {})
        self.places, self.sums, self.draw, self.free = places, sums, draw, free
        self.representatives = {index for index in places if is_representative(index)}
        self.supposed = supposed(equation.given)
        self.weights = cache(self.weighed)
        self.input = cache(self.drawn)

    def weighed(self, axis: str) -> list[Scalar]:
        """One for every element that is named, and what adds up to a square N over the groups."""
        singles = max((at for index, at in self.places.items() if index.axis == axis), default=0)
        groups = self.sums.get(axis, 0 if singles else 1) if self.sums is not None else 2
        if singles + groups >= ELEMENTS - 8:
            raise TooLong("too many elements")
        if self.sums is None:
            return [self.numbers.one] * (singles + groups)
        weights = [self.numbers.one] * singles + [self.draw(f"{axis} {k}", False) for k in range(groups)]
        return [*weights, reduce(self.less, weights, self.draw(axis, True))]

    def drawn(self, name: str, at: tuple[int, ...]) -> Scalar:
        """An input; the last of those with a given sum makes that up."""
        if self.free is not None and name == self.free[0]:  # ε = r² − v
            root = self.draw("√", False)
            return self.less(self.numbers.multiply(root, root), self.at(self.free[1], {}))
        match self.supposed.get(name):
            case Index() as known:
                return self.numbers.one if at == (self.places[known],) else self.numbers.zero
            case (slot, axis, value) if at[slot] == len(self.weights(axis)):
                rest, weights = self.numbers.number(value), self.weights(axis)
                for k, weight in enumerate(weights[:-1], 1):
                    rest = self.less(
                        rest, self.numbers.multiply(weight, self.input(name, (*at[:slot], k, *at[slot + 1 :])))
                    )
                return self.numbers.multiply(rest, self.numbers.power(weights[-1], Fraction(-1)))
        return self.draw(f"{name} {at}", name in self.graph.positive)

    def less(self, a: Scalar, b: Scalar) -> Scalar:
        return self.numbers.add(a, self.numbers.multiply(self.numbers.number(Fraction(-1)), b))

    def length(self, axis: str) -> Scalar:
        return reduce(self.numbers.add, self.weights(axis))

    def position(self, index: Index, at: dict[Index, int]) -> int:
        if index not in at and index not in self.representatives:
            raise Inexact(f"no element {index.name}")
        return at.get(index) or self.places[index]

    def given(self, name: str, positions: tuple[int, ...], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        if self.graph.is_opaque_loss(name):
            return self.loss(seeds)
        return self.input(name, tuple([at % ELEMENTS for at in positions]))

    def loss(self, seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        if len(seeds) != 1:
            return super().loss(seeds)
        return Dual(1, self.numbers.zero, self.numbers.split(self.value(self.graph.linear_loss, {}, seeds), 1)[1])

    def summed(self, index: Index, body: Term, at: dict[Index, int], seeds: tuple[Seed, ...]) -> Scalar | Dual[Scalar]:
        """Over the elements that are spoken of, and over what is left of each group."""
        result: Scalar | Dual[Scalar] = self.numbers.zero
        told = {*at.values(), *(place for seed in seeds for place in seed.positions)}
        for k, weight in enumerate(self.weights(index.axis), 1):
            for place in [*(place for place in told if place % ELEMENTS == k), 0]:
                if place:
                    weight, factor = self.less(weight, self.numbers.one), self.numbers.one
                else:
                    place, factor = next(place for place in count(k, ELEMENTS) if place not in told), weight
                if factor != self.numbers.zero:
                    value = self.value(body, {**at, index: place}, seeds)
                    result = self.numbers.plus(
                        result, value if factor == self.numbers.one else self.numbers.times(factor, value)
                    )
        return result
