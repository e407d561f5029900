r"""What the loss reads: outputs, a supplied y = γ x̂ + β or name of ∂L/∂y; and when nothing may be supplied."""

from __future__ import annotations

import pytest

from bnderive.terms import Partial, Sym, add, mul
from tests.layer.documents import last_of, layer_of, report_of
from tests.lower.formulas import BETA, GAMMA, I, hat
from tests.survey.documents import BATCH_NORM, MEAN, NORMALISED, OUTPUT, VARIANCE

NODES = (MEAN, VARIANCE, NORMALISED)
CHAIN = r"\frac{\partial L}{\partial x_i} = \delta_i \gamma \frac{\partial \hat{x}_i}{\partial x_i}"
INDEXLESS = r"\frac{\partial L}{\partial x_i} = \delta \gamma \frac{\partial \hat{x}_i}{\partial x_i}"
OWN = r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} \hat{x}_i"


def supplied(*displays: str, strict: bool = False) -> set[str]:
    return {definition.name for definition in layer_of(*displays, strict=strict).supplied}


@pytest.mark.parametrize("chain", [CHAIN, INDEXLESS])
def test_an_output_and_an_upstream_gradient_that_the_document_leaves_out(chain):
    layer = layer_of(*NODES, chain)
    (output,) = layer.graph.outputs
    assert layer.graph.definitions[output].at((I,)) == add(mul(GAMMA, hat(I)), BETA)
    assert layer.graph.definitions[r"\delta"].at((I,)) == Partial(Sym("L"), Sym(output, (I,)), "total")
    (report,) = report_of(*NODES, chain).documents
    assert len([text for text in report.assumptions if "the output is" in text]) == 1
    assert len([text for text in layer.assumptions if "upstream" in text]) == 1


def test_an_output_that_the_document_differentiates_by_keeps_its_name():
    layer = layer_of(*NODES, OWN)
    assert layer.graph.outputs == ("y",)
    assert supplied(*NODES, OWN) == {"y"}
    assert last_of(*NODES, OWN).verdict == "correct"


def test_the_supplied_output_takes_no_name_of_the_document():
    layer = layer_of(*NODES, "y = 3", CHAIN)
    (output,) = layer.graph.outputs
    assert output != "y"
    assert layer.graph.definitions["y"].body != layer.graph.definitions[output].body


def test_gains_with_an_index():
    rows = (*NODES, r"\frac{\partial L}{\partial \hat{x}_i} = \gamma_i \frac{\partial L}{\partial y_i}")
    assert layer_of(*rows).graph.definitions["y"].at((I,)).terms[0] == mul(Sym(r"\gamma", (I,)), hat(I))
    assert last_of(*rows).verdict == "correct"


NO_OUTPUT = (
    ("the document gives it", (*BATCH_NORM, OWN), "y"),
    (
        "no gain in the document",
        (*NODES, r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat{x}_i}"),
        r"\hat{x}",
    ),
    (
        "nothing normalised",
        (r"z_i = 2 x_i", r"\frac{\partial L}{\partial x_i} = 2 \gamma \frac{\partial L}{\partial z_i}"),
        "z",
    ),
    (
        "the loss is defined",
        (*NODES, r"L = \sum_i \gamma \hat{x}_i", r"\frac{\partial L}{\partial \gamma} = \sum_i \hat{x}_i"),
        None,
    ),
    ("the gain is defined", (*NODES, r"\gamma = 2", r"\frac{\partial L}{\partial x_i} = \gamma"), r"\hat{x}"),
)


@pytest.mark.parametrize(("rows", "output"), [case[1:] for case in NO_OUTPUT], ids=[case[0] for case in NO_OUTPUT])
def test_no_output_is_supplied(rows, output):
    layer = layer_of(*rows)
    assert not supplied(*rows) & {"y", "o", "y^{*}"}
    assert layer.graph.outputs == ((output,) if output else ())
    assert not any("the output is" in text for text in report_of(*rows).documents[0].assumptions)


NO_UPSTREAM = (
    ("it is defined", (*BATCH_NORM, r"\delta_i = 2 x_i", CHAIN)),
    ("it is defined as the gradient", (*BATCH_NORM, r"\delta_i = \frac{\partial L}{\partial y_i}", CHAIN)),
    ("two unknown names", (*BATCH_NORM, CHAIN.replace(r"\gamma", "q"))),
    ("nothing about the loss", (*BATCH_NORM, r"\frac{\partial y_i}{\partial x_i} = \delta_i")),
    (
        "known names only",
        (*BATCH_NORM, r"\frac{\partial L}{\partial x_i} = \gamma \frac{\partial \hat{x}_i}{\partial x_i}"),
    ),
    ("an input of the layer", (*BATCH_NORM[:3], r"y_i = \gamma \hat{x}_i + \delta_i", CHAIN)),
    ("the loss is defined", (*BATCH_NORM, r"L = \sum_i y_i", CHAIN)),
)


