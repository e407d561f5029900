"""What a claim's two sides are on a batch, by plain arithmetic: no part of the program, and no reading of a document.

A layer is a list of nodes, each a function of those before it. A derivative is a complex step: a node is cut loose from
what is before it, moved by i·h in one place, and all after it computed anew. A second one is a difference of such.
Nothing is proved here: sides that agree on many batches are taken for equal, and those that differ on one are not.
"""

from __future__ import annotations

import inspect
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from types import SimpleNamespace
from typing import Any

STEP = 1e-30
WIDE = 1e-5
CLOSE = 1e-7
Node = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """Inputs as functions of a random source and a size, and nodes in the order in which they are computed."""

    inputs: dict[str, Callable[[random.Random, int], Any]]
    nodes: dict[str, Node]
    least: int = 1

    def batch(self, rng: random.Random, size: int) -> Batch:
        return Batch(self, size, {name: draw(rng, size) for name, draw in self.inputs.items()})


class Batch:
    """A layer at a point: nodes are attributes, `N` is the size."""

    def __init__(self, layer: Layer, size: int, given: dict[str, Any]) -> None:
        self.layer, self.N, self.given = layer, size, given
        self.values = self.forward({})

    def __getattr__(self, name: str) -> Any:
        return getattr(self.values, name)

    def forward(self, cut: dict[str, Any]) -> SimpleNamespace:
        """All nodes, where those in `cut` have the values given there."""
        env = SimpleNamespace(N=self.N, **{**self.given, **cut})
        for name, node in self.layer.nodes.items():
            if name not in cut:
                setattr(env, name, node(env))
        return env

    def d(self, of: str, by: str, a: Place = None, b: Place = None, held: Sequence[str] = (), **moved: Any) -> float:
        """∂of_a/∂by_b, total but for the nodes that are held."""
        cut = {name: getattr(self.values, name) for name in held} | moved
        start = moved.get(by, getattr(self.values, by))
        cut[by] = shifted(start, b, STEP * 1j)
        return complex(at(getattr(self.forward(cut), of), a)).imag / STEP

    def d2(self, of: str, by: str, b: Place, c: Place, a: Place = None) -> float:
        """∂²of_a/∂by_b ∂by_c."""
        sides = [self.d(of, by, a, b, **{by: shifted(getattr(self.values, by), c, e)}) for e in (WIDE, -WIDE)]
        return (sides[0] - sides[1]) / (2 * WIDE)


Place = int | tuple[int, int] | None
Sides = Callable[..., "tuple[Any, Any] | None"]


def at(value: Any, place: Place) -> Any:
    if place is None:
        return value
    return value[place] if isinstance(place, int) else value[place[0]][place[1]]


def shifted(value: Any, place: Place, by: complex) -> Any:
    """The value with one of its elements moved."""
    if place is None:
        return value + by
    k, rest = (place, None) if isinstance(place, int) else place
    return [shifted(each, rest, by) if n == k else each for n, each in enumerate(value)]


def pairs(layer: Layer, sides: Sides, rng: random.Random, size: int) -> Iterator[tuple[complex, complex]]:
    """Both sides on a random batch, in every place of the indices that the sides take."""
    batch = layer.batch(rng, size)
    free = len(inspect.signature(sides).parameters) - 1
    for places in product(range(size), repeat=free):
        found = sides(batch, *places)
        if found is not None:
            yield found


def is_equal(layer: Layer, sides: Sides, seed: str, sizes: Sequence[int] = (1, 2, 3, 5)) -> bool:
    """Whether the sides agree on two random batches of each size."""
    rng = random.Random(seed)
    drawn = [pair for size in sizes if size >= layer.least for _ in "ab" for pair in pairs(layer, sides, rng, size)]
    return all(abs(a - b) <= CLOSE * max(1, abs(a), abs(b)) for a, b in drawn)
