r"""The report as plain JSON: every field, every place, and the same bytes each time."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import bnderive
from tests.check.documents import ROOT, SEED, TEXT, VERDICTS


@pytest.fixture(scope="module")
def report():
    return bnderive.check_text(TEXT, "mean.md")


def test_to_dict_is_plain_json(report):
    found = report.to_dict()
    assert json.loads(json.dumps(found)) == found
    assert list(found) == ["version", "tool", "documents", "summary"]
    assert (found["version"], found["tool"]) == (1, {"name": "bnderive", "version": bnderive.__version__})
    assert [formula["verdict"] for formula in found["documents"][0]["formulas"]] == VERDICTS


FIELDS = set(
    """id fingerprint line column end_line end_column latex boxed continues role understood verdict expected suppressed
    reading second_engine relations conditions assumptions rule name message advice place truth total follows
    root_causes repair special_case counterexample""".split()  # noqa: SIM905 a list of so many strings is no easier to read
)


def test_every_row_has_every_field(report):
    for formula in report.to_dict()["documents"][0]["formulas"]:
        assert set(formula) == FIELDS


def test_the_place_of_a_row_is_where_its_mathematics_stands(report):
    lines = TEXT.splitlines()
    for formula in report:
        if formula.line == formula.end_line:
            assert lines[formula.line - 1][formula.column - 1 : formula.end_column - 1] == formula.latex


def test_a_continued_row_names_the_one_before(report):
    assert [formula.continues for formula in report] == [None, None, None, None, None, "f5"]


def test_relations_are_one_a_side():
    (_, formula) = bnderive.check_text(
        TEXT.splitlines()[2] + "\n\n" + r"$$\frac{\partial \mu}{\partial x_i} = \frac1N = \frac{2}{N}$$"
    )
    assert [(relation.latex, relation.verdict) for relation in formula.relations] == [
        (r"\frac1N", "correct"),
        (r"\frac{2}{N}", "wrong"),
    ]


def test_a_wrong_row_has_its_truth_and_counterexample(report):
    (formula,) = report.wrong
    assert formula.truth is not None
    assert (formula.truth.latex, formula.rule) == (r"\frac{1}{N}", "BN305")
    assert formula.counterexample is not None
    assert (formula.counterexample.true, formula.counterexample.claimed) == ("1/3", "2/3")
    assert formula.counterexample.N == 3


def test_a_correct_row_has_neither(report):
    for formula in report:
        if formula.verdict != "wrong":
            assert (formula.truth, formula.counterexample) == (None, None)


def test_the_same_call_gives_the_same_json():
    one, other = (json.dumps(bnderive.check(SEED).to_dict()) for _ in range(2))
    assert one == other


def test_the_order_of_calls_changes_nothing():
    before = json.dumps(bnderive.check_text(TEXT).to_dict())
    bnderive.check(SEED)
    assert json.dumps(bnderive.check_text(TEXT).to_dict()) == before


def test_hash_order_changes_nothing():
    program = f"import bnderive, json; print(json.dumps(bnderive.check({str(SEED)!r}).to_dict()))"
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert len(runs[0]) > 5_000


def test_fingerprints_tell_what_a_row_says(report):
    first, *_ = [formula.fingerprint for formula in report]
    assert len({formula.fingerprint for formula in report}) == len(VERDICTS)
    moved = list(bnderive.check_text("Some words first.\n\n" + TEXT))
    assert moved[0].fingerprint == first
    assert [formula.fingerprint for formula in moved] == [formula.fingerprint for formula in report]
