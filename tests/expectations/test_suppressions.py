r"""What a document ignores: findings about itself and rows that are undecided, never a wrong verdict."""

from __future__ import annotations

import pytest

import bnderive
from bnderive import Settings
from bnderive.cli import main
from bnderive.report import exit_status

ALIAS = r"$$\mu = \frac{1}{m} \sum_{i=1}^{n} x_i$$"
USED = "$$2 \\mu = \\mu + \\mu$$"
FALSE, OPEN = "$$1 + 1 = 3$$", r"$$1 + \unknownmacro = 2$$"


def check(text: str, **settings: bool):
    return bnderive.check_text(text, settings=Settings(**settings))


def found(report) -> dict[str, str | None]:
    return {problem.rule: problem.suppressed for problem in report.documents[0].problems}


@pytest.mark.parametrize("rule", ["BN101", "size-alias", "BN105, BN101"])
@pytest.mark.parametrize("place", ["{comment}\n\n{alias}", "{alias} {comment}", "$$1 = 1$$\n\n{comment}\n{alias}"])
def test_a_finding_is_hidden_with_its_reason(rule, place):
    comment = f"<!-- bnderive: ignore[{rule}] both are the batch -->"
    report = check(place.format(comment=comment, alias=ALIAS) + f"\n\n{USED}")
    assert found(report) == {"BN101": "both are the batch"}
    assert exit_status(report, "problem") == 0


def test_for_the_whole_document():
    twice = ALIAS + "\n\n" + r"$$\nu = \frac{1}{N} \sum_{i=1}^{N} x_i^2$$" + "\n\n$$2 \\mu + \\nu = 2 \\mu + \\nu$$"
    assert [p.rule for p in check(twice).documents[0].problems] == ["BN101", "BN101"]
    report = check(f"<!-- bnderive: ignore-file[BN101] one batch -->\n\n{twice}")
    assert [p.suppressed for p in report.documents[0].problems] == ["one batch", "one batch"]


def test_only_what_the_comment_stands_at():
    report = check(f"<!-- bnderive: ignore[BN101] both -->\n\n$$1 = 1$$\n\n{ALIAS}\n\n{USED}")
    assert found(report) == {"BN101": None, "BN133": None}
    assert exit_status(report, "problem") == 1


def test_an_undecided_row_is_accepted():
    report = check(f"{OPEN} <!-- bnderive: ignore[BN202] a macro of the journal -->\n\n{OPEN}")
    assert [(f.verdict, f.suppressed) for f in report] == [("undecided", "a macro of the journal"), ("undecided", None)]
    assert not report.ok
    assert check(f"{OPEN} <!-- bnderive: ignore[BN202] a macro of the journal -->").ok


def test_an_accepted_row_is_not_expected_to_be_correct():
    report = check(f"{OPEN} <!-- bnderive: ignore[BN202] why -->\n\n{FALSE} <!-- bnderive: expect wrong -->")
    assert [f.expected for f in report] == [None, "wrong"]
    assert report.ok


@pytest.mark.parametrize("rule", ["BN300", "wrong", "BN3", "BN200", "undecided"])
def test_a_wrong_row_cannot_be_ignored(rule):
    report = check(f"{FALSE} <!-- bnderive: ignore[{rule}] we like it -->")
    assert [(f.verdict, f.suppressed) for f in report] == [("wrong", None)]
    assert not report.ok
    assert len(found(report)) == 1


@pytest.mark.parametrize("rule", ["BN131", "unmet-expectation", "BN133", "unused-suppression"])
def test_findings_about_comments_cannot_be_ignored(rule):
    report = check(f"<!-- bnderive: expect correct; ignore[{rule}] we like it -->\n\n{FALSE}")
    assert [problem.suppressed for problem in report.documents[0].problems] == [None] * 2
    assert not report.ok


def test_one_that_hides_nothing_is_a_finding():
    report = check("<!-- bnderive: ignore[BN101] both -->\n\n$$1 + 1 = 2$$")
    (problem,) = report.documents[0].problems
    assert (problem.rule, problem.severity, problem.line) == ("BN133", "warning", 1)
    assert report.ok


def test_suppressions_can_be_ignored():
    text = f"{OPEN} <!-- bnderive: ignore[BN202] why -->\n\n{ALIAS} <!-- bnderive: ignore[BN101] both -->\n\n{USED}"
    assert check(text).ok
    report = check(text, ignore_suppressions=True)
    assert found(report) == {"BN101": None}
    assert not report.ok


def test_nothing_is_unused_where_nothing_was_judged_or_something_was_left_out(tmp_path, capsys):
    path = tmp_path / "paper.md"
    path.write_text(f"{OPEN} <!-- bnderive: ignore[BN202] why -->\n\n$$1 + 1 = 2$$\n")
    for command in (["read"], ["check", "--boxed"]):
        main([*command, str(path)])
        assert "BN133" not in capsys.readouterr().out
    assert main(["check", f"{path}:3"]) == 0
    assert "BN133" not in capsys.readouterr().out


def test_the_reports_say_what_is_ignored(tmp_path, capsys):
    path = tmp_path / "paper.md"
    path.write_text(
        f"{OPEN} <!-- bnderive: ignore[BN202] why -->\n\n{ALIAS} <!-- bnderive: ignore[BN101] b -->\n\n{USED}\n"
    )
    assert main(["check", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "ignored: why" in shown
    assert "· 1 ignored" in shown
    assert main(["check", "--output-format", "concise", str(path)]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "--ignore-suppressions", "--output-format", "concise", str(path)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
