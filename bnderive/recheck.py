"""Checks a certificate again with the standard library alone: python -m bnderive.recheck FILE.json

Nothing else of bnderive is used: here is another evaluator of its terms. A proof is tried modulo primes at sizes of
its own, a refutation between rational bounds. README.md describes the terms.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction as Q
from functools import lru_cache
from hashlib import sha256
from itertools import count, product
from math import factorial, gcd, prod
from typing import Any

BITS, STEPS, CELLS, TURNS, LENGTH, LONGEST = 256, 1_000_000, 4096, 512, 64 << 20, 1 << 15
STEP = 8 * 3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29  # p = STEP·k − 1: small numbers are squares modulo p, and −1 is none
Series = dict[int, Any]  # {the η of a product, as bits: coefficient}; the square of every η is 0
Place = dict[str, int]


class Fails(Exception):
    """What disagrees."""


class Redraw(Exception):
    """A residue that has no root or no inverse."""


def need(truth: object, text: str) -> None:
    if not truth:
        raise Fails(text)


def rational(text: str) -> Q:
    need(len(text) <= 4000 and re.fullmatch(r"-?[0-9]+(/0*[1-9][0-9]*)?", text, re.ASCII), "no rational number")
    return Q(text)


def drawn(text: str) -> int:
    return int.from_bytes(sha256(text.encode()).digest(), "big")


def digest(data: Any) -> str:
    return sha256(json.dumps(data, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def is_prime(n: int) -> bool:  # Miller and Rabin's test of an n = 3 modulo 4
    return all(pow(b, n // 2, n) in (1, n - 1) for b in range(2, 26))


class Residues:
    """Right modulo p; exponents are carried modulo q, which divides p − 1. None is a logarithm, not represented."""

    def __init__(self, seed: str) -> None:
        self.q = next(n for n in count(drawn(seed) >> 196) if n % 4 == 3 and is_prime(n))
        first = 2 * pow(STEP, -1, self.q) % self.q
        self.p = next(p for k in count(drawn(seed) >> 200) if is_prime(p := STEP * (first + self.q * k) - 1))
        self.base, self.m = pow(drawn(seed), (self.p - 1) // self.q, self.p), self.p * self.q

    def num(self, x: Q) -> Any:
        return x.numerator * pow(x.denominator, -1, self.m) % self.m

    def add(self, a: Any, b: Any) -> Any:
        return None if a is None or b is None else (a + b) % self.m

    def mul(self, a: Any, b: Any) -> Any:
        return 0 if a == 0 or b == 0 else None if a is None or b is None else a * b % self.m

    def power(self, a: Any, e: Q) -> Any:
        d = e.denominator
        if a is None:
            return None
        while d % 2 == 0:
            root = pow(a, (self.p + 1) // 4, self.p)
            if (root * root - a) % self.p:
                raise Redraw
            a, d = root, d // 2
        a = pow(a, pow(d, -1, self.p - 1), self.p) if d > 1 else a
        if e < 0 and gcd(a, self.m) > 1:
            raise Redraw
        return pow(a, e.numerator, self.m)

    def function(self, name: str, a: Any) -> Any:
        need(name in ("exp", "log"), f"{name} has no residue")
        return None if a is None or name == "log" else pow(self.base, a % self.q, self.p)


def length(x: Q) -> int:
    return max(x.numerator.bit_length(), x.denominator.bit_length())


def out(low: Q, high: Q) -> tuple[Q, Q]:
    """Bounds, rounded outward unless they are exact."""
    if low == high:
        need(length(low) <= LONGEST, "a number too long")
        return low, high
    return Q((low * 2**BITS).__floor__(), 2**BITS), Q((high * 2**BITS).__ceil__(), 2**BITS)


def whole_root(n: int, d: int) -> int:
    low, high = 0, 2 << n.bit_length() // d
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**d <= n else (low, middle)
    return low


def root_of(x: Q, d: int) -> tuple[Q, Q]:
    need(x >= 0 and d <= 64, "a root that is not defined")
    n, m = whole_root(x.numerator, d), whole_root(x.denominator, d)
    if (n**d, m**d) == (x.numerator, x.denominator):
        return Q(n, m), Q(n, m)
    low = whole_root((x.numerator << BITS * d) // x.denominator, d)
    return Q(low, 2**BITS), Q(low + 1, 2**BITS)


def exp_of(x: Q) -> tuple[Q, Q]:
    need(abs(x) < 512 and length(x) <= 2048, "an exponent too large")
    halvings = 12
    y, term, low = abs(x) / 2**halvings, Q(1), Q(0)
    for k in range(1, 80):
        low, term = low + term, term * y / k
    bounds = out(low, low + 2 * term) if x else (Q(1), Q(1))
    for _ in range(halvings):
        bounds = out(bounds[0] ** 2, bounds[1] ** 2)
    return bounds if x >= 0 else (1 / bounds[1], 1 / bounds[0])


def log_of(x: Q) -> tuple[Q, Q]:
    need(x > 0 and length(x) <= 2048, "a logarithm that is not defined")
    k = x.numerator.bit_length() - x.denominator.bit_length()
    one, two = artanh(1 - 2 / (x / Q(2) ** k + 1)), sorted(2 * k * bound for bound in artanh(Q(1, 3)))
    return (Q(0), Q(0)) if x == 1 else out(2 * one[0] + two[0], 2 * one[1] + two[1])


def artanh(z: Q) -> tuple[Q, Q]:
    low = sum((z**n / n for n in range(1, 180, 2)), Q(0))
    rest = abs(z) ** 181 / (1 - z * z)
    return out(low - rest, low + rest)


class Bounds:
    """Numbers between two rational ones."""

    def num(self, x: Q) -> Any:
        return x, x

    def add(self, a: Any, b: Any) -> Any:
        return out(a[0] + b[0], a[1] + b[1])

    def mul(self, a: Any, b: Any) -> Any:
        ends = [x * y for x in a for y in b]
        return out(min(ends), max(ends))

    def power(self, a: Any, e: Q) -> Any:
        need(e >= 0 or a[0] > 0 or a[1] < 0, "a division by zero")
        if e.denominator > 1:
            a = root_of(a[0], e.denominator)[0], root_of(a[1], e.denominator)[1]
        if e < 0:
            a, e = (1 / a[1], 1 / a[0]), -e
        result = self.num(Q(1))
        for _ in range(e.numerator):
            result = self.mul(result, a)
        return result

    def function(self, name: str, a: Any) -> Any:
        if name == "abs":
            return a if a[0] >= 0 else (-a[1], -a[0]) if a[1] <= 0 else (Q(0), max(-a[0], a[1]))
        one = {"exp": exp_of, "log": log_of}[name]
        return out(one(a[0])[0], one(a[1])[1])


class Values:
    """Terms of a graph at one point; a seed is what a ∂ differentiates by, and has the bit of its depth."""

    def __init__(self, graph: Any, numbers: Any, sizes: Place, inputs: Callable[[str], Any]) -> None:
        self.graph, self.n, self.sizes, self.inputs, self.steps = graph, numbers, sizes, inputs, 0
        self.one = {0: numbers.num(Q(1))}
        self.memo: dict[Any, Series] = {}

    def place(self, index: str, at: Place) -> int:
        name, axis = index.rsplit(":", 1)
        place = at.get(index) or int(name)
        need(1 <= place <= self.sizes[axis], f"there is no element {index}")
        return place

    def plus(self, a: Series, b: Series) -> Series:
        return {k: self.n.add(a[k], b[k]) if k in a and k in b else a.get(k, b.get(k)) for k in a | b}

    def times(self, a: Series, b: Series) -> Series:
        result: Series = {}
        for (i, x), (j, y) in product(a.items(), b.items()):
            if not i & j:
                result = self.plus(result, {i | j: self.n.mul(x, y)})
        return result

    def taylor(self, a: Series, coefficient: Callable[[Any, int], Any]) -> Series:
        """Σ coefficient(a₀, k) · (a − a₀)^k, which ends."""
        first, rest = a.get(0, self.n.num(Q(0))), {k: x for k, x in a.items() if k}
        result, power = {0: coefficient(first, 0)}, self.one
        for k in count(1):
            if not (power := self.times(power, rest)):
                break
            result = self.plus(result, self.times(power, {0: coefficient(first, k)}))
        return result

    def raised(self, e: Q) -> Callable[[Any, int], Any]:
        def coefficient(a: Any, k: int) -> Any:
            binomial = prod((e - j for j in range(k)), start=Q(1)) / factorial(k)
            return self.n.mul(self.n.num(binomial), self.n.power(a, e - k)) if binomial else self.n.num(Q(0))

        return coefficient

    def applied(self, name: str) -> Callable[[Any, int], Any]:
        def coefficient(a: Any, k: int) -> Any:
            if k == 0 or name == "exp":
                return self.n.mul(self.n.function(name, a), self.n.num(Q(1, factorial(k))))
            if name == "log":
                return self.n.mul(self.n.num(Q((-1) ** (k + 1), k)), self.n.power(a, Q(-k)))
            return self.n.mul(self.n.function(name, a), self.n.power(a, Q(-1))) if k == 1 else self.n.num(Q(0))

        return coefficient

    def value(self, term: Any, at: Place, seeds: tuple[Any, ...] = ()) -> Series:
        self.steps += 1
        need(self.steps <= STEPS, "too much work")
        match term:
            case ["num", text]:
                return {0: self.n.num(rational(text))}
            case ["sym", name, indices]:
                return self.node(name, tuple(self.place(i, at) for i in indices), seeds)
            case ["size", axis]:
                return {0: self.n.num(Q(self.sizes[axis]))}
            case ["add", *terms]:
                return self.folded(self.plus, {}, terms, at, seeds)
            case ["mul", *factors]:
                return self.folded(self.times, self.one, factors, at, seeds)
            case ["pow", base, text]:
                need(abs(rational(text)) <= 1000, "an exponent too large")
                return self.taylor(self.value(base, at, seeds), self.raised(rational(text)))
            case ["sum", index, body]:
                result: Series = {}
                for k in range(1, self.sizes[index.rsplit(":", 1)[1]] + 1):
                    result = self.plus(result, self.value(body, at | {index: k}, seeds))
                return result
            case ["delta", left, right]:
                return self.one if self.place(left, at) == self.place(right, at) else {}
            case ["fun", str(name), argument]:
                return self.taylor(self.value(argument, at, seeds), self.applied(name))
            case ["partial", of, ["sym", name, indices], "total" | "direct" as reading]:
                need(len(seeds) < 5, "too many ∂ in one another")
                inner = (*seeds, (name, tuple(self.place(i, at) for i in indices), reading == "direct"))
                top = of[0] == "sym" and of[1] != name and self.graph["definitions"].get(of[1])
                if top:  # what stands above ∂ is seen through even where statistics are frozen
                    at, of = dict(zip(top[0], (self.place(i, at) for i in of[2]), strict=True)), top[1]
                bit = 1 << len(seeds)
                return {k - bit: x for k, x in self.value(of, at, inner).items() if k & bit}
        raise Fails(f"no term: {str(term)[:60]}")

    def folded(self, join: Any, result: Series, parts: Any, at: Place, seeds: tuple[Any, ...]) -> Series:
        for part in parts:
            result = join(result, self.value(part, at, seeds))
        return result

    def node(self, name: str, at: tuple[int, ...], seeds: tuple[Any, ...]) -> Series:
        key = (name, at, seeds)
        if key not in self.memo:
            self.memo[key] = self.computed(name, at, seeds)
        return self.memo[key]

    def computed(self, name: str, at: tuple[int, ...], seeds: tuple[Any, ...]) -> Series:
        found = self.graph["definitions"].get(name)
        bit = 1 << len(seeds) >> 1
        if name == self.graph["loss"] and found is None:
            need(len(seeds) == 1, "the loss itself has no value")
            return self.loss(seeds)
        if not seeds:
            return (
                self.value(found[1], dict(zip(found[0], at, strict=True))) if found else {0: self.inputs(f"{name}{at}")}
            )
        value, (by, place, direct) = self.node(name, at, seeds[:-1]), seeds[-1]
        if name == by:
            return self.plus(value, {bit: self.n.num(Q(1))} if at == place else {})
        if found is None or (direct and '["sum"' in json.dumps(found[1])):
            return value
        varied = self.value(found[1], dict(zip(found[0], at, strict=True)), seeds)
        return value | {k: x for k, x in varied.items() if k & bit}

    def loss(self, seeds: tuple[Any, ...]) -> Series:
        """Its derivatives by the outputs are arbitrary."""
        result: Series = {}
        for name in self.graph["outputs"]:
            for at in product(*(range(1, self.sizes[axis] + 1) for axis in self.graph["shapes"][name])):
                slope = {k: x for k, x in self.node(name, at, seeds).items() if k & 1}
                result = self.plus(result, self.times(self.node(f"∂{self.graph['loss']}/∂{name}", at, ()), slope))
        return result


@lru_cache(maxsize=64)
def residues(seed: str) -> Residues:
    return Residues(seed)


def free(term: Any) -> set[str]:
    match term:
        case ["sym", _, indices]:
            return set(indices)
        case ["delta", left, right]:
            return {left, right}
        case ["sum", index, body]:
            return free(body) - {index}
        case [_, *parts]:
            return {index for part in parts if isinstance(part, list) for index in free(part)}
    raise Fails("no term")


def placings(indices: list[str], chosen: Place) -> Iterator[Place]:
    """Every way in which indices can coincide."""
    if not indices:
        yield chosen
        return
    name, axis = indices[0].rsplit(":", 1)
    used = {k for i, k in chosen.items() if i.rsplit(":", 1)[1] == axis}
    new = next(k for k in count(1) if k not in used)
    for k in [int(name)] if name.isdecimal() else [*sorted(used), new]:
        yield from placings(indices[1:], chosen | {indices[0]: k})


def admitted(relation: Any, places: Place) -> bool:
    return all((places[i] == places[j]) == {"=": True, "≠": False}[sign] for sign, i, j in relation["cases"])


def proof(relation: Any, graph: Any, found: Any) -> None:
    """Every way in which the indices coincide, at the sizes that settle it."""
    indices = free(relation["left"]) | free(relation["right"]) | {i for case in relation["cases"] for i in case[1:]}
    indices |= {value for _, value in relation["given"] if isinstance(value, str) and ":" in value}
    tried = {digest(places): sizes for places, sizes in found["places"]}
    need(len(indices) <= 5 and len(tried) == len(found["places"]), "its free indices")
    ways = [
        w
        for w in placings(sorted(indices, key=lambda i: (not i.rsplit(":", 1)[0].isdecimal(), i)), {})
        if admitted(relation, w)
    ]
    need(ways and {digest(way) for way in ways} == {*tried}, "the cases that were tried are not all that there are")
    for way in ways:
        need(tried[digest(way)], "no sizes were tried")
        need(all(is_large(sizes, found["sums"], way) for sizes in tried[digest(way)]), "its sizes are too small")
        for k, sizes in enumerate(tried[digest(way)]):
            need(equal(relation, graph, sizes, way, k), f"the two sides differ at {sizes}, {way}")


def is_large(sizes: Place, sums: Place, way: Place) -> bool:
    """Whether there are as many elements as Σ are multiplied, and one more, besides those of the free indices."""
    own = {axis: len({k for i, k in way.items() if i.rsplit(":", 1)[1] == axis}) for axis in sizes}
    return sums.keys() <= sizes.keys() and all(size > own[axis] + sums.get(axis, 0) for axis, size in sizes.items())


def equal(relation: Any, graph: Any, sizes: Place, way: Place, number: int) -> bool:
    bounded(sizes)
    for turn in range(TURNS):
        seed = f"{digest([relation, graph['definitions'], sizes, sorted(way.items())])} {turn}"
        numbers = residues(f"{(number + turn) % 8}")
        drawn_inputs = inputs_of(graph, numbers, seed)
        values = Values(graph, numbers, sizes, drawn_inputs)
        try:
            suppose(relation["given"], values, way, drawn_inputs)
            left, right = (values.value(relation[side], way).get(0, 0) for side in ("left", "right"))
        except Redraw:
            continue
        need(left is not None and right is not None, "the value of a logarithm is not represented")
        return bool((left - right) % numbers.p == 0)
    raise Fails("no draw has all roots")


def inputs_of(graph: Any, numbers: Residues, seed: str) -> Callable[[str], Any]:
    def draw(element: str) -> int:
        value = drawn(f"{seed} {element}") % numbers.m
        return value * value % numbers.m if element.rsplit("(", 1)[0] in graph["positive"] else value

    return draw


def suppose(given: Any, values: Values, way: Place, draw: Callable[[str], Any]) -> None:
    """A one-hot array has its 1 at an index; the last element of a line makes up for its sum."""
    n = values.n
    for term, value in given:
        match term:
            case ["sym", name, [slot]]:
                for k in range(1, values.sizes[slot.rsplit(":", 1)[1]] + 1):
                    values.memo[name, (k,), ()] = {0: n.num(Q(k == way[value]))}
            case ["sum", index, ["sym", name, indices]] if indices.count(index) == 1:
                spans = [range(1, values.sizes[i.rsplit(":", 1)[1]] + 1) for i in indices]
                spot, last = indices.index(index), values.sizes[index.rsplit(":", 1)[1]]
                for at in (at for at in product(*spans) if at[spot] == last):
                    rest = n.num(rational(value))
                    for k in range(1, last):
                        rest = n.add(rest, n.mul(n.num(Q(-1)), draw(f"{name}{(*at[:spot], k, *at[spot + 1 :])}")))
                    values.memo[name, at, ()] = {0: rest}
            case _:
                raise Fails("a supposition that is not represented")


def bounded(sizes: Place) -> None:
    need(all(type(k) is int and k >= 1 for k in sizes.values()) and prod(sizes.values()) <= CELLS, "no sizes")


def refutation(relation: Any, graph: Any, found: Any) -> None:
    """Both sides have the values that are said, which differ."""
    bounded(found["sizes"])
    need(free(relation["left"]) | free(relation["right"]) <= found["places"].keys() | digits(relation), "a free index")
    need(admitted(relation, found["places"]), "the case is not the one that is claimed")
    numbers = Bounds()
    constants = Values(graph, numbers, {}, dict[str, Any]().__getitem__)
    inputs = {element: constants.value(term, {})[0] for element, term in found["values"].items()}
    wrong = [e for e, (low, _) in inputs.items() if low <= 0 and e.rsplit("(", 1)[0] in graph["positive"]]
    need(not wrong, f"what is positive is not: {wrong}")
    values = Values(graph, numbers, found["sizes"], inputs.__getitem__)
    pairs = []
    for side in ("left", "right"):
        low, high = values.value(relation[side], found["places"]).get(0, (Q(0), Q(0)))
        said = [rational(bound) for bound in found[side]]
        need(
            (low, high) == tuple(said) if low == high else said[0] <= high and low <= said[1],
            f"the {side} side differs",
        )

        pairs.append((low, high))
    (a, b), (c, d) = pairs
    need(found["exact"] is all(found[s][0] == found[s][1] for s in ("left", "right")), "it is not as exact as it says")
    need(b < c or d < a, "the two sides do not differ")


def digits(relation: Any) -> set[str]:
    return {i for side in ("left", "right") for i in free(relation[side]) if i.rsplit(":", 1)[0].isdecimal()}


def claim(found: Any, graphs: Any) -> list[str]:
    """What each piece of evidence of a claim rests on. Raises Fails where one disagrees."""
    kinds = []
    for attempt in found["attempts"]:
        own = [relation["evidence"]["kind"] for relation in attempt]
        need(own and ("refuted" in own if found["verdict"] == "wrong" else "refuted" not in own), "its verdict")
        kinds += own
        for relation in attempt:
            evidence, graph = relation["evidence"], graphs[relation["graph"]]
            if evidence["kind"] in ("settled", "sampled"):
                proof(relation, graph, evidence)
            elif evidence["kind"] == "refuted":
                refutation(relation, graph, evidence)
            need(evidence["kind"] in ("settled", "sampled", "refuted", "kernel only"), "no kind of evidence")
    need(kinds and found["verdict"] in ("correct", "wrong"), "its verdict")
    need(found["verdict"] == "wrong" or len(found["attempts"]) == 1, "its verdict")
    return kinds


def recheck(text: str) -> tuple[list[str], Counter[str]]:
    """What disagrees, and how many relations were checked in which way."""
    whole, faults, tally = json.loads(text), list[str](), Counter[str]()
    need(whole["certificate"] == 1, "not a certificate of version 1")
    if whole["digest"] != digest({key: value for key, value in whole.items() if key != "digest"}):
        faults.append("the digest is not that of what is written")
    for document in whole["documents"]:
        for found in document["claims"]:
            try:
                tally.update(claim(found, document["graphs"]))
            except Fails as fault:
                faults.append(f"{document['path']}:{found['line']}: {found['latex']}: {fault}")
            except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as fault:
                faults.append(
                    f"{document['path']}:{found['line']}: {found['latex']}: malformed ({type(fault).__name__})"
                )
    return faults, tally


def main(arguments: list[str]) -> int:
    """The exit status: 0 where all holds, 1 where something disagrees, 2 for a file that is no certificate."""
    try:
        need(len(arguments) == 1, "usage: python -m bnderive.recheck FILE.json")
        with open(arguments[0], encoding="utf-8") as file:
            text = file.read(LENGTH + 1)
        need(len(text) <= LENGTH, "too long")
        faults, tally = recheck(text)
    except (OSError, Fails, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        print(f"recheck: no certificate: {type(error).__name__}: {str(error)[:200]!r}", file=sys.stderr)
        return 2
    for fault in faults:
        print("".join(c if c.isprintable() else "�" for c in fault[:500]))
    print(", ".join(f"{tally[kind]} {kind}" for kind in ("refuted", "settled", "sampled", "kernel only")))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
