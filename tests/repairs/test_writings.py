r"""Names are proposed as the document writes them: with its fonts and braces, under its accents, with its indices."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bnderive.place import Place
from bnderive.survey.handwriting import writings_in
from bnderive.survey.names import Spelling, read_name
from bnderive.syntax import parse_formula, print_latex
from bnderive.syntax.nodes import Node
from bnderive.syntax.shapes import walk

SPELLING = Spelling(frozenset("abijk"), frozenset({"x", "\\hat{x}", "g"}), frozenset({"\\sigma_{B}^{2}"}))


def place(*rows: str) -> Place:
    return Place(SPELLING, writings=writings_in(map(parse_formula, rows), SPELLING))


def printed(node: Node | None) -> str:
    return print_latex(node) if node is not None else ""


@pytest.mark.parametrize(
    ("row", "name", "indices", "written"),
    [
        (r"x_i = \sigma_{\mathcal{B}}^2", r"\sigma_{B}^{2}", "", r"\sigma_{\mathcal{B}}^2"),
        (r"x_i = \sigma_{\mathcal{B}}", r"\sigma_{B}", "", r"\sigma_{\mathcal{B}}"),
        (r"x_i = \hat{x_i}", r"\hat{x}", "j", r"\hat{x_j}"),
        (r"x_i = \hat{x_i}^2", r"\hat{x}", "j", r"\hat{x_j}"),
        (r"x_i = x^{(i)}", "x", "i", "x_i"),
        (r"y = x^{(i)} + x_i", "x", "k", "x^{(k)}"),
        (r"x_i = x_{(j)}", "x", "k", "x_k"),
        (r"x_i = \mathbf{g}_{a,i}", "g", "ik", r"\mathbf{g}_{i, k}"),
        (r"x_i = \mathbf{g} + 1", "g", "i", "g_i"),
        (r"x_i = \text{rstd}^3", r"\mathrm{rstd}", "", r"\text{rstd}"),
        (r"x_i = \frac{\partial L}{\partial \mu_{\mathcal{B}}}", r"\mu_{B}", "", r"\mu_{\mathcal{B}}"),
        (r"x_1 = x_2", "x", "i", "x_i"),
        ("x_i = x_j'", "g", "i", "g_i"),
    ],
)
def test_name_is_written_as_in_the_document(row: str, name: str, indices: str, written: str) -> None:
    assert printed(place(row).named(name, tuple(indices))) == written


@pytest.mark.parametrize("name", ["x", r"\hat{x}", "g"])
@pytest.mark.parametrize("power", ["", "2", "3"])
@pytest.mark.parametrize("indices", ["i", "j", "1"])
def test_every_writing_reads_as_the_name(name: str, power: str, indices: str) -> None:
    raised = parse_formula(power).sides[0] if power else None
    for row in (r"x^{(i)} = \hat{x_i} + \mathbf{g}_{i}", r"x_{i} = \hat{x}^{(i)} + g_1^2", "x_i = g_i"):
        node = place(row).named(name, tuple(indices), raised)
        assert node is not None
        found = read_name(parse_formula(printed(node)).sides[0] or node, SPELLING)
        assert found is not None
        assert (found.name, found.indices, printed(found.power)) == (name, tuple(indices), power)


def test_nearest_row_comes_first() -> None:
    assert printed(place(r"y = \hat{x}_i", r"y = \hat{x_i}").named("\\hat{x}", ("j",))) == r"\hat{x}_j"
    assert printed(place(r"y = \hat{x_i}", r"y = \hat{x}_i").named("\\hat{x}", ("j",))) == r"\hat{x_j}"


def test_plain_writing_where_the_document_has_none() -> None:
    assert printed(replace(place("y = x_i"), writings={}).named("\\hat{x}", ("j",))) == r"\hat{x}_j"


def test_a_writing_stands_nowhere() -> None:
    node = place(r"y = \hat{x_i} + \sigma_{\mathcal{B}}^2").named("\\sigma_{B}^{2}", ())
    assert node is not None
    assert {part.span for part in walk(node)} == {(0, 0)}
