"""Instance normalisation of one channel of one sample, its positions on one axis: one gain and one shift."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("instancenorm", "instance_norm", "instance_normalization", "instance_normalisation", "in"),
    title="Instance normalisation, one channel on one axis",
    source="Ulyanov, Vedaldi and Lempitsky 2016, Instance Normalization, equation 8",
    markdown=r"""
A channel of a sample has $N$ positions. Their mean and their variance:

$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma^2 = \frac{1}{N} \sum_{j=1}^{N} (x_j - \mu)^2$$

The normalised values, and the outputs with the gain and the shift of the channel:

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
    by_name_only=True,
)
