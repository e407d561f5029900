"""The JSON report of the seed's derivation is the golden one, byte for byte, whatever the interpreter is told."""

from __future__ import annotations

import json
import re

import pytest

from tests.derivations.golden import DOCUMENTS, GOLDEN, report


@pytest.mark.parametrize(
    ("options", "environment"),
    [
        ((), {"PYTHONHASHSEED": "0"}),
        ((), {"PYTHONHASHSEED": "1"}),
        ((), {"PYTHONHASHSEED": "4294967295"}),
        (("-O",), {}),
        (("-OO",), {"PYTHONHASHSEED": "7"}),
    ],
)
def test_the_report_is_the_golden_one(options, environment):
    run = report(*options, **environment)
    assert run.stderr == b""
    assert run.returncode == 1
    assert run.stdout == GOLDEN.read_bytes()


def test_both_documents_are_reported_alike():
    """The formulas are the same, so all that is found is the same, but for the places."""
    raw, retold = json.loads(GOLDEN.read_text(encoding="utf-8"))["documents"]
    assert (raw["path"], retold["path"]) == DOCUMENTS
    placed = [*raw["formulas"], *retold["formulas"], *raw["problems"], *retold["problems"]]
    placed += [edit for each in placed if each.get("repair") for edit in each["repair"]["edits"]]
    for each in placed:
        for place in ("line", "end_line"):
            del each[place]
    for formula in (*raw["formulas"], *retold["formulas"]):
        del formula["expected"]  # only the retold document says what it expects
        formula["message"] = re.sub(r"\blines? [\d, and]+", "line ", formula["message"] or "")
    assert raw["formulas"] == retold["formulas"]
    assert raw["problems"] == retold["problems"]
