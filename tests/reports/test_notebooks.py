"""Places in a notebook are told by cell and line, wherever they are told; the JSON has both, and the file's own."""

from __future__ import annotations

import json
import pathlib
import re

import jsonschema
import pytest

import bnderive
from bnderive.check import read_documents
from bnderive.report import Report
from bnderive.reports import View, load_format
from bnderive.settings import Settings
from bnderive.source import read_text

ROOT = pathlib.Path(__file__).parents[2]
SEED = (ROOT / "derivations" / "batch_norm_seed.md").read_text(encoding="utf-8")
CELLS = re.split(r"(?m)^(?=## )", SEED)
SCHEMA = json.loads((ROOT / "bnderive" / "reports" / "schema" / "report-v1.json").read_text(encoding="utf-8"))


def notebook(cells: list[str], indent: int | None) -> str:
    """With an indent every line of a cell stands on a line of the file, without all cells do on one."""
    sources = [cell.splitlines(keepends=True) if indent else cell for cell in cells]
    found = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in sources]
    code = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [], "execution_count": None}
    return json.dumps({"cells": [code, *found], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=indent)


def reported(indent: int | None) -> Report:
    settings = Settings(ignore_expectations=True, isolated=True)
    return bnderive.check_text(notebook(CELLS, indent), "seed.ipynb", "notebook", settings)


@pytest.fixture(scope="module", params=[None, 1], ids=["one line", "a line each"])
def report(request: pytest.FixtureRequest) -> Report:
    return reported(request.param)


def text_at(cell: int, line: int) -> str:
    return CELLS[cell - 1].split("\n")[line - 1]


def test_every_place_leads_to_what_stands_there(report: Report) -> None:
    (document,) = report.documents
    assert all(f.latex.split("\n")[0] in text_at(f.cell or 0, f.cell_line or 0) for f in document.formulas)
    written = [d for d in document.definitions if d.origin == "document"]
    assert [text_at(d.cell or 0, d.cell_line or 0)[2:5] for d in written] == ["\\ha", "\\mu", "\\si"]
    assert [text_at(p.cell or 0, p.cell_line or 0)[:9] for p in document.problems] == [
        "$$\\mu = \\",
        "$$\\sigma^",
        "$$b) \\fra",
    ]


def test_what_comes_from_elsewhere_has_no_place(report: Report) -> None:
    supplied = [d for d in report.documents[0].definitions if d.origin != "document"]
    assert [d.spot for d in supplied] == [None] * 2
    assert [d.cell for d in supplied] == [None] * 2


def test_a_full_report_speaks_of_cells_alone(report: Report) -> None:
    text = load_format("full").render(report, View())
    assert "✗ cell 6, line 11" in text
    assert "it repeats cell 3, line 17, which is wrong · mend it as cell 3," in text
    assert "passed on  to cell 7, lines 9, 13 and 17, shown above" in text
    assert not re.search(r"(?<!, )\blines? \d", text.replace("\n         line", " line"))


def test_a_concise_report_has_a_line_each_with_cell_and_line(report: Report) -> None:
    lines = load_format("concise").render(report, View()).splitlines()
    assert len(lines) == 3 + 7
    assert all(re.match(r"seed\.ipynb: cell \d, line \d+: BN\d\d\d ", line) for line in lines)


def test_an_opinion_is_placed_too() -> None:
    settings = Settings(ignore_expectations=True, isolated=True, batch_size=2)
    report = bnderive.check_text(notebook(CELLS[:2], 1), "seed.ipynb", "notebook", settings)
    assert "✗ cell 3, line 17" in load_format("full").render(report, View())
    assert str(report.explicit[0].spot) == "cell 3, line 17"


def test_names_are_placed_where_they_are_defined() -> None:
    document = read_text(notebook(CELLS, None), "seed.ipynb", "notebook")
    text = load_format("full").render(read_documents([document], Settings(isolated=True)), View(judged=False))
    assert re.search(r"cell 3, line 9 +μ  statistic", text)


def test_what_was_not_understood_is_placed_by_its_line() -> None:
    report = bnderive.check_text(notebook(["Text.\n\n$$\\frac{1}{N} = \\undefined$$"], 1), "a.ipynb", "notebook")
    (row,) = report
    assert row.place is not None
    assert (row.place.cell_line, row.cell, row.verdict) == (3, 1, "undecided")
    assert "· at line 3" in load_format("full").render(report, View())


def test_the_json_fits_its_schema(report: Report) -> None:
    plain = report.to_dict()
    jsonschema.validate(plain, SCHEMA)
    (document,) = plain["documents"]
    assert {"cell", "cell_line"} <= document["problems"][0].keys()
    assert "cell" not in document["definitions"][-1]


def test_assert_correct_names_the_cell(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "seed.ipynb"
    file.write_text(notebook(CELLS, 1), encoding="utf-8")
    with pytest.raises(AssertionError, match=r"seed\.ipynb: cell 3, line 17: wrong: "):
        bnderive.assert_correct(file, settings=Settings(ignore_expectations=True))
