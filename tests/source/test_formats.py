"""Formats as a user names them: by suffix, by `--format`, and what of them reaches the report."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bnderive.cli import main
from bnderive.cli.arguments import DOCUMENT_FORMATS
from bnderive.report import DocumentReport, Report, summarise
from bnderive.source import read_file
from bnderive.source.files import FORMATS
from tests.reports.seed_report import SEED

NOTEBOOK = '{"nbformat": 4, "cells": [{"cell_type": "markdown", "source": "$a = 1$"}]}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tex", "$a = 1$ % $no$"),
        ("a.ipynb", NOTEBOOK),
        ("a.rst", ":math:`a = 1` $no$"),
        ("a.py", "# $a = 1$\nx = '$no$'"),
        ("a.Rmd", "$a = 1$ `$no$`"),
    ],
)
def test_a_suffix_names_a_format(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    assert [display.latex for display in read_file(tmp_path / name).displays] == ["a = 1"]


@pytest.mark.parametrize(
    ("options", "text", "columns"),
    [
        (["--format", "tex"], "$a = 1$ % $b = 1$", [2]),
        (["--stdin-filename", "notes.rst"], ":math:`a = 1` $b = 1$", [8]),
        (["--stdin-filename", "notes.rst", "--format", "markdown"], ":math:`a = 1` $b = 1$", [16]),
        (["--stdin-filename", "notes.unknown"], "$a = 1$ % $b = 1$", [2, 12]),
        ([], "$a = 1$ % $b = 1$", [2, 12]),
    ],
)
def test_the_format_of_standard_input(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    options: list[str],
    text: str,
    columns: list[int],
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert main(["read", "-", "--output-format", "json", *options]) == 0
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    assert [formula["column"] for formula in document["formulas"]] == columns


def test_the_formats_offered_are_those_that_there_are() -> None:
    assert tuple(FORMATS) == DOCUMENT_FORMATS


def test_a_notebook_that_is_none_is_a_file_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "a.ipynb"
    file.write_text('{"cells": [\n}', "utf-8")
    assert main(["read", str(file)]) == 2
    assert "a.ipynb:2:1: is no JSON" in " ".join(capsys.readouterr().err.split())


def test_the_cell_of_a_formula_is_in_the_report_of_a_notebook_only() -> None:
    schema = json.loads(files("bnderive.reports").joinpath("schema/report-v1.json").read_text("utf-8"))
    formulas = (SEED.formulas[0], replace(SEED.formulas[1], cell=0, cell_line=3))
    document = DocumentReport("a.ipynb", formulas=formulas)
    report = Report((document,), summarise((document,))).to_dict()
    Draft202012Validator(schema).validate(report)
    plain, in_cell = report["documents"][0]["formulas"]
    assert not {"cell", "cell_line"} & plain.keys()
    assert (in_cell["cell"], in_cell["cell_line"]) == (0, 3)
    del in_cell["cell_line"]
    assert not Draft202012Validator(schema).is_valid(report)
