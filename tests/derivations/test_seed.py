r"""The seed's derivation, raw and with other words around it: the role and verdict of every one of its 17 formulas.

The true values are worked by hand. With r = √(σ²+ε), dσ²/dS_i = 2(S_i − μ)/N (the part through μ cancels) and
dμ/dS_i = 1/N, so dŜ_j/dS_i = ([i=j] − 1/N)/r − (S_j − μ)(S_i − μ)/(N r³) = (N[i=j] − 1 − Ŝ_i Ŝ_j)/(N r); its diagonal,
and γ Σ_j δ_j dŜ_j/dS_i, are `TOTAL` and `GRADIENT`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import bnderive

ROOT = Path(__file__).parents[2]
RAW = ROOT / "tests" / "derivations" / "seed.txt"
RETOLD = ROOT / "derivations" / "batch_norm_seed.md"

GRADIENT = (
    r"\frac{\gamma}{N \sqrt{\sigma^2 + \epsilon}} "
    r"\left( N \delta_i - \sum_j \delta_j - \hat{S}_i \sum_j \delta_j \hat{S}_j \right)"
)
TOTAL = r"\frac{N - 1 - \hat{S}_i^2}{N \sqrt{\sigma^2 + \epsilon}}"
VARIANCE = r"\frac{2 (S_i - \mu)}{N}"
PATH = r"\frac{-\hat{S}_i^2}{N \sqrt{\sigma^2 + \epsilon}}"


@dataclass(frozen=True)
class Expected:
    """A formula by its line in the raw document and in the retold one."""

    raw: int
    retold: int
    role: str
    verdict: str | None = None
    reading: str | None = None
    boxed: bool = False
    truth: str | None = None
    total: str | None = None


EXPECTED = (
    Expected(7, 11, "definition"),
    Expected(9, 15, "definition"),
    Expected(11, 19, "definition"),
    Expected(13, 23, "claim", "wrong", truth=GRADIENT),
    Expected(19, 29, "claim", "correct", "direct", boxed=True, total=TOTAL),
    Expected(23, 35, "expression"),
    Expected(25, 39, "claim", "correct", "direct"),
    Expected(27, 41, "claim", "correct", "direct"),
    Expected(29, 45, "claim", "correct", "direct", boxed=True),
    Expected(33, 51, "expression"),
    Expected(35, 55, "claim", "correct", "direct"),
    Expected(37, 57, "claim", "wrong", truth=VARIANCE),
    Expected(39, 61, "claim", "wrong", boxed=True, truth=PATH),
    Expected(43, 67, "claim", "wrong", truth=GRADIENT),
    Expected(45, 71, "claim", "wrong", truth=GRADIENT),
    Expected(47, 75, "claim", "wrong", truth=GRADIENT),
    Expected(49, 79, "claim", "wrong", boxed=True, truth=GRADIENT),
)
DOCUMENTS = ("raw", "retold")


@pytest.fixture(scope="module")
def reports():
    return {"raw": bnderive.check(RAW), "retold": bnderive.check(RETOLD)}


def found(reports, document, expected):
    (formula,) = reports[document].at(getattr(expected, document))
    return formula


def is_proved(left: str, right: str) -> bool:
    """Whether the kernel proves an equation in the terms of the seed's document."""
    text = RAW.read_text(encoding="utf-8") + f"\n\n$${left} = {right}$$\n"
    line = text.count("\n")
    settings = bnderive.Settings(lines=(("seed.md", line),))
    (formula,) = bnderive.check_text(text, "seed.md", settings=settings)
    return formula.verdict == "correct"


def displays(path: Path) -> list[str]:
    return re.findall(r"\$\$.*?\$\$", path.read_text(encoding="utf-8"), re.DOTALL)


def sentences(path: Path) -> set[str]:
    return {line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line and "$$" not in line}


def test_the_retold_document_has_the_formulas_unchanged_and_in_order():
    assert len(displays(RAW)) == 17
    assert displays(RETOLD) == displays(RAW)


def test_the_retold_document_has_words_of_its_own():
    assert not sentences(RAW) & sentences(RETOLD)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_formula_is_skipped_or_invented(reports, document):
    lines = [formula.line for formula in reports[document]]
    assert lines == [getattr(expected, document) for expected in EXPECTED]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: str(expected.raw))
