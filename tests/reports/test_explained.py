"""How wrong rows are explained to a person: which to mend and how, and what goes wrong only because of them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from bnderive.report import DocumentReport, Formula, Relation, Repair, Report, summarise
from bnderive.reports import View, load_format
from tests.reports.explained_report import ACCENT, CROSS, DIAGONAL, EXPLAINED, FACTOR, LUCKY, REPORT, inherited
from tests.reports.seed_report import GRADIENT

ESCAPES = re.compile(r"\x1b\[([0-9;]*)m")
ROWS = {row.line: row for row in EXPLAINED.formulas}


def render(report: Report = REPORT, **view: object) -> str:
    return load_format("full").render(report, View(**{"width": 80, **view}))  # type: ignore[arg-type]


def of(*formulas: Formula, **view: object) -> str:
    reports = (DocumentReport("a.md", formulas=formulas),)
    return render(Report(reports, summarise(reports)), **view)


LINE_13 = f"""\
✗  13 ∂L/∂Sᵢ = δγ · ∂Ŝᵢ/∂Sᵢ + ∂Ŝᵢ/∂μ · ∂μ/∂Sᵢ + ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ
               ~     ~~        ~~                ~~
    → ∂L/∂Sᵢ = Σⱼ δⱼ γ · (∂Ŝⱼ/∂Sᵢ + ∂Ŝⱼ/∂μ · ∂μ/∂Sᵢ + ∂Ŝⱼ/∂σ² · ∂σ²/∂Sᵢ)
               ~~~~~     ~ ~~        ~~                ~~              ~
      wrong · chain · BN317 missing-cross-terms
      missing cross terms: every Ŝⱼ depends on Sᵢ
      repair     {CROSS}
      true value γ/(N√(σ²+ε)) (Nδᵢ − Σⱼ δⱼ − Ŝᵢ Σⱼ δⱼ Ŝⱼ)
      LaTeX      {GRADIENT.latex}
      fails at   N = 3, i = 1, S = (0, 1, 2), δ = (1, 0, 0), γ = 2, ε = 1/3
      there      claimed 4/3 ≠ true 2/3
      conditions N ≥ 1, ε > 0
   ✗  43 ∂L/∂Sᵢ = δγ · ∂Ŝᵢ/∂Sᵢ + ∂Ŝᵢ/∂μ · ∂μ/∂Sᵢ + ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ
         inherited · it repeats line 13, which is wrong · mend it as line 13
   ✗  45 = δγ · (1/√(σ²+ε) + −1/(N√(σ²+ε)) + −Sᵢ²/(N√(σ²+ε)))
         inherited · it follows from line 43 with lines 19, 29 and 39 put in,
         once δγ multiplies the whole sum, and has its error from lines 13 and
         39
   ✗  47 = δγ/√(σ²+ε) · (1 + −1/N + −Sᵢ²/N)
         inherited · it follows from line 45, and has its error from lines 13
         and 39
   ✗  49 = δγ/(N√(σ²+ε)) · (N − 1 + −Sᵢ²)
         inherited · boxed · it follows from line 47, and has its error from
         lines 13 and 39
         true where δⱼ = 0 for j ≠ i

"""
LINE_37 = f"""\
✗  37 ∂σ²/∂Sᵢ = 2/N
    → ∂σ²/∂Sᵢ = 2/N (Sᵢ − μ)
                    ~~~~~~~~
      wrong · direct · BN307 dropped-factor
      dropped factor: 2/N should be 2/N (Sᵢ − μ)
      repair     {FACTOR}
"""
LINE_39 = f"""\
✗  39 ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ = −Sᵢ²/(N√(σ²+ε))
                           ~~~
    → ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ = −Ŝᵢ²/(N√(σ²+ε))
                           ~~~
      wrong · direct · boxed · BN301 missing-accent · does not follow
      missing accent: Sᵢ² should be Ŝᵢ²
      repair     {ACCENT}
      fails at   N = 3, i = 1, S = (0, 1, 2), ε = 1/3
      there      claimed 0 ≠ true −1/3
      conditions N ≥ 1, ε > 0
      passed on  to lines 45, 47 and 49, shown above

