"""Forward definitions for tests to put claims under: Markdown, each in another author's letters."""

from __future__ import annotations

NOTHING = ""

BATCH_NORM = r"""
$$\mu = \frac1N \sum_j x_j$$
$$\sigma^2 = \frac1N \sum_j (x_j-\mu)^2$$
$$\hat x_i = \frac{x_i-\mu}{\sqrt{\sigma^2+\epsilon}}$$
$$y_i = \gamma \hat x_i + \beta$$
"""

BATCH_NORM_ABBREVIATED = r"""
$$\mu = \frac1m \sum_{i=1}^m a_i$$
$$t_i = a_i - \mu$$
$$v = \frac1m \sum_{i=1}^m t_i^2$$
$$s = \sqrt{v+\varepsilon}$$
$$r = 1/s$$
$$\tilde a_i = r\, t_i$$
"""

BATCH_NORM_SUPERSCRIPTS = r"""
$$\mu = \frac1m\sum_{i=1}^m z^{(i)}$$
$$\sigma^2 = \frac1m\sum_{i=1}^m (z^{(i)}-\mu)^2$$
$$z_{norm}^{(i)} = \frac{z^{(i)}-\mu}{\sqrt{\sigma^2+\epsilon}}$$
$$\tilde z^{(i)} = \gamma z_{norm}^{(i)} + \beta$$
"""

BATCH_NORM_LABELLED = r"""
$$\mu_B = \frac1m\sum_{i=1}^m x_i$$
$$\sigma_B^2 = \frac1m\sum_{i=1}^m (x_i-\mu_B)^2$$
$$\hat x_i = \frac{x_i-\mu_B}{\sqrt{\sigma_B^2+\epsilon}}$$
"""

LAYER_NORM = r"""
$$\mu = \frac1D \sum_{k=1}^D h_k$$
$$v = \frac1D \sum_{k=1}^D (h_k-\mu)^2$$
$$\hat h_k = \frac{h_k-\mu}{\sqrt{v+\epsilon}}$$
$$y_k = w_k \hat h_k + b_k$$
"""

RMS_NORM = r"""
$$a = \frac1D \sum_k h_k^2$$
$$q = \frac{1}{\sqrt{a+\varepsilon}}$$
$$o_k = w_k h_k q$$
"""

WEIGHT_NORM = r"""
$$n = \sqrt{\sum_k v_k^2}$$
$$w_k = \frac{g v_k}{n}$$
"""

STANDARDISED = r"""
$$\bar x = \frac1n\sum_{i=1}^n x_i$$
$$s^2 = \frac{1}{n-1}\sum_{i=1}^n (x_i-\bar x)^2$$
$$z_i = \frac{x_i-\bar x}{s}$$
"""

EPSILON_OUTSIDE = r"""
$$\mu = \frac1N \sum_j a_j$$
$$s = \sqrt{\frac1N \sum_j (a_j-\mu)^2}$$
$$b_k = \frac{a_k-\mu}{s+\varepsilon}$$
"""

SOFTMAX = r"""
$$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
"""

CROSS_ENTROPY = (
    SOFTMAX
    + r"""
$$L = -\sum_k t_k \log p_k$$
"""
)

LOG_SOFTMAX = r"""
$$a_i = z_i - \log \sum_j e^{z_j}$$
"""

LOG_SUM_EXP = r"""
$$s = \log \sum_k e^{z_k}$$
"""

TEMPERATURE = r"""
$$q_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}$$
"""

ENTROPY = (
    SOFTMAX
    + r"""
$$H = -\sum_i p_i \log p_i$$
"""
)

SQUARES = r"""
$$y_i = w x_i + b$$
$$L = \frac12 \sum_i (y_i - t_i)^2$$
"""

MEAN = r"""
$$\mu = \frac1N \sum_j x_j$$
"""

TWO_OUTPUTS = r"""
$$\mu = \frac1N\sum_j x_j$$
$$u_i = x_i - \mu$$
$$v_i = x_i + \mu$$
"""