def test_role_and_verdict(reports, document, expected):
    formula = found(reports, document, expected)
    assert (formula.role, formula.verdict, formula.boxed) == (expected.role, expected.verdict, expected.boxed)
    assert expected.reading is None or formula.reading == expected.reading


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("expected", EXPECTED, ids=lambda expected: str(expected.raw))
def test_true_values(reports, document, expected):
    formula = found(reports, document, expected)
    for shown, worked in ((formula.truth, expected.truth), (formula.total, expected.total)):
        assert (shown is None) == (worked is None)
        assert shown is None or is_proved(shown.latex, worked)


def test_the_comparison_above_can_fail():
    assert not is_proved(GRADIENT, GRADIENT.replace("N ", "", 1))
    assert not is_proved(TOTAL, TOTAL.replace("1", "2", 1))
    assert not is_proved(PATH, PATH.replace(r"\hat{S}_i", "S_i"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_wrong_claims_have_a_counterexample_and_a_message(reports, document):
    for formula in reports[document].wrong:
        assert (formula.rule == "BN399") == bool(formula.root_causes)
        assert formula.truth is not None
        assert formula.message is not None
        if formula.root_causes:
            assert "the true value" not in formula.message
            assert re.search(r"^it (follows from|repeats) lines? \d", formula.message)
        else:
            assert formula.message.startswith(str(formula.name).replace("-", " "))
        assert formula.counterexample is not None


# Line 43 repeats 13; 45 puts the product of line 39 into it, and 47 and 49 only reshape that. Line 39 is not the
# product of 35 and 37: that is −(S_i − μ) (σ²+ε)^{−3/2}/N.
CAUSES = {13: (), 37: (), 39: (), 43: (13,), 45: (13, 39), 47: (13, 39), 49: (13, 39)}
FOLLOWS = {13: None, 19: None, 25: None, 27: None, 29: True, 35: None, 37: None, 39: False}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_three_lines_are_the_root_of_all_errors(reports, document):
    rows = {expected.raw: found(reports, document, expected) for expected in EXPECTED}
    lines = {formula.id: raw for raw, formula in rows.items()}
    causes = {raw: tuple(lines[cause] for cause in rows[raw].root_causes) for raw in CAUSES}
    assert causes == CAUSES
    assert reports[document].summary.root_causes == 3
    assert {raw: rows[raw].follows for raw in FOLLOWS} == FOLLOWS
    assert all(rows[raw].follows for raw in (43, 45, 47, 49))
    assert "once $\\delta \\gamma$ multiplies the whole sum" in (rows[45].message or "")


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("raw", [37, 39])
def test_it_is_said_why_direct_and_total_agree(reports, document, raw):
    (expected,) = (each for each in EXPECTED if each.raw == raw)
    message = found(reports, document, expected).message or ""
    assert "direct and total alike" in message
    assert re.sub(r"[{} ]", "", message).count(r"\sum_j(S_j-\mu)=0") == 1


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_letters_of_the_size_and_the_extra_term_are_problems(reports, document):
    (report,) = reports[document].documents
    lines = {expected.raw: getattr(expected, document) for expected in EXPECTED}
    places = [(problem.rule, problem.line) for problem in report.problems]
    assert places == [("BN101", lines[9]), ("BN107", lines[11]), ("BN101", lines[27])]
    assert "n + 1 terms" in report.problems[1].message
    assert all(letter in report.problems[2].message for letter in "mnN")
    assert {problem.severity for problem in report.problems} == {"warning"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_is_assumed_is_said(reports, document):
    (report,) = reports[document].documents
    assert sum(r"\gamma \hat{S}_i + \beta" in assumption for assumption in report.assumptions) == 1
    assert sum("upstream gradient" in assumption for assumption in report.assumptions) == 1


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_chain_goes_on_over_four_rows(reports, document):
    by_line = {formula.line: formula for formula in reports[document]}
    rows = [by_line[getattr(expected, document)] for expected in EXPECTED[-4:]]
    assert [row.continues for row in rows] == [None, *(row.id for row in rows[:-1])]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_summary(reports, document):
    summary = reports[document].summary
    counts = (summary.correct, summary.wrong, summary.undecided, summary.definitions, summary.expressions)
    assert counts == (5, 7, 0, 3, 2)
    assert (summary.conditions, summary.boxed_correct, summary.boxed_wrong) == (0, 2, 2)
    assert reports[document].ok is (document == "retold")


def test_the_retold_document_expects_every_verdict(reports):
    expected = {row.retold: row.verdict for row in EXPECTED}
    assert {formula.line: formula.expected for formula in reports["retold"]} == expected
    assert all(formula.expected is None for formula in reports["raw"])
