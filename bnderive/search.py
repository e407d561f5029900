"""Batches on which a claim may fail, simplest first, so that a person can check them with a pencil. Untrusted:
the kernel refutes.

The first ones make the variance plus ε a perfect square; see the table. Where inputs stand in exponents they are
logarithms first. The random ones are seeded by the claim.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, product
from math import isqrt

from bnderive.evaluate import Point
from bnderive.exact import Exact, Logs, plus, primes, sum_of_logarithms
from bnderive.roles import ONE_HOT, UNIFORM, Roles
from bnderive.terms import Graph, Index, Pow, is_representative, names_of, upstream_name, walk

# batch, ε with √(σ² + ε) rational: (0,1,2) has σ² = 2/3; (0,3,9) has μ = 4, σ² = 14, so that √(σ² + 11) = 5 and
# x̂ = (−4/5, −1/5, 1); (0,2,2,8) has σ = 3 and (0,3,7,9,11) σ = 4 without ε; (0,11,13) has σ = 7 with N − 1.
BATCHES: tuple[tuple[tuple[int, ...], str], ...] = (
    ((0, 1, 2), "1/3"),
    ((0, 3, 9), "11"),
    ((0, 2, 2, 8), "7"),
    ((0, 3, 7, 9, 11), "9"),
    ((0, 11, 13), "15"),
    ((1, 2, 2, 7), "7/2"),
    ((1, 5, 7), "8/9"),
    ((0, 0, 10, 10), "24"),
    ((1, 2, 2), "1"),
)
SMALL: tuple[tuple[tuple[int, ...], str], ...] = (((0, 2), "3"), ((1, 3), "8"), ((2,), "1"), ((3,), "4"))
# the exponentials of the inputs: x = (log 1, log 2, log 3), then squares and cubes for a temperature of 2 and of 3
POWERS = ((1, 2, 3), (1, 4, 9), (8, 1, 27), (2, 3, 5, 1), (3, 1), (2,))
WEIGHTS = ((1, 0, 0, 0, 0, 0, 0, 0), (1, 2, 4, 3, 5, 7, 6, 9), (2, -1, 3, 1, -2, 5, 4, 1))
SCALARS = (1, 2, 3, 1, 2, -1, 3, -2)
RANDOM_TRIES = 12
SHORT = (2, 3, 2, 1)  # how long the axes are along which no batch lies
# An array with several indices: every line along an axis is the batch turned round, so that its root stays rational.
WEIGHT_TURNS = (1, 3, 5, 7)
Value = Fraction | Logs
NO_ROLES = Roles()


def points(
    graph: Graph,
    indices: frozenset[Index],
    seed: str,
    roles: Roles = NO_ROLES,
    axes: frozenset[str] | None = None,
) -> Iterator[Point]:
    """Points of the domain, every placing of the free indices at each batch. The first array of the graph
    takes the batch; of logarithms, those that stand in exponents. `axes` are those that matter, all by default.
    """
    arrays, scalars = inputs_of(graph)
    generator = random.Random(seed)
    logarithmic = [(logarithms(row), Fraction(1)) for row in POWERS if roles.exponents]
    batches = [(tuple(map(Fraction, xs)), Fraction(e)) for xs, e in BATCHES]
    small = [(tuple(map(Fraction, xs)), Fraction(e)) for xs, e in SMALL]
    drawn = (pair for _ in range(RANDOM_TRIES) for pair in drawn_batches(generator))
    for number, (batch, epsilon) in enumerate(chain(logarithmic, batches, drawn, small)):
        leading = sorted(roles.exponents) if number < len(logarithmic) else arrays[:1]
        for shift in (0, 1):
            for sizes in sizes_for(graph, axes, len(batch), number + shift):
                values = filled(arrays, scalars, batch, epsilon, number + shift, graph, leading, roles, sizes)
                values |= {(name, ()): value for name, value in roles.fixed.items() if (name, ()) in values}
                for positions in placings(indices, sizes):
                    yield Point(sizes, values, positions)


def inputs_of(graph: Graph) -> tuple[list[str], list[str]]:
    """Arrays and scalars that no definition gives a value: inputs first, then the upstream gradients, then
    parameters.
    """
    names = [n for n in graph.shapes if n not in graph.definitions]
    statistics = [n for n, d in graph.definitions.items() if d.is_statistic]
    reached = {n: sum(graph.reaches(n, s) for s in statistics) for n in names}
    rooted = names_under_roots(graph)
    arrays = sorted((n for n in names if graph.shapes[n]), key=lambda n: (-reached[n], n not in rooted))
    if graph.loss is not None and graph.loss not in graph.definitions:
        arrays += [upstream_name(graph.loss, output) for output in graph.outputs]
    return arrays, [n for n in names if not graph.shapes[n]]


def names_under_roots(graph: Graph) -> set[str]:
    """What a root is taken of somewhere, through whatever definitions: a batch makes it rational."""
    nodes = [node for d in graph.definitions.values() for node in walk(d.body)]
    waiting = {
        name for node in nodes if isinstance(node, Pow) and node.exponent.denominator > 1 for name in names_of(node)
    }
    seen: set[str] = set()
    while waiting:
        seen |= waiting
        waiting = {n for d in waiting if d in graph.definitions for n in names_of(graph.definitions[d].body)} - seen
    return seen


def axes_of(graph: Graph) -> Sequence[str]:
    return sorted({axis for shape in graph.shapes.values() for axis in shape} | {*graph.lengths})


def sizes_for(graph: Graph, axes: frozenset[str] | None, length: int, number: int) -> Iterator[Mapping[str, int]]:
    """Sizes with the batch along each axis of a statistic, the others short. Axes that may be one are of one size."""
    known = axes_of(graph)
    groups = tied(known if axes is None else [axis for axis in known if axis in axes], graph)
    short = SHORT[number % len(SHORT)]
    for long in [group for group in groups if group & graph.axes_summed] or groups or [frozenset(known)]:
        yield {axis: length if axis in long else short for axis in known}


def tied(axes: Sequence[str], graph: Graph) -> list[frozenset[str]]:
    """Axes in groups: two that are not certainly apart are in one."""
    groups: list[frozenset[str]] = []
    for axis in axes:
        near = [group for group in groups if any(frozenset((axis, other)) not in graph.apart for other in group)]
        groups = [group for group in groups if group not in near] + [frozenset([axis]).union(*near)]
    return groups


def drawn_batches(generator: random.Random) -> Iterator[tuple[tuple[Fraction, ...], Fraction]]:
    """Whole numbers, with the ε that makes σ² + ε the square of a rational, and with the one for the mean square."""
    batch = tuple(Fraction(generator.randint(-6, 9)) for _ in range(generator.randint(3, 5)))
    mean = sum(batch, Fraction(0)) / len(batch)
    square = sum((x * x for x in batch), Fraction(0)) / len(batch)
    for spread in (square - mean**2, square):
        yield batch, Fraction(isqrt(int(spread)) + generator.randint(1, 3)) ** 2 - spread


def logarithms(row: Sequence[int]) -> tuple[Value, ...]:
    return tuple(sum_of_logarithms(primes(power) or ()) for power in row)


def filled(
    arrays: Sequence[str],
    scalars: Sequence[str],
    batch: Sequence[Value],
    epsilon: Fraction,
    number: int,
    graph: Graph,
    leading: Sequence[str],
    roles: Roles,
    sizes: Mapping[str, int],
) -> dict[tuple[str, tuple[int, ...]], Value]:
    """A value for every element of every array (the batch for the leading ones, turned for each; then weights)
    and for every scalar.
    """
    values: dict[tuple[str, tuple[int, ...]], Value] = {}
    for place, name in enumerate(arrays):
        weights = WEIGHTS[(number + max(place - 1, 0)) % len(WEIGHTS)]
        lengths = tuple(sizes[axis] for axis in shape_of(name, graph))
        if len(lengths) > 1:
            row = batch if name in leading and not name.startswith("∂") else tuple(map(Fraction, weights))
            turns = (1,) * len(lengths) if row is batch else WEIGHT_TURNS
            values |= {(name, at): value for at, value in turned(row, lengths, turns, number % 2 * (row is batch))}
            continue
        line = [batch[k % len(batch)] for k in range(lengths[0])]
        for k, value in enumerate(row_of(name, line, weights[: len(line)], leading, roles)):
            values[name, (k + 1,)] = value
    for place, name in enumerate(scalars):
        values[name, ()] = epsilon if name in graph.positive else Fraction(SCALARS[(number + place) % len(SCALARS)])
    return values


def turned(
    row: Sequence[Value], lengths: Sequence[int], turns: Sequence[int], step: int
) -> Iterator[tuple[tuple[int, ...], Value]]:
    """An array of which every line is the row, turned round; the short lines across it go up by a step."""
    for positions in product(*(range(1, length + 1) for length in lengths)):
        value = row[sum(turn * (k - 1) for turn, k in zip(turns, positions, strict=False)) % len(row)]
        across = sum(k - 1 for k, length in zip(positions, lengths, strict=True) if length != len(row))
        yield positions, value + step * across if isinstance(value, Fraction) else value


def row_of(
    name: str, batch: Sequence[Value], weights: Sequence[int], leading: Sequence[str], roles: Roles
) -> tuple[Value, ...]:
    """The elements of one array, with the sum that they must have; targets are a distribution."""
    row: tuple[Value, ...] = tuple(map(Fraction, weights))
    if name in leading and not name.startswith("∂"):
        turn = leading.index(name)
        row = (*batch[turn:], *batch[:turn])
    if name in roles.targets:
        kinds = {ONE_HOT: WEIGHTS[0][: len(batch)], UNIFORM: (1,) * len(batch)}
        return with_sum(roles.totals[name], kinds.get(roles.shares, weights))
    if name in roles.totals and sum_of(row) != roles.totals[name]:
        return with_sum(roles.totals[name], weights)
    return row


def sum_of(row: Sequence[Value]) -> Exact:
    total: Exact = Fraction(0)
    for value in row:
        total = plus(total, value)
    return total


def with_sum(total: Fraction, weights: Sequence[int]) -> tuple[Fraction, ...]:
    """Weights with a sum: shares of it, none of them negative, or what deviates from the mean for a sum of zero."""
    if not total:
        return tuple(weight - Fraction(sum(weights), len(weights)) for weight in weights)
    shares = [abs(weight) for weight in weights]
    return tuple(total * Fraction(share, sum(shares)) for share in shares)


def shape_of(name: str, graph: Graph) -> tuple[str, ...]:
    """The axes of an input or of an upstream gradient."""
    upstream = {upstream_name(graph.loss, output): output for output in graph.outputs} if graph.loss else {}
    return graph.axes(upstream.get(name, name))


def placings(indices: frozenset[Index], sizes: Mapping[str, int], reach: int = 3) -> Iterator[dict[Index, int]]:
    """Every placing of the free indices within the first places of their axes; a representative stands at its own."""
    free = sorted(i for i in indices if not is_representative(i))
    fixed = {i: int(i.name) for i in indices if is_representative(i)}
    if all(at <= sizes[i.axis] for i, at in fixed.items()):
        for places in product(*(range(1, min(sizes[i.axis], reach) + 1) for i in free)):
            yield dict(zip(free, places, strict=True)) | fixed
