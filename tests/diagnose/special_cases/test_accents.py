"""A restriction of a row with one accent put on or taken off; never of one that the accent alone mends."""

from __future__ import annotations

from bnderive.check import check, check_text
from tests.diagnose.special_cases.claims import BATCH, DIAGONAL, DX, GI, NOTE, ROOT, SCALED

SEED = "tests/derivations/seed.txt"


def said(text: str) -> str | None:
    formula = check_text(text).documents[0].formulas[-1]
    assert formula.verdict == "wrong"
    return formula.special_case


def test_the_end_of_the_seed_is_the_diagonal_term() -> None:
    """δγ/(N√) (N − 1 − S²) is γ δ_i ∂Ŝ_i/∂S_i once S is Ŝ; Σ_j ∂Ŝ_j/∂S_i = 0 makes the rest vanish for a constant δ."""
    found = {f.line: f.special_case for f in check(SEED).documents[0].formulas if f.special_case is not None}
    text = r"with the hat put on, $\delta_j = 0$ for $j \ne i$: it is the diagonal term only; "
    assert found == dict.fromkeys((45, 47, 49), text + r"with a constant $\delta$ the true gradient is 0")


def test_a_hat_put_on() -> None:
    claim = rf"{DX} = \frac{{\gamma}}{{N {ROOT}}} {GI} (N - 1 - x_i^2)"
    assert said(f"{BATCH}\n$${claim}$$\n") == f"with the hat put on, {DIAGONAL}{NOTE}"


def test_a_hat_taken_off() -> None:
    """r − r/N − (x_i − μ)² r³/N."""
    claim = (
        rf"{DX} = \gamma {GI} \left(\frac{{N - 1}}{{N {ROOT}}} - \frac{{(\hat{{x}}_i - \mu)^2}}{{N {ROOT}^3}}\right)"
    )
    assert said(f"{BATCH}\n$${claim}$$\n") == f"with the hat taken off, {DIAGONAL}{NOTE}"


def test_a_hat_that_mends_the_row_is_a_repair() -> None:
    claim = rf"\frac{{\partial \hat{{x}}_i}}{{\partial x_i}} = \frac{{1}}{{N {ROOT}}} (N - 1 - x_i^2)"
    assert said(f"{SCALED}\n$${claim}$$\n") is None


def test_a_hat_does_not_help_everywhere() -> None:
    claim = rf"{DX} = \frac{{\gamma}}{{N {ROOT}}} {GI} (N - 1 - 2 x_i^2)"
    assert said(f"{BATCH}\n$${claim}$$\n") is None
