r"""Wrong claims, each with the restriction under which it is right, or nearly so, argued by hand.

With r = 1/√(σ² + ε), batch normalisation has ∂x̂_j/∂x_i = r (δ_ij − 1/N − x̂_i x̂_j / N), Σ x̂ = 0 and
Σ x̂² = N σ² r².
"""

from __future__ import annotations

from dataclasses import dataclass

STATISTICS = r"""
$$\mu = \frac{1}{N} \sum_{k=1}^{N} x_k$$

$$\sigma^2 = \frac{1}{N} \sum_{k=1}^{N} (x_k - \mu)^2$$
"""
SCALED = (
    STATISTICS
    + r"""
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$
"""
)
BATCH = SCALED + "\n$$y_i = \\gamma \\hat{x}_i + \\beta$$\n"
LAYER = SCALED + "\n$$y_i = \\gamma_i \\hat{x}_i + \\beta_i$$\n"
PLAIN = STATISTICS + "\n$$\\hat{x}_i = \\frac{x_i - \\mu}{\\sqrt{\\sigma^2}}$$\n"
ROOT = r"\sqrt{\sigma^2 + \epsilon}"
G = r"\frac{\partial L}{\partial y_%s}"
GI, GJ = G % "i", G % "j"
DX = r"\frac{\partial L}{\partial x_i}"
JACOBIAN = r"\frac{\partial \hat{x}_i}{\partial x_j}"
NOTE = rf"; with a constant ${G % ''}$ the true gradient is 0".replace("y_}", "y}")


@dataclass(frozen=True)
class Case:
    """A claim under a layer; what is said of it, or None; and the restriction that a batch has to meet for it."""

    layer: str
    claim: str
    said: str | None
    meets: str = ""

    @property
    def text(self) -> str:
        return f"{self.layer}\n$${self.claim}$$\n"


DIAGONAL = f"${GJ} = 0$ for $j \\ne i$: it is the diagonal term only"
OTHERS = f"${GI} = 0$: it is what the other elements contribute only"
EQUAL_G = f"all ${GJ}$ are equal"
EQUAL_GAINS = r"all $\gamma_j$ are equal"

