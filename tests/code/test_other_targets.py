"""SymPy code has the values of the terms that were proved; LaTeX is read again, and proved again."""

from __future__ import annotations

import math
import runpy
from itertools import product

import pytest

from bnderive.check import check_text
from bnderive.code import code_of_layer
from bnderive.code.formulas import carried_out, upstreams
from bnderive.code.standard import of_layer
from bnderive.errors import UsageError
from bnderive.layers import standard_layers
from bnderive.terms import Add, Delta, Fun, Graph, Index, Mul, Num, Pow, Size, Sum, Sym, Term

NAMES = [layer.names[0] for layer in standard_layers()]
SIZE = 3


def value(term: Term, graph: Graph, given: dict[tuple[str, tuple[int, ...]], float], at: dict[Index, int]) -> float:
    """A term in floating point, definitions and all."""
    match term:
        case Num(number):
            return float(number)
        case Size():
            return SIZE
        case Sym(name, indices):
            places = tuple(at[i] for i in indices)
            found = graph.definition(name)
            if found is None:
                return given[name, places]
            return value(found.body, graph, given, dict(zip(found.indices, places, strict=True)))
        case Add(terms):
            return sum(value(t, graph, given, at) for t in terms)
        case Mul(factors):
            return math.prod(value(f, graph, given, at) for f in factors)
        case Pow(base, exponent):
            return value(base, graph, given, at) ** float(exponent)
        case Sum(index, body):
            return sum(value(body, graph, given, at | {index: k}) for k in range(1, SIZE + 1))
        case Delta(left, right):
            return float(at[left] == at[right])
        case Fun(name, argument):
            return {"exp": math.exp, "log": math.log, "abs": abs}[name](value(argument, graph, given, at))
    raise AssertionError(term)


@pytest.mark.parametrize("name", NAMES)
def test_sympy_has_the_values_of_the_terms(name, tmp_path):
    formulas = of_layer(name)
    graph = formulas.graph
    file = tmp_path / "generated.py"
    file.write_text(code_of_layer(name, "sympy"), encoding="utf-8")
    module = runpy.run_path(str(file))
    shapes = graph.shapes | {upstream: graph.axes(output) for upstream, output in upstreams(graph).items()}
    cells = [(n, places) for n, axes in shapes.items() for places in product(range(1, SIZE + 1), repeat=len(axes))]
    given = {cell: 0.4 + (7 * k % 11) / 8 for k, cell in enumerate(cells)}
    nodes = {
        (n, places): value(Sym(n, d.indices), graph, given, dict(zip(d.indices, places, strict=True)))
        for n, d in graph.definitions.items()
        for places in product(range(1, SIZE + 1), repeat=len(d.indices))
    }
    called = {n: formulas.given.get(n, "") for n in (*shapes, *graph.definitions)}
    called |= {u: f"dL_d{formulas.given[output]}" for u, output in upstreams(graph).items()}
    numbers = {
        (module[called[n]][places] if places else module[called[n]]): number
        for (n, places), number in (given | nodes).items()
        if called[n] in module
    }
    for derivative in formulas.derivatives:
        above = "loss" if derivative.of.name in graph.definitions else "L"
        expression = module[f"d{above}_d{formulas.given[derivative.by.name]}"]
        term = carried_out(derivative.value, graph)
        for places in product(range(1, SIZE + 1), repeat=len(derivative.indices)):
            at = dict(zip(derivative.indices, places, strict=True))
            letters = {module[i.name]: k for i, k in at.items() if i.name in module}
            found = expression.subs({module["N"]: SIZE} if "N" in module else {}).subs(letters).doit().subs(numbers)
            assert float(found) == pytest.approx(value(term, graph, given, at), rel=1e-9)


@pytest.mark.parametrize("name", NAMES)
def test_latex_is_read_and_proved_again(name):
    report = check_text(code_of_layer(name, "latex"), f"{name}.tex", "tex")
    (document,) = report.documents
    claims = [formula for formula in document.formulas if formula.role == "claim"]
    assert len(claims) == len(of_layer(name).derivatives)
    assert {formula.verdict for formula in claims} == {"correct"}
    assert not [formula for formula in document.formulas if formula.verdict not in {None, "correct"}]


@pytest.mark.parametrize("target", ["latex", "sympy"])
def test_there_is_no_test_of_what_does_not_run(target):
    with pytest.raises(UsageError, match="--with-test goes with numpy, torch, jax"):
        code_of_layer("softmax", target, with_test=True)
