"""Layer normalisation of one sample: N features, their mean and variance, a gain and a shift for each feature."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("layernorm", "layer_norm", "layer_normalization", "layer_normalisation", "ln"),
    title="Layer normalisation",
    source="Ba, Kiros and Hinton 2016, Layer Normalization, equations 3 and 4",
    markdown=r"""
A sample has $N$ features. Their mean and their variance:

$$\mu = \frac{1}{N} \sum_{j=1}^{N} x_j$$

$$\sigma^2 = \frac{1}{N} \sum_{j=1}^{N} (x_j - \mu)^2$$

The normalised features, and the outputs with a gain and a shift for each feature:

$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}$$

$$y_i = \gamma_i \hat{x}_i + \beta_i$$
""",
    symbols=(
        ("x", "x_i"),
        ("mu", r"\mu"),
        ("var", r"\sigma^2"),
        ("x_hat", r"\hat{x}_i"),
        ("y", "y_i"),
        ("gamma", r"\gamma_i"),
        ("beta", r"\beta_i"),
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