SAID = (
    # ∂ŷ_i/∂x_i of the one element: r (1 − 1/N − x̂_i²/N)
    Case(BATCH, rf"{DX} = \frac{{\gamma}}{{N {ROOT}}} {GI} (N - 1 - \hat{{x}}_i^2)", DIAGONAL + NOTE, "diagonal"),
    # the same with a gain for each element: a constant g leaves γ_i − mean(γ) …, which is not 0
    Case(LAYER, rf"{DX} = \frac{{\gamma_i}}{{N {ROOT}}} {GI} (N - 1 - \hat{{x}}_i^2)", DIAGONAL, "diagonal"),
    # all of Σ_j g_j ∂y_j/∂x_i but for j = i
    Case(
        BATCH,
        rf"{DX} = -\frac{{\gamma}}{{N {ROOT}}} \sum_{{j \ne i}} {GJ} (1 + \hat{{x}}_i \hat{{x}}_j)",
        OTHERS,
        "others",
    ),
    Case(
        LAYER,
        rf"{DX} = -\frac{{1}}{{N {ROOT}}} \sum_{{j \ne i}} {GJ} \gamma_j (1 + \hat{{x}}_i \hat{{x}}_j)",
        OTHERS,
        "others",
    ),
    # Σ_j g_j = N g_i, Σ_j g_j γ_j = g_i Σ_j γ_j where all g are equal
    Case(
        BATCH,
        rf"\frac{{\partial L}}{{\partial \beta}} = \frac{{1}}{{{GI}}} \sum_{{j=1}}^{{N}} \left({GJ}\right)^2",
        EQUAL_G,
        "constant",
    ),
    Case(
        LAYER,
        rf"{DX} = \frac{{1}}{{{ROOT}}} {GI} \left(\gamma_i - \frac{{1}}{{N}} \sum_{{j=1}}^{{N}} \gamma_j "
        rf"- \frac{{\hat{{x}}_i}}{{N}} \sum_{{j=1}}^{{N}} \gamma_j \hat{{x}}_j\right)",
        EQUAL_G,
        "constant",
    ),
    # Σ_j g_j x̂_j = 0 where all g are equal: the claim and the truth
    Case(
        BATCH,
        r"\frac{\partial L}{\partial \gamma} = 2 \sum_{j=1}^{N} " + GJ + r" \hat{x}_j",
        EQUAL_G + ": both sides are 0 then",
        "constant",
    ),
    # γ_i stands outside of sums in which it varies; where only g_i is not 0 it holds too, but is no diagonal term
    Case(
        LAYER,
        rf"{DX} = \frac{{\gamma_i}}{{N {ROOT}}} \left(N {GI} - \sum_{{j=1}}^{{N}} {GJ} "
        rf"- \hat{{x}}_i \sum_{{j=1}}^{{N}} {GJ} \hat{{x}}_j\right)",
        EQUAL_GAINS,
        "gains",
    ),
    Case(
        LAYER,
        rf"\frac{{\partial L}}{{\partial \mu}} = -\frac{{\gamma_1}}{{{ROOT}}} \sum_{{j=1}}^{{N}} {GJ}",
        EQUAL_GAINS,
        "gains",
    ),
    # Σ x̂² = N σ²/(σ² + ε)
    Case(SCALED, r"\sum_{k=1}^{N} \hat{x}_k^2 = N", r"$\epsilon = 0$", "epsilon"),
    Case(
        SCALED,
        rf"{JACOBIAN} = \frac{{1}}{{{ROOT}}} \left(\delta_{{ij}} - \frac{{1}}{{N}} "
        r"- \frac{(x_i - \mu)(x_j - \mu)}{N \sigma^2}\right)",
        r"$\epsilon = 0$",
        "epsilon",
    ),
    # 2 (x_i − μ)/N, and (1/N) Σ x² − μ²
    Case(SCALED, r"\frac{\partial \sigma^2}{\partial x_i} = \frac{2}{N} x_i", r"$\mu = 0$", "centred"),
    Case(
        SCALED, r"\frac{1}{N} \sum_{k=1}^{N} (x_k - \mu)^2 = \frac{1}{N} \sum_{k=1}^{N} x_k^2", r"$\mu = 0$", "centred"
    ),
    # −(x_i − μ) r³/2, and −1/σ
    Case(
        SCALED,
        rf"\frac{{\partial \hat{{x}}_i}}{{\partial \sigma^2}} = -\frac{{x_i - \mu}}{{2 {ROOT}}}",
        r"$\sigma^2 + \epsilon = 1$",
        "unit with ε",
    ),
    Case(PLAIN, r"\frac{\partial \hat{x}_i}{\partial \mu} = -\sqrt{\sigma^2}", r"$\sigma^2 = 1$", "unit"),
    # 1/N is N, is 1/2, is N/4
    Case(SCALED, r"\frac{\partial \mu}{\partial x_i} = N", "$N = 1$", "one"),
    Case(BATCH, rf"\frac{{\partial L}}{{\partial \beta}} = {GI}", "$N = 1$", "one"),
    Case(SCALED, r"\frac{\partial \mu}{\partial x_i} = \frac{1}{2}", "$N = 2$", "two"),
    # of two elements, one is the mean less half of the difference: (x_1 − x_2)²/4
    Case(SCALED, r"\frac{1}{N} \sum_{k=1}^{N} (x_k - \mu)^2 = (x_1 - \mu)^2", "$N = 2$", "two"),
    # the two cases of r (δ_ij − 1/N − x̂_i x̂_j / N)
    Case(SCALED, rf"{JACOBIAN} = \frac{{1}}{{N {ROOT}}} (N - 1 - \hat{{x}}_i^2)", "$i = j$", "i = j"),
    Case(SCALED, rf"{JACOBIAN} = -\frac{{1}}{{N {ROOT}}} (1 + \hat{{x}}_i \hat{{x}}_j)", r"$i \ne j$", "i ≠ j"),
    Case(
        SCALED,
        rf"\frac{{\partial \hat{{x}}_i}}{{\partial x_i}} = \frac{{1}}{{N {ROOT}}} (N - 1 - \hat{{x}}_1^2)",
        "$i = 1$",
        "i = 1",
    ),
    # r² for r: both sides are 0 where all g are equal, but that the claim is right where r = 1 says more
    Case(
        BATCH,
        rf"{DX} = \frac{{\gamma}}{{N (\sigma^2 + \epsilon)}} \left(N {GI} - \sum_{{j=1}}^{{N}} {GJ} "
        rf"- \hat{{x}}_i \sum_{{j=1}}^{{N}} {GJ} \hat{{x}}_j\right)",
        r"$\sigma^2 + \epsilon = 1$",
        "unit with ε",
    ),
)

