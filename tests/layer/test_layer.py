r"""Which rows define, and what: before and after use, reversed, circular, misspelt; conditions; what fails alone."""

from __future__ import annotations

import pytest

from bnderive.terms import Index, Partial, Size, Sum, Sym, add, div, mul, normal, power, sqrt, sub
from tests.layer.documents import judged, last_of, layer_of, report_of, verdicts
from tests.lower.formulas import BETA, EPS, GAMMA, MU, VAR, I, hat, x, y
from tests.survey.documents import BATCH_NORM, MEAN, NORMALISED, OUTPUT, VARIANCE

GRADIENT = r"\frac{\partial L}{\partial y_i}"


def roles(*displays: str) -> list[str]:
    return [formula.role for formula in report_of(*displays)]


def test_the_definitions_of_batch_normalisation():
    found = layer_of(*BATCH_NORM).graph
    bodies = {name: normal(definition.body) for name, definition in found.definitions.items()}
    assert bodies == {
        r"\mu": normal(div(Sum(I, x(I)), Size())),
        VAR.name: normal(div(Sum(I, power(sub(x(I), MU), 2)), Size())),
        r"\hat{x}": normal(div(sub(x(I), MU), sqrt(add(VAR, EPS)))),
        "y": normal(add(mul(GAMMA, hat(I)), BETA)),
    }
    assert found.definitions["y"].indices == found.definitions[r"\hat{x}"].indices == (I,)
    assert found.definitions[r"\mu"].indices == ()
    assert (found.loss, found.outputs, found.positive) == ("L", ("y",), {r"\epsilon"})
    assert {name: len(shape) for name, shape in found.shapes.items()} == {
        "x": 1,
        r"\epsilon": 0,
        r"\gamma": 0,
        r"\beta": 0,
    }


@pytest.mark.parametrize("order", [BATCH_NORM, BATCH_NORM[::-1], (NORMALISED, OUTPUT, VARIANCE, MEAN)])
def test_definitions_hold_for_the_whole_document(order):
    found = layer_of(*order).graph
    assert set(found.definitions) == {r"\mu", VAR.name, r"\hat{x}", "y"}
    assert set(found.shapes) == {"x", r"\epsilon", r"\gamma", r"\beta"}


def test_a_claim_before_the_definitions_it_needs():
    claim = r"\frac{\partial \mu}{\partial x_i} = \frac{1}{N}"
    assert next(iter(report_of(claim, MEAN))).verdict == "correct"


@pytest.mark.parametrize("sign", ["=", ":=", r"\leftarrow", r"\equiv", r"\triangleq"])
def test_signs_that_define(sign):
    assert roles(rf"\mu {sign} \frac1N \sum_{{i=1}}^N x_i") == ["definition"]


@pytest.mark.parametrize(
    "row",
    [
        r"\frac{\partial \mu}{\partial x_i} = \frac1N",
        r"\sum_i (x_i - \mu) = 0",
        r"\hat{x}_i^2 = \hat{x}_i \hat{x}_i",
        r"\mu = \sum_i x_i / N",
        r"\frac{1}{N} = \frac{\partial \mu}{\partial x_i}",
    ],
)
def test_rows_that_claim(row):
    assert roles(*BATCH_NORM, row)[-1] == "claim"
    assert set(layer_of(*BATCH_NORM, row).graph.definitions) == set(layer_of(*BATCH_NORM).graph.definitions)


@pytest.mark.parametrize("row", [r"\hat{x}_i^2 = 5 \hat{x}_i", r"x_i^2 = \mu", r"\gamma^2 = 3", r"y_i^2 = 3"])
def test_a_square_of_a_known_name_is_no_new_name(row):
    assert set(layer_of(*BATCH_NORM, row).graph.definitions) == set(layer_of(*BATCH_NORM).graph.definitions)
    assert judged(row)[0][0] == "wrong"


def test_a_square_stays_the_power_of_a_known_name():
    claims = (r"x_i^2 = \mu", r"\frac{\partial x_i^2}{\partial x_i} = 2 x_i", r"\sum_i x_i^2 = N \mu")
    assert verdicts(*claims) == ["wrong", "correct", "wrong"]


@pytest.mark.parametrize("row", [r"i = j", r"i \ne j", r"N \ge 2", r"\epsilon > 0", r"m = n", r"\sum_i \sum_j 1 \ge 1"])
def test_conditions(row):
    rows = (MEAN.replace("N", "m"), VARIANCE.replace("N", "n"), r"\sum_{i=1}^N \sum_{j=1}^N x_i x_j = N^2 \mu^2")
    assert roles(*rows, row)[-1] == "condition"


