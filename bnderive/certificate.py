"""What is needed to check verdicts again without the kernel: judgements come in, plain JSON data goes out.

Proofs carry what the second engine says of them; nothing here proves or refutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from bnderive.exact import Exact, Logs, enclosed
from bnderive.judge import Judge
from bnderive.kernel.kernel import Equation, Proved, Refuted
from bnderive.report import DocumentReport
from bnderive.search import axes_of
from bnderive.second import Abstains, Contradicted, Sampled, Settled, examined
from bnderive.second.engine import Outcome
from bnderive.terms import Add, Delta, Fun, Graph, Index, Mul, Num, Partial, Pow, Size, Sum, Sym, Term
from bnderive.verdict import Attempt


def certificate(documents: Iterable[Any]) -> dict[str, Any]:
    """All documents, with a digest of what is written."""
    whole: dict[str, Any] = {"certificate": 1, "documents": list(documents)}
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"))
    return {**whole, "digest": sha256(canonical.encode()).hexdigest()}


def certified(judge: Judge, report: DocumentReport) -> dict[str, Any]:
    """The claims of one document that its report calls correct or wrong, and the definitions that they rest on."""
    said = {(formula.line, formula.column): formula.verdict for formula in report.formulas}
    rows = [(j.entry, j.verdict) for j in judge.verdicts if j.verdict and j.verdict.word != "undecided"]
    settled = [(e, verdict) for e, verdict in rows if said.get((e.start.line, e.start.column)) == verdict.word]
    outcomes = [o for _, verdict in settled for a in verdict.attempts for o in a.outcomes if isinstance(o, Proved)]
    answers = dict(examined(o.equation for o in outcomes))
    graphs: dict[Graph, int] = {}
    claims = [
        {
            "line": entry.start.line,
            "latex": entry.latex,
            "verdict": verdict.word,
            "readings": [attempt.reading for attempt in verdict.attempts],
            "attempts": [relations(attempt, answers, graphs) for attempt in verdict.attempts],
        }
        for entry, verdict in settled
    ]
    return {"path": judge.document.path, "graphs": [graph_data(graph) for graph in graphs], "claims": claims}


def relations(attempt: Attempt, answers: dict[Equation, Outcome], graphs: dict[Graph, int]) -> list[dict[str, Any]]:
    settled = [o for o in attempt.outcomes if isinstance(o, Proved | Refuted)]
    return [
        {**relation(o.equation, evidence(o, answers)), "graph": graphs.setdefault(o.equation.graph, len(graphs))}
        for o in settled
    ]


def relation(equation: Equation, found: dict[str, Any]) -> dict[str, Any]:
    return {
        "left": term_data(equation.left),
        "right": term_data(equation.right),
        "cases": [[sign, name(i), name(j)] for sign, i, j in equation.cases],
        "given": [
            [term_data(g.term), name(g.value) if isinstance(g.value, Index) else str(g.value.value)]
            for g in equation.given
        ],
        "evidence": found,
    }


def evidence(outcome: Proved | Refuted, answers: dict[Equation, Outcome]) -> dict[str, Any]:
    if isinstance(outcome, Refuted):
        return batch(outcome)
    conditions = [[sign, term_data(term)] for sign, term in outcome.conditions]
    return {**tried(answers[outcome.equation], outcome.equation.graph), "conditions": conditions}


def tried(answer: Outcome, graph: Graph) -> dict[str, Any]:
    match answer:
        case Settled(trial):
            said: dict[str, Any] = {"kind": "settled"}
        case Sampled(trial, reason):
            said = {"kind": "sampled", "reason": reason}
        case Abstains(reason):
            return {"kind": "kernel only", "reason": reason}
        case Contradicted():
            return {"kind": "kernel only", "reason": "the second engine contradicts it"}
    placings = [
        {name(i): k for i, k in places} for places in dict.fromkeys(tuple(sorted(p.items())) for p, _ in trial.points)
    ]
    drawn = {"seed": trial.seed, "primes": [str(p) for p in trial.primes], "degree": trial.degree}
    axes = axes_of(graph)
    places = [[placing, [sizes_for(placing, trial.sums, axes, more) for more in (1, 2)]] for placing in placings]
    return {**said, **drawn, "sums": dict(trial.sums), "places": places}


def sizes_for(placing: dict[str, int], sums: Mapping[str, int], axes: Iterable[str], more: int) -> dict[str, int]:
    """As many elements as there are Σ, besides those of the free indices, and some more."""
    own = {axis: len({k for index, k in placing.items() if index.rsplit(":", 1)[1] == axis}) for axis in axes}
    return {axis: own[axis] + sums.get(axis, 1) + more for axis in axes}


def batch(outcome: Refuted) -> dict[str, Any]:
    point = outcome.point
    sides = [bounds(outcome.left), bounds(outcome.right)]
    return {
        "kind": "refuted",
        "sizes": dict(point.sizes),
        "places": {name(i): k for i, k in point.positions.items()},
        "values": {f"{symbol}{at}": value_data(value) for (symbol, at), value in point.values.items()},
        "exact": all(low == high for low, high in sides),
        "left": sides[0],
        "right": sides[1],
    }


def bounds(value: Exact) -> list[str]:
    if isinstance(value, Fraction):
        return [str(value), str(value)]
    between = enclosed(value)
    return [str(between.low), str(between.high)]


def value_data(value: Fraction | Logs) -> list[Any]:
    if isinstance(value, Fraction):
        return ["num", str(value)]
    parts: list[Any] = []
    for monomial, coefficient in value.terms:
        powers = [["pow", ["fun", "log", ["num", str(prime)]], str(k)] for prime, k in monomial]
        parts.append(["mul", ["num", str(coefficient)], *powers])
    return ["add", *parts]


def graph_data(graph: Graph) -> dict[str, Any]:
    return {
        "definitions": {n: [[name(i) for i in d.indices], term_data(d.body)] for n, d in graph.definitions.items()},
        "loss": graph.loss,
        "outputs": list(graph.outputs),
        "shapes": {output: list(graph.axes(output)) for output in graph.outputs},
        "positive": sorted(graph.positive),
    }


def name(index: Index) -> str:
    return f"{index.name}:{index.axis}"


def term_data(term: Term) -> list[Any]:
    """A list: the kind of the node, then its parts."""
    match term:
        case Num(value):
            return ["num", str(value)]
        case Sym(symbol, indices):
            return ["sym", symbol, [name(i) for i in indices]]
        case Size(axis):
            return ["size", axis]
        case Add(parts):
            return ["add", *map(term_data, parts)]
        case Mul(parts):
            return ["mul", *map(term_data, parts)]
        case Pow(base, exponent):
            return ["pow", term_data(base), str(exponent)]
        case Sum(index, body):
            return ["sum", name(index), term_data(body)]
        case Delta(left, right):
            return ["delta", name(left), name(right)]
        case Fun(function, argument):
            return ["fun", function, term_data(argument)]
        case Partial(of, by, reading):
            return ["partial", term_data(of), term_data(by), reading]
