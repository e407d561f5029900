"""Formulas to rows and surveys, for the tests of what stands on reading; the reader itself is tested elsewhere."""

from __future__ import annotations

from bnderive.survey import Survey, survey
from bnderive.survey.names import NameUse, read_name
from bnderive.syntax import parse_formula, read_rows
from bnderive.syntax.nodes import Node, Row


def rows_of(*displays: str) -> list[Row]:
    """Every row of every display; a display that cannot be read is a fault of the test."""
    results = [result for display in displays for result in read_rows(display)]
    assert all(result.row is not None for result in results), [result.reason for result in results]
    return [result.row for result in results if result.row is not None]


def survey_of(*displays: str) -> Survey:
    return survey(rows_of(*displays))


def node_of(latex: str) -> Node:
    """The tree of a formula without a relation."""
    (node,) = parse_formula(latex).sides
    assert node is not None
    return node


def use_of(latex: str, *displays: str) -> NameUse | None:
    """How a name is read in a document of these displays, itself among them."""
    return read_name(node_of(latex), survey_of(*displays, latex).spelling)


def name_of(latex: str, *displays: str) -> str:
    use = use_of(latex, *displays)
    assert use is not None
    return use.name


MEAN = r"\mu = \frac{1}{N} \sum_{i=1}^{N} x_i"
VARIANCE = r"\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2"
NORMALISED = r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}"
OUTPUT = r"y_i = \gamma \hat{x}_i + \beta"
BATCH_NORM = (MEAN, VARIANCE, NORMALISED, OUTPUT)