@pytest.mark.parametrize("rows", [case[1] for case in NO_UPSTREAM], ids=[case[0] for case in NO_UPSTREAM])
def test_no_upstream_gradient_is_supplied(rows):
    assert not supplied(*rows) & {r"\delta", "q"}
    assert not any("upstream" in text for text in layer_of(*rows).assumptions)


OTHER_UNKNOWNS = (
    r"\frac{\partial L}{\partial y_i} = 2 (y_i - t_i)",
    r"\frac{\partial L}{\partial y_i} = t_i - y_i",
    r"\frac{\partial L}{\partial y_i} = 2 t_i",
    r"\frac{\partial L}{\partial \hat{x}_i} = \gamma \frac{\partial L}{\partial y_i} + 2 \lambda \hat{x}_i",
    r"\frac{\partial L}{\partial \hat{x}_i} = \lambda \frac{\partial L}{\partial y_i}",
    r"\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} (\hat{x}_i + t_i)",
)


@pytest.mark.parametrize("row", OTHER_UNKNOWNS)
def test_what_does_not_multiply_the_chain_rule_is_no_upstream_gradient(row):
    assert supplied(*BATCH_NORM, row) == set()
    assert last_of(*BATCH_NORM, row).verdict == "undecided"


def test_an_unknown_name_that_is_not_supplied_is_undecided():
    formula = last_of(*BATCH_NORM, CHAIN.replace(r"\gamma", "q"))
    assert (formula.verdict, formula.rule) == ("undecided", "BN211")


def test_strict_supplies_nothing():
    for chain in (CHAIN, INDEXLESS, OWN):
        assert supplied(*NODES, chain, strict=True) == set()
        assert last_of(*NODES, chain, strict=True).verdict == "undecided"


def test_strict_judges_what_needs_no_assumption():
    claim = r"\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}"
    assert last_of(*BATCH_NORM, claim, strict=True).verdict == "correct"
    assert last_of(*BATCH_NORM, claim.replace(r"\sum_i", "2"), strict=True).verdict == "wrong"


def test_strict_does_not_read_an_index_into_a_formula():
    formula = last_of(*BATCH_NORM, r"\frac{\partial y_i}{\partial \gamma} = \hat{x}", strict=True)
    assert (formula.verdict, formula.rule) == ("undecided", "BN260")
    assert last_of(*BATCH_NORM, r"\frac{\partial y_i}{\partial \gamma} = \hat{x}").verdict == "correct"


def test_two_outputs_leave_the_loss_unclear():
    rows = (
        "y_i = x_i + 1",
        "z_i = x_i + 2",
        r"\frac{\partial L}{\partial x_i} = 1",
        r"\frac{\partial y_i}{\partial x_i} = 1",
    )
    assert [(f.verdict, f.rule) for f in report_of(*rows)][2:] == [("undecided", "BN233"), ("correct", None)]
    assert layer_of(*rows).failed["L"].rule == "BN234"


def test_two_outputs_that_the_loss_is_differentiated_by():
    rows = (
        "y_i = 2 x_i",
        "z_i = 3 x_i",
        r"\frac{\partial L}{\partial x_i} = 2 \frac{\partial L}{\partial y_i} + 3 \frac{\partial L}{\partial z_i}",
    )
    assert last_of(*rows).verdict in {"correct", "undecided"}
    assert last_of(*rows[:2], rows[2].replace("3", "2")).verdict != "correct"


def test_a_loss_that_the_document_defines_is_used():
    rows = (r"L = \frac12 \sum_i (y_i - t_i)^2", r"\frac{\partial L}{\partial y_i} = y_i - t_i")
    assert last_of(*BATCH_NORM, *rows).verdict == "correct"
    assert last_of(*BATCH_NORM, rows[0], rows[1].replace("- t", "+ t")).verdict == "wrong"


def test_the_supplied_definitions_are_shown():
    rows = [(row.name, row.origin, row.line) for row in report_of(*NODES, OUTPUT, CHAIN).documents[0].definitions]
    assert (r"\delta", "standard layer", None) in rows
    assert [(name, origin) for name, origin, _ in rows if name == "y"] == [("y", "document")]
