r"""What a document expects of its rows: met, unmet, misplaced. TRUE, FALSE and OPEN are rows whose verdict is plain."""

from __future__ import annotations

from pathlib import Path

import pytest

import bnderive
from bnderive import Settings
from bnderive.cli import main
from bnderive.report import exit_status
from tests.configuration.documents import FORMATS, read

TRUE, FALSE, OPEN = "1 + 1 = 2", "1 + 1 = 3", r"1 + \unknownmacro = 2"
VERDICTS = {TRUE: "correct", FALSE: "wrong", OPEN: "undecided"}


def check(text: str, **settings: bool):
    return bnderive.check_text(text, settings=Settings(**settings))


def rules(report, family: str = "BN13") -> list[str]:
    return [problem.rule for problem in report.documents[0].problems if problem.rule.startswith(family)]


def test_the_rows_are_what_they_are_called():
    for row, verdict in VERDICTS.items():
        assert [formula.verdict for formula in check(f"$${row}$$")] == [verdict]


@pytest.mark.parametrize("row", VERDICTS)
@pytest.mark.parametrize("expected", VERDICTS.values())
def test_met_or_unmet(row, expected):
    report = check(f"<!-- bnderive: expect {expected} -->\n\n$${row}$$")
    (formula,) = report
    assert (formula.verdict, formula.expected) == (VERDICTS[row], expected)
    assert report.ok is (VERDICTS[row] == expected)
    assert rules(report) == ([] if report.ok else ["BN131"])


@pytest.mark.parametrize("row", VERDICTS)
def test_without_any_expectation_nothing_is_expected(row):
    report = check(f"$${row}$$")
    assert [formula.expected for formula in report] == [None]
    assert rules(report) == []
    assert report.ok is (row == TRUE)


@pytest.mark.parametrize("row", VERDICTS)
def test_a_row_of_which_nothing_is_said_is_expected_to_be_correct(row):
    report = check(f"<!-- bnderive: expect wrong -->\n\n$${FALSE}$$\n\n$${row}$$")
    assert [formula.expected for formula in report] == ["wrong", "correct"]
    assert report.ok is (row == TRUE)
    problems = [p for p in report.documents[0].problems if p.rule == "BN131"]
    assert [p.line for p in problems] == ([] if row == TRUE else [5])
    assert all(p.severity == "error" for p in problems)


@pytest.mark.parametrize(
    ("rule", "ok"), [("BN300", True), ("wrong", True), ("BN301", False), ("dropped-factor", False)]
)
def test_the_rule_too_by_code_or_name(rule, ok):
    report = check(f"<!-- bnderive: expect wrong {rule} -->\n\n$${FALSE}$$")
    assert report.ok is ok
    assert rules(report) == ([] if ok else ["BN131"])


def test_one_comment_lists_the_rows_of_a_display():
    rows = r"$$\begin{aligned} 1 + 1 &= 2 \\ &= 3 \\ &= 2 \end{aligned}$$"
    report = check(f"<!-- bnderive: expect correct, wrong -->\n\n{rows}")
    assert [(f.verdict, f.expected) for f in report] == [("correct",) * 2, ("wrong",) * 2, ("correct",) * 2]
    assert report.ok


def test_definitions_are_not_counted():
    text = "<!-- bnderive: expect wrong -->\n\n$$\\begin{aligned} a &= 2 b \\\\ 3 a &= 3 b \\end{aligned}$$"
    report = check(text)
    assert [(f.role, f.expected) for f in report] == [("definition", None), ("claim", "wrong")]
    assert report.ok


@pytest.mark.parametrize(
    "text",
    [
        f"$${FALSE}$$ <!-- bnderive: expect wrong -->\n\n$${TRUE}$$",
        f"$$\n{FALSE}\n$$ <!-- bnderive: expect wrong -->\n\n$${TRUE}$$",
        f"It is ${FALSE}$, they say. <!-- bnderive: expect wrong -->\n\n$${TRUE}$$",
        f"$${FALSE}$$ $${TRUE}$$ <!-- bnderive: expect wrong, correct -->",
        f"$${FALSE}$$ <!-- bnderive: expect wrong -->\n\n<!-- bnderive: expect correct -->\n\n$${TRUE}$$",
    ],
)
def test_at_the_end_of_the_line_of_a_row(text):
    report = check(text)
    assert [formula.expected for formula in report] == ["wrong", "correct"]
    assert report.ok


def test_between_the_rows_of_a_display():
    text = r"""\begin{document}
\begin{align}
1 + 1 &= 2 \\
% bnderive: expect wrong
2 + 2 &= 5 \\ % and a word more
3 + 3 &= 7 % bnderive: expect wrong
\end{align}
\end{document}
"""
    report = bnderive.check_text(text, "a.tex", "tex")
    assert [(f.verdict, f.expected) for f in report] == [("correct",) * 2, ("wrong",) * 2, ("wrong",) * 2]
    assert report.ok


