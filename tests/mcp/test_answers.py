"""What the tools answer, without a server: reports in their own shape, and texts that say the same."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import bnderive
from bnderive.errors import UsageError
from bnderive.mcp_server import answers
from bnderive.mcp_server.answers import Answer, check, complaint, explain, prove, show
from bnderive.mcp_server.tools import REPORT

SCHEMA = json.loads(files("bnderive").joinpath("reports/schema/report-v1.json").read_text("utf-8"))
MEAN = r"$$\mu = \frac{1}{N} \sum_i x_i$$"
TEXT = rf"""{MEAN}

$$\frac{{\partial \mu}}{{\partial x_i}} = \frac{{1}}{{N}}$$

$$\frac{{\partial \mu}}{{\partial x_i}} = \frac{{2}}{{N}}$$
"""


def formulas(answer: Answer) -> list[dict[str, Any]]:
    for known in (SCHEMA, REPORT):
        Draft202012Validator(known).validate(answer.data)
    (document,) = answer.data["documents"]
    found: list[dict[str, Any]] = document["formulas"]
    return found


def test_check_has_a_line_for_each_finding_and_the_whole_report():
    answer = check(TEXT, "markdown", None)
    assert [formula["verdict"] for formula in formulas(answer)] == [None, "correct", "wrong"]
    finding, counts = answer.text.splitlines()
    assert finding.startswith("<text>:5:3: BN305 numeric-factor: ")
    assert counts.startswith("1 correct, 1 wrong (1 root cause), 0 undecided")
    assert answer.data == bnderive.check_text(TEXT, settings=bnderive.Settings(isolated=True)).to_dict()


def test_check_shows_so_many_findings_and_says_how_many_more(monkeypatch):
    monkeypatch.setattr(answers, "SHOWN", 3)
    wrong = "\n\n".join(rf"$$\frac{{\partial \mu}}{{\partial x_i}} = \frac{{{k}}}{{N}}$$" for k in range(2, 7))
    shown = check(f"{MEAN}\n\n{wrong}", "markdown", None)
    *findings, more, counts = shown.text.splitlines()
    assert [finding.split(":")[1] for finding in findings] == ["3", "5", "7"]
    assert more == "and 2 more findings, which the data has"
    assert counts.startswith("0 correct, 5 wrong")
    assert [formula["verdict"] for formula in formulas(shown)].count("wrong") == 5


def test_explain_is_of_one_line():
    answer = explain(TEXT, 5, "markdown", None)
    assert [formula["line"] for formula in formulas(answer)] == [5]
    for words in ("numeric-factor", "fails at", "repair", r"\frac{1}{N}"):
        assert words in answer.text


def test_prove():
    right, wrong = (prove(r"\frac{\partial \mu}{\partial x_i}", rf"\frac{{{k}}}{{N}}", "batchnorm") for k in (1, 2))
    assert [formula["verdict"] for formula in formulas(right)] == ["correct"]
    assert [formula["verdict"] for formula in formulas(wrong)] == ["wrong"]
    assert "fails at" in wrong.text


def test_show():
    answer = show("softmax", None)
    assert {formula["verdict"] for formula in formulas(answer) if formula["role"] == "claim"} == {"correct"}
    assert "Gradients of an arbitrary loss L" in answer.text
    assert "On a batch of 2" in show("softmax", 2).text


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda: check("a\0b", "markdown", None), "contains a NUL byte: a binary file, expected UTF-8 text"),
        (lambda: check("x" * 3_000_000, "markdown", None), "is larger than 2 MiB, the most that is read"),
        (lambda: check(TEXT, "markdown", "sofmax"), "no standard layer is called 'sofmax'; did you mean softmax?"),
        (lambda: explain(TEXT, 2, "markdown", None), "no formula on line 2; the nearest is on line 1"),
        (lambda: prove("a", r"b $$ c", "batchnorm"), "a claim is one equation"),
        (lambda: show("\x1b[2J", None), "no standard layer is called '\\x1b[2J'"),
    ],
)
def test_complaints_are_plain(ask, words: str):
    with pytest.raises(UsageError) as found:
        ask()
    assert complaint(found.value).startswith(words)


def test_no_project_is_looked_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.bnderive]\nboxed = true\n", "utf-8")
    assert formulas(check(TEXT, "markdown", None))[2]["verdict"] == "wrong"


def test_nothing_of_a_document_turns_or_hides_the_text():
    hostile = f"{MEAN} \x1b[2J \u202e $x_i = \\text{{\u202e::error::}} 2$"
    assert not {"\x1b", "\u202e"} & set(check(hostile, "markdown", None).text)
    assert "::error" not in check(hostile, "markdown", None).text
