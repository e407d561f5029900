"""RMS normalisation of one sample: N features, their mean square, a gain for each feature, no mean and no shift."""

from __future__ import annotations

from bnderive.layers import StandardLayer

LAYER = StandardLayer(
    names=("rmsnorm", "rms_norm", "rms_normalization", "rms_normalisation"),
    title="RMS normalisation",
    source="Zhang and Sennrich 2019, Root Mean Square Layer Normalization, equation 4",
    markdown=r"""
A sample has $N$ features. The mean of their squares:

$$a = \frac{1}{N} \sum_{j=1}^{N} x_j^2$$

The normalised features, with a small $\epsilon$, and the outputs with a gain for each feature:

$$\hat{x}_i = \frac{x_i}{\sqrt{a + \epsilon}}$$

$$y_i = \gamma_i \hat{x}_i$$
""",
    symbols=(
        ("x", "x_i"),
        ("mean_square", "a"),
        ("x_hat", r"\hat{x}_i"),
        ("y", "y_i"),
        ("gamma", r"\gamma_i"),
        ("epsilon", r"\epsilon"),
    ),
    partials=(
        ("y", "gamma"),
        ("y", "x_hat"),
        ("x_hat", "x"),
        ("x_hat", "mean_square"),
        ("mean_square", "x"),
    ),
    jacobians=(("x_hat", "x"),),
    gradients=("x", "gamma"),
    by_name_only=True,
)
