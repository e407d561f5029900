"""The JSON report is what the published schema says, byte-stable, and loses nothing to escaping."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from bnderive.check import check_text
from bnderive.report import DocumentReport, Edit, Repair, Report, summarise
from bnderive.reports import View, load_format
from tests.reports.seed_report import REPORT, SEED

SCHEMA = json.loads(files("bnderive.reports").joinpath("schema/report-v1.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def render(report: Report, view: View = View()) -> str:  # noqa: B008 - a View is frozen
    return load_format("json").render(report, view)


def test_schema_itself_is_valid():
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "report",
    [
        REPORT,
        Report((), summarise(())),
        Report((DocumentReport("a.md", error="no such file"),), summarise(())),
    ],
)
def test_reports_fit_the_schema(report: Report):
    VALIDATOR.validate(json.loads(render(report)))


def test_a_counterexample_over_two_axes_fits_the_schema():
    text = r"$$\mu_j = \frac1N \sum_{i=1}^N x_{ij}$$ $$\sum_{j=1}^D \mu_j = \sum_{i=1}^N \sum_{j=1}^D x_{ij}$$"
    plain = check_text(text).to_dict()
    VALIDATOR.validate(plain)
    (point,) = (f["counterexample"] for f in plain["documents"][0]["formulas"] if f["counterexample"])
    assert set(point["sizes"]) == {"N", "D"}
    assert all(isinstance(element, str) for row in point["values"]["x"] for element in row)


def test_repair_fits_the_schema():
    repair = Repair("x", ("missing-accent",), True, (Edit(39, 7, 39, 12, r"\hat{S}"),))
    document = replace(SEED, formulas=(replace(SEED.formulas[3], repair=repair, root_causes=("f4",), follows=False),))
    VALIDATOR.validate(Report((document,), summarise((document,))).to_dict())


def formula(report: dict, number: int) -> dict:
    return report["documents"][0]["formulas"][number]


BREAKS = {
    "unknown key": lambda report: report.update(extra=1),
    "unknown key of a formula": lambda report: formula(report, 0).update(extra=1),
    "missing summary": lambda report: report.pop("summary"),
    "missing null field": lambda report: formula(report, 0).pop("repair"),
    "another version": lambda report: report.update(version=2),
    "unknown verdict": lambda report: formula(report, 3).update(verdict="false"),
    "unknown role": lambda report: formula(report, 3).update(role="theorem"),
    "wrong without a counterexample": lambda report: formula(report, 3).update(counterexample=None),
    "wrong without a rule": lambda report: formula(report, 3).update(rule=None),
    "undecided without a reason": lambda report: formula(report, 4).update(verdict="undecided"),
    "line 0": lambda report: formula(report, 3).update(line=0),
    "number that is no string": lambda report: formula(report, 3)["counterexample"]["values"].update(epsilon=0.333),
    "origin under its Python name": lambda report: report["documents"][0]["definitions"][0].update(origin="document"),
    "sympy under total": lambda report: formula(report, 4)["total"].update(sympy=None),
    "rule of another family": lambda report: report["documents"][0]["problems"][0].update(rule="BN300"),
    "negative count": lambda report: report["summary"].update(wrong=-1),
}


@pytest.mark.parametrize("name", BREAKS)
def test_schema_rejects(name: str):
    report = deepcopy(REPORT.to_dict())
    BREAKS[name](report)
    assert not VALIDATOR.is_valid(report)


def test_layout():
    text = render(REPORT)
    assert text.startswith('{\n  "version": 1,\n  "tool": {\n    "name": "bnderive",')
    assert text.endswith("}\n")
    assert text == render(REPORT)
    assert json.loads(text) == REPORT.to_dict()


def test_definition_says_where_it_is_from():
    definitions = json.loads(render(REPORT))["documents"][0]["definitions"]
    assert [list(row) for row in definitions] == [["name", "latex", "line", "from"]] * 4
    assert definitions[3]["from"] == "standard layer"


HOSTILE = "a\x1b[31m\u202eb\x9b\u2028c\ud800\U000e0041é∂"


def test_controls_are_escaped_and_nothing_is_lost():
    text = render(Report((DocumentReport(HOSTILE),), summarise(())))
    assert json.loads(text)["documents"][0]["path"] == HOSTILE
    assert not set(text) & set("\x1b\u202e\x9b\u2028\ud800\U000e0041")
    assert "é∂" in text


def test_output_that_is_no_unicode_gets_ascii():
    text = render(Report((DocumentReport("∂𝟙"),), summarise(())), View(encodable=False))
    assert text.isascii()
    assert json.loads(text)["documents"][0]["path"] == "∂𝟙"
