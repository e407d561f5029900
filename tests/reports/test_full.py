"""What a person reads: complete, at every width, with and without colour, whatever a document holds."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from bnderive.report import DocumentReport, Formula, Place, Report, summarise
from bnderive.reports import View, format_names, load_format
from tests.reports.seed_report import GRADIENT, REPORT, SEED

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def render(report: Report = REPORT, **view: object) -> str:
    return load_format("full").render(report, View(**{"width": 80, **view}))  # type: ignore[arg-type]


def of(*formulas: Formula, **document: object) -> Report:
    reports = (DocumentReport("a.md", formulas=formulas, **document),)  # type: ignore[arg-type]
    return Report(reports, summarise(reports))


def test_formats_find_themselves():
    services = ("github", "gitlab", "junit", "sarif")
    assert set(format_names()) == {"concise", "full", "html", "json", "json-lines", "statistics", *services}


LINE_39 = """\
✗  39 ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ = −Sᵢ²/(N√(σ²+ε))
      wrong · direct · boxed · BN300
      the true value has Ŝᵢ where the right side has Sᵢ
      true value −Ŝᵢ²/(N√(σ²+ε))
      LaTeX      -\\frac{\\hat{S}_i^2}{N\\sqrt{\\sigma^2 + \\epsilon}}
      fails at   N = 3, i = 1, S = (0, 1, 2), ε = 1/3
      there      claimed 0 ≠ true −1/3
      conditions N ≥ 1, ε > 0
"""
LINE_19 = """\
✓  19 ∂Ŝᵢ/∂Sᵢ = 1/√(σ²+ε)
      correct · direct · boxed · total: (N − 1 − Ŝᵢ²)/(N√(σ²+ε))
"""
BOXED = """\
Boxed
✓  19 ∂Ŝᵢ/∂Sᵢ = 1/√(σ²+ε)
      matches the true derivative (read as direct)
✓  29 ∂Ŝᵢ/∂μ · ∂μ/∂Sᵢ = −1/(N√(σ²+ε))
      matches the true derivative (read as direct)
✗  39 ∂Ŝᵢ/∂σ² · ∂σ²/∂Sᵢ = −Sᵢ²/(N√(σ²+ε))
      does not match; true is −Ŝᵢ²/(N√(σ²+ε))
✗  49 = δγ/(N√(σ²+ε)) · (N − 1 + −Sᵢ²)
      does not match; true is γ/(N√(σ²+ε)) (Nδᵢ − Σⱼ δⱼ − Ŝᵢ Σⱼ δⱼ Ŝⱼ)

