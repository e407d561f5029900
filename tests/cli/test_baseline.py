"""Findings that are known fail nothing, wherever they move to; new ones do."""

from __future__ import annotations

import json
import os

import pytest

from bnderive.baseline import Baseline, Key, baseline_of, key_of
from bnderive.cli import main
from bnderive.errors import UsageError
from bnderive.report import Finding

MEAN = "$$\\mu = \\frac{1}{N} \\sum_i x_i$$\n\n"
WRONG = "$$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{2}{N}$$\n\n"
OTHER = "$$\\frac{\\partial \\mu}{\\partial x_i} = \\frac{3}{N}$$\n\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    write("docs/a.md", MEAN + WRONG)
    write("docs/b.md", MEAN + OTHER + WRONG)
    assert main(["check", "docs", "--baseline", "known.json", "--update-baseline"]) == 0
    return tmp_path


def write(name: str, text: str) -> None:
    with open(name, "w", encoding="utf-8") as file:
        file.write(text)


def entries() -> list[dict[str, object]]:
    with open("known.json", encoding="utf-8") as file:
        return json.load(file)["findings"]


def check(*files: str) -> int:
    return main(["check", "--baseline", "known.json", *(files or ("docs",))])


def test_what_is_known_fails_nothing_and_is_said(folder, capsys):
    assert main(["check", "docs"]) == 1
    capsys.readouterr()
    assert check() == 0
    shown = capsys.readouterr()
    assert "ignored: known, in known.json" in shown.out
    assert "3 wrong" in shown.out
    assert "3 ignored" in shown.out
    assert shown.err == ""


def test_the_file_is_sorted_and_stays_as_it_is(folder):
    keys = [(row["path"], row["rule"], row["fingerprint"]) for row in entries()]
    assert [path for path, _, _ in keys] == ["docs/a.md", "docs/b.md", "docs/b.md"]
    assert keys == sorted(keys)
    with open("known.json", encoding="utf-8") as file:
        before = file.read()
    assert main(["check", "docs/b.md", "docs", "--baseline", "known.json", "--update-baseline", "-j2"]) == 0
    with open("known.json", encoding="utf-8") as file:
        assert file.read() == before


def test_lines_may_move(folder):
    write("docs/a.md", "A word before.\n\n" * 5 + MEAN + "and one between\n\n" + WRONG)
    assert check() == 0


def test_a_new_finding_fails(folder):
    write("docs/a.md", MEAN + OTHER + WRONG)
    assert check() == 1


def test_a_finding_is_known_as_often_as_it_is_listed(folder):
    write("docs/a.md", MEAN + WRONG + "Once more:\n\n" + WRONG)
    assert check() == 1
    assert main(["check", "docs", "--baseline", "known.json", "--update-baseline"]) == 0
    assert check() == 0


def test_what_is_known_of_one_document_is_not_of_another(folder):
    write("docs/c.md", MEAN + WRONG)
    assert check() == 1


def test_what_is_gone_is_said_and_taken_out(folder, capsys):
    write("docs/b.md", MEAN + WRONG)
    os.unlink("docs/a.md")
    assert check() == 0
    said = "1 finding is known of docs/b.md and not found any more; --update-baseline takes out what is gone"
    assert said in capsys.readouterr().err
    assert main(["check", "docs", "--baseline", "known.json", "--update-baseline"]) == 0
    assert [row["path"] for row in entries()] == ["docs/b.md"]


def test_a_document_that_is_not_looked_at_or_not_read_keeps_its_entries(folder):
    before = entries()
    assert main(["check", "docs/b.md", "--baseline", "known.json", "--update-baseline"]) == 0
    assert entries() == before
    with open("docs/a.md", "wb") as file:
        file.write(b"\xff\xfe")
    assert main(["check", "docs", "--baseline", "known.json", "--update-baseline"]) == 2
    assert entries() == before


def test_what_is_ignored_otherwise_is_not_gone(folder, capsys):
    assert main(["check", "docs", "--baseline", "known.json", "--ignore", "BN3"]) == 0
    assert capsys.readouterr().err == ""


def test_from_another_folder_it_is_the_same(folder, monkeypatch):
    monkeypatch.chdir(folder / "docs")
    assert main(["check", "a.md", str(folder / "docs" / "b.md"), "--baseline", "../known.json"]) == 0


def test_a_part_of_a_document_is_checked_and_not_written_down(folder, capsys):
    assert check("docs/b.md:3") == 0
    assert "gone" not in capsys.readouterr().err
    before = entries()
    assert main(["check", "docs/b.md:3", "--baseline", "known.json", "--update-baseline"]) == 2
    assert "needs whole documents" in capsys.readouterr().err
    assert entries() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "known.json:1:2: is no JSON"),
        ('{"version": 1,\n "findings": [}', "known.json:2:15: is no JSON"),
        ("[" * 100_000, "known.json: is no JSON"),
        ("[]", "is no baseline: expected an object"),
        ('{"version": 2, "findings": []}', "of version 2, expected 1"),
        ('{"version": 1, "findings": [3]}', "findings[0]: expected an object, not 3"),
        ('{"version": 1, "findings": [{"path": "a"}]}', "findings[0].rule: expected a text, not null"),
        (
            '{"version": 1, "findings": [{"path": "a", "rule": "b", "fingerprint": "c", "count": 0}]}',
            "findings[0].count: expected a whole number from 1, not 0",
        ),
        (
            '{"version": 1, "findings": [{"path": "a", "rule": "b", "fingerprint": "c", "count": true}]}',
            "findings[0].count: expected a whole number from 1, not true",
        ),
    ],
)
@pytest.mark.parametrize("update", [[], ["--update-baseline"]])
def test_a_broken_baseline_is_wrong_usage_and_is_left_alone(folder, capsys, content, words, update):
    write("known.json", content)
    assert main(["check", "docs", "--baseline", "known.json", *update]) == 2
    assert words in capsys.readouterr().err
    with open("known.json", encoding="utf-8") as file:
        assert file.read() == content


def test_one_that_is_not_there(folder, capsys):
    assert main(["check", "docs", "--baseline", "none.json"]) == 2
    assert "none.json: cannot be read: no such file or directory; --update-baseline makes it" in capsys.readouterr().err
    assert main(["check", "docs", "--update-baseline"]) == 2
    assert "--update-baseline needs --baseline FILE" in capsys.readouterr().err
    assert main(["check", "docs", "--baseline", "no/such/folder.json", "--update-baseline"]) == 2
    assert "cannot write no/such/folder.json" in capsys.readouterr().err


def problem(message: str) -> Finding:
    return Finding("BN101", "size-alias", "warning", 1, 1, 1, 2, message)


def test_a_problem_is_known_by_what_it_says_but_for_its_lines():
    one, moved, other = (
        key_of("a.md", problem(text)) for text in ("n of lines 3, 4 and 9", "n of line 5", "m of line 5")
    )
    assert one == moved != other


def test_reading_what_was_written_gives_the_same():
    known = {Key('a"\n\u202e.md', "BN301", "ff"): 2, Key("\udcff.md", "BN101", "aa"): 1}
    text = Baseline("x.json", known).text()
    assert text.isascii()
    assert baseline_of("x.json", text.encode()).known == known
    assert baseline_of("x.json", Baseline("x.json").text().encode()).known == {}
    with pytest.raises(UsageError, match="larger than"):
        baseline_of("x.json", b" " * (64 * 1024 * 1024 + 1))
