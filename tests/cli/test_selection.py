"""Rules that are selected or ignored: the verdict stays, and what it costs changes."""

from __future__ import annotations

import json

import pytest

from bnderive.cli import main
from bnderive.repairs import repairs
from bnderive.rules import RULES
from bnderive.selection import Selection, codes, known, names

MEAN = "$$\\mu = \\frac{1}{N} \\sum_i x_i$$\n\n"
WRONG = "$$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{2}{N}$$\n\n"
UNDECIDED = "$$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{q}{N}$$\n\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "both.md").write_text(MEAN + WRONG + UNDECIDED, "utf-8")
    (tmp_path / "wrong.md").write_text(MEAN + WRONG, "utf-8")
    return tmp_path


def rules_of(capsys, *arguments: str) -> dict[str, str | None]:
    """Of every row that is wrong or undecided its rule, and why it is ignored."""
    main(["check", "--output-format", "json", *arguments])
    (document,) = json.loads(capsys.readouterr().out)["documents"]
    return {row["rule"]: row["suppressed"] for row in document["formulas"] if row["rule"]}


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 1),
        (["--ignore", "BN3"], 0),
        (["--ignore", "bn3"], 0),
        (["--ignore", "BN2"], 1),
        (["--select", "BN2"], 0),
        (["--select", "BN2,BN3", "--ignore", "BN2"], 1),
        (["--select", "BN3", "--ignore", "BN"], 1),
        (["--ignore", "BN", "--fail-on", "problem"], 0),
    ],
)
def test_what_is_ignored_fails_nothing(folder, arguments, status, capsys):
    assert main(["check", "wrong.md", *arguments]) == status
    assert "1 wrong" in capsys.readouterr().out


def test_it_is_said_which_findings_are_ignored_and_how_many(folder, capsys):
    before = rules_of(capsys, "both.md")
    assert set(before.values()) == {None}
    wrong, undecided = sorted(before, reverse=True)
    assert (wrong[:3], undecided[:3]) == ("BN3", "BN2")
    assert rules_of(capsys, "both.md", "--ignore", "BN3") == {wrong: "BN3 is ignored", undecided: None}
    assert rules_of(capsys, "both.md", "--select", "BN3") == {wrong: None, undecided: f"{undecided} is not selected"}
    main(["check", "both.md", "--ignore", "BN3"])
    shown = capsys.readouterr().out
    assert "ignored: BN3 is ignored" in shown
    assert "1 wrong (1 root cause, 1 ignored), 1 undecided" in shown
    assert "1 finding ignored" in shown


def test_the_project_says_it_too_and_an_option_comes_before(folder, capsys):
    (folder / "pyproject.toml").write_text('[tool.bnderive]\nignore = ["BN3", "size-alias"]\n', "utf-8")
    assert main(["check", "wrong.md"]) == 0
    assert main(["check", "wrong.md", "--ignore", "BN2"]) == 1
    assert main(["check", "wrong.md", "--isolated"]) == 1
    (folder / "pyproject.toml").write_text('[tool.bnderive]\nselect = "BN2"\n', "utf-8")
    assert main(["check", "wrong.md"]) == 0


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ('["BN309x"]', "no rule 'bn309x'"),
        ('"misssing-accent"', "no rule 'misssing-accent'; the nearest is missing-accent"),
        ("[3]", "expected a rule such as"),
        ("true", "expected a rule such as"),
    ],
)
def test_a_project_that_names_no_rule_is_wrong_usage(folder, value, words, capsys):
    (folder / "pyproject.toml").write_text(f"[tool.bnderive]\nignore = {value}\n", "utf-8")
    assert main(["check", "wrong.md"]) == 2
    shown = capsys.readouterr().err
    assert "[tool.bnderive]" in shown
    assert words in shown


@pytest.mark.parametrize("word", ["BN9", "BN305x", "", "BN3 01", "\x1b[31m", "a" * 10_000])
def test_what_is_no_rule_is_wrong_usage(word, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["check", "a.md", "--ignore", word])
    assert stop.value.code == 2
    shown = capsys.readouterr().err
    assert "no rule '" in shown
    assert "\x1b" not in shown
    assert len(shown) < 20_000


def test_every_rule_can_be_named():
    for rule in RULES:
        assert known(rule.code.lower()) == rule.code
        assert rule.code in codes()
        assert set(rule.names) <= set(names())
    assert {(repair.rule, repair.name) for repair in repairs()} <= {
        (code, name) for code in codes() for name in names()
    }


@pytest.mark.parametrize(
    ("select", "ignore", "is_kept"),
    [
        (("BN3",), ("missing-accent",), False),
        (("missing-accent",), ("BN3",), True),
        (("missing-accent",), ("BN301",), False),
        (("BN30",), ("BN3",), True),
        (("BN3",), ("BN3",), False),
        ((), ("BN2",), True),
        (("BN2",), (), False),
    ],
)
def test_the_longer_code_decides(select, ignore, is_kept):
    assert (Selection(select, ignore).reason("BN301", "missing-accent") is None) is is_kept


def test_a_comment_of_a_document_cannot_ignore_a_wrong_row(folder):
    (folder / "sly.md").write_text(f"<!-- bnderive: ignore-file[BN3] so -->\n\n{MEAN}{WRONG}", "utf-8")
    assert main(["check", "sly.md"]) == 1


def test_an_ignored_row_is_not_held_against_a_document_with_expectations(folder):
    (folder / "e.md").write_text(f"{MEAN}<!-- bnderive: expect undecided -->\n{UNDECIDED}{WRONG}", "utf-8")
    assert main(["check", "e.md"]) == 1
    assert main(["check", "e.md", "--ignore", "BN3"]) == 0


def test_statistics(folder, capsys):
    assert main(["check", "--statistics", "both.md", "wrong.md", "none.md"]) == 2
    rows = capsys.readouterr().out.splitlines()
    assert rows[0].split()[:2][0] == "2"
    assert rows[0].split()[1].startswith("BN3")
    assert rows[-1] == "none.md: error: no such file"
    counts = [int(row.split()[0]) for row in rows[:-1]]
    assert counts == sorted(counts, reverse=True)
    assert main(["check", "--output-format", "statistics", "both.md", "wrong.md", "none.md"]) == 2
    assert capsys.readouterr().out.splitlines() == rows
    assert main(["check", "--statistics", "--ignore", "BN", "both.md"]) == 0
    assert capsys.readouterr().out == ""