5 correct, 7 wrong (7 root causes), 0 undecided, 3 definitions, 2 expressions
"""


def test_wrong_correct_and_closing_blocks():
    text = render()
    assert LINE_39 in text
    assert LINE_19 in text
    assert text.endswith(BOXED)


def test_every_formula_has_its_line():
    marked = re.findall(r"^[✓✗?·] +(\d+) ", render().partition("Boxed")[0], re.MULTILINE)
    assert [int(line) for line in marked] == [formula.line for formula in REPORT]


def test_understanding_comes_first():
    text = render()
    assert text.startswith("derivations/batch_norm_seed.md  (batch normalisation)\n")
    assert "    9 μ = 1/N Σᵢ Sᵢ\n" in text
    assert "    · yᵢ = γŜᵢ + β  (standard layer)\n" in text
    assert "    9 BN101 size-alias: the mean divides by m" in text
    assert text.index("Definitions") < text.index("Assumptions") < text.index("Problems") < text.index("Formulas")


@pytest.mark.parametrize("width", [1, 40, 60, 80, 140])
def test_everything_but_path_and_latex_fits_the_width(width: int):
    _path, *lines = render(width=width).splitlines()
    lines = [line for line in lines if not re.match(r" +LaTeX ", line)]
    assert max(map(cell_len, lines)) <= max(width, 40)


@pytest.mark.parametrize("width", [40, 80, 140])
def test_latex_to_paste_is_in_one_piece(width: int):
    text = render(width=width)
    assert text.count(f"LaTeX      {GRADIENT.latex}\n") == 1
    assert text.count("true value as given with line 13\n") == 4


def test_color_changes_no_word():
    colored = render(color=True)
    assert ESCAPES.sub("", colored) == render()
    assert "\x1b[1;31mwrong\x1b[0m" in colored
    assert "\x1b[1;32mcorrect\x1b[0m" in colored
    assert "\x1b" not in render()


def test_no_line_ends_in_a_blank():
    assert not re.search(r"[ \t]$", render(), re.MULTILINE)


def test_surroundings_decide_nothing(monkeypatch: pytest.MonkeyPatch):
    plain, colored = render(), render(color=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "TTY_COMPATIBLE": "0"}.items():
        monkeypatch.setenv(name, value)
    assert (render(), render(color=True)) == (plain, colored)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert render() == plain


UNDECIDED = Formula(
    id="f1",
    fingerprint="",
    line=3,
    column=1,
    end_line=3,
    end_column=9,
    latex=r"\foo{x} = y",
    boxed=True,
    continues=None,
    role="claim",
    understood=None,
    verdict="undecided",
    rule="BN201",
    name="unknown-macro",
    message=r"`\foo` is not known",
)


def test_undecided_row_keeps_its_latex_and_says_why():
    text = render(of(UNDECIDED))
    assert "?   3 \\foo{x} = y\n      undecided · boxed · BN201 unknown-macro\n      `\\foo` is not known\n" in text
    assert "Boxed\n?   3 \\foo{x} = y\n      undecided\n" in text


def test_rows_with_nothing_known_are_shown():
    bare = replace(UNDECIDED, rule=None, name=None, message=None)
    assert "?   3 \\foo{x} = y\n      undecided · boxed\n" in render(of(bare))
    assert "✗   3 " in render(of(replace(bare, verdict="wrong")))
    assert "0 correct, 0 wrong, 0 undecided, 0 definitions, 0 expressions" in render(of())


def test_file_that_could_not_be_read():
    assert "a.md\n  ✗ no such file\n" in render(of(error="no such file"))


def test_what_was_not_selected_is_counted():
    rows = (replace(UNDECIDED, verdict=None), SEED.formulas[12], SEED.formulas[0])
    text = render(of(*rows))
    assert "\\foo" not in text
    assert "1 claim not selected and not judged\n" in text


def test_reading_shows_every_row_and_what_was_understood():
    text = render(of(replace(UNDECIDED, verdict=None, understood="x = y")), judged=False)
    assert "·   3 \\foo{x} = y   claim\n" in text
    assert "      read as    x = y\n" in text
    assert "0 wrong" not in text


def test_findings_only():
    text = render(findings_only=True)
    assert LINE_39 in text
    assert [word for word in ("✓", "Definitions", "Problems", "Boxed", "5 correct") if word in text] == []


HOSTILE = "[red]E[x_i][/x] :smile: \x1b[31m\x9b2J\u202e\n::error::x f:x:y"


def test_hostile_text_is_shown_and_never_obeyed():
    row = replace(UNDECIDED, latex=HOSTILE, message=HOSTILE, name=HOSTILE, understood=HOSTILE)
    text = render(of(row, assumptions=(HOSTILE,), layer=HOSTILE))
    assert not set(text) & set("\x1b\x9b\u202e")
    assert "::" not in text
    assert "[red]E[x_i][/x] :smile: \ufffd[31m\ufffd2J\ufffd" in text


def test_a_reason_is_told_in_full_once():
    first = replace(UNDECIDED, advice="write it otherwise", place=Place(3, 5, 3, 9))
    again = replace(first, id="f7", line=9, end_line=9)
    text = render(of(first, again))
    assert "?   3 \\foo{x} = y\n      undecided · boxed · BN201 unknown-macro · at 3:5\n" in text
    assert text.count("`\\foo` is not known") == text.count("try        write it otherwise") == 1
    assert "      for the reason given with line 3\n" in text
