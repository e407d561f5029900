r"""A report written by hand: one derivation of the batch-norm backward pass, with the verdicts a careful reader gives.

Counterexamples are worked on paper at S = (0, 1, 2), ε = 1/3, so μ = 1, σ² = 2/3, √(σ²+ε) = 1, Ŝ = (−1, 0, 1):

- lines 13, 43, i = 1, δ = (1, 0, 0), γ = 2: claimed 2 − 1/3 − 1/3 = 4/3, true 2/3 · (3 − 1 − 1) = 2/3
- line 37, i = 1: claimed 2/3, true 2 · (0 − 1)/3 = −2/3
- line 39, i = 1: claimed −0²/3 = 0, true −(−1)²/3 = −1/3
- lines 45 to 49, i = 3, δ = (0, 0, 1), γ = 1: claimed 1 − 1/3 − 4/3 = −2/3, true 1/3 · (3 − 1 − 1) = 1/3
"""

from __future__ import annotations

from dataclasses import replace

from bnderive.report import (
    Counterexample,
    DefinitionRow,
    DocumentReport,
    Finding,
    Formula,
    Relation,
    Report,
    Truth,
    summarise,
)

ROOT = r"\sqrt{\sigma^2 + \epsilon}"
HAT = r"\frac{\partial \hat{S}_i}{\partial S_i}"
MEAN = r"\frac{\partial \hat{S}_i}{\partial \mu} * \frac{\partial \mu}{\partial S_i}"
VARIANCE = r"\frac{\partial \hat{S}_i}{\partial \sigma^2} * \frac{\partial \sigma^2}{\partial S_i}"
CHAIN = rf"\frac{{\partial L}}{{\partial S_i}} = \delta\gamma * {HAT} + {MEAN} + {VARIANCE}"

GRADIENT = Truth(
    rf"\frac{{\gamma}}{{N{ROOT}}} \left( N\delta_i - \sum_j \delta_j - \hat{{S}}_i \sum_j \delta_j \hat{{S}}_j \right)",
    "gamma*(N*delta[i] - Sum(delta[j], (j, 1, N)) - S_hat[i]*Sum(delta[j]*S_hat[j], (j, 1, N)))"
    "/(N*sqrt(sigma2 + epsilon))",
)
S = ("0", "1", "2")


def row(number: int, line: int, latex: str, role: str = "claim", **found: object) -> Formula:
    boxed = bool(found.pop("boxed", False))
    column = 10 if boxed else 3
    formula = Formula(
        id=f"f{number}",
        fingerprint=f"{number:016x}",
        line=line,
        column=column,
        end_line=line,
        end_column=column + len(latex),
        latex=latex,
        boxed=boxed,
        continues=None,
        role=role,
        understood=latex,
    )
    return replace(formula, **found)  # type: ignore[arg-type]


def correct(number: int, line: int, latex: str, **found: object) -> Formula:
    right = latex.partition(" = ")[2]
    return row(number, line, latex, verdict="correct", relations=(Relation(right, "correct"),), **found)


def wrong(number: int, line: int, latex: str, truth: Truth, point: Counterexample, **found: object) -> Formula:
    relations = (Relation(latex.partition("= ")[2], "wrong"),)
    return row(
        number,
        line,
        latex,
        verdict="wrong",
        rule="BN300",
        name="wrong",
        truth=truth,
        counterexample=point,
        relations=relations,
        conditions=("$N \\ge 1$", "$\\epsilon > 0$"),
        **found,
    )


def point(i: int, claimed: str, true: str, **more: str | tuple[str, ...]) -> Counterexample:
    return Counterexample(3, {"i": i}, {"S": S, **more, "epsilon": "1/3"}, claimed, true)


FIRST = point(1, "4/3", "2/3", delta=("1", "0", "0"), gamma="2")
LAST = point(3, "-2/3", "1/3", delta=("0", "0", "1"), gamma="1")
UPSTREAM = (r"$\delta$ is the gradient of the loss by the output, $\delta_i = \frac{\partial L}{\partial y_i}$",)
MISSED = (
    r"every $\hat{S}_j$ depends on $S_i$, through the mean and the variance; the right side has the term $j = i$ only"
)

