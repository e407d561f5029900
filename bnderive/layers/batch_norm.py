"""Batch normalisation over one feature: N inputs, their mean and variance, the normalised values, gain and shift."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("batchnorm", "batch_norm", "batch_normalization", "batch_normalisation", "bn"),
    title="Batch normalisation",
    source="Ioffe and Szegedy 2015, Batch Normalization, Algorithm 1",
    markdown=r"""
The batch holds $N$ inputs. Its mean and its variance, over $N$ and not $N - 1$:

$$\mu = \frac{1}{N} \sum_{i=1}^{N} x_i$$

$$\sigma^2 = \frac{1}{N} \sum_{i=1}^{N} (x_i - \mu)^2$$

The normalised inputs, with a small $\epsilon$, and the outputs:

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma \hat{x}_i + \beta$$
""",
    symbols=(
        ("x", "x_i"),
        ("mu", r"\mu"),
        ("var", r"\sigma^2"),
        ("x_hat", r"\hat{x}_i"),
        ("y", "y_i"),
        ("gamma", r"\gamma"),
        ("beta", r"\beta"),
        ("epsilon", r"\epsilon"),
    ),
    partials=(
        ("y", "gamma"),
        ("y", "beta"),
        ("y", "x_hat"),
        ("x_hat", "x"),
        ("x_hat", "mu"),
        ("x_hat", "var"),
        ("var", "x"),
        ("var", "mu"),
        ("mu", "x"),
    ),
    jacobians=(("x_hat", "x"),),
    gradients=("x", "gamma", "beta"),
)
