"""An `array` whose columns a relation parts is an alignment; any other is part of one formula."""

from __future__ import annotations

import pytest

from bnderive.syntax import read_rows


@pytest.mark.parametrize("columns", ["rcl", "l", "rl"])
def test_rows_of_an_array_are_rows(columns: str) -> None:
    joint = {"rcl": "&=&", "rl": "&=", "l": "="}[columns]
    body = rf"m {joint} \frac1N \sum_i x_i \\ y_i {joint} x_i - m"
    array = rf"\begin{{array}}{{{columns}}} {body} \end{{array}}"
    plain = rf"\begin{{aligned}} {body.replace('&=&', '&=')} \end{{aligned}}"
    assert [result.row for result in read_rows(array)] == [result.row for result in read_rows(plain)]
    assert all(result.row is not None for result in read_rows(array))


@pytest.mark.parametrize("body", [r"a & i = j \\ b & i \ne j", r"a & b \\ c & d"])
def test_conditions_and_matrices_are_no_rows(body: str) -> None:
    array = rf"\begin{{array}}{{ll}} {body} \end{{array}}"
    assert len(read_rows(array)) == 1
    assert len(read_rows(rf"f = \left\{{ {array} \right.")) == 1
