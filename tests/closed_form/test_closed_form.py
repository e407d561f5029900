"""Closed forms: written back they are the same value, they are the known ones, and whatever is shown was proved."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bnderive.calculus import resolve
from bnderive.closed_form import ClosedForms
from bnderive.closed_form.closed_form import written_in
from bnderive.closed_form.vocabularies import holds_through_centring, vocabularies
from bnderive.closed_form.writing import Writer, abbreviations
from bnderive.elaborate.echo import Symbols
from bnderive.enclosure import Inexact
from bnderive.errors import NotUnderstood
from bnderive.evaluate import Evaluator, Point
from bnderive.kernel.canonical import Canonical
from bnderive.kernel.kernel import Equation, prove
from bnderive.kernel.polynomial import plus, scaled
from bnderive.terms import Delta, Partial, Pow, Sum, Sym, Term, add, div, mul, num, power, serialise, sub, walk
from tests.terms.layers import (
    BATCH_NORM,
    EPS,
    LAYERS,
    MU,
    RMS_NORM,
    SOFTMAX,
    UNBIASED,
    VAR,
    I,
    J,
    N,
    batches,
    g,
    graph,
    hat,
    x,
)  # fmt: skip
from tests.terms.rewritings import layers_and_terms

UNHURRIED = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
LOSS, ROOT = Sym("L"), Pow(add(VAR, EPS), Fraction(-1, 2))


def total(of: Term, by: Sym) -> Partial:
    return Partial(of, by, "total")


@UNHURRIED
@given(layers_and_terms())
def test_the_canonical_form_written_back_has_the_same_canonical_form(found: tuple[object, Term]) -> None:
    layer, term = found
    form = Canonical(layer.graph, frozenset({I, J}))  # type: ignore[attr-defined]
    try:
        polynomial = form.gathered(form.of(term))
        again = form.of(Writer(form, layer.graph, {}, {}).written(polynomial))  # type: ignore[attr-defined]
    except NotUnderstood as error:
        assume(error.reason.rule != "BN290")
        raise
    assert form.vanishes(plus(polynomial, scaled(again, -1))), serialise(term)


@settings(UNHURRIED, max_examples=60)
@given(layers_and_terms(), st.sampled_from([x(I), MU, VAR]))
def test_what_is_written_in_any_vocabulary_has_the_same_value(found: tuple[object, Term], by: Sym) -> None:
    layer, term = found
    head = total(term, by)
    for vocabulary in vocabularies(layer.graph):  # type: ignore[attr-defined]
        try:
            written = written_in(vocabulary, head, layer.graph)  # type: ignore[attr-defined]
        except NotUnderstood:
            continue
        for size, values in batches(layer, 3):  # type: ignore[arg-type]
            for at in ({I: 1, J: size}, {I: size, J: 1}):
                evaluate = Evaluator(layer.graph, Point({"N": size}, values, at))  # type: ignore[attr-defined]
                if at[I] != at[J]:  # the vocabularies' form is that of indices which differ
                    assert_equal(evaluate, written, head)


def assert_equal(evaluate: Evaluator, left: Term, right: Term) -> None:
    try:
        assert evaluate(left) == evaluate(right), f"{serialise(left)}  =  {serialise(right)}"
    except Inexact:
        return


KNOWN = {
    "∂L/∂x_i": (
        BATCH_NORM,
        total(LOSS, x(I)),
        div(
            mul(
                sub(
                    sub(mul(N, Sym("∂L/∂y", (I,)), g(I)), Sum(J, mul(Sym("∂L/∂y", (J,)), g(J)))),
                    mul(hat(I), Sum(J, mul(Sym("∂L/∂y", (J,)), g(J), hat(J)))),
                ),
                ROOT,
            ),
            N,
        ),
    ),
    "∂x̂_i/∂x_i, direct": (BATCH_NORM, Partial(hat(I), x(I), "direct"), ROOT),
    "∂x̂_j/∂x_i": (
        BATCH_NORM,
        total(hat(J), x(I)),
        div(mul(ROOT, sub(sub(mul(N, Delta(I, J)), num(1)), mul(hat(I), hat(J)))), N),
    ),
    "∂σ²/∂x_i": (BATCH_NORM, total(VAR, x(I)), div(mul(num(2), sub(x(I), MU)), N)),
    "∂σ²/∂x_i over N − 1": (UNBIASED, total(VAR, x(I)), div(mul(num(2), sub(x(I), MU)), sub(N, num(1)))),
    "∂x̂_i/∂σ²": (
        BATCH_NORM,
        Partial(hat(I), VAR, "direct"),
        mul(num(Fraction(-1, 2)), sub(x(I), MU), Pow(add(VAR, EPS), Fraction(-3, 2))),
    ),
    "Σ (x − μ)": (BATCH_NORM, Sum(J, sub(x(J), MU)), num(0)),
    "Σ x̂²": (BATCH_NORM, Sum(J, power(hat(J), 2)), div(mul(N, VAR), add(VAR, EPS))),
    "RMS, ∂ms/∂x_i": (RMS_NORM, total(Sym("ms"), x(I)), div(mul(num(2), x(I)), N)),
    "RMS, ∂L/∂b": (RMS_NORM, total(LOSS, Sym("b")), Sum(J, Sym("∂L/∂y", (J,)))),
    "softmax": (
        SOFTMAX,
        total(Sym("p", (J,)), x(I)),
        mul(Sym("p", (J,)), sub(Delta(I, J), Sym("p", (I,)))),
    ),
}


@pytest.mark.parametrize(("layer", "head", "expected"), KNOWN.values(), ids=KNOWN.keys())
def test_closed_forms_that_are_known(layer: object, head: Term, expected: Term) -> None:
    found = ClosedForms(layer, Symbols()).of(head)  # type: ignore[arg-type]
    assert found is not None
    assert prove(Equation(found, expected, layer)) is not None  # type: ignore[arg-type]
    left = [node for node in walk(found) if isinstance(node, Partial)]
    assert all(node.of == LOSS and node.by.name == "y" for node in left)


def test_the_shortest_is_written_in_the_document_s_own_names() -> None:
    """∂x̂_i/∂x_i = (N − 1 − x̂_i²)/(N √(σ² + ε)) has no sum of its own."""
    found = ClosedForms(BATCH_NORM, Symbols()).of(total(hat(I), x(I)))
    assert found is not None
    assert not any(isinstance(node, Sum) for node in walk(found))
    assert {node.name for node in walk(found) if isinstance(node, Sym)} <= {"h", "var", "eps"}


@pytest.mark.parametrize(
    ("left", "right", "layer", "holds"),
    [
        (total(VAR, x(I)), Partial(VAR, x(I), "direct"), BATCH_NORM, True),
        (total(VAR, x(I)), Partial(VAR, x(I), "direct"), UNBIASED, True),
        (total(hat(I), x(I)), Partial(hat(I), x(I), "direct"), BATCH_NORM, False),
        (VAR, VAR, BATCH_NORM, False),
        (total(Sym("ms"), x(I)), Partial(Sym("ms"), x(I), "direct"), RMS_NORM, False),
    ],
)
def test_why_total_and_direct_agree(left: Term, right: Term, layer: object, holds: bool) -> None:
    found = holds_through_centring(left, right, layer)  # type: ignore[arg-type]
    assert (found is not None) is holds
    if found is not None:
        assert prove(Equation(found, num(0), layer)) is not None  # type: ignore[arg-type]


def test_a_layer_without_statistics_has_its_raw_names_alone() -> None:
    plain = graph()
    assert len(list(vocabularies(plain))) == 1
    form = Canonical(plain)
    assert abbreviations(form, plain) == {}
    assert resolve(x(I), plain) == x(I)


def test_layers_have_more_than_raw_names() -> None:
    assert [len(list(vocabularies(layer.graph))) > 1 for layer in LAYERS[:2]] == [True, True]
