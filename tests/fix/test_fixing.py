"""What `fix` makes of a document: each changed row proved, everything else as it was, in every format."""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from bnderive import fixing
from bnderive.check import check_text
from bnderive.errors import UsageError
from bnderive.fixing import Fixed, fixed
from bnderive.report import DocumentReport, Edit, Repair, Report
from bnderive.settings import Settings
from bnderive.source.files import format_named
from tests.fix.documents import DOCUMENTS, GIVEN, MARKDOWN, MENDED, SLIP, displays

SEED = Path(__file__).parents[1] / "derivations" / "seed.txt"
WRITTEN = {"S_j": "S_i", "\\dev{j}": "(S_{i} - \\mu)"}
"""The slip and its repair as they stand in a file; a macro is replaced as a whole."""


def fix(name: str, text: str, unsafe: bool = False, settings: Settings | None = None) -> Fixed:
    return fixed(text, name, format_named(name) or "", settings or Settings(), unsafe)


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_the_slip_is_mended_and_nothing_else_is_touched(kind: str) -> None:
    name, text = DOCUMENTS[kind]
    old = next(old for old in reversed(WRITTEN) if old in text)
    found = fix(name, text)
    assert text.count(old) == 1
    assert found.text == text.replace(old, WRITTEN[old])
    assert [row.verdict for row in found.report.formulas] == [None, None, None, "correct"]
    assert [row.repair.rules for row in found.mended if row.repair is not None] == [("BN302",)]
    assert (found.dropped, found.unsafe) == ((), 0)


def test_what_is_mended_has_nothing_left_to_mend() -> None:
    once = fix("notes.md", MARKDOWN)
    assert fix("notes.md", once.text, unsafe=True).text == once.text


def test_the_seed_has_nothing_wrong_after_all_its_repairs() -> None:
    text = SEED.read_bytes().decode()
    found = fix("seed.md", text, unsafe=True)
    old, new = text.split("\n"), found.text.split("\n")
    assert [k + 1 for k, (a, b) in enumerate(zip(old, new, strict=True)) if a != b] == [13, 37, 39, 43, 45, 47, 49]
    assert new[36] == r"$$b) \frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N} (S_i - \mu)$$"
    assert new[38] == old[38].replace("-S_i^2", r"-\hat{S}_i^2")
    assert sorted(row.line for row in found.mended) == [13, 37, 39, 43, 45, 47, 49]
    assert {row.verdict for row in check_text(found.text)} == {None, "correct"}


def test_a_gallery_of_slips_is_mended_row_by_row() -> None:
    path = SEED.parents[2] / "derivations" / "gallery_of_slips.md"
    text = path.read_text("utf-8")
    found = fix(path.name, text, unsafe=True, settings=Settings(ignore_expectations=True))
    rows = [set(range(row.line, row.end_line + 1)) for row in found.mended]
    matcher = SequenceMatcher(None, text.split("\n"), found.text.split("\n"), autojunk=False)
    changed = {k + 1 for kind, first, last, *_ in matcher.get_opcodes() if kind != "equal" for k in range(first, last)}
    assert changed <= set().union(*rows)
    assert all(changed & row for row in rows)
    assert len(rows) > 5
    assert not [row for row in found.report.formulas if row.verdict == "wrong"]


def test_closed_forms_need_to_be_asked_for() -> None:
    found = fix("seed.md", SEED.read_text("utf-8"))
    assert all(row.repair is not None and row.repair.safe for row in found.mended)
    assert found.unsafe == sum(row.verdict == "wrong" for row in found.report.formulas) > 0


def test_rows_that_are_expected_to_be_wrong_stay() -> None:
    text = displays(*GIVEN) + f"\n\n<!-- bnderive: expect wrong -->\n\n{displays(SLIP)}\n"
    assert fix("a.md", text, unsafe=True).text == text
    mended = fix("a.md", text, settings=Settings(ignore_expectations=True)).text
    assert mended == text.replace(SLIP, MENDED)


def test_only_the_lines_that_are_asked_for_are_mended() -> None:
    text = displays(*GIVEN, SLIP, SLIP)
    assert text.split("\n")[17] == SLIP
    assert fix("a.md", text, settings=Settings(lines=(("a.md", 18),))).text == displays(*GIVEN, SLIP, MENDED)
    with pytest.raises(UsageError, match="no formula on line 16"):
        fix("a.md", text, settings=Settings(lines=(("a.md", 16),)))


def test_only_boxed_rows_are_mended_where_a_project_says_so() -> None:
    text = displays(*GIVEN, SLIP, f"\\boxed{{{SLIP}}}")
    found = fix("a.md", text, settings=Settings(boxed=True))
    assert found.text == displays(*GIVEN, SLIP, f"\\boxed{{{MENDED}}}")


# -- repairs that do not hold


def with_repairs(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    """Has every wrong row of the n-th display come with a repair that writes the n-th text over its line."""
    check = fixing.check_documents

    def checked(documents: list[object], settings: Settings) -> Report:
        (report,) = check(documents, settings).documents  # type: ignore[arg-type]
        (document,) = documents
        return Report((misled(report, document.text, texts),), check(documents, settings).summary)  # type: ignore[attr-defined,arg-type]

    monkeypatch.setattr(fixing, "check_documents", checked)


def misled(report: DocumentReport, text: str, texts: tuple[str, ...]) -> DocumentReport:
    rows = list(report.formulas)
    wrong = [k for k, row in enumerate(rows) if row.verdict == "wrong"]
    for k, new in zip(wrong, texts, strict=False):
        line = rows[k].line
        edit = Edit(line, 1, line, len(text.split("\n")[line - 1]) + 1, new)
        rows[k] = replace(rows[k], repair=Repair(new, ("BN301",), True, (edit,)))
    return replace(report, formulas=tuple(rows))


@pytest.mark.parametrize(
    "new",
    [
        SLIP.replace("S_j", "S_k"),
        MENDED + r" \foo",
        "",
        r"\sigma^2 = \mu",
        f"{MENDED} \\\\ {SLIP}",
    ],
    ids=["still wrong", "undecided", "gone", "another role", "a wrong row more"],
)
def test_an_edit_that_does_not_hold_is_dropped_and_the_others_stay(new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = displays(*GIVEN, SLIP, SLIP.replace("frac{2}", "frac{4}"), SLIP)
    with_repairs(monkeypatch, new, MENDED, MENDED)
    found = fix("a.md", text)
    assert found.text == displays(*GIVEN, SLIP, MENDED, MENDED)
    assert [row.latex for row in found.dropped] == [SLIP]
    assert len(found.mended) == 2


def test_an_edit_that_makes_another_row_worse_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A definition again, otherwise than before, in the place of a slip: what rests on it is no longer true."""
    right = r"\frac{\partial \mu}{\partial S_i} = \frac{1}{N}"
    text = displays(*GIVEN, SLIP, right)
    with_repairs(monkeypatch, f"{MENDED}$$\n\n$$\\mu = 2", MENDED)
    found = fix("a.md", text)
    assert found.text == text
    assert len(found.dropped) == 1


def test_of_edits_that_meet_the_first_wins() -> None:
    row = fix("notes.md", MARKDOWN).mended[0]
    edits = ((1, 3, 1, 5), (1, 4, 1, 6), (1, 5, 1, 6), (1, 5, 1, 5), (2, 1, 2, 1))
    rows = [replace(row, id=f"f{k}", repair=Repair("", (), True, (Edit(*e, "x"),))) for k, e in enumerate(edits)]
    assert [r.id for r in fixing.apart(rows)] == ["f0", "f2", "f4"]
