"""The right derivation: every claim is proved, every slip is refuted at its row, every equal rewriting is proved."""

from __future__ import annotations

import pytest

import bnderive
from tests.derivations.rewritings import REWRITINGS
from tests.derivations.slips import HARMLESS, SLIPS
from tests.derivations.variants import DOCUMENT, ROWS, judged, place, rewritten


@pytest.fixture(scope="module")
def report():
    return bnderive.check(DOCUMENT)


def test_every_claim_is_proved(report):
    claims = [formula for formula in report if formula.role == "claim"]
    assert [formula.verdict for formula in claims] == ["correct"] * len(ROWS)
    assert sorted(formula.line for formula in claims) == sorted(place(row) + 1 for row in ROWS)
    assert report.ok


def test_it_goes_from_the_definitions_to_the_boxed_gradients(report):
    assert [formula.latex.split(" = ")[0] for formula in report if formula.role == "definition"] == [
        r"\mu", r"\sigma^2", r"\hat{x}_i", "y_i", r"\delta_i",
    ]  # fmt: skip
    boxed = [formula.line for formula in report if formula.boxed]
    assert boxed == [place(row) + 1 for row in ("gain", "shift", "input, boxed")]
    assert (report.summary.boxed_correct, report.summary.boxed_wrong) == (3, 0)


def test_it_reports_no_problem_and_assumes_only_the_sign_of_epsilon(report):
    (document,) = report.documents
    assert document.problems == ()
    assert document.assumptions == (r"$\epsilon > 0$",)


@pytest.mark.parametrize(("row", "old", "new", "kind"), SLIPS)
def test_a_slip_is_refuted_at_its_row(row, old, new, kind):
    formula = judged(row, rewritten(row, old, new))
    assert formula.verdict == "wrong", formula.message
    assert formula.rule is not None
    assert formula.rule.startswith("BN3")
    assert formula.counterexample is not None
    assert formula.counterexample.claimed != formula.counterexample.true


@pytest.mark.parametrize(("row", "old", "new", "kind", "reason"), HARMLESS)
def test_what_only_looks_like_a_slip_is_proved(row, old, new, kind, reason):
    formula = judged(row, rewritten(row, old, new))
    assert formula.verdict == "correct", formula.message


@pytest.mark.parametrize(("row", "old", "new", "what"), REWRITINGS)
def test_an_equal_rewriting_is_proved(row, old, new, what):
    formula = judged(row, rewritten(row, old, new))
    assert formula.verdict == "correct", formula.message


def test_the_tables_reach_every_row_and_every_kind():
    assert {row for row, *_ in SLIPS} == set(ROWS)
    assert {kind for *_, kind in SLIPS} >= {
        "sign", "factor", "exponent", "hat", "index", "dropped sum", "1/N", "N - 1", "epsilon", "parentheses",
    }  # fmt: skip
    assert len(set(SLIPS)) >= 60
    assert len(set(REWRITINGS)) >= 60


# A slip in a definition makes other rows false: each is listed with one row that notices.
@pytest.mark.parametrize(
    ("line", "old", "new", "noticed"),
    [
        (r"$$\mu =", r"\frac{1}{N}", r"\frac{2}{N}", "deviations"),
        (r"$$\sigma^2 =", r"\frac{1}{N}", r"\frac{1}{N - 1}", "variance"),
        (r"$$\sigma^2 =", r"\mu)^2", r"\mu)^4", "variance"),
        (r"$$\hat{x}_i =", r"x_i - \mu", r"\mu - x_i", "hat by mean"),
        (r"$$\hat{x}_i =", r"\epsilon", r"2 \epsilon", "squares"),
        (r"$$\hat{x}_i =", r"\sqrt{\sigma^2 + \epsilon}", r"\sigma^2 + \epsilon", "input, boxed"),
        (r"$$y_i =", r"\gamma", r"\gamma^2", "output by hat"),
        (r"$$y_i =", r" + \beta", r" - \beta", "shift"),
    ],
)
def test_a_slip_in_a_definition_is_noticed_elsewhere(line, old, new, noticed):
    text = DOCUMENT.read_text(encoding="utf-8")
    (definition,) = (each for each in text.splitlines() if each.startswith(line))
    assert definition.count(old) == 1
    settings = bnderive.Settings(lines=(("variant.md", place(noticed) + 1),))
    changed = text.replace(definition, definition.replace(old, new))
    (formula,) = bnderive.check_text(changed, "variant.md", settings=settings)
    assert formula.verdict == "wrong"


FORWARD, BACKWARD = r"\frac{\partial \hat{x}_j}{\partial x_i}", r"\frac{\partial \hat{x}_i}{\partial x_j}"
DENOMINATOR = r"N \sqrt{\sigma^2 + \epsilon}"


# What a bound letter of a definition is called must not matter to a claim in which that letter is free.
@pytest.mark.parametrize("letter", ["i", "j", "k"])
def test_the_letter_of_a_sum_is_no_free_index(letter):
    text = "\n\n".join(
        rf"$${formula}$$"
        for formula in (
            rf"\mu = \frac{{1}}{{N}} \sum_{{{letter}=1}}^N x_{letter}",
            rf"\sigma^2 = \frac{{1}}{{N}} \sum_{{{letter}=1}}^N (x_{letter} - \mu)^2",
            r"\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}",
            rf"{FORWARD} = \frac{{N \delta_{{ij}} - 1 - \hat{{x}}_i \hat{{x}}_j}}{{{DENOMINATOR}}}",
            rf"{FORWARD} = \frac{{\delta_{{ij}} (N - 1 - \hat{{x}}_i \hat{{x}}_j)}}{{{DENOMINATOR}}}",
            rf"{BACKWARD} = \frac{{N \delta_{{ij}} - 1 - \hat{{x}}_i \hat{{x}}_j}}{{{DENOMINATOR}}}",
            rf"{BACKWARD} = \frac{{\delta_{{ij}} (N - 1 - \hat{{x}}_i \hat{{x}}_j)}}{{{DENOMINATOR}}}",
            r"x_i x_j + \sum_{j=1}^N x_j \delta_{ij} = x_i x_j + x_i",
            r"x_i x_j + \sum_{j=1}^N x_j \delta_{ij} = x_i x_j + \delta_{ij} x_i",
        )
    )
    verdicts = [formula.verdict for formula in bnderive.check_text(text)]
    assert verdicts == [None, None, None, "correct", "wrong", "correct", "wrong", "correct", "wrong"]
