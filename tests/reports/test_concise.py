"""One line a finding, which an editor can follow."""

from __future__ import annotations

import re
from dataclasses import replace

from bnderive.report import DocumentReport, Report, summarise
from bnderive.reports import View, load_format
from tests.reports.explained_report import REPORT as EXPLAINED
from tests.reports.seed_report import REPORT, SEED


def render(report: Report, **view: bool) -> list[str]:
    return load_format("concise").render(report, View(**view)).splitlines()


def of(document: DocumentReport) -> Report:
    return Report((document,), summarise((document,)))


def test_a_line_a_finding_in_the_order_of_the_document():
    lines = render(REPORT)
    places = [re.match(r"derivations/batch_norm_seed\.md:(\d+):(\d+): (BN\d{3}) ([a-z-]+): \S", line) for line in lines]
    assert [int(place[1]) for place in places] == [9, 11, 13, 37, 39, 43, 45, 47, 49]
    assert places[4].groups() == ("39", "10", "BN300", "wrong")


def test_line_says_what_is_true():
    line = render(REPORT)[4]
    assert line.endswith("the true value has Ŝᵢ where the right side has Sᵢ; true value: −Ŝᵢ²/(N√(σ²+ε))")


def test_a_truth_that_the_message_gives_is_not_said_twice():
    row = replace(SEED.formulas[11], message=r"the true value is $\frac{2(S_i - \mu)}{N}$")
    assert render(of(replace(SEED, problems=(), formulas=(row,)))) == [
        "derivations/batch_norm_seed.md:37:3: BN300 wrong: the true value is 2(Sᵢ − μ)/N"
    ]


def test_nothing_to_report_is_nothing():
    assert render(of(replace(SEED, problems=(), formulas=SEED.formulas[4:5]))) == []


def test_quiet_leaves_problems_out():
    assert len(render(REPORT, findings_only=True)) == 7


def test_missing_file():
    assert render(of(DocumentReport("a.md", error="no such file"))) == ["a.md: error: no such file"]


def test_a_finding_is_one_line_whatever_it_holds():
    row = replace(SEED.formulas[3], message="a\n::error::b\x1b[2J\r\nc", truth=None)
    assert render(of(DocumentReport("::warning.md", formulas=(row,)))) == [
        ": :warning.md:13:3: BN300 wrong: a : :error: :b\ufffd[2J c"
    ]


def test_root_causes_by_their_faults_and_what_inherits_by_its_causes():
    lines = [line.partition(".md:")[2] for line in render(EXPLAINED, findings_only=True)]
    assert [line.partition("; true value")[0] for line in lines] == [
        "13:3: BN317 missing-cross-terms: missing cross terms: every Ŝⱼ depends on Sᵢ",
        "37:3: BN307 dropped-factor: dropped factor: 2/N should be 2/N (Sᵢ − μ)",
        "39:10: BN301 missing-accent: missing accent: Sᵢ² should be Ŝᵢ²",
        "43:3: BN399 inherited: it repeats line 13, which is wrong",
        "45:3: BN399 inherited: it follows from line 43 with lines 19, 29 and 39 put in, once δγ multiplies the whole"
        " sum, and has its error from lines 13 and 39",
        "47:3: BN399 inherited: it follows from line 45, and has its error from lines 13 and 39",
        "49:10: BN399 inherited: it follows from line 47, and has its error from lines 13 and 39",
    ]
    assert [number for number, line in enumerate(lines) if "true value" in line] == [0, 1, 2]
