"""The report object: counting, looking up, exit statuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bnderive.report import FAIL_ON, DocumentReport, Finding, Report, Summary, exit_status, summarise
from tests.reports.seed_report import REPORT, SEED


def of(*documents: DocumentReport) -> Report:
    return Report(documents, summarise(documents))


CORRECT = replace(SEED, problems=(), formulas=tuple(f for f in SEED.formulas if f.verdict != "wrong"))
UNDECIDED = replace(CORRECT, formulas=(replace(SEED.formulas[4], verdict="undecided"),))
WARNED = replace(CORRECT, problems=SEED.problems)
UNREAD_PART = replace(CORRECT, problems=(Finding("BN110", "unclosed", "error", 1, 1, 1, 3, "never closed"),))
MISSING = DocumentReport("gone.md", error="no such file")


def test_summary_counts_verdicts_roles_and_boxes():
    assert replace(REPORT.summary, root_causes=None) == Summary(
        correct=5, wrong=7, undecided=0, definitions=3, conditions=0, expressions=2, boxed_correct=2, boxed_wrong=2
    )


def test_summary_counts_root_causes():
    inherited = {"f14": ("f4",), "f15": ("f4", "f13"), "f16": ("f4", "f13"), "f17": ("f4", "f13")}
    formulas = tuple(replace(f, root_causes=inherited.get(f.id, ())) for f in SEED.formulas)
    assert summarise((replace(SEED, formulas=formulas),)).root_causes == 3
    assert summarise((CORRECT,)).root_causes == 0
    nothing_judged = tuple(f for f in SEED.formulas if f.verdict is None)
    assert summarise((replace(SEED, formulas=nothing_judged),)).root_causes is None


def test_definition_with_a_verdict_counts_twice():
    both = replace(SEED.formulas[0], verdict="wrong")
    summary = summarise((replace(SEED, formulas=(both,)),))
    assert (summary.definitions, summary.wrong) == (1, 1)


def test_lookup():
    assert [f.id for f in REPORT.at(39)] == ["f13"]
    assert REPORT.at(40) == ()
    assert [f.line for f in REPORT.wrong] == [13, 37, 39, 43, 45, 47, 49]
    assert REPORT.undecided == ()
    assert len(list(REPORT)) == 17


def test_row_over_several_lines_is_found_on_each():
    long = replace(SEED.formulas[0], line=7, end_line=9)
    report = of(replace(SEED, formulas=(long,)))
    assert [bool(report.at(line)) for line in (6, 7, 8, 9, 10)] == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("document", "statuses"),
    [
        (SEED, (1, 1, 1, 0)),
        (CORRECT, (0, 0, 0, 0)),
        (UNDECIDED, (0, 1, 1, 0)),
        (WARNED, (0, 0, 1, 0)),
        (UNREAD_PART, (0, 1, 1, 0)),
        (MISSING, (2, 2, 2, 2)),
    ],
)
def test_exit_status(document: DocumentReport, statuses: tuple[int, ...]):
    assert tuple(exit_status(of(document), fail_on) for fail_on in FAIL_ON) == statuses


def test_a_file_not_read_outweighs_a_wrong_claim():
    assert exit_status(of(SEED, MISSING), "undecided") == 2


def test_ok():
    assert of(CORRECT).ok
    assert of(WARNED).ok
    assert not of(SEED).ok
    assert not of(UNDECIDED).ok
    assert not of(MISSING).ok