FORMULAS = (
    row(1, 7, rf"\hat{{S}}_i = \frac{{S_i - \mu}}{{{ROOT}}}", "definition"),
    row(2, 9, r"\mu = \frac{1}{m} \sum_{i=1}^n S_i", "definition"),
    row(3, 11, r"\sigma^2 = \frac{1}{m} \sum_{i=0}^n (S_i - \mu)^2", "definition"),
    wrong(
        4,
        13,
        CHAIN,
        GRADIENT,
        FIRST,
        reading="chain",
        assumptions=UPSTREAM,
        message=MISSED + r"; as written, $\delta\gamma$ multiplies the first term only",
    ),
    correct(
        5,
        19,
        rf"{HAT} = \frac{{1}}{{{ROOT}}}",
        boxed=True,
        reading="direct",
        total=Truth(rf"\frac{{N - 1 - \hat{{S}}_i^2}}{{N{ROOT}}}"),
    ),
    row(6, 23, rf"{MEAN} =", "expression"),
    correct(7, 25, rf"\frac{{\partial \hat{{S}}_i}}{{\partial \mu}} = \frac{{-1}}{{{ROOT}}}", reading="direct"),
    correct(8, 27, r"\frac{\partial \mu}{\partial S_i} = \frac{1}{N}", reading="direct"),
    correct(9, 29, rf"{MEAN} = \frac{{-1}}{{N{ROOT}}}", boxed=True, reading="direct"),
    row(10, 33, VARIANCE, "expression"),
    correct(
        11,
        35,
        r"\frac{\partial \hat{S}_i}{\partial \sigma^2} = \frac{-1}{2} (S_i - \mu) (\sigma^2 + \epsilon)^{\frac{-3}{2}}",
        reading="direct",
    ),
    wrong(
        12,
        37,
        r"\frac{\partial \sigma^2}{\partial S_i} = \frac{2}{N}",
        Truth(r"\frac{2(S_i - \mu)}{N}", "2*(S[i] - mu)/N"),
        point(1, "2/3", "-2/3"),
        reading="direct",
        message=r"the factor $S_i - \mu$ is missing; direct and total agree because $\sum_j (S_j - \mu) = 0$",
    ),
    wrong(
        13,
        39,
        rf"{VARIANCE} = \frac{{-S_i^2}}{{N{ROOT}}}",
        Truth(rf"-\frac{{\hat{{S}}_i^2}}{{N{ROOT}}}", "-S_hat[i]**2/(N*sqrt(sigma2 + epsilon))"),
        point(1, "0", "-1/3"),
        boxed=True,
        reading="direct",
        message=r"the true value has $\hat{S}_i$ where the right side has $S_i$",
    ),
    wrong(14, 43, CHAIN, GRADIENT, FIRST, reading="chain", assumptions=UPSTREAM, message=MISSED),
    wrong(
        15,
        45,
        rf"= \delta\gamma * \left( \frac{{1}}{{{ROOT}}} + \frac{{-1}}{{N{ROOT}}} + \frac{{-S_i^2}}{{N{ROOT}}} \right)",
        GRADIENT,
        LAST,
        reading="total",
        assumptions=UPSTREAM,
        message=MISSED,
        continues="f14",
    ),
    wrong(
        16,
        47,
        rf"= \frac{{\delta\gamma}}{{{ROOT}}} * \left( 1 + \frac{{-1}}{{N}} + \frac{{-S_i^2}}{{N}} \right)",
        GRADIENT,
        LAST,
        reading="total",
        assumptions=UPSTREAM,
        message=MISSED,
        continues="f15",
    ),
    wrong(
        17,
        49,
        rf"= \frac{{\delta\gamma}}{{N{ROOT}}} * (N - 1 + -S_i^2)",
        GRADIENT,
        LAST,
        boxed=True,
        reading="total",
        assumptions=UPSTREAM,
        message=MISSED,
        continues="f16",
    ),
)


def problem(number: int, name: str, line: int, message: str, severity: str = "warning") -> Finding:
    return Finding(f"BN{number}", name, severity, line, 3, line, 40, message)


SEED = DocumentReport(
    path="derivations/batch_norm_seed.md",
    layer="batch normalisation",
    definitions=(
        DefinitionRow(r"\hat{S}_i", rf"\frac{{S_i - \mu}}{{{ROOT}}}", 7, "document"),
        DefinitionRow(r"\mu", r"\frac{1}{N} \sum_i S_i", 9, "document"),
        DefinitionRow(r"\sigma^2", r"\frac{1}{N} \sum_i (S_i - \mu)^2", 11, "document"),
        DefinitionRow("y_i", r"\gamma \hat{S}_i + \beta", None, "standard layer"),
    ),
    assumptions=UPSTREAM,
    problems=(
        problem(
            101,
            "size-alias",
            9,
            "the mean divides by $m$ but sums to $n$: both, and $N$ (line 27), are read as one size",
        ),
        problem(
            102, "extra-term", 11, "the sum from $0$ to $n$ has $n + 1$ terms; it is read as the sum over the batch"
        ),
    ),
    formulas=FORMULAS,
)

REPORT = Report((SEED,), summarise((SEED,)))