"""


def test_a_block_a_root_cause_with_what_inherits_under_it():
    text = render()
    assert LINE_13 in text
    assert LINE_37 in text
    assert LINE_39 in text
    assert text.index(LINE_13) < text.index("✓  19") < text.index(LINE_37) < text.index(LINE_39)
    assert text.endswith("\n5 correct, 7 wrong (3 root causes), 0 undecided, 3 definitions, 2 expressions\n")


def test_every_row_stands_once():
    marked = re.findall(r"^ *[✓✗?·] +(\d+) ", render().partition("Formulas")[2].partition("Boxed")[0], re.MULTILINE)
    assert sorted(map(int, marked)) == [formula.line for formula in EXPLAINED.formulas]


def test_findings_only_are_the_blocks_alone():
    text = render(findings_only=True)
    assert (
        text
        == f"{EXPLAINED.path}  (batch normalisation)\n\n{LINE_13}{text[text.index(LINE_37) : -len(LINE_39)]}{LINE_39}"
    )
    assert re.findall(r"^[✓✗?·] +(\d+)", text, re.MULTILINE) == ["13", "37", "39"]


@pytest.mark.parametrize("width", [1, 60, 80, 140])
@pytest.mark.parametrize("encodable", [True, False])
def test_everything_but_path_and_latex_fits_the_width(width: int, encodable: bool):
    _path, *lines = render(width=width, encodable=encodable).splitlines()
    lines = [line for line in lines if not re.match(r" +(LaTeX|repair) ", line)]
    assert max(map(cell_len, lines)) <= max(width, 40)


@pytest.mark.parametrize("width", [1, 60, 140])
def test_what_is_to_be_pasted_is_in_one_piece(width: int):
    lines = render(width=width).splitlines()
    for latex in (CROSS, FACTOR, ACCENT):
        assert lines.count(f"      repair     {latex}") == 1


def test_marks_stand_under_what_is_wrapped():
    wrapped = of(ROWS[13], width=60)
    assert (
        """\
✗  13 ∂L/∂Sᵢ = δγ · ∂Ŝᵢ/∂Sᵢ + ∂Ŝᵢ/∂μ · ∂μ/∂Sᵢ + ∂Ŝᵢ/∂σ² ·
               ~     ~~        ~~                ~~
      ∂σ²/∂Sᵢ
    → ∂L/∂Sᵢ = Σⱼ δⱼ γ · (∂Ŝⱼ/∂Sᵢ + ∂Ŝⱼ/∂μ · ∂μ/∂Sᵢ +
               ~~~~~     ~ ~~        ~~
      ∂Ŝⱼ/∂σ² · ∂σ²/∂Sᵢ)
       ~~              ~