def test_two_letters_for_one_size():
    rows = ("N = m", MEAN, r"\sum_{i=1}^m x_i = N \mu")
    assert [(f.role, f.verdict) for f in report_of(*rows)] == [
        ("condition", None),
        ("definition", None),
        ("claim", "correct"),
    ]


@pytest.mark.parametrize("row", [r"\mu =", r"\frac{\partial y_i}{\partial x_i}", r"\gamma \hat{x}_i + \beta"])
def test_what_asserts_nothing(row):
    formula = last_of(*BATCH_NORM, row)
    assert (formula.role, formula.verdict) == ("expression", None)


def test_further_relations_of_a_definition_are_judged():
    right, wrong = (last_of(rf"{MEAN} = \frac{{1}}{{N}} \sum_k {end}") for end in ("x_k", "x_k^2"))
    assert (right.role, right.verdict) == ("definition", "correct")
    assert (wrong.role, wrong.verdict) == ("definition", "wrong")


def test_a_definition_within_a_box():
    assert set(layer_of(rf"\boxed{{{MEAN}}}").graph.definitions) == {r"\mu"}


def test_an_index_left_out_on_the_left_of_a_definition():
    definition = layer_of(*BATCH_NORM[:3], r"y = \gamma \hat{x} + \beta", r"s = \sum_i y_i").graph.definitions["y"]
    assert definition.at((Index("j"),)) == add(mul(GAMMA, hat(Index("j"))), BETA)


def test_the_letter_of_a_definition_does_not_matter():
    one, other = (
        layer_of(*BATCH_NORM[:3], rf"y_{k} = \gamma \hat{{x}}_{k} + \beta").graph.definitions["y"] for k in "ik"
    )
    assert one.at((I,)) == other.at((I,))


# -- reversed


@pytest.mark.parametrize(
    "row",
    [rf"{GRADIENT} = \delta_i", rf"\delta_i = {GRADIENT}", rf"{GRADIENT} \equiv \delta_i", rf"\delta_i := {GRADIENT}"],
)
def test_the_upstream_gradient_gets_its_name_in_either_direction(row):
    layer = layer_of(*BATCH_NORM, row)
    assert layer.graph.definitions[r"\delta"].at((I,)) == Partial(Sym("L"), y(I), "total")
    assert not any("upstream" in text for text in layer.assumptions)


@pytest.mark.parametrize(
    "row",
    [
        rf"{GRADIENT} = \gamma_i",  # γ is used by the definitions
        rf"{GRADIENT} = x_i",
        rf"{GRADIENT} = 2 g_i",
        r"\hat{x}_i^2 = g_i",  # nothing of the loss
    ],
)
def test_what_is_no_reversed_definition(row):
    layer = layer_of(*BATCH_NORM[:3], r"y_i = \gamma_i \hat{x}_i", row)
    assert not {"g", "x", r"\gamma"} & set(layer.graph.definitions)


def test_a_gradient_that_is_known_is_no_reversed_definition():
    assert verdicts(
        rf"{GRADIENT} = g_i",
        r"\frac{\partial L}{\partial \hat{x}_i} = \gamma g_i",
        r"\frac{\partial L}{\partial \hat{x}_i} = g_i",
    ) == [
        None,
        "correct",
        "wrong",
    ]


@pytest.mark.parametrize("row", ["x_1 = x_2", "x_1 = 3", r"\hat{x}_1 = 0"])
def test_a_representative_defines_nothing(row):
    assert set(layer_of(*BATCH_NORM, row).graph.definitions) == set(layer_of(*BATCH_NORM).graph.definitions)
    assert verdicts(row, r"\sum_i x_i = N \mu") == ["wrong", "correct"]


# -- names that nothing defines


@pytest.mark.parametrize(
    ("wrong", "right"), [("u_B", r"\mu_B"), ("u_{B}", r"\mu_{\mathcal B}")], ids=["as the original", "another font"]
)
def test_a_look_alike_in_a_definition_is_a_problem_and_an_assumption(wrong, right):
    rows = (rf"{right} = \frac1m \sum_{{i=1}}^m x_i", rf"\sigma_B^2 = \frac1m \sum_{{i=1}}^m (x_i - {wrong})^2")
    report = report_of(*rows).documents[0]
    assert "BN121" in {problem.rule for problem in report.problems}
    assert any("u_{B}" in text and r"\mu_{B}" in text for text in report.assumptions)
    assert "u_{B}" not in layer_of(*rows).graph.shapes


