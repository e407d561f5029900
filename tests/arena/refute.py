"""Claims that fail for some size and some input, and must be called wrong."""

from __future__ import annotations

from tests.arena.case import Case
from tests.arena.layers import (
    BATCH_NORM,
    BATCH_NORM_ABBREVIATED,
    BATCH_NORM_LABELLED,
    BATCH_NORM_SUPERSCRIPTS,
    CROSS_ENTROPY,
    ENTROPY,
    EPSILON_OUTSIDE,
    LAYER_NORM,
    LOG_SOFTMAX,
    LOG_SUM_EXP,
    MEAN,
    NOTHING,
    RMS_NORM,
    SOFTMAX,
    SQUARES,
    STANDARDISED,
    TEMPERATURE,
    WEIGHT_NORM,
)  # fmt: skip

REFUTE = (
    Case(
        NOTHING,
        r"$$\mu_b = \frac{1}{D} \sum_{d=1}^{D} x_{bd}$$"
        "\n"
        r"$$\sum_{b=1}^{B} \sum_{d=1}^D x_{bd} = B \sum_{b=1}^B \mu_b$$",
        "two axes: the sum of the rows is D times that of their means",
    ),
    Case(
        BATCH_NORM,
        r"\sum_i \hat x_i^2 = N",
        "true at ε = 0 only",
    ),
    Case(
        BATCH_NORM,
        r"\sum_i x_i^2 = N\sigma^2",
        "true for a centred batch only",
    ),
    Case(
        BATCH_NORM,
        r"\hat x_i = x_i",
        "true for a normalised batch at ε = 0 only",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \mu}{\partial x_i} = 1",
        "true for N = 1 only",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \mu}{\partial x_i} = \frac12",
        "true for N = 2 only",
    ),
    Case(
        BATCH_NORM,
        r"\hat x_i^2 = \hat x_j^2",
        "true for N = 1, for N = 2, and for i = j",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial x_i} = \frac2N",
        "(x−μ) lost",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial x_i} = \frac2N x_i",
        "μ lost",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial x_i} = \frac2N(x_i-\mu)(1-\frac1N)",
        "only the diagonal part of the path through μ",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial \mu} = -2\mu",
        "Σx lost",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_j}{\partial x_i} = \frac{1}{\sqrt{\sigma^2+\epsilon}}\left(1 - "
        r"\frac1N - \frac{\hat x_i\hat x_j}{N}\right)",
        "true for i = j only",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_j}{\partial x_i} = -\frac{1}{N\sqrt{\sigma^2+\epsilon}}(1+\hat"
        r" x_i\hat x_j)",
        "true for i ≠ j only",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_j}{\partial x_i} = \frac{1}{\sqrt{\sigma^2+\epsilon}}\left("
        r"\delta_{ij} - \frac1N - \frac{\hat x_i\hat x_j}{N-1}\right)",
        "N and N − 1 mixed",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat x_i}\frac{\partial "
        r"\hat x_i}{\partial x_i}",
        "the sum over the other outputs is lost",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat x_i}\frac{\partial "
        r"\hat x_i}{\partial x_i} + \frac{\partial L}{\partial \mu}\frac{\partial \mu}{\partial"
        r" x_i} - \frac{\partial L}{\partial \sigma^2}\frac{\partial \sigma^2}{\partial x_i}",
        "a sign",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{N\sqrt{\sigma^2+\epsilon}}\left(N\frac{"
        r"\partial L}{\partial y_i} - \sum_j \frac{\partial L}{\partial y_i} - \hat x_i \sum_j "
        r"\frac{\partial L}{\partial y_j}\hat x_j\right)",
        "the sum runs over j, its body over i",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{N\sqrt{\sigma^2+\epsilon}}\left(N\frac{"
        r"\partial L}{\partial y_i} - \sum_j \frac{\partial L}{\partial y_j} - \hat x_i \sum_j "
        r"\frac{\partial L}{\partial y_j} x_j\right)",
        "a hat lost in the last sum",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{1}{N\sqrt{\sigma^2+\epsilon}}\left(N\frac{"
        r"\partial L}{\partial y_i} - \sum_j \frac{\partial L}{\partial y_j} - \hat x_i \sum_j "
        r"\frac{\partial L}{\partial y_j}\hat x_j\right)",
        "γ lost",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x} = \frac{\partial L}{\partial y}\frac{\gamma}{\sqrt{"
        r"\sigma^2+\epsilon}}",
        "μ and σ² taken for constants, indices left out",
    ),
    Case(
        BATCH_NORM,
        r"\sum_i \hat x_i\frac{\partial L}{\partial x_i} = 0",
        "true at ε = 0 only",
    ),
    Case(
        BATCH_NORM,
        r"\sum_i \frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \beta}",
        "the left is 0",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial y_i}{\partial \hat x_j} = \gamma",
        "true for i = j only",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \gamma} = \frac{\partial L}{\partial \beta}",
        "x̂ lost",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial \mu} = 0",
        "−1/√ directly; the path through σ² is 0",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial \sigma^2} = -\frac12(x_i-\mu)(\sigma^2+"
        r"\epsilon)^{-1/2}",
        "the exponent is −3/2",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \sigma^2} = -\frac12\frac{\partial L}{\partial \hat x_i} "
        r"\frac{x_i-\mu}{(\sigma^2+\epsilon)^{3/2}}",
        "the sum is lost",
    ),
    Case(
        BATCH_NORM,
        r"\sqrt{\sigma^2+\epsilon} = \sigma + \sqrt\epsilon",
        "a root of a sum is no sum of roots",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma}{\partial x_i} = \frac{\hat x_i}{N}",
        "true at ε = 0 only",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial s}{\partial a_i} = \frac{2\tilde a_i}{m}",
        "the ½ of the root",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial r}{\partial v} = -\frac12 r^2",
        "the exponent is 3",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\sum_i t_i^2 = v",
        "the mean, not the sum",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\tilde a_i = s\, t_i",
        "r and s confused",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial^2 v}{\partial a_i \partial a_j} = \frac{2}{m}\delta_{ij}",
        "the mean moves too",
    ),
    Case(
        BATCH_NORM_SUPERSCRIPTS,
        r"z^{(1)} + z^{(2)} = 2\mu",
        "true for two elements only",
    ),
    Case(
        BATCH_NORM_LABELLED,
        r"\sum_i x_i^2 = m(\sigma_B^2-\mu_B^2)",
        "a sign",
    ),
    Case(
        LAYER_NORM,
        r"\frac{\partial C}{\partial w_k} = \sum_k \frac{\partial C}{\partial y_k}\hat h_k",
        "each gain has its own element",
    ),
    Case(
        LAYER_NORM,
        r"\sum_k y_k = 0",
        "true for equal gains and no shifts only",
    ),
    Case(
        RMS_NORM,
        r"\sum_k h_k q = 0",
        "no mean is taken off",
    ),
    Case(
        RMS_NORM,
        r"\frac{\partial J}{\partial h_k} = q w_k \frac{\partial J}{\partial o_k} - \frac{q^2"
        r" h_k}{D}\sum_j \frac{\partial J}{\partial o_j} w_j h_j",
        "the exponent is 3",
    ),
    Case(
        WEIGHT_NORM,
        r"\frac{\partial L}{\partial v_k} = \frac{g}{n}\left(\frac{\partial L}{\partial w_k} - "
        r"\frac{v_k}{n^2}\frac{\partial L}{\partial g}\right)",
        "n once too often",
    ),
    Case(
        WEIGHT_NORM,
        r"\sum_k w_k^2 = g",
        "a square lost",
    ),
    Case(
        STANDARDISED,
        r"\sum_i z_i^2 = n",
        "the divisor was n − 1",
    ),
    Case(
        STANDARDISED,
        r"\frac{\partial z_i}{\partial x_j} = \frac1s\left(\delta_{ij} - \frac1n - \frac{z_i"
        r" z_j}{n}\right)",
        "the divisor was n − 1",
    ),
    Case(
        STANDARDISED,
        r"\bar x = \frac{1}{n-1} \sum_i x_i",
        "the mean divides by n",
    ),
    Case(
        EPSILON_OUTSIDE,
        r"\frac{\partial s}{\partial a_k} = \frac{b_k}{N}",
        "s and s + ε confused",
    ),
    Case(
        EPSILON_OUTSIDE,
        r"\frac{\partial b_k}{\partial a_j} = \frac{1}{s+\varepsilon}(\delta_{kj} - \frac1N - "
        r"\frac{b_k b_j}{N})",
        "s and s + ε confused",
    ),
    Case(
        SQUARES,
        r"\frac{\partial L}{\partial w} = \sum_i (y_i-t_i)",
        "x lost",
    ),
    Case(
        SQUARES,
        r"\frac{\partial L}{\partial y_i} = \frac1N(y_i-t_i)",
        "the loss is a sum, not a mean",
    ),
    Case(
        SQUARES,
        r"\frac{\partial^2 L}{\partial y_i \partial y_j} = 1",
        "true for i = j only",
    ),
    Case(
        MEAN,
        r"\sum_i \sum_j (x_i - x_j)^2 = N\sum_i (x_i-\mu)^2",
        "a factor 2",
    ),
    Case(
        MEAN,
        r"\sum_{j\ne i} x_j = N\mu",
        "one is missing",
    ),
    Case(
        MEAN,
        r"\sum_{i,j} x_i = N\mu",
        "the other sum counts N",
    ),
    Case(
        MEAN,
        r"\sum_i x_i \cdot x_i = N x_i \mu",
        "the letter is bound in the whole product",
    ),
    Case(
        MEAN,
        r"\sum_i x_i - \mu = 0",
        "a sum takes the product, not what is taken off",
    ),
    Case(
        MEAN,
        r"\sum_i \mu = \mu",
        "N times",
    ),
    Case(
        MEAN,
        r"1/2 \cdot N = \frac{1}{2N}",
        "a written dot ends the denominator",
    ),
    Case(
        NOTHING,
        r"$$a_i = x_i^2$$"
        "\n"
        r"$$\sqrt{a_i} = x_i$$",
        "true for x ≥ 0 only",
    ),
    Case(
        NOTHING,
        r"$$a_i = x_i^2$$"
        "\n"
        r"$$a_i^{3/2} = x_i^3$$",
        "true for x ≥ 0 only",
    ),
    Case(
        NOTHING,
        r"$$a_i = |x_i|$$"
        "\n"
        r"$$|x_i + x_j| = a_i + a_j$$",
        "true for equal signs only",
    ),
    Case(
        NOTHING,
        r"$$a_i = |x_i|$$"
        "\n"
        r"$$\frac{\partial a_i}{\partial x_i} = 1$$",
        "true for x > 0 only",
    ),
    Case(
        NOTHING,
        r"# Centring"
        "\n"
        r"$$\mu = \frac1N \sum_{i=1}^N x_i$$"
        "\n"
        r"$$y_i = x_i - \mu$$"
        "\n"
        r"# Root mean square"
        "\n"
        r"$$\mu = \frac1N \sum_{i=1}^N x_i^2$$"
        "\n"
        r"$$y_i = \frac{x_i}{\sqrt{\mu}}$$"
        "\n"
        r"$$\sum_i y_i = 0$$",
        "true of the first section's y only",
    ),
    Case(
        MEAN,
        r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}\sum_j\delta_{ij}$$"
        "\n"
        r"so that"
        "\n"
        r"$$= 1$$",
        "a chain that goes wrong in the next display",
    ),
    Case(
        NOTHING,
        r"$$\mu = \frac1N \sum_j x_j = \sum_j x_j$$",
        "the second relation of a definition is a claim",
    ),
    Case(
        MEAN,
        r"$$\mu = \frac{1}{N-1} \sum_j x_j$$",
        "given twice, unmarked, and otherwise: a claim",
    ),
    Case(
        BATCH_NORM,
        r"Now any two elements; this is not only i = j:"
        "\n"
        r"$$\frac{\partial x_i}{\partial x_j} = 1$$",
        "the words do not restrict it to i = j",
    ),
    Case(
        BATCH_NORM,
        r"This holds for all i, j, including i = j:"
        "\n"
        r"$$\frac{\partial x_i}{\partial x_j} = 1$$",
        "the words do not restrict it to i = j",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial x_j} = \frac{1}{N\sqrt{\sigma^2+\epsilon}}(1+\hat x_i"
        r"\hat x_j) \quad (i \ne j)",
        "a sign, within the condition beside it",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial x_j} = \begin{cases} \frac{1}{\sqrt{\sigma^2+"
        r"\epsilon}}\left(1-\frac1N-\frac{\hat x_i^2}{N}\right) & i = j \\ \frac{1}{N\sqrt{"
        r"\sigma^2+\epsilon}}\left(1+\hat x_i\hat x_j\right) & i \ne j\end{cases}",
        "a sign in one case",
    ),
    Case(
        NOTHING,
        r"$$y_i = K x_i + C$$"
        "\n"
        r"$$\sum_{i=1}^N \frac{\partial y_i}{\partial x_i} = N^2$$",
        "K is a slope, no size",
    ),
    Case(
        BATCH_NORM,
        r"\hat x_i^2 = 5",
        "the square of a defined name is no new name",
    ),
    Case(
        MEAN,
        r"\sum_{i\ne j} x_i x_j = N^2\mu^2",
        "the diagonal",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial (x_i-\mu)}{\partial x_i} = 1",
        "∂ of a compound as head is total: 1 − 1/N",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial (x_i-\mu)^2}{\partial x_i} = 2(x_i-\mu)",
        "∂ of a compound as head is total",
    ),
    Case(
        MEAN,
        r"\left(\sum_i x_i\right)^2 = \sum_i x_i^2",
        "true for N = 1 only",
    ),
    Case(
        MEAN,
        r"\sum_i \frac{1}{x_i} = \frac{N}{\sum_i x_i}",
        "true for N = 1 only",
    ),
    Case(
        MEAN,
        r"-x_i^2 = (-x_i)^2",
        "the sign comes last",
    ),
    Case(
        MEAN,
        r"0.333 x_i = \frac{x_i}{3}",
        "decimals are exact",
    ),
    Case(
        MEAN,
        r"2 \frac12 x_i = \frac52 x_i",
        "no mixed numbers",
    ),
    Case(
        MEAN,
        r"x_i - x_j = x_j - x_i",
        "true for i = j only",
    ),
    Case(
        BATCH_NORM,
        r"d\gamma = \sum_i dy_i x_i",
        "a hat",
    ),
    Case(
        BATCH_NORM,
        r"d\beta = dy_i",
        "the sum is lost",
    ),
    Case(
        BATCH_NORM,
        r"$$g_i = \frac{\partial L}{\partial y_i}$$"
        "\n"
        r"$$\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\left(g_i - "
        r"\mathbb{E}[g] - \hat x_i \mathbb E[g]\mathbb E[\hat x]\right)$$",
        "the mean of a product is no product of means",
    ),
    Case(
        BATCH_NORM,
        r"\mathrm{Var}[\hat x] = 1",
        "true at ε = 0 only",
    ),
    Case(
        BATCH_NORM,
        r"\mathbb{E}[x]^2 = \sigma^2 + \mu^2",
        "the square stands outside",
    ),
    Case(
        BATCH_NORM,
        r"$$\frac{\partial L}{\partial \hat x_i} = g_i$$"
        "\n"
        r"$$\frac{\partial L}{\partial y_i} = g_i$$",
        "g is ∂L/∂x̂ since the row before",
    ),
    Case(
        MEAN,
        r"\frac{\partial}{\partial x_i}\sum_i x_i = N",
        "the sum's i is its own",
    ),
    Case(
        MEAN,
        r"$$t_i = x_i - \mu$$"
        "\n"
        r"$$v = \frac1N\sum_i t_i^2$$"
        "\n"
        r"$$\frac{\partial v}{\partial x_i} = \frac1N\sum_i 2t_i\frac{\partial t_i}{\partial"
        r" x_i}$$",
        "the sum binds the i of ∂x_i",
    ),
    Case(
        NOTHING,
        r"$$p_i = \frac{x_i}{\tau}$$"
        "\n"
        r"$$s = \sum_{k=1}^N p_k$$"
        "\n"
        r"$$s = \frac1N \sum_k x_k$$",
        "τ is a temperature, no size",
    ),
    Case(
        NOTHING,
        r"$$\mu = \frac1N\sum_{k=1}^N x_k$$"
        "\n"
        r"$$y = \frac{1}{\lambda}\sum_k x_k$$"
        "\n"
        r"$$\frac{\partial y}{\partial x_i} = \frac1N$$",
        "λ is a scalar, no size",
    ),
    Case(
        NOTHING,
        r"$$p_i = \frac{x_i}{\tau}$$"
        "\n"
        r"$$s = \frac{1}{\tau} \sum_{k=1}^N x_k$$"
        "\n"
        r"$$\frac{\partial s}{\partial x_i} = \frac1N$$",
        "τ is a temperature, no size",
    ),
    Case(
        NOTHING,
        r"$$q_i = a x_i$$"
        "\n"
        r"$$s = \frac{1}{a} \sum_{k=1}^N x_k^2$$"
        "\n"
        r"$$|s| = s$$",
        "a may be negative",
    ),
    Case(
        LAYER_NORM,
        r"\frac{\partial C}{\partial h_k} = \frac{w_k}{\sqrt{v+\epsilon}}\left(\frac{\partial C}{"
        r"\partial y_k} - \frac1D\sum_j \frac{\partial C}{\partial y_j} - \frac{\hat h_k}{D}"
        r"\sum_j \hat h_j\frac{\partial C}{\partial y_j}\right)",
        "true for equal gains only",
    ),
    Case(
        RMS_NORM,
        r"\frac{\partial J}{\partial h_k} = q w_k \frac{\partial J}{\partial o_k} - \frac{q^3 h_k"
        r" w_k}{D}\sum_j \frac{\partial J}{\partial o_j} h_j",
        "true for equal gains only",
    ),
    Case(
        WEIGHT_NORM,
        r"\sqrt{\sum_k w_k^2} = g",
        "g may be negative",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} + p_j)",
        "the sign",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_j} = p_i(1 - p_j)",
        "true for i = j only",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_j} = p_i p_j \quad (i \ne j)",
        "the sign beside the diagonal",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_i} = p_i^2(1 - p_i)",
        "a power too many",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial \log p_i}{\partial z_j} = \delta_{ij} - p_i",
        "the p of the other index",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial \log p_i}{\partial z_j} = 1 - p_j",
        "true for i = j only",
    ),
    Case(
        CROSS_ENTROPY,
        r"Since t is a distribution, $\sum_k t_k = 1$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = t_i - p_i$$",
        "the sign",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = t_i - p_i",
        "wrong of every distribution",
    ),
    Case(
        CROSS_ENTROPY,
        r"Since t is a distribution, $\sum_k t_k = 1$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_i(1 - t_i)$$",
        "the rest of the sum is lost",
    ),
    Case(
        CROSS_ENTROPY,
        r"Since t is a distribution, $\sum_k t_k = 1$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = \frac1N (p_i - t_i)$$",
        "a mean that the loss does not have",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial p_i} = \frac{t_i}{p_i}",
        "the sign",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = \delta_{ic} - p_i",
        "the sign, whatever the class",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = -\frac{t_i}{p_i}",
        "by p, not by z",
    ),
    Case(
        LOG_SOFTMAX,
        r"\frac{\partial a_i}{\partial z_j} = \delta_{ij} - a_j",
        "log p for p",
    ),
    Case(
        LOG_SOFTMAX,
        r"\frac{\partial J}{\partial z_i} = \frac{\partial J}{\partial a_i} - e^{a_i} \frac{\partial J}{\partial a_i}",
        "the sum over the outputs is lost",
    ),
    Case(
        LOG_SUM_EXP,
        r"\frac{\partial s}{\partial z_i} = \frac{e^{z_i}}{s}",
        "s is the logarithm of the sum",
    ),
    Case(
        LOG_SUM_EXP,
        r"\frac{\partial s}{\partial z_i} = 1",
        "true for N = 1 only",
    ),
    Case(
        TEMPERATURE,
        r"\frac{\partial q_i}{\partial z_j} = q_i (\delta_{ij} - q_j)",
        "the temperature is lost",
    ),
    Case(
        TEMPERATURE,
        r"\frac{\partial q_i}{\partial z_j} = T q_i (\delta_{ij} - q_j)",
        "the temperature is upside down",
    ),
    Case(
        TEMPERATURE,
        r"\frac{\partial q_i}{\partial T} = -\frac{q_i}{T}\left(z_i - \sum_k q_k z_k\right)",
        "a power of T",
    ),
    Case(
        ENTROPY,
        r"\frac{\partial H}{\partial z_i} = -p_i(\log p_i - H)",
        "the sign of H",
    ),
    Case(
        ENTROPY,
        r"\frac{\partial H}{\partial z_i} = -p_i(\log p_i + 1)",
        "1 is the mean only for the derivative by p",
    ),
    Case(
        ENTROPY,
        r"\frac{\partial H}{\partial p_i} = -\log p_i",
        "the product rule",
    ),
    Case(
        BATCH_NORM,
        r"$$s_i = \frac{1}{1 + e^{-\hat x_i}}$$"
        "\n"
        r"$$\frac{\partial s_i}{\partial \hat x_i} = s_i(1 + s_i)$$",
        "an exponential of what is rational has rational bounds only",
    ),
    Case(
        NOTHING,
        r"$$r = \sqrt{\sum_k x_k} + \sqrt{\sum_k x_k^2}$$"
        "\n"
        r"$$r^2 = \sum_k x_k + \sum_k x_k^2$$",
        "the mixed product",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_j} = -p_i p_j",
        "true for i ≠ j only",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_i} = p_i",
        "the sum depends on z",
    ),
    Case(
        NOTHING,
        r"$$a_i = e^{x_i}$$"
        "\n"
        r"$$a_i a_j = e^{x_i x_j}$$",
        "exponents add",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$L = \log p_c$$",
        "the sign",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_c - \delta_{ic}$$",
        "the p of the class",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = -p_i$$",
        "wrong of every class",
    ),
    Case(
        CROSS_ENTROPY,
        r"With $\sum_k t_k = 1$:"
        "\n"
        r"$$\frac{\partial^2 L}{\partial z_i \partial z_j} = p_j (\delta_{ij} - p_j)$$",
        "true for i = j only",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_j - \delta_{ic}$$",
        "the p of an index that is not there",
    ),
)