"""
        in wrapped
    )


def test_marks_stand_under_wide_letters():
    row = replace(ROWS[37], latex=r"\f{批量} = 2", repair=Repair(r"\f{批量} = 3", ("BN307",), True, ()))
    assert "✗  37 \\f{批量} = 2\n                 ~\n    → \\f{批量} = 3\n                 ~\n" in of(row)


def test_color_changes_no_word():
    colored = render(color=True)
    assert ESCAPES.sub("", colored) == render()
    assert "\x1b[1;31mSᵢ²\x1b[0m" in colored
    assert "\x1b[1;32mŜᵢ²\x1b[0m" in colored


def test_what_cannot_be_printed_is_compared_in_latex():
    text = of(ROWS[39], encodable=False)
    assert re.search(r"^   -> \\frac\{\\partial \\hat", text, re.MULTILINE)
    assert re.search(r"^ +~{5} ~\n +\\epsilon\}\}$", text, re.MULTILINE)
    assert "→" not in text


def test_latex_is_compared_where_both_read_the_same():
    row = replace(ROWS[37], latex=r"a = b\,c", repair=Repair(r"a = b c", ("BN307",), True, ()))
    assert "✗  37 a = b\\,c\n           ~~\n    → a = b c\n" in of(row)


def test_a_row_that_inherits_stands_alone_where_its_causes_are_not_shown():
    expected = replace(ROWS[13], expected="wrong")
    text = of(expected, ROWS[49], findings_only=True)
    assert "✗  49 = δγ/(N√(σ²+ε)) · (N − 1 + −Sᵢ²)\n      inherited · boxed · it follows from line 47" in text
    assert "✗  13" not in text
    assert "✗  49" in of(ROWS[49])


def test_a_row_stands_under_the_first_of_its_causes_that_is_shown():
    text = of(replace(ROWS[13], expected="wrong"), ROWS[39], ROWS[45], findings_only=True)
    assert text.index("✗  39") < text.index("   ✗  45")
    assert "passed on" not in text


def test_every_root_cause_is_named():
    row = inherited(ROWS[45], "it follows from line 13", "f4", "f13")
    assert "inherited · it follows from line 13; has its error from line 39\n" in of(ROWS[13], ROWS[39], row)
    bare = replace(row, message=None)
    assert "inherited · has its error from lines 13 and 39\n" in of(ROWS[13], ROWS[39], bare)
    assert "inherited · has its error from rows that are not shown\n" in of(bare)


def test_a_row_that_is_mended_otherwise_than_its_cause_shows_how():
    repair = Repair("= x", ("BN301",), True, ())
    text = of(ROWS[13], replace(ROWS[47], repair=repair))
    assert "       → = x\n" in text
    assert "         repair     = x\n" in text
    assert "mend it as" not in text


def test_a_repair_by_the_true_value_is_shown_as_that_value():
    by_truth = Repair(rf"= {GRADIENT.latex}", ("BN300",), False, ())
    assert render(of_all(by_truth)) == render()
    alone = replace(ROWS[13], rule="BN300", name="wrong", repair=by_truth)
    assert of(alone) == of(replace(alone, repair=None))


def of_all(repair: Repair) -> Report:
    """The sample, where the rows that inherit have this repair if they have none."""
    rows = [replace(row, repair=row.repair or repair) if row.root_causes else row for row in EXPLAINED.formulas]
    documents = (replace(EXPLAINED, formulas=tuple(rows)),)
    return Report(documents, summarise(documents))


def test_the_truth_of_a_result_is_given_under_its_cause():
    row = inherited(ROWS[49], "it follows from line 37", "f12")
    text = of(ROWS[37], row)
    assert f"         LaTeX      {GRADIENT.latex}\n" in text
    assert text.count("         true value γ/(N√(σ²+ε)) (Nδᵢ − Σⱼ δⱼ − Ŝᵢ Σⱼ δⱼ Ŝⱼ)\n") == 1
    assert "         LaTeX" not in of(ROWS[37], replace(row, boxed=False))


def test_a_special_case_is_told_of_each_root_cause_and_once_of_what_inherits():
    assert render().count("δⱼ = 0 for j ≠ i") == 1
    rows = [replace(ROWS[line], special_case=DIAGONAL) for line in (13, 39, 45, 47)]
    assert of(*rows).count("true where δⱼ = 0 for j ≠ i\n") == 2
    assert of(ROWS[13], *rows[2:]).count("true where δⱼ = 0 for j ≠ i\n") == 1


def test_a_truth_that_is_told_again_is_not_printed_again():
    said = replace(ROWS[13], id="f40", line=50, repair=None, message=f"the true value is ${GRADIENT.latex}$")
    assert "      LaTeX      as given with line 13\n" in of(ROWS[13], said)
    assert "      true value as given with line 13\n" in of(ROWS[13], replace(said, message=None))


def test_the_side_where_a_long_row_breaks():
    sides = (Relation("a_i", "correct", True), Relation("b_i", "wrong", False), Relation("c_i", "wrong", True))
    text = of(replace(ROWS[37], relations=sides))
    assert "side       ✓ aᵢ\n      side       ✗ bᵢ  does not follow\n      side       ✗ cᵢ\n" in text
    carried = inherited(ROWS[47], "it follows from line 37", "f12", relations=sides)
    assert "         side       ✗ bᵢ  does not follow\n" in of(ROWS[37], carried)
    smooth = replace(carried, relations=(sides[0], sides[2]))
    assert "side" not in of(ROWS[37], smooth)


def test_a_lucky_end_is_correct_with_a_note():
    text = of(LUCKY)
    assert "✓  29" in text
    assert "      correct · direct · boxed\n      true, but it does not follow from line 25, which is wrong\n" in text


def test_documents_keep_their_rows_apart():
    other = replace(EXPLAINED, path="other.md", formulas=(ROWS[49],))
    documents = (EXPLAINED, other)
    first, _, second = render(Report(documents, summarise(documents))).partition("other.md")
    assert LINE_13 in first
    assert "✗  49" in second
    assert "✗  13" not in second


def test_many_rows_take_two_lines_each():
    rows = [inherited(replace(ROWS[47], id=f"g{k}", line=k), "it follows from line 13", "f4") for k in range(50, 90)]
    block = of(ROWS[13], *rows).partition("conditions")[2].partition("0 correct")[0]
    assert len(block.strip().splitlines()) == 1 + 2 * 40


HOSTILE = "[red]E[x_i][/x] :smile: \x1b[31m\x9b2J\u202e\n::error::x f:x:y"


def test_hostile_text_is_shown_and_never_obeyed():
    cause = replace(ROWS[13], repair=Repair(HOSTILE, (HOSTILE,), True, ()), special_case=HOSTILE, message=HOSTILE)
    row = inherited(
        replace(ROWS[47], repair=cause.repair), HOSTILE, "f4", relations=(Relation(HOSTILE, "wrong", False),) * 2
    )
    text = of(cause, row)
    assert not set(text) & set("\x1b\x9b\u202e")
    assert "::" not in text
    assert "→ [red]E[x_i][/x] :smile: \ufffd[31m\ufffd2J\ufffd" in text
    assert len(re.findall(r"^ +repair +\[red\]E\[x_i\]\[/x\] :smile: ", text, re.MULTILINE)) == 2