@pytest.mark.parametrize("format", FORMATS)
def test_in_every_format(format):
    from bnderive.check import check_documents

    parts = [("display", TRUE), ("comment", "expect wrong"), ("display", FALSE), ("display", TRUE)]
    report = check_documents([read(parts, format)], Settings())
    assert [formula.expected for formula in report] == ["correct", "wrong", "correct"]
    assert report.ok
    assert not check_documents([read([parts[0], *parts[2:]], format)], Settings()).ok


@pytest.mark.parametrize(
    "text",
    [
        f"$${TRUE}$$\n\n<!-- bnderive: expect correct -->",
        f"<!-- bnderive: expect correct, correct -->\n\n$${TRUE}$$",
        f"<!-- bnderive: expect correct -->\n<!-- bnderive: expect correct -->\n\n$${TRUE}$$",
        f"<!-- bnderive: expect correct -->\n\n$${TRUE}$$ <!-- bnderive: expect correct -->",
        "<!-- bnderive: expect correct -->",
        "<!-- bnderive: expect correct -->\n\n$$a = b$$",
        f"<!-- bnderive: expect correct -->\n\nIt is ${TRUE}$ here.",
    ],
)
def test_a_list_that_fits_no_rows_is_a_problem(text):
    report = check(text)
    assert rules(report) == ["BN132"]
    assert not report.ok


@pytest.mark.parametrize("fail_on", ["wrong", "undecided", "problem"])
def test_an_unmet_expectation_fails_whatever_fails(fail_on):
    report = check(f"<!-- bnderive: expect wrong -->\n\n$${TRUE}$$")
    assert exit_status(report, fail_on) == 1
    assert exit_status(report, "never") == 0


@pytest.mark.parametrize("fail_on", ["wrong", "undecided", "problem"])
def test_a_met_one_fails_nothing(fail_on):
    report = check(f"<!-- bnderive: expect wrong -->\n\n$${FALSE}$$\n\n$${OPEN}$$ <!-- bnderive: expect undecided -->")
    assert exit_status(report, fail_on) == 0


def test_no_verdict_is_changed():
    text = f"$${FALSE}$$\n\n$${OPEN}$$"
    said = text.replace("\n\n", " <!-- bnderive: expect wrong -->\n\n") + " <!-- bnderive: expect undecided -->"
    found = [[{**f, "expected": None} for f in check(t).to_dict()["documents"][0]["formulas"]] for t in (text, said)]
    assert found[0] == found[1]
    assert check(text).summary == check(said).summary


def test_expectations_can_be_ignored():
    text = f"<!-- bnderive: expect wrong, wrong -->\n\n$${FALSE}$$"
    report = check(text, ignore_expectations=True)
    assert [formula.expected for formula in report] == [None]
    assert rules(report) == []
    assert not report.ok


def test_what_is_not_selected_is_not_compared():
    text = f"<!-- bnderive: expect correct -->\n\n$${FALSE}$$\n\n$$\\boxed{{{TRUE}}}$$"
    assert rules(check(text)) == ["BN131"]
    assert check(text, boxed=True).ok


def test_the_report_says_so(tmp_path, capsys):
    path = tmp_path / "paper.md"
    path.write_text(f"$${FALSE}$$ <!-- bnderive: expect wrong -->\n\n$${TRUE}$$ <!-- bnderive: expect wrong -->\n")
    assert main(["check", str(path)]) == 1
    shown = capsys.readouterr().out
    assert "wrong · BN300 · as expected" in shown
    assert "correct · expected wrong" in shown
    assert "1 wrong (1 root cause, 1 as expected)" in shown
    assert main(["check", "--output-format", "concise", str(path)]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert "BN131" in line
    assert main(["check", "-q", str(path)]) == 1
    assert "BN131" in capsys.readouterr().out


def test_assert_correct_follows(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(f"$${FALSE}$$ <!-- bnderive: expect wrong -->\n")
    bnderive.assert_correct(path)
    path.write_text(f"$${TRUE}$$ <!-- bnderive: expect wrong -->\n")
    with pytest.raises(AssertionError, match="unmet-expectation"):
        bnderive.assert_correct(path)


def test_every_derivation_of_the_project_is_as_expected(monkeypatch, capsys):
    monkeypatch.chdir(Path(__file__).parents[2])
    assert main(["check", "--quiet", "derivations/"]) == 0
    assert "BN131" not in capsys.readouterr().out
    assert main(["check", "--quiet", "--ignore-expectations", "derivations/"]) == 1