NOT_SAID = (
    # the square of the diagonal term with the other sign, and without the 1/N of the mean
    Case(BATCH, rf"{DX} = \frac{{\gamma}}{{N {ROOT}}} {GI} (N - 1 + \hat{{x}}_i^2)", None),
    Case(LAYER, rf"{DX} = \frac{{\gamma_i}}{{N {ROOT}}} {GI} (N - \hat{{x}}_i^2)", None),
    Case(BATCH, rf"{DX} = -\frac{{\gamma}}{{N {ROOT}}} \sum_{{j \ne i}} {GJ} (1 - \hat{{x}}_i \hat{{x}}_j)", None),
    Case(BATCH, rf"{DX} = \frac{{\gamma}}{{N {ROOT}}} \sum_{{j \ne i}} {GJ} (1 + \hat{{x}}_i \hat{{x}}_j)", None),
    # a gradient by γ that is neither 0 where g is constant nor right elsewhere
    Case(BATCH, r"\frac{\partial L}{\partial \gamma} = \sum_{j=1}^{N} " + GJ + r" (\hat{x}_j + 1)", None),
    # equal gains do not mend a wrong sign, nor a missing 1/N
    Case(
        LAYER,
        rf"{DX} = \frac{{\gamma_i}}{{N {ROOT}}} \left(N {GI} + \sum_{{j=1}}^{{N}} {GJ} "
        rf"- \hat{{x}}_i \sum_{{j=1}}^{{N}} {GJ} \hat{{x}}_j\right)",
        None,
    ),
    Case(
        LAYER,
        rf"{DX} = \frac{{\gamma_i}}{{N {ROOT}}} \left({GI} - \sum_{{j=1}}^{{N}} {GJ} "
        rf"- \hat{{x}}_i \sum_{{j=1}}^{{N}} {GJ} \hat{{x}}_j\right)",
        None,
    ),
    # N − 3 is N σ²/(σ² + ε) for no ε ≥ 0 and all inputs
    Case(SCALED, r"\sum_{k=1}^{N} \hat{x}_k^2 = N - 3", None),
    Case(
        SCALED,
        rf"{JACOBIAN} = \frac{{1}}{{{ROOT}}} \left(\delta_{{ij}} - \frac{{1}}{{N}} "
        r"- \frac{(x_i - \mu)(x_j - \mu)}{N^2 \sigma^2}\right)",
        None,
    ),
    # centred inputs do not mend a factor
    Case(SCALED, r"\frac{\partial \sigma^2}{\partial x_i} = \frac{5}{N} x_i", None),
    Case(SCALED, r"\frac{1}{N} \sum_{k=1}^{N} (x_k - \mu)^2 = \frac{3}{N} \sum_{k=1}^{N} x_k^2", None),
    # nor a unit variance
    Case(SCALED, rf"\frac{{\partial \hat{{x}}_i}}{{\partial \sigma^2}} = -\frac{{x_i - \mu}}{{3 {ROOT}}}", None),
    Case(PLAIN, r"\frac{\partial \hat{x}_i}{\partial \mu} = -2 \sqrt{\sigma^2}", None),
    # 1/N is 1/3 at N = 3, of which nothing is said, and never 2
    Case(SCALED, r"\frac{\partial \mu}{\partial x_i} = \frac{1}{3}", None),
    Case(SCALED, r"\frac{\partial \mu}{\partial x_i} = 2", None),
    Case(SCALED, rf"{JACOBIAN} = \frac{{1}}{{N {ROOT}}} (N - 1 - 3 \hat{{x}}_i^2)", None),
    # off the diagonal both sides are 0, which says nothing
    Case(SCALED, r"\frac{\partial x_i}{\partial x_j} = 3 \delta_{ij}", None),
)
