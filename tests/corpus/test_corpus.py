"""Real derivations with labels: no correct equation is called wrong, no wrong one correct, and the tally only improves.

The documents keep the notation and the steps of public derivations, mistakes included; the labels name these. In one
whose name has `.mut.` one to three slips were planted. The sentences around the formulas are written for this test.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

import bnderive
from tests.corpus.scoring import outcome, outcomes, paired

FOLDER = Path(__file__).parent / "documents"
DOCUMENTS = sorted(path.name for path in FOLDER.iterdir() if path.suffix in {".md", ".tex", ".ipynb"})
CLAIMS = 291
RIGHT = 282  # of them; raise it when more are right, never lower it
NEVER = ("false alarm", "false accept", "unlabelled wrong", "missing")


def labels_of(name: str) -> list[dict]:
    path = FOLDER / f"{Path(name).stem}.labels.json"
    return json.loads(path.read_text(encoding="utf-8"))["claims"]


@pytest.fixture(scope="module")
def scores() -> dict[str, list[tuple[str, int]]]:
    found = {}
    for name in DOCUMENTS:
        (document,) = bnderive.check(FOLDER / name).to_dict()["documents"]
        found[name] = list(outcomes(labels_of(name), document["formulas"]))
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nothing_is_said_that_is_not_so(scores, name):
    assert [score for score in scores[name] if score[0] in NEVER] == []


def test_the_tally_only_improves(scores):
    tally = Counter(result for found in scores.values() for result, _ in found)
    assert sum(tally.values()) == CLAIMS
    assert tally["right"] >= RIGHT


def label(verdict: str = "correct", kind: str = "derivative", **more: object) -> dict:
    return {"line": 3, "latex": "a = b", "kind": kind, "verdict": verdict, **more}


def formula(verdict: str | None, role: str = "claim", line: int = 3, latex: str = "a = b") -> dict:
    return {"line": line, "end_line": line, "latex": latex, "role": role, "verdict": verdict}


@pytest.mark.parametrize(
    ("says", "found", "result"),
    [
        (label(), formula("correct"), "right"),
        (label(), formula("wrong"), "false alarm"),
        (label("wrong"), formula("correct"), "false accept"),
        (label("wrong"), formula("wrong"), "right"),
        (label("wrong", lenient=True), formula("correct"), "right"),
        (label(lenient=True), formula("undecided"), "undecided"),
        (label(), formula("undecided"), "undecided"),
        (label(), None, "missing"),
        (label(), formula(None, "expression"), "missing"),
        (label(kind="definition"), formula(None, "definition"), "right"),
        (label("wrong", kind="definition"), formula(None, "definition"), "missed"),
        (label(), formula(None, "definition"), "missed"),
    ],
)
def test_the_rules_of_the_score(says, found, result):
    assert outcome(says, found) == result


def test_a_formula_counts_once_and_a_wrong_one_without_a_label_counts():
    twice = [label(), label()]
    assert paired(twice, [formula("correct")]) == {0: 0}
    assert list(outcomes([], [formula("wrong")])) == [("unlabelled wrong", 3)]
    assert paired([label()], [formula("correct", line=4, latex="a = bcd")]) == {}
    assert paired([label()], [formula("correct", line=4), formula("wrong", line=3)]) == {0: 1}
