r"""Equal ways to write a row of the right derivation: (row, old, new, what was done). Every row stays true."""

from __future__ import annotations

ROOT = r"\sqrt{\sigma^2 + \epsilon}"
SUM = r"\sum_{j=1}^{N}"
HAT = r"\frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}"
BRACKET = rf"\left( N \delta_i - {SUM} \delta_j - \hat{{x}}_i {SUM} \delta_j \hat{{x}}_j \right)"
BOXED = rf"\frac{{\gamma}}{{N {ROOT}}} {BRACKET}"
PUT_IN = rf"\frac{{\gamma (x_i - \mu)}}{{N (\sigma^2 + \epsilon)}} {SUM} \delta_j \hat{{x}}_j"
VARIANCE = r"\frac{1}{N} \sum_{k=1}^{N} (x_k - \mu)^2"

REWRITINGS = (
    # sums
    ("deviations", rf"{SUM} (x_j - \mu)", r"\sum_{k=1}^{N} (x_k - \mu)", "other letter"),
    ("deviations", rf"{SUM} (x_j - \mu)", rf"{SUM} x_j - N \mu", "sum split"),
    ("deviations", rf"{SUM} (x_j - \mu)", r"\sum_j (x_j - \mu)", "range left out"),
    ("deviations", rf"{SUM} (x_j - \mu) = 0", rf"{SUM} x_j = N \mu", "moved across"),
    ("normalised", r"\hat{x}_j", r"\frac{x_j - \mu}{\sqrt{\sigma^2 + \epsilon}}", "written out"),
    ("normalised", r"\hat{x}_j", r"\hat x_j", "braces left out"),
    ("normalised", r"\hat{x}_j", r"\widehat{x}_j", "wide hat"),
    ("squares", r"\hat{x}_j^2", r"\hat{x}_j \hat{x}_j", "power as product"),
    (
        "squares",
        r"\frac{N \sigma^2}{\sigma^2 + \epsilon}",
        r"N - \frac{N \epsilon}{\sigma^2 + \epsilon}",
        "divided out",
    ),
    ("squares", r"N \sigma^2", rf"{SUM} (x_j - \mu)^2", "variance written out"),
    ("squares", r"\frac{N \sigma^2}{\sigma^2 + \epsilon}", r"N \sigma^2 (\sigma^2 + \epsilon)^{-1}", "power"),
    # one arrow at a time
    ("mean", r"\frac{1}{N}", "N^{-1}", "power"),
    ("mean", r"\frac{1}{N}", r"\frac1N", "braces left out"),
    ("mean", r"\frac{1}{N}", "1/N", "slash"),
    ("mean", r"x_i} =", r"x_k} =", "other letter"),
    ("variance", r"\frac{2}{N} (x_i - \mu)", r"\frac{2 x_i - 2 \mu}{N}", "expanded"),
    ("variance", r"\frac{2}{N} (x_i - \mu)", r"\frac{2 x_i}{N} - \frac{2 \mu}{N}", "fraction split"),
    ("variance", r"\frac{2}{N} (x_i - \mu)", r"(x_i - \mu) \cdot \frac{2}{N}", "reordered"),
    ("variance", r"\frac{2}{N} (x_i - \mu)", r"-\frac{2}{N} (\mu - x_i)", "both signs turned"),
    ("variance", r"(x_i - \mu)", r"\left( x_i - \mu \right)", "left and right"),
    ("variance", r"(x_i - \mu)", r"\Big( x_i - \mu \Big)", "sized parentheses"),
    ("variance", r"\frac{2}{N} (x_i - \mu)", rf"\frac{{2}}{{N}} \hat{{x}}_i {ROOT}", "hat put in"),
    ("variance", r"- \mu", r"- \frac{1}{N} \sum_{k=1}^{N} x_k", "mean written out"),
    (
        "variance",
        r"\frac{2}{N} (x_i - \mu)",
        r"\frac{2}{N} \left( 1 - \frac{1}{N} \right) x_i - \frac{2}{N^2} \sum_{j \ne i} x_j",
        "own term apart",
    ),
    ("hat by input", rf"\frac{{1}}{{{ROOT}}}", r"(\sigma^2 + \epsilon)^{-1/2}", "root as power"),
    ("hat by input", rf"\frac{{1}}{{{ROOT}}}", r"(\sigma^2 + \epsilon)^{-0.5}", "decimal exponent"),
    ("hat by input", rf"\frac{{1}}{{{ROOT}}}", r"\sqrt{\frac{1}{\sigma^2 + \epsilon}}", "root of the fraction"),
    (
        "hat by input",
        rf"\frac{{1}}{{{ROOT}}}",
        r"\frac{\sqrt{\sigma^2 + \epsilon}}{\sigma^2 + \epsilon}",
        "made rational",
    ),
    ("hat by input", r"\sigma^2 + \epsilon", r"\epsilon + \sigma^2", "reordered"),
    ("hat by input", r"{\sigma^2 + \epsilon}", rf"{{{VARIANCE} + \epsilon}}", "variance written out"),
    ("hat by mean", r"-\frac{1}", r"\frac{-1}", "sign moved"),
    ("hat by mean", r"-\frac{1}", r"-\dfrac{1}", "display fraction"),
    ("hat by variance", r"-\frac{1}{2}", r"-\frac12", "braces left out"),
    ("hat by variance", r"-\frac{1}{2}", "-0.5", "decimal"),
    ("hat by variance", r"-\frac{1}{2}", r"-\tfrac{1}{2}", "small fraction"),
    ("hat by variance", "-3/2", r"-\frac{3}{2}", "exponent as fraction"),
    ("hat by variance", r"(\sigma^2 + \epsilon)^{-3/2}", rf"\frac{{1}}{{(\sigma^2 + \epsilon) {ROOT}}}", "power split"),
    ("hat by variance", r"(\sigma^2 + \epsilon)^{-3/2}", rf"\frac{{1}}{{{ROOT}^3}}", "power of the root"),
    ("hat by variance", r"-\frac{1}{2} (x_i - \mu)", r"\frac{\mu - x_i}{2}", "sign put in"),
    ("hat by variance, short", r"2 (\sigma^2 + \epsilon)", r"2 \sigma^2 + 2 \epsilon", "expanded"),
    ("hat by variance, short", r"\frac{\hat{x}_i}{2", rf"\frac{{{HAT}}}{{2", "hat written out"),
    ("output by gain", r"= \hat{x}_i", rf"= {HAT}", "hat written out"),
    ("output by gain", r"= \hat{x}_i", r"= \frac{y_i - \beta}{\gamma}", "by the output"),
    # the Jacobian
    ("jacobian", r"\hat{x}_i \hat{x}_j", r"\hat{x}_j \hat{x}_i", "reordered"),
    ("jacobian", r"\hat{x}_i \hat{x}_j", r"\frac{(x_i - \mu)(x_j - \mu)}{\sigma^2 + \epsilon}", "hats written out"),
    ("jacobian", "[i = j]", "[j = i]", "reordered"),
    (
        "jacobian",
        r"\frac{1}{N \sqrt{\sigma^2 + \epsilon}} \left( N \mathbb{1}[i = j] - 1 - \hat{x}_i \hat{x}_j \right)",
        rf"\frac{{\mathbb{{1}}[i = j] - \frac{{1}}{{N}}}}{{{ROOT}}} - \frac{{\hat{{x}}_i \hat{{x}}_j}}{{N {ROOT}}}",
        "fraction split",
    ),
    # the parameters
    ("gain", r"\sum_{i=1}^{N} \delta_i \hat{x}_i", rf"{SUM} \delta_j \hat{{x}}_j", "other letter"),
    ("gain", r"\delta_i \hat{x}_i", rf"\delta_i {HAT}", "hat written out"),
    ("gain", r"\delta_i \hat{x}_i", r"\hat{x}_i \times \delta_i", "reordered"),
    ("gain", r"\delta_i \hat{x}_i", r"\frac{\partial L}{\partial y_i} \hat{x}_i", "upstream written out"),
    ("shift", r"\delta_i", r"\frac{\partial L}{\partial y_i}", "upstream written out"),
    ("loss by hat", r"= \gamma \delta_i", r"= \delta_i \gamma", "reordered"),
    ("loss by hat", r"{\partial y_i} \frac", r"{\partial y_i} \, \cdot \frac", "spacing"),
    (
        "loss by variance, raw",
        r"\frac{\gamma}{2} (\sigma^2 + \epsilon)^{-3/2}",
        rf"\frac{{\gamma}}{{2 (\sigma^2 + \epsilon) {ROOT}}}",
        "power split",
    ),
    (
        "loss by variance, raw",
        rf"{SUM} \delta_j (x_j - \mu)",
        rf"\left( {SUM} \delta_j x_j - \mu {SUM} \delta_j \right)",
        "sum split",
    ),
    (
        "loss by variance, raw",
        r"-\frac{\gamma}{2} (\sigma^2 + \epsilon)^{-3/2} \sum_{j=1}^{N} \delta_j",
        r"\sum_{j=1}^{N} -\frac{\gamma}{2} (\sigma^2 + \epsilon)^{-3/2} \delta_j",
        "factor put in",
    ),
    ("loss by variance, short", SUM, r"\sum\limits_{j=1}^{N}", "limits"),
    (
        "loss by mean, short",
        r"-\frac{\gamma}{\sqrt{\sigma^2 + \epsilon}} \sum_{j=1}^{N} \delta_j",
        rf"-\sum_{{k=1}}^{{N}} \frac{{\gamma \delta_k}}{{{ROOT}}}",
        "factor put in",
    ),
    # the gradient at an input
    (
        "input",
        r"\frac{\partial L}{\partial \mu} \frac{\partial \mu}{\partial x_i}",
        r"\frac{\partial \mu}{\partial x_i} \frac{\partial L}{\partial \mu}",
        "reordered",
    ),
    (
        "input",
        r"\frac{\partial L}{\partial \hat{x}_i} \frac{\partial \hat{x}_i}{\partial x_i}",
        r"\gamma \delta_i \frac{\partial \hat{x}_i}{\partial x_i}",
        "put in",
    ),
    ("input, put in", r"\frac{\gamma \delta_i}{", r"\gamma \frac{\delta_i}{", "factor taken out"),
    ("input, put in", PUT_IN, rf"\frac{{\gamma \hat{{x}}_i}}{{N {ROOT}}} {SUM} \delta_j \hat{{x}}_j", "hat put in"),
    ("input, put in", r"\hat{x}_j", r"\frac{x_j - \mu}{(\sigma^2 + \epsilon)^{1/2}}", "hat written out"),
    (
        "input, bracket",
        r"\frac{1}{N} \sum_{j=1}^{N} \delta_j -",
        r"\frac{1}{N} \sum_{j \neq i} \delta_j - \frac{\delta_i}{N} -",
        "own term apart",
    ),
    ("input, bracket", r"\frac{\hat{x}_i}{N}", r"\frac{1}{N} \hat{x}_i", "factor taken out"),
    (
        "input, bracket",
        r"\delta_i - \frac{1}{N} \sum_{j=1}^{N} \delta_j",
        r"- \frac{1}{N} \sum_{j=1}^{N} \delta_j + \delta_i",
        "reordered",
    ),
    ("input, boxed", r"\frac{\gamma}{N \sqrt", r"\frac{1}{N} \gamma \frac{1}{\sqrt", "fraction split"),
    (
        "input, boxed",
        r"\frac{\gamma}{N \sqrt{\sigma^2 + \epsilon}}",
        r"\frac{\gamma}{N} (\sigma^2 + \epsilon)^{-\frac{1}{2}}",
        "root as power",
    ),
    ("input, boxed", r"N \delta_i - \sum_{j=1}^{N} \delta_j", rf"{SUM} (\delta_i - \delta_j)", "one sum"),
    (
        "input, boxed",
        BRACKET,
        r"\sum_{k=1}^{N} \left( \delta_i - \delta_k - \hat{x}_i \delta_k \hat{x}_k \right)",
        "one sum, other letter",
    ),
    ("input, boxed", BOXED, rf"\frac{{\gamma {BRACKET}}}{{N {ROOT}}}", "one fraction"),
    (
        "input, boxed",
        r"\hat{x}_i \sum_{j=1}^{N} \delta_j \hat{x}_j",
        r"\frac{x_i - \mu}{\sigma^2 + \epsilon} \sum_{j=1}^{N} \delta_j (x_j - \mu)",
        "hats written out",
    ),
    (
        "input, boxed",
        r"\hat{x}_i \sum_{j=1}^{N} \delta_j \hat{x}_j",
        r"\hat{x}_i \frac{\partial L}{\partial \gamma}",
        "gain's gradient put in",
    ),
    (
        "input, boxed",
        r"- \sum_{j=1}^{N} \delta_j -",
        r"- \frac{\partial L}{\partial \beta} -",
        "shift's gradient put in",
    ),
    ("input, boxed", r"N \sqrt{\sigma^2 + \epsilon}", r"\sqrt{N^2 \sigma^2 + N^2 \epsilon}", "under the root"),
    ("input, boxed", r"\gamma}{N \sqrt{\sigma^2 + \epsilon}}", r"γ}{N \sqrt{σ^2 + ε}}", "letters of Unicode"),
    (
        "input by jacobian",
        r"N \mathbb{1}[i = j] - 1 - \hat{x}_i \hat{x}_j",
        r"N \mathbb{1}[i = j] - (1 + \hat{x}_i \hat{x}_j)",
        "parentheses",
    ),
    (
        "input by jacobian",
        r"\sum_{j=1}^{N} \delta_j \left( N \mathbb{1}[i = j] - 1 - \hat{x}_i \hat{x}_j",
        r"\sum_{k=1}^{N} \delta_k \left( N \mathbb{1}[i = k] - 1 - \hat{x}_i \hat{x}_k",
        "other letter",
    ),
    # the checks
    (
        "shifting",
        r"\sum_{i=1}^{N} \frac{\partial L}{\partial x_i}",
        r"\sum_{k=1}^{N} \frac{\partial L}{\partial x_k}",
        "other letter",
    ),
    ("stretching", r"(\sigma^2 + \epsilon)^{3/2}", rf"(\sigma^2 + \epsilon) {ROOT}", "power split"),
    ("stretching", r"\hat{x}_i \frac", r"\frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}} \frac", "hat written out"),
    (
        "stretching",
        r"\sum_{i=1}^{N} \delta_i \hat{x}_i",
        r"\frac{\partial L}{\partial \gamma}",
        "gain's gradient put in",
    ),
)
