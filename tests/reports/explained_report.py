r"""The report of `seed_report` with its explanation, by hand: three root causes, of which line 45 inherits two.

Line 13 is mended by a sum over j, as line 43, which repeats it; 37 by the factor S_i − μ; 39 by a hat.
"""

from __future__ import annotations

from dataclasses import replace

from bnderive.report import Formula, Relation, Repair, Report, summarise
from tests.reports.seed_report import CHAIN, FORMULAS, HAT, MEAN, ROOT, SEED, VARIANCE


def over_j(latex: str) -> str:
    return latex.replace(r"\hat{S}_i", r"\hat{S}_j")


CROSS = (
    r"\frac{\partial L}{\partial S_i} = "
    rf"\sum_j \delta_j \gamma * \left( {over_j(HAT)} + {over_j(MEAN)} + {over_j(VARIANCE)} \right)"
)
FACTOR = r"\frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N} (S_i - \mu)"
ACCENT = rf"{VARIANCE} = \frac{{-\hat{{S}}_i^2}}{{N {ROOT}}}"
DIAGONAL = r"$\delta_j = 0$ for $j \ne i$"


def mended(formula: Formula, latex: str, rule: str, name: str, message: str, **found: object) -> Formula:
    repair = Repair(latex, (rule,), True, ())
    return replace(formula, rule=rule, name=name, message=message, repair=repair, **found)  # type: ignore[arg-type]


def inherited(formula: Formula, message: str, *causes: str, **found: object) -> Formula:
    row = replace(formula, rule="BN399", name="inherited", message=message, follows=True, root_causes=causes)
    return replace(row, **found)  # type: ignore[arg-type]


def explained(formula: Formula) -> Formula:
    from_both = ", and has its error from lines 13 and 39"
    match formula.line:
        case 13:
            message = "missing cross terms: every $\\hat{S}_j$ depends on $S_i$"
            return mended(formula, CROSS, "BN317", "missing-cross-terms", message)
        case 37:
            message = r"dropped factor: $\frac{2}{N}$ should be $\frac{2}{N} (S_i - \mu)$"
            return mended(formula, FACTOR, "BN307", "dropped-factor", message)
        case 39:
            message = r"missing accent: $S_i^2$ should be $\hat{S}_i^2$"
            return mended(formula, ACCENT, "BN301", "missing-accent", message, follows=False)
        case 43:
            repair = Repair(CROSS, ("BN317",), True, ())
            return inherited(formula, "it repeats line 13, which is wrong", "f4", repair=repair)
        case 45:
            text = (
                r"it follows from line 43 with lines 19, 29 and 39 put in, once $\delta\gamma$ multiplies the whole sum"
            )
            return inherited(formula, text + from_both, "f4", "f13")
        case 47 | 49:
            special = DIAGONAL if formula.line == 49 else None
            text = f"it follows from line {formula.line - 2}{from_both}"
            return inherited(formula, text, "f4", "f13", special_case=special)
    return formula


EXPLAINED = replace(SEED, formulas=tuple(map(explained, FORMULAS)))
REPORT = Report((EXPLAINED,), summarise((EXPLAINED,)))
LUCKY = replace(
    FORMULAS[8],
    follows=False,
    relations=(Relation(r"\frac{-1}{N}", "correct", False),),
    message="true, but it does not follow from line 25, which is wrong",
)
assert FORMULAS[3].latex == CHAIN
