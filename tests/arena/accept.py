"""Claims that are true for every size and every input, and must be called correct."""

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

ACCEPT = (
    Case(
        BATCH_NORM,
        r"\sum_i \hat x_i = 0",
        "the mean is taken off",
    ),
    Case(
        BATCH_NORM,
        r"\sum_i \hat x_i^2 = \frac{N\sigma^2}{\sigma^2+\epsilon}",
        "Σ(x−μ)² = Nσ²",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial \mu} = -\frac2N\sum_i(x_i-\mu)",
        "power rule",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial \mu} = 0",
        "the sum above is 0",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma^2}{\partial x_i} = \frac2N(x_i-\mu)",
        "the path through μ is 0",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_j}{\partial x_i} = \frac{1}{\sqrt{\sigma^2+\epsilon}}\left("
        r"\delta_{ij} - \frac1N - \frac{\hat x_i\hat x_j}{N}\right)",
        "the Jacobian of normalisation",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{N\sqrt{\sigma^2+\epsilon}}\left(N\frac{"
        r"\partial L}{\partial y_i} - \sum_j \frac{\partial L}{\partial y_j} - \hat x_i \sum_j "
        r"\frac{\partial L}{\partial y_j}\hat x_j\right)",
        "the Jacobian contracted with γ ∂L/∂y",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \sum_j \frac{\partial L}{\partial \hat x_j}\frac{"
        r"\partial \hat x_j}{\partial x_i}",
        "the chain rule over all outputs",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial \hat x_i}\frac{\partial "
        r"\hat x_i}{\partial x_i} + \frac{\partial L}{\partial \mu}\frac{\partial \mu}{\partial"
        r" x_i}+ \frac{\partial L}{\partial \sigma^2}\frac{\partial \sigma^2}{\partial x_i}",
        "the chain rule through the three nodes, local factors",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \mu} = -\frac{1}{\sqrt{\sigma^2+\epsilon}}\sum_i\frac{"
        r"\partial L}{\partial \hat x_i}",
        "∂σ²/∂μ = 0",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \sigma^2} = -\frac12\sum_i\frac{\partial L}{\partial \hat"
        r" x_i} \frac{x_i-\mu}{(\sigma^2+\epsilon)^{3/2}}",
        "power rule",
    ),
    Case(
        BATCH_NORM,
        r"\sum_i \frac{\partial L}{\partial x_i} = 0",
        "a common shift of x changes no output",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \sigma}{\partial x_i} = \frac{x_i-\mu}{N\sigma}",
        "root of σ²",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial \epsilon} = -\frac{\hat x_i}{2(\sigma^2+\epsilon)}",
        "power rule in ε",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial y_i}{\partial \hat x_j} = \gamma\delta_{ij}",
        "elementwise",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial L}{\partial \hat x} = \gamma \frac{\partial L}{\partial y}",
        "elementwise",
    ),
    Case(
        BATCH_NORM,
        r"Let $g_i = \frac{\partial L}{\partial \hat x_i}$. Then"
        "\n"
        r"$$\sum_i g_i = \gamma \frac{\partial L}{\partial \beta}$$",
        "a gradient of another node, defined in running text",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial r}{\partial s} = -\frac1{s^2}",
        "power rule",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial r}{\partial v} = -\frac12 r^3",
        "r = (v + ε)^(−1/2)",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{d s}{d v} = \frac{1}{2 s}",
        "straight d, root",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial s}{\partial a_i} = \frac{\tilde a_i}{m}",
        "chain rule through v",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial r}{\partial a_i} = -\frac{r^2\tilde a_i}{m}",
        "r' = −s'/s²",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial \tilde a_i}{\partial s} = -\frac{\tilde a_i}{s}",
        "quotient rule",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial^2 v}{\partial a_i \partial a_j} = \frac{2}{m}(\delta_{ij} - \frac1m)",
        "v is quadratic",
    ),
    Case(
        BATCH_NORM_SUPERSCRIPTS,
        r"\frac{\partial \mu}{\partial z^{(i)}} = \frac1m",
        "linear",
    ),
    Case(
        BATCH_NORM_LABELLED,
        r"\sum_i(x_i - \mu_{\mathcal B}) = 0",
        "fonts make no name",
    ),
    Case(
        BATCH_NORM_LABELLED,
        r"\sum_i x_i^2 = m(\sigma^2_B+\mu_B^2)",
        "order of scripts makes no name",
    ),
    Case(
        LAYER_NORM,
        r"\frac{\partial C}{\partial h_k} = \frac{1}{\sqrt{v+\epsilon}}\left(w_k\frac{\partial"
        r" C}{\partial y_k} - \frac1D\sum_j w_j\frac{\partial C}{\partial y_j} - \frac{\hat"
        r" h_k}{D}\sum_j w_j\hat h_j\frac{\partial C}{\partial y_j}\right)",
        "gains inside the sums",
    ),
    Case(
        LAYER_NORM,
        r"\frac{\partial C}{\partial w_k} = \frac{\partial C}{\partial y_k}\hat h_k",
        "no sum: own gain",
    ),
    Case(
        LAYER_NORM,
        r"\frac{\partial C}{\partial b_k} = \frac{\partial C}{\partial y_k}",
        "no sum: own shift",
    ),
    Case(
        RMS_NORM,
        r"\frac{\partial q}{\partial h_k} = -\frac{h_k}{D} q^3",
        "q = (a + ε)^(−1/2)",
    ),
    Case(
        RMS_NORM,
        r"\frac{\partial J}{\partial h_k} = q w_k \frac{\partial J}{\partial o_k} - \frac{q^3"
        r" h_k}{D}\sum_j \frac{\partial J}{\partial o_j} w_j h_j",
        "product rule",
    ),
    Case(
        RMS_NORM,
        r"\sum_k (q h_k)^2 = \frac{D a}{a+\varepsilon}",
        "Σh² = Da",
    ),
    Case(
        WEIGHT_NORM,
        r"\frac{\partial w_k}{\partial v_j} = \frac{g}{n}\left(\delta_{kj} - \frac{v_k v_j}{n^2}"
        r"\right)",
        "quotient rule",
    ),
    Case(
        WEIGHT_NORM,
        r"\frac{\partial L}{\partial v_k} = \frac{g}{n}\left(\frac{\partial L}{\partial w_k} - "
        r"\frac{v_k}{n}\frac{\partial L}{\partial g}\right)",
        "the published form",
    ),
    Case(
        WEIGHT_NORM,
        r"\sum_k v_k \frac{\partial L}{\partial v_k} = 0",
        "w does not depend on the length of v",
    ),
    Case(
        WEIGHT_NORM,
        r"\sum_k w_k^2 = g^2",
        "length",
    ),
    Case(
        WEIGHT_NORM,
        r"\sqrt{\sum_k w_k^2} = |g|",
        "length, g of any sign",
    ),
    Case(
        STANDARDISED,
        r"\sum_i z_i^2 = n-1",
        "Σ(x−x̄)² = (n−1)s²",
    ),
    Case(
        STANDARDISED,
        r"\frac{\partial s}{\partial x_i} = \frac{z_i}{n-1}",
        "root of s²",
    ),
    Case(
        STANDARDISED,
        r"\frac{\partial s^2}{\partial x_i} = \frac{2 s z_i}{n-1}",
        "power rule",
    ),
    Case(
        STANDARDISED,
        r"\frac{\partial z_i}{\partial x_j} = \frac1s\left(\delta_{ij} - \frac1n - \frac{z_i"
        r" z_j}{n-1}\right)",
        "Jacobian with n − 1",
    ),
    Case(
        EPSILON_OUTSIDE,
        r"\frac{\partial s}{\partial a_k} = \frac{a_k-\mu}{N s}",
        "root",
    ),
    Case(
        EPSILON_OUTSIDE,
        r"\frac{\partial b_k}{\partial a_j} = \frac{1}{s+\varepsilon}(\delta_{kj} - \frac1N) - "
        r"\frac{b_k (a_j-\mu)}{N s (s+\varepsilon)}",
        "quotient rule; s, not s + ε, in the second term",
    ),
    Case(
        EPSILON_OUTSIDE,
        r"\sum_k b_k^2 = \frac{N s^2}{(s+\varepsilon)^2}",
        "Σ(a−μ)² = Ns²",
    ),
    Case(
        SOFTMAX,
        r"\sum_i p_i = 1",
        "normalised",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_j} = p_i(\delta_{ij} - p_j)",
        "the softmax Jacobian",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_i} = p_i(1-p_i)",
        "its diagonal",
    ),
    Case(
        SOFTMAX,
        r"\sum_j \frac{\partial p_i}{\partial z_j} = 0",
        "a common shift changes nothing",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial z_i} = p_i \sum_k t_k - t_i",
        "whatever the targets sum to",
    ),
    Case(
        CROSS_ENTROPY,
        r"\frac{\partial L}{\partial p_i} = -\frac{t_i}{p_i}",
        "p held apart from z",
    ),
    Case(
        SQUARES,
        r"\frac{\partial L}{\partial y_i} = y_i - t_i",
        "power rule",
    ),
    Case(
        SQUARES,
        r"\frac{\partial L}{\partial w} = \sum_i (y_i-t_i) x_i",
        "chain rule",
    ),
    Case(
        SQUARES,
        r"\frac{\partial^2 L}{\partial w \partial b} = \sum_i x_i",
        "a second derivative of a known loss",
    ),
    Case(
        SQUARES,
        r"\frac{\partial L}{\partial t_i} = t_i - y_i",
        "by the target",
    ),
    Case(
        MEAN,
        r"\sum_i \sum_j (x_i - x_j)^2 = 2N\sum_i (x_i-\mu)^2",
        "2NΣx² − 2(Σx)²",
    ),
    Case(
        MEAN,
        r"\sum_{i} \sum_{j\ne i} x_i x_j = N^2\mu^2 - \sum_i x_i^2",
        "all pairs less the diagonal",
    ),
    Case(
        MEAN,
        r"\sum_{j\ne i} x_j = N\mu - x_i",
        "all but one",
    ),
    Case(
        MEAN,
        r"\sum_i x_i \sum_i x_i = (\sum_i x_i)^2",
        "one letter bound twice, side by side",
    ),
    Case(
        MEAN,
        r"\sum_i x_i \sum_j x_i = N\sum_i x_i^2",
        "an inner sum that ignores its own letter",
    ),
    Case(
        MEAN,
        r"\sum_i x_i + \mu = (N+1)\mu",
        "a sum takes the product, not what is added",
    ),
    Case(
        MEAN,
        r"\sum_{k=1}^N \delta_{ik} x_k = x_i",
        "δ sifts",
    ),
    Case(
        MEAN,
        r"\sum_i \delta_{ii} = N",
        "trace",
    ),
    Case(
        MEAN,
        r"\sum_{j=0}^{N-1} x_j = N\mu",
        "counted from 0",
    ),
    Case(
        MEAN,
        r"-x_i^2 = -(x_i)^2",
        "the sign comes last",
    ),
    Case(
        MEAN,
        r"x_i - -x_i = 2x_i",
        "a sign after a sign",
    ),
    Case(
        MEAN,
        r".5 x_i = \frac{x_i}{2}",
        "decimals are exact",
    ),
    Case(
        MEAN,
        r"x_i/2/3 = x_i/6",
        "slashes from the left",
    ),
    Case(
        MEAN,
        r"\frac{1}{x_i}/\frac1{x_j} = \frac{x_j}{x_i}",
        "a fraction divided",
    ),
    Case(
        NOTHING,
        r"$$a_i = x_i^2$$"
        "\n"
        r"$$\sqrt{a_i} = |x_i|$$",
        "root of a square",
    ),
    Case(
        NOTHING,
        r"$$a_i = x_i^2$$"
        "\n"
        r"$$\frac{\partial |x_i|}{\partial x_i} = \frac{x_i}{|x_i|}$$",
        "the sign of x",
    ),
    Case(
        NOTHING,
        r"$$a_i = e^{x_i}$$"
        "\n"
        r"$$\log(a_i a_j) = x_i + x_j$$",
        "log of a product of exponentials",
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
        r"$$\sum_i y_i^2 = N$$",
        "the second section defines the letters anew",
    ),
    Case(
        MEAN,
        r"$$\frac{\partial \mu}{\partial x_i} = \frac{1}{N}\sum_j\delta_{ij}$$"
        "\n"
        r"so that"
        "\n"
        r"$$= \frac{N}{N^2}$$",
        "a chain that goes on in the next display",
    ),
    Case(
        NOTHING,
        r"The mean is used before it is defined."
        "\n"
        r"$$c_i = x_i - \mu$$"
        "\n"
        r"$$\mu = \frac1N \sum_j x_j$$"
        "\n"
        r"$$\frac{\partial c_i}{\partial x_j} = \delta_{ij} - \frac1N$$",
        "definitions after their use",
    ),
    Case(
        BATCH_NORM,
        r"For $\epsilon = 0$ one would have a tidy sum. In general"
        "\n"
        r"$$\sum_i \hat x_i^2 = \frac{N\sigma^2}{\sigma^2+\epsilon}$$",
        "true whatever was supposed before",
    ),
    Case(
        BATCH_NORM,
        r"If $\mu = 0$ then things are simpler."
        "\n"
        r"$$\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}$$",
        "true whatever is supposed",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial x_i}{\partial x_j} = 0 \quad i \ne j",
        "the condition beside it counts",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial x_i}{\partial x_j} = 0, \quad \text{for } i \neq j",
        "the condition beside it counts",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial x_j} = -\frac{1}{N\sqrt{\sigma^2+\epsilon}}(1+\hat"
        r" x_i\hat x_j) \quad (i \ne j)",
        "the condition beside it counts",
    ),
    Case(
        BATCH_NORM,
        r"For i ≠ j:"
        "\n"
        r"$$\frac{\partial \hat x_i}{\partial x_j} = -\frac{1}{N\sqrt{\sigma^2+\epsilon}}(1+\hat"
        r" x_i\hat x_j)$$",
        "the words before it restrict it",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial \hat x_i}{\partial x_j} = \begin{cases} \frac{1}{\sqrt{\sigma^2+"
        r"\epsilon}}\left(1-\frac1N-\frac{\hat x_i^2}{N}\right) & i = j \\ -\frac{1}{N\sqrt{"
        r"\sigma^2+\epsilon}}\left(1+\hat x_i\hat x_j\right) & i \ne j\end{cases}",
        "both cases",
    ),
    Case(
        NOTHING,
        r"$$y_i = K x_i + C$$"
        "\n"
        r"$$\sum_{i=1}^N \frac{\partial y_i}{\partial x_i} = N K$$",
        "K is a slope, no size",
    ),
    Case(
        NOTHING,
        r"$$\mu = \frac1N \sum_j x_j$$"
        "\n"
        r"$$\sigma^2 = \frac1N \sum_j (x_j-\mu)^2$$"
        "\n"
        r"$$t_i = x_i - \mu$$"
        "\n"
        r"$$\hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}$$"
        "\n"
        r"$$\frac{\partial \hat x_i}{\partial t_i} = \frac{1}{\sqrt{\sigma^2+\epsilon}}$$",
        "x̂ is written with x − μ, which is t",
    ),
    Case(
        BATCH_NORM,
        r"For example with $N = 2$ one can draw it."
        "\n"
        r"$$\sum_i \hat x_i = 0$$",
        "true for every size",
    ),
    Case(
        NOTHING,
        r"Take a mini-batch of $m = 32$ examples."
        "\n"
        r"$$\mu = \frac1m \sum_{j=1}^m x_j$$"
        "\n"
        r"$$\sum_{j=1}^m (x_j - \mu) = 0$$",
        "true for every size",
    ),
    Case(
        BATCH_NORM,
        r"$$\mu^2 = \frac1N\sum_i x_i^2$$"
        "\n"
        r"$$\sigma^2 = 0+\frac1N\sum_i x_i^2 - \mu^2$$",
        "a false row about μ² does not redefine it",
    ),
    Case(
        MEAN,
        r"\sum_{i\ne j} x_i x_j = N^2\mu^2 - \sum_i x_i^2",
        "neither letter is free: all pairs",
    ),
    Case(
        BATCH_NORM,
        r"\frac{\partial (x_i-\mu)^2}{\partial x_i} = 2(x_i-\mu)(1-\frac1N)",
        "∂ of a compound as head is total",
    ),
    Case(
        MEAN,
        r"\frac{\partial\mu}{\partial x_i} = \frac1N \quad \text{not } 1",
        "a remark",
    ),
    Case(
        BATCH_NORM,
        r"When $i = j$, the derivative is"
        "\n"
        r"$$\frac{\partial \hat x_i}{\partial x_j} = \frac{1}{\sqrt{\sigma^2+\epsilon}}\left(1-"
        r"\frac1N-\frac{\hat x_i^2}{N}\right)$$",
        "the sentence before it restricts it",
    ),
    Case(
        SQUARES,
        r"\frac{\partial^2 L}{\partial y_i \partial y_j} = \delta_{ij}",
        "the Hessian is the identity",
    ),
    Case(
        BATCH_NORM_SUPERSCRIPTS,
        r"\frac{\partial J}{\partial \gamma} = \sum_i \frac{\partial J}{\partial \tilde z^{(i)}}"
        r" z_{norm}^{(i)}",
        "chain rule, indices as superscripts",
    ),
    Case(
        BATCH_NORM,
        r"d\gamma = \sum_i dy_i \hat x_i",
        "d before a name is the gradient of the loss",
    ),
    Case(
        BATCH_NORM,
        r"d\sigma^2 = -\frac12 (\sigma^2+\epsilon)^{-3/2}\sum_i d\hat x_i (x_i - \mu)",
        "d before an atom that is a square",
    ),
    Case(
        BATCH_NORM,
        r"$$\delta_i = \frac{\partial L}{\partial y_i}$$"
        "\n"
        r"$$\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\sum_j "
        r"\delta_j(\delta_{ij} - \frac1N - \frac{\hat x_i\hat x_j}{N})$$",
        "δ_j an array, δ_ij a Kronecker delta",
    ),
    Case(
        BATCH_NORM,
        r"$$g_i = \frac{\partial L}{\partial y_i}$$"
        "\n"
        r"$$\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2+\epsilon}}\left(g_i - "
        r"\mathbb{E}[g] - \hat x_i \mathbb E[g \hat x]\right)$$",
        "means written as expectations",
    ),
    Case(
        BATCH_NORM,
        r"\mathbb{E}[x^2] = \sigma^2 + \mu^2",
        "Σx² = N(σ² + μ²)",
    ),
    Case(
        NOTHING,
        r"$$y_i = \gamma x_i$$"
        "\n"
        r"Let $\gamma = \frac{1}{s}$ with $s = \sqrt{\sum_j x_j^2}$."
        "\n"
        r"$$\sum_i y_i^2 = 1$$",
        "definitions in running text",
    ),
    Case(
        NOTHING,
        r"$$\hat x_i = \frac{x_i-m}{s}$$"
        "\n"
        r"where $m = \frac1N\sum_j x_j$ is the mean and $s = \sqrt{v}$ with $v = \frac1N\sum_j"
        r" (x_j-m)^2$."
        "\n"
        r"$$\sum_i \hat x_i^2 = N$$",
        "definitions in running text; m is no size",
    ),
    Case(
        MEAN,
        r"\frac{\partial}{\partial x_i}\sum_i x_i = 1",
        "the sum's i is its own",
    ),
    Case(
        MEAN,
        r"$$h_i = x_i - \mu$$"
        "\n"
        r"$$y_i = x_i + h_i$$"
        "\n"
        r"$$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial y_i} + \frac{\partial"
        r" L}{\partial h_i} - \frac1N\sum_j\frac{\partial L}{\partial h_j}$$",
        "a residual branch; ∂L/∂h = ∂L/∂y",
    ),
    Case(
        NOTHING,
        r"$$\mu = \frac1N\sum_{k=1}^N x_k$$"
        "\n"
        r"$$y = \frac{1}{\lambda}\sum_k x_k$$"
        "\n"
        r"$$y = \frac{N\mu}{\lambda}$$",
        "λ is a scalar, no size",
    ),
    Case(
        BATCH_NORM_ABBREVIATED,
        r"\frac{\partial^2 v}{\partial a_i^2} = \frac{2}{m}(1 - \frac1m)",
        "∂a_i² below",
    ),
    Case(
        MEAN,
        r"$$y_i = x_i - \mu$$"
        "\n"
        r"$$dy_i = dx_i - d\mu$$",
        "true of differentials, and the document speaks of no loss",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial p_i}{\partial z_j} = -p_i p_j \quad (i \ne j)",
        "beside the diagonal",
    ),
    Case(
        CROSS_ENTROPY,
        r"Since t is a distribution, $\sum_k t_k = 1$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_i - t_i$$",
        "true under the constraint of the text",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is a one-hot vector."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_i - t_i$$",
        "a one-hot vector sums to 1",
    ),
    Case(
        SOFTMAX,
        r"\frac{\partial \log p_i}{\partial z_j} = \delta_{ij} - p_j",
        "the log-softmax Jacobian",
    ),
    Case(
        LOG_SOFTMAX,
        r"\frac{\partial a_i}{\partial z_j} = \delta_{ij} - e^{a_j}",
        "the log-softmax Jacobian in its own outputs",
    ),
    Case(
        LOG_SOFTMAX,
        r"\frac{\partial J}{\partial z_i} = \frac{\partial J}{\partial a_i} - e^{a_i} \sum_k"
        r" \frac{\partial J}{\partial a_k}",
        "its backward pass",
    ),
    Case(
        LOG_SUM_EXP,
        r"\frac{\partial s}{\partial z_i} = e^{z_i - s}",
        "the softmax",
    ),
    Case(
        TEMPERATURE,
        r"\frac{\partial q_i}{\partial z_j} = \frac{1}{T} q_i (\delta_{ij} - q_j)",
        "the softmax Jacobian over T",
    ),
    Case(
        TEMPERATURE,
        r"\frac{\partial q_i}{\partial T} = -\frac{q_i}{T^2}\left(z_i - \sum_k q_k z_k\right)",
        "by the temperature",
    ),
    Case(
        ENTROPY,
        r"\frac{\partial H}{\partial z_i} = -p_i(\log p_i + H)",
        "the entropy of a softmax",
    ),
    Case(
        ENTROPY,
        r"H = \log \sum_j e^{z_j} - \sum_k p_k z_k",
        "log p is z less the log of the sum",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$L = -\log p_c$$",
        "one term of the sum",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = p_i - \delta_{ic}$$",
        "one less at the class",
    ),
    Case(
        CROSS_ENTROPY,
        r"The target t is one-hot, with class $c$."
        "\n"
        r"$$\frac{\partial L}{\partial z_i} = \begin{cases} p_i - 1 & i = c \\ p_i & i \ne c \end{cases}$$",
        "the same by cases",
    ),
    Case(
        MEAN,
        r"\sum_{j=1}^{N} x_j = x_1 + \sum_{j=2}^N x_j",
        "one element, and the others",
    ),
)
