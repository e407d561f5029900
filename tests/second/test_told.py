"""What the second engine says of a proof stands in the report, the least of it where there are several."""

from __future__ import annotations

import json

import pytest

import bnderive
from bnderive.cli import main

MEAN = r"$$\mu = \frac1N \sum_i x_i$$" + "\n\n"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (r"\frac{\partial \mu}{\partial x_i} = \frac1N", "settled, error below 1e-"),
        (r"\sqrt{\mu^2} \sqrt{\mu^2} = \mu^2", "sampled: a root "),
        (r"\log(x_i^2 + 1) + \mu = \mu + \log(1 + x_i^2)", "abstained: the value of a logarithm"),
        (r"\mu = \frac1N \sum_j x_j = \sqrt{\mu^2} \frac{\mu}{\sqrt{\mu^2}}", "sampled: a root "),
    ],
)
def test_it_is_said_of_every_correct_row(row: str, said: str):
    *_, formula = bnderive.check_text(f"{MEAN}$${row}$$\n")
    assert formula.verdict == "correct"
    assert formula.second_engine.startswith(said)


def test_of_what_is_not_correct_nothing_is_said():
    *_, formula = bnderive.check_text(MEAN + r"$$\frac{\partial \mu}{\partial x_i} = \frac2N$$")
    assert (formula.verdict, formula.second_engine) == ("wrong", None)


def test_where_the_kernel_is_trusted_alone_nothing_is_said(tmp_path, capsys):
    path = tmp_path / "mean.md"
    path.write_text(MEAN + r"$$\frac{\partial \mu}{\partial x_i} = \frac1N$$", "utf-8")
    assert main(["check", "--trust", "kernel", "--output-format", "json", str(path)]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert document["formulas"][-1]["second_engine"] is None