def test_a_mangled_square_in_a_definition():
    rows = (
        r"\mu_B = \frac1m \sum_{i=1}^m x_i",
        r"\sigma^2_B = \frac1m \sum_{i=1}^m (x_i - \mu_B)^2",
        r"\hat{x}_i = \frac{x_i - \mu_B}{\sqrt{\sigma^2B + \epsilon}}",
    )
    report = report_of(*rows, r"\frac{\partial \hat{x}_i}{\partial \mu_B} = -\frac{1}{\sqrt{\sigma_B^2 + \epsilon}}")
    assert list(report)[-1].verdict in {"correct", "undecided"}


@pytest.mark.parametrize("row", [r"\sigma^2 = \frac1N \sum_i (x_i - q)^2", r"z_i = w x_i"])
def test_other_unknown_names_of_a_definition_are_inputs(row):
    layer = layer_of(MEAN, row)
    assert {"q", "w"} & set(layer.graph.shapes)
    assert set(layer.failed) <= {layer.graph.loss}


def test_a_look_alike_in_a_claim_stays_undecided():
    formula = last_of(*BATCH_NORM, r"\frac{\partial y_i}{\partial \beta} = u - \mu + 1")
    assert (formula.verdict, formula.rule) == ("undecided", "BN211")
    assert r"$\mu$" in (formula.message or "")


# -- definitions that fail, alone


def test_circular_definitions():
    layer = layer_of("a = b + 1", "b = c + 1", "c = a - 2", "d = 2 a", MEAN)
    assert {name: reason.rule for name, reason in layer.failed.items() if name != layer.graph.loss} == dict.fromkeys(
        "abc", "BN231"
    )
    assert r"\mu" in layer.graph.definitions


def test_a_name_defined_by_itself():
    assert layer_of("a = a + 1").failed["a"].rule == "BN231"


def test_no_verdict_on_a_circle():
    rows = ("a = b + 1", "b = a - 1", "2 a = 2 b + 2", "2 a = 2 b", r"\sum_i x_i = N \mu")
    assert [f.verdict for f in report_of(MEAN, *rows)] == [
        None,
        "undecided",
        "undecided",
        "undecided",
        "undecided",
        "correct",
    ]


def test_a_long_ladder_of_definitions_is_no_circle():
    ladder = ["z^{[1]} = q + 1", *(f"z^{{[{k + 1}]}} = z^{{[{k}]}} + 1" for k in range(1, 20))]
    assert not {name for name, reason in layer_of(*ladder).failed.items() if reason.rule == "BN231"}


def test_a_loose_index_on_the_right():
    reason = layer_of("c = x_i + 1").failed["c"]
    assert (reason.rule, "i" in reason.message) == ("BN232", True)
    assert judged("c = x_i + 1", "2 c = 2 x_i + 2") == [("undecided", "BN232"), ("undecided", "BN233")]
    assert [f.verdict for f in report_of("c = x_i + 1", "2 c = 2 x_i + 2")] == ["undecided", "undecided"]


def test_what_needs_a_failed_definition_is_undecided_and_says_why():
    formula = last_of(MEAN, r"v = \mu \pm 1", r"w = 2 v", r"\frac{\partial w}{\partial v} = 2")
    assert (formula.verdict, formula.rule) == ("undecided", "BN233")
    assert "$v$" in (formula.message or "")
    assert last_of(MEAN, r"v = \mu \pm 1", r"\sum_i x_i = N \mu").verdict == "correct"


def test_a_definition_by_a_derivative_is_the_total_one():
    layer = layer_of(*BATCH_NORM, r"J_{ij} = \frac{\partial \hat{x}_i}{\partial x_j}")
    assert layer.graph.definitions["J"].body == Partial(hat(I), x(Index("j")), "total")


def test_a_definition_by_a_derivative_by_nothing():
    assert layer_of(*BATCH_NORM, r"g_i = \frac{\partial L}{\partial t_i}").failed["g"].rule == "BN219"


def test_an_unused_definition_is_a_problem():
    problems = report_of(*BATCH_NORM, "q = 2", r"\frac{\partial y_i}{\partial \beta} = 1").documents[0].problems
    assert [(p.rule, "$q$" in p.message) for p in problems if p.rule == "BN120"] == [("BN120", True)]


@pytest.mark.parametrize("name", [r"\epsilon", r"\varepsilon", r"\text{eps}"])
def test_epsilon_is_positive_and_it_is_said(name):
    layer = layer_of(MEAN, VARIANCE, NORMALISED.replace(r"\epsilon", name))
    assert len(layer.graph.positive) == 1
    assert any("> 0" in text for text in layer.assumptions)


def test_nothing_else_is_positive():
    assert layer_of(MEAN, r"z_i = \frac{x_i}{a}").graph.positive == frozenset()


def test_numbers_do_not_define():
    assert roles("2 = 1 + 1") == ["claim"]
