r"""The Python interface: check and check_text, what a report answers, and what settings change."""

from __future__ import annotations

from pathlib import Path

import pytest

import bnderive
from bnderive import Settings
from bnderive.errors import UsageError
from tests.check.documents import LINES, RIGHT, SEED, TEXT, VERDICTS


@pytest.fixture(scope="module")
def report():
    return bnderive.check_text(TEXT, "mean.md")


def test_iterating_gives_the_rows_in_order(report):
    assert [formula.verdict for formula in report] == VERDICTS
    assert [formula.line for formula in report] == LINES
    assert [formula.id for formula in report] == ["f1", "f2", "f3", "f4", "f5", "f6"]


def test_iterating_twice(report):
    assert list(report) == list(report)


def test_the_rows_of_a_line(report):
    assert [formula.verdict for line in LINES for formula in report.at(line)] == VERDICTS
    assert [report.at(line) for line in (0, 1, 2, 4, 12, 1000)] == [()] * 6


def test_a_row_over_several_lines_is_found_from_each():
    text = "$$\n\\frac{1}{2}\n+ \\frac{1}{2}\n= 1\n$$\n"
    (formula,) = bnderive.check_text(text)
    found = bnderive.check_text(text)
    assert (formula.line, formula.end_line) == (2, 4)
    assert [found.at(line) for line in (2, 3, 4)] == [(formula,)] * 3
    assert found.at(5) == ()


def test_wrong_undecided_and_ok(report):
    assert [formula.line for formula in report.wrong] == [7]
    assert [formula.line for formula in report.undecided] == [9]
    assert not report.ok


@pytest.mark.parametrize(("rows", "ok"), [((3, 5), True), ((3, 7), False), ((3, 9), False), ((3,), True)])
def test_what_is_ok(rows, ok):
    kept = "\n\n".join(TEXT.splitlines()[line - 1] for line in rows)
    assert bnderive.check_text(kept).ok is ok


def test_warnings_alone_are_ok():
    found = bnderive.check_text("No formula at all.")
    assert found.documents[0].problems
    assert found.ok


def test_the_summary(report):
    summary = report.summary
    assert (summary.correct, summary.wrong, summary.undecided, summary.definitions) == (3, 1, 1, 1)
    assert (summary.boxed_correct, summary.boxed_wrong) == (1, 0)


def test_the_name_of_the_text(report):
    assert [document.path for document in report.documents] == ["mean.md"]
    assert bnderive.check_text(TEXT).documents[0].path == "<text>"


def test_a_file_and_its_text_say_the_same(tmp_path):
    path = tmp_path / "mean.md"
    path.write_text(TEXT, encoding="utf-8")
    from_file, from_text = bnderive.check(path), bnderive.check_text(TEXT, str(path))
    assert from_file.to_dict() == from_text.to_dict()
    assert bnderive.check(str(path)).to_dict() == from_file.to_dict()


def test_several_files():
    found = bnderive.check(RIGHT, SEED)
    assert [Path(document.path).name for document in found.documents] == ["batch_norm.md", "seed.txt"]
    assert len(found.wrong) == 7
    assert found.summary.wrong == 7
    assert len(list(found)) == sum(len(document.formulas) for document in found.documents)


@pytest.mark.parametrize(
    "name", ["missing.md", "", "x" * 300, "nul\0byte.md"], ids=["missing", "directory", "long", "nul"]
)
def test_a_file_that_is_not_there(tmp_path, name):
    with pytest.raises(UsageError):
        bnderive.check(tmp_path / name)


def test_an_unknown_format():
    with pytest.raises(UsageError) as caught:
        bnderive.check_text(TEXT, format="docx")
    assert "docx" in str(caught.value)


# -- settings


def test_boxed_judges_boxed_formulas_only():
    found = bnderive.check_text(TEXT, settings=Settings(boxed=True))
    assert [(formula.line, formula.verdict) for formula in found] == [(5, "correct")]
    assert found.ok


def test_lines_judge_what_stands_on_them():
    found = bnderive.check_text(TEXT, "a.md", settings=Settings(lines=(("a.md", 7), ("a.md", 14))))
    assert [(formula.line, formula.verdict) for formula in found] == [(7, "wrong"), (14, "correct")]


def test_lines_of_another_document_say_nothing_of_this_one():
    found = bnderive.check_text(TEXT, "a.md", settings=Settings(lines=(("b.md", 7),)))
    assert [formula.verdict for formula in found] == VERDICTS


def test_a_line_without_a_formula():
    with pytest.raises(UsageError, match="no formula on line 1; the nearest is on line 3"):
        bnderive.check_text(TEXT, "a.md", settings=Settings(lines=(("a.md", 1),)))


def test_boxed_and_lines_together():
    settings = Settings(boxed=True, lines=(("a.md", 7),))
    assert list(bnderive.check_text(TEXT, "a.md", settings=settings)) == []


def test_strict_allows_no_assumption():
    text = TEXT + "\n$$\\frac{\\partial \\mu}{\\partial x} = \\frac1N$$\n"
    usual, strict = (list(bnderive.check_text(text, settings=Settings(strict=s)))[-1] for s in (False, True))
    assert (usual.verdict, bool(usual.assumptions)) == ("correct", True)
    assert (strict.verdict, strict.rule) == ("undecided", "BN260")


def test_strict_changes_nothing_else():
    assert [formula.verdict for formula in bnderive.check_text(TEXT, settings=Settings(strict=True))] == VERDICTS


def test_settings_are_frozen():
    with pytest.raises(AttributeError):
        Settings().boxed = True  # type: ignore[misc]


def test_public_names_are_there():
    assert set(bnderive.__all__) >= {"check", "check_text", "prove", "assert_correct", "layer", "Report", "Settings"}
    assert all(hasattr(bnderive, name) for name in bnderive.__all__)
    assert "check" in dir(bnderive)
    with pytest.raises(AttributeError):
        _ = bnderive.nothing
